"""The pages of forms: list, form, preview, file; errors by the field; nothing typed is kept or becomes markup."""

from __future__ import annotations

import html
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlencode

import httpx
import pytest
from docx import Document

from assistant.api.application import create_api
from assistant.export.file import MEDIA_TYPE
from assistant.forms.library import templates
from assistant.server.executor import Desk
from assistant.server.guard import Guard, GuardPolicy
from assistant.site import answer, forms
from tests.fakes import TODAY, ScriptedAssistant

FORM = {"content-type": "application/x-www-form-urlencoded"}
RECORD = {
    "to_chuc": "Chi bộ thử", "ngay": "2026-11-20", "co_so": "27", "so_bau": "1", "phat_ra": "26", "thu_vao": "26",
    "hop_le": "25", "khong_hop_le": "1", "ket_qua": "Người Được Bầu; 24", "loai": "chi_bo", "chuc_danh": "bi_thu",
}  # fmt: skip


@asynccontextmanager
async def serving() -> AsyncIterator[httpx.AsyncClient]:
    desk = Desk(ScriptedAssistant)
    api = create_api(desk, sources={}, today=lambda: TODAY)
    answer.install(api, desk, today=lambda: TODAY)
    forms.install(api, desk, today=lambda: TODAY)
    transport = httpx.ASGITransport(Guard(api, GuardPolicy()), raise_app_exceptions=False)
    async with (
        api.router.lifespan_context(api),
        httpx.AsyncClient(transport=transport, base_url="http://tro-ly.test") as client,
    ):
        await desk.opened()
        yield client


async def test_the_list_names_every_form_and_says_that_nothing_is_kept() -> None:
    async with serving() as client:
        page = (await client.get("/bieu-mau")).text
        for template in templates().values():
            assert f'href="/bieu-mau/{template.id}"' in page
            assert html.escape(template.centre) in page
        assert "Không lưu gì trên máy chủ" in page


@pytest.mark.parametrize("form", templates())
async def test_an_empty_form_shows_its_empty_paper(form: str) -> None:
    async with serving() as client:
        response = await client.get(f"/bieu-mau/{form}")
        assert response.status_code == 200
        assert templates()[form].centre in html.unescape(response.text)
        assert 'role="alert"' not in response.text
        assert "<script" not in response.text.replace('<script src="/static/forms.js" defer>', "")
        assert "style=" not in response.text


async def test_a_form_filled_in_is_shown_and_written() -> None:
    async with serving() as client:
        shown = await client.post("/bieu-mau/bien-ban-kiem-phieu", content=urlencode(RECORD), headers=FORM)
        assert shown.status_code == 200, shown.text
        assert "88,89%" in shown.text
        assert shown.headers["cache-control"] == "no-store"
        file = await client.post("/bieu-mau/bien-ban-kiem-phieu/word", content=urlencode(RECORD), headers=FORM)
        assert file.headers["content-type"] == MEDIA_TYPE
        assert file.headers["content-disposition"] == 'attachment; filename="bien-ban-kiem-phieu.docx"'
        assert file.headers["cache-control"] == "no-store"
        cells = [cell.text for table in Document(io.BytesIO(file.content)).tables for cell in table._cells]
        assert "Người Được Bầu" in cells


@pytest.mark.parametrize("place", ["", "/word"])
async def test_figures_that_contradict_each_other_are_told_by_the_field_and_nothing_is_made(place: str) -> None:
    async with serving() as client:
        typed = RECORD | {"thu_vao": "30", "ket_qua": "<img src=x onerror=alert(1)>; 3", "to_chuc": '"><b>x'}
        response = await client.post(f"/bieu-mau/bien-ban-kiem-phieu{place}", content=urlencode(typed), headers=FORM)
        assert response.status_code == 422
        assert response.headers["content-type"].startswith("text/html")
        assert "Thu về 30 phiếu, nhiều hơn 4 phiếu so với phát ra." in response.text
        assert 'id="loi-thu_vao"' in response.text
        assert 'aria-describedby="loi-thu_vao"' in response.text
        assert "<img" not in response.text.replace('<img src="/static/favicon.svg"', "")
        assert "<b>x" not in response.text
        assert "Chưa có gì được dựng" in response.text


async def test_ten_thousand_names_get_a_message_and_more_than_a_request_holds_is_refused() -> None:
    async with serving() as client:
        names = "\n".join(f"N{n}" for n in range(10_000))
        typed = {"to_chuc": "Chi bộ thử", "ngay": "2027-01-15", "ung_vien": names}
        response = await client.post("/bieu-mau/phieu-bau", content=urlencode(typed), headers=FORM)
        assert response.status_code in (413, 422)
        typed["ung_vien"] = "\n".join(f"N{n}" for n in range(5_000))
        response = await client.post("/bieu-mau/phieu-bau", content=urlencode(typed), headers=FORM)
        assert response.status_code == 422
        assert "Tối đa 60 dòng; đã nhập 5.000 dòng." in response.text


async def test_bytes_that_are_no_form_are_taken_as_nothing_typed() -> None:
    async with serving() as client:
        response = await client.post("/bieu-mau/kich-ban", content=b"\xff\xfe&&==;%zz", headers=FORM)
        assert response.status_code == 422
        assert "Cần ghi tên tổ chức đảng." in response.text
        assert (await client.get("/bieu-mau/khong-co")).status_code == 404
        assert (await client.post("/bieu-mau/khong-co/word")).status_code == 404
