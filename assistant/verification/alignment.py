"""Lay a claim along its quote: which atom of the quote says each atom of the claim, and where the order breaks.

Pure. A claim may leave phrases out and change their order, but inside a phrase it must follow the quote. So the
best path through the quote is found by dynamic programming, where a step to the next atom is free, a step over phrase
boundaries on both sides is nearly free, and a step out of or into the middle of a phrase is a fault: that is how
``đoàn chủ tịch triệu tập cấp ủy`` differs from ``cấp ủy triệu tập đoàn chủ tịch``, and how a figure stays with the
thing it counts. A whole phrase may be put in between: the path then comes back to where it left off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from assistant.parsing.atom import Atom
from assistant.reasons import Reason
from assistant.verification.force import Agreement, differing, stepped_over

_REASON = {
    "number": Reason.NUMBER,
    "ordinal": Reason.NUMBER,
    "date": Reason.DATE,
    "document": Reason.DOCUMENT,
    "article": Reason.ARTICLE,
    "body": Reason.BODY,
    "exception": Reason.EXCEPTION,
    "condition": Reason.CONDITION,
    "relation": Reason.RELATION,
    "quantifier": Reason.QUANTIFIER,
}
_UNMATCHED, _FAULT, _JUMP = 1000, 100, 1
"""Costs, orders of magnitude apart: jumps do not add up to a fault, and a broken order is told rather than a word left
without partner, since its reason says more."""
_WIDTH = 48
"""States kept an atom; the laying of a true claim costs nearly nothing and is never among the rest."""
_NOMINAL = frozenset(
    {"body", "term", "word", "number", "optional", "quantifier", "ordinal", "article", "document", "date"}
)
# Times, places and conditions stand anywhere in a statement, also in the middle of a phrase.
_ADJUNCTS = {"tại", "trong", "nếu", "thời gian", "từ"}
Jump = tuple[int, int]
Mark = tuple[int | None, "Debt | None"]
Debt = tuple[int, bool, int]
"""Where a phrase put in between must come back to, whether a boundary of the claim stood before it, and, for a time or
a place, which may stand with or without one, the number of the claim's phrase that it fills (else -1)."""


@dataclass(frozen=True, slots=True)
class Path:
    """The best laying of a claim.

    Attributes:
        places: for each atom of the claim, the position of its partner in the quote, or ``None``.
        faults: reasons, from atoms without partner, broken order, wrong bounds and forces, and things said twice.
        crossings: pairs (from, to) where the subject of one phrase was joined to the predicate of a later one.
    """

    places: tuple[int | None, ...]
    faults: tuple[Reason, ...]
    crossings: tuple[Jump, ...] = ()


MAX_STEPS = 150_000
"""Steps of an alignment, about a second; what needs more says one thing over and over and proves nothing.

The dearest claim in the answers to 424 questions needs 177."""


class _State(NamedTuple):
    """A laying of the claim's first atoms; ``before`` is the laying without the last of them."""

    cost: int = 0
    place: int | None = None
    last: int | None = None
    faults: tuple[Reason, ...] = ()
    crossings: tuple[Jump, ...] = ()
    owed: Debt | None = None
    before: _State | None = None

    def places(self) -> tuple[int | None, ...]:
        """Partners of the claim's atoms so far, in order."""
        found: list[int | None] = []
        state = self
        while state.before is not None:
            found.append(state.place)
            state = state.before
        return tuple(reversed(found))


class Aligner:
    """Aligns claims with one quote; ``allowed`` limits which positions may prove anything."""

    def __init__(self, quote: Sequence[Atom], allowed: frozenset[int] | None = None) -> None:
        self.quote = quote
        self.proofs: dict[str, list[int]] = {}
        self.phrases: dict[int, list[int]] = {}
        for place, atom in enumerate(quote):
            self.phrases.setdefault(atom.phrase, []).append(place)
            if allowed is None or place in allowed:
                for key in dict.fromkeys((atom.key, *atom.also)):
                    self.proofs.setdefault(key, []).append(place)
        self.ends = [self._leaves(place) for place in range(len(quote))]
        self.starts = [self._enters(place) for place in range(len(quote))]
        self.inner = [0, *accumulate(atom.kind != "optional" for atom in quote)]
        self.outer = [0, *accumulate(atom.kind != "optional" and not atom.aside for atom in quote)]
        self.heads = [self._head(place) for place in range(len(quote))]

    def align(self, claim: Sequence[Atom]) -> Path:
        """The cheapest path. A place that a phrase put in between must come back to is part of the state."""
        states: dict[Mark, _State] = {(None, None): _State()}
        steps = 0
        for index, atom in enumerate(claim):
            opens = index > 0 and claim[index - 1].phrase != atom.phrase
            beside = atom.phrase if opens and atom.opener in _ADJUNCTS else -1
            last = claim[index - 1].phrase if index else -1
            said = frozenset(other.key for other in claim[:index]) if opens else frozenset()
            following: dict[Mark, _State] = {}
            partners = self._partners(atom)
            steps += len(states) * len(partners)
            if steps > MAX_STEPS:
                return Path((None,) * len(claim), (Reason.LONG,))
            for state in states.values():
                for place, cost, faults in partners:
                    step, more, crossing, owed = self._step(state, place, said, opens, beside, last)
                    total = state.cost + cost + step
                    mark = (place, owed)
                    if mark not in following or total < following[mark].cost:
                        paid = state.faults if step >= 0 else _without(state.faults, Reason.ACTOR)
                        following[mark] = _State(
                            total, place, place, (*paid, *faults, *more), (*state.crossings, *crossing), owed, state
                        )
                total, faults = state.cost, state.faults
                if atom.kind != "optional":
                    total, faults = total + _UNMATCHED, (*faults, missing(atom))
                still = (state.last, state.owed)
                if still not in following or total < following[still].cost:
                    following[still] = _State(total, None, state.last, faults, state.crossings, state.owed, state)
            states = _promising(following)
        best = min(states.values(), key=lambda state: state.cost)
        places = best.places()
        agreement = Agreement(self.quote, self.starts, self.proofs)
        faults = (
            *best.faults,
            *agreement.twice(places),
            *agreement.forces(claim, places),
            *agreement.turned(claim, places),
        )
        return Path(places, tuple(dict.fromkeys(faults)), best.crossings)

    def _partners(self, atom: Atom) -> list[tuple[int, int, tuple[Reason, ...]]]:
        found: list[tuple[int, int, tuple[Reason, ...]]] = []
        for place in self.proofs.get(atom.key, ()):
            other = self.quote[place]
            wrong = atom.kind in {"number", "date"} and atom.bound != other.bound
            # As dear as no partner at all: another place with the right bound is always preferred.
            cost = 10 * _FAULT if wrong else 0
            cost += _FAULT // 2 if other.kind != "optional" and differing(atom, other) else 0
            found.append((place, cost, (Reason.BOUND,) if wrong else ()))
        return found

    def _step(
        self, state: _State, place: int, said: frozenset[str], opens: bool, beside: int, last: int
    ) -> tuple[int, tuple[Reason, ...], tuple[Jump, ...], Debt | None]:
        """Cost, faults, crossing and debt of going on to ``place``; a negative cost takes a fault back."""
        previous, owed = state.last, state.owed
        if previous is None:
            return (0, (), (), owed) if self.starts[place] else (_FAULT, (Reason.ACTOR,), (), owed)
        back = owed is not None and owed[0] == place and (owed[1] == opens if owed[2] < 0 else owed[2] == last)
        # A phrase was put in between and the claim returns to where it left off: the fault is taken back.
        if back and self.ends[previous] and self.quote[previous].item == self.quote[place].item:
            return _JUMP - _FAULT, (), (), None
        if place == previous + 1 or (previous < place and self._only_free(previous, place)):
            return 0, (), (), owed
        here, there = self.quote[previous], self.quote[place]
        if previous < place and here.phrase == there.phrase:
            return _FAULT, (Reason.SCOPE,), (), owed
        if self.ends[previous] and (self.starts[place] or self._shared_head(place, said)):
            return _JUMP, (), (), owed
        if self.starts[place]:
            # A subject with a later predicate of the same sentence: ``omissions`` judges what was left out between.
            if previous < place and here.sentence == there.sentence and self._subject(previous, place):
                return _JUMP, (), ((previous, place),), owed
            if owed is None:
                return _FAULT, (Reason.ACTOR,), (), (self._after(previous), opens, beside)
        return _FAULT, (Reason.ACTOR,), (), owed

    def _after(self, place: int) -> int:
        """The next position that counts: optional atoms and remarks in brackets are stepped over."""
        after = place + 1
        while after < len(self.quote) and stepped_over(self.quote, after, place):
            after += 1
        return after

    def _only_free(self, first: int, last: int) -> bool:
        """Whether nothing that counts stands between two positions."""
        counts = self.inner if self.quote[first].aside else self.outer
        return counts[last] == counts[first + 1]

    def _leaves(self, place: int) -> bool:
        """Whether a phrase ends at ``place`` (optional atoms aside)."""
        after = self._after(place)
        return after >= len(self.quote) or self.quote[after].phrase != self.quote[place].phrase

    def _enters(self, place: int) -> bool:
        """Whether a phrase begins at ``place`` (optional atoms aside)."""
        before = place - 1
        while before >= 0 and (
            self.quote[before].phrase == self.quote[place].phrase or stepped_over(self.quote, before, place)
        ):
            if not stepped_over(self.quote, before, place):
                return False
            before -= 1
        return True

    def _head(self, place: int) -> frozenset[str] | None:
        """Keys of the atoms before ``place`` in its phrase when they are a subject; ``None`` when they are not."""
        head = [self.quote[index] for index in self.phrases[self.quote[place].phrase] if index < place]
        nominal = all(atom.kind in _NOMINAL and not atom.force for atom in head)
        return frozenset(atom.key for atom in head) if nominal else None

    def _subject(self, previous: int, place: int) -> bool:
        """Whether ``previous`` ends a subject whose predicate may also be the one that begins at ``place``."""
        here, there = self.quote[previous], self.quote[place]
        nominal = self.heads[previous] is not None and here.kind in _NOMINAL and not here.force
        after = self.quote[previous + 1] if previous + 1 < len(self.quote) else None
        follows = after is not None and self._states(previous + 1) and not after.restricting
        return nominal and follows and (self._states(place) or there.kind in {"word", "term", "quantifier"})

    def _states(self, place: int) -> bool:
        """Whether a predicate begins here, a bounded figure included (``có từ 200 đảng viên trở lên…``)."""
        atom = self.quote[place]
        return atom.predicate or (atom.kind == "number" and atom.bound != "")

    def _shared_head(self, place: int, said: frozenset[str]) -> bool:
        """Whether a predicate begins at ``place`` after a subject that the claim has said already."""
        head = self.heads[place]
        return bool(head) and self.quote[place].predicate and head is not None and head <= said


def _promising(states: dict[Mark, _State]) -> dict[Mark, _State]:
    """The cheapest states; one that owes a return may cost a fault more than the best and still win."""
    if len(states) <= _WIDTH:
        return states
    kept = sorted(states.items(), key=lambda item: item[1].cost)[:_WIDTH]
    limit = kept[0][1].cost + 3 * _FAULT
    return {mark: state for mark, state in kept if state.cost <= limit}


def _without(faults: tuple[Reason, ...], fault: Reason) -> tuple[Reason, ...]:
    """``faults`` less one ``fault``."""
    at = faults.index(fault)
    return faults[:at] + faults[at + 1 :]


def missing(atom: Atom) -> Reason:
    """Reason code of a claim atom that no atom of the quote proves."""
    return _REASON.get(atom.kind, Reason.UNCOVERED)
