"""The chat and the reading pages in a real browser, over the real server with a scripted assistant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright  # noqa: E402

from tests.processes import browser_server  # noqa: E402

ROOT = Path(__file__).parent.parent
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
UNNAMED = """[...document.querySelectorAll('button, textarea, input')]
  .filter((b) => b.offsetParent && !(b.innerText.trim() || b.ariaLabel || b.title))
  .map((b) => b.outerHTML.slice(0, 200))"""
QUOTE = "có mặt ít nhất hai phần ba (2/3) số người được triệu tập"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed")
    with browser_server() as found:
        yield f"http://{found}"


@pytest.fixture(scope="module")
def browser(address: str) -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    yield context
    context.close()


def open_chat(context: BrowserContext, address: str) -> Page:
    """The chat page, ready for a question."""
    page = context.new_page()
    page.goto(address + "/")
    expect(page.locator("#chat-input")).to_be_visible()
    return page


def send(page: Page, question: str) -> Locator:
    """The assistant's message to a question typed by hand; it may not have come yet."""
    known = page.locator(".ai-message").count()
    page.locator("#chat-input").click()
    page.keyboard.type(question)
    expect(page.locator("#chat-submit")).to_be_enabled()  # once connected; a question sent before would be dropped
    page.locator("#chat-submit").click()
    return page.locator(".ai-message").nth(known)


def ask(page: Page, question: str) -> Locator:
    """The assistant's finished message to a question typed by hand."""
    message = send(page, question)
    expect(message.locator("button").last).to_be_visible(timeout=20_000)
    return message


def test_a_citation_opens_its_own_provision_with_the_quoted_words_marked(context: BrowserContext, address: str) -> None:
    page = open_chat(context, address)
    message = ask(page, "khi nao hop le")
    expect(message).to_contain_text("Đại hội chỉ hợp lệ khi có mặt ít nhất hai phần ba")
    message.get_by_role("button", name="[1] Điều 11 khoản 6").click()
    panel = page.locator("#side-view-content")
    expect(page.locator("#side-view-title")).to_contain_text("[1] Điều 11 khoản 6 – Điều lệ thử")
    expect(panel.locator("blockquote .font-bold")).to_have_text(QUOTE)
    expect(panel).to_contain_text("Còn hiệu lực – có hiệu lực từ 19/01/2011.")
    message.get_by_role("button", name="[2] Điều 12").click()
    expect(page.locator("#side-view-title")).to_contain_text("[2] Điều 12")
    expect(panel).to_contain_text("Phiếu <b>ghi thêm tên</b> ngoài danh sách *không* hợp lệ.")
    expect(panel).not_to_contain_text("hai phần ba")
    with context.expect_page() as opened:
        panel.get_by_role("link", name="Đọc trong văn bản").click()
    reader = opened.value
    expect(reader.locator("mark")).to_have_text("Phiếu <b>ghi thêm tên</b> ngoài danh sách *không* hợp lệ.")
    expect(reader.locator(".banner")).to_contain_text("Còn hiệu lực")


def test_the_page_is_vietnamese_tells_it_is_a_machine_and_stays_on_its_server(
    context: BrowserContext, address: str
) -> None:
    requested: list[str] = []
    complaints: list[str] = []
    context.on("request", lambda request: requested.append(request.url))
    context.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page = open_chat(context, address)
    expect(page.locator("#welcome-screen")).to_contain_text("Bạn đang trao đổi với máy")
    assert page.locator("#starters button").count() == 6
    assert page.locator("html").get_attribute("lang") == "vi"
    ask(page, "khi nao hop le").get_by_role("button", name="[1]").click()
    expect(page.locator("#side-view-content blockquote")).to_be_visible()
    expect(page.locator(".watermark")).to_contain_text("Bạn đang trao đổi với máy")
    assert [url for url in requested if not url.startswith((address, "data:"))] == []
    assert complaints == []
    assert context.cookies() == []
    assert page.evaluate(UNNAMED) == []
    assert page.locator("input[type=file]").count() == 0


def test_a_refusal_says_why_and_where_to_look(context: BrowserContext, address: str) -> None:
    page = open_chat(context, address)
    message = ask(page, "nấu phở")
    expect(message).to_contain_text("Chưa tìm thấy quy định trả lời câu hỏi này")
    message.get_by_role("button", name="Mục 11.4.2 – 1-QĐ/TW").click()
    panel = page.locator("#side-view-content")
    expect(panel).to_contain_text("được thay bởi Quy định 2-QĐ/TW")
    expect(panel.locator("blockquote .font-bold")).to_have_count(0)


def test_earlier_questions_go_along_and_html_in_a_question_is_text(context: BrowserContext, address: str) -> None:
    page = open_chat(context, address)
    hostile = "<img src=x onerror=alert(1)> hợp lệ **khi nào**"
    ask(page, hostile)
    expect(page.locator(".step", has_text=hostile).first).to_be_visible()
    second = ask(page, "còn gì nữa?")
    expect(second).to_contain_text(f"Câu hỏi được hiểu là: “{hostile}”")
    assert page.locator("img[src=x]").count() == 0


def test_claims_are_shown_as_they_come(context: BrowserContext, address: str) -> None:
    page = open_chat(context, address)
    message = send(page, "từng ý")
    expect(message).to_contain_text("Phiếu <b>ghi thêm tên</b> ngoài danh sách *không* hợp lệ. [1]")
    expect(message).to_contain_text("[1] Điều 12 – Điều lệ thử")
    expect(message).to_contain_text("Đang kiểm chứng các ý tiếp theo…")
    expect(message.get_by_role("button", name="[1]")).to_have_count(0)
    ask(open_chat(context, address), "tiếp đi")
    expect(message.get_by_role("button", name="[2] Điều 12")).to_be_visible()
    expect(message).to_contain_text("Đại hội chỉ hợp lệ khi có mặt ít nhất hai phần ba")
    expect(message).not_to_contain_text("Đang kiểm chứng")
    assert page.locator(".ai-message").count() == 1


def test_a_failure_in_the_middle_keeps_what_was_proven_and_says_so(context: BrowserContext, address: str) -> None:
    page = open_chat(context, address)
    message = ask(page, "hỏng giữa chừng")
    expect(message).to_contain_text("Lưu ý: Mất kết nối giữa chừng.")
    expect(message).to_contain_text("[1] Điều 12 – Điều lệ thử")
    expect(message).not_to_contain_text("Đang kiểm chứng")


@pytest.mark.parametrize("path", ["/chat/", "/documents", "/documents/td-dieu-le", "/docs"])
def test_no_page_scrolls_sideways_on_a_phone(browser: Browser, address: str, path: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address + path)
    page.wait_for_load_state("networkidle" if path != "/chat/" else "load")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_the_panel_fits_a_phone(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = open_chat(context, address)
    ask(page, "khi nao hop le").get_by_role("button", name="[1] Điều 11 khoản 6").click()
    expect(page.locator("#side-view-content blockquote")).to_be_in_viewport(ratio=1)  # after it has slid in
    context.close()


def test_foreign_pages_get_no_socket(address: str) -> None:
    url = f"{address}/chat/ws/socket.io/?EIO=4&transport=polling"
    assert httpx.get(url, headers={"origin": "http://evil.example"}).status_code == 403
    assert httpx.get(url, headers={"origin": address}).status_code == 200
