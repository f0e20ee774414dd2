"""What a claim leaves out of the sentences it uses, and whether that is fair.

Pure. Whole sentences and list items may be left unsaid. Inside a used item the claim must keep the subject, every
condition and exception that governs what it says, the whole of each phrase it uses, and the full list after ``gồm``.
Purposes, legal bases, deadlines, remarks in brackets and further coordinated predicates may go, but not a duty that a
leave is tied to. (Negation, modality and ``chỉ`` are compared atom by atom in ``assistant.verification.alignment``.)
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.parsing.atom import Atom
from assistant.reasons import Reason
from assistant.verification.alignment import Path
from assistant.verification.conditions import OPENING, Conditions
from assistant.verification.coverage import DENIED, TOPICS

_LEAVE = {"được", "có thể", "có quyền"}


class Quote(Conditions):
    """The quote's items with what the path of a claim covers of them."""

    def left_out(self) -> tuple[Reason, ...]:
        """Reason codes of unfair omissions, in a stable order."""
        reasons: list[Reason] = []
        touched = sorted({self.quote[p].item for p in self.covered if self.quote[p].kind != "optional"})
        for item in touched:
            if (lead := self._only_lead_in(item, touched)) is not None:
                reasons += self._item(lead)
                continue
            places = self._with_list([i for i, atom in enumerate(self.quote) if atom.item == item])
            reasons += self._item(self._lead_in(places) + places)
        if not self.said:
            reasons.append(Reason.SCOPE)
        return tuple(dict.fromkeys(reasons))

    def strayed(self, claim: Sequence[Atom], path: Path) -> tuple[Reason, ...]:
        """One statement of the claim that borrows from several of the quote must say the subject of each."""
        for item in sorted({atom.item for atom in claim}):
            own = {p for u, p in zip(claim, path.places, strict=True) if p is not None and u.item == item}
            used = [self.quote[p] for p in own]
            sources = {atom.item for atom in used if atom.kind not in {"optional", "condition"}}
            if self._out_of_list(claim, path, item, sources) or self._goes_on_elsewhere(claim, path, item, sources):
                return (Reason.ACTOR,)
            if self._said_elsewhere(own, sources):
                return (Reason.CONDITION,)
            if len(sources) < 2:
                continue
            if self._foreign_condition(own, sources):
                return (Reason.CONDITION,)
            for source in sources:
                places = [i for i, u in enumerate(self.quote) if u.item == source and u.kind != "optional"]
                leads = bool(set(self._lead_in(places)) & own)
                foreign = self.quote[places[0]].predicate and self._apart(source, sources)
                if (places[0] not in own or foreign) and not leads:
                    return (Reason.ACTOR,)
        return ()

    def _apart(self, source: int, sources: set[int]) -> bool:
        """Whether an item stands in a sentence of its own among the sources."""
        sentences = {atom.item: atom.sentence for atom in self.quote}
        return any(sentences[other] != sentences[source] for other in sources)

    def _said_elsewhere(self, own: set[int], sources: set[int]) -> bool:
        """Whether a condition of what this statement of the claim says is said only with another statement."""
        for source in sources:
            places = [i for i, atom in enumerate(self.quote) if atom.item == source]
            for scope, governed in self._conditions(self._phrases(places)):
                firm = {p for p in scope if self.quote[p].kind != "optional"}
                if own & set(governed) and firm & self.covered and not firm & own:
                    return True
        return False

    def _foreign_condition(self, own: set[int], sources: set[int]) -> bool:
        """Whether a condition of one statement is put before another.

        What introduces a list governs its items; a time or a place at the start of a sentence governs all of it.
        """
        stating: set[int] = set()
        bound: set[int] = set()
        for source in sources:
            places = [i for i, atom in enumerate(self.quote) if atom.item == source]
            scopes = [scope for scope, _ in self._conditions(self._phrases(places))]
            if own & (set(places) - {place for scope in scopes for place in scope}):
                same = self.quote[places[0]].sentence
                opening = {u.item for u in self.quote if u.sentence == same and u.opener in OPENING}
                lead = {self.quote[p].item for p in self._lead_in(places)}
                stating |= {source, *lead, *opening}
            if any(own & set(scope) for scope in scopes):
                bound.add(source)
        return bool(bound - stating)

    def _out_of_list(self, claim: Sequence[Atom], path: Path, item: int, sources: set[int]) -> bool:
        """Whether an item of the claim's list comes from another sentence of the quote than the list's lead-in."""
        first = next(atom for atom in claim if atom.item == item)
        listed = [n for n, u in enumerate(claim) if u.sentence == first.sentence and u.opener.startswith(":")]
        if not listed or claim[listed[0]].item >= item:
            return False
        leads = {path.places[n] for n in range(listed[0]) if claim[n].sentence == first.sentence}
        sentences = {self.quote[p].sentence for p in leads if p is not None and self.quote[p].kind != "optional"}
        return bool(sentences) and any(u.item in sources and u.sentence not in sentences for u in self.quote)

    def _goes_on_elsewhere(self, claim: Sequence[Atom], path: Path, item: int, sources: set[int]) -> bool:
        """Whether ``…; nếu cần thì bầu 1 phó bí thư`` goes on after another sentence than in the quote.

        What stands after a semicolon takes its subject from before it, in the claim as in the quote.
        """
        sentence = next(atom.sentence for atom in claim if atom.item == item)
        before = {
            self.quote[p].sentence
            for atom, p in zip(claim, path.places, strict=True)
            if p is not None and atom.sentence == sentence and atom.item < item and self.quote[p].kind != "optional"
        }
        first = {atom.sentence: atom.item for atom in reversed(self.quote)}
        going_on = {a.sentence for a in self.quote if a.item in sources and a.item != first[a.sentence]}
        return bool(before) and bool(going_on - before)

    def _item(self, places: list[int]) -> list[Reason]:
        phrases = self._phrases(places)
        governing = self._conditions(phrases)
        restricted = any(self.quote[place].only for place in places)
        reasons = self._alternatives(places)
        for scope, governed in governing:
            if any(place in self.covered for place in (*scope, *governed)) and not self._held(scope, restricted):
                opener = self.quote[scope[0]].opener
                if opener == "dù" and not any(place in self.covered for place in scope):
                    continue
                reasons.append(Reason.EXCEPTION if opener in {"trừ", "kể cả"} else Reason.CONDITION)
        conditional = {place for scope, _ in governing for place in scope}
        main = [group for group in phrases if not set(group) & conditional]
        self.said = self.said or not main
        if not any(place in self.covered for group in main for place in group):
            return reasons
        self.said = True
        return reasons + self._head(main) + self._inside(main) + self._tails(main)

    def _alternatives(self, places: list[int]) -> list[Reason]:
        """``hoặc`` between two things that the claim says both."""
        for before, place, after in zip(places, places[1:], places[2:], strict=False):
            if self.quote[place].key == "hoặc" and place not in self.covered and {before, after} <= self.covered:
                return [Reason.QUANTIFIER]
        return []

    def _head(self, main: list[list[int]]) -> list[Reason]:
        """The subject of the item, or of an independent clause of it, must be said."""
        head = next((place for group in main for place in group if self.quote[place].kind != "optional"), None)
        if head is None or head in self.covered:
            return []
        if any(self.quote[p].key == self.quote[head].key for p in self.covered if p < head):
            return []
        predicate = False
        for number, group in enumerate(main):
            if any(place in self.covered for place in group):
                first = next((place for place in group if self.quote[place].kind != "optional"), None)
                if first is None:  # only words that may go, such as an article's number
                    continue
                clause = self.quote[first].kind == "body" and any(self.quote[p].predicate for p in group)
                if number and predicate and clause and first in self.covered and self._opens(group) in {",", ":"}:
                    return []
                break
            predicate = predicate or any(self.quote[place].predicate for place in group)
        return [Reason.NEGATION if set(self.quote[head].force) & DENIED else Reason.ACTOR]

    def _inside(self, main: list[list[int]]) -> list[Reason]:
        """Atoms left out of a phrase that is used."""
        reasons: list[Reason] = []
        crossed = {self.quote[here].phrase: here for here, _ in self.crossings}
        for group in main:
            used = [place for place in group if place in self.covered]
            missing = [place for place in group if self._required(place)]
            if not used or not missing:
                continue
            last = crossed.get(self.quote[group[0]].phrase)
            if last is not None and max(used) <= last:
                continue
            if group[0] in missing and all(self.quote[p].key in self.keys for p in missing):
                continue
            kinds = {self.quote[place].kind for place in missing}
            lost = Reason.RELATION if kinds == {"relation"} else Reason.SCOPE
            reasons.append(Reason.QUANTIFIER if "quantifier" in kinds else lost)
        return reasons

    def _tails(self, main: list[list[int]]) -> list[Reason]:
        """Whole phrases left out of an item that is used."""
        reasons: list[Reason] = []
        force: set[str] = set()
        explained = self._explained(main)
        for number, group in enumerate(main[:explained]):
            opener = self._opens(group)
            own = {word for place in group for word in self.quote[place].force}
            if any(place in self.covered for place in group) or not any(self._required(place) for place in group):
                force |= {word for place in group if place in self.covered for word in self.quote[place].force}
                continue
            keys = {self.quote[p].key for p in self.covered if self.quote[p].item == self.quote[group[0]].item}
            again = all(self.quote[place].key in keys for place in group if self._required(place))
            if again:
                continue
            host = next((other for other in reversed(main[:number]) if not self.quote[other[0]].aside), None)
            before = host is not None and self._ended(host)
            later = any(self.quote[p].predicate and p in self.covered for g in main[number + 1 :] for p in g)
            narrows = opener in TOPICS | {"bằng", "như"} or (opener == "là" and not later)
            narrows = narrows or (opener in {"do", "từ"} and bool(force & DENIED))
            narrows = narrows or (opener == "do" and host is not None and self._share(host))
            if opener == "hoặc" and before and not force & (_LEAVE | DENIED):
                reasons.append(Reason.QUANTIFIER)
            elif (narrows and (before or not number)) or self._listed(main, number):
                reasons.append(Reason.SCOPE)
            elif opener in {"nhưng", "và", ",", ",và"} and force & _LEAVE and own & ({"phải"} | DENIED):
                reasons.append(Reason.CONDITION)
            elif opener in {"nhưng", ",nhưng"}:
                reasons.append(Reason.EXCEPTION)
        return reasons

    def _share(self, group: list[int]) -> bool:
        """Whether a phrase counts by a share: ``1/3 số cấp ủy viên do đại hội bầu`` is of those that it elected."""
        return any(self.quote[place].key.endswith(":ratio") for place in group)

    def _ended(self, group: list[int]) -> bool:
        """Whether the claim says a phrase to its end, not only the subject in it."""
        last = next((p for p in reversed(group) if self.quote[p].kind != "optional"), group[-1])
        said = any(place in self.covered for place in group)
        crossed = any(self.quote[here].phrase == self.quote[last].phrase for here, _ in self.crossings)
        return said and (last in self.covered or not crossed)

    def _explained(self, main: list[list[int]]) -> int:
        """Where an unused explanation after a colon begins; it may go whole when a full statement stands before it."""
        colon = next((n for n, group in enumerate(main) if n and self._opens(group).startswith(":")), len(main))
        whole = any(self.quote[p].predicate for group in main[:colon] for p in group)
        used = any(place in self.covered for group in main[colon:] for place in group)
        return colon if whole and not used else len(main)

    def _listed(self, main: list[list[int]], number: int) -> bool:
        """Whether the phrase belongs to a list after ``gồm`` of which the claim says a part."""
        start = next((n for n, group in enumerate(main) if self._opens(group) == "gồm"), None)
        if start is None or number < start:
            return False
        return any(place in self.covered for group in main[start:] for place in group)
