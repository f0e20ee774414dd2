"""The page of one question and day: asked anew, copied, saved, passed on; nothing of a person in its address."""

from __future__ import annotations

import html
import io
from datetime import date
from urllib.parse import parse_qs, urlencode, urlsplit

from docx import Document

from assistant.export.file import MEDIA_TYPE
from assistant.output.views import question_address, readable
from tests.assistant.site.test_forms import FORM, serving
from tests.fakes import QUORUM

ASKED = {"cau": "Khi nào <b>đại hội</b> hợp lệ?", "ngay": "2026-11-22"}


async def test_the_page_asks_and_shows_the_answer_with_its_sources_without_a_script() -> None:
    async with serving() as client:
        response = await client.get("/hoi", params=ASKED)
        assert response.status_code == 200
        page = html.unescape(response.text)
        assert QUORUM in page
        assert "<b>đại hội</b>" not in response.text
        assert 'href="/documents/td-dieu-le?at=d11.k6' in response.text
        assert "Văn bản để chép, kèm căn cứ" in page
        assert "http://tro-ly.test/hoi?cau=Khi%20n%C3%A0o%20%3Cb%3E" in page
        assert "/hoi/word?cau=" in page
        assert "/hoi/chung-thu?cau=" in page
        assert 'href="/chat/"' in page


async def test_without_a_question_there_is_a_form_and_a_wrong_day_is_told() -> None:
    async with serving() as client:
        assert "Nhập câu hỏi" in (await client.get("/hoi")).text
        wrong = await client.get("/hoi", params=ASKED | {"ngay": "2026-13-01"})
        assert wrong.status_code == 422
        assert "“2026-13-01” không phải là một ngày." in html.unescape(wrong.text)
        long = await client.get("/hoi", params={"cau": "đ" * 2001})
        assert long.status_code == 422
        assert "vượt quá 2000 ký tự" in long.text
        assert (await client.get("/hoi", params=ASKED | {"cap": "vu_tru"})).status_code == 422


async def test_the_word_file_and_the_certificate_belong_together() -> None:
    async with serving() as client:
        file = await client.get("/hoi/word", params=ASKED)
        assert file.headers["content-type"] == MEDIA_TYPE
        text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(file.content)).paragraphs)
        certificate = await client.get("/hoi/chung-thu", params=ASKED)
        assert certificate.headers["content-disposition"] == 'attachment; filename="chung-thu.json"'
        assert certificate.json()["integrity"] in text
        assert (await client.post("/api/v1/verify", content=certificate.content)).json()["intact"] is True
        assert (await client.get("/hoi/word", params=ASKED | {"ngay": "x"})).status_code == 422


async def test_a_conversation_is_asked_again_and_written_in_its_order() -> None:
    talk = [
        ("cau", "Khi nào hợp lệ?"),
        ("ngay", ""),
        ("cap", ""),
        ("cau", "Còn phiếu?"),
        ("ngay", "2026-11-22"),
        ("cap", "co_so"),
    ]
    async with serving() as client:
        file = await client.post("/hoi/word", content=urlencode(talk), headers=FORM)
        assert file.headers["content-type"] == MEDIA_TYPE
        text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(file.content)).paragraphs)
        assert text.index("Khi nào hợp lệ?") < text.index("Câu hỏi 2") < text.index("Còn phiếu?")
        assert "/hoi?cau=Còn+phiếu%3F&ngay=2026-11-22&cap=co_so" in text
        for wrong in (talk[:-1], talk * 7, [], [*talk[:1], ("ngay", "mai"), ("cap", "")]):
            assert (await client.post("/hoi/word", content=urlencode(wrong), headers=FORM)).status_code == 422


def test_an_address_to_be_read_leads_to_the_same_question() -> None:
    for question in ("Đại hội đảng viên hợp lệ khi nào?", "a+b & c=d #e 50%", "“x” / y"):
        address = question_address(question, date(2026, 11, 22), "co_so")
        told = readable(address)
        assert "%C" not in told
        assert parse_qs(urlsplit(told).query) == parse_qs(urlsplit(address).query) != {}
