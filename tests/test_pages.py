"""Every page of the site in a real browser: accessible, light, within the screen, of this server alone, without script.

A new page adds its address to ``PAGES``; one that answers with another status than 200 says which.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from axe_playwright_python.sync_playwright import Axe  # noqa: E402
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect  # noqa: E402

from tests.browsers import chromium, served  # noqa: E402

PAGES: dict[str, int] = {
    "/documents": 200,
    "/documents/td-qd-190-tw-2024": 200,
    "/docs": 200,
    "/bieu-mau": 200,
    "/bieu-mau/phieu-bau": 200,
    "/hoi": 200,
    "/khong-co": 404,
    "/so-tay": 200,
    "/so-tay?giai-doan=chinh-thuc&cap=chi_bo": 200,
    "/so-tay?q=ki%E1%BB%83m+phi%E1%BA%BFu": 200,
    "/so-tay?q=xyzzy": 200,
    "/so-tay?ngay=2026-02-30": 422,
    "/so-tay/thay-doi": 200,
    "/so-tay/thay-doi?tu=2026-07-25&den=2026-07-26": 200,
    "/so-tay/thay-doi?tu=2026-07-26&den=2026-07-25": 422,
    "/so-tay/cu-moi": 200,
    "/so-tay/td-qd-294-tw-2025/11.4.2?ngay=2026-07-26": 200,
    "/so-tay/td-dieu-le-2011/d11.k6?ngay=mai": 422,
    "/so-tay/td-khong-co/1": 404,
    "/kien-nghi": 200,
    "/kien-nghi/KN-00000-00000": 200,
}
"""Address and status of the pages of the site."""
HEAVIEST = 60_000
"""Most bytes of a page with its styles and scripts, each compressed, images left out."""
WIDTHS = (360, 768, 1280)
SCHEMES = {360: ("dark",), 1280: ("light",)}
"""Where axe looks: colours and widths hardly depend on each other, and each look at a long page takes seconds."""
TEXT = ("text/html", "text/css", "text/javascript", "application/javascript")
BUTTONS = ("Chép liên kết", "Chép có căn cứ", "In hoặc lưu PDF")
"""What only a script can do, and shows."""
OUTSIDE = """() => [...document.querySelectorAll('main *')]
  .filter((e) => e.getClientRects().length && e.getBoundingClientRect().right > innerWidth + 1
    && !e.closest('.hide, .scroll, pre'))
  .map((e) => e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served("pages") as found:
        yield found


@pytest.fixture(scope="module")
def browser(address: str) -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 360, "height": 760})
    yield context
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_fits_is_light_and_comes_from_this_server_alone(
    context: BrowserContext, address: str, path: str
) -> None:
    """In light and dark, on phone and desk; what it has asked for by then is counted."""
    complaints: list[str] = []
    requested: list[str] = []
    answers: list[Response] = []
    # A page that answers with a status of its own is reported by the browser, and is meant.
    context.on(
        "console",
        lambda told: complaints.append(told.text) if told.type == "error" and "status of 4" not in told.text else None,
    )
    context.on("request", lambda request: requested.append(request.url))
    context.on("response", lambda response: answers.append(response))
    page = context.new_page()
    response = page.goto(address + path)
    assert response is not None
    assert response.status == PAGES[path]
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    expect(page.locator("main#noi-dung")).to_have_count(1)
    expect(page.locator("h1")).to_have_count(1)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        assert page.evaluate(OUTSIDE) == [], width
        for scheme in SCHEMES.get(width, ()):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found = Axe().run(page)
            assert found.violations_count == 0, f"{width} {scheme}: {found.generate_report()}"
    page.wait_for_load_state("networkidle")  # long since, after so many looks
    assert complaints == []
    assert {urlsplit(url).netloc for url in requested} == {urlsplit(address).netloc}
    parts = [a for a in answers if a.headers.get("content-type", "").split(";")[0] in TEXT]
    assert 0 < sum(len(gzip.compress(part.body())) for part in parts) <= HEAVIEST
    assert context.cookies() == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_the_same_without_a_script(browser: Browser, address: str, path: str) -> None:
    told = []
    for script in (True, False):
        context = browser.new_context(java_script_enabled=script)
        page = context.new_page()
        page.goto(address + path)
        told.append((page.title(), _without(page.locator("main").inner_text(), BUTTONS)))
        context.close()
    assert told[0] == told[1]


def _without(text: str, left_out: tuple[str, ...]) -> list[str]:
    """The words of a text without some phrases."""
    for words in left_out:
        text = text.replace(words, "")
    return text.split()


def focused(page: Page) -> str:
    """What has the focus: its id, else its text."""
    return str(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))


def test_the_keyboard_goes_from_the_skip_link_to_search_day_and_results(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address + "/so-tay?q=ki%E1%BB%83m+phi%E1%BA%BFu")
    path: list[str] = []
    while not page.evaluate("!!document.activeElement.closest('.rule')") and len(path) < 40:
        page.keyboard.press("Tab")
        path.append(focused(page))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid", path[-1]
    steps = [path.index(name) for name in ("Tới nội dung", "Sổ tay", "q", "ngay")]
    assert path[0] == "Tới nội dung"
    assert steps == sorted(steps)
    assert path.index("Tìm") > path.index("ngay")
    assert len(path) < 25, path
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(path[-1])
    page.goto(address + "/so-tay")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#noi-dung"


def test_results_come_while_one_types_and_the_address_can_be_kept(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    page.goto(address + "/so-tay")
    page.locator("#q").press_sequentially("kiểm phiếu", delay=20)
    expect(page.locator(".summary")).to_contain_text("gần nhất với “kiểm phiếu”")
    expect(page.locator("#trang-thai")).to_contain_text("gần nhất với “kiểm phiếu”")
    assert page.url.endswith("?q=ki%E1%BB%83m+phi%E1%BA%BFu")
    first = page.locator(".rule h3").first.inner_text()
    page.locator("#ngay").fill("2024-10-09")
    expect(page.locator(".summary .asof")).to_contain_text("09/10/2024")
    assert "ngay=2024-10-09" in page.url
    expect(page.locator("#q")).to_have_value("kiểm phiếu")
    page.locator("summary").click()
    page.locator("#chu-de").select_option("co_quan_dieu_hanh")
    expect(page.locator("#ket-qua")).not_to_have_attribute("aria-busy", "true")
    expect(page.locator(".rule").first).to_be_visible()
    page.reload()
    assert page.locator("#chu-de").input_value() == "co_quan_dieu_hanh"
    assert first
    assert len([url for url in loads if "?" not in url]) == 1


def test_a_search_that_cannot_be_answered_says_so_and_leaves_the_page(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address + "/so-tay")
    page.locator("#q").press_sequentially("….", delay=20)
    expect(page.locator("#ket-qua [role=alert]")).to_contain_text("question.no_words")
    page.route("**/so-tay?*manh=1*", lambda route: route.abort())
    page.locator("#q").fill("số dư")
    expect(page.locator("#trang-thai")).to_contain_text("Chưa tìm được lúc này")
    page.unroute("**/so-tay?*manh=1*")
    page.locator("#q").fill("phiếu")
    expect(page.locator(".summary")).to_contain_text("“phiếu”")


def test_on_paper_a_rule_is_its_text_its_state_and_its_address(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address + "/so-tay/td-qd-294-tw-2025/11.4.2?ngay=2026-07-26")
    page.emulate_media(media="print")
    for selector in (".top", ".tabs", ".asof-form", ".actions", ".pager", "button"):
        assert not any(item.is_visible() for item in page.locator(selector).all()), selector
    for selector in ("h1", ".verdict", ".law .text", ".facts .link"):
        expect(page.locator(selector)).to_be_visible()


def test_a_lasting_address_is_copied_whole(context: BrowserContext, address: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address + "/so-tay/td-qd-294-tw-2025/11.4.2?ngay=26/07/2026")
    page.get_by_role("button", name="Chép liên kết").click()
    expect(page.locator(".copied")).to_have_text(" Đã chép.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{address}/so-tay/td-qd-294-tw-2025/11.4.2?ngay=2026-07-26"


def test_without_a_script_the_forms_lead_on(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/so-tay")
    page.locator("#q").fill("kiểm phiếu")
    page.get_by_role("button", name="Tìm").click()
    expect(page.locator(".summary")).to_contain_text("gần nhất với “kiểm phiếu”")
    page.locator(".rule h3 a").first.click()
    page.locator("#ngay").fill("2025-08-15")
    page.get_by_role("button", name="Xem").click()
    expect(page.locator(".verdict")).to_contain_text("Xét vào ngày 15/08/2025")
    page.get_by_role("link", name="Thay đổi gì").click()
    page.locator("#tu").fill("2024-10-09")
    page.locator("#den").fill("2024-10-10")
    page.get_by_role("button", name="So sánh").click()
    expect(page.locator(".pair").first).to_be_visible()
    context.close()
