"""The number of a document, told from those of the documents that it names. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.head.lines import ANY_KIND, BASIS, NUMBER_LINE, OTHERS, OWN_NUMBER, bare
from corpus.head.titles import HeadTitle
from corpus.structure.extract import Paragraph
from corpus.structure.signs import SIGN, clean_number

# "Số:      /KH-UBND": the number's place is there and empty, so no other number of the head is the document's.
_BLANK_NUMBER = re.compile(
    r"(?:(?:^|[|*]\s*)số\s*[:.]?|\bsố\s*:)[\s.…·_*xX–-]*"
    r"(?:(?:/|(?<=[\s.…_xX:])[-–])\s*(?:(?:19|20)[\d.…_xX ]{0,3}[/-]\s*)?[A-ZĐƯ][A-ZĐƯa-z]*\s*[-–/]?|$)",
    re.IGNORECASE,
)
_WITH = re.compile(rf"\bkèm\s+(?:theo\s+)?{ANY_KIND}\s*$", re.IGNORECASE)
_NAME = 200  # characters before a number that may name the document it belongs to
_ENDS_IN_KIND = re.compile(rf"\b{ANY_KIND}$", re.IGNORECASE)


def own_number(head: Sequence[Paragraph], title: HeadTitle) -> str | None:
    """The document's own number; none where its place is empty, and never one that belongs to another document.

    A number in the title is the document's only right behind its kind ("NGHỊ ĐỊNH CỦA CHÍNH PHỦ SỐ …"). That of the
    decision with which a statute was issued ("kèm theo Quyết định số …") names the statute where nothing else does.
    """
    attached: str | None = None
    for index, paragraph in enumerate(head):
        if BASIS.match(paragraph.text) or (title.end and index >= title.end and len(paragraph.text) > 120):
            continue
        if index == title.at and (found := _title_number(head, title)):
            return found
        if _BLANK_NUMBER.search(paragraph.text) and not NUMBER_LINE.search(paragraph.text):
            return None
        if title.at <= index < title.end and title.at >= 0:
            continue
        for match in NUMBER_LINE.finditer(paragraph.text):
            before = re.sub(r"[\s|]*(?:số\s*)?$", "", paragraph.text[: match.start("number")].rstrip(" :."), flags=re.I)
            above = head[index - 1].text.strip(" *_|") if index and not before.strip(" (*_|") else ""
            before, above = before[-_NAME:], above[-_NAME:]
            colon = ":" in match.group()
            if _WITH.search(before):
                attached = attached or clean_number(match["number"])
            elif not (OTHERS.search(before) or (above and not colon and OTHERS.search(above))):
                return clean_number(match["number"])
    return attached


def _title_number(head: Sequence[Paragraph], title: HeadTitle) -> str | None:
    """The number right behind the kind, or on a line of the title of its own."""
    lines = [title.behind, *(bare(paragraph) for paragraph in head[title.at + 1 : title.end])]
    if match := OWN_NUMBER.match(" ".join(" ".join(lines).split())):
        return clean_number(match["number"])
    for index, line in enumerate(lines):
        own = re.match(rf"(?:Số|SỐ)\s*(?P<colon>[:.]?)\s*(?P<number>{SIGN})", line)
        if own and (own["colon"] or not _ENDS_IN_KIND.search(" ".join(lines[:index]).strip())):
            return clean_number(own["number"])
    return None
