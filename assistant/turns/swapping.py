"""One thing or figure of the earlier question changed for that of a turn. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from assistant.turns.leaning import MAX_SWAP, opens_with_condition
from assistant.turns.things import (
    ANYBODY,
    BODIES,
    MATTER,
    alone,
    is_run,
    leading,
    run_of,
    things_of,
    without_rivals,
)
from assistant.turns.times import is_year
from assistant.turns.words import data, expression, lean
from corpus.core.text import fold
from corpus.vietnamese.contentwords import content_words

MOST_OF_MATTER = 3
"""Most content words of a turn that puts one matter in the place of another."""
PLACED = re.compile(r"(?: – |: )")
"""What stands between the parts that a standalone form was made of."""
FIGURE = re.compile(r"(?<![\w/.-])\d{1,4}(?![\w/.%-])")
"""A count in a question."""


def other_thing(base: str, rest: str, *, older: bool = False) -> str:
    """The earlier question with the turn's thing in place of its own of the same group.

    Of a question that was made of several parts, the last part that names such a thing counts.

    Args:
        base: the earlier question.
        rest: what the turn says.
        older: whether turns stand between; things of all kinds ("matter") are then not taken for one another.
    """
    if _tells_something(rest):  # only a name can stand where a name stood
        return ""
    for start in (*[match.end() for match in PLACED.finditer(base)][::-1], 0):
        if found := _put_in(base[start:], rest, older=older):
            return f"{without_rivals(base[:start], rest)}{found}?"
    return ""


def _tells_something(rest: str) -> bool:
    """Whether a turn has words of a clause, or a figure, beside the things that it names."""
    left = list(fold(rest))
    for thing in things_of(rest):
        left[thing.start : thing.end] = " " * (thing.end - thing.start)
    return bool(lean("clause").search("".join(left)) or FIGURE.search("".join(left)))


def _put_in(base: str, rest: str, *, older: bool) -> str:
    new, named = things_of(rest), things_of(base)
    if not any(old.group == thing.group for thing in new for old in named):
        new = alone(new, rest)
    olds = leading(named) if alone(new, rest) else named
    if older or len(set(content_words(rest))) > MOST_OF_MATTER:
        olds = [old for old in olds if old.group != MATTER]
    if len(new) > 1 and is_run(new) and (place := run_of(olds, {thing.group for thing in new})):
        return f"{base[: place[0]]}{rest}{base[place[1] :]}"
    for thing in new:
        words = rest if len(new) == 1 else rest[thing.start : thing.end]
        for old in olds:
            if old.group == thing.group or (thing.group == ANYBODY and old.group in BODIES):
                start = base[: old.start]
                if start.endswith(f"{words.split()[0]} "):  # "cấp cơ sở" put for by "cấp trên cơ sở"
                    start = start[: -len(words.split()[0]) - 1]
                return f"{start}{words}{base[old.end :]}"
    return ""


def other_figure(base: str, text: str) -> str:
    """The earlier question with the follow-up's figure in place of its own ("Thế bầu 30 người thì sao?")."""
    old, new = FIGURE.findall(base), FIGURE.findall(text)
    supposed = opens_with_condition(text) and len(things_of(text)) == 0
    if len(old) != 1 or len(new) != 1 or len(text.split()) > MAX_SWAP:
        return ""
    if "cap" in fold(text).split() or len(set(content_words(text)) - set(content_words(base)) - set(new)) > 1:
        return ""  # the figure is of something else
    return f"{FIGURE.sub(new[0], base)}?" if supposed or lean("so_what").search(fold(text)) else ""


@cache
def _not_this() -> re.Pattern[str]:
    return re.compile(rf"{expression('words', 'not_this')} (\d{{1,4}})\b")


def put_right(base: str, text: str) -> str:
    """The earlier question with one of its figures put right ("à nhầm, 48 người"); nothing where it may be another.

    A figure is put in the place of one that is named beside it ("không phải 45 mà 48"), of the only one that counts the
    same, or of the only one there is.
    """
    if not lean("corrects").search(fold(text)):
        return ""
    new, named = list(FIGURE.finditer(text)), _not_this().search(fold(text))
    if named:
        new = [one for one in new if one.group() != named[1]]
    old = [one for one in FIGURE.finditer(base) if not is_year(one.group())]
    noun = noun_after(text, new[0].end()) if new else ""
    if named:
        old = [one for one in old if one.group() == named[1]]
    elif noun:
        old = [one for one in old if noun_after(base, one.end()) in like(noun)]
    if len(new) != 1 or len(old) != 1:
        return ""
    return f"{base[: old[0].start()]}{new[0].group()}{base[old[0].end() :]}?"


def like(noun: str) -> Sequence[str]:
    """The nouns that count the same as one does."""
    counted = data()["counted"]
    if noun in counted["any"]:
        people: Sequence[str] = counted["people"]
        return people
    return [one for one in _nouns() if one.endswith(noun) or noun.endswith(one)]


def _nouns() -> Sequence[str]:
    return [*data()["counted"]["people"], *data()["counted"]["others"]]


def noun_after(text: str, end: int) -> str:
    """What a figure counts, where it says so."""
    after = fold(text[end:]).lstrip()
    return next((noun for noun in _nouns() if re.match(rf"{noun}\b", after)), "")
