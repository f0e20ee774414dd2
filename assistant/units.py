"""A sentence as comparable units: hard facts, bodies, operators, terms, verbs, plain words – in order, with places.

Pure apart from reading the reviewed vocabulary ``lexicon.toml`` beside this file once. Every word of the text ends in
exactly one unit or is *light* (a frozen list of connectives). Units remember whether a phrase boundary stands before
them, because word order may change between phrases and not inside them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from assistant.lexer import Token, tokens, word_key
from assistant.quantities import Fact, fact_at

OPERATORS = frozenset({"negation", "modality", "only", "exception", "condition", "relation", "quantifier"})


@dataclass(frozen=True, slots=True)
class Unit:
    """One comparable unit; ``kind`` is a fact kind, an operator kind, ``body``, ``term``, ``verb`` or ``word``.

    Attributes:
        key: canonical form; two units say the same when their keys are equal.
        also: weaker keys that this unit proves when it stands in a quote.
        bound: for a figure, its bound (``ge``, ``le``, ``gt``, ``lt``, ``from``, ``until``, ``about`` or empty).
        start, end: place in the text.
        sentence: number of the sentence or list item.
        phrase: number of the phrase (a new one starts at punctuation and at words such as ``nếu``, ``trừ``, ``để``).
    """

    kind: str
    key: str
    start: int
    end: int
    also: tuple[str, ...] = ()
    bound: str = ""
    sentence: int = 0
    phrase: int = 0

    def proves(self, claimed: Unit) -> bool:
        """Whether this unit of a quote says what ``claimed`` says (bounds aside)."""
        return claimed.key == self.key or claimed.key in self.also


@dataclass(frozen=True, slots=True)
class Entry:
    """What the vocabulary says of a phrase."""

    kind: str
    key: str


class Lexicon:
    """The reviewed vocabulary, indexed by the words of each variant; longest match wins."""

    def __init__(self, data: Mapping[str, Mapping[str, list[str]]]) -> None:
        self.plain: dict[tuple[str, ...], Entry] = {}
        self.capital: dict[str, Entry] = {}
        for kind, groups in data.items():
            for key, variants in groups.items():
                for variant in [*variants] if kind != "light" else variants:
                    entry = Entry(kind, key if kind != "light" else "")
                    if variant.upper() == variant and " " not in variant and variant.isalpha():
                        self.capital[variant] = entry
                    else:
                        self.plain[tuple(word_key(word) for word in variant.split())] = entry
        self.longest = max(len(words) for words in self.plain)

    def match(self, stream: list[Token], at: int) -> tuple[Entry, int] | None:
        """Longest entry at token ``at`` and the position after it."""
        words: list[str] = []
        best = None
        for token in stream[at : at + self.longest]:
            if token.kind != "word":
                break
            words.append(token.key)
            if entry := self.plain.get(tuple(words)):
                best = (entry, at + len(words))
        if best is None and (entry := self.capital.get(stream[at].text)):
            return entry, at + 1
        return best


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The shipped vocabulary."""
    return Lexicon(tomllib.loads(files("assistant").joinpath("lexicon.toml").read_text("utf-8")))


def units(text: str) -> tuple[Unit, ...]:
    """Comparable units of ``text`` in order."""
    stream, words = tokens(text), lexicon()
    found: list[Unit] = []
    at = 0
    while at < len(stream):
        entry = words.match(stream, at)
        fact = None if entry and entry[1] - at > 1 else fact_at(stream, at)
        if fact:
            found.append(_of_fact(fact, stream, at))
            at = fact.last
        elif entry:
            found.append(Unit(entry[0].kind, entry[0].key, stream[at].start, stream[entry[1] - 1].end))
            at = entry[1]
        else:
            token = stream[at]
            kind = "word" if token.kind == "word" else "mark" if token.kind == "mark" else "number"
            found.append(Unit(kind, token.key, token.start, token.end))
            at += 1
    return tuple(_bounded(found))


def _of_fact(fact: Fact, stream: list[Token], at: int) -> Unit:
    return Unit(fact.kind, fact.key, stream[at].start, stream[fact.last - 1].end, fact.also)


def _bounded(found: list[Unit]) -> list[Unit]:
    """Give each figure its bound and drop the bound words; words that bind no figure become plain or light."""
    result: list[Unit] = []
    pending: Unit | None = None
    for unit in found:
        if unit.kind in {"bound", "maybe_bound"}:
            pending = unit if pending is None or pending.kind == "maybe_bound" else pending
            continue
        if unit.kind in {"number", "date", "ordinal"} and pending is not None:
            unit = replace(unit, bound=pending.key)
            pending = None
        elif unit.kind not in {"light", "modality"} and pending is not None:
            result.append(replace(pending, kind="word" if pending.kind == "bound" else "light"))
            pending = None
        result.append(unit)
    return result
