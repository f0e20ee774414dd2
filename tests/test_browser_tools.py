"""Calculators and plan in a real browser: no violation of accessibility, no script needed, keys alone suffice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

from playwright.sync_api import Browser, expect  # noqa: E402

from assistant.site.layout import NAVIGATION  # noqa: E402
from tests.browsers import chromium, served  # noqa: E402

PATHS = [
    "/bang-tinh",
    "/bang-tinh/quorum",
    "/bang-tinh/majority?kind=members&official=60&detained=1&absent_leave=2&votes=29",
    "/bang-tinh/majority?kind=members&official=ba&votes=-3&delegates=4&on=2030-01-01",
    "/bang-tinh/surplus?seats=15&list=20",
    "/bang-tinh/added-members?level=xa_phuong_dac_khu&decided=15",
    "/bang-tinh/deadline?matter=notice&day=2027-03-10",
    "/bang-tinh/count-record?official=60&seats=3&issued=58&collected=57&valid=56&invalid=1&votes=50%0A40%0A31%0A31",
    "/bang-tinh/count-record?official=60&seats=3&issued=58&collected=59&valid=56&invalid=1&votes=60%0A40",
    "/bang-tinh/alternates?official=60&seats=2&alternates=2&valid=60&votes=50%0A45%0A40%0A39%0A39",
    "/ke-hoach",
    "/ke-hoach?opening=2027-03-10&closing=2027-03-11&level=tinh&kind=delegates",
    "/ke-hoach?opening=2020-01-01",
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served("pages") as found:
        yield found


@pytest.fixture(scope="module")
def browser(address: str) -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_violation_or_is_wider_than_a_phone(browser: Browser, address: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800}, color_scheme=scheme)
    page, found = context.new_page(), []
    for path in PATHS:
        page.goto(address + path)
        found += [(path, each["id"]) for each in axe.Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append((path, "wider than the window"))
    context.close()
    assert found == []


def test_the_keyboard_goes_through_a_calculator_in_the_order_of_its_fields(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(address + "/bang-tinh/quorum")
    path: list[str] = []
    while "Tính" not in path and len(path) < 40:
        page.keyboard.press("Tab")
        path.append(page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()"))
    head = ["Tới nội dung", "Trợ lý Đại hội", *(name for _, name in NAVIGATION)]
    days = ["on"] * path.count("on")  # a day has a stop for each of its parts
    fields = ["kind", "official", "present", "units", "units_present", *days, "Tính"]
    assert path == [*head, "Bảng tính", *fields]
    page.keyboard.press("Enter")
    expect(page.locator("[name=official][aria-invalid]")).to_be_visible()
    context.close()


def test_a_sum_is_worked_with_keys_alone_and_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/bang-tinh/majority")
    expect(page.locator("#f-delegates")).to_be_hidden()
    page.locator("input[name=kind][value=members]").focus()
    page.keyboard.press("ArrowRight")  # the other kind of congress brings its own fields
    expect(page.locator("#f-delegates")).to_be_visible()
    expect(page.locator("#f-official")).to_be_hidden()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("120")
    page.keyboard.press("Enter")
    expect(page.locator(".figure")).to_have_text("từ 61 phiếu")
    assert "kind=delegates" in page.url
    context.close()


def test_a_record_with_names_is_posted_and_its_names_stay_out_of_the_address(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address + "/bang-tinh/count-record")
    figures = {"official": 60, "seats": 2, "issued": 58, "collected": 58, "valid": 58, "invalid": 0}
    for name, value in figures.items():
        page.locator(f"#f-{name}").fill(str(value))
    page.locator("#f-votes").fill("Nguyễn Văn Bách; 50\nTrần Thị Cúc; 31\nLê Dũng; 12")
    page.get_by_role("button", name="Kiểm tra").click()
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text("Trúng cử")
    expect(rows.nth(2)).to_contain_text("Chưa đủ phiếu")
    assert "Nguy" not in page.url
    context.close()
