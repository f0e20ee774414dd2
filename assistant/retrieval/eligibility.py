"""Which provisions may be evidence on a day. Pure; decided before any search, never overridden by a score.

A rule looks at a record and at the validity of one of its provisions, at nothing else: so it is asked once for all
provisions that share both, and what it says of a day is kept as a mask over the passages, which both searches use.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from functools import lru_cache

import numpy as np

from corpus.core.model import Record, TextKind, Validity
from corpus.core.registry import Force, Registry
from indexing.ports import Mask

Eligible = Callable[[Registry, Record, Validity, date], bool]
"""Whether a provision of that record with that validity may be evidence on a day."""

_KEPT = 64
"""Masks kept; most questions ask about today, and a mask of a million passages takes a megabyte."""


def may_support(registry: Registry, record: Record, validity: Validity, on: date) -> bool:
    """Whether a provision may be evidence on a day: in force, or the last known rule of its chain.

    A superseded rule qualifies only while no later link of its chain is loaded and already in force (contract R5).
    """
    standing = registry.standing(record.id, on, validity)
    if standing.force is Force.IN_FORCE:
        return True
    return standing.force is Force.SUPERSEDED and not standing.successor_loaded and not registry.replaced(record.id, on)


def was_in_force(registry: Registry, record: Record, validity: Validity, on: date) -> bool:
    """Whether a rule once was, or will be, in force: for the second look when the rules of the day say nothing.

    What it finds is only ever shown in the frame of a former rule, or named as the nearest place of a refusal.
    """
    standing = registry.standing(record.id, on, validity)
    return standing.force in (Force.SUPERSEDED, Force.EXPIRED, Force.NOT_YET)


class Filters:
    """The masks of one snapshot.

    Args:
        registry: its documents.
        passages_of: numbers of the passages of a provision, by its id.
        total: how many passages there are.
    """

    def __init__(self, registry: Registry, passages_of: Callable[[str], Sequence[int]], total: int) -> None:
        self._registry, self._total, self._passages_of = registry, total, passages_of
        numbers: dict[tuple[str, Validity], list[int]] = {}
        self._records: dict[str, Record] = {}
        self._resting: dict[str, list[str]] = {}
        self._cards: Mask = np.zeros(total, dtype=bool)
        for provision, document in registry.provisions():
            found = passages_of(provision.id)
            self._records[document.record.id] = document.record
            numbers.setdefault((document.record.id, registry.validity(provision)), []).extend(found)
            if document.text_kind is TextKind.CATALOGUE:
                self._cards[list(found)] = True
            elif provision.basis:
                self._resting.setdefault(provision.basis.split()[0].rstrip(","), []).append(provision.id)
        self._groups = {key: np.array(found, dtype=np.int64) for key, found in numbers.items()}
        self._by_day = lru_cache(_KEPT)(self._of_day)

    def of_day(self, rule: Eligible, day: date, *, cards: bool) -> Mask:
        """Passages that ``rule`` lets in on a day.

        Args:
            rule: the validity filter.
            day: the day asked about.
            cards: catalogue cards count too. They tell of documents, not of rules; among rules they would win by
                repeating titles.
        """
        return self._by_day(rule, day, cards)

    def of_records(self, records: Collection[str], *, cards: bool) -> Mask:
        """Passages of these records whatever their state: who names a document wants that one."""
        return self._mask((key for key in self._groups if key[0] in records), cards)

    def of_provisions(self, provisions: Iterable[str]) -> Mask:
        """Passages of these provisions whatever their state: who looks has chosen them."""
        mask = np.zeros(self._total, dtype=bool)
        for provision in provisions:
            mask[list(self._passages_of(provision))] = True
        return mask

    def resting_on(self, record: Record) -> Sequence[str]:
        """Ids of the digest's provisions that rest on a document: what is known of one whose text nobody has loaded."""
        return self._resting.get(record.number or "", ())

    def _of_day(self, rule: Eligible, day: date, cards: bool) -> Mask:
        lets_in = (key for key in self._groups if rule(self._registry, self._records[key[0]], key[1], day))
        return self._mask(lets_in, cards)

    def _mask(self, groups: Iterable[tuple[str, Validity]], cards: bool) -> Mask:
        mask = np.zeros(self._total, dtype=bool)
        for key in groups:
            mask[self._groups[key]] = True
        if not cards:
            mask &= ~self._cards
        mask.setflags(write=False)  # shared between questions
        return mask
