"""Which words of a statement are a condition or an exception, what they govern, and whether a claim keeps them.

Pure. A time or a place at the start of a statement is a condition too, and so is what stands before ``thì``; the
lead-in of a list governs its items.
"""

from __future__ import annotations

from assistant.verification.coverage import TOPICS, Coverage

OPENING = TOPICS | {"với", "thời gian", "so với"}
"""Openers that make a condition of the words at the start of a statement."""
_CONDITIONS = {"nếu", "trừ", "kể cả", "dù"}


class Conditions(Coverage):
    """Conditions of a quote's statements."""

    def _conditions(self, phrases: list[list[int]]) -> list[tuple[list[int], list[int]]]:
        """Pairs (condition, what it governs); an opening topic (``tại đại hội…``) counts as a condition."""
        starts = [n for n, group in enumerate(phrases) if self._opens(group) in _CONDITIONS]
        starts = [n for n in starts if not (n - 1 in starts and self._opens(phrases[n]) == self._opens(phrases[n - 1]))]
        first = self._opens(phrases[0]).lstrip(".;,:") if phrases else ""
        if 0 not in starts and (first in OPENING or self._implied(phrases)):
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
                opening = self._opens(phrases[start])
                leading = not exception and all(self._topic(group) for group in phrases[:start])
                while stop < limit and not (
                    self._resumes(phrases[stop], opening) or (leading and self._states(phrases[stop]))
                ):
                    stop += 1
                governed = phrases[stop:limit] if leading else self._governed(phrases, start, stop, found)
            if all(self.quote[place].aside for place in phrases[start]):
                stop, governed = start + 1, phrases[start - 1 : start]
                while stop < limit and all(self.quote[place].aside for place in phrases[stop]):
                    stop += 1
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

    def _topic(self, group: list[int]) -> bool:
        """Whether a phrase at the start of a statement is a time or a place."""
        opens = self._opens(group).lstrip(".;,:") in OPENING
        return opens and not any(self.quote[place].predicate for place in group)

    def _states(self, group: list[int]) -> bool:
        """Whether a clause with a subject of its own begins here."""
        named = self.quote[group[0]].kind in {"body", "term"}
        return self._opens(group) == "," and named and any(self.quote[place].predicate for place in group)

    def _resumes(self, group: list[int], opening: str) -> bool:
        """Whether the main clause goes on here after a trailing condition (``…, nhưng``, ``… và phải``).

        After an exception only a duty goes on, and after a condition no ``và được``: they are parts of it.
        """
        opener, force = self._opens(group), set(self.quote[group[0]].force)
        if any(self.quote[place].key == "đồng thời" for place in group):
            return True
        if opener in {"nhưng", "để", "thì", "vị ngữ"}:
            return True
        if opener not in {"và", ",", ",và"}:
            return False
        if opening == "dù":
            return bool(force - {"bị"}) or self._bounded(group[0])
        if opening in {"trừ", "kể cả"}:
            return "phải" in force
        return bool(force - {"bị", "được"} if opener == "và" else force - {"bị"})

    def _held(self, scope: list[int], restricted: bool) -> bool:
        """Whether a condition is kept: all of it, or one whole alternative of an ``hoặc`` that no ``chỉ`` restricts."""
        if not any(self._required(place) for place in scope):
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

    def _lead_in(self, places: list[int]) -> list[int]:
        """Atoms before the colon that governs this item of a list, when the item is not the one that holds it."""
        sentence, first = self.quote[places[0]].sentence, places[0]
        before = [i for i, atom in enumerate(self.quote) if atom.sentence == sentence and i < first]
        colon = [i for i in before if self.quote[i].opener.startswith(":")]
        return [i for i in before if i < colon[0]] if colon else []

    def _with_list(self, places: list[int]) -> list[int]:
        """An exception that ends in a colon takes in the items of its list."""
        excepts = [p for p in places if self.quote[p].kind == "exception"]
        if excepts and any(self.quote[p].opener.startswith(":") for p in places if p > excepts[-1]):
            return [
                i for i, u in enumerate(self.quote) if i >= places[0] and u.sentence == self.quote[places[0]].sentence
            ]
        return places

    def _only_lead_in(self, item: int, touched: list[int]) -> list[int] | None:
        """The lead-in of a list when the claim uses it for other items than the first; ``None`` elsewhere."""
        places = [i for i, atom in enumerate(self.quote) if atom.item == item]
        colon = next((i for i in places if self.quote[i].opener.startswith(":")), None)
        sentence = self.quote[places[0]].sentence
        others = any(u.sentence == sentence and u.item in touched and u.item > item for u in self.quote)
        if colon is None or colon == places[0] or not others or any(i in self.covered for i in places if i >= colon):
            return None
        return [i for i in places if i < colon]
