"""A sentence as comparable units: hard facts, bodies, operators, terms, verbs, plain words – in order, with places.

Pure apart from reading the reviewed vocabulary ``lexicon.toml`` beside this file once. Every word of the text ends in
exactly one unit, opens a phrase, or is *light* (a frozen list of connectives). Units carry the sentence, the list item
and the phrase they stand in, and the word or mark that opened the phrase, because word order may change between
phrases and not inside them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from assistant.lexer import Token, tokens, word_key
from assistant.quantities import fact_at

FORCE = frozenset({"negation", "modality", "only"})
OPERATORS = FORCE | {"exception", "condition", "relation", "quantifier"}
FACTS = frozenset({"number", "ordinal", "date", "article", "document"})
_STOPS = {".", "!", "?", "…"}
_CLOSERS = {"”", '"', "'", "’", ")", "]"}
_BREAKS = {",", ":", "(", ")", "–", "—", "-", "“", "”", "[", "]", "/", "+", "•"}


@dataclass(frozen=True, slots=True)
class Unit:
    """One comparable unit; ``kind`` is a fact kind, an operator kind, ``body``, ``term``, ``verb``, ``optional`` or ``word``.

    Attributes:
        key: canonical form; two units say the same when their keys are equal.
        also: weaker keys that this unit proves when it stands in a quote.
        bound: for a figure, its bound (``ge``, ``le``, ``gt``, ``lt``, ``about`` or empty).
        start, end: place in the text.
        sentence, item, phrase: running numbers; an item ends at a semicolon, a sentence at a full stop or line end.
        opener: the word or mark that opened the phrase (``nếu``, ``do``, ``,``, ``:``…).
    """

    kind: str
    key: str
    start: int
    end: int
    also: tuple[str, ...] = ()
    bound: str = ""
    sentence: int = 0
    item: int = 0
    phrase: int = 0
    opener: str = ""

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
        self.capital: dict[tuple[str, ...], Entry] = {}
        for kind, groups in data.items():
            for key, variants in groups.items():
                for variant in variants:
                    parts = tuple(token.text for token in tokens(variant))
                    if variant.isupper():
                        self.capital[parts] = Entry(kind, key)
                    self.plain.setdefault(tuple(word_key(part) for part in parts), Entry(kind, key))
                    if variant.isupper():
                        del self.plain[tuple(word_key(part) for part in parts)]
        self.longest = max(len(words) for words in (*self.plain, *self.capital))

    def match(self, stream: list[Token], at: int) -> tuple[Entry, int] | None:
        """Longest entry at token ``at`` and the position after it."""
        best = None
        for last in range(at + 1, min(at + self.longest, len(stream)) + 1):
            piece = stream[at:last]
            if any(token.kind not in {"word", "mark"} for token in piece) or piece[-1].text in _STOPS | {","}:
                break
            entry = self.capital.get(tuple(t.text for t in piece)) or self.plain.get(tuple(t.key for t in piece))
            if entry:
                best = (entry, last)
        return best


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The shipped vocabulary."""
    return Lexicon(tomllib.loads(files("assistant").joinpath("lexicon.toml").read_text("utf-8")))


@lru_cache(maxsize=512)
def units(text: str) -> tuple[Unit, ...]:
    """Comparable units of ``text`` in order."""
    return tuple(_placed(_passive(_bounded(_read(text))), text))


def _read(text: str) -> list[Unit]:
    stream, words = tokens(text), lexicon()
    found: list[Unit] = []
    at = 0
    while at < len(stream):
        entry = words.match(stream, at)
        fact = None if entry and entry[1] - at > 1 else fact_at(stream, at)
        if fact:
            last = fact.last
            found.append(Unit(fact.kind, fact.key, stream[at].start, stream[last - 1].end, fact.also))
        elif entry:
            last = entry[1]
            found.append(Unit(entry[0].kind, entry[0].key, stream[at].start, stream[last - 1].end))
        else:
            last, token = at + 1, stream[at]
            kind = token.kind if token.kind in {"word", "mark"} else "number"
            found.append(Unit(kind, token.key, token.start, token.end))
        at = last
    return found


def _bounded(found: list[Unit]) -> list[Unit]:
    """Give each figure its bound and drop the bound words; a bound word that binds no figure is a word."""
    result: list[Unit] = []
    pending: Unit | None = None
    distance = 0
    for unit in found:
        if unit.kind in {"bound", "maybe_bound"}:
            if pending is not None and pending.kind == "bound":
                continue
            if pending is not None:
                result.append(_unbinding(pending))
            pending, distance = unit, 0
            continue
        if unit.kind == "after_bound":
            for back in range(len(result) - 1, max(-1, len(result) - 9), -1):
                if result[back].kind == "mark":
                    break
                if result[back].kind == "number":
                    result[back] = replace(result[back], bound=unit.key)
                    break
            else:
                result.append(replace(unit, kind="word"))
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
                far = distance > (3 if pending.kind == "bound" else 0) or unit.kind == "mark"
                if far:
                    result.append(_unbinding(pending))
                    pending = None
        result.append(unit)
    if pending is not None:
        result.append(_unbinding(pending))
    return result


def _bound(key: str, figure: Unit) -> str:
    if ".." in figure.key:
        return "" if key in {"from", "until", "full", "about"} else key
    return {"from": "ge", "full": "", "until": "le"}.get(key, key)


def _unbinding(word: Unit) -> Unit:
    if word.kind == "bound":
        return replace(word, kind="word")
    if word.key in {"from", "until"}:
        return replace(word, kind="opener" if word.key == "from" else "light", key="từ")
    return replace(word, kind="word")


def _passive(found: list[Unit]) -> list[Unit]:
    """``được`` before an agent marks the passive, as ``do`` does; elsewhere it gives leave and stays an operator."""
    result = []
    for index, unit in enumerate(found):
        following = next((u for u in found[index + 1 : index + 3] if u.kind not in {"light", "optional"}), None)
        if unit.kind == "modality" and unit.key == "được" and following is not None and following.kind == "body":
            unit = replace(unit, kind="opener", key="do")
        result.append(unit)
    return result


def _placed(found: Iterable[Unit], text: str) -> list[Unit]:
    """Number sentences, items and phrases; marks, openers and light words are used up."""
    result: list[Unit] = []
    sentence = item = phrase = 0
    opener, broken, last_end = "", False, 0
    for unit in found:
        if "\n" in text[last_end : unit.start] and result and not broken:
            sentence, item, phrase, opener, broken = sentence + 1, item + 1, phrase + 1, ".", True
        last_end = unit.end
        if unit.kind == "mark":
            if unit.key in _STOPS and not _inside_number(text, unit):
                sentence, item, phrase, opener, broken = sentence + 1, item + 1, phrase + 1, ".", True
            elif unit.key == ";":
                item, phrase, opener, broken = item + 1, phrase + 1, ";", True
            elif unit.key in _BREAKS:
                phrase, opener, broken = phrase + 1, unit.key if not broken else opener, True
            continue
        if unit.kind == "light":
            continue
        if unit.kind == "opener":
            joins = unit.key == "và" and result and _subject_list(result)
            if not joins:
                phrase += 1
                opener, broken = (unit.key if not broken or opener in {",", ":"} else f"{opener}{unit.key}"), True
            continue
        if unit.key == "sau" and unit.kind == "relation" and text[unit.end :].lstrip()[:1] in {":", ""}:
            continue
        if unit.kind in {"condition", "exception", "relation"} or (unit.kind == "quantifier" and unit.key == "hoặc"):
            if not broken:
                phrase += 1
            opener = unit.key if unit.kind != "relation" else "thời gian"
        broken = False
        result.append(replace(unit, sentence=sentence, item=item, phrase=phrase, opener=opener))
    return result


def _subject_list(result: list[Unit]) -> bool:
    """Whether the running phrase holds only bodies so far: the next ``và`` joins two subjects."""
    running = [unit for unit in result if unit.phrase == result[-1].phrase]
    return all(unit.kind == "body" for unit in running) and len(running) <= 2


def _inside_number(text: str, mark: Unit) -> bool:
    return mark.end < len(text) and text[mark.end].isalnum()
