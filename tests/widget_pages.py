"""The widget on a page of another site: servers, browser and the first steps that its browser tests share.

A plugin of pytest, so that both files of tests have the same two servers.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from assistant.widget.bundle import content_policy, element_line, host_page, script_line, widget
from tests.browsers import chromium, other_site, served

WATCHED = """
window.violations = [];
addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
"""
SMALL = """(root) => [...root.querySelectorAll("button, summary, a, input, select, textarea")]
  .filter((e) => e.getClientRects().length)
  .filter((e) => { const box = e.getBoundingClientRect(); return box.height < 24 || box.width < 24; })
  .map((e) => e.textContent || e.id)"""
OUTSIDE = """(root) => [...root.querySelectorAll("*")]
  .filter((e) => e.getClientRects().length && !e.closest(".unseen"))
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
  .map((e) => e.className || e.tagName)"""
IN_WIDGET = "const root = document.querySelector('tro-ly-dai-hoi').shadowRoot;"


@pytest.fixture(scope="session")
def pages() -> dict[str, tuple[str, str]]:
    return {}


@pytest.fixture(scope="session")
def site(pages: dict[str, tuple[str, str]]) -> Iterator[str]:
    with other_site(pages) as found:
        yield found


@pytest.fixture(scope="session")
def server(site: str, pages: dict[str, tuple[str, str]]) -> Iterator[str]:
    with served("honest", f"--origins={site}") as found:
        pages["/trang"] = (host_page(found), content_policy(found))
        pinned = f"default-src 'none'; script-src '{widget().integrity}'; connect-src {found}"
        pages["/ghim"] = (f"<!doctype html><title>x</title>{script_line(found, widget())}{element_line(found)}", pinned)
        yield found


@pytest.fixture(scope="module")
def browser(server: str) -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 360, "height": 760}, locale="vi-VN", reduced_motion="reduce")
    context.add_init_script(WATCHED)
    yield context
    for page in context.pages:
        assert page.evaluate("window.violations") == []
        assert page.evaluate("document.cookie + localStorage.length + sessionStorage.length") == "00"
    assert context.cookies() == []
    context.close()


def opened(context: BrowserContext, site: str, path: str = "/trang") -> Page:
    page = context.new_page()
    page.goto(site + path)
    expect(page.get_by_role("heading", name="Trợ lý Đại hội")).to_be_visible()
    return page


def ask(page: Page, question: str) -> Locator:
    """What was told of a question, once nothing more is awaited."""
    known = page.locator("article").count()
    page.get_by_label("Câu hỏi", exact=True).fill(question)
    page.get_by_label("Câu hỏi", exact=True).press("Enter")
    expect(page.locator("article")).to_have_count(known + 1)
    expect(page.get_by_role("button", name="Hỏi", exact=True)).to_be_visible(timeout=20_000)
    return page.get_by_role("article").last
