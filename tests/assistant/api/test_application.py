"""The HTTP interface over a scripted assistant, through the guard, without a network."""

import asyncio
import json
import re
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.api.application import create_api
from assistant.model import Answer, Question
from assistant.output import wire as schemas
from assistant.server.assets import PUBLIC
from assistant.server.executor import Answerer, Desk
from assistant.server.guard import Guard, GuardPolicy
from assistant.site import documents
from corpus.core.codes import Code
from corpus.core.errors import IndexingError
from corpus.core.model import Level, TextKind
from corpus.core.registry import Registry
from tests.conftest import make_document, make_record
from tests.fakes import QUORUM, TODAY, ScriptedAssistant, answered, refused, small_registry

ROOT = Path(__file__).parents[3]
ANSWERS = "/api/v1/answers"


@asynccontextmanager
async def serving(
    load: Callable[[], Answerer],
    *,
    origins: tuple[str, ...] = (),
    wait: bool = True,
    failure: type[Exception] | None = None,
    originals: Callable[[str], Path | None] = lambda _: None,
    **desk_options: Any,
) -> AsyncIterator[httpx.AsyncClient]:
    desk = Desk(load, **desk_options)
    api = create_api(desk, sources={"S01": "https://example.org/s01"}, today=lambda: TODAY, origins=origins)
    documents.install(
        api,
        desk,
        public=PUBLIC,
        sources={"S01": "https://example.org/s01"},
        originals=originals,
        today=lambda: TODAY,
    )
    transport = httpx.ASGITransport(Guard(api, GuardPolicy()), raise_app_exceptions=False)
    async with (
        api.router.lifespan_context(api),
        httpx.AsyncClient(transport=transport, base_url="http://tro-ly.test") as client,
    ):
        if failure is not None:
            with pytest.raises(failure):
                await desk.opened()
        elif wait:
            await desk.opened()
        yield client


def problem(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    schemas.ProblemOut.model_validate(body)
    assert (body["status"], body["code"], body["type"]) == (status, code, f"urn:tro-ly-dai-hoi:{code}")
    assert body["title"]
    assert body["detail"]
    assert "Traceback" not in response.text
    return body


async def test_an_answer_is_the_public_json_of_the_answer() -> None:
    assistant = ScriptedAssistant()
    async with serving(lambda: assistant) as client:
        response = await client.post(ANSWERS, json={"question": "Khi nào hợp lệ?"})
    assert response.status_code == 200
    body = response.json()
    schemas.AnswerOut.model_validate(body)
    assert body["claims"][1]["text"] == QUORUM
    for claim in body["claims"]:
        for citation in claim["citations"]:
            found = assistant.registry.provision(citation["provision_id"])
            assert found is not None
            assert found[0].text[citation["start"] : citation["end"]] == citation["quote"]


async def test_all_fields_of_the_question_reach_the_assistant() -> None:
    assistant = ScriptedAssistant()
    sent = {
        "question": "Còn cấp xã?",
        "as_of": "2025-08-15",
        "level": "chi_bo",
        "history": [{"question": "Cấp tỉnh?", "answer": "Năm năm."}, {"question": "Ai?"}],
    }
    async with serving(lambda: assistant) as client:
        assert (await client.post(ANSWERS, json=sent)).status_code == 200
    (asked,) = assistant.asked
    assert (asked.text, asked.as_of, asked.level) == ("Còn cấp xã?", date(2025, 8, 15), Level.CELL)
    assert [(turn.question, turn.answer) for turn in asked.history] == [("Cấp tỉnh?", "Năm năm."), ("Ai?", "")]


async def test_a_refusal_is_a_result_not_an_error() -> None:
    async with serving(lambda: ScriptedAssistant(script={"x?": lambda q: refused(q.text)})) as client:
        response = await client.post(ANSWERS, json={"question": "x?"})
    assert response.status_code == 200
    schemas.AnswerOut.model_validate(response.json())
    assert response.json()["refusal"]["reason"] == "no_provision"


@pytest.mark.parametrize(
    ("sent", "fields"),
    [
        ({}, ["question"]),
        ({"question": 5}, ["question"]),
        ({"question": "a", "as_of": "15/8/2025"}, ["as_of"]),
        ({"question": "a", "as_of": "2025-02-30"}, ["as_of"]),
        ({"question": "a", "level": "huyen"}, ["level"]),
        ({"question": "a", "history": "x"}, ["history"]),
        ({"question": "a", "history": [{"question": "b"}] * 21}, ["history"]),
        ({"question": "a", "history": [{"question": "a" * 2001}]}, ["history.0.question"]),
        ({"question": "a", "as_of": 0}, ["as_of"]),
        ({"question": "a", "as_of": "0"}, ["as_of"]),
        ({"question": "a", "model": "gpt"}, ["model"]),
        ([], [""]),
    ],
)
async def test_wrong_fields_are_named_in_vietnamese_without_echo(sent: Any, fields: list[str]) -> None:
    async with serving(ScriptedAssistant) as client:
        body = problem(await client.post(ANSWERS, json=sent), 422, "request.invalid")
    assert [item["field"] for item in body["errors"]] == fields
    assert all(item["message"] for item in body["errors"])
    assert "gpt" not in str(body)


async def test_malformed_json_and_broken_bytes() -> None:
    headers = {"content-type": "application/json"}
    async with serving(ScriptedAssistant) as client:
        problem(await client.post(ANSWERS, content=b'{"question": ', headers=headers), 422, "request.invalid")
        broken = await client.post(ANSWERS, content=b'{"question": "\xff\xfe"}', headers=headers)
        problem(broken, 400, "request.bad")


async def test_an_empty_question_is_the_callers_fault() -> None:
    async with serving(ScriptedAssistant) as client:
        body = problem(await client.post(ANSWERS, json={"question": "  "}), 422, "question.empty")
    assert body["hint"]


async def test_unknown_places_and_methods() -> None:
    async with serving(ScriptedAssistant) as client:
        problem(await client.get("/khong-co"), 404, "resource.not_found")
        problem(await client.get(ANSWERS), 405, "request.method")
        problem(await client.get("/api/v1/documents/x"), 404, "document.not_found")
        problem(await client.get("/api/v1/provisions/td-dieu-le/d99"), 404, "provision.not_found")
        problem(await client.get("/documents/x"), 404, "document.not_found")
        problem(await client.get("/static/../app.py"), 404, "resource.not_found")


async def test_an_unexpected_failure_tells_nothing_of_its_cause() -> None:
    def fail(_question: Question) -> Answer:
        raise RuntimeError("bí mật nội bộ")

    async with serving(lambda: ScriptedAssistant(script={"x": fail})) as client:
        response = await client.post(ANSWERS, json={"question": "x"})
        problem(response, 500, "server.internal")
        assert "bí mật" not in response.text
        assert (await client.post(ANSWERS, json={"question": "y"})).status_code == 200


async def test_more_questions_than_places_are_turned_away_and_late_ones_end_in_time() -> None:
    gate, entered = threading.Event(), threading.Event()

    def slow(question: Question) -> Answer:
        entered.set()
        gate.wait(30)
        return refused(question.text)

    assistant = ScriptedAssistant(script={"chậm": slow})
    async with serving(lambda: assistant, workers=1, waiting=0, timeout_s=0.5) as client:
        first = asyncio.create_task(client.post(ANSWERS, json={"question": "chậm"}))
        await asyncio.to_thread(entered.wait, 30)
        busy = await client.post(ANSWERS, json={"question": "khác"})
        problem(busy, 503, "server.busy")
        assert busy.headers["retry-after"] == "5"
        problem(await first, 504, "server.timeout")
        problem(await client.post(ANSWERS, json={"question": "khác"}), 503, "server.busy")
        gate.set()


async def test_before_loading_the_server_lives_but_is_not_ready() -> None:
    gate = threading.Event()

    def load() -> Answerer:
        gate.wait(30)
        return ScriptedAssistant()

    async with serving(load, wait=False, warm_up="Chào") as client:
        assert (await client.get("/healthz")).json() == {"status": "ok"}
        for address in ("/readyz", "/api/v1/documents", "/documents"):
            problem(await client.get(address), 503, "server.starting")
        problem(await client.post(ANSWERS, json={"question": "a"}), 503, "server.starting")
        gate.set()


async def test_ready_is_said_only_once_a_first_answer_has_been_given() -> None:
    begun, gate = threading.Event(), threading.Event()

    def first(question: Question) -> Answer:
        begun.set()
        gate.wait(10)
        return answered(small_registry(), question.text)

    async with serving(lambda: ScriptedAssistant(script={"Chào": first}), wait=False, warm_up="Chào") as client:
        assert await asyncio.to_thread(begun.wait, 10), "the index is loaded, the first answer under way"
        problem(await client.get("/readyz"), 503, "server.starting")
        problem(await client.post(ANSWERS, json={"question": "a"}), 503, "server.starting")
        gate.set()
        while (await client.get("/readyz")).status_code != 200:
            await asyncio.sleep(0)
        assert (await client.post(ANSWERS, json={"question": "a"})).status_code == 200


async def test_a_missing_index_is_told_and_the_server_stays_up() -> None:
    def load() -> Answerer:
        raise IndexingError(Code.INDEX_MISSING, "Chưa có chỉ mục.", hint="Chạy: python -m indexing build")

    async with serving(load, failure=IndexingError) as client:
        body = problem(await client.get("/readyz"), 503, "index.missing")
        assert "indexing build" in body["hint"]
        assert (await client.get("/healthz")).status_code == 200


async def test_readiness_names_what_is_served() -> None:
    async with serving(ScriptedAssistant, warm_up="Chào") as client:
        body = (await client.get("/readyz")).json()
    assert schemas.ReadyOut.model_validate(body).ready
    assert body["fingerprints"]["index"] == "abc"
    assert (body["documents"], body["provisions"]) == (2, 3)


async def test_documents_show_standing_on_a_day() -> None:
    async with serving(ScriptedAssistant) as client:
        today = (await client.get("/api/v1/documents")).json()
        before = (await client.get("/api/v1/documents", params={"as_of": "2025-08-15"})).json()
        problem(await client.get("/api/v1/documents", params={"as_of": "x"}), 422, "request.invalid")
        detail = (await client.get("/api/v1/documents/td-qd-1")).json()
    schemas.DocumentsOut.model_validate(today)
    schemas.DocumentDetailOut.model_validate(detail)
    assert {item["id"]: item["standing"]["force"] for item in today["documents"]} == {
        "td-dieu-le": "in_force",
        "td-qd-1": "superseded",
    }
    assert {item["id"]: item["standing"]["force"] for item in before["documents"]}["td-qd-1"] == "in_force"
    assert [item["record_id"] for item in today["not_loaded"]] == ["qd-2"]
    successor = today["documents"][1]["standing"]["successor"]
    assert (successor["id"], successor["loaded"]) == ("qd-2", False)
    assert [item["label"] for item in detail["contents"]] == ["11.4.2"]


async def test_a_provision_comes_with_text_standing_and_neighbours() -> None:
    async with serving(ScriptedAssistant) as client:
        body = (await client.get("/api/v1/provisions/td-dieu-le/d11.k6")).json()
    schemas.ProvisionOut.model_validate(body)
    assert body["text"] == QUORUM
    assert body["standing"]["force"] == "in_force"
    assert body["next"]["id"] == "td-dieu-le/d12"
    assert body["previous"] is None
    assert body["sources"] == [{"mark": "S01", "address": "https://example.org/s01"}]
    assert body["page"] == "/documents/td-dieu-le#d11.k6"


async def test_the_description_is_vietnamese_and_complete() -> None:
    async with serving(ScriptedAssistant) as client:
        description = (await client.get("/api/v1/openapi.json")).json()
        page = await client.get("/docs")
    operations = [operation for methods in description["paths"].values() for operation in methods.values()]
    assert set(description["paths"]) == {
        "/api/v1/answers",
        "/api/v1/answers/export",
        "/api/v1/answers/stream",
        "/api/v1/calculations",
        "/api/v1/calculations/{name}",
        "/api/v1/certificates",
        "/api/v1/documents",
        "/api/v1/documents/{document_id}",
        "/api/v1/plans",
        "/api/v1/handbook",
        "/api/v1/handbook/changes",
        "/api/v1/handbook/rules",
        "/api/v1/handbook/rules/{provision_id}",
        "/api/v1/handbook/succession",
        "/api/v1/provisions/{provision_id}",
        "/api/v1/suggestions",
        "/api/v1/verify",
        "/healthz",
        "/readyz",
    }
    assert all(operation["summary"] and operation["description"] for operation in operations)
    assert description["components"]["schemas"]["QuestionIn"]["examples"]
    assert page.status_code == 200
    assert "<script" not in page.text
    assert "/api/v1/provisions/{provision_id}" in page.text


async def test_other_origins_may_call_only_when_configured() -> None:
    preflight = {"origin": "https://cong.example", "access-control-request-method": "POST"}
    async with serving(ScriptedAssistant) as client:
        assert "access-control-allow-origin" not in (await client.options(ANSWERS, headers=preflight)).headers
    async with serving(ScriptedAssistant, origins=("https://cong.example",)) as client:
        allowed = await client.options(ANSWERS, headers=preflight)
        denied = await client.options(ANSWERS, headers=preflight | {"origin": "https://khac.example"})
        asked = await client.post(ANSWERS, json={"question": "x"}, headers={"origin": "https://cong.example"})
    assert allowed.headers["access-control-allow-origin"] == "https://cong.example"
    assert "retry-after" in asked.headers["access-control-expose-headers"]
    assert "access-control-allow-origin" not in denied.headers


async def test_reading_page_marks_exactly_the_quoted_words() -> None:
    async with serving(ScriptedAssistant) as client:
        page = await client.get("/documents/td-dieu-le", params={"at": "d11.k6", "q_start": 0, "q_end": 7})
        unsure = await client.get("/documents/td-dieu-le", params={"at": "d11.k6", "q_start": 5, "q_end": 9999})
        listing = await client.get("/documents")
    assert "<mark>Đại hội</mark>" in page.text
    assert 'id="d11.k6"' in page.text
    assert "&lt;b&gt;ghi thêm tên&lt;/b&gt;" in page.text
    assert "<mark>" not in unsure.text
    assert all("trí tuệ nhân tạo" in shown.text for shown in (page, unsure, listing))
    assert "<script" not in page.text + listing.text
    assert "Đã biết nhưng chưa nạp nội dung" in listing.text


async def test_panel_text_escapes_the_regulation_and_says_what_replaced_it() -> None:
    async with serving(ScriptedAssistant) as client:
        ballots = await client.get("/documents-panel/td-dieu-le/d12")
        old = await client.get("/documents-panel/td-qd-1/11.4.2", params={"on": "2026-11-22", "q_start": 0, "q_end": 4})
        problem(await client.get("/documents-panel/td-qd-1/9"), 404, "provision.not_found")
    assert ballots.headers["content-type"].startswith("text/plain")
    assert "\\<b\\>ghi thêm tên\\</b\\>" in ballots.text
    assert "2-QĐ/TW" in old.text
    assert "**Việc**" in old.text
    assert "/documents/td-qd-1?at=11.4.2&q_start=0&q_end=4#11.4.2" in old.text


def test_the_example_of_the_documentation_fits_the_description() -> None:
    page = (ROOT / "docs" / "api.md").read_text("utf-8")
    answer, problem_example = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", page, flags=re.S))
    assert schemas.AnswerOut.model_validate(answer).claims
    assert schemas.ProblemOut.model_validate(problem_example).errors


async def test_the_operators_file_is_a_download_and_our_digest_has_none(tmp_path: Path) -> None:
    file = tmp_path / "goc.pdf"
    file.write_bytes(b"%PDF-1.7 <script>")
    records = [make_record("qd-9", "9-QĐ/TW"), make_record("qd-8", "8-QĐ/TW")]
    loaded = make_document(records[0], {"1": "Một."})
    digest = make_document(records[1], {"1": "Một."}, kind=TextKind.DIGEST)
    assistant = ScriptedAssistant(registry=Registry(records, [loaded, digest]))
    official, other = loaded.id, digest.id
    async with serving(lambda: assistant, originals=lambda _: file) as client:
        response = await client.get(f"/documents/{official}/original")
        assert f"/documents/{official}/original" in (await client.get(f"/documents/{official}")).text
        assert "/original" not in (await client.get(f"/documents/{other}")).text
        problem(await client.get(f"/documents/{other}/original"), 404, "document.no_original")
        problem(await client.get("/documents/khong-co/original"), 404, "document.no_original")
        file.unlink()
        problem(await client.get(f"/documents/{official}/original"), 404, "document.no_original")
    assert response.content == b"%PDF-1.7 <script>"
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-disposition"].startswith("attachment")
    assert f"{official}.pdf" in response.headers["content-disposition"]


async def test_health_answers_to_head_and_while_every_thread_is_taken() -> None:
    async with serving(ScriptedAssistant) as client:
        assert (await client.head("/healthz")).status_code == 200
        assert (await client.head("/readyz")).status_code == 200
        description = (await client.get("/api/v1/openapi.json")).json()
    assert "requestBody" in description["paths"]["/api/v1/verify"]["post"]
    assert description["components"]["schemas"]["QuestionIn"]["properties"]["question"]["maxLength"] == 2000


async def test_a_day_must_be_written_out() -> None:
    async with serving(ScriptedAssistant) as client:
        for day in ("0", "20250101", "2025-01-01T00:00:00"):
            problem(await client.get("/api/v1/documents", params={"as_of": day}), 422, "request.invalid")
