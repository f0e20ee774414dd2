"""Sending a proposal in a real browser: the puzzle is solved while one writes, errors take the focus, phones too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from axe_playwright_python.sync_playwright import Axe  # noqa: E402
from playwright.sync_api import Browser, Page, expect  # noqa: E402

from tests.browsers import chromium, served  # noqa: E402

TEXT = "Đề nghị hướng dẫn rõ việc kiểm phiếu ở chi bộ có dưới chín đảng viên chính thức."


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as found:
        yield found


@pytest.fixture(scope="module")
def browser(address: str) -> Iterator[Browser]:
    with chromium() as found:
        yield found


def write(page: Page, text: str = TEXT) -> None:
    page.get_by_label("Loại nội dung").select_option("vuong_mac")
    page.get_by_role("textbox", name="Nội dung").fill(text)


def test_a_proposal_is_sent_seen_and_withdrawn_on_a_phone(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 760})
    page = context.new_page()
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.goto(f"{address}/kien-nghi")
    write(page)
    page.get_by_label("Điện thoại hoặc thư điện tử").fill("a@b.vn")
    page.get_by_label("Đồng ý cho lưu liên hệ").check()
    page.get_by_role("button", name="Gửi kiến nghị").press("Enter")
    expect(page.locator("h1")).to_have_text("Đã nhận kiến nghị")
    assert Axe().run(page).violations_count == 0
    number = page.locator(".receipt code").first.inner_text()
    page.reload()  # sends the form again
    expect(page.locator(".done")).to_contain_text("không ghi trùng")
    expect(page.locator(".receipt code").first).to_have_text(number)
    page.get_by_role("button", name="Xem tình trạng").click()
    expect(page.locator(".receipt")).to_contain_text("Mới")
    assert Axe().run(page).violations_count == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("Tôi muốn rút và xóa").check()
    page.get_by_role("button", name="Rút và xóa").click()
    expect(page.locator(".receipt")).to_contain_text("Đã xóa nội dung")
    assert {url.split("/")[2] for url in requested} == {address.removeprefix("http://")}
    assert not any("?" in url for url in requested)
    assert context.cookies() == []
    context.close()


def test_what_looks_classified_comes_back_with_the_reason_and_takes_the_focus(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/kien-nghi")
    write(page, f"TỐI MẬT\n{TEXT}")
    page.get_by_role("button", name="Gửi kiến nghị").click()
    expect(page.locator(".errors")).to_be_focused()
    expect(page.locator(".errors")).to_contain_text("Chưa lưu nội dung nào")
    assert Axe().run(page).violations_count == 0
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#o-noi_dung")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#o-noi_dung")).to_have_value(f"TỐI MẬT\n{TEXT}")
    page.locator("#o-noi_dung").fill(TEXT)
    page.get_by_role("button", name="Gửi kiến nghị").click()
    expect(page.locator("h1")).to_have_text("Đã nhận kiến nghị")
    context.close()


def test_without_a_script_the_form_asks_for_a_moment_and_keeps_the_text(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/kien-nghi")
    write(page)
    page.get_by_role("button", name="Gửi kiến nghị").click()
    expect(page.locator(".errors")).to_contain_text("xin đợi thêm")
    expect(page.locator("#o-noi_dung")).to_have_value(TEXT)
    context.close()
