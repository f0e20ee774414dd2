"""Two texts side by side, with the words that differ marked. Pure.

Words are compared as they are written but for their case; what stands between two words goes with the first of them,
so that the parts of a side put together are its text, byte for byte.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKEN = re.compile(r"\S+\s*|\s+")
_LONELY = 1
"""Most equal words between two changes that are taken for part of one change, so that marks do not flicker."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of one side; ``differs`` tells that the other side does not have it there."""

    text: str
    differs: bool


def side_by_side(old: str, new: str) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """The parts of both texts; those of a side joined are that text."""
    left, right = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = SequenceMatcher(None, [_key(t) for t in left], [_key(t) for t in right], autojunk=False)
    olds: list[Stretch] = []
    news: list[Stretch] = []
    steps = matcher.get_opcodes()
    for place, (kind, i1, i2, j1, j2) in enumerate(steps):
        equal = kind == "equal"
        if equal and 0 < place < len(steps) - 1 and i2 - i1 <= _LONELY:
            equal = False
        _add(olds, "".join(left[i1:i2]), differs=not equal)
        _add(news, "".join(right[j1:j2]), differs=not equal)
    return tuple(olds), tuple(news)


def _key(token: str) -> str:
    return token.strip().casefold().rstrip(".,;:")


def _add(parts: list[Stretch], text: str, *, differs: bool) -> None:
    if not text:
        return
    if parts and parts[-1].differs is differs:
        parts[-1] = Stretch(parts[-1].text + text, differs)
    else:
        parts.append(Stretch(text, differs))
