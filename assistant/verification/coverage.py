"""The units of a quote with what a claim covers of them: what ``assistant.verification.omissions`` judges. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.parsing.unit import Unit
from assistant.verification.alignment import Path

DENIED = frozenset({"không", "chưa", "không được", "không phải", "không thể"})
TOPICS = frozenset({"tại", "đối với", "trong", "giữa"})
"""Openers of a place or a field that narrows what follows."""


class Coverage:
    """What a claim covers of its quote.

    Attributes:
        quote: the quote's units in comparing order.
        covered: positions that say something of the claim.
        keys: their keys.
        crossings: where the claim went from a subject to a later predicate.
        serious: items whose remarks in brackets hold a condition, an exception or a negation.
    """

    def __init__(self, quote: Sequence[Unit], path: Path) -> None:
        self.quote = quote
        self.covered = {place for place in path.places if place is not None}
        self.keys = {quote[place].key for place in self.covered}
        self.crossings = path.crossings
        self.serious = {
            unit.item
            for unit in quote
            if unit.aside and (unit.kind in {"condition", "exception"} or set(unit.force) & DENIED or unit.only)
        }
        self.said = False
        """Whether the claim uses any main clause; a bare condition or topic states nothing."""

    def _phrases(self, places: list[int]) -> list[list[int]]:
        groups: dict[int, list[int]] = {}
        for place in places:
            groups.setdefault(self.quote[place].phrase, []).append(place)
        return list(groups.values())

    def _required(self, place: int) -> bool:
        unit = self.quote[place]
        if unit.kind == "optional" or place in self.covered or self._remark(unit):
            return False
        return not (unit.kind == "date" and place and self.quote[place - 1].kind == "document")

    def _remark(self, unit: Unit) -> bool:
        """In brackets, without condition, exception or negation of its own."""
        if not unit.aside:
            return False
        return unit.item not in self.serious

    def _opens(self, group: list[int]) -> str:
        return self.quote[group[0]].opener

    def _bounded(self, place: int) -> bool:
        return self.quote[place].kind == "number" and self.quote[place].bound != ""
