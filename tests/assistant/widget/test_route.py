"""The widget over HTTP, through the guard: one version for ever, the newest for a while, open to any page."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from assistant.server.guard import Guard, GuardPolicy
from assistant.widget.bundle import Shelf, WidgetFile, widget
from assistant.widget.route import widget_files

OLD = WidgetFile(b"customElements.get('tro-ly-dai-hoi');")


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    shelf = Shelf(tmp_path)
    shelf.keep(OLD)
    api = FastAPI()
    api.include_router(widget_files(shelf))
    transport = httpx.ASGITransport(Guard(api, GuardPolicy()))
    async with httpx.AsyncClient(transport=transport, base_url="http://tro-ly.test") as found:
        yield found


@pytest.mark.parametrize("file", [widget(), OLD], ids=["newest", "earlier"])
async def test_a_version_is_served_for_ever_under_its_own_name(client: httpx.AsyncClient, file: WidgetFile) -> None:
    response = await client.get(file.path, headers={"origin": "https://cong.example"})
    assert response.status_code == 200
    assert response.content == file.body
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_the_newest_is_served_for_a_short_time_and_asked_for_again_cheaply(client: httpx.AsyncClient) -> None:
    response = await client.get("/widget/v1/tro-ly-dai-hoi.js")
    assert response.content == widget().body
    assert response.headers["cache-control"] == "public, max-age=300"
    tag = response.headers["etag"]
    again = await client.get("/widget/v1/tro-ly-dai-hoi.js", headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    other = await client.get("/widget/v1/tro-ly-dai-hoi.js", headers={"if-none-match": '"khac"'})
    assert other.status_code == 200


async def test_what_to_pin_it_by_is_told(client: httpx.AsyncClient) -> None:
    told = (await client.get("/widget/v1/tro-ly-dai-hoi.json")).json()
    assert told == {"version": widget().version, "path": widget().path, "integrity": widget().integrity}


@pytest.mark.parametrize("version", ["0" * 16, "..%2F..%2Fetc", "%2e%2e", "a/b", "", "é" * 16, ".new-x"])
async def test_a_version_that_nobody_kept_is_not_found(client: httpx.AsyncClient, version: str) -> None:
    assert (await client.get(f"/widget/v1/tro-ly-dai-hoi.{version}.js")).status_code == 404


async def test_a_folder_that_cannot_be_written_to_does_not_keep_the_widget_away(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "tep").write_text("")
    api = FastAPI()
    api.include_router(widget_files(Shelf(tmp_path / "tep" / "widget")))
    assert "not kept" in caplog.text
    async with httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url="http://tro-ly.test") as client:
        assert (await client.get(widget().path)).status_code == 200
