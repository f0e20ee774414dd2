"""Which acts a rule decides, and the many words people have for them: reviewed data by record and place.

Edge: reads ``decisions/<record id>.toml``; ``decisions/words.toml`` names phrases that all files share. Phrases are
those of ``corpus.core.phrases`` over folded text. No entry says yes or no: it quotes the words of the rule that carry
the force (phải, được, không được …), and who reads it derives the rest. Fields of an entry::

    place    path of the provision in the record's digest
    words    the words of its text that carry the force, byte for byte
    about    what the question must speak of: every one of these phrases
    act      how people say what the rule says
    counter  how they say what excludes it ("giơ tay" where the rule says "phiếu kín")
    unless   none of these may be said: another body, level, phase, case
    also     what may be denied or made a condition in the question without changing the answer
    called   (of the whole file) how people call the document, where they give no number
    given    the rule holds only for a figure: its words in the text, and how people tell it
    limit    the rule is itself a figure: likewise
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import tomli

from corpus.core.codes import Code
from corpus.core.errors import CorpusError
from corpus.core.phrases import LazyPattern, PhraseError, lazy_pattern_of, pattern_of
from corpus.core.text import to_nfc
from corpus.shipped.catalogue import ROOT

FOLDER = ROOT / "decisions"
WORDS = "words.toml"
Bound = Literal["ge", "gt", "le", "lt", ""]
_FIELDS = {"place", "words", "about", "act", "counter", "unless", "also", "given", "limit"}
_COUNT_FIELDS = {"words", "told", "of", "bound", "enough", "surplus"}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure of the rule and how a question tells one of the same quantity.

    Attributes:
        words: the words of the rule that hold the figure.
        told: phrases with the question's figure, the surest first.
        of: phrases with the whole that the told figure is a part of, where the rule gives a share.
        bound: on which side of the figure the rule holds, where its words alone do not say so.
        enough: whether keeping this figure is all that the rule asks.
        surplus: whether what is told exceeds the whole (a list of 20 for 15 places) and the rule limits the excess.
    """

    words: str
    told: tuple[LazyPattern, ...]
    of: tuple[LazyPattern, ...] = ()
    bound: Bound = ""
    enough: bool = False
    surplus: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """One act that one provision decides; the module tells the fields."""

    record: str
    place: str
    words: str
    about: tuple[LazyPattern, ...]
    act: LazyPattern | None = None
    counter: LazyPattern | None = None
    unless: LazyPattern | None = None
    also: LazyPattern | None = None
    given: Quantity | None = None
    limit: Quantity | None = None
    called: LazyPattern | None = None


@cache
def load_decisions(folder: Path = FOLDER) -> tuple[Decision, ...]:
    """Every entry, in the order of file names.

    Raises:
        CorpusError: ``corpus.decisions`` naming the file and the entry that is faulty.
    """
    names = _read(folder / WORDS) if (folder / WORDS).is_file() else {}
    found: list[Decision] = []
    for path in sorted(folder.glob("*.toml")):
        if path.name == WORDS:
            continue
        data = _read(path)
        called = lazy_pattern_of(data["called"], names) if "called" in data else None
        for number, row in enumerate(data.get("decision", ()), 1):
            try:
                found.append(replace(_decision(path.stem, row, names), called=called))
            except (PhraseError, KeyError, TypeError, ValueError) as error:
                raise _faulty(path, f"mục {number} ({row.get('place', '?')}): {error}") from error
    return tuple(found)


@cache
def strangers(folder: Path = FOLDER) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Bodies that are none of the Party's, and acts that no entry is about: what an entry must know to decide of it."""
    names = _read(folder / WORDS)
    return pattern_of(names["other_bodies"], names), pattern_of(names["other_acts"], names)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomli.loads(to_nfc(path.read_text("utf-8")))
    except tomli.TOMLDecodeError as error:
        raise _faulty(path, str(error)) from error


def _faulty(path: Path, what: str) -> CorpusError:
    return CorpusError(Code.CORPUS_DECISIONS, f"Tệp quyết định “{path.name}” sai: {what}.")


def _decision(record: str, row: Mapping[str, Any], names: Mapping[str, str]) -> Decision:
    if unknown := set(row) - _FIELDS:
        raise ValueError(f"unknown fields {sorted(unknown)}")
    if not {"act", "counter", "limit"} & set(row):
        raise ValueError("nothing is decided: no act, counter or limit")
    if not row.get("about"):
        raise ValueError("nothing is spoken of")

    def one(name: str) -> LazyPattern | None:
        return lazy_pattern_of(row[name], names) if name in row else None

    return Decision(
        record,
        row["place"],
        row["words"],
        tuple(lazy_pattern_of(phrase, names) for phrase in row["about"]),
        one("act"),
        one("counter"),
        one("unless"),
        one("also"),
        _count(row.get("given"), names),
        _count(row.get("limit"), names),
    )


def _count(row: Mapping[str, Any] | None, names: Mapping[str, str]) -> Quantity | None:
    if row is None:
        return None
    if unknown := set(row) - _COUNT_FIELDS:
        raise ValueError(f"unknown fields {sorted(unknown)}")
    return Quantity(
        row["words"],
        tuple(lazy_pattern_of(phrase, names) for phrase in row["told"]),
        tuple(lazy_pattern_of(phrase, names) for phrase in row.get("of", ())),
        row.get("bound", ""),
        row.get("enough", False),
        row.get("surplus", False),
    )
