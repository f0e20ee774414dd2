"""Exports: nothing in them is a formula, contacts only when asked for, texts whole."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from assistant.proposals.exporting import as_csv, as_xlsx, neutral
from assistant.proposals.model import ProposalCase
from assistant.proposals.moderation import Moderation
from assistant.store.database import Store
from tests.assistant.proposals.intake import ADDRESS, Clock, draft, intake
from tests.fakes import QUORUM, TODAY, small_registry

ZONE = "Asia/Ho_Chi_Minh"
ATTACKS = [
    '=HYPERLINK("http://vi-du.example";"bấm vào đây")',
    "+cmd|' /C calc'!A0 và thêm vài chữ nữa",
    "-2+3+cmd|' /C calc'!A0 và thêm vài chữ",
    "@SUM(1+1)*cmd|' /C calc'!A0 và thêm chữ",
    "＝1＋1 và thêm vài chữ nữa cho đủ dài nhé",
]


@pytest.fixture
def cases(tmp_path: Path) -> list[ProposalCase]:
    store, clock = Store(f"sqlite:///{tmp_path}/store.sqlite"), Clock()
    desk = intake(store, clock, fast=100)
    for text in ATTACKS:
        number = desk.submit(
            draft(desk, text=text, contact_name="=A1", contact_reach="+84", consent=True), ADDRESS
        ).number
        clock.move(60)
        Moderation(store, clock).answer(number, "a", "=1+1", ["td-dieu-le/d11.k6"], small_registry(), TODAY)
    found = list(Moderation(store, clock).listing().cases)
    store.close()
    return found


@pytest.mark.parametrize("text", [*ATTACKS, "\t=1", " =1", "\u3000=1", "|x", "%x"])
def test_what_a_program_would_take_for_a_formula_gets_a_sign_in_front(text: str) -> None:
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Đề nghị", "1+1", "a=b", "“=”"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert neutral(text) == text


def test_csv_holds_no_formula_and_the_texts_whole(cases: list[ProposalCase]) -> None:
    content = as_csv(cases, ZONE)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content[3:].decode(), newline="")))
    assert [row["Nội dung"] for row in rows] == [f"'{text}" for text in ATTACKS]
    assert not any(value[:1] in "=+-@＝" for row in rows for value in row.values() if value)
    assert rows[0]["Nhận lúc"] == "22/11/2026 15:00"
    assert (rows[0]["Trạng thái"], rows[0]["Cấp"], rows[0]["Trả lời"]) == ("Đã trả lời", "chi bộ", "'=1+1")
    assert QUORUM in rows[0]["Căn cứ"]
    assert "Liên hệ" not in rows[0]
    assert "+84" in as_csv(cases, ZONE, contacts=True).decode()


def test_a_spreadsheet_holds_texts_only(cases: list[ProposalCase]) -> None:
    sheet = load_workbook(io.BytesIO(as_xlsx(cases, ZONE, contacts=True))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)
    names = [cell.value for cell in sheet[1]]
    assert [row[names.index("Nội dung")].value for row in sheet.iter_rows(min_row=2)] == ATTACKS
    assert [row[names.index("Họ tên")].value for row in sheet.iter_rows(min_row=2)] == ["=A1"] * len(ATTACKS)
