"""Times that a turn names: which take the place of one another, which stay, and a text without them. Pure."""

from __future__ import annotations

import re
from functools import cache

from assistant.turns.words import expression
from corpus.core.text import fold

_YEAR = r"(?:19|20)\d\d"
_YEARS = rf"{_YEAR}(?:\s*-\s*{_YEAR})?"


@cache
def lasting() -> re.Pattern[str]:
    """A time that stays the time of the turns that follow until another is named; over folded text."""
    spans, told = expression("times", "spans"), expression("times", "told")
    return re.compile(rf"(?<!\d )\b{spans} (?:{told}\b|(?:\d{{1,2}}/)?{_YEARS}\b)")


@cache
def timed() -> re.Pattern[str]:
    """A time, in the words that put it into a question; over folded text."""
    span, year, of, named = (expression("times", name) for name in ("before_span", "before_year", "of", "named"))
    return re.compile(
        rf"\b(?:{span} )*(?:{of} )+(?:\d{{1,2}}/){{0,2}}{_YEARS}\b"
        rf"|\b(?:{year} )+(?:\d{{1,2}}/){{0,2}}{_YEAR}\b"
        rf"|\b{named}\b"
    )


def is_year(figure: str) -> bool:
    """Whether a figure is a year."""
    return re.fullmatch(_YEAR, figure) is not None


def without_times(text: str) -> str:
    """A text without the times that it names."""
    cut = list(text)
    for match in timed().finditer(fold(text)) if len(fold(text)) == len(text) else ():
        cut[match.start() : match.end()] = " " * (match.end() - match.start())
    return "".join(cut)


def at_time(base: str, rest: str) -> str:
    """The earlier question with the time that a turn names in place of the last one that it names itself."""
    times = list(timed().finditer(fold(base)))
    if not times or not timed().fullmatch(fold(rest)) or len(fold(base)) != len(base):
        return ""
    start, end = times[-1].span()
    return f"{base[:start]}{rest[:1].lower()}{rest[1:]}{base[end:]}?"
