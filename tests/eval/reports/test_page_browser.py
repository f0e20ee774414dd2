"""The report in a real browser: narrow and wide, by keyboard, with nothing fetched and everything named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.reports.report import write_report
from eval.runs.run import describe, execute
from eval.runs.store import RunStore
from tests.eval.fakes import Scripted, answer, case, lookup, refusal

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from playwright.sync_api import Browser, Page, expect  # noqa: E402

from tests.browsers import CHROMIUM, chromium  # noqa: E402

UNNAMED = """[...document.querySelectorAll('button, input, select, a, summary, [role=region], svg[role=img]')]
  .filter((e) => !(e.textContent.trim() || e.ariaLabel || e.title || e.closest('label')))
  .map((e) => e.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    cases = [
        *(case(f"tot-{split}-{n}", suite=f"shipped.{split}") for split in ("dev", "heldout") for n in range(3)),
        case("sai", required=["9/10"], slices=["number"], topic="nhiem_ky"),
        case("tu-choi", expected="refused", reason="out_of_scope", suite="shipped.heldout"),
    ]
    script = Scripted(
        {item.id: answer(("quy-dinh-moi/1.1", ""), confidence=0.9) for item in cases}
        | {"tu-choi": refusal("out_of_scope")}
    )
    folder = tmp_path_factory.mktemp("run")
    execute(cases, script, lookup(), RunStore(folder), describe("thử", cases, script.fingerprints(), workers=1))
    write_report(folder)
    return folder / "report.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed")
    with chromium() as found:
        yield found


@pytest.fixture(params=[390, 1280])
def page(browser: Browser, report: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": request.param, "height": 860})
    fetched: list[str] = []
    faults: list[str] = []
    page.on("request", lambda asked: fetched.append(asked.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(report.as_uri())
    yield page
    page.close()
    assert fetched == [report.as_uri()], "the page must ask the network for nothing"
    assert faults == []


def test_nothing_is_wider_than_the_screen_or_without_a_name(page: Page) -> None:
    for case_row in page.locator(".case").all():
        case_row.evaluate("row => row.open = true")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(UNNAMED) == []
    assert page.evaluate("[...document.querySelectorAll('h1, h2, h3')].map((h) => h.textContent.trim()).every(Boolean)")


def test_the_table_is_filtered_and_opened_by_keyboard(page: Page) -> None:
    count = page.locator("#f-count")
    expect(count).to_have_text("8 câu")
    page.get_by_label("Kết quả").select_option("bad")
    expect(count).to_have_text("1 trên 8 câu")
    row = page.locator("#sai")
    row.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(row.get_by_text("Vì sao không đạt")).to_be_visible()
    expect(row.get_by_text("Không nêu: “9/10”.")).to_be_visible()
    page.get_by_role("button", name="Bỏ lọc").press("Enter")
    expect(count).to_have_text("8 câu")
    page.get_by_role("searchbox", name="Tìm").fill("khong co cau nao nhu vay")
    expect(count).to_have_text("0 trên 8 câu")


def test_a_class_of_error_leads_to_its_cases(page: Page) -> None:
    page.get_by_role("button", name="thiếu dữ kiện bắt buộc").press("Enter")
    expect(page.locator("#f-count")).to_have_text("1 trên 8 câu")
    expect(page.locator("#f-count")).to_be_focused()
    expect(page.locator("#sai")).to_be_visible()
    expect(page.locator("#tu-choi")).to_be_hidden()
