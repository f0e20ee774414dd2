"""Which day a question asks about. Pure.

Patterns run on the folded text (no diacritics), so that unaccented questions are understood alike. A date that
belongs to a document's name ("Chỉ thị 45-CT/TW ngày 14/4/2025") is not the date asked about. The reading is shown
to the user ("hiểu là: 15-8-2025").

Congress terms stand for the middle of their congress season: the season of the term 2025-2030 is the year 2025.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.core.text import fold

_DMY = re.compile(
    r"(?:(?:ngay|hom|vao|tai|luc|moc)\s+)?\b(\d{1,2})\s*(?:[/.\-]|\s+thang\s+)(\d{1,2})\s*(?:[/.\-]|\s+nam\s+)((?:19|20)\d\d)\b"
)
_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d{2})-(\d{2})\b")
_CONGRESS_YEAR = re.compile(
    r"\b(?:nhiem ky|nk|ky dai hoi|ky dh|ky|khoa)\s+((?:19|20)\d\d)\b(?!\s*[-–/]\s*(?:19|20)\d\d)"
)
_MONTH = re.compile(r"\b(?:thang|t)\s*(\d{1,2})\s*(?:[/\-]|\s*nam\s+)\s*((?:19|20)\d\d)\b")
_TERM = re.compile(
    r"\b(?:nhiem ky|nk|khoa|ky dai hoi|ky dh|dai hoi(?: dang)?(?: bo)?(?: cac cap)?(?: nhiem ky)?|ky)\s*"
    r"((?:19|20)\d\d)\s*[-–/]\s*((?:19|20)\d\d)\b"
)
_YEAR = re.compile(r"\b(truoc|sau|tu|den|trong|vao|hoi|nam|cuoi|dau|giua)\s+(?:nam\s+)?((?:19|20)\d\d)\b")
_NOW = re.compile(r"\b(?:hien nay|hien gio|hien tai|bay gio|hom nay|hien hanh|luc nay|dang ap dung|moi nhat)\b")
_NOW_BESIDE = re.compile(
    r"\bnay (?:thi|kieu|la|ra sao|the nao|con|bao nhieu|may|co|phai|duoc)\b|\b(?:va|voi|so voi|den) nay\b|\bnay\W*$"
)
"""The present, named beside another time: "năm 2000 …, nay thì …"."""
_DOCUMENT_BEFORE = re.compile(
    r"(?:\d+\s*-\s*[a-z]{1,4}\s*/\s*[a-z]{1,6}|(?:chi thi|ket luan|huong dan|quy dinh|quy che|quyet dinh|cong van)"
    r"(?:\s+so)?\s+\d+)[^.?!;]{0,6}?\(?\s*(?:ban hanh\s+)?(?:ngay\s*)?$"
)


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day a question asks about; ``note`` is the Vietnamese reading, empty when it is simply today."""

    day: date
    explicit: bool
    note: str = ""
    term: str = ""


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _show(day: date) -> str:
    return f"{day.day}-{day.month}-{day.year}"


def _last_day(year: int, month: int) -> date:
    return (date(year + month // 12, month % 12 + 1, 1)) - timedelta(days=1)


def understand_date(text: str, today: date, given: date | None = None) -> AsOf:
    """The day asked about: the caller's ``given`` date, else one in the words, else ``today``.

    A month or a year stands for its last day, but never for a day after ``today``; "trước 2021" is the last day
    of 2020; a congress term ("nhiệm kỳ 2020-2025") is 15 August of its congress year.
    """
    if given is not None:
        return AsOf(given, True, f"Thời điểm áp dụng: {_show(given)}.")
    key = fold(text)
    for pattern, order in ((_DMY, (3, 2, 1)), (_ISO, (1, 2, 3))):
        for match in pattern.finditer(key):
            if _DOCUMENT_BEFORE.search(key[: match.start(1)]):
                continue
            year, month, number = (int(match.group(i)) for i in order)
            day = _safe(year, month, number)
            if day is not None:
                return AsOf(day, True, f"Thời điểm được hỏi, hiểu là: {_show(day)}.")
    if named := _TERM.search(key):
        day = date(int(named.group(1)), 8, 15)
        term = f"{named.group(1)}-{named.group(2)}"
        return AsOf(day, True, f"Kỳ đại hội {term}, hiểu là: {_show(day)}.", term)
    if named := _CONGRESS_YEAR.search(key):
        day = date(int(named.group(1)), 8, 15)
        return AsOf(day, True, f"Kỳ đại hội năm {named.group(1)}, hiểu là: {_show(day)}.")
    if (monthly := _MONTH.search(key)) and 1 <= int(monthly.group(1)) <= 12:
        day = min(_last_day(int(monthly.group(2)), int(monthly.group(1))), today)
        return AsOf(day, True, f"Thời điểm được hỏi, hiểu là: {_show(day)}.")
    if _NOW.search(key):
        return AsOf(today, True, f"Thời điểm được hỏi, hiểu là hôm nay: {_show(today)}.")
    for match in _YEAR.finditer(key):
        word, year = match.group(1), int(match.group(2))
        if _is_document_year(key, match):
            continue
        if word in {"truoc", "den"}:
            day = date(year - 1, 12, 31)
        elif word in {"sau", "tu"}:
            day = min(date(year + (word == "sau"), 12, 31), today)
        else:
            day = min(date(year, 12, 31), today)
        return AsOf(day, True, f"Thời điểm được hỏi, hiểu là: {_show(day)}.")
    return AsOf(today, False)


def days_compared(text: str, today: date) -> tuple[date, ...]:
    """The days that a question sets side by side, oldest first; empty when it names fewer than two.

    Congress terms, congress years and years count, and the present where it is named beside one of them.
    """
    key = fold(text)
    years = {int(m.group(1)): date(int(m.group(1)), 8, 15) for r in (_TERM, _CONGRESS_YEAR) for m in r.finditer(key)}
    for match in _YEAR.finditer(key):
        word, year = match.group(1), int(match.group(2))
        if word in {"nam", "hoi", "vao", "trong"} and not _is_document_year(key, match):
            years.setdefault(year, min(date(year, 12, 31), today))
    days = set(years.values())
    if days and (_NOW.search(key) or _NOW_BESIDE.search(key)):
        days.add(today)
    return tuple(sorted(days)) if len(days) > 1 else ()


def _is_document_year(key: str, match: re.Match[str]) -> bool:
    """Whether the year tells apart documents ("Chỉ thị 35 năm 2019") rather than the time asked about."""
    before = key[: match.start()]
    return (
        match.group(1) == "nam"
        and re.search(
            r"(?:chi thi|ket luan|huong dan|quy dinh|quy che|quyet dinh|cong van|dieu le|ct|kl|hd|qd|cv|tw|ban)"
            r"(?:\s+(?:so\s+)?[\w/\-]+){0,2}\s*$",
            before,
        )
        is not None
    )
