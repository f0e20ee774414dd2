"""Real log lines of an ASGI run: one a question, with the id of its request, and never a word of what was asked."""

import io
import json
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from assistant.api.application import create_api
from assistant.model import Answer, Question
from assistant.server import logs
from assistant.server.executor import Desk
from assistant.server.guard import Guard, GuardPolicy
from tests.fakes import TODAY, ScriptedAssistant, refused

SECRET = "Câu hỏi riêng tư của người dùng?"
ANSWERS = "/api/v1/answers"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    before = {name: logging.getLogger(name).level for name in ("", *logs._OURS)}
    yield io.StringIO()
    root = logging.getLogger()
    root.handlers = [handler for handler in root.handlers if not isinstance(handler, logs._Handler)]
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def rows(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@asynccontextmanager
async def serving(assistant: ScriptedAssistant, **options: float) -> AsyncIterator[httpx.AsyncClient]:
    desk = Desk(lambda: assistant, **options)  # type: ignore[arg-type]
    api = create_api(desk, sources={}, today=lambda: TODAY)
    transport = httpx.ASGITransport(logs.RequestIds(Guard(api, GuardPolicy())), raise_app_exceptions=False)
    async with (
        api.router.lifespan_context(api),
        httpx.AsyncClient(transport=transport, base_url="http://tro-ly.test") as client,
    ):
        await desk.opened()
        yield client


async def test_an_answer_is_one_line_with_its_request_and_its_outcome(stream: io.StringIO) -> None:
    logs.configure("json", "info", stream)
    async with serving(ScriptedAssistant()) as client:
        response = await client.post(ANSWERS, json={"question": SECRET}, headers={"X-Request-ID": "cua-toi.1"})
    assert response.headers["x-request-id"] == "cua-toi.1"
    (row,) = rows(stream)
    assert row.pop("time").endswith("+00:00")
    assert row.pop("total_ms") >= 0
    assert row == {
        "level": "info",
        "logger": "assistant.answers",
        "message": "question",
        "request_id": "cua-toi.1",
        "route": ANSWERS,
        "status": "answered",
        "reason": "",
        "claims": 2,
        "as_of": TODAY.isoformat(),
        "degraded": False,
        "timings_ms": {"total": 1.2},
    }


@pytest.mark.parametrize("route", [ANSWERS, f"{ANSWERS}/stream", "/api/v1/certificates"])
async def test_no_line_holds_what_was_asked(stream: io.StringIO, route: str) -> None:
    logs.configure("json", "debug", stream)

    def break_down(question: Question) -> Answer:
        raise RuntimeError("hỏng")

    async with serving(ScriptedAssistant(script={SECRET: refused, f"{SECRET} 2": break_down})) as client:
        await client.post(route, json={"question": SECRET})
        await client.post(route, json={"question": f"{SECRET} 2"})
    told = [row for row in rows(stream) if row["logger"] == "assistant.answers"]
    assert [(row["route"], row["status"], row["reason"]) for row in told] == [
        (route, "refused", "no_provision"),
        (route, "error", "server.internal"),
    ]
    assert any("hỏng" in row.get("exception", "") for row in rows(stream))
    assert SECRET not in stream.getvalue()


async def test_an_error_carries_the_id_of_its_line(stream: io.StringIO) -> None:
    logs.configure("json", "info", stream)
    async with serving(ScriptedAssistant()) as client:
        empty = await client.post(ANSWERS, json={"question": " "})
        missing = await client.get("/api/v1/documents/x")
        foreign = await client.get("/chat/x", headers={"origin": "https://other.example"})
    (row,) = rows(stream)
    assert (row["level"], row["status"], row["reason"]) == ("info", "error", "question.empty")
    assert empty.json()["request_id"] == row["request_id"] == empty.headers["x-request-id"]
    for response in (missing, foreign):
        assert response.json()["request_id"] == response.headers["x-request-id"] != ""


@pytest.mark.parametrize("given", ["", "a b", "ä", "x" * 65, "a\u00a0b", '{"x":1}'])
async def test_an_id_that_could_forge_a_line_is_replaced(given: str) -> None:
    async with serving(ScriptedAssistant()) as client:
        response = await client.get("/healthz", headers={"X-Request-ID": given.encode("latin-1")})
    assert len(response.headers.get_list("x-request-id")) == 1
    assert logs._ID.fullmatch(response.headers["x-request-id"])
    assert response.headers["x-request-id"] != given


async def test_what_the_work_itself_logs_belongs_to_the_request(stream: io.StringIO) -> None:
    logs.configure("json", "warning", stream)

    def warn(question: Question) -> Answer:
        logging.getLogger("assistant").warning("mô hình chậm")
        return refused(question.text)

    async with serving(ScriptedAssistant(script={"a": warn})) as client:
        await client.post(ANSWERS, json={"question": "a"}, headers={"X-Request-ID": "r1"})
        await client.post(ANSWERS, json={"question": "a"}, headers={"X-Request-ID": "r2"})
    assert [(row["message"], row["request_id"]) for row in rows(stream)] == [
        ("mô hình chậm", "r1"),
        ("mô hình chậm", "r2"),
    ]


async def test_a_listener_who_leaves_is_told_as_such(stream: io.StringIO) -> None:
    logs.configure("json", "info", stream)
    desk = Desk(ScriptedAssistant)
    desk.open()
    await desk.opened()
    with logs.request("chat"):
        events = desk.stream(Question("a"))
        await anext(events)
        await events.aclose()
    desk.close()
    (row,) = rows(stream)
    assert (row["route"], row["status"]) == ("chat", "stopped")


async def test_for_people_the_line_is_text(stream: io.StringIO) -> None:
    logs.configure("text", "info", stream)
    async with serving(ScriptedAssistant()) as client:
        await client.post(ANSWERS, json={"question": SECRET}, headers={"X-Request-ID": "r1"})
    (line,) = stream.getvalue().splitlines()
    assert " INFO assistant.answers: question request_id=r1 route=/api/v1/answers status=answered claims=2 " in line
    assert "timings_ms=total:1.2" in line


def test_configuring_again_replaces_and_other_libraries_stay_quiet(stream: io.StringIO) -> None:
    first = io.StringIO()
    logs.configure("text", "debug", first)
    logs.configure("json", "debug", stream)
    logging.getLogger("assistant.parsing").debug("của ta")
    logging.getLogger("httpx").info("của thư viện")
    logging.getLogger("httpx").warning("cảnh báo")
    assert first.getvalue() == ""
    assert [row["message"] for row in rows(stream)] == ["của ta", "cảnh báo"]
