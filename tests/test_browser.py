"""The chat and the reading pages in a real browser, over the real server with a scripted assistant."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import httpx
import pytest

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from docx import Document  # noqa: E402
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect  # noqa: E402

from tests.browsers import chromium, served  # noqa: E402

ROOT = Path(__file__).parent.parent
UNNAMED = """[...document.querySelectorAll('button, textarea, input')]
  .filter((b) => b.offsetParent && !(b.textContent.trim() || b.ariaLabel || b.title || b.labels?.length))
  .map((b) => b.outerHTML.slice(0, 200))"""
QUOTE = "có mặt ít nhất hai phần ba (2/3) số người được triệu tập"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as found:
        httpx.get(f"{found}/chat/", timeout=180).raise_for_status()  # who comes first waits until the chat is made
        yield found


@pytest.fixture(scope="module")
def browser(address: str) -> Iterator[Browser]:
    with chromium() as found:
        yield found


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
    expect(message.locator("button[id^='rate-']").last).to_be_visible(timeout=20_000)
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
    page.locator("#starters").get_by_role("button", name="Bầu cử, kiểm phiếu").click()
    expect(
        page.locator("#starters").get_by_role("button", name="Trường hợp nào phải bầu bằng bỏ phiếu kín?")
    ).to_be_visible()
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
    expect(message).to_contain_text("Chưa có câu trả lời đủ chắc chắn")
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
    message = send(page, "hỏng giữa chừng")
    expect(message).to_contain_text("Lưu ý: Mất kết nối giữa chừng.")
    expect(message).to_contain_text("[1] Điều 12 – Điều lệ thử")
    expect(message).not_to_contain_text("Đang kiểm chứng")
    expect(message.locator("button[id^='rate-']")).to_have_count(0)


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


def test_further_basis_and_notes_open_by_the_keyboard(context: BrowserContext, address: str) -> None:
    page = open_chat(context, address)
    message = ask(page, "khi nao hop le")
    folded = message.get_by_text("Phiếu <b>ghi thêm tên</b> ngoài danh sách *không* hợp lệ.")
    fold = message.get_by_role("button", name="Xem thêm: 1 căn cứ khác")
    expect(message).to_contain_text("Đại hội chỉ hợp lệ khi có mặt ít nhất hai phần ba")
    expect(message.get_by_text("Ngày áp dụng: 22/11/2026.")).to_be_visible()
    expect(message.get_by_text("Cần đối chiếu văn bản gốc.")).to_be_visible()  # said nowhere in short: never folded
    expect(folded).to_be_hidden()
    fold.focus()
    page.keyboard.press("Enter")
    expect(folded).to_be_visible()
    expect(fold).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Space")
    expect(folded).to_be_hidden()


def test_day_and_level_are_chosen_by_the_keyboard_shown_and_kept_over_a_reload(
    context: BrowserContext, address: str
) -> None:
    page = open_chat(context, address)
    chosen = page.locator("#tldh-context summary")
    expect(chosen).to_contain_text("Ngày áp dụng: hôm nay; Cấp: mọi cấp")
    chosen.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Ngày áp dụng").fill("2025-08-15")
    page.get_by_label("Cấp", exact=True).select_option("chi bộ")
    page.keyboard.press("Escape")
    expect(page.locator(".tldh-panel")).to_be_hidden()
    expect(chosen).to_contain_text("Ngày áp dụng: 15/08/2025; Cấp: chi bộ")
    expect(ask(page, "khi nao hop le")).to_contain_text("cấp: chi bộ.")
    page.reload()
    expect(page.locator("#tldh-context summary")).to_contain_text("Ngày áp dụng: 15/08/2025; Cấp: chi bộ")
    expect(ask(page, "khi nao hop le")).to_contain_text("cấp: chi bộ.")


def test_a_reload_keeps_the_history_and_erasing_erases_it(context: BrowserContext, address: str) -> None:
    page = open_chat(context, address)
    ask(page, "hop le <b>khi nao</b>")
    page.reload()
    earlier = page.locator("#tldh-earlier")
    expect(earlier).to_contain_text("Câu hỏi trước đây")
    summary = earlier.locator(".tldh-turn summary")
    expect(summary).to_contain_text("hop le <b>khi nao</b>")
    summary.focus()
    page.keyboard.press("Enter")
    expect(earlier.locator(".tldh-answer")).to_contain_text("Đại hội chỉ hợp lệ khi có mặt ít nhất hai phần ba")
    expect(earlier.locator(".tldh-answer")).to_contain_text("[2] Điều 12")  # what was folded is kept, too
    second = ask(page, "còn gì nữa?")
    expect(second).to_contain_text("Câu hỏi được hiểu là: “hop le <b>khi nao</b>”")
    page.on("dialog", lambda dialog: dialog.accept())
    earlier.get_by_role("button", name="Xóa lịch sử").click()
    expect(earlier).to_have_count(0)
    assert page.evaluate("localStorage.getItem('tldh.chat.1')") is None
    page.reload()
    expect(page.locator("#chat-input")).to_be_visible()
    expect(earlier).to_have_count(0)
    expect(ask(page, "còn gì nữa?")).not_to_contain_text("hop le")


def test_a_new_conversation_leaves_turns_day_and_level_behind(context: BrowserContext, address: str) -> None:
    page = open_chat(context, address)
    page.evaluate("document.querySelector('#tldh-context').open = true")
    page.get_by_label("Cấp", exact=True).select_option("chi bộ")
    page.get_by_role("button", name="Xong").click()
    ask(page, "khi nao hop le")
    page.locator("#new-chat-button").click()
    page.get_by_role("button", name="Xác nhận").click()
    expect(page.locator("#tldh-earlier")).to_contain_text("khi nao hop le")
    expect(page.locator("#tldh-context summary")).to_contain_text("Cấp: mọi cấp")
    page.reload()
    expect(ask(page, "còn gì nữa?")).not_to_contain_text("được hiểu là: “khi nao hop le”")


def test_damaged_history_is_as_good_as_none(context: BrowserContext, address: str) -> None:
    page = open_chat(context, address)
    for stored in ("{", "5", '{"turns": 5}', '{"turns": [{"question": 5}], "day": "<b>", "level": "x"}'):
        page.evaluate("stored => localStorage.setItem('tldh.chat.1', stored)", stored)
        page.reload()
        expect(page.locator("#tldh-context summary")).to_contain_text("Ngày áp dụng: hôm nay; Cấp: mọi cấp")


def test_copying_takes_the_basis_along(context: BrowserContext, address: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = open_chat(context, address)
    ask(page, "khi nao hop le").get_by_role("button", name="Chép có căn cứ").click()
    expect(page.locator("#tldh-live")).to_have_text("Đã chép câu trả lời kèm căn cứ.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Hỏi: khi nao hop le\n\nĐại hội chỉ hợp lệ khi có mặt")
    assert "- [1] Điều 11 khoản 6 – Điều lệ thử; hiệu lực từ 19/01/2011" in copied
    assert "[2] Điều 12 – Điều lệ thử" in copied
    assert "văn bản gốc của Đảng có giá trị quyết định" in copied


def test_the_whole_conversation_is_taken_along_as_a_word_file(context: BrowserContext, address: str) -> None:
    page = open_chat(context, address)
    saving = page.get_by_role("button", name="Tải cả cuộc trò chuyện (Word)")
    expect(saving).to_have_count(0)
    ask(page, "khi nao hop le")
    ask(page, "nấu phở")
    with page.expect_download() as saved:
        saving.click()
    assert saved.value.suggested_filename == "trao-doi.docx"
    paragraphs = [paragraph.text for paragraph in Document(saved.value.path()).paragraphs]
    assert [text for text in paragraphs if text in ("khi nao hop le", "nấu phở")] == ["khi nao hop le", "nấu phở"]
    expect(page.locator(".ai-message")).to_have_count(2)  # the page stays


def test_a_rating_says_thanks_and_keeps_the_keyboard_in_its_place(context: BrowserContext, address: str) -> None:
    page = open_chat(context, address)
    message = ask(page, "khi nao hop le")
    message.get_by_role("button", name="Chưa đạt").focus()
    page.keyboard.press("Enter")
    expect(message.get_by_role("button", name="Sai")).to_be_focused()
    message.get_by_role("button", name="Không đúng câu hỏi").click()
    expect(message).to_contain_text("Đã ghi nhận, xin cảm ơn.")
    expect(message.locator("button[id^='rate-'], button[id^='reason-']")).to_have_count(0)


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_nothing_is_amiss_for_a_screen_reader_and_nothing_scrolls_sideways(
    browser: Browser, address: str, width: int, theme: str
) -> None:
    spec = find_spec("axe_playwright_python")
    if spec is None or spec.origin is None:
        pytest.skip("axe is not installed")
    axe = (Path(spec.origin).parent / "axe.min.js").read_text("utf-8")
    context = browser.new_context(viewport={"width": width, "height": 844})
    context.add_init_script(f"localStorage.setItem('vite-ui-theme', '{theme}')")
    page = open_chat(context, address)

    def amiss() -> list[str]:
        page.wait_for_timeout(400)  # colours of what fades in
        page.evaluate(f"{axe};0")
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]

    page.locator("#starters button").nth(2).click()
    assert amiss() == []
    page.evaluate("document.querySelector('#tldh-context').open = true")
    assert amiss() == []
    page.get_by_role("button", name="Xong").click()
    message = ask(page, "khi nao hop le")
    message.locator(".tldh-fold").click()
    assert amiss() == []
    message.get_by_role("button", name="Chưa đạt").click()
    expect(message.get_by_role("button", name="Sai")).to_be_visible()
    assert amiss() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.reload()
    page.locator(".tldh-turn summary").click()
    assert amiss() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_foreign_pages_get_no_socket(address: str) -> None:
    url = f"{address}/chat/ws/socket.io/?EIO=4&transport=polling"
    assert httpx.get(url, headers={"origin": "http://evil.example"}).status_code == 403
    assert httpx.get(url, headers={"origin": address}).status_code == 200
