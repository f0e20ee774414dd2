"""What is asked, as a value: the kind of answer wanted, the core question of a story, and the facts told around it.

Pure but for reading ``kinds.toml`` once (reviewed data: phrases, not code). A question may be of several kinds, the
main one first; composers look at the kind, nobody looks at words again.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from assistant.question.patterns import pattern
from corpus.core.phrases import pattern_of
from corpus.core.text import fold


class Wanted(StrEnum):
    """The kinds of answer a question may want."""

    STATUS = "status"
    GOVERNING = "governing"
    PREMISE = "premise"
    YES_NO = "yes_no"
    HOW_MANY = "how_many"
    WHEN = "when"
    WHO = "who"
    STEPS = "steps"
    LIST = "list"
    COMPARE = "compare"
    PLACE = "place"
    MEANING = "meaning"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a question wants.

    Attributes:
        kinds: what is wanted, the main kind first; never empty.
        core: the sentences that ask, as the user wrote them.
        facts: the other sentences, in their order: conditions, never the question.
    """

    kinds: tuple[Wanted, ...]
    core: str
    facts: tuple[str, ...] = ()

    @property
    def kind(self) -> Wanted:
        """The main kind."""
        return self.kinds[0]

    def wants(self, *kinds: Wanted) -> bool:
        """Whether one of these kinds is wanted, as the main one or beside it."""
        return any(kind in self.kinds for kind in kinds)


@dataclass(frozen=True, slots=True)
class _Row:
    kind: Wanted
    asks: re.Pattern[str]
    none: re.Pattern[str] | None
    document: bool


@cache
def _rows() -> tuple[_Row, ...]:
    data = tomllib.loads(files("assistant.question").joinpath("kinds.toml").read_text("utf-8"))
    words = {name: fold(phrase) for name, phrase in data["words"].items()}
    return tuple(
        _Row(
            Wanted(row["name"]),
            pattern_of(map(fold, row["asks"]), words),
            pattern_of(map(fold, row["none"]), words) if row.get("none") else None,
            row.get("document", False),
        )
        for row in data["kind"]
    )


@cache
def _document() -> re.Pattern[str]:
    data = tomllib.loads(files("assistant.question").joinpath("kinds.toml").read_text("utf-8"))
    return pattern_of(data["words"]["document"])


_SENTENCE = re.compile(r"(?<=[.?!…])[\"”’)]*\s+(?=\S)")
_ABBREVIATED = re.compile(r"(?:\b(?:tp|q|p|ths|ts|gs|st|vd|tr)\.|\d\.)$", re.IGNORECASE)
"""Ends that only look like the end of a sentence: ``TP. Vinh``, ``Mục 3. Điều``."""


def sentences_of(text: str) -> list[str]:
    """The sentences of what a person typed, in their order."""
    pieces: list[str] = []
    for piece in _SENTENCE.split(text.strip()):
        if pieces and _ABBREVIATED.search(pieces[-1]):
            pieces[-1] = f"{pieces[-1]} {piece}"
        elif piece.strip():
            pieces.append(piece.strip())
    return pieces


def wish_of(text: str, *, names_document: bool = False) -> Wish:
    """What a question wants.

    Args:
        text: the question as it stands alone, short forms written out.
        names_document: whether it is known to name a document (by number, say).
    """
    pieces = sentences_of(text)
    asking = [piece for piece in pieces if "?" in piece or _kinds(piece, True)]
    marked = [piece for piece in asking if "?" in piece]
    core = marked or asking[-1:] or pieces[-1:]
    facts = tuple(piece for piece in pieces if piece not in core)
    joined = " ".join(core)
    named = names_document or bool(_document().search(fold(text)))
    kinds = _kinds(joined, named) or (Wanted.OTHER,)
    return Wish(kinds, joined, facts)


def _kinds(text: str, named: bool) -> tuple[Wanted, ...]:
    return tuple(_fitting(" ".join(fold(text).split()), named))


def _fitting(key: str, named: bool) -> Iterator[Wanted]:
    for row in _rows():
        if row.document and not named:
            continue
        if row.asks.search(key) and not (row.none is not None and row.none.search(key)):
            yield row.kind


def asks_for_list(text: str) -> bool:
    """Whether a question asks for an enumeration (steps, cases, contents)."""
    return bool(pattern("asks_list").search(fold(text)))
