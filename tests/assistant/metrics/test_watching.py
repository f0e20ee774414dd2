"""A watched server: what is counted of real requests, where it is told, and that it holds no word of a question."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import app
from assistant.api.application import create_api
from assistant.metrics.meters import Meters
from assistant.metrics.watching import Watched, readings
from assistant.server.assets import PUBLIC
from assistant.server.executor import Desk
from assistant.server.guard import Guard, GuardPolicy
from assistant.server.logs import RequestIds
from assistant.settings import Settings
from assistant.site import documents
from assistant.store.database import Store
from corpus.core.errors import SetupError
from indexing.config import IndexConfig
from tests.assistant.metrics.test_meters import samples
from tests.conftest import HOME
from tests.fakes import TODAY, ScriptedAssistant, refused

ANSWERS = "/api/v1/answers"
SECRET = "Câu hỏi riêng tư của đồng chí A?"


@asynccontextmanager
async def living(application: ASGIApp) -> AsyncIterator[None]:
    """The application between its start and its end, as a server calls it."""
    asked: asyncio.Queue[Message] = asyncio.Queue()
    said: asyncio.Queue[Message] = asyncio.Queue()
    scope: Scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}
    life = asyncio.create_task(application(scope, asked.get, said.put))  # type: ignore[arg-type]
    await asked.put({"type": "lifespan.startup"})
    assert (await said.get())["type"] == "lifespan.startup.complete"
    yield
    await asked.put({"type": "lifespan.shutdown"})
    assert (await said.get())["type"] == "lifespan.shutdown.complete"
    await life


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def small_server(desk: Desk) -> ASGIApp:
    """API, reading pages and guard as the application puts them together, without the chat."""
    api = create_api(desk, sources={}, today=lambda: TODAY)
    documents.install(api, desk, public=PUBLIC, sources={}, originals=lambda _: None, today=lambda: TODAY)
    return RequestIds(Guard(api, GuardPolicy()))


async def test_a_real_server_counts_questions_and_requests_by_template(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/store.sqlite")
    store.upgrade()
    desk = Desk(lambda: ScriptedAssistant(script={"nấu phở": lambda question: refused(question.text)}))
    settings = Settings(_env_file=None, home=tmp_path, metrics=f"127.0.0.1:{free_port()}")
    server = app.watched(small_server(desk), settings, desk, store, "/chat")
    transport = httpx.ASGITransport(server, raise_app_exceptions=False)
    async with living(server), httpx.AsyncClient(transport=transport, base_url="http://x") as client:
        await desk.opened()
        for question in (SECRET, "nấu phở", ""):
            await client.post(ANSWERS, json={"question": question})
        await client.post(f"{ANSWERS}/stream", json={"question": SECRET})
        await client.get("/documents/td-dieu-le", params={"q": SECRET})
        await client.get("/chat/khong-co/" + SECRET)
        await client.get(f"/{SECRET}")
        inside = await client.get("/metrics")
        text = httpx.get(f"http://{settings.metrics}/metrics").text
    found = samples(text)
    wanted = {
        f"tldh_questions_total{{reason=,route={ANSWERS},status=answered}}": 1,
        f"tldh_questions_total{{reason=no_provision,route={ANSWERS},status=refused}}": 1,
        f"tldh_questions_total{{reason=question.empty,route={ANSWERS},status=error}}": 1,
        f"tldh_questions_total{{reason=,route={ANSWERS}/stream,status=answered}}": 1,
        f"tldh_http_requests_total{{method=POST,route={ANSWERS},status=200}}": 2,
        f"tldh_http_requests_total{{method=POST,route={ANSWERS},status=422}}": 1,
        "tldh_http_requests_total{method=GET,route=/documents/{document_id},status=200}": 1,
        "tldh_http_requests_total{method=GET,route=/chat,status=404}": 1,
        "tldh_http_requests_total{method=GET,route=other,status=404}": 2,
        "tldh_ready{}": 1,
        "tldh_questions_pending{}": 0,
        "tldh_questions_pending_most{}": 36,
        "tldh_store_up{}": 1,
    }
    assert {name: found.get(name) for name in wanted} == wanted
    assert not any(word in text for word in ("riêng", "phở", "%C3", "q="))
    assert inside.status_code == 404
    with pytest.raises(httpx.TransportError):
        httpx.get(f"http://{settings.metrics}/metrics")
    store.close()


def test_where_no_address_is_set_nothing_is_told_and_nothing_is_between(tmp_path: Path) -> None:
    desk = Desk(ScriptedAssistant)
    server = small_server(desk)
    store = Store(f"sqlite:///{tmp_path}/store.sqlite")
    assert app.watched(server, Settings(_env_file=None, home=tmp_path), desk, store, "/chat") is server


@pytest.mark.parametrize("text", ["9464", ":9464", "0.0.0.0:", "127.0.0.1:nhiều", "127.0.0.1:70000", "localhost"])
def test_an_address_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(SetupError, match="không phải nơi lắng nghe"):
        Settings(_env_file=None, metrics=text)


def test_an_address_is_host_and_port() -> None:
    assert Settings(_env_file=None, metrics="[::1]:9464").metrics_address() == ("::1", 9464)
    assert Settings(_env_file=None, metrics="").metrics_address() is None


async def test_a_taken_address_does_not_keep_the_server_from_answering(caplog: pytest.LogCaptureFixture) -> None:
    async def small(scope: Scope, receive: Receive, send: Send) -> None:
        for kind in ("startup", "shutdown"):
            assert (await receive())["type"] == f"lifespan.{kind}"
            await send({"type": f"lifespan.{kind}.complete"})

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        async with living(Watched(small, Meters({}), taken.getsockname())):
            assert "cannot listen" in caplog.text


@pytest.mark.heavy
def test_the_age_of_the_published_index_is_read_from_its_manifest(tmp_path: Path) -> None:
    away = Store(f"sqlite:///{tmp_path}/khong/co")
    (tmp_path / "khong").write_text("")
    read = readings(Desk(ScriptedAssistant), IndexConfig(home=HOME, corpus="shipped"), away)
    created = read["tldh_snapshot_created_timestamp_seconds"][1]()
    folder = HOME / "index" / "shipped"
    manifest = json.loads((folder / (folder / "CURRENT").read_text().strip() / "manifest.json").read_text("utf-8"))
    assert created == datetime.fromisoformat(manifest["created"]).astimezone(UTC).timestamp()
    assert read["tldh_ready"][1]() == 0
    assert read["tldh_store_up"][1]() == 0
    nothing = readings(Desk(ScriptedAssistant), IndexConfig(home=tmp_path, corpus="shipped"), away)
    assert nothing["tldh_snapshot_created_timestamp_seconds"][1]() is None


def test_a_store_is_up_once_its_tables_are_there(empty_store_address: str) -> None:
    with closing(Store(empty_store_address)) as store:
        read = readings(Desk(ScriptedAssistant), IndexConfig(home=HOME, corpus="shipped"), store)["tldh_store_up"][1]
        assert read() == 0
        store.upgrade()
        assert read() == 1
