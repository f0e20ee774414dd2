"""For which case is a rule made, and is it the case that the question tells (contract R14)? Pure.

A rule may say for whom it holds: in the army, from a level upwards, for ballots with several names, after one form of
discipline. Such a rule is no answer to a question that tells another case, and one of a *special* setting (army,
police, abroad) none to a question that does not tell that setting. Which words tell a case is reviewed data with its
source (``domains.toml``). The rule's own words count; its headings and the title of its document where they say none.
What a question names by document is not held to be foreign, what it names by place is quoted as it stands.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from assistant.question.references import at_place
from assistant.question.understanding import Understood
from corpus.core.model import Document, Provision, TextKind
from corpus.core.phrases import LazyPattern, lazy_pattern_of
from corpus.core.sentences import body_start
from corpus.core.text import fold

KEPT = 8192
"""Cases of provisions kept at once."""
_WORD = re.compile(r"\w+")

Cases = Mapping[str, frozenset[str]]
"""Sides by axis; an axis without a side is left out."""


@dataclass(frozen=True, slots=True)
class CaseSide:
    """One case of an axis: words of a rule, of its headings and of a question that tell it; see ``domains.toml``."""

    name: str
    says: LazyPattern | None
    covers: LazyPattern | None
    heads: LazyPattern | None
    asks: LazyPattern | None
    special: bool
    not_on: tuple[date, ...]

    def told(self, key: str, day: date) -> bool:
        """Whether a question of that day tells this case."""
        if self.asks is None or (self.not_on and self.not_on[0] <= day <= self.not_on[1]):
            return False
        return self.asks.search(key) is not None


@cache
def _axes() -> dict[str, tuple[CaseSide, ...]]:
    data = tomllib.loads(files("assistant.retrieval").joinpath("domains.toml").read_text("utf-8"))
    return {row["name"]: tuple(map(_side, row["side"])) for row in data["axis"]}


def _side(row: Mapping[str, Any]) -> CaseSide:
    says, covers, heads, asks = (
        lazy_pattern_of(row[name]) if name in row else None for name in ("says", "covers", "heads", "asks")
    )
    special, not_on = row.get("special", False), tuple(row.get("not_on", ()))
    return CaseSide(row["name"], says, covers, heads, asks, special, not_on)


def applies_to(provision: Provision, document: Document) -> Cases:
    """The cases that a rule limits itself to, by axis; empty for a rule that says no case."""
    return _applies_to(provision, document.record.title)


@lru_cache(KEPT)
def _applies_to(provision: Provision, title: str) -> Cases:
    text = _key(provision.text[body_start(provision.text) :])
    around = (_key(provision.heading), _key(" ".join(provision.trail)), _key(title))
    found: dict[str, frozenset[str]] = {}
    for axis, sides in _axes().items():
        headed = (_named(sides, "heads", key) for key in around)
        if own := _named(sides, "says", text):
            found[axis] = own | _named(sides, "covers", text)
        elif cases := next(filter(None, headed), frozenset()):
            found[axis] = cases
    return found


def _named(sides: Iterable[CaseSide], words: str, key: str) -> frozenset[str]:
    patterns: dict[str, LazyPattern | None] = {side.name: getattr(side, words) for side in sides}
    return frozenset(name for name, pattern in patterns.items() if pattern is not None and pattern.search(key))


@lru_cache(KEPT)
def cases_told(question: str, day: date) -> Cases:
    """The cases that a question tells, by axis."""
    key = _key(question)
    told = {axis: frozenset(side.name for side in sides if side.told(key, day)) for axis, sides in _axes().items()}
    return {axis: cases for axis, cases in told.items() if cases}


def foreign(understood: Understood, provision: Provision, document: Document) -> bool:
    """Whether a rule is made for another case than the one told, or for a special setting that nothing tells."""
    limits = applies_to(provision, document) if document.text_kind is not TextKind.CATALOGUE else {}
    if not limits:
        return False
    references = understood.references
    named = document.record.id in references.records
    if named and any(at_place(place, provision) for place in references.places):
        return False
    told, before = cases_told(understood.plain, understood.as_of.day), _told_before(understood)
    for axis, cases in limits.items():
        if axis in told:
            if cases.isdisjoint(told[axis]):
                return True
        elif not named and cases.isdisjoint(before.get(axis, ())) and _special(axis, cases):
            return True
    return False


def made_for_told(understood: Understood, provision: Provision, document: Document) -> bool:
    """Whether a rule is limited to a case and the question tells that very case."""
    told = cases_told(understood.plain, understood.as_of.day)
    limits = applies_to(provision, document) if document.text_kind is not TextKind.CATALOGUE else {}
    return any(not cases.isdisjoint(told.get(axis, ())) for axis, cases in limits.items())


def _told_before(understood: Understood) -> Cases:
    """What the turns before tell: enough to mean a special setting still, not to set a rule aside."""
    if understood.earlier is None:
        return {}
    before = understood.earlier.understood
    return {**_told_before(before), **cases_told(before.plain, before.as_of.day)}


def _special(axis: str, cases: frozenset[str]) -> bool:
    return all(side.special for side in _axes()[axis] if side.name in cases)


def _key(*texts: str) -> str:
    return " ".join(_WORD.findall(fold(" ".join(texts))))
