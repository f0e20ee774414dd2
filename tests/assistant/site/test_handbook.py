"""The handbook's pages through the guard, without a browser: what they show, what they refuse, how heavy they are."""

from __future__ import annotations

import gzip
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from html import unescape
from urllib.parse import urljoin

import httpx
import pytest

from assistant.api.application import create_api
from assistant.handbook.days import boundaries
from assistant.handbook.rules import handbook_of
from assistant.handbook.succession import steps
from assistant.server.assets import PUBLIC
from assistant.server.executor import Answerer, Desk
from assistant.server.guard import Guard, GuardPolicy
from assistant.site import documents, handbook
from assistant.site.layout import style
from corpus.core.display import name_of
from corpus.core.model import TextKind
from corpus.core.registry import Registry
from tests.conftest import make_document, make_record
from tests.fakes import TODAY, ScriptedAssistant

HEAVIEST = 60_000
"""Most bytes of a page with its style and script, compressed."""
TAG = re.compile(r"<[^>]+>")


@asynccontextmanager
async def site(registry: Registry, *, opened: bool = True) -> AsyncIterator[httpx.AsyncClient]:
    def load() -> Answerer:
        return ScriptedAssistant(registry=registry)

    desk = Desk(load)
    api = create_api(desk, sources={}, today=lambda: TODAY)
    documents.install(api, desk, public=PUBLIC, sources={}, today=lambda: TODAY)
    handbook.install(api, desk, sources={"S02": "https://example.org/294"}, today=lambda: TODAY)
    transport = httpx.ASGITransport(Guard(api, GuardPolicy()), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://tro-ly.test") as client:
        if opened:
            desk.open()
            await desk.opened()
        yield client
        desk.close()


def words(page: httpx.Response) -> str:
    """The text of a page, white space as one blank."""
    return " ".join(unescape(TAG.sub(" ", page.text.split("<main", 1)[1])).split())


async def test_the_first_page_leads_to_phases_topics_levels_and_changes(shipped: Registry) -> None:
    async with site(shipped) as client:
        page = await client.get("/so-tay")
        assert page.status_code == 200
        assert '<a href="/so-tay" aria-current="page">Sổ tay</a>' in page.text
        for link in set(re.findall(r'href="(/so-tay[^"#]*)"', page.text)):
            followed = await client.get(unescape(link))
            assert followed.status_code == 200, link
    assert all(name in words(page) for name in ("Chuẩn bị", "Phiên trù bị", "Phiên chính thức", "Sau đại hội"))


async def test_a_list_shows_the_whole_text_its_place_and_its_dates(shipped: Registry) -> None:
    async with site(shipped) as client:
        page = await client.get("/so-tay", params={"chu-de": "so_du"})
    found = shipped.provision("td-qd-190-tw-2024/d14.k1")
    assert found is not None
    assert found[0].text in words(page)
    assert "Điều 14 khoản 1, Quy chế 190-QĐ/TW Bản tóm lược" in words(page)
    assert "Còn hiệu lực Có hiệu lực từ 10/10/2024." in words(page)
    assert "/so-tay/td-qd-190-tw-2024/d14.k1?ngay=2026-11-22" in page.text


async def test_pages_of_a_list_hold_every_entry_once(shipped: Registry) -> None:
    async with site(shipped) as client:
        seen: list[str] = []
        for number in range(1, 20):
            page = await client.get("/so-tay", params={"giai-doan": "chinh-thuc", "trang": str(number)})
            seen += re.findall(r'<h3><a href="/so-tay/([^?]+)\?', page.text)
            if 'rel="next"' not in page.text:
                break
    book = handbook_of(shipped)
    states = book.states(TODAY)
    wanted = {r.id for r in book.rules if "chinh-thuc" in r.phases and states[r.id].mark in handbook.CURRENT}
    assert len(seen) == len(set(seen))
    assert set(seen) == wanted


async def test_a_search_works_as_a_form_and_its_results_alone_as_a_part(shipped: Registry) -> None:
    async with site(shipped) as client:
        whole = await client.get("/so-tay", params={"q": "kiểm phiếu"})
        part = await client.get("/so-tay", params={"q": "kiểm phiếu", "manh": "1"})
        none = await client.get("/so-tay", params={"q": "xyzzy"})
        place = await client.get("/so-tay", params={"q": "11.4.2"})
    assert 'value="kiểm phiếu"' in whole.text
    assert "<html" not in part.text
    assert "quy định gần nhất với “kiểm phiếu”" in part.text
    assert re.findall(r"<h3>.*", part.text) == re.findall(r"<h3>.*", whole.text)
    assert "Không tìm thấy quy định nào" in none.text
    assert re.findall(r'<h3><a href="/so-tay/([^?]+)', place.text)[:2] == [
        "td-qd-294-tw-2025/11.4.2",
        "td-qd-294-tw-2025/11.4.2-2",
    ]


@pytest.mark.parametrize("path", ["/so-tay", "/so-tay/cu-moi", "/so-tay/td-dieu-le-2011/d11.k6"])
@pytest.mark.parametrize(
    ("ngay", "code", "told"),
    [
        ("2026-02-30", "handbook.date", "Không có ngày 30/02/2026 trong lịch."),
        ("mai", "handbook.date", "Không đọc được ngày đã nhập."),
        ("1900-01-01", "handbook.date", "Sổ tay không xét ngày trước 01/01/1930."),
        ("2026-11-23", "handbook.future", "Ngày 23/11/2026 chưa tới"),
    ],
)
async def test_a_dead_day_comes_back_at_its_field_and_nothing_is_shown_for_it(
    shipped: Registry, path: str, ngay: str, code: str, told: str
) -> None:
    async with site(shipped) as client:
        page = await client.get(path, params={"ngay": ngay})
    assert page.status_code == 422
    assert page.headers["content-type"].startswith("text/html")
    assert told in words(page)
    assert f"Mã lỗi: {code}" in words(page)
    assert 'aria-invalid="true" aria-describedby="loi"' in page.text
    assert 'class="badge' not in page.text


@pytest.mark.parametrize(
    ("params", "code", "field"),
    [
        ({"tu": "2025-02-30", "den": "2025-03-01"}, "handbook.date", "tu"),
        ({"tu": "2025-02-01", "den": "x"}, "handbook.date", "den"),
        ({"den": "2025-02-01"}, "handbook.date", "tu"),
        ({"tu": "2025-02-01", "den": "2025-02-01"}, "handbook.order", "den"),
        ({"tu": "2025-02-02", "den": "2025-02-01"}, "handbook.order", "den"),
        ({"tu": "2025-02-02", "den": "2027-02-01"}, "handbook.future", "den"),
    ],
)
async def test_two_days_that_do_not_fit_come_back_at_the_field(
    shipped: Registry, params: dict[str, str], code: str, field: str
) -> None:
    async with site(shipped) as client:
        page = await client.get("/so-tay/thay-doi", params=params)
    assert page.status_code == 422
    assert code in page.text
    assert re.findall(r'id="(\w+)"[^>]*aria-invalid', page.text) == [field]


async def test_other_faults_are_pages_too(shipped: Registry) -> None:
    async with site(shipped) as client:
        missing = await client.get("/so-tay/td-qd-294-tw-2025/99")
        choice = await client.get("/so-tay", params={"giai-doan": "x"})
        no_words = await client.get("/so-tay", params={"q": "…"})
        odd_page = await client.get("/so-tay", params={"giai-doan": "tru-bi", "trang": "-1"})
    async with site(shipped, opened=False) as client:
        starting = await client.get("/so-tay")
    assert (missing.status_code, choice.status_code, no_words.status_code) == (404, 422, 422)
    assert "provision.not_found" in missing.text
    assert "handbook.choice" in choice.text
    assert "question.no_words" in no_words.text
    assert odd_page.status_code == 200
    assert (starting.status_code, starting.headers["retry-after"]) == (503, "5")
    assert "server.starting" in starting.text


async def test_the_page_of_a_rule_tells_its_text_its_state_and_where_it_comes_from(shipped: Registry) -> None:
    async with site(shipped) as client:
        page = await client.get("/so-tay/td-qd-294-tw-2025/14.2", params={"ngay": "26/07/2026"})
        before = await client.get("/so-tay/td-qd-294-tw-2025/14.2", params={"ngay": "2025-08-15"})
    found = shipped.provision("td-qd-294-tw-2025/14.2")
    assert found is not None
    told = words(page)
    assert found[0].text in told
    assert "Bản tóm lược do nhóm xây dựng trợ lý biên soạn; khi áp dụng phải đối chiếu văn bản gốc." in told
    assert "hết hiệu lực từ 08/04/2026, được thay bởi Quy định 20-QĐ/TW" in told
    assert "theo suy luận từ cùng nội dung điều chỉnh" in told
    assert "/so-tay/td-diem-da-biet-208/ban-thuong-vu?ngay=2026-07-26" in page.text
    assert 'href="https://example.org/294" rel="noreferrer noopener"' in page.text
    assert "/documents/td-qd-294-tw-2025#14.2" in page.text
    assert "/so-tay/td-qd-294-tw-2025/14.2?ngay=2026-07-26" in page.text
    assert 'href="/chat/"' in page.text
    assert "Còn hiệu lực – có hiệu lực từ 01/07/2025, hết hiệu lực từ 08/04/2026." in words(before)
    assert "được thay bởi" not in words(before).split("Căn cứ và nguồn")[0]


async def test_a_text_is_data_on_every_page() -> None:
    old = make_record("cu", "1-QĐ/TW", since=date(2020, 1, 1), until=date(2025, 1, 1))
    new = make_record("moi", "2-QĐ/TW", since=date(2025, 1, 1), supersedes=("cu",))
    text = "Phiếu <b>ghi thêm</b> tên <script>alert(1)</script> & ngoài danh sách thì không hợp lệ."
    digest = make_document(old, {"1": text}, kind=TextKind.DIGEST)
    registry = Registry([old, new], [digest, make_document(new, {"1": text.replace("thì", "là")})])
    paths = [
        "/so-tay?q=phiếu",
        "/so-tay/moi/1",
        "/so-tay/thay-doi?tu=2024-12-31&den=2025-01-01",
        "/so-tay?chu-de=so_du",
    ]
    async with site(registry) as client:
        for path in paths:
            page = await client.get(path)
            assert page.status_code == 200
            assert "<script>alert" not in page.text
            assert "<b>ghi thêm" not in page.text
        hostile = await client.get("/so-tay", params={"q": '"><script>alert(1)</script>', "manh": "1"})
        assert "<script>" not in hostile.text


async def test_an_official_text_is_shown_and_the_digest_that_gave_way_says_so() -> None:
    record = make_record("r", "1-QĐ/TW")
    digest = make_document(record, {"1": "Tóm lược của một điều."}, kind=TextKind.DIGEST)
    official = make_document(record, {"1": "1. Nguyên văn của một điều.", "1.a": "a) " + "Rất dài " * 90})
    async with site(Registry([record], [digest, official])) as client:
        listed = await client.get("/so-tay", params={"tat-ca": "1"})
        whole = await client.get("/so-tay/r/1.a")
        stepped_back = await client.get("/so-tay/td-r/1")
    assert "Nguyên văn của một điều." in listed.text
    assert "Tóm lược" not in words(listed).replace("Bản tóm lược", "")
    assert ">Đọc trọn</a>" in listed.text
    assert ("Rất dài " * 90).strip() in words(whole)
    assert "Văn bản chính thức." in words(whole)
    assert "không còn là căn cứ" in stepped_back.text


async def test_the_table_on_the_page_is_the_catalogues_row_by_row(shipped: Registry) -> None:
    async with site(shipped) as client:
        page = await client.get("/so-tay/cu-moi")
    rows = re.findall(r'<tr role="row" data-step="(\S+) (\S+) (\w+)">(.*?)</tr>', page.text, re.DOTALL)
    by_ids = {(step.older.id, step.newer.id, step.effect.value): step for step in steps(shipped)}
    assert {row[:3] for row in rows} == set(by_ids)
    assert len(rows) == len(by_ids)
    for older, newer, kind, row in rows:
        step = by_ids[older, newer, kind]
        told = " ".join(unescape(TAG.sub(" ", row)).split())
        day = step.until or step.since
        assert name_of(step.older) in told
        assert name_of(step.newer) in told
        assert day is not None
        assert f"{day.day:02d}/{day.month:02d}/{day.year}" in told
        assert ("Suy luận" in told) == (step.succession.value == "inferred")
        assert f"độ chắc của ngày: {step.certainty.value}" in told
    records = re.findall(r'data-record="([^"]+)"', page.text)
    assert len(records) == len(set(records))
    replaced = {step.older.id for step in steps(shipped) if step.effect.value == "replaced"}
    assert set(records) == set(shipped.records) - replaced


async def test_the_day_picker_turns_the_state_at_every_boundary_of_the_catalogue(shipped: Registry) -> None:
    """What the page of a record's text, of its card, or its row of the table says on the day before and on the day."""
    pages: dict[str, str] = {}
    for document in shipped.documents.values():
        first = document.provisions[0]
        if first.validity is None and (document.text_kind is not TextKind.CATALOGUE or document.record.id not in pages):
            pages[document.record.id] = first.id

    async def shown(client: httpx.AsyncClient, record: str, day: date) -> str:
        path = f"/so-tay/{pages[record]}" if record in pages else "/so-tay/cu-moi"
        page = await client.get(path, params={"ngay": day.isoformat()})
        assert page.status_code == 200, path
        pattern = r'<div class="verdict (\w+)">' if record in pages else rf'data-record="{record}".*?badge (\w+)"'
        found = re.search(pattern, page.text, re.DOTALL)
        assert found is not None, (record, day)
        return found[1]

    checked = 0
    async with site(shipped) as client:
        for record in shipped.records.values():
            span = shipped.told_record_validity(record)
            for day in (span.valid_from, span.valid_until):
                if day is not None and day <= TODAY:
                    before = await shown(client, record.id, day - timedelta(days=1))
                    assert before != await shown(client, record.id, day), (record.id, day)
                    checked += 1
    assert checked > 120


async def test_every_page_is_light_and_asks_for_nothing_from_elsewhere(shipped: Registry) -> None:
    newest = boundaries(shipped, TODAY)[0]
    paths = [
        "/so-tay",
        "/so-tay?giai-doan=chuan-bi",
        "/so-tay?tat-ca=1",
        "/so-tay?q=phiếu bầu",
        "/so-tay/cu-moi",
        "/so-tay/thay-doi",
        "/so-tay/thay-doi?tu=2000-01-01&den=2026-11-22",
        f"/so-tay/thay-doi?tu={newest.before}&den={newest.day}",
        "/so-tay/td-qd-294-tw-2025/11.4.2",
    ]
    async with site(shipped) as client:
        for path in paths:
            page = await client.get(path)
            parts = [page]
            for link in re.findall(r'<(?:link rel="stylesheet" href|script src)="([^"]+)"', page.text):
                assert link.startswith("/static/")
                parts.append(await client.get(urljoin("http://tro-ly.test", link)))
            assert all(part.status_code == 200 for part in parts)
            weight = sum(len(gzip.compress(part.content)) for part in parts)
            assert weight <= HEAVIEST, (path, weight)
            styles = [style("reader.css"), style("handbook.css")]
            assert re.findall(r"<style>(.*?)</style>", page.text, re.DOTALL) == styles
            assert not re.search(r"<style.|\sstyle=|\son\w+=|<script(?! src=)", page.text.replace("<style>", "")), path
