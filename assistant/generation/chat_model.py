"""A chat model behind ``assistant.generation.generator.ChatModel``; the only owner of LangChain's chat models (edge).

Every call has an end: a deadline over the whole answer, because the HTTP client's own time-out is per read and a server
that drips, or sends empty keep-alive lines, would pass it for ever; a reason to have finished, because a stream that is
cut off raises nothing and half an answer looks like a whole one; and a way to be called off, which closes the
connection. Calls run on one event loop in a thread of its own, so that the deadline and a cancellation reach a read
that hangs. Errors of the provider are mapped once, in the table below. An endpoint that keeps failing is left alone for
a while. Nothing is traced to a third party, whatever variables are set.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
import traceback
from collections.abc import Callable, Generator, Mapping, Sequence
from functools import cache
from typing import Any

import httpx2
import openai
from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessageChunk
from langsmith import tracing_context

from assistant.generation.generator import Message
from corpus.core.codes import Code
from corpus.core.errors import AssistantError, ModelProtocolError, ProviderError

LOG = logging.getLogger("assistant")

MAX_TOKENS = 1200
"""Longest answer asked for: five claims with their quotes."""
RETRIES = 1
"""Further tries of one request that failed before any text came (429, 5xx, no connection); made by the SDK."""
_TICK_S = 0.2
"""How often a waiting call looks whether anybody still waits for it, seconds."""

_WORDS: dict[Code, str] = {
    Code.PROVIDER_TIMEOUT: "Máy chủ mô hình trả lời quá chậm.",
    Code.PROVIDER_UNREACHABLE: "Không kết nối được máy chủ mô hình.",
    Code.PROVIDER_BUSY: "Máy chủ mô hình đang quá tải.",
    Code.PROVIDER_FAILED: "Máy chủ mô hình gặp lỗi.",
    Code.PROVIDER_CUT: "Máy chủ mô hình ngắt câu trả lời giữa chừng.",
    Code.PROVIDER_GARBLED: "Máy chủ mô hình trả lời không đúng giao thức.",
    Code.PROVIDER_REFUSED: "Máy chủ mô hình từ chối trả lời.",
    Code.PROVIDER_DENIED: "Máy chủ mô hình không chấp nhận khóa truy cập.",
    Code.PROVIDER_UNKNOWN_MODEL: "Máy chủ không có mô hình này.",
    Code.PROVIDER_REQUEST: "Máy chủ mô hình không nhận yêu cầu này.",
    Code.PROVIDER_UNEXPECTED: "Gọi mô hình gặp lỗi chưa biết.",
    Code.PROVIDER_RESTING: "Máy chủ mô hình lỗi liên tiếp nên tạm thời không được gọi.",
    Code.PROVIDER_SETTINGS: "Không dùng được mô hình đã chọn.",
}

ERRORS: tuple[tuple[type[BaseException], Code], ...] = (
    (openai.APITimeoutError, Code.PROVIDER_TIMEOUT),
    (openai.APIConnectionError, Code.PROVIDER_UNREACHABLE),
    (openai.RateLimitError, Code.PROVIDER_BUSY),
    (openai.AuthenticationError, Code.PROVIDER_DENIED),
    (openai.PermissionDeniedError, Code.PROVIDER_DENIED),
    (openai.NotFoundError, Code.PROVIDER_UNKNOWN_MODEL),
    (openai.InternalServerError, Code.PROVIDER_FAILED),
    (openai.APIStatusError, Code.PROVIDER_REQUEST),
    (openai.APIResponseValidationError, Code.PROVIDER_GARBLED),
    (openai.ContentFilterFinishReasonError, Code.PROVIDER_REFUSED),
    (openai.LengthFinishReasonError, Code.PROVIDER_CUT),
    (openai.APIError, Code.PROVIDER_FAILED),
    (openai.OpenAIError, Code.PROVIDER_UNEXPECTED),
    (httpx2.TimeoutException, Code.PROVIDER_TIMEOUT),
    (httpx2.ConnectError, Code.PROVIDER_UNREACHABLE),
    (httpx2.TransportError, Code.PROVIDER_CUT),
    (httpx2.HTTPError, Code.PROVIDER_FAILED),
    (TimeoutError, Code.PROVIDER_TIMEOUT),
    (ConnectionError, Code.PROVIDER_UNREACHABLE),
    (ValueError, Code.PROVIDER_GARBLED),
)
"""Provider exceptions and their codes, the first that fits counts; a test holds the table against the SDK's classes."""

_TRUNCATED = frozenset({"length", "max_tokens", "MAX_TOKENS"})
_REFUSED = frozenset({"content_filter", "refusal", "SAFETY", "safety"})


class Breaker:
    """Leaves an endpoint alone for ``rest_s`` seconds after ``failures`` failed calls in a row; then lets one call try.

    Own code: the libraries at hand either read the clock themselves, so that they cannot be tested without waiting, or
    count a call that was called off as a failure or a success, and it is neither.
    """

    def __init__(self, failures: int = 3, rest_s: float = 30.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit, self._rest_s, self._clock = failures, rest_s, clock
        self._lock = threading.Lock()
        self._failures, self._until, self._trying = 0, 0.0, False

    def admit(self) -> None:
        """Begin a call.

        Raises:
            ProviderError: ``provider.resting``.
        """
        with self._lock:
            if self._failures >= self._limit:
                if self._trying or self._clock() < self._until:
                    raise error_of(Code.PROVIDER_RESTING)
                # One call tries; until it ends the others are still turned away.
                self._trying = True

    def record(self, failed: bool | None) -> None:
        """End a call; ``None`` when it was called off and tells nothing."""
        with self._lock:
            self._trying = False
            if failed is not None:
                self._failures = self._failures + 1 if failed else 0
                self._until = self._clock() + self._rest_s


class Endpoint:
    """A LangChain chat model as a ``ChatModel``; safe to share between threads.

    Args:
        chat: the model, with its own time-out and retries set.
        breaker: decides when not to call.
    """

    def __init__(self, chat: BaseChatModel, breaker: Breaker | None = None) -> None:
        self._chat = chat
        self._breaker = breaker or Breaker()

    def stream(
        self, messages: Sequence[Message], *, within_s: float, stop: Callable[[], bool]
    ) -> Generator[str, None, None]:
        """The model's answer in pieces; see ``ChatModel``.

        Raises:
            ProviderError: a code of this module; the answer is not whole.
            ModelProtocolError: ``model.unfinished``: the model ran into its length limit.
        """
        self._breaker.admit()
        failed: bool | None = None
        pieces: queue.SimpleQueue[str | AssistantError | None] = queue.SimpleQueue()
        call = asyncio.run_coroutine_threadsafe(self._call(messages, within_s, pieces.put), _loop())
        try:
            while not stop():
                try:
                    piece = pieces.get(timeout=_TICK_S)
                except queue.Empty:
                    continue
                if isinstance(piece, str):
                    yield piece
                    continue
                # A malformed request is our own fault and says nothing about the endpoint.
                failed = isinstance(piece, ProviderError) and piece.code != Code.PROVIDER_REQUEST
                if piece is not None:
                    raise piece
                return
        finally:
            call.cancel()
            self._breaker.record(failed)

    async def _call(
        self, messages: Sequence[Message], within_s: float, put: Callable[[str | AssistantError | None], None]
    ) -> None:
        """Put the pieces, then ``None`` or the error that ended the answer."""
        end: AssistantError | None = None
        begun = False
        try:
            with tracing_context(enabled=False):
                async with asyncio.timeout(within_s):
                    finish = ""
                    async for chunk in self._chat.astream([(message.role, message.text) for message in messages]):
                        finish = _finish(chunk) or finish
                        if text := str(chunk.text):
                            begun = True
                            put(text)
            end = _unfinished(finish)
        except Exception as error:  # noqa: BLE001 - providers raise what they like; mapped here and nowhere else
            end = provider_error(error)
            if begun and end.code == Code.PROVIDER_UNREACHABLE:  # LangChain's word for a connection that broke, too
                end = error_of(Code.PROVIDER_CUT)
            LOG.warning("model endpoint: %s (%s)", end.code, type(error).__name__)
            let_go(error)
        finally:
            put(end)


def let_go(error: BaseException) -> None:
    """Free what the frames of an error hold, here and now.

    Libraries keep such errors in cycles. Half-read responses among their locals would be closed by whichever thread the
    collector next runs in, while the loop closes them, too.
    """
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        traceback.clear_frames(following.__traceback__)
        following = following.__cause__ or following.__context__


_LOOP_LOCK = threading.Lock()


@cache
def _new_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="model", daemon=True).start()
    return loop


def _loop() -> asyncio.AbstractEventLoop:
    """The one loop of all calls: LangChain shares HTTP connections between models, and they belong to one loop."""
    with _LOOP_LOCK:
        return _new_loop()


def open_endpoint(
    model: str,
    *,
    url: str,
    key: str,
    timeout_s: float,
    max_tokens: int = MAX_TOKENS,
    breaker: Breaker | None = None,
    body: Mapping[str, Any] | None = None,
) -> Endpoint:
    """The endpoint of ``provider:name``.

    Args:
        model: provider and name as ``init_chat_model`` takes them; ``openai:…`` with ``url`` for any compatible server.
        url: address of the endpoint; empty for the provider's own.
        key: key of the endpoint; may be empty for a server of one's own.
        timeout_s: seconds without any data after which a request is given up.
        max_tokens: longest answer.
        breaker: decides when not to call.
        body: further fields of the request for a compatible server, such as ``response_format``.

    Raises:
        ProviderError: ``provider.settings``: unknown provider, its LangChain package is not installed, or a key that
            cannot be sent.
    """
    options: dict[str, Any] = {
        "timeout": timeout_s, "max_retries": RETRIES, "temperature": 0, "max_tokens": max_tokens,
    }  # fmt: skip
    if url:
        options |= {"base_url": url}
    if key or url:
        options |= {"api_key": key or "none"}
    if url and model.startswith("openai:"):
        # LangChain sends the new name, max_completion_tokens, which compatible servers ignore
        options |= {"extra_body": {"max_tokens": max_tokens, **(body or {})}}
    try:
        key.encode("ascii")  # a header takes nothing else; better told now than on every call
        chat = init_chat_model(model, **options)
    except (ImportError, ValueError, openai.OpenAIError) as error:
        raise error_of(Code.PROVIDER_SETTINGS, hint="Xem TLDH_MODEL trong docs/model.md.") from error
    return Endpoint(chat, breaker)


def provider_error(error: BaseException) -> ProviderError:
    """The error of ours that tells what a provider's exception means."""
    if isinstance(error, ProviderError):
        return error
    for kind, code in ERRORS:
        if isinstance(error, kind):
            return error_of(code)
    return error_of(Code.PROVIDER_TIMEOUT if "Timeout" in type(error).__name__ else Code.PROVIDER_UNEXPECTED)


def error_of(code: Code, hint: str = "") -> ProviderError:
    """The ``ProviderError`` of a code of this module."""
    return ProviderError(code, _WORDS[code], hint=hint)


def _finish(chunk: BaseMessageChunk) -> str:
    """Why the answer ended, under the name that the provider has for it; empty while it goes on."""
    told = chunk.response_metadata if isinstance(chunk, AIMessageChunk) else {}
    return str(told.get("finish_reason") or told.get("stop_reason") or told.get("done_reason") or "")


def _unfinished(finish: str) -> AssistantError | None:
    """What is wrong with an answer that ended for this reason."""
    if not finish:
        return error_of(Code.PROVIDER_CUT)
    if finish in _REFUSED:
        return error_of(Code.PROVIDER_REFUSED)
    if finish in _TRUNCATED:
        return ModelProtocolError(Code.MODEL_UNFINISHED, "Mô hình trả lời quá dài nên bị ngắt.")
    return None
