"""The atoms of a quote with what a claim covers of them: what ``assistant.verification.omissions`` judges. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.parsing.atom import Atom
from assistant.verification.alignment import Path

DENIED = frozenset({"không", "chưa", "không được", "không phải", "không thể"})
TOPICS = frozenset({"tại", "đối với", "trong", "giữa"})
"""Openers of a place or a field that narrows what follows."""


class Coverage:
    """What a claim covers of its quote.

    Attributes:
        quote: the quote's atoms in comparing order.
        covered: positions that say something of the claim.
        keys: their keys.
        crossings: where the claim went from a subject to a later predicate.
        serious: items whose remarks in brackets hold a condition, an exception or a negation.
    """

    def __init__(self, quote: Sequence[Atom], path: Path) -> None:
        self.quote = quote
        self.covered = {place for place in path.places if place is not None}
        self.keys = {quote[place].key for place in self.covered}
        self.crossings = path.crossings
        self.serious = {
            atom.item
            for atom in quote
            if atom.aside and (atom.kind in {"condition", "exception"} or set(atom.force) & DENIED or atom.only)
        }
        self.said = False
        """Whether the claim uses any main clause; a bare condition or topic states nothing."""

    def _phrases(self, places: list[int]) -> list[list[int]]:
        groups: dict[int, list[int]] = {}
        for place in places:
            groups.setdefault(self.quote[place].phrase, []).append(place)
        return list(groups.values())

    def _required(self, place: int) -> bool:
        atom = self.quote[place]
        if atom.kind == "optional" or place in self.covered or self._remark(atom):
            return False
        return not (atom.kind == "date" and place and self.quote[place - 1].kind == "document")

    def _remark(self, atom: Atom) -> bool:
        """In brackets, without condition, exception or negation of its own."""
        if not atom.aside:
            return False
        return atom.item not in self.serious

    def _opens(self, group: list[int]) -> str:
        return self.quote[group[0]].opener

    def _bounded(self, place: int) -> bool:
        return self.quote[place].kind == "number" and self.quote[place].bound != ""
