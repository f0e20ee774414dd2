"""Text to lexemes: words, figures, dates, document numbers, punctuation – each with its place in the text.

Pure. Nothing is changed or dropped: a lexeme is a slice of the text, ``key`` is its comparison form (lower case, tone
mark moved to one place, so ``uỷ`` and ``ủy`` are one word). The forms that look alike but differ in kind are told apart
here: ``11.4.2`` is a section number, ``1.588`` a figure with a thousands mark, ``10/10/2024`` a date, ``294-QĐ/TW`` a
document number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.core.text import tone_key

_LEXEME = re.compile(
    r"""
    (?P<document>\d{1,5}\s?[-–]\s?[A-ZĐ]{1,4}\s?/\s?[A-ZĐ]\w*(?:-[A-ZĐ]\w*)*
                |\d{1,4}/(?:19|20)\d{2}/[A-ZĐ]\w*(?:-[A-ZĐ]\w*)*)
    |(?P<date>\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d{2}(?!\d))
    |(?P<number>\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\d]|\.\d)|\d+,\d+(?!\d)|\d+(?!\d|\.\d))
    |(?P<section>\d+(?:\.\d+)+)
    |(?P<word>[^\W\d_]+)
    |(?P<mark>\S)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A slice ``text[start:end]``; ``kind`` is document, date, number, section, word or mark."""

    text: str
    key: str
    kind: str
    start: int
    end: int


@lru_cache(maxsize=20_000)
def word_key(word: str) -> str:
    """Comparison form of one word: case and place of the tone mark ignored."""
    return tone_key(word)


def lexemes(text: str) -> list[Lexeme]:
    """Lexemes of ``text`` in order; white space is the only thing between them."""
    found = []
    for match in _LEXEME.finditer(text):
        kind = match.lastgroup or "mark"
        slice_ = match.group()
        found.append(Lexeme(slice_, word_key(slice_) if kind == "word" else slice_, kind, match.start(), match.end()))
    return found
