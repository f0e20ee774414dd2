"""The pages of the calculators over the real rules: forms without a script, faults by the field, names that stay."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from urllib.parse import urlencode

import httpx
import pytest

from assistant.api.application import create_api
from assistant.calculators.catalogue import catalogue
from assistant.server.assets import PUBLIC
from assistant.server.executor import Desk
from assistant.server.guard import Guard, GuardPolicy
from assistant.site import calculators, documents, planner
from corpus.core.registry import Registry
from tests.fakes import ScriptedAssistant

TODAY = date(2026, 11, 29)
RECORD = {
    "kind": "members",
    "official": "60",
    "detained": "1",
    "seats": "3",
    "issued": "58",
    "collected": "57",
    "valid": "56",
    "invalid": "1",
}


@asynccontextmanager
async def pages(registry: Registry) -> AsyncIterator[httpx.AsyncClient]:
    """The server with all pages, through the guard, over a registry of the caller's."""
    desk = Desk(lambda: ScriptedAssistant(registry=registry))
    api = create_api(desk, sources={}, today=lambda: TODAY)
    documents.install(api, desk, public=PUBLIC, sources={}, today=lambda: TODAY)
    calculators.install(api, desk, today=lambda: TODAY)
    planner.install(api, desk, today=lambda: TODAY)
    transport = httpx.ASGITransport(Guard(api, GuardPolicy()), raise_app_exceptions=False)
    async with (
        api.router.lifespan_context(api),
        httpx.AsyncClient(transport=transport, base_url="http://tro-ly.test") as client,
    ):
        await desk.opened()
        yield client


async def test_every_calculator_has_an_empty_form_that_asks_for_nothing_yet(shipped: Registry) -> None:
    async with pages(shipped) as client:
        index = (await client.get("/bang-tinh")).text
        for calculator in catalogue().calculator:
            page = await client.get(f"/bang-tinh/{calculator.name}")
            assert page.status_code == 200
            assert f'href="/bang-tinh/{calculator.name}"' in index
            assert 'role="alert"' not in page.text
            assert 'id="ket-qua"' not in page.text
            assert "<script" not in page.text
            assert "style=" not in page.text
            for each in calculator.field:
                assert f'name="{each.name}"' in page.text


async def test_a_result_has_formula_rule_link_validity_and_an_address(shipped: Registry) -> None:
    query = {"kind": "members", "official": "60", "detained": "1", "absent_leave": "2", "votes": "29", "level": ""}
    async with pages(shipped) as client:
        page = await client.get("/bang-tinh/majority", params=query)
        assert page.status_code == 200
        assert "Mẫu số: 60 − 1 (tạm giam) − 2 (vắng mặt suốt" in page.text
        assert "57 : 2 = 28,5, lấy số nguyên liền trên là 29" in page.text
        assert "từ 29 phiếu" in page.text
        assert "Còn hiệu lực – có hiệu lực từ 19/01/2011." in page.text
        rule = re.search(r'href="(/documents/td-dieu-le-2011[^"]*)"', page.text)
        assert rule is not None
        read = await client.get(rule[1].replace("&amp;", "&"))
        assert "<mark>Để trúng cử phải đạt" in read.text
        share = re.search(r'href="(/bang-tinh/majority\?[^"]*)"', page.text)
        assert share is not None
        again = await client.get(share[1].replace("&amp;", "&"))
    assert "level=" not in share[1]
    assert "on=2026-11-29" in share[1]
    assert again.text.split('id="ket-qua"')[1] == page.text.split('id="ket-qua"')[1]


async def test_a_fault_is_told_at_its_field_and_nothing_is_half_made(shipped: Registry) -> None:
    query = {"kind": "members", "official": "ba mươi", "votes": "-3", "delegates": "4", "on": "2030-01-01"}
    async with pages(shipped) as client:
        page = await client.get("/bang-tinh/majority", params=query)
    assert page.status_code == 422
    assert 'id="ket-qua"' not in page.text
    assert "Chưa tính được: 4 mục cần sửa." in page.text
    for name in ("official", "votes", "delegates", "on"):
        control = re.search(rf'<input id="f-{name}"[^>]*>', page.text)
        assert control is not None
        assert 'aria-invalid="true"' in control[0]
        described = re.search(r'aria-describedby="([^"]*)"', control[0])
        assert described is not None
        for target in described[1].split():
            assert f'id="{target}"' in page.text
        assert f"{name}-fault" in described[1]
    assert 'value="ba mươi"' in page.text


@pytest.mark.parametrize(
    "value",
    ['"><script>alert(1)</script>', "<img src=x onerror=alert(1)>", "{{7*7}}", "\x00\x1b[2J", "NaN", "9" * 5000],
)
async def test_what_is_typed_never_becomes_markup(value: str, shipped: Registry) -> None:
    async with pages(shipped) as client:
        page = await client.get("/bang-tinh/quorum", params={"official": value, "kind": value, "on": value})
        posted = await client.post("/bang-tinh/count-record", data=RECORD | {"votes": value, "kind": value})
    for answer in (page, posted):
        assert answer.status_code == 422
        assert "<script" not in answer.text
        assert "<img src=x" not in answer.text
        assert len(answer.text) < 60_000


async def test_a_refusal_has_a_code_and_the_nearest_rules(shipped: Registry) -> None:
    async with pages(shipped) as client:
        page = await client.get("/bang-tinh/added-members", params={"level": "xa_phuong_dac_khu", "decided": "27"})
        early = await client.get("/bang-tinh/surplus", params={"seats": "15", "on": "2024-01-01"})
    assert page.status_code == 200
    assert "<code>level_unclear</code>" in page.text
    assert "Quy định gần nhất với việc này" in page.text
    assert "<code>no_rule_on_day</code>" in early.text


async def test_names_are_posted_shown_back_and_left_out_of_the_address(shipped: Registry) -> None:
    votes = "Nguyễn Văn Bách; 50\nTrần Thị B; 40; 10; 67,80%\nLê C; 30\nPhạm D; 30"
    async with pages(shipped) as client:
        page = await client.post("/bang-tinh/count-record", data=RECORD | {"votes": votes})
        assert page.status_code == 200
        share = re.search(r'href="(/bang-tinh/count-record\?[^"]*)"', page.text)
        assert share is not None
        again = await client.get(share[1].replace("&amp;", "&"))
        named = await client.get("/bang-tinh/count-record", params=RECORD | {"votes": votes})
    assert page.text.count("Nguyễn Văn Bách") == 2  # in the field and in the table
    assert "Nguy" not in share[1]
    assert "Người thứ 1" in again.text
    assert again.text.count("Trúng cử") == page.text.count("Trúng cử")
    assert named.status_code == 422
    assert "địa chỉ trang không nhận họ tên" in named.text


async def test_a_wrong_record_is_told_and_nobody_is_elected(shipped: Registry) -> None:
    async with pages(shipped) as client:
        page = await client.post("/bang-tinh/count-record", data=RECORD | {"invalid": "3", "votes": "50\n40\n31"})
    assert "Biên bản còn 1 chỗ chưa khớp" in page.text
    assert "lệch 2 phiếu so với thu về" in page.text
    assert "Chưa kết luận ai trúng cử" in page.text
    assert "<table>" not in page.text


async def test_ten_thousand_names_get_a_message_by_the_field(shipped: Registry) -> None:
    votes = "\n".join(f"Nguyễn Thị Minh Khai {number}; 12" for number in range(10_000))
    async with pages(shipped) as client:
        page = await client.post("/bang-tinh/count-record", data=RECORD | {"votes": votes})
        huge = await client.post("/bang-tinh/count-record", data={"votes": "x" * 2_000_000})
        api = await client.post("/api/v1/calculations/count-record", json={"inputs": {"votes": votes}})
    assert page.status_code == 422
    assert "Có 10000 dòng; một lá phiếu nhiều nhất 200 người." in page.text
    assert len(page.text) < 60_000
    assert huge.status_code == api.status_code == 413


async def test_an_unknown_calculator_and_too_many_fields(shipped: Registry) -> None:
    async with pages(shipped) as client:
        unknown = await client.get("/bang-tinh/khong-co")
        many = await client.get("/bang-tinh/quorum?" + urlencode([(f"a{n}", "1") for n in range(500)]))
        broken = await client.post(
            "/bang-tinh/count-record",
            content=b"\xff\xfe%zz=&&&votes=%ff",
            headers={"content-type": "application/x-www-form-urlencoded"},
        )
    assert unknown.status_code == 404
    assert many.status_code == 200
    assert 'id="ket-qua"' not in many.text
    assert broken.status_code == 422


async def test_pages_answer_with_their_content_policy_and_keep_nothing(shipped: Registry) -> None:
    async with pages(shipped) as client:
        page = await client.get("/bang-tinh/quorum", params={"official": "30"})
    assert "script-src 'self'; style-src 'self'" in page.headers["content-security-policy"]
    assert "set-cookie" not in page.headers
    assert page.headers["cache-control"] == "no-cache"
