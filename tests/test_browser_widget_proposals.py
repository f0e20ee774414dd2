"""Proposals from the widget on a page of another site: a scripted intake, and the real one."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

import httpx
import pytest

pytestmark = pytest.mark.browser
pytest.register_assert_rewrite("tests.widget_pages")  # before it is imported below
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from axe_playwright_python.sync_playwright import Axe  # noqa: E402
from playwright.sync_api import BrowserContext, Route, expect  # noqa: E402

from corpus.core.codes import Code  # noqa: E402
from tests.widget_pages import IN_WIDGET, OUTSIDE, SMALL, ask, opened  # noqa: E402

pytest_plugins = ["tests.widget_pages"]


class Intake:
    """What the server's intake of proposals answers, as its API describes it; keeps what was sent."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.answers: list[tuple[int, dict[str, Any]]] = []

    def __call__(self, route: Route) -> None:
        headers = {"access-control-allow-origin": "*", "access-control-allow-headers": "content-type"}
        if route.request.method == "POST":
            self.sent.append(route.request.post_data_json)
            status, body = self.answers.pop(0)
        else:
            categories = [{"id": "kien_nghi", "name": "Kiến nghị", "about": ""}]
            status, body = 200, {"challenge": "v1.a.1.b", "bits": 9, "least_wait_s": 20, "lasts_s": 14400}
            body |= {"categories": categories, "most_chars": 4000}
        route.fulfill(status=status, headers=headers, body=json.dumps(body))


RECEIPT = {"number": "KN-ABCDE-12345", "code": "AAAA-BBBB", "repeated": False, "page": "/kien-nghi/KN-ABCDE-12345"}


def test_a_proposal_is_sent_once_with_its_puzzle_solved_and_gives_number_and_code(
    context: BrowserContext, site: str, server: str
) -> None:
    intake = Intake()
    fault = {"status": 422, "detail": "Chưa gửi được.", "errors": [{"field": "text", "message": "<b>Ngắn</b> quá."}]}
    intake.answers = [(422, fault), (503, {"status": 503, "detail": "Tạm thời không ghi được."}), (201, RECEIPT)]
    page = opened(context, site)
    page.route("**/api/v1/proposals**", intake)
    page.get_by_role("button", name="Gửi kiến nghị").click()
    sheet = page.get_by_role("article", name="Gửi kiến nghị")
    expect(sheet.get_by_label("Loại nội dung")).to_be_focused()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate(f"() => {{ {IN_WIDGET} return ({OUTSIDE})(root); }}") == []
    assert page.evaluate(f"() => {{ {IN_WIDGET} return ({SMALL})(root); }}") == []
    sheet.get_by_label("Nội dung", exact=True).fill("Chưa có hướng dẫn <i>ghép</i> phiếu.")
    sheet.get_by_text("Liên hệ (không bắt buộc)").click()
    sheet.get_by_label("Họ tên").fill("A")
    sheet.get_by_label("Đồng ý cho lưu").check()
    ask(page, "Xin chào")
    page.get_by_role("button", name="Hỏi chuyện mới").click()
    expect(page.locator("article")).to_have_count(1)
    expect(sheet.get_by_label("Nội dung", exact=True)).to_have_value("Chưa có hướng dẫn <i>ghép</i> phiếu.")
    for told in ("<b>Ngắn</b> quá.", "Tạm thời không ghi được."):
        sheet.get_by_role("button", name="Gửi", exact=True).click()
        expect(sheet.get_by_role("alert")).to_contain_text(told)
    sheet.get_by_role("button", name="Gửi", exact=True).click()
    expect(sheet.locator(".said")).to_contain_text("số KN-ABCDE-12345. Mã tra cứu: AAAA-BBBB")
    expect(sheet.locator(".said")).to_be_focused()
    expect(page.get_by_role("button", name="Gửi kiến nghị")).to_be_enabled()
    assert sheet.get_by_role("link").get_attribute("href") == f"{server}/kien-nghi/KN-ABCDE-12345"
    first, *others = intake.sent
    solution = first.pop("solution")
    assert first == {
        "challenge": "v1.a.1.b",
        "category": "kien_nghi",
        "text": "Chưa có hướng dẫn <i>ghép</i> phiếu.",
        "contact": {"name": "A", "reach": "", "consent": True},
    }
    assert all(other["challenge"] == first["challenge"] for other in others)
    digest = hashlib.sha256(f"v1.a.1.b:{solution}".encode()).digest()
    assert int.from_bytes(digest, "big") >> (256 - 9) == 0


def test_a_proposal_reaches_the_real_intake_and_a_spent_challenge_is_replaced(
    context: BrowserContext, site: str, server: str
) -> None:
    page = opened(context, site)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url.removeprefix(server)))
    page.get_by_role("button", name="Gửi kiến nghị").click()
    sheet = page.get_by_role("article", name="Gửi kiến nghị")
    sheet.get_by_label("Loại nội dung").select_option("vuong_mac")
    sheet.get_by_label("Cấp", exact=True).select_option("chi_bo")
    sheet.get_by_label("Nội dung", exact=True).fill("Đề nghị hướng dẫn rõ hơn về số dư khi bầu chi ủy ở chi bộ nhỏ.")
    spent = {"status": 422, "code": Code.PROPOSAL_CHALLENGE.value, "detail": "Phiếu đã hết hạn."}
    answer = {"status": 422, "headers": {"access-control-allow-origin": "*"}, "body": json.dumps(spent)}
    page.route("**/api/v1/proposals", lambda route: route.fulfill(**answer), times=1)
    send = sheet.get_by_role("button", name="Gửi", exact=True)
    send.click()
    expect(sheet.get_by_role("alert")).to_contain_text("Phiếu đã hết hạn.")
    expect(send).to_be_enabled()
    send.click()
    told = sheet.locator(".said")
    expect(told).to_contain_text("Đã ghi nhận, số KN-", timeout=20_000)
    found = re.search(r"số (KN-\S+)\. Mã tra cứu: (\S+)\.", told.inner_text())
    assert found is not None
    status = httpx.get(f"{server}/api/v1/proposals/{found[1]}", headers={"x-proposal-code": found[2]}).json()
    assert (status["state"], status["category"], status["level"]) == ("moi", "vuong_mac", "chi_bo")
    paths = [f"/api/v1/proposals{rest}" for rest in ("/challenge", "", "/challenge", "")]
    assert [path for path in asked if path.startswith("/api/v1/proposals")] == paths


def test_where_the_server_takes_no_proposals_the_button_goes(context: BrowserContext, site: str) -> None:
    page = opened(context, site)
    headers = {"access-control-allow-origin": "*"}
    page.route("**/api/v1/proposals**", lambda route: route.fulfill(status=404, headers=headers, body="{}"))
    page.get_by_role("button", name="Gửi kiến nghị").click()
    expect(page.get_by_role("alert")).to_have_text("Máy chủ này không nhận kiến nghị.")
    expect(page.get_by_role("button", name="Gửi kiến nghị")).to_have_count(0)
    expect(page.get_by_label("Câu hỏi", exact=True)).to_be_focused()
