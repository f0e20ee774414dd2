"""The endpoint over real HTTP: every way to fail has a code, an end and a closed connection."""

import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path

import httpx2
import openai
import pytest

from assistant.generation.chat_model import (
    ERRORS,
    Breaker,
    Endpoint,
    error_of,
    let_go,
    open_endpoint,
    provider_error,
)
from assistant.generation.generator import Message
from assistant.settings import Settings
from assistant.wiring import generator_from
from corpus.core.codes import Code
from corpus.core.errors import AssistantError, ModelProtocolError, ProviderError
from tests.llm_server import LlmServer, Reply, serving

ROOT = Path(__file__).parents[3]
ASK = [Message("system", "Luật."), Message("user", '{"question": "Hỏi?"}')]
LONG = 60.0
SHORT = 0.4


@pytest.fixture(scope="module")
def server() -> Iterator[LlmServer]:
    with serving() as running:
        yield running


def endpoint(server: LlmServer, breaker: Breaker | None = None) -> Endpoint:
    return open_endpoint("openai:thử", url=server.url, key="chia-khoa", timeout_s=LONG, breaker=breaker)


def ask(endpoint: Endpoint, within_s: float = LONG) -> tuple[str, str]:
    """What was said and the code of the error that ended it."""
    said: list[str] = []
    try:
        for piece in endpoint.stream(ASK, within_s=within_s, stop=lambda: False):
            said.append(piece)
    except AssistantError as error:
        return "".join(said), error.code
    return "".join(said), ""


@pytest.mark.parametrize(
    ("reply", "said", "code"),
    [
        (Reply("Chào bạn, đây là ý."), "Chào bạn, đây là ý.", ""),
        (Reply("Chào.", "no_done"), "Chào.", ""),
        (Reply("", "regular"), "", ""),
        (Reply("Chào.", "no_reason"), "Chào.", "provider.cut"),
        (Reply("Chào.", finish="length"), "Chào.", "model.unfinished"),
        (Reply("Chào.", finish="content_filter"), "Chào.", "provider.refused"),
        (Reply("Chào.", "garbled"), "Chào.", "provider.garbled"),
        (Reply("x", status=401), "", "provider.denied"),
        (Reply("x", status=403), "", "provider.denied"),
        (Reply("x", status=404), "", "provider.unknown_model"),
        (Reply("x", status=400), "", "provider.request"),
        (Reply("x", status=422), "", "provider.request"),
        (Reply("x", status=500), "", "provider.failed"),
        (Reply("x", status=503), "", "provider.failed"),
        (Reply("x", status=429, headers={"retry-after": "0"}), "", "provider.busy"),
    ],
)
def test_how_a_call_ends(server: LlmServer, reply: Reply, said: str, code: str) -> None:
    server.script = lambda _prompt: reply
    assert ask(endpoint(server)) == (said, code)


def test_a_connection_cut_in_the_middle_is_not_a_whole_answer(server: LlmServer) -> None:
    server.script = lambda _prompt: Reply("Chào bạn.", "cut")
    said, code = ask(endpoint(server))
    assert "Chào bạn.".startswith(said)
    assert code == "provider.cut"


@pytest.mark.parametrize("ending", ["stall", "drip"])
def test_a_server_that_never_ends_meets_the_deadline_and_is_hung_up_on(server: LlmServer, ending: str) -> None:
    server.script = lambda _prompt: Reply("Chào.", ending)  # type: ignore[arg-type]
    assert ask(endpoint(server), SHORT) == ("Chào.", "provider.timeout")
    assert server.hung_up.acquire(timeout=30)


def test_nobody_waits_any_more(server: LlmServer) -> None:
    server.script = lambda _prompt: Reply("Chào.", "stall")
    gone = threading.Event()
    pieces = endpoint(server).stream(ASK, within_s=LONG, stop=gone.is_set)
    assert next(pieces) == "Chào."
    gone.set()
    assert list(pieces) == []
    assert server.hung_up.acquire(timeout=30)


def test_closing_the_stream_closes_the_connection(server: LlmServer) -> None:
    server.script = lambda _prompt: Reply("Chào.", "stall")
    pieces = endpoint(server).stream(ASK, within_s=LONG, stop=lambda: False)
    next(pieces)
    pieces.close()
    assert server.hung_up.acquire(timeout=30)


def test_no_server_at_all() -> None:
    nobody = open_endpoint("openai:x", url="http://127.0.0.1:9/v1", key="", timeout_s=5)
    assert ask(nobody) == ("", "provider.unreachable")


def test_a_busy_server_is_asked_once_more(server: LlmServer) -> None:
    replies = iter([Reply("x", status=500), Reply("Chào.")])
    server.script = lambda _prompt: next(replies)
    assert ask(endpoint(server)) == ("Chào.", "")


def test_the_length_limit_goes_under_both_names(server: LlmServer) -> None:
    server.script = lambda _prompt: Reply("Chào.")
    ask(endpoint(server))
    body = server.prompts[-1].body
    assert body["max_tokens"] == body["max_completion_tokens"] > 0
    assert body["temperature"] == 0
    assert body["stream"] is True
    assert server.headers[-1]["authorization"] == "Bearer chia-khoa"


def test_further_fields_of_the_request_are_sent_beside_the_length_limit(server: LlmServer) -> None:
    server.script = lambda _prompt: Reply("Chào.")
    form = {"response_format": {"type": "json_object"}}
    ask(open_endpoint("openai:thử", url=server.url, key="", timeout_s=LONG, max_tokens=7, body=form))
    body = server.prompts[-1].body
    assert (body["response_format"], body["max_tokens"]) == ({"type": "json_object"}, 7)


def test_calls_of_several_threads_do_not_mix(server: LlmServer) -> None:
    server.script = lambda prompt: Reply(prompt.question * 50, piece=3)
    shared, said = endpoint(server), {}

    def work(name: str) -> None:
        talk = [Message("system", "Luật."), Message("user", f'{{"question": "{name}"}}')]
        said[name] = "".join(shared.stream(talk, within_s=LONG, stop=lambda: False))

    threads = [threading.Thread(target=work, args=(f"câu {n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert said == {f"câu {n}": f"câu {n}" * 50 for n in range(6)}


def _kinds(base: type[BaseException]) -> set[type[BaseException]]:
    below = {kind for child in base.__subclasses__() for kind in {child, *_kinds(child)}}
    return {kind for kind in below if not kind.__name__.startswith("_")}


NEVER_FROM_A_CALL = {
    "WebSocketConnectionClosedError", "WebSocketQueueFullError", "SubjectTokenProviderError", "StreamAlreadyConsumed",
    "APIRemovedInV1", "MutuallyExclusiveAuthError", "InvalidWebhookSignatureError",
}  # fmt: skip


def test_every_exception_of_the_provider_has_a_code() -> None:
    """A new SDK with a new class of exception fails here until the table names it."""
    generic = {openai.OpenAIError: "provider.unexpected"}
    unmapped = set()
    for kind in _kinds(openai.OpenAIError) | _kinds(httpx2.HTTPError):
        code = next(code for known, code in ERRORS if issubclass(kind, known))
        if code == generic[openai.OpenAIError] and kind.__name__ not in NEVER_FROM_A_CALL:
            unmapped.add(kind.__name__)
    assert unmapped == set()


def test_errors_of_other_providers_are_told_apart_by_what_can_be_known() -> None:
    class ReadTimeoutError(Exception):
        pass

    assert provider_error(ReadTimeoutError()).code == "provider.timeout"
    assert provider_error(RuntimeError("x")).code == "provider.unexpected"
    assert provider_error(TimeoutError()).retryable
    assert provider_error(error_of(Code.PROVIDER_BUSY)).code == "provider.busy"
    for _, code in ERRORS:
        assert error_of(code).message


def test_unknown_providers_are_refused_when_opened() -> None:
    for model in ("không-có:x", "x", "mistralai:x"):
        with pytest.raises(ProviderError, match=r"provider\.settings"):
            open_endpoint(model, url="", key="k", timeout_s=1)
    with pytest.raises(ProviderError, match=r"provider\.settings"):
        open_endpoint("openai:x", url="http://127.0.0.1:9/v1", key="khóa", timeout_s=1)


def test_the_breaker_rests_then_lets_one_call_try() -> None:
    now = [0.0]
    breaker = Breaker(failures=2, rest_s=10, clock=lambda: now[0])

    def admitted() -> bool:
        try:
            breaker.admit()
        except ProviderError as error:
            return error.code != "provider.resting"
        return True

    for _ in range(2):
        assert admitted()
        breaker.record(True)
    assert not admitted()
    now[0] = 10.0
    assert admitted()
    assert not admitted(), "one trial at a time"
    breaker.record(True)
    assert not admitted(), "a failed trial rests again"
    now[0] = 20.0
    assert admitted()
    breaker.record(None)
    assert admitted(), "a trial that was called off tells nothing"
    breaker.record(False)
    assert admitted()
    assert admitted()


def test_a_failing_endpoint_is_left_alone(server: LlmServer) -> None:
    server.script = lambda _prompt: Reply("x", status=401)
    failing = endpoint(server, Breaker(failures=2, rest_s=1000))
    assert [ask(failing)[1] for _ in range(3)] == ["provider.denied", "provider.denied", "provider.resting"]
    before = len(server.prompts)
    assert ask(failing)[1] == "provider.resting"
    assert len(server.prompts) == before


def test_a_request_that_one_question_spoils_does_not_rest_the_endpoint(server: LlmServer) -> None:
    server.script = lambda _prompt: Reply("x", status=400)
    healthy = endpoint(server, Breaker(failures=1, rest_s=1000))
    assert [ask(healthy)[1] for _ in range(2)] == ["provider.request"] * 2


def test_a_length_limit_is_the_models_fault_not_the_endpoints(server: LlmServer) -> None:
    server.script = lambda _prompt: Reply("Chào.", finish="length")
    healthy = endpoint(server, Breaker(failures=1, rest_s=1000))
    for _ in range(2):
        with pytest.raises(ModelProtocolError):
            list(healthy.stream(ASK, within_s=LONG, stop=lambda: False))


@pytest.mark.heavy
def test_the_default_mode_imports_no_model_library() -> None:
    code = (
        "import sys, app, assistant.wiring, assistant.api.application, assistant.service, assistant.cli.ask\n"
        "from assistant.settings import Settings\n"
        "assert assistant.wiring.generator_from(Settings(model='')) is None\n"
        "found = {'langchain', 'langchain_openai', 'openai'} & {name.partition('.')[0] for name in sys.modules}\n"
        "assert not found, found\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_settings_open_an_endpoint_with_a_share_of_the_time() -> None:
    settings = Settings(model="openai:x", model_url="http://127.0.0.1:9/v1", answer_timeout_s=10, model_timeout_s=60)
    generator = generator_from(settings)
    assert generator is not None
    assert generator.budget_s == 7.0
    assert generator.fingerprints["prompts"]


def test_an_error_lets_go_of_what_its_frames_hold() -> None:
    class Held:
        """Stands for a response that was read in part."""

    held: list[weakref.ref[Held]] = []

    def failing() -> None:
        response = Held()
        held.append(weakref.ref(response))
        raise ValueError("held by a frame")

    def wrapping() -> None:
        try:
            failing()
        except ValueError as error:
            raise RuntimeError("around it") from error

    try:
        wrapping()
    except RuntimeError as error:
        assert held[0]() is not None
        let_go(error)
        assert held[0]() is None
