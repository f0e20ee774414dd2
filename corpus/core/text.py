"""Vietnamese text without loss: NFC once at the door, and folding that maps back to offsets.

Pure. Display text is never changed beyond NFC; all looseness (case, tone-mark placement, missing diacritics)
lives in *keys*. ``fold`` gives the key of a text; ``Folded`` keeps, for each character of the key, the offset of
the source character it came from, so that a match in the key can be shown in the source.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[0-9]+(?:[./,-][0-9]+)*|[^\W\d_]+", re.UNICODE)
_STROKE = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D"})
# tone marks as combining characters: grave, acute, tilde, hook above, dot below
_TONES = "\u0300\u0301\u0303\u0309\u0323"


MAX_MARKS = 30
"""Combining marks kept after one letter (the Stream-Safe Text Format of UAX #15); a language needs three, and putting
a run in its canonical order takes a time that grows with the square of its length."""
_SIGNS_IN_A_ROW = re.compile(r"[^\w\s\x00-\x7f]{31,}")


def to_nfc(text: str) -> str:
    """Unicode NFC of ``text`` with CRLF and CR as LF; the only normalisation of stored text."""
    text = _SIGNS_IN_A_ROW.sub(_few_marks, text)
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _few_marks(signs: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for sign in signs.group():
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= MAX_MARKS:
            kept.append(sign)
    return "".join(kept)


def one_to_one(text: str) -> str:
    """NFC ``text`` with each character folding to exactly one, so that places in its key are places in it.

    Ligatures are written out, marks that belong to no letter go, figures of other scripts become 0 to 9 (which
    patterns over text mean by a figure). Vietnamese text comes back unchanged.
    """
    if text.isascii():
        return text
    written = to_nfc("".join(map(_written_plainly, text)))
    # What still shrinks is a script that composes across letters; nothing here reads it.
    return written if len(fold(written)) == len(written) else fold(written)


@lru_cache(maxsize=4096)
def _written_plainly(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return char if len(key := fold(char)) == 1 else key


def _stripped(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.translate(_STROKE))
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


# Latin letters, combining marks, Vietnamese letters, typographic signs: none of them composes with what stands before
# it once the marks are gone, so that a text of them is stripped character by character.
_USUAL = ((0, 0x250), (0x300, 0x370), (0x1E00, 0x1F00), (0x2000, 0x2070))
_STRIPPED = {chr(code): _stripped(chr(code)) for low, high in _USUAL for code in range(low, high)}
_FOLDED = {char: stripped.casefold() for char, stripped in _STRIPPED.items()}


def strip_diacritics(text: str) -> str:
    """``text`` with Vietnamese diacritics removed and ``đ`` as ``d``; case is kept."""
    if text.isascii():
        return text
    try:
        return "".join(map(_STRIPPED.__getitem__, text))
    except KeyError:
        return _stripped(text)


def fold(text: str) -> str:
    """Search key of ``text``: lower case, no diacritics (``"Đại hội"`` → ``"dai hoi"``)."""
    if text.isascii():
        return text.lower()
    try:
        return "".join(map(_FOLDED.__getitem__, text))
    except KeyError:
        return _stripped(text).casefold()


def has_diacritics(text: str) -> bool:
    """Whether ``text`` carries any Vietnamese diacritic (a question typed without them has none)."""
    return strip_diacritics(text) != unicodedata.normalize("NFC", text)


def tone_key(text: str) -> str:
    """Lower-case key that ignores only where the tone mark sits (``hoà`` and ``hòa`` share one key).

    Each word is written with its letters first and its tone mark last; letters keep their shape (â, ư, đ…).
    """
    if text.isascii():
        return text.lower()
    return _WORD.sub(lambda match: _word_key(match.group()), unicodedata.normalize("NFC", text).lower())


@lru_cache(maxsize=16384)
def _word_key(word: str) -> str:
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", word.lower()):
        (tones if char in _TONES else letters).append(char)
    return unicodedata.normalize("NFC", "".join(letters)) + "".join(tones)


def inside(at: int, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether a place of a text lies in one of the half-open spans."""
    return any(start <= at < end for start, end in spans)


def syllables(text: str) -> list[str]:
    """Lower-case syllables and numbers of ``text`` in order; numbers keep inner ``. / , -``."""
    return [match.group().lower() for match in _WORD.finditer(text)]


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded key with the source offset of each of its characters.

    ``offsets`` has one more entry than ``key``: the length of the source text.
    """

    key: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Source span ``[a, b)`` behind the key span ``[start, end)``; ``start < end`` is required."""
        if not 0 <= start < end <= len(self.key):
            raise ValueError(f"[{start}, {end}) is not a span of a key of length {len(self.key)}")
        return self.offsets[start], self.offsets[end - 1] + 1 if end < len(self.key) else self.offsets[end]


def fold_with_offsets(text: str) -> Folded:
    """Fold ``text`` character by character, remembering where each key character came from."""
    key: list[str] = []
    offsets: list[int] = []
    for index, char in enumerate(text):
        for folded in fold(char):
            key.append(folded)
            offsets.append(index)
    return Folded("".join(key), (*offsets, len(text)))
