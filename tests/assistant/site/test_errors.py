"""Errors as pages: a browser is told in words, everybody else gets the problem document as it is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from starlette.middleware.gzip import GZipMiddleware

from assistant.api.application import create_api
from assistant.server.executor import Desk
from assistant.server.guard import Guard, GuardPolicy
from assistant.server.problems import MEDIA_TYPE
from assistant.site import answer, calculators, forms, handbook, planner
from assistant.site.errors import ErrorPages
from tests.fakes import TODAY, ScriptedAssistant

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PLACES = {
    "/khong-co": 404,
    "/bang-tinh/khong-co": 404,
    "/bieu-mau/khong-co": 404,
    "/so-tay/khong-co": 404,
    f"/so-tay?ngay={'1' * 99}": 422,
    "/hoi/word": 422,
    "/hoi/word?cau=a&ngay=mai": 422,
    "/chat/khong-co": 404,
    "/bieu-mau/kich-ban/word": 405,
}


@asynccontextmanager
async def site(*, opened: bool = True) -> AsyncIterator[httpx.AsyncClient]:
    desk = Desk(ScriptedAssistant)
    api = create_api(desk, sources={}, today=lambda: TODAY)
    for room in (answer, calculators, forms, planner):
        room.install(api, desk, today=lambda: TODAY)  # type: ignore[attr-defined]
    handbook.install(api, desk, sources={}, today=lambda: TODAY)
    api.add_middleware(GZipMiddleware, minimum_size=100)
    transport = httpx.ASGITransport(ErrorPages(Guard(api, GuardPolicy())), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://tro-ly.test") as client:
        if opened:
            desk.open()
            await desk.opened()
        yield client
        desk.close()


@pytest.mark.parametrize("path", PLACES)
async def test_a_browser_gets_a_page_and_a_program_the_document(path: str) -> None:
    async with site() as client:
        page, problem = await client.get(path, headers=BROWSER), await client.get(path)
    assert page.status_code == problem.status_code == PLACES[path]
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert problem.headers["content-type"] == MEDIA_TYPE
    assert "default-src" in page.headers["content-security-policy"]
    body = problem.json()
    assert body["code"] in page.text
    assert f"<h1>{body['title']}</h1>" in page.text
    assert '<main id="noi-dung"' in page.text
    assert "urn:" not in page.text


async def test_the_api_never_answers_with_a_page_and_a_good_page_passes_through() -> None:
    async with site() as client:
        assert (await client.get("/api/v1/khong-co", headers=BROWSER)).headers["content-type"] == MEDIA_TYPE
        found = await client.get("/bieu-mau", headers=BROWSER)
        assert (found.status_code, "Biểu mẫu và kịch bản" in found.text) == (200, True)
        head = await client.head("/khong-co", headers=BROWSER)
        assert (head.status_code, head.content) == (404, b"")


async def test_a_form_that_is_too_large_and_a_server_that_is_starting_are_told_in_words() -> None:
    form = BROWSER | {"content-type": "application/x-www-form-urlencoded"}
    async with site() as client:
        large = await client.post("/bieu-mau/kich-ban", content=b"a" * (1024 * 1024 + 1), headers=form)
    assert large.status_code == 413
    assert "vượt quá 1024 KiB" in large.text
    async with site(opened=False) as client:
        starting = await client.get("/so-tay", headers=BROWSER)
    assert starting.status_code == 503
    assert starting.headers["retry-after"]
    assert "<h1>Máy chủ chưa phục vụ được yêu cầu</h1>" in starting.text
    assert "Mã yêu cầu" in starting.text
