"""A document's head: number, kind, issuer, place, date, title, "căn cứ".

Pure. Everything is read as written and offered as a proposal: matching with the catalogue and the operator's
flags decide. What is not there stays ``None``; nothing is guessed. Where kind and title stand is read first
(``titles``); number, day and body are read by it, each by a module of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.core.model import Kind
from corpus.core.text import fold
from corpus.head.days import place_and_day
from corpus.head.issuers import issuer
from corpus.head.lines import BASIS, KINDS
from corpus.head.numbers import own_number
from corpus.head.titles import read_title
from corpus.structure.extract import LineKind, Paragraph
from corpus.structure.markers import MarkerRank, read_marker
from corpus.structure.zones import is_rule, is_title_line
from corpus.vietnamese.writtendates import IN_WORDS

_HEAD_LENGTH = 60  # paragraphs searched for the head; the longest seen head has about 40
_MERGED = re.compile(
    rf"(?P<head>.*\bngày\s*{IN_WORDS})[\s*_–-]+(?P<kind>(?:{'|'.join(name.upper() for name in KINDS)})(?=$|[\s:]).*"
    rf"|(?:{'|'.join(name.capitalize() for name in KINDS)})\s*)",
    re.DOTALL,
)
_ENACTING = re.compile(
    r"(?:như sau\s*:|(?:quyết định|quyết nghị|nghị định|quy định|ban hành|hướng dẫn)\s*:)\s*$", re.IGNORECASE
)
_LINE = 300  # characters


@dataclass(frozen=True, slots=True)
class Head:
    """What a document's head says; ``end`` is the index of the first paragraph after it."""

    number: str | None = None
    kind: Kind | None = None
    kind_name: str = ""
    issuer: str = ""
    place: str = ""
    issued: date | None = None
    title: str = ""
    bases: tuple[str, ...] = ()
    end: int = 0


def parse_head(paragraphs: Sequence[Paragraph]) -> Head:
    """Read the head of a document; ``paragraphs`` are repaired and none is blank."""
    body = _body_start(paragraphs)
    head = paragraphs[: max(body, 1)]
    title = read_title(head)
    number = own_number(head, title)
    place, issued = place_and_day(head, title, number, paragraphs[-40:])
    end = _head_end(paragraphs, body, title.end)
    return Head(
        number=number,
        kind=KINDS.get(title.kind_name),
        kind_name=title.kind_name,
        issuer=issuer(head, title),
        place=place,
        issued=issued,
        title=title.text,
        bases=tuple(
            p.text
            for p in paragraphs[:end]
            if BASIS.match(p.text) and fold(p.text).lstrip("-–+*• ").startswith("can cu")
        ),
        end=end,
    )


def apart(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs with a line that holds both the day and the kind ("…, ngày … QUY ĐỊNH") cut in two."""
    for index, paragraph in enumerate(paragraphs[:_HEAD_LENGTH]):
        if (
            paragraph.kind is LineKind.TEXT
            and len(paragraph.text) < _LINE
            and (cut := _MERGED.fullmatch(paragraph.text))
        ):
            first, second = cut["head"].strip(), paragraph.text[cut.start("kind") :].strip()
            pieces = (replace(paragraph, text=first), replace(paragraph, text=second))
            return (*paragraphs[:index], *pieces, *paragraphs[index + 1 :])
    return tuple(paragraphs)


def _body_start(paragraphs: Sequence[Paragraph]) -> int:
    """Index of the first paragraph with the marker of a body: Phần, Chương, Điều 1, I., 1., A., 1.1."""
    for index, paragraph in enumerate(paragraphs[: _HEAD_LENGTH * 2]):
        marker = read_marker(paragraph.text)
        if marker is None or marker.level >= MarkerRank.POINT or paragraph.kind is LineKind.ROW:
            continue
        if marker.number[-1] == 1 or marker.level in (MarkerRank.PART, MarkerRank.CHAPTER):
            return index
    return min(len(paragraphs), _HEAD_LENGTH)


def _head_end(paragraphs: Sequence[Paragraph], body: int, title_end: int) -> int:
    """First paragraph that is neither head nor enacting clause."""
    last_basis, based = title_end, False
    for position in range(title_end, body):
        text = paragraphs[position].text.strip()
        if BASIS.match(text) or _ENACTING.search(text) or (text.startswith("(") and position <= title_end + 2):
            last_basis, based = position + 1, based or not text.startswith("(")
        elif is_rule(text) and position <= title_end + 3:
            last_basis = max(last_basis, position + 1)
        elif last_basis == position and position > title_end:  # a bracket of two lines closes
            before = " ".join(paragraph.text for paragraph in paragraphs[title_end:position])
            if before.count("(") > before.count(")") and text.endswith(")"):
                last_basis = position + 1
    index = last_basis
    while index < body and based and (is_title_line(paragraphs[index]) or is_rule(paragraphs[index].text)):
        index += 1
    return index
