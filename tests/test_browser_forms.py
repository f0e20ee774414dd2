"""Forms and the page of an answer in a real browser: with and without a script, by keyboard, on a phone."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from axe_playwright_python.sync_playwright import Axe  # noqa: E402
from docx import Document  # noqa: E402
from playwright.sync_api import Browser, Page, expect  # noqa: E402

from tests.browsers import chromium, served  # noqa: E402

BALLOT = {"o-to_chuc": "Chi bộ thử", "o-so_bau": "1", "o-ung_vien": "Người Bình\nNgười An"}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as found:
        yield found


@pytest.fixture(scope="module")
def browser(address: str) -> Iterator[Browser]:
    with chromium() as found:
        yield found


def ballot(page: Page, address: str) -> None:
    page.goto(f"{address}/bieu-mau/phieu-bau")
    for name, value in BALLOT.items():
        page.locator(f"#{name}").fill(value)
    page.locator("#o-ngay").fill("2031-01-15")


@pytest.mark.parametrize("script", [True, False])
def test_a_ballot_is_previewed_and_saved_with_and_without_a_script(
    browser: Browser, address: str, script: bool
) -> None:
    context = browser.new_context(
        viewport={"width": 360, "height": 800}, java_script_enabled=script, accept_downloads=True
    )
    page = context.new_page()
    ballot(page, address)
    page.get_by_role("button", name="Xem trước").click()
    expect(page.locator(".paper td", has_text="Người An")).to_be_visible()
    expect(page.get_by_role("button", name="In hoặc lưu PDF")).to_be_visible(visible=script)
    if script:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with page.expect_download() as told:
        page.get_by_role("button", name="Tải tệp Word").click()
    file = Document(io.BytesIO(Path(told.value.path()).read_bytes()))
    assert file.tables[0].cell(1, 1).text == "Người An"
    context.close()


def test_errors_take_the_focus_and_lead_to_their_fields(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    ballot(page, address)
    page.locator("#o-so_bau").fill("-1")
    page.locator("#o-so_bau").press("Enter")
    expect(page.locator(".errors")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#o-so_bau")).to_have_attribute("aria-invalid", "true")
    assert page.url.endswith("#o-so_bau")
    context.close()


def test_an_answer_is_copied_with_its_basis(browser: Browser, address: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}/hoi?cau=Khi%20n%C3%A0o%20h%E1%BB%A3p%20l%E1%BB%87%3F&ngay=2026-11-22")
    page.get_by_role("button", name="Chép có căn cứ").click()
    expect(page.get_by_role("button", name="Đã chép")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Hỏi: Khi nào hợp lệ?")
    assert "[1] " in copied
    assert "Điều lệ thử" in copied
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert Axe().run(page).violations_count == 0, scheme
    context.close()
