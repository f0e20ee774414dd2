"""What a claim leaves out of the sentences it uses, and whether that is fair.

Pure. Whole sentences and list items may be left unsaid. Inside a used item the claim must keep the subject, every
condition and exception that governs what it says, the whole of each phrase it uses, and the full list after ``gồm``.
Purposes, legal bases, deadlines, remarks in brackets and further coordinated predicates may go, but not a duty that a
leave is tied to. (Negation, modality and ``chỉ`` are compared unit by unit in ``assistant.alignment``.)
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.alignment import Path
from assistant.unit import Unit

_TOPICS = {"tại", "đối với", "trong", "giữa"}
_OPENING = _TOPICS | {"với", "thời gian", "so với"}
_CONDITIONS = {"nếu", "trừ", "kể cả", "dù"}
_LEAVE = {"được", "có thể", "có quyền"}
_TOGETHER = {"gồm", "thống nhất", "phối hợp", "hoặc", "phối", "liên"}
_ADDED = {"cấp trên", "cấp dưới", "cấp trên trực tiếp", "trung ương", "đảng", "toàn quốc"}
_SHARED = ("chính thức", "dự khuyết", "dự bị", "đương nhiên")
"""Additions that may belong to every one of several names before them."""
_NOT = {"không", "chưa", "không được", "không phải", "không thể"}


class Quote:
    """The quote's items with what the path of a claim covers of them."""

    def __init__(self, quote: Sequence[Unit], path: Path) -> None:
        self.quote = quote
        self.covered = {place for place in path.places if place is not None}
        self.keys = {quote[place].key for place in self.covered}
        self.crossings = path.crossings
        self.serious = {
            unit.item
            for unit in quote
            if unit.aside and (unit.kind in {"condition", "exception"} or set(unit.force) & _NOT or unit.only)
        }
        self.said = False
        """Whether the claim uses any main clause; a bare condition or topic states nothing."""

    def left_out(self) -> tuple[str, ...]:
        """Reason codes of unfair omissions, in a stable order."""
        reasons: list[str] = []
        touched = sorted({self.quote[p].item for p in self.covered if self.quote[p].kind != "optional"})
        for item in touched:
            if (lead := self._only_lead_in(item, touched)) is not None:
                reasons += self._item(lead)
                continue
            places = self._with_list([i for i, unit in enumerate(self.quote) if unit.item == item])
            reasons += self._item(self._lead_in(places) + places)
        if not self.said:
            reasons.append("r4.scope")
        return tuple(dict.fromkeys(reasons))

    def strayed(self, claim: Sequence[Unit], path: Path) -> tuple[str, ...]:
        """One statement of the claim that borrows from several of the quote must say the subject of each."""
        for item in sorted({unit.item for unit in claim}):
            own = {p for u, p in zip(claim, path.places, strict=True) if p is not None and u.item == item}
            sources = {self.quote[p].item for p in own if self.quote[p].kind not in {"optional", "condition"}}
            if self._out_of_list(claim, path, item, sources):
                return ("r4.actor",)
            if self._said_elsewhere(own, sources):
                return ("r4.condition",)
            if len(sources) < 2:
                continue
            if self._foreign_condition(own, sources):
                return ("r4.condition",)
            for source in sources:
                places = [i for i, u in enumerate(self.quote) if u.item == source and u.kind != "optional"]
                leads = bool(set(self._lead_in(places)) & own)
                if places[0] not in own and not leads:
                    return ("r4.actor",)
        return ()

    def _said_elsewhere(self, own: set[int], sources: set[int]) -> bool:
        """Whether a condition of what this statement of the claim says is said only with another statement."""
        for source in sources:
            places = [i for i, unit in enumerate(self.quote) if unit.item == source]
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
            places = [i for i, unit in enumerate(self.quote) if unit.item == source]
            scopes = [scope for scope, _ in self._conditions(self._phrases(places))]
            if own & (set(places) - {place for scope in scopes for place in scope}):
                same = self.quote[places[0]].sentence
                opening = {u.item for u in self.quote if u.sentence == same and u.opener in _OPENING}
                lead = {self.quote[p].item for p in self._lead_in(places)}
                stating |= {source, *lead, *opening}
            if any(own & set(scope) for scope in scopes):
                bound.add(source)
        return bool(bound - stating)

    def _out_of_list(self, claim: Sequence[Unit], path: Path, item: int, sources: set[int]) -> bool:
        """Whether an item of the claim's list comes from another sentence of the quote than the list's lead-in."""
        first = next(unit for unit in claim if unit.item == item)
        listed = [n for n, u in enumerate(claim) if u.sentence == first.sentence and u.opener.startswith(":")]
        if not listed or claim[listed[0]].item >= item:
            return False
        leads = {path.places[n] for n in range(listed[0]) if claim[n].sentence == first.sentence}
        sentences = {self.quote[p].sentence for p in leads if p is not None and self.quote[p].kind != "optional"}
        return bool(sentences) and any(u.item in sources and u.sentence not in sentences for u in self.quote)

    def _only_lead_in(self, item: int, touched: list[int]) -> list[int] | None:
        """The lead-in of a list when the claim uses it for other items than the first; ``None`` elsewhere."""
        places = [i for i, unit in enumerate(self.quote) if unit.item == item]
        colon = next((i for i in places if self.quote[i].opener.startswith(":")), None)
        sentence = self.quote[places[0]].sentence
        others = any(u.sentence == sentence and u.item in touched and u.item > item for u in self.quote)
        if colon is None or colon == places[0] or not others or any(i in self.covered for i in places if i >= colon):
            return None
        return [i for i in places if i < colon]

    def _with_list(self, places: list[int]) -> list[int]:
        """An exception that ends in a colon takes in the items of its list."""
        excepts = [p for p in places if self.quote[p].kind == "exception"]
        if excepts and any(self.quote[p].opener.startswith(":") for p in places if p > excepts[-1]):
            return [
                i for i, u in enumerate(self.quote) if i >= places[0] and u.sentence == self.quote[places[0]].sentence
            ]
        return places

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
        unit = self.quote[place]
        if unit.kind == "optional" or place in self.covered or self._remark(unit):
            return False
        return not (unit.kind == "date" and place and self.quote[place - 1].kind == "document")

    def _remark(self, unit: Unit) -> bool:
        """In brackets, without condition, exception or negation of its own."""
        if not unit.aside:
            return False
        return unit.item not in self.serious

    def _item(self, places: list[int]) -> list[str]:
        phrases = self._phrases(places)
        governing = self._conditions(phrases)
        restricted = any(self.quote[place].only for place in places)
        reasons: list[str] = []
        for scope, governed in governing:
            if any(place in self.covered for place in governed) and not self._held(scope, restricted):
                opener = self.quote[scope[0]].opener
                if opener == "dù" and not any(place in self.covered for place in scope):
                    continue
                reasons.append("r4.exception" if opener in {"trừ", "kể cả"} else "r4.condition")
        conditional = {place for scope, _ in governing for place in scope}
        main = [group for group in phrases if not set(group) & conditional]
        self.said = self.said or not main
        if not any(place in self.covered for group in main for place in group):
            return reasons
        self.said = True
        return reasons + self._head(main) + self._inside(main) + self._tails(main) + self._alternatives(places)

    def _alternatives(self, places: list[int]) -> list[str]:
        """``hoặc`` between two things that the claim says both."""
        for before, place, after in zip(places, places[1:], places[2:], strict=False):
            if self.quote[place].key == "hoặc" and place not in self.covered and {before, after} <= self.covered:
                return ["r4.quantifier"]
        return []

    def _held(self, scope: list[int], restricted: bool) -> bool:
        """Whether a condition is kept: all of it, or one whole alternative of an ``hoặc`` that no ``chỉ`` restricts."""
        if not any(self._required(place) for place in scope if place not in self._again(scope)):
            return True
        if self._opens(scope) == "đối với":
            own = {self.quote[p].key for p in self.covered if self.quote[p].item == self.quote[scope[0]].item}
            return all(self.quote[place].key in own for place in scope)
        starts = [n for n, p in enumerate(scope) if self.quote[p].kind == "condition"]
        joined = all(n > 0 and self.quote[scope[n - 1]].key == "hoặc" for n in starts[1:])
        if restricted or len(starts) < 2 or not joined:
            return False
        ends = [n - 1 for n in starts[1:]] + [len(scope)]
        alternatives = [scope[a + 1 : b] for a, b in zip(starts, ends, strict=True)]
        used = [group for group in alternatives if any(p in self.covered for p in group)]
        return bool(used) and not any(self._required(p) for group in used for p in group)

    def _again(self, scope: list[int]) -> set[int]:
        """The subject of a condition when it is the subject of the statement, which the claim says once."""
        own = [n for n, u in enumerate(self.quote) if u.item == self.quote[scope[0]].item and u.kind != "optional"]
        main = [n for n in own if n not in scope and self.quote[n].opener in {"", "thì", "vị ngữ", ",", "."}]
        first = next((n for n in scope if self.quote[n].kind == "body"), None)
        if first is None or not main or scope.index(first) > 1:
            return set()
        head = main[0]
        same = self.quote[head].key == self.quote[first].key and head in self.covered
        ends = first + 1 >= len(self.quote) or self.quote[first + 1].kind not in {"body", "term"}
        return {first} if same and ends else set()

    def _conditions(self, phrases: list[list[int]]) -> list[tuple[list[int], list[int]]]:
        """Pairs (condition, what it governs); an opening topic (``tại đại hội…``) counts as a condition."""
        starts = [n for n, group in enumerate(phrases) if self._opens(group) in _CONDITIONS]
        starts = [n for n in starts if not (n - 1 in starts and self._opens(phrases[n]) == self._opens(phrases[n - 1]))]
        first = self._opens(phrases[0]) if phrases else ""
        if 0 not in starts and (first in _OPENING or self._implied(phrases)):
            starts = [0, *starts]
        found: list[tuple[list[int], list[int]]] = []
        for order, start in enumerate(starts):
            stop = start + 1
            exception = self._opens(phrases[start]) in {"trừ", "kể cả", "dù"}
            limit = starts[order + 1] if order + 1 < len(starts) else len(phrases)
            then = next((n for n in range(start + 1, limit) if "thì" in self._opens(phrases[n])), None)
            if start == 0 or then is not None:
                while stop < (then if then is not None else limit) and (
                    then is not None or self._opens(phrases[stop]) not in {",", ":", "thì", "vị ngữ"}
                ):
                    stop += 1
                governed = phrases[:start] + phrases[stop:limit] if not exception else phrases
                if start and order:
                    governed = phrases[stop:limit]
            else:
                while stop < limit and not self._resumes(phrases[stop]):
                    stop += 1
                governed = self._governed(phrases, start, stop, found)
            if all(self.quote[place].aside for place in phrases[start]):
                stop, governed = start + 1, phrases[start - 1 : start]
            scope = [place for group in phrases[start:stop] for place in group]
            found.append((scope, [place for group in governed for place in group if place not in scope]))
        return found

    def _implied(self, phrases: list[list[int]]) -> bool:
        """Whether ``… thì …`` makes a condition of what stands before it, without ``nếu``."""
        marked = bool(phrases) and any(
            self.quote[p].kind == "optional" and self.quote[p].key == "nếu" for p in phrases[0]
        )
        return marked and any(self._opens(group).startswith("thì") for group in phrases[1:])

    def _governed(
        self, phrases: list[list[int]], start: int, stop: int, found: list[tuple[list[int], list[int]]]
    ) -> list[list[int]]:
        """What a trailing condition governs: back to the last condition; a mere subject only if nothing resumes it."""
        taken = {place for scope, _ in found for place in scope}
        own = [n for n in range(start) if set(phrases[n]) & taken]
        first = own[-1] + 1 if own and own[-1] + 1 < start else 0
        governed = phrases[first:start]
        resumed = any(place in self.covered for group in phrases[stop:] for place in group)
        stated = [p for p in governed[0] if self.quote[p].predicate] if governed else []
        if resumed and len(governed) == 1 and stated and not self.covered & set(stated):
            return []
        if resumed and len(governed) > 1 and not any(self.quote[p].predicate for p in governed[0]):
            return governed[1:]
        return governed

    def _resumes(self, group: list[int]) -> bool:
        """Whether the main clause goes on here after a trailing condition (``…, nhưng``, ``… và phải``)."""
        opener = self._opens(group)
        if any(self.quote[place].key == "đồng thời" for place in group):
            return True
        return opener in {"nhưng", "để", "thì", "vị ngữ"} or (
            opener in {"và", ",", ",và"} and (bool(set(self.quote[group[0]].force) - {"bị"}) or self._bounded(group[0]))
        )

    def _bounded(self, place: int) -> bool:
        return self.quote[place].kind == "number" and self.quote[place].bound != ""

    def _opens(self, group: list[int]) -> str:
        return self.quote[group[0]].opener

    def _head(self, main: list[list[int]]) -> list[str]:
        """The subject of the item, or of an independent clause of it, must be said."""
        head = next((place for group in main for place in group if self.quote[place].kind != "optional"), None)
        if head is None or head in self.covered:
            return []
        if any(self.quote[p].key == self.quote[head].key for p in self.covered if p < head):
            return []
        if self._one_of_several(main) or self._coordinated(main, head):
            return []
        predicate = False
        for number, group in enumerate(main):
            if any(place in self.covered for place in group):
                first = next(place for place in group if self.quote[place].kind != "optional")
                clause = self.quote[first].kind == "body" and any(self.quote[p].predicate for p in group)
                if number and predicate and clause and first in self.covered and self._opens(group) in {",", ":"}:
                    return []
                break
            predicate = predicate or any(self.quote[place].predicate for place in group)
        return ["r4.negation" if set(self.quote[head].force) & _NOT else "r4.actor"]

    def _coordinated(self, main: list[list[int]], head: int) -> bool:
        """Whether a statement without a subject goes on with another predicate, and the claim says that one."""
        unit = self.quote[head]
        if not unit.predicate or set(unit.force) & _NOT or unit.only:
            return False
        return any(
            self._opens(group) in {"và", ",", ",và"} and self.quote[group[0]].predicate and group[0] in self.covered
            for group in main
        )

    def _one_of_several(self, main: list[list[int]]) -> bool:
        """Whether the claim says a later one of several subjects (``A, B và C phải…``) of the statement.

        What holds of all of them holds of each, unless they do it together or one of them is enough.
        """
        subjects: list[list[int]] = []
        for group in main:
            if group is not main[0] and self._opens(group) not in {",", "và", ",và"}:
                break
            for place in group:
                unit = self.quote[place]
                if unit.kind == "quantifier" and place == main[0][0] and unit.key in {"tất cả", "mỗi"}:
                    continue
                if unit.predicate or unit.only or unit.key in _TOGETHER:
                    return self._chosen(subjects, unit)
                if place == group[0] or unit.joined or not subjects:
                    subjects.append([])
                subjects[-1].append(place)
        return False

    def _chosen(self, subjects: list[list[int]], predicate: Unit) -> bool:
        said = [any(place in self.covered for place in subject) for subject in subjects]
        whole = all(
            not any(self._required(place) for place in subject)
            for subject, used in zip(subjects, said, strict=True)
            if used
        )
        people = all(any(self.quote[p].kind == "body" for p in subject[:2]) for subject in subjects)
        if len(subjects) < 2 or not any(said):
            return False
        kept = said[-1] or self._proper([self.quote[place] for place in subjects[-1]])
        return kept and whole and people and predicate.key not in _TOGETHER

    def _proper(self, names: list[Unit]) -> bool:
        """Whether a subject is the name of one body, which adds nothing to the others before it."""
        unit = names[0]
        added = unit.key in _ADDED or unit.key.endswith(_SHARED)
        return len(names) == 1 and unit.kind == "body" and len(unit.key.split()) > 2 and not added

    def _inside(self, main: list[list[int]]) -> list[str]:
        """Units left out of a phrase that is used."""
        reasons = []
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
            if self._single_last(group, missing) or self._goes_on(main, group, missing):
                continue
            named = group[0] in missing or self.quote[group[0]].kind == "quantifier"
            if named and self._one_of_several(main) and self._leading(group, missing):
                continue
            kinds = {self.quote[place].kind for place in missing}
            reasons += [
                "r4.quantifier" if "quantifier" in kinds else "r4.relation" if kinds == {"relation"} else "r4.scope"
            ]
        return reasons

    def _leading(self, group: list[int], missing: list[int]) -> bool:
        """Whether what is missing are subjects, before the predicate of the phrase."""
        first = next((n for n, p in enumerate(group) if self.quote[p].predicate or self.quote[p].only), 0)
        return all(place in group[:first] for place in missing)

    def _goes_on(self, main: list[list[int]], group: list[int], missing: list[int]) -> bool:
        """Whether the claim takes the subject of a phrase only, and a further predicate of it that follows."""
        first = next((n for n, p in enumerate(group) if self.quote[p].predicate), 0)
        if not first or any(place in self.covered for place in group[first:]) or set(missing) & set(group[:first]):
            return False
        later = main[main.index(group) + 1 :]
        return any(
            self._opens(other).startswith(("và", ",", "nhưng")) and self.quote[p].predicate and p in self.covered
            for other in later
            for p in other
        )

    def _single_last(self, group: list[int], missing: list[int]) -> bool:
        """Whether what is missing is the last of several subjects, all of it, and no addition to the others as well."""
        first = self.quote[missing[0]]
        after = group.index(missing[-1]) + 1
        ends = after < len(group) and self.quote[group[after]].predicate
        whole = missing == group[group.index(missing[0]) : after]
        proper = self._proper([self.quote[place] for place in missing])
        head = self.quote[group[0]].key
        alike = head.startswith(first.key) and head != first.key
        return first.joined and ends and whole and (proper or alike)

    def _tails(self, main: list[list[int]]) -> list[str]:
        """Whole phrases left out of an item that is used."""
        reasons = []
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
            before = bool(number) and self._ended(main[number - 1])
            later = any(self.quote[p].predicate and p in self.covered for g in main[number + 1 :] for p in g)
            narrows = opener in _TOPICS | {"bằng", "như"} or (opener == "là" and not later)
            narrows = narrows or (opener in {"do", "từ"} and bool(force & _NOT))
            if opener == "hoặc" and before and not force & (_LEAVE | _NOT):
                reasons.append("r4.quantifier")
            elif (narrows and (before or not number)) or self._listed(main, number):
                reasons.append("r4.scope")
            elif opener in {"nhưng", "và", ",", ",và"} and force & _LEAVE and own & ({"phải"} | _NOT):
                reasons.append("r4.condition")
            elif opener in {"nhưng", ",nhưng"}:
                reasons.append("r4.exception")
        return reasons

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
