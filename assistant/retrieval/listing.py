"""Which list a question asks for, and whether a rule gives that one (contract R14). Pure.

"Nội quy đại hội gồm những nội dung nào?" shares nearly all its words with the rules on the contents of a congress. A
rule that lists what something consists of answers only for the thing that its headings or its lead name, and a step of
a procedure for no thing at all. The other way round, a rule whose heading is the name of the list that is asked for
("Nhiệm vụ của ban kiểm phiếu") gives it, whatever else is told around the question. Which words ask for a list, which
things have contents and how headings name lists, is reviewed data (``listing.toml``).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from assistant.question.understanding import Understood
from corpus.core.model import Provision
from corpus.core.phrases import pattern_of
from corpus.core.sentences import body_start
from corpus.core.text import fold
from corpus.vietnamese.contentwords import content_words

KEPT = 4096
"""Questions and rules kept at once."""
SHORT = 200
"""Characters of a rule that does no more than point at another text."""
_CLAUSE = re.compile(r"[,.;:?!–]\s+|\b(?:thì|thi)\b")
_WORD = re.compile(r"\w+")
_LEAD_CLAUSES = 2
"""Clauses at the beginning of a rule in which the thing that it is about is named."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of list: words that ask for one, and words with which the heading of one begins."""

    asks: re.Pattern[str]
    heads: re.Pattern[str]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("assistant.retrieval").joinpath("listing.toml").read_text("utf-8"))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return pattern_of(_data()[name])


@cache
def _kinds() -> tuple[_Kind, ...]:
    return tuple(_Kind(pattern_of(row["asks"]), pattern_of(row["heads"])) for row in _data()["kind"])


@cache
def _things(accented: bool) -> re.Pattern[str]:
    return pattern_of(name if accented else fold(name) for name in _data()["things"])


def _key(text: str, accented: bool = False) -> str:
    return " ".join((text.lower() if accented else fold(text)).split())


@lru_cache(KEPT)
def things_listed(question: str, accented: bool) -> tuple[str, ...]:
    """The things whose contents a question asks for, as it calls them; empty where it asks for those of none.

    Args:
        question: with its short forms written out.
        accented: whether its diacritics count.
    """
    asks = _pattern("asks").search(fold(question))
    if asks is None or len(fold(question)) != len(question):
        return ()
    clause = _key(_CLAUSE.split(question[: asks.start()])[-1], accented)
    return tuple(named.group() for named in _things(accented).finditer(clause))


def lists_another(understood: Understood, provision: Provision) -> bool:
    """Whether a provision lists the contents of another thing than is asked for, or the order of another doing."""
    return _contents_of_another(understood, provision) or _orders_another(understood, provision)


def _orders_another(understood: Understood, provision: Provision) -> bool:
    asked, told, heading = _key(understood.wish.core), _key(understood.plain), _key(provision.heading)
    return bool(_pattern("asks_order").search(asked)) and any(
        heads.match(heading) and not asks.search(told) for heads, asks in _orders()
    )


@cache
def _orders() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((pattern_of(row["heads"]), pattern_of(row["asks"])) for row in _data()["orders"])


def left_out(understood: Understood, provision: Provision) -> list[str]:
    """Ids of the rules that leave out a step of this one for the kind of congress that a question tells."""
    told, says = _key(understood.plain), " ".join(_WORD.findall(fold(provision.text)))
    return [
        row["adds"]
        for row in _data()["left_out"]
        if pattern_of(row["says"]).search(says)
        and pattern_of(row["told"]).search(told)
        and not pattern_of(row["unless"]).search(told)
    ]


def asks_order(understood: Understood) -> bool:
    """Whether a question asks for an order of doing from its beginning to its end, not for the place of one step."""
    core = _key(understood.wish.core)
    return bool(_pattern("asks_order").search(core)) and not _pattern("asks_one_step").search(core)


def is_step(provision: Provision) -> bool:
    """Whether a rule is one step of a procedure by its heading."""
    return bool(_pattern("steps").search(_key(provision.heading)))


def _contents_of_another(understood: Understood, provision: Provision) -> bool:
    things = things_listed(understood.plain, understood.accented)
    if not things or not _lists(provision):
        return False
    head = _head(provision, understood.accented)
    named = any(re.search(rf"\b{re.escape(thing)}\b", head) for thing in things)
    return not named or bool(_pattern("steps").search(_key(provision.heading)))


@lru_cache(KEPT)
def _lists(provision: Provision) -> bool:
    return bool(_pattern("says").search(fold(f"{provision.heading} {provision.text}")))


@lru_cache(KEPT)
def _head(provision: Provision, accented: bool) -> str:
    """The headings of a rule and its lead, before what it lists."""
    text = provision.text[body_start(provision.text) :]
    begins = _pattern("begins").search(fold(text))
    lead = text[: begins.start()] if begins else ", ".join(_CLAUSE.split(text)[:_LEAD_CLAUSES])
    return _key(" . ".join((*provision.trail[-2:], provision.heading, lead)), accented)


def heads_list(understood: Understood, provision: Provision) -> int:
    """By how many words the heading of a provision, or the one above it, names the list that a question asks for.

    0 where it names another, or where one of its words is not said: a list of something narrower than what is asked.
    """
    asked, said = _key(understood.wish.core), set(content_words(understood.plain))
    best = 0
    for kind in _kinds():
        if kind.asks.search(asked):
            for heading in map(_key, (provision.heading, *provision.trail[-1:])):
                begins = kind.heads.match(heading)
                words = set(content_words(heading[begins.end() :])) - _fillers() if begins else set()
                best = max(best, len(words)) if words <= said else best
    return best


@cache
def _fillers() -> frozenset[str]:
    return frozenset(_data()["fillers"])


def points_elsewhere(understood: Understood, provision: Provision) -> bool:
    """Whether a rule does no more than point at the text that gives the list, which is not what is asked for."""
    points = len(provision.text) <= SHORT and _pattern("points").search(fold(provision.text))
    return bool(points) and not _pattern("asks_pointed").search(_key(understood.wish.core))
