"""The day and the place at which a document was issued. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from corpus.head.lines import BASIS, DATE, DATE_LINE
from corpus.head.titles import HeadTitle
from corpus.structure.extract import Paragraph
from corpus.structure.signs import NUMBER, clean_number
from corpus.vietnamese.writtendates import IN_WORDS, WRITTEN, day_of

_BLANK_DATE = re.compile(r"ngày[\s.…_/*]*tháng[\s\d.…_/*]*năm(?:[\s\d.…_]*)$", re.IGNORECASE)
_DAY_BESIDE = re.compile(rf"\s*,?\s*ngày\s*{WRITTEN}", re.IGNORECASE)
_ADOPTED = re.compile(rf"\([^()]{{0,200}}thông qua ngày\s*{WRITTEN}\s*\)")
_PASSED = re.compile(
    rf"(?:luật|bộ luật|pháp lệnh|nghị quyết|điều lệ) này (?:đã )?được .{{5,160}}? thông qua ngày\s*{IN_WORDS}",
    re.IGNORECASE,
)


def place_and_day(
    head: Sequence[Paragraph], title: HeadTitle, number: str | None, closing: Sequence[Paragraph]
) -> tuple[str, date | None]:
    """Where and when a document was issued: by its head, beside its number in the title, or as it was adopted.

    Args:
        head: the lines of the head.
        title: its kind and title.
        number: the document's own number.
        closing: the document's last paragraphs, where laws say when they were passed.
    """
    place, issued = _written(head, title)
    if issued is None and number is not None:
        issued = _date_beside(head[title.at : title.end + 1] if title.at >= 0 else (), number)
    return place, issued or _adopted(head) or _passed(closing)


def _written(head: Sequence[Paragraph], title: HeadTitle) -> tuple[str, date | None]:
    for index, paragraph in enumerate(head):
        if BASIS.match(paragraph.text):
            continue
        if index <= max(title.at, 0) and _BLANK_DATE.search(paragraph.text):
            return "", None  # "…, ngày    tháng    năm 2026" waits for its day; other days of the head are of others
        # Numbers hold figures and slashes (109/2004/NĐ-CP) that read like dates.
        if match := DATE.search(NUMBER.sub(" | ", paragraph.text)):
            day = day_of(match)
            place = (match["place"] or "").strip(" *_|")
            # A day in the title is that of a document which it names.
            if title.at < index < title.end and not (place and DATE_LINE.fullmatch(paragraph.text)):
                continue
            # Any other date in the head belongs to a document that is named there.
            if place or paragraph.text.strip(" *_(|").startswith("ngày") or "thông qua" in paragraph.text:
                return place, day
    return "", None


def _date_beside(lines: Sequence[Paragraph], number: str) -> date | None:
    """The date written right after the document's own number in its title ("số 116/2003/NĐ-CP ngày 10/10/2003")."""
    text = " ".join(paragraph.text for paragraph in lines)
    for match in NUMBER.finditer(text):
        after = _DAY_BESIDE.match(text, match.end())
        if after and clean_number(match.group()) == number:
            return day_of(after)
    return None


def _adopted(head: Sequence[Paragraph]) -> date | None:
    """The day a charter's title says it was adopted: "(… thông qua ngày 13/12/2017)"."""
    text = " ".join(paragraph.text for paragraph in head)
    match = _ADOPTED.search(text)
    return day_of(match) if match else None


def _passed(closing: Sequence[Paragraph]) -> date | None:
    """The day a law says it was passed, in its last paragraphs."""
    for paragraph in reversed(closing):
        if match := _PASSED.search(paragraph.text[:600]):
            return day_of(match)
    return None
