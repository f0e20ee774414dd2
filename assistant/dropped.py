"""What a claim leaves out of the sentences it uses, and whether that is fair.

Pure. Whole sentences and list items may be left unsaid. Inside a used item the claim must keep the subject, the negation
and modality, every condition and exception that governs what it says, both halves of a restriction, and the full list
after ``gồm``. Purposes, legal bases, agents, deadlines and further coordinated predicates may go.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.alignment import PREDICATE, REASON, Path
from assistant.units import FORCE, Unit

_FREE_OPENERS = {
    "để",
    "theo",
    "do",
    "vì",
    "và",
    ",",
    "nhưng",
    "thời gian",
    "(",
    ")",
    "–",
    "—",
    "-",
    "“",
    "”",
    "từ",
    "về",
    "mà",
    "vào",
}
_TOPICS = {"tại", "đối với", "trong", "giữa"}
_CONDITIONS = {"nếu", "trừ", "kể cả", "dù"}


class Quote:
    """The quote's items with what the path of a claim covers of them."""

    def __init__(self, quote: Sequence[Unit], path: Path) -> None:
        self.quote = quote
        self.covered = {place for place in path.places if place is not None}
        self.keys = {quote[place].key for place in self.covered}
        self.crossings = path.crossings

    def left_out(self) -> tuple[str, ...]:
        """Reason codes of unfair omissions, in a stable order."""
        reasons: list[str] = []
        touched = sorted({self.quote[place].item for place in self.covered})
        for item in touched:
            places = [i for i, unit in enumerate(self.quote) if unit.item == item]
            lead = self._lead_in(places)
            reasons += self._item(lead + places if lead else places, len(lead))
        return tuple(dict.fromkeys(reasons))

    def _lead_in(self, places: list[int]) -> list[int]:
        """Units before the colon that governs this item of a list, when the item is not the one that holds it."""
        sentence, first = self.quote[places[0]].sentence, places[0]
        before = [i for i, unit in enumerate(self.quote) if unit.sentence == sentence and i < first]
        colon = [i for i in before if self.quote[i].opener.startswith(":")]
        return [i for i in before if i < colon[0]] if colon else []

    def _phrases(self, places: list[int]) -> list[list[int]]:
        groups: dict[int, list[int]] = {}
        for place in places:
            groups.setdefault(self.quote[place].phrase, []).append(place)
        return list(groups.values())

    def _required(self, place: int) -> bool:
        return self.quote[place].kind != "optional" and place not in self.covered

    def _item(self, places: list[int], lead: int) -> list[str]:
        phrases = self._phrases(places)
        governing = self._conditions(phrases)
        reasons: list[str] = []
        for scope, governed in governing:
            if any(place in self.covered for place in governed) and any(self._required(place) for place in scope):
                opener = self.quote[scope[0]].opener
                reasons.append("r4.exception" if opener in {"trừ", "kể cả"} else "r4.condition")
        conditional = {place for scope, _ in governing for place in scope}
        main = [group for group in phrases if not set(group) & conditional]
        if not any(place in self.covered for group in main for place in group):
            return reasons
        reasons += self._head(main)
        reasons += self._inside(main)
        reasons += self._tails(main, lead)
        return reasons

    def _conditions(self, phrases: list[list[int]]) -> list[tuple[list[int], list[int]]]:
        """Pairs (condition, what it governs); an opening topic (``tại đại hội…``) counts as a condition."""
        starts = [n for n, group in enumerate(phrases) if self._opens(group) in _CONDITIONS]
        first = self._opens(phrases[0]) if phrases else ""
        if 0 not in starts and first in _TOPICS | {"thời gian"}:
            starts = [0, *starts]
        found = []
        for order, start in enumerate(starts):
            stop = start + 1
            exception = self._opens(phrases[start]) in {"trừ", "kể cả", "dù"}
            limit = starts[order + 1] if order + 1 < len(starts) else len(phrases)
            then = next((n for n in range(start + 1, limit) if self._opens(phrases[n]).endswith("thì")), None)
            if start == 0 or then is not None:
                while stop < (then if then is not None else limit) and (
                    then is not None or self._opens(phrases[stop]) not in {",", ":", "thì"}
                ):
                    stop += 1
                governed = phrases[stop:limit] if not exception else phrases
            else:
                while stop < limit and not self._resumes(phrases[stop]):
                    stop += 1
                governed = phrases[:start]
            scope = [place for group in phrases[start:stop] for place in group]
            found.append((scope, [place for group in governed for place in group if place not in scope]))
        return found

    def _resumes(self, group: list[int]) -> bool:
        """Whether the main clause goes on here after a trailing condition (``…, nhưng``, ``… và phải``)."""
        opener = self._opens(group)
        return opener in {"nhưng", "để", "thì"} or (opener in {"và", ","} and self.quote[group[0]].kind in FORCE)

    def _opens(self, group: list[int]) -> str:
        return self.quote[group[0]].opener

    def _head(self, main: list[list[int]]) -> list[str]:
        """The subject of the item, or of an independent clause of it, must be said."""
        head = next((place for group in main for place in group if self.quote[place].kind != "optional"), None)
        if head is None or head in self.covered or self.quote[head].key in self.keys:
            return []
        predicate = False
        for number, group in enumerate(main):
            used = [place for place in group if place in self.covered]
            if used:
                first = next(place for place in group if self.quote[place].kind != "optional")
                clause = self.quote[first].kind == "body" and any(self.quote[p].kind in PREDICATE for p in group)
                if number and predicate and clause and first in self.covered and self._opens(group) in {",", ":"}:
                    return []
                break
            predicate = predicate or any(self.quote[place].kind in PREDICATE for place in group)
        return [REASON[self.quote[head].kind] if self.quote[head].kind in FORCE else "r4.actor"]

    def _inside(self, main: list[list[int]]) -> list[str]:
        """Units left out of a phrase that is used."""
        reasons = []
        crossed = {self.quote[here].phrase: (here, there) for here, there in self.crossings}
        for group in main:
            used = [place for place in group if place in self.covered]
            if not used:
                continue
            missing = [place for place in group if self._required(place)]
            crossing = crossed.get(self.quote[group[0]].phrase)
            if crossing and max(used) <= crossing[0]:
                override = self.quote[crossing[1]].kind in FORCE
                missing = [p for p in missing if self.quote[p].kind in FORCE and not override]
            if missing and all(self.quote[p].key in self.keys for p in missing) and group[0] in missing:
                missing = []
            for place in missing:
                unit = self.quote[place]
                reasons.append(REASON[unit.kind] if unit.kind in FORCE | {"quantifier", "relation"} else "r4.scope")
        return reasons

    def _tails(self, main: list[list[int]], lead: int) -> list[str]:
        """Whole phrases left out of an item that is used."""
        reasons = []
        force = ""
        listing = False
        for group in main:
            opener = self._opens(group)
            used = any(place in self.covered for place in group)
            if not used and any(self._required(place) for place in group):
                kinds = {self.quote[place].kind for place in group}
                if opener == "hoặc" and not force and not self._again(group):
                    reasons.append("r4.quantifier")
                elif opener in _TOPICS | {"bằng", "là"} or (opener in {"do", "từ"} and force == "negation"):
                    reasons.append("r4.scope")
                elif listing and opener in {",", "và", ":"} and any(p in self.covered for p in self._listed(main)):
                    reasons.append("r4.scope")
                elif opener == "nhưng" and kinds & FORCE:
                    reasons.append("r4.exception")
            for place in group:
                unit = self.quote[place]
                if unit.kind in FORCE and place in self.covered:
                    force = "negation" if unit.kind in {"negation", "only"} else force or "leave"
                listing = listing or (unit.key == "gồm" and place in self.covered)
        return reasons

    def _again(self, group: list[int]) -> bool:
        return all(self.quote[place].key in self.keys for place in group if self._required(place))

    def _listed(self, main: list[list[int]]) -> list[int]:
        places = [place for group in main for place in group]
        start = next((n for n, place in enumerate(places) if self.quote[place].key == "gồm"), len(places))
        return places[start + 1 :]
