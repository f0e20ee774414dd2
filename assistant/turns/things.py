"""The things a text names (bodies, persons, levels, matters, documents), and what of them is carried over. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from assistant.turns.times import lasting
from assistant.turns.words import data, lean
from corpus.core.phrases import pattern_of
from corpus.core.text import fold, syllables, tone_key
from indexing.keys import is_accented

NO_SUBJECT = ("level", "kind")
"""Groups whose things alone do not make a turn stand alone: "cấp cơ sở thì …", "quy chế đang áp dụng thì …"."""
LATEST = 3
"""Most things carried of what was spoken of, the latest."""
BODIES = ("body", "person")
MATTER = "matter"
"""Group of things that are not of one kind: one stands for another only where a turn says nothing else."""
_EXCLUDING = ("level", "assembly")
"""Groups of which a turn that names one means no other."""
ANYBODY = "anybody"
"""Group of a thing that may stand for any body or person."""
_SHORT_NUMBER = re.compile(r"\b\d+-(?:qd|hd|ct|kl)\b")
_NUMBERED = re.compile(r"\s+(?:số\s+)?\d{1,5}(?:-[\w/]+)?(?:\s+năm\s+\d{4})?")


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing named in a text: its group, and where it stands."""

    group: str
    start: int
    end: int


@cache
def _groups() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["group"], pattern_of(row["things"])) for row in data()["topic"])


def things_of(text: str) -> list[Thing]:
    """The things a text names, in their order; a place belongs to the longest that stands there."""
    key, marked = fold(text), is_accented(syllables(text))
    found = [
        Thing(group, *m.span())
        for group, things in _groups()
        for m in things.finditer(key)
        if not marked or _is_spelt(m.group(), text[slice(*m.span())])
    ]
    found.sort(key=lambda thing: (thing.start, thing.start - thing.end))
    kept: list[Thing] = []
    for thing in found:
        if not kept or thing.start >= kept[-1].end:
            kept.append(thing)
    return kept


def _is_spelt(name: str, written: str) -> bool:
    """Whether a name is written with the diacritics that it must have."""
    spelt = data()["spelt"].get(name)
    return spelt is None or tone_key(written.lower()) == tone_key(spelt)


def is_run(things: Sequence[Thing]) -> bool:
    """Whether things stand side by side, as one name: "cấp ủy tỉnh"."""
    return all(other.start - one.end == 1 for one, other in pairwise(things))


def run_of(things: Sequence[Thing], groups: set[str]) -> tuple[int, int] | None:
    """Where the first things of these groups stand side by side, each group once; ``None`` without one."""
    for place, thing in enumerate(things):
        if thing.group not in groups:
            continue
        left, end = groups - {thing.group}, thing.end
        for other in things[place + 1 :]:
            if other.group not in left or other.start - end != 1:
                break
            left, end = left - {other.group}, other.end
        return thing.start, end
    return None


def leading(things: Sequence[Thing]) -> list[Thing]:
    """Things, a body that only tells whose a person is ("bí thư đảng ủy") counted as the person."""
    pairs = zip([None, *things], things, strict=False)
    return [
        replace(before, group=one.group)
        if before and (before.group, one.group) == ("person", "body") and one.start - before.end == 1
        else one
        for before, one in pairs
    ]


def alone(things: Sequence[Thing], text: str) -> list[Thing]:
    """The one thing that is all a turn says, if somebody or some body: "còn bí thư?" after the ban thường vụ."""
    whole = [one for one in things if one.group in BODIES and (one.start, one.end) == (0, len(fold(text)))]
    return [replace(one, group=ANYBODY) for one in whole]


def names_document(text: str) -> bool:
    """Whether a text names a document, by its number or by what it is."""
    key = fold(text)
    return bool(lean("document").search(key) or _SHORT_NUMBER.search(key))


def without_rivals(topic: str, rest: str) -> str:
    """What was carried over, without the levels and assemblies that the turn puts others in the place of."""
    if not topic.endswith(": "):
        return topic
    groups = {thing.group for thing in things_of(rest)} & set(_EXCLUDING)
    kept = [name for name in topic[:-2].split(", ") if not groups & {thing.group for thing in things_of(name)}]
    return f"{', '.join(kept)}: " if kept else ""


def topic_of(base: str, text: str) -> str:
    """What the earlier question was about, in its own words: the things it names that the turn does not."""
    said = fold(text)
    taken = {thing.group for thing in things_of(text)} & set(_EXCLUDING)
    things = [thing for thing in things_of(base) if thing.group not in taken]
    names = {base[thing.start : _end_of_name(thing, base)]: thing.group for thing in things}
    names = {name: group for name, group in names.items() if fold(name) not in said}
    documents = [name for name, group in names.items() if group == "kind" and any(map(str.isdigit, name))]
    documents = [] if names_document(said) else documents  # a document stays spoken of until another is named
    others = [name for name in names if name not in documents]
    latest = others[-max(LATEST - len(documents), 1) :]
    kept = [name for name in names if name in documents or name in latest]
    if kept and len(fold(base)) == len(base) and not lasting().search(said):
        kept += [base[slice(*match.span())] for match in lasting().finditer(fold(base)) if match.group() not in kept]
    return ", ".join(kept)


def _end_of_name(thing: Thing, base: str) -> int:
    """Where the name of a thing ends: a document's with its number and year ("Hướng dẫn 21 năm 2013")."""
    number = _NUMBERED.match(base, thing.end) if thing.group == "kind" else None
    return number.end() if number else thing.end
