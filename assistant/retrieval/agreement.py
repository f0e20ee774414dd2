"""Does a rule govern the question (contract R14)? True words beside the point are a refusal. Pure.

Questions and rules are held against each other on what ``agreement.toml`` lists: *axes* whose sides exclude each other
(a least or a most, where merged or where not, which body), *attributes* that a rule must speak of to answer (a fee, a
form, an hour), and *counts*, which want a number with the thing counted. All of it weighs in the judge
(``assistant.retrieval.features``); a difference on an axis marked ``veto`` refuses by itself, as does the lack of an
attribute so marked. The headings of a rule belong to it. A rule that names both sides, or neither, is not objected to.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from corpus.core.model import Provision
from corpus.core.phrases import pattern_of
from corpus.core.text import fold

_TOKEN = re.compile(r"[a-z]+|%|\d+(?:[./,]\d+)*")
_HOW_MANY = re.compile(r"\b(?:bao nhieu|may|bao(?= lau))\s+([a-z%]+)(?:\s+([a-z]+))?")
_AFTER = 4
"""Words after a number among which the thing counted stands ("1/3 tổng số cấp ủy viên")."""


@dataclass(frozen=True, slots=True)
class Facets:
    """What a question asks for, or what a rule speaks of: sides by axis, attributes, and things counted."""

    sides: Mapping[str, frozenset[str]]
    attributes: frozenset[str]
    counted: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    asks: re.Pattern[str]
    says: re.Pattern[str]
    veto: bool = False


@dataclass(frozen=True, slots=True)
class _Axis:
    name: str
    sides: tuple[_Named, ...]
    whole: bool
    veto: bool


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("assistant.retrieval").joinpath("agreement.toml").read_text("utf-8"))


def _named(row: Mapping[str, Any]) -> _Named:
    asks, says = row["asks"], row.get("says", row["asks"])
    told, said = (pattern_of(phrases, _data()["words"]) for phrases in (asks, says))
    return _Named(row["name"], told, said, row.get("veto", False))


@cache
def _axes() -> tuple[_Axis, ...]:
    return tuple(
        _Axis(row["name"], tuple(map(_named, row["side"])), row.get("whole", False), row.get("veto", False))
        for row in _data()["axis"]
    )


@cache
def _attributes() -> tuple[_Named, ...]:
    return tuple(map(_named, _data()["attribute"]))


@cache
def _listed(name: str) -> Mapping[str, frozenset[str]]:
    return {key: frozenset(words.split(" | ")) for key, words in _data()[name].items()}


def said_facets(provision: Provision) -> Facets:
    """What a rule speaks of, its headings included."""
    key = _key(*provision.trail[-2:], provision.heading, provision.text)
    tokens, counted = _TOKEN.findall(key), set[str]()
    for place, token in enumerate(tokens):
        if token[0].isdigit() or token in _listed("numbers")["words"]:
            # The half and the share are the thing counted themselves ("quá nửa", "30%").
            after = tokens[place : place + 1 + _AFTER]
            counted.update(after, (" ".join(pair) for pair in pairwise(after)))
    return Facets(
        {axis.name: frozenset(side.name for side in axis.sides if side.says.search(key)) for axis in _axes()},
        frozenset(attribute.name for attribute in _attributes() if attribute.says.search(key)),
        frozenset(counted),
    )


def asked_facets(aim: str, whole: str) -> Facets:
    """What a question asks for in the clauses that ask, and under which conditions told anywhere in it."""
    key, told = _key(aim), _key(whole)
    return Facets(
        {
            axis.name: frozenset(side.name for side in axis.sides if side.asks.search(told if axis.whole else key))
            for axis in _axes()
        },
        frozenset(attribute.name for attribute in _attributes() if attribute.asks.search(key)),
        frozenset(noun for match in _HOW_MANY.finditer(key) if (noun := _counted(match[1], match[2]))),
    )


def _counted(first: str, second: str | None) -> str:
    """The thing counted, in as many words as the list knows it by; empty where "mấy" counts nothing."""
    if first in _listed("uncounted")["words"]:
        return ""
    both = f"{first} {second}" if second else first
    return first if first in _listed("counts") and both not in _listed("counts") else both


def met(asked: Facets, said: Facets) -> tuple[float, ...]:
    """How far a rule gives what is asked for.

    A number with the thing counted is there, or is missing; the attribute asked for is spoken of, or is not; axes on
    which both differ; axes on which they agree.
    """
    counts = [not said.counted.isdisjoint(_listed("counts").get(noun, {noun})) for noun in asked.counted]
    both = [(asked.sides[name], said.sides[name]) for name in asked.sides if asked.sides[name] and said.sides[name]]
    return (
        float(bool(counts) and all(counts)),
        float(not all(counts)),
        float(bool(asked.attributes) and asked.attributes <= said.attributes),
        float(not asked.attributes <= said.attributes),
        float(sum(one.isdisjoint(other) for one, other in both)),
        float(sum(not one.isdisjoint(other) for one, other in both)),
    )


def disagrees(question: str, provision: Provision) -> bool:
    """Whether a rule sets the other bound, holds for the opposite condition, or never names the award asked for."""
    asked, said = asked_facets(question, question), said_facets(provision)
    sides = ((asked.sides[axis.name], said.sides[axis.name]) for axis in _axes() if axis.veto)
    lacks = (one for one in _attributes() if one.veto and one.name in asked.attributes - said.attributes)
    return any(lacks) or any(one and other and one.isdisjoint(other) for one, other in sides)


def _key(*texts: str) -> str:
    return " ".join(fold(" ".join(texts)).split())
