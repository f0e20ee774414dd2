"""What matched atoms must agree in: force, ``chỉ``, the openers of their phrases, how often a thing is said.

Pure. ``assistant.verification.alignment`` finds which atom of a quote says each atom of a claim; here the pairs are
compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from assistant.parsing.atom import FACTS, Atom
from assistant.parsing.lexicon import lexicon
from assistant.reasons import Reason

_SUBJECT = {"", ".", ";"}
"""Openers of a subject: who reports stands there, to whom (``với``) does not."""
# Openers that say what the phrase is to the rest: a purpose, a basis, a content. Another opener says something else.
_DIRECTED = ("để", "theo", "vì", "có", "gồm", "mà", "từ")
# Openers of a phrase that belongs to the word before it.
_HOSTED = {"đối với", "với"}
_LEAVE = Counter({"được": 1})
_SELF = {"tham dự", "ứng cử", "phát biểu", "biểu quyết", "bảo lưu", "tham gia", "ký", "quyết định"}
"""Verbs whose ``được`` gives leave (``được dự`` = ``có quyền dự``) and is never a passive."""


def stepped_over(quote: Sequence[Atom], place: int, seen_from: int) -> bool:
    """Whether an atom does not count between others: an optional one, or a remark in brackets seen from outside."""
    return quote[place].kind == "optional" or (quote[place].aside and not quote[seen_from].aside)


class Agreement:
    """Compares matched atoms.

    Args:
        quote: the atoms of the quote.
        starts: for each of them, whether a phrase begins there.
        proofs: positions by key.
    """

    def __init__(self, quote: Sequence[Atom], starts: Sequence[bool], proofs: Mapping[str, list[int]]) -> None:
        self.quote, self.starts, self.proofs = quote, starts, proofs

    def forces(self, claim: Sequence[Atom], places: Sequence[int | None]) -> list[Reason]:
        """Negation, modality and ``chỉ`` of the matched atoms must agree."""
        faults: list[Reason] = []
        for index, (atom, place) in enumerate(zip(claim, places, strict=True)):
            if place is None or atom.kind == "optional":
                continue
            if self.quote[place].kind == "optional" and not (atom.force and atom.kind in FACTS):
                # The citation's own names are under no force; a claim may not put a fact of them under one, nor say by
                # them ("phần về cho rút") what the rule says otherwise ("không cho rút").
                faults += self._evaded(atom, places)
                continue
            if atom.tense != self.quote[place].tense:
                faults.append(Reason.TENSE)
            if (reason := differing(atom, self.quote[place])) and not self._leave(claim, index, places):
                faults.append(reason)
        return faults + self._onlys(claim, places)

    def _evaded(self, atom: Atom, places: Sequence[int | None]) -> list[Reason]:
        """How the quote's own unsaid atoms of this key differ, where every one of them does."""
        own = [n for n in self.proofs.get(atom.key, ()) if self.quote[n].kind != "optional" and n not in places]
        reasons = [differing(atom, self.quote[n]) for n in own]
        return [reason for reason in reasons[:1] if reason is not None] if all(reasons) else []

    def _leave(self, claim: Sequence[Atom], index: int, places: Sequence[int | None]) -> bool:
        """``A được V B`` for ``A có quyền V B``: with an object after it, the ``được`` of a body is a leave."""
        place = places[index]
        if place is None or index + 1 >= len(claim) or place + 1 >= len(self.quote):
            return False
        atom, other, object_, theirs = claim[index], self.quote[place], claim[index + 1], self.quote[place + 1]
        if {atom.force, other.force} != {("được",), ("có quyền",)} or atom.passive or other.passive:
            return False
        nominal = theirs.kind in {"body", "term", "number", "quantifier"} and theirs.phrase == other.phrase
        return nominal and places[index + 1] == place + 1 and object_.phrase == atom.phrase

    def twice(self, places: Sequence[int | None]) -> list[Reason]:
        """An atom of the quote said twice must be a subject said again, with a predicate to follow."""
        seen: set[int] = set()
        used = {place for place in places if place is not None}
        for index, place in enumerate(places):
            if place is None or self.quote[place].kind == "optional":
                continue
            if place in seen:
                rest = [other for other in places[index + 1 :] if other is not None and other not in seen]
                subject = self.quote[place].kind in {"body", "term"} or not self.quote[place].predicate
                spare = any(other not in used for other in self.proofs[self.quote[place].key])
                if not rest or not subject or spare:
                    return [Reason.ACTOR]
            seen.add(place)
        return []

    def turned(self, claim: Sequence[Atom], places: Sequence[int | None]) -> list[Reason]:
        """``A có B`` is not ``B có A``: the opener of a claim's phrase must open the same phrase of the quote."""
        for index, (atom, place) in enumerate(zip(claim, places, strict=True)):
            first = index == 0 or claim[index - 1].phrase != atom.phrase
            if place is None or not first or not self.starts[place] or self.quote[place].kind == "optional":
                continue
            if atom.aside and self.quote[place].aside and index and places[index - 1] is not None:
                host = max((n for n in range(place) if not self.quote[n].aside), default=None)
                if not claim[index - 1].aside and places[index - 1] != host:
                    return [Reason.ACTOR]
            if self._elsewhere(claim, index, places):
                return [Reason.ACTOR]
            mine, theirs = atom.opener, self.quote[place].opener
            own = (other.opener for other in self.quote if other.item == self.quote[place].item)
            if mine == "là" and not any(opener.endswith("là") for opener in own):
                return [Reason.ACTOR]
            if "với" in (mine, theirs) and (mine in _SUBJECT or theirs in _SUBJECT) and atom.kind == "body":
                return [Reason.ACTOR]
            if any(mine.endswith(word) and not theirs.endswith(word) for word in _DIRECTED):
                return [Reason.ACTOR]
        return []

    def _elsewhere(self, claim: Sequence[Atom], index: int, places: Sequence[int | None]) -> bool:
        """Whether ``đối với …`` after one thing of the quote stands after another in the claim."""
        own = [n for n in range(index) if not claim[n].aside and claim[n].kind != "optional"]
        place, before = places[index], places[own[-1]] if own else None
        if (
            place is None
            or before is None
            or claim[index].opener not in _HOSTED
            or claim[index - 1].item != claim[index].item
        ):
            return False
        first = place
        while first and self.quote[first - 1].opener == self.quote[place].opener:
            first -= 1
        hosts = [self._last_before(place), self._last_before(first)]
        if hosts[0] is None or self.quote[hosts[0]].item != self.quote[place].item:
            return False
        phrases = {self.quote[host].phrase for host in hosts if host is not None}
        return self.quote[place].opener in _HOSTED and self.quote[before].phrase not in phrases

    def _last_before(self, place: int) -> int | None:
        """The last position before ``place`` that counts."""
        return next((n for n in range(place - 1, -1, -1) if not stepped_over(self.quote, n, place)), None)

    def _onlys(self, claim: Sequence[Atom], places: Sequence[int | None]) -> list[Reason]:
        held = {place for place in places if place is not None}
        items = {self.quote[place].item for place in held}
        restricted = {atom.item for atom in self.quote if atom.only}
        by_condition = any(atom.only and atom.kind in {"condition", "relation"} for atom in claim)
        faults: list[Reason] = []
        for atom, place in zip(claim, places, strict=True):
            moved = (
                atom.kind in {"condition", "relation"} and place is not None and self.quote[place].item in restricted
            )
            if atom.only and place is not None and not self.quote[place].only and not moved:
                faults.append(Reason.EXCEPTION)
        # ``chỉ`` may stand at the condition instead of the predicate: ``chỉ hợp lệ khi``, ``chỉ khi … mới hợp lệ``.
        said = {place for atom, place in zip(claim, places, strict=True) if atom.only}
        for place, atom in enumerate(self.quote):
            used = atom.item in items and (place in held or not self._apart(place, held))
            if atom.only and used and place not in said and not by_condition:
                faults.append(Reason.EXCEPTION)
        return faults

    def _apart(self, place: int, held: set[int]) -> bool:
        """Whether the restricted phrase stands in a clause of its own that the claim does not use."""
        atom = self.quote[place]
        own = {i for i, other in enumerate(self.quote) if other.item == atom.item and other.phrase >= atom.phrase}
        return not own & held


def differing(atom: Atom, other: Atom) -> Reason | None:
    """Where a claim's atom is governed by another force than the quote's, and how; ``None`` when they agree."""
    mine, theirs = Counter(atom.force), Counter(other.force)
    if mine == theirs:
        return None
    if atom.kind == "verb" and atom.key not in _SELF and (atom.passive or other.passive):
        mine, theirs = mine - _LEAVE, theirs - _LEAVE
    if atom.key in _SELF:
        mine = Counter("được" if force == "có quyền" else force for force in mine.elements())
        theirs = Counter("được" if force == "có quyền" else force for force in theirs.elements())
    if mine == theirs:
        return None
    kinds = {lexicon().kinds.get(force, "") for force in (mine - theirs) + (theirs - mine)}
    return Reason.NEGATION if "negation" in kinds else Reason.MODALITY
