"""Proposals as tables to take away: CSV and XLSX, in which nothing is a formula. Pure but for the spreadsheet library.

A cell that a spreadsheet program would take for a formula gets an apostrophe in front in CSV, and is marked as text in
XLSX. Contacts are left out unless asked for.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from assistant.proposals.model import STATE_NAMES, ProposalCase
from assistant.proposals.rules import shipped_rules
from corpus.core.display import LEVEL_NAMES
from corpus.core.model import Level

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = frozenset("=+-@\t\r\n|%＝＋－＠")
_MOST = 32_000
"""Characters of a cell; XLSX takes 32 767."""
_WIDE = 60


def neutral(text: str) -> str:
    """A text that no spreadsheet program takes for a formula."""
    return f"'{text}" if text.strip(" \u00a0\u3000")[:1] in _FORMULA and text else text


def as_csv(cases: Iterable[ProposalCase], zone: str, *, contacts: bool = False) -> bytes:
    """The proposals as CSV: UTF-8 with its mark, every cell quoted, one line of names in front.

    Args:
        cases: in their order.
        zone: time zone of the times.
        contacts: whether names and ways to be reached are among the columns.
    """
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    columns = _columns(contacts)
    writer.writerow(columns)
    for case in cases:
        writer.writerow(neutral(column(case, ZoneInfo(zone))) for column in columns.values())
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(cases: Iterable[ProposalCase], zone: str, *, contacts: bool = False) -> bytes:
    """The proposals as a spreadsheet with one sheet, every cell a text; arguments as ``as_csv``."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Kiến nghị")
    columns = _columns(contacts)
    for place, name in enumerate(columns):
        sheet.column_dimensions[chr(ord("A") + place)].width = _WIDE if name in _LONG else 20
    sheet.freeze_panes = "A2"

    def cell(text: str, *, head: bool = False) -> WriteOnlyCell:
        made = WriteOnlyCell(sheet, value=text[:_MOST])
        made.data_type = "s"  # also what begins with "="
        made.quotePrefix = True
        made.alignment = Alignment(wrap_text=True, vertical="top")
        made.font = Font(bold=head)
        return made

    sheet.append([cell(name, head=True) for name in columns])
    for case in cases:
        sheet.append([cell(column(case, ZoneInfo(zone))) for column in columns.values()])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_LONG = frozenset({"Nội dung", "Trả lời", "Căn cứ"})
Column = Callable[[ProposalCase, ZoneInfo], str]


def _columns(contacts: bool) -> dict[str, Column]:
    columns: dict[str, Column] = {
        "Số": lambda case, _: case.proposal.number,
        "Nhận lúc": lambda case, zone: _moment(case.proposal.received_at, zone),
        "Loại": lambda case, _: shipped_rules().category_name(case.proposal.category),
        "Cấp": lambda case, _: LEVEL_NAMES[Level(case.proposal.level)] if case.proposal.level else "",
        "Trạng thái": lambda case, _: STATE_NAMES[case.proposal.state],
        "Thay đổi lúc": lambda case, zone: _moment(case.proposal.changed_at, zone),
        "Người xử lý": lambda case, _: case.proposal.assignee,
        "Nội dung": lambda case, _: case.proposal.text,
        "Trả lời": lambda case, _: case.proposal.reply,
        "Chuyển đến": lambda case, _: case.proposal.passed_to,
        "Căn cứ": lambda case, _: "\n\n".join(
            f"{each.caption}: “{each.quote}” ({each.standing})" for each in case.proposal.citations
        ),
    }
    if contacts:
        columns["Họ tên"] = lambda case, _: case.contact.name if case.contact else ""
        columns["Liên hệ"] = lambda case, _: case.contact.reach if case.contact else ""
    return columns


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%d/%m/%Y %H:%M")
