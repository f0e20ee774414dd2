"""The page of the plan and its calendar file."""

import io
import re

from docx import Document
from icalendar import Calendar

from corpus.core.registry import Registry
from tests.assistant.site.test_calculators import pages

ASKED = {"opening": "2026-12-20", "level": "co_so", "kind": "members"}


async def test_a_plan_shows_days_rules_states_and_custom(shipped: Registry) -> None:
    async with pages(shipped) as client:
        empty = await client.get("/ke-hoach")
        page = await client.get("/ke-hoach", params=ASKED)
    assert empty.status_code == page.status_code == 200
    assert 'id="ket-qua"' not in empty.text
    assert '<time datetime="2026-11-06">06/11/2026</time>' in page.text
    assert "1 việc đã quá hạn" in page.text
    assert "Không có quy định; theo thông lệ" in page.text
    assert "trước 30 ngày làm việc" in page.text
    assert "đã được thay thế; tin cậy: cao" in page.text
    assert "<script" not in page.text


async def test_the_calendar_file_has_the_days_of_the_page(shipped: Registry) -> None:
    async with pages(shipped) as client:
        page = await client.get("/ke-hoach", params=ASKED)
        link = re.search(r'href="(/ke-hoach\.ics\?[^"]*)"', page.text)
        assert link is not None
        file = await client.get(link[1].replace("&amp;", "&"))
    assert file.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "ke-hoach-dai-hoi-2026-12-20.ics" in file.headers["content-disposition"]
    days = {event.decoded("dtstart").isoformat() for event in Calendar.from_ical(file.content).walk("VEVENT")}
    assert days == set(re.findall(r'<time datetime="([^"]+)"', page.text))


async def test_the_word_file_has_the_lines_of_the_page(shipped: Registry) -> None:
    async with pages(shipped) as client:
        page = await client.get("/ke-hoach", params=ASKED)
        link = re.search(r'href="(/ke-hoach\.docx\?[^"]*)"', page.text)
        assert link is not None
        file = await client.get(link[1].replace("&amp;", "&"))
        again = await client.get(link[1].replace("&amp;", "&"))
    assert file.content == again.content
    assert "ke-hoach-dai-hoi-2026-12-20.docx" in file.headers["content-disposition"]
    read = Document(io.BytesIO(file.content))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    for day in re.findall(r'<time datetime="[^"]+">([^<]+)', page.text):
        assert day in cells
    assert any("trước 30 ngày làm việc" in paragraph.text for paragraph in read.paragraphs)


async def test_a_day_that_cannot_be_is_told_at_its_field_on_the_page_and_for_the_file(shipped: Registry) -> None:
    async with pages(shipped) as client:
        for path in ("/ke-hoach", "/ke-hoach.ics", "/ke-hoach.docx"):
            page = await client.get(path, params={"opening": "2020-01-01", "level": "co_so"})
            assert page.status_code == 422
            assert page.headers["content-type"].startswith("text/html")
            assert "Ngày khai mạc đã qua hơn một năm" in page.text
            assert 'aria-describedby=" opening-fault" aria-invalid="true"' in page.text
        missing = await client.get("/ke-hoach.ics")
        late = await client.get("/ke-hoach", params=ASKED | {"opening": "2026-11-10"})
    assert missing.status_code == 422
    assert "Ngày khai mạc đã qua." in late.text
