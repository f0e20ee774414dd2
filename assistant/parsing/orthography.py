"""Is a text written in honest letters? NFC, one script, nothing invisible.

Pure. A claim that *looks* like its quote but holds a Cyrillic ``а``, a full-width digit, a zero-width space or a
decomposed letter is refused: a reader cannot see the difference and a search would not find it.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_MARKS = frozenset("‘’‚“”„…–—−•·°§±×÷≤≥≈→←«»€£₫%‰½¼¾⅓⅔²³№")
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


def honest(text: str) -> bool:
    """Whether a text says something, in no character but those that Vietnamese regulations are written in."""
    return bool(text.strip()) and unicodedata.is_normalized("NFC", text) and all(map(_honest, text))


@lru_cache(maxsize=4096)
def _honest(char: str) -> bool:
    if char.isascii():
        return char.isprintable() or char in "\n\t"
    if char in _MARKS or char == "\u00a0":
        return True
    if unicodedata.category(char) in _INVISIBLE:
        return False
    name = unicodedata.name(char, "")
    return name.startswith("LATIN ") and "FULLWIDTH" not in name and char.isalpha() and char not in "ıſƖǃ"
