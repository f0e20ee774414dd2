"""A sentence as comparable units: hard facts, bodies, operators, terms, verbs, plain words – in order, with places.

Pure apart from reading the reviewed vocabulary ``lexicon.toml`` beside this file once. Every word of the text ends in
one unit, in the force of one unit (``phải``, ``không được``…), opens a phrase, or is *light* (a frozen list of
connectives). Units carry the sentence, the list item and the phrase they stand in, because word order may change
between phrases and not inside them. The passive (``X do A quyết định``) is brought to the order of the active
(``A quyết định X``) in claim and quote alike (``assistant.parsing.chunking``).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from assistant.parsing.chunking import arranged
from assistant.parsing.facts import fact_at
from assistant.parsing.normal_forms import canonical
from assistant.parsing.tokens import Token, tokens, word_key
from assistant.parsing.unit import Unit

_PROVES = {"ban chấp hành trung ương": ("trung ương",)}
"""Looser names that a body is known by: the Central Committee is ``Trung ương`` for short, but not the reverse."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the vocabulary says of a phrase."""

    kind: str
    key: str


class Lexicon:
    """The reviewed vocabulary, indexed by the words of each variant; longest match wins."""

    def __init__(self, data: Mapping[str, Mapping[str, list[str]]]) -> None:
        self.plain: dict[tuple[str, ...], Entry] = {}
        self.abbreviations: dict[tuple[str, ...], tuple[str, ...]] = {}
        self.kinds: dict[str, str] = {}
        for kind, groups in data.items():
            for key, variants in groups.items():
                self.kinds.setdefault(key, kind)
                for variant in variants:
                    parts = tuple(token.text for token in tokens(variant))
                    if variant.isupper():
                        self.abbreviations[parts] = tuple(word_key(word) for word in key.split())
                    else:
                        self.plain.setdefault(tuple(word_key(part) for part in parts), Entry(kind, key))
        self.longest = max(len(words) for words in self.plain)

    def expand(self, stream: list[Token]) -> list[Token]:
        """Abbreviations in capitals as the words they stand for; every word keeps the place of the abbreviation."""
        result: list[Token] = []
        at = 0
        while at < len(stream):
            for length in (3, 2, 1):
                piece = stream[at : at + length]
                words = self.abbreviations.get(tuple(token.text for token in piece)) if len(piece) == length else None
                if words:
                    start, end = piece[0].start, piece[-1].end
                    result += [Token(word, word, "word", start, end) for word in words]
                    at += length
                    break
            else:
                result.append(stream[at])
                at += 1
        return result

    def match(self, stream: list[Token], at: int) -> tuple[Entry, int] | None:
        """Longest entry at token ``at`` and the position after it."""
        best = None
        words: list[str] = []
        for last, token in enumerate(stream[at : at + self.longest], start=at + 1):
            if token.kind != "word" and not (token.text in {"/", "."} and last > at + 1):
                break
            words.append(token.key)
            if entry := self.plain.get(tuple(words)):
                best = (entry, last)
        return best


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The shipped vocabulary."""
    return Lexicon(tomllib.loads(files("assistant.parsing").joinpath("lexicon.toml").read_text("utf-8")))


@lru_cache(maxsize=1024)
def units(text: str) -> tuple[Unit, ...]:
    """Comparable units of ``text`` in comparing order."""
    return arranged(_bounded(canonical(_read(text))), text)


def _read(text: str) -> list[Unit]:
    words = lexicon()
    stream = words.expand(tokens(text))
    found: list[Unit] = []
    at = 0
    while at < len(stream):
        entry = words.match(stream, at)
        if (
            entry
            and entry[0].key == "theo quy định"
            and (named := fact_at(stream, at + 1))
            and named.kind == "document"
        ):
            entry = Entry("opener", "theo"), at + 1
        fact = fact_at(stream, at)
        if fact and (entry is None or fact.last >= entry[1]):
            last = fact.last
            unit = Unit(fact.kind, fact.key, stream[at].start, stream[last - 1].end, fact.also)
            if fact.key == "num:1:" and last < len(stream) and stream[last].key == "trong":
                last, unit = last + 1, replace(unit, kind="quantifier", key="một trong", end=stream[last].end)
        elif entry:
            last = entry[1]
            also = _PROVES.get(entry[0].key, ()) if entry[0].kind == "body" else ()
            unit = Unit(entry[0].kind, entry[0].key, stream[at].start, stream[last - 1].end, also)
        else:
            last, token = at + 1, stream[at]
            kind = token.kind if token.kind in {"word", "mark"} else "number"
            unit = Unit(kind, token.key, token.start, token.end)
            if token.text == "/" and last < len(stream) and stream[last].key == word_key("lần"):
                last, unit = last + 1, Unit("number", "num:1:lần", token.start, stream[last].end)
        found.append(unit)
        at = last
    return found


def _bounded(found: list[Unit]) -> list[Unit]:
    """Give each figure its bound and drop the bound words; a bound word that binds no figure is a word."""
    result: list[Unit] = []
    pending: Unit | None = None
    distance = at = 0
    for unit in found:
        if unit.kind in {"bound", "maybe_bound"}:
            if (
                pending is not None
                and pending.kind == "bound"
                and distance == 0
                and (unit.key == pending.key or (pending.key, unit.key) == ("ge", "gt"))
            ):
                pending = replace(pending, key=unit.key)
                continue
            if pending is not None:
                result.insert(at, _unbinding(pending))
            pending, distance, at = unit, 0, len(result)
            continue
        if unit.kind == "after_bound":
            _bind_back(result, unit)
            continue
        if pending is not None:
            if unit.kind == "number":
                unit = replace(unit, bound=_bound(pending.key, unit))
                pending = None
            elif unit.kind in {"date", "ordinal"} and pending.kind == "maybe_bound":
                unit = replace(unit, bound=pending.key if pending.key in {"from", "until", "gt", "lt"} else "")
                pending = None
            else:
                distance += unit.kind not in {"light", "optional"}
                if distance > (3 if pending.kind == "bound" else 0) or unit.kind == "mark":
                    result.insert(at, _unbinding(pending))
                    pending = None
        result.append(unit)
    if pending is not None:
        result.insert(at, _unbinding(pending))
    return result


def _bind_back(result: list[Unit], after: Unit) -> None:
    for back in range(len(result) - 1, max(-1, len(result) - 9), -1):
        if result[back].kind == "mark":
            break
        if result[back].kind == "number" and result[back].bound in {"", after.key}:
            result[back] = replace(result[back], bound=after.key)
            return
    result.append(replace(after, kind="word"))


def _bound(key: str, figure: Unit) -> str:
    if ".." in figure.key:
        return "" if key in {"from", "until", "full", "about"} else key
    return {"from": "ge", "full": "", "until": "le"}.get(key, key)


def _unbinding(word: Unit) -> Unit:
    if word.key in {"from", "until"} and word.kind == "maybe_bound":
        return replace(word, kind="opener" if word.key == "from" else "light", key="từ")
    return replace(word, kind="word")
