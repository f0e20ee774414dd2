"""Old → new: which document replaced or amended which, from when, and how that is known. Pure.

Every row is a relation of the catalogue (``Record.supersedes``, ``Record.amends``) and says so in the registry's own
sentence; nothing is concluded here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.handbook.rules import RuleState, record_state
from corpus.core.display import name_of, replaced
from corpus.core.model import Certainty, Record, Succession
from corpus.core.registry import Registry


class StepKind(StrEnum):
    """What a newer document did to an older one."""

    REPLACED = "replaced"
    AMENDED = "amended"


@dataclass(frozen=True, slots=True)
class Replacement:
    """One row of the table.

    Attributes:
        older, newer: the two documents.
        effect: what the newer one did.
        until: the first day on which the older one was no longer in force; ``None`` where the catalogue has none.
        since: the day on which the newer one began; ``None`` where the catalogue has none.
        succession: whether a source states the step or it is inferred.
        certainty: of the older document's dates.
        words: the registry's sentence.
    """

    older: Record
    newer: Record
    effect: StepKind
    until: date | None
    since: date | None
    succession: Succession
    certainty: Certainty
    words: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """Documents that follow one another on one matter: the steps, oldest first, and the documents nothing followed.

    ``title`` is that of the newest one.
    """

    title: str
    steps: tuple[Replacement, ...]
    last: tuple[tuple[Record, RuleState], ...]

    @property
    def records(self) -> tuple[str, ...]:
        """Ids of its documents, oldest step first."""
        return tuple(dict.fromkeys(record.id for step in self.steps for record in (step.older, step.newer)))

    @property
    def changed(self) -> date:
        """The day of its last step; the first of all days where none is known."""
        return max((step.since or step.until or date.min for step in self.steps), default=date.min)


@dataclass(frozen=True, slots=True)
class SuccessionTable:
    """All documents of the catalogue: the lines with steps, newest change first, and those without any."""

    day: date
    lines: tuple[Lineage, ...]
    others: tuple[tuple[Record, RuleState], ...]


def steps(registry: Registry) -> list[Replacement]:
    """All rows: each pair of documents of the catalogue of which one replaced or amended the other."""
    found: list[Replacement] = []
    for newer in registry.records.values():
        for effect, ids in ((StepKind.REPLACED, newer.supersedes), (StepKind.AMENDED, newer.amends)):
            found += [_step(registry, registry.records[i], newer, effect) for i in ids if i in registry.records]
    return sorted(found, key=_when)


def _step(registry: Registry, older: Record, newer: Record, effect: StepKind) -> Replacement:
    span = registry.told_record_validity(older)
    if effect is StepKind.REPLACED:
        words = f"{replaced(older, span.valid_until, newer)}."
    else:
        words = f"{name_of(newer)} sửa đổi, bổ sung {name_of(older)}."
    # How a succession is known says nothing of an amendment: that is always a statement.
    known = newer.succession if effect is StepKind.REPLACED else Succession.STATED
    until = span.valid_until if effect is StepKind.REPLACED else None
    return Replacement(older, newer, effect, until, newer.validity.valid_from, known, span.certainty, words)


def _when(step: Replacement) -> tuple[date, str, str]:
    return (step.since or step.until or date.min, step.older.id, step.newer.id)


def table(registry: Registry, day: date) -> SuccessionTable:
    """The whole table, with the state on a day of every document that nothing replaced."""
    rows = steps(registry)
    groups = _connected(rows)
    lines = []
    for ids in groups:
        own = tuple(step for step in rows if step.older.id in ids)
        replaced_ids = {step.older.id for step in own if step.effect is StepKind.REPLACED}
        last = [registry.records[i] for i in registry.records if i in ids and i not in replaced_ids]
        newest = max(last, key=lambda r: (r.validity.valid_from or r.issued or date.min, r.id))
        lines.append(
            Lineage(newest.title, own, tuple((record, record_state(registry, record, day)) for record in last))
        )
    lines.sort(key=lambda line: (-line.changed.toordinal(), line.title))
    related = set().union(*groups)
    alone = [record for record in registry.records.values() if record.id not in related]
    others = tuple((record, record_state(registry, record, day)) for record in alone)
    return SuccessionTable(day, tuple(lines), others)


def _connected(rows: Iterable[Replacement]) -> list[set[str]]:
    """Ids of documents that steps join, one set a line."""
    groups: list[set[str]] = []
    for step in rows:
        ids = {step.older.id, step.newer.id}
        joined = [group for group in groups if group & ids]
        groups = [group for group in groups if not group & ids]
        groups.append(ids.union(*joined))
    return groups
