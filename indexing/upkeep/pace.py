"""How long a stage of work will still take, from how long its part so far took. Pure but for the clock."""

from __future__ import annotations

import time
from collections.abc import Callable

_LEAST_S = 2.0
"""Seconds a stage must have taken before it says anything about the rest."""


class Pace:
    """Follows the stages of one job.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._stage = ""
        self._began = 0.0
        self._first = 0

    def left_s(self, stage: str, done: int, total: int) -> int | None:
        """Seconds that the stage will still take; ``None`` while nothing can be said.

        Args:
            stage: its name; a new name begins a new measure.
            done: how many of its items are done.
            total: how many there are.
        """
        now = self._clock()
        if stage != self._stage:
            self._stage, self._began, self._first = stage, now, done
        taken = now - self._began
        if done <= self._first or done >= total or taken < _LEAST_S:
            return None
        return round(taken / (done - self._first) * (total - done))


def left_words(seconds: int | None) -> str:
    """The rest of a stage in Vietnamese; empty while nothing can be said."""
    if seconds is None:
        return ""
    return "còn dưới 1 phút" if seconds < 60 else f"còn khoảng {round(seconds / 60)} phút"
