"""Phases and topics of a congress, and which place of a document belongs to which phase: reviewed data, not code.

Edge: reads ``plan.toml`` beside this module once. A place is ``record#path``; a row speaks for its place and all below
it, also for the further rules that the digest keeps at one place (``11.4.1-2``); the longest row that fits wins.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from corpus.core.codes import Code
from corpus.core.errors import CorpusError
from corpus.core.model import Level

_RUNNING = re.compile(r"-\d+$")
"""The end of a digest's path that gives a further rule of one place."""
WHOLE = "*"
"""Stands for the path in a row that speaks for a whole record."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of a congress; ``source`` holds ids of the provisions that say what is done in it."""

    id: str
    name: str
    about: str
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BookTopic:
    """A subject of rules, and the phases that its rules belong to unless their place says otherwise."""

    id: str
    name: str
    phases: tuple[str, ...]


@dataclass(frozen=True)
class BookPlan:
    """Phases and topics in their order; phases and levels by place, for the places that have a row of their own."""

    phases: tuple[Phase, ...]
    topics: tuple[BookTopic, ...]
    placed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    levels: Mapping[str, frozenset[Level]] = field(default_factory=dict)

    def phases_of(self, place: str, topics: Iterable[str]) -> tuple[str, ...]:
        """Ids of the phases of a rule at ``record#path``, in the order of the plan; none for a general rule."""
        row = next((self.placed[name] for name in above(place) if name in self.placed), None)
        own = {phase for topic in self.topics if topic.id in set(topics) for phase in topic.phases}
        wanted = own if row is None else set(row)
        return tuple(phase.id for phase in self.phases if phase.id in wanted)

    def levels_of(self, place: str) -> frozenset[Level]:
        """Levels of the section that a place lies in; none where no row speaks of it."""
        return next((self.levels[name] for name in above(place) if name in self.levels), frozenset())


def above(place: str) -> list[str]:
    """A place and those above it, the place itself first: ``r#a.b-2`` → ``r#a.b-2``, ``r#a.b``, ``r#a``, ``r``."""
    record, _, path = place.partition("#")
    found = [path]
    if (base := without_running(path)) != path:
        found.append(base)
    while "." in base:
        base = base.rpartition(".")[0]
        found.append(base)
    return [*(f"{record}#{name}" for name in found), record]


def without_running(place: str) -> str:
    """A place without the running number of a further rule: ``r#a.b-2`` → ``r#a.b``."""
    return _RUNNING.sub("", place)


def read_plan(text: str) -> BookPlan:
    """The plan that a text in TOML holds.

    Raises:
        CorpusError: ``corpus.handbook`` when a field is missing, or a row names an unknown phase or level.
    """
    try:
        data = tomllib.loads(text)
        phases = tuple(Phase(row["id"], row["name"], row["about"], tuple(row["source"])) for row in data["phase"])
        topics = tuple(BookTopic(row["id"], row["name"], tuple(row["phases"])) for row in data["topic"])
        placed = {place: tuple(row["phases"]) for place, row in _placed(data, "place")}
        levels = {place: frozenset(map(Level, row["levels"])) for place, row in _placed(data, "level")}
    except (tomllib.TOMLDecodeError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise CorpusError(Code.CORPUS_HANDBOOK, f"Tệp sắp xếp sổ tay sai: {error}.") from error
    known = {phase.id for phase in phases}
    used = [*(topic.phases for topic in topics), *placed.values()]
    if strange := {name for names in used for name in names} - known:
        raise CorpusError(Code.CORPUS_HANDBOOK, f"Tệp sắp xếp sổ tay nêu giai đoạn lạ: {', '.join(sorted(strange))}.")
    return BookPlan(phases, topics, placed, levels)


def _placed(data: Mapping[str, Any], table: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Rows of a table by place; each says why.

    Raises:
        ValueError: for a row without reason.
    """
    for record, rows in data.get(table, {}).items():
        for path, row in rows.items():
            if not row["reason"]:
                raise ValueError(f"{record}#{path} không nêu lý do")
            yield (record if path == WHOLE else f"{record}#{path}"), row


@cache
def shipped_plan() -> BookPlan:
    """The plan that is part of the package."""
    return read_plan((files(__package__) / "plan.toml").read_text("utf-8"))
