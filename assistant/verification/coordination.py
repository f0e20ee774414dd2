"""Several subjects, several predicates: what holds of all of them holds of each.

Pure. ``A, B và C phải làm X và Y`` proves ``B phải làm X``, unless they do it together or one of them is enough, and
unless an addition that may belong to all of them (``… chính thức``) would be lost.
"""

from __future__ import annotations

from assistant.parsing.atom import Atom
from assistant.verification.coverage import DENIED, Coverage

_TOGETHER = {"gồm", "thống nhất", "phối hợp", "hoặc", "phối", "liên"}
_ADDED = {"cấp trên", "cấp dưới", "cấp trên trực tiếp", "trung ương", "đảng", "toàn quốc"}
_SHARED = ("chính thức", "dự khuyết", "dự bị", "đương nhiên")
"""Additions that may belong to every one of several names before them."""


class Subjects(Coverage):
    """Coordinated subjects and predicates of a quote's statements."""

    def _coordinated(self, main: list[list[int]], head: int) -> bool:
        """Whether a statement without a subject goes on with another predicate, and the claim says that one."""
        atom = self.quote[head]
        if not atom.predicate or set(atom.force) & DENIED or atom.only:
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
                atom = self.quote[place]
                if atom.kind == "quantifier" and place == main[0][0] and atom.key in {"tất cả", "mỗi"}:
                    continue
                if atom.predicate or atom.only or atom.key in _TOGETHER:
                    return self._chosen(subjects, atom)
                if place == group[0] or atom.joined or not subjects:
                    subjects.append([])
                subjects[-1].append(place)
        return False

    def _chosen(self, subjects: list[list[int]], predicate: Atom) -> bool:
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

    def _proper(self, names: list[Atom]) -> bool:
        """Whether a subject is the name of one body, which adds nothing to the others before it."""
        atom = names[0]
        added = atom.key in _ADDED or atom.key.endswith(_SHARED)
        return len(names) == 1 and atom.kind == "body" and len(atom.key.split()) > 2 and not added

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
