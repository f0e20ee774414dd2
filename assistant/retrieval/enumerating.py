"""Which rules enumerate what a question wants listed, in words that its heading does not say (contract R14). Pure.

"Dưới cơ sở muốn lập cái gì thì phải chờ cấp trên gật?" says hardly a word of the rule that lists the cases, so the
judge is never sure of it; but the question wants a list, the rule first found is one, and nothing comes near it. And
what a body does ("ban soát tư cách phải xem những gì?") stands in the items whose subject is that body, whatever else
the words fit. Which words ask, and how rules enumerate, is reviewed data (``enumerating.toml``).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from assistant.question.understanding import Understood
from corpus.core.model import Provision
from corpus.core.phrases import pattern_of
from corpus.core.sentences import body_start
from corpus.core.text import fold

FEWEST = 3
"""Fewest things that make an enumeration."""
KEPT = 4096
"""Rules kept at once."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_BETWEEN = re.compile(r"[;,]\s|\s(?:va|hoac)\s")


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("assistant.retrieval").joinpath("enumerating.toml").read_text("utf-8"))


@cache
def _pattern(name: str, table: str = "") -> re.Pattern[str]:
    return pattern_of((_data()[table] if table else _data())[name], _data()["words"])


@cache
def _bodies() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((pattern_of(row["asks"]), pattern_of(row["does"])) for row in _data()["body"])


def _key(text: str) -> str:
    return " ".join(fold(text).split())


def asks_enumeration(understood: Understood) -> bool:
    """Whether a question wants several things listed: in the sentence that asks, or all of them in any sentence."""
    core = _key(understood.wish.core)
    return any(_pattern(name).search(core) for name in ("asked", "steps")) or bool(
        _pattern("told").search(_key(understood.plain))
    )


def asks_number(understood: Understood) -> bool:
    """Whether a question asks for a number, which a list gives only where it holds one."""
    return bool(_pattern("counts").search(_key(understood.wish.core)))


@lru_cache(KEPT)
def enumerates(provision: Provision) -> bool:
    """Whether a rule enumerates at least ``FEWEST`` things behind words that lead to them, within one sentence."""
    text = fold(provision.text[body_start(provision.text) :])
    return any(
        len(_BETWEEN.findall(sentence, lead.end())) >= FEWEST - 1
        for sentence in _SENTENCE.split(text)
        if (lead := _pattern("leads").search(sentence))
    )


def lists_other_kind(understood: Understood, provision: Provision) -> bool:
    """Whether a rule lists another kind of thing: no order of doing where one is asked, or reasons where none are."""
    core, heading = _key(understood.wish.core), _key(provision.heading)
    ordered = _pattern("steps").search(core) and not _pattern("asked").search(core)
    if ordered and not _pattern("does").search(f"{heading} {_key(provision.text)}"):
        return True
    reserved = _pattern("heads", "reserved").search(heading)
    return bool(reserved) and not _pattern("asks", "reserved").search(_key(understood.plain))


def does_what_is_asked(understood: Understood, provision: Provision) -> bool:
    """Whether a question asks what a body does and a provision tells that of this very body, as its subject."""
    told = _key(provision.text[body_start(provision.text) :])
    return any(does.search(told) for does in _acting(_key(understood.wish.core)))


def _acting(core: str) -> Iterator[re.Pattern[str]]:
    """How rules on the bodies begin of which a question asks what they do."""
    if _pattern("duties").search(core):
        for asks, does in _bodies():
            named = asks.search(core)
            if named and not _pattern("acted_on").search(core[: named.start()].rstrip()):
                yield does
