"""An operator at her pages in a browser, and the widget of a portal that asks the closed service with a key."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.accounts.audit import AuditLog
from assistant.accounts.identity import KeyScope
from assistant.accounts.keys import KeyBook
from assistant.model import Status
from assistant.store.database import Store
from assistant.widget.bundle import widget
from eval.suites.cases import load
from tests.accounts_site import Site, running_site
from tests.assistant.proposals.intake import ADDRESS, Clock, draft, intake
from tests.browsers import CHROMIUM, chromium, forwarding_site
from tests.corpus.ingest_samples import DECIMAL

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.heavy

SIZES = ((360, "dark"), (1280, "light"))
"""Widths at which pages are looked at, each with its colours."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("nha")) as found:
        yield found


class Looks:
    """Looks at pages: each fits a phone and a desk, and is accessible in one of them, in turns."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.number = 0

    def __call__(self, name: str) -> None:
        """Look at the page that is open."""
        self.number += 1
        for width, scheme in SIZES[:: 1 if self.number % 2 else -1]:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            seen = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            assert seen[0] <= seen[1], f"{name} {width} {seen}"
            if folder := os.environ.get("TLDH_TEST_PICTURES"):
                self.page.screenshot(path=f"{folder}/{self.number:02}-{name}-{width}.png", full_page=True)
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page)
        assert found.violations_count == 0, f"{name} {width} {scheme}: {found.generate_report()}"


@pytest.mark.browser
def test_an_operator_signs_in_adds_a_file_confirms_it_and_the_running_server_answers(
    site: Site, tmp_path: Path
) -> None:
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed")
    with chromium() as browser:
        operate(browser.new_page(), site, tmp_path)


def operate(page: Page, site: Site, tmp_path: Path) -> None:
    """What an operator does, on every page of hers."""
    from playwright.sync_api import expect

    complaints: list[str] = []
    look = Looks(page)
    page.on(
        "console",
        lambda told: (
            complaints.append(told.text) if told.type == "error" and page.url.startswith(site.address) else None
        ),
    )
    site.provider.person("chi", name="Thử Chi", roles=["van-hanh"])
    page.goto(f"{site.address}/quan-tri")
    look("dang-nhap")
    page.get_by_role("link", name="Tới máy chủ đăng nhập").click()
    page.locator("input[name=sub]").fill("chi")
    page.locator("form button[type=submit], form input[type=submit]").first.click()
    expect(page.locator("h1")).to_have_text("Quản trị")
    complaints.clear()  # the page that asked for signing in has the status 401
    look("quan-tri")
    page.get_by_role("link", name="Nạp tệp").first.click()
    look("them")
    file = tmp_path / "quy-dinh-77.txt"
    file.write_text(DECIMAL, "utf-8")
    page.locator("#tep").set_input_files(file)
    page.get_by_role("button", name="Gửi và xem trước").click()
    expect(page.locator("h1")).to_have_text("Xem trước: quy-dinh-77.txt")
    expect(page.locator("main")).to_contain_text("77-QĐ/TN")
    expect(page.locator(".provisions li").first).to_be_visible()
    look("xem-truoc")
    page.get_by_label("Ngày đầu tiên không còn hiệu lực").fill("2031-01-01")
    page.get_by_role("button", name="Xem lại").click()
    expect(page.locator("dl").first).to_contain_text("trước 01/01/2031")
    page.get_by_label("Lý do").fill("Văn bản mới của nơi thử")
    page.get_by_role("button", name="Nạp và lập chỉ mục").click()
    expect(page.locator("h1")).to_have_text("Nạp văn bản")
    look("viec")
    expect(page.locator("#viec")).to_have_attribute("data-state", "done", timeout=400_000)
    expect(page.locator("[role=status]")).to_contain_text("Thư viện ở phiên bản 1")
    client = site.sign_in("hỏi", "to-chuc")
    site.until(lambda: client.get("/readyz").status_code == 200)
    loaded = client.post("/api/v1/answers", json={"question": "Người thử phải đủ mấy lần thử?", "as_of": "2026-11-22"})
    assert loaded.json()["claims"][0]["citations"][0]["document_number"] == "77-QĐ/TN"
    told = client.post(
        "/api/v1/answers", json={"question": "Đại biểu được bồi dưỡng mấy bữa ăn?", "as_of": "2026-11-22"}
    )
    assert told.status_code == 200
    assert "77-QĐ/TN" in client.get("/api/v1/documents").text
    site.until(lambda: "mấy bữa ăn?" in site.caller("điều phối").get("/quan-tri/chua-tra-loi").text)
    page.goto(f"{site.address}/quan-tri/chua-tra-loi")
    expect(page.locator(".kept h3")).to_have_text("Đại biểu được bồi dưỡng mấy bữa ăn?")
    look("chua-tra-loi")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Tải ca đánh giá").click()
    (case,) = load([saved.value.path().rename(tmp_path / "official.dev.jsonl")])
    assert (case.question, case.expected) == ("Đại biểu được bồi dưỡng mấy bữa ăn?", Status.REFUSED)
    page.goto(f"{site.address}/quan-tri")
    expect(page.locator("table")).to_contain_text("77-QĐ/TN")
    look("tong-quan")
    page.locator("table a").first.click()
    look("van-ban")
    page.get_by_label("Ngày đầu tiên không còn hiệu lực").fill("")
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_label("ngày hết hiệu lực", exact=True)).to_be_checked()
    expect(page.locator("dl").first).not_to_contain_text("trước 01/01/2031")
    look("bo-han")
    page.goto(f"{site.address}/quan-tri/khoa")
    page.get_by_label("Tên", exact=True).fill("Cổng thử")
    page.get_by_role("button", name="Cấp khóa").click()
    key = page.locator(".secret").inner_text()
    look("khoa")
    portal = site.client(authorization=f"Bearer {key}")
    assert portal.get("/api/v1/handbook").status_code == 200
    page.reload()  # the form is sent again
    expect(page.locator("[role=alert]")).to_contain_text("không cấp thêm khóa")
    complaints.clear()
    with closing(Store(f"sqlite:///{site.home}/store/store.sqlite")) as store:
        clock = Clock(datetime.now(UTC) - timedelta(minutes=1))
        desk = intake(store, clock)
        sent = draft(desk)
        clock.move(10)
        number = desk.submit(sent, ADDRESS).number
    for path in ("nhat-ky?kiem=1", "kiem-tra", "viec", "kien-nghi", f"kien-nghi/{number}"):
        page.goto(f"{site.address}/quan-tri/{path}")
        look(path.partition("?")[0].replace("/", "-"))
    assert page.context.browser is not None
    widget_behind_a_portal(page.context.browser.new_page(), site)
    page.goto(f"{site.address}/tai-khoan")
    look("tai-khoan")
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url(f"{site.provider.address}/oauth2/end_session*")
    assert complaints == []
    done = [line.action for line in AuditLog(site.store).lines(limit=100)]
    assert {"upload.put", "job.add", "job.add.ended", "key.make", "account.sign_out"} <= set(done)


def widget_behind_a_portal(page: Page, site: Site) -> None:
    """The widget of a portal whose own server asks the closed service with its key."""
    from playwright.sync_api import expect

    keys = KeyBook(site.store)
    made, key = keys.make("cổng có đăng nhập", [KeyScope.ASK], per_minute=100, per_day=100, by="tests")
    source = f'<script type="module" src="/tro-ly{widget().path}" integrity="{widget().integrity}"></script>'
    html = (
        f'<!doctype html><html lang="vi"><title>Cổng</title>{source}<tro-ly-dai-hoi server="/tro-ly"></tro-ly-dai-hoi>'
    )
    policy = "default-src 'none'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'"
    with forwarding_site(site.address, key, html, policy) as portal:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(portal)
        question = page.get_by_label("Câu hỏi", exact=True)
        question.fill("Người thử phải đủ mấy lần thử?")
        question.press("Enter")
        expect(page.get_by_role("article")).to_contain_text("77-QĐ/TN", timeout=30_000)
        keys.revoke(made.id)
        question.fill("Còn gì nữa?")
        question.press("Enter")
        expect(page.get_by_role("article").last).to_contain_text("Khóa API này đã bị thu hồi", timeout=30_000)
        page.close()
    assert [url for url in asked if not url.startswith(portal)] == []
