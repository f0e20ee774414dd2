"""Lay a claim along its quote: which unit of the quote says each unit of the claim, and where the order breaks.

Pure. A claim may leave phrases out and change the order of phrases, but inside a phrase it must follow the quote. So the
best path through the quote is found by dynamic programming, where a step to the next unit is free, a step over a phrase
boundary on both sides is nearly free, and a step out of or into the middle of a phrase is a fault: that is how
``đoàn chủ tịch triệu tập cấp ủy`` differs from ``cấp ủy triệu tập đoàn chủ tịch``, and how a figure stays with the
thing it counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.units import FORCE, Unit

REASON = {
    "number": "r3.number", "ordinal": "r3.number", "date": "r3.date", "document": "r3.document", "article": "r3.article",
    "body": "r3.body", "negation": "r4.negation", "modality": "r4.modality", "only": "r4.exception",
    "exception": "r4.exception", "condition": "r4.condition", "relation": "r4.relation", "quantifier": "r4.quantifier",
}  # fmt: skip
_UNMATCHED, _FAULT, _JUMP, _PASSIVE = 1000, 100, 1, 2
PREDICATE = FORCE | {"verb"}
NOMINAL = frozenset(
    {"body", "term", "word", "number", "optional", "quantifier", "ordinal", "article", "document", "date"}
)


@dataclass(frozen=True, slots=True)
class Path:
    """The best laying of a claim.

    Attributes:
        places: for each unit of the claim, the position of its partner in the quote, or ``None``.
        faults: reason codes of units without partner, of wrong bounds and of broken order.
        crossings: pairs (from, to) where the subject of one phrase was joined to the predicate of a later one.
    """

    places: tuple[int | None, ...]
    faults: tuple[str, ...]
    crossings: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class _State:
    cost: int
    places: tuple[int | None, ...]
    faults: tuple[str, ...]
    crossings: tuple[tuple[int, int], ...]


class Aligner:
    """Aligns claims with one quote; ``allowed`` limits which positions may prove anything."""

    def __init__(self, quote: Sequence[Unit], allowed: frozenset[int] | None = None) -> None:
        self.quote = quote
        self.allowed = allowed

    def align(self, claim: Sequence[Unit]) -> Path:
        """The cheapest path; ``claim`` without optional units is what must be proved."""
        states: dict[int | None, _State] = {None: _State(0, (), (), ())}
        for index, unit in enumerate(claim):
            following: dict[int | None, _State] = {}
            for place, cost, faults in self._partners(unit):
                for previous, state in states.items():
                    step, more, crossing = self._step(claim, index, previous, place)
                    total = state.cost + cost + step
                    if place not in following or total < following[place].cost:
                        following[place] = _State(
                            total,
                            (*state.places, place),
                            (*state.faults, *faults, *more),
                            (*state.crossings, *crossing),
                        )
            for previous, state in states.items():
                if unit.kind == "optional":
                    total, faults = state.cost, ()
                else:
                    total, faults = state.cost + _UNMATCHED, (missing(unit, self.quote),)
                if previous not in following or total < following[previous].cost:
                    following[previous] = _State(
                        total, (*state.places, None), (*state.faults, *faults), state.crossings
                    )
            states = following
        best = min(states.values(), key=lambda state: state.cost)
        return Path(best.places, tuple(dict.fromkeys(best.faults)), best.crossings)

    def _partners(self, unit: Unit) -> list[tuple[int, int, tuple[str, ...]]]:
        found: list[tuple[int, int, tuple[str, ...]]] = []
        for place, other in enumerate(self.quote):
            if (self.allowed is not None and place not in self.allowed) or not other.proves(unit):
                continue
            wrong = unit.kind in {"number", "date"} and unit.bound != other.bound
            found.append((place, 10 * _FAULT if wrong else 0, ("r4.bound",) if wrong else ()))
        return found

    def _step(
        self, claim: Sequence[Unit], index: int, previous: int | None, place: int
    ) -> tuple[int, tuple[str, ...], tuple[tuple[int, int], ...]]:
        """Cost, faults and crossing of going from one place of the quote to the next."""
        if previous is None:
            return (
                (0, (), ()) if self._enters(place) or self._passive_entry(claim, index, place) else self._fault(place)
            )
        if place == previous + 1 or (previous < place and self._only_optional(previous + 1, place)):
            return 0, (), ()
        here, there = self.quote[previous], self.quote[place]
        if previous < place and here.phrase == there.phrase:
            skipped = self.quote[previous + 1 : place]
            reasons = {REASON.get(u.kind, "r4.scope") if u.kind in FORCE else "r4.scope" for u in skipped}
            return _FAULT, tuple(sorted(reasons)), ()
        leaves, enters = self._leaves(previous), self._enters(place)
        if leaves and enters:
            return _JUMP, (), ()
        if leaves and self._passive_entry(claim, index, place):
            return _PASSIVE, (), ()
        if enters and previous < place and here.sentence == there.sentence and self._subject(previous, place):
            return _JUMP, (), ((previous, place),)
        if leaves and self._shared_head(previous, place):
            return _JUMP, (), ()
        return self._fault(place, previous)

    def _fault(
        self, place: int, previous: int | None = None
    ) -> tuple[int, tuple[str, ...], tuple[tuple[int, int], ...]]:
        kinds = {self.quote[place].kind} | ({self.quote[previous].kind} if previous is not None else set())
        if kinds & FORCE:
            return _FAULT, (REASON[sorted(kinds & FORCE)[0]],), ()
        return _FAULT, ("r4.actor",), ()

    def _only_optional(self, first: int, last: int) -> bool:
        return all(unit.kind == "optional" for unit in self.quote[first:last])

    def _leaves(self, place: int) -> bool:
        """Whether a phrase ends at ``place`` (optional units aside)."""
        after = place + 1
        while after < len(self.quote) and self.quote[after].kind == "optional":
            after += 1
        return after >= len(self.quote) or self.quote[after].phrase != self.quote[place].phrase

    def _enters(self, place: int) -> bool:
        """Whether a phrase begins at ``place`` (optional units and the operator that opens it aside)."""
        before = place - 1
        while before >= 0 and self.quote[before].phrase == self.quote[place].phrase:
            if self.quote[before].kind != "optional":
                return False
            before -= 1
        return True

    def _subject(self, previous: int, place: int) -> bool:
        """Whether ``previous`` ends a subject whose predicate may also be the one that begins at ``place``."""
        head = [unit for unit in self.quote[: previous + 1] if unit.phrase == self.quote[previous].phrase]
        nominal = all(unit.kind in NOMINAL for unit in head)
        follows = self.quote[previous + 1].kind in PREDICATE if previous + 1 < len(self.quote) else False
        return nominal and follows and self.quote[place].kind in PREDICATE | {"word", "term", "quantifier"}

    def _shared_head(self, previous: int, place: int) -> bool:
        """Whether the words before ``place`` in its phrase repeat the head of the phrase just left."""
        head = [u.key for i, u in enumerate(self.quote) if u.phrase == self.quote[place].phrase and i < place]
        other = [u.key for u in self.quote if u.phrase == self.quote[previous].phrase]
        return bool(head) and other[: len(head)] == head

    def _passive_entry(self, claim: Sequence[Unit], index: int, place: int) -> bool:
        """Whether the object after a verb of the quote comes first in a claim of the form ``X do Y V``."""
        if place == 0 or self.quote[place - 1].kind != "verb":
            return False
        verb, opened = self.quote[place - 1].key, claim[index].phrase
        agent = [unit for unit in claim[index:] if unit.phrase > opened and unit.item == claim[index].item]
        return bool(agent) and agent[0].opener.endswith("do") and any(unit.key == verb for unit in agent)


def missing(unit: Unit, quote: Sequence[Unit]) -> str:
    """Reason code of a claim unit that no unit of the quote proves."""
    if unit.kind == "word" or unit.kind not in REASON:
        return "content.uncovered"
    return REASON[unit.kind]
