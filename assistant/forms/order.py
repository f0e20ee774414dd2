"""Names in the order of the Vietnamese alphabet, by the given name, which stands last. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"": 0, "\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_MARKS = {"\u0306", "\u0302", "\u031b"}


def by_given_name(names: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Entries sorted by given name, then family name and the rest; their numbers are given anew."""
    ordered = sorted(names, key=lambda entry: _key(entry["ten"]))
    return [entry | {"tt": str(number)} for number, entry in enumerate(ordered, 1)]


def _key(name: str) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
    words = name.casefold().split()
    return tuple(_word_key(word) for word in (words[-1], *words[:-1]))


def _word_key(word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Letters first, tones only where all letters agree."""
    letters, tones = [], []
    for char in word:
        letter, tone = "", 0
        for part in unicodedata.normalize("NFD", char):
            if part in _TONES:
                tone = _TONES[part]
            elif part in _MARKS or not letter:
                letter += part
        composed = unicodedata.normalize("NFC", letter)
        letters.append(_ALPHABET.find(composed) if composed in _ALPHABET else 100 + ord(composed[0]))
        tones.append(tone)
    return tuple(letters), tuple(tones)
