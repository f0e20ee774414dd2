"""Numbers as Word draws them: decimal, letters, Roman numerals; and the counters of an automatic list.

Pure. Shared by the DOCX and the DOC reader.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

LEVELS = 9
"""A Word list has nine levels."""

_ROMAN = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a list.

    Attributes:
        form: ``decimal``, ``lowerLetter``, ``upperLetter``, ``lowerRoman``, ``upperRoman``, ``decimalZero``,
            ``bullet`` or ``none``.
        draw: gives the label from a function that gives the number of a level (0-based).
        text: the label's own text, for bullets and unnumbered levels.
        start: first number.
    """

    form: str
    draw: Callable[[Callable[[int], str]], str]
    text: str = ""
    start: int = 1


@dataclass(slots=True)
class ListCounter:
    """Counts one list through a document; a level restarts when a higher one advances."""

    levels: dict[int, ListLevel]
    counters: list[int | None] = field(default_factory=lambda: [None] * LEVELS)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, name: str, place: int, starts: dict[int, int]) -> str:
        """Label of the next paragraph on level ``place``.

        Args:
            name: the list instance; one that overrides a start restarts there when first used.
            place: level, from 0.
            starts: first numbers that the instance overrides.
        """
        level = self.levels.get(place)
        if level is None:
            return ""
        if (name, place) not in self.begun and place in starts:
            self.counters[place] = None
        self.begun.add((name, place))
        current = self.counters[place]
        self.counters[place] = starts.get(place, level.start) if current is None else current + 1
        for deeper in range(place + 1, LEVELS):
            self.counters[deeper] = None
        if level.form == "bullet":
            return "+" if level.text.strip() == "+" else "-"
        if level.form == "none":
            return level.text
        return level.draw(self._figure)

    def _figure(self, place: int) -> str:
        level = self.levels.get(place)
        value = self.counters[place] if place < LEVELS else None
        start = level.start if level else 1
        return figure(start if value is None else value, level.form if level else "decimal")


def figure(value: int, form: str) -> str:
    """A number in one of Word's forms."""
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26) * min(9, 1 + (value - 1) // 26)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman"):
        shown, left = "", max(0, min(value, 300))
        for worth, sign in _ROMAN:
            shown, left = shown + sign * (left // worth), left % worth
        return shown if form == "lowerRoman" else shown.upper()
    return f"{value:02d}" if form == "decimalZero" else str(value)
