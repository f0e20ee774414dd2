"""Terms of a text: its content words, two syllables that are one word of the dictionary taken together. Pure.

"công chứng" is neither "công" nor "chứng": a text that holds both syllables somewhere does not speak of it.
"""

from __future__ import annotations

from functools import lru_cache

from corpus.vietnamese.contentwords import content_words
from corpus.vietnamese.typing import is_word


@lru_cache(maxsize=65536)
def terms(text: str, accented: bool = False) -> tuple[str, ...]:
    """Terms in their order, repetition kept; keys as those of ``content_words``, a space between two syllables."""
    words = content_words(text, accented)
    found: list[str] = []
    at = 0
    while at < len(words):
        joined = at + 1 < len(words) and is_word(words[at], words[at + 1])
        found.append(f"{words[at]} {words[at + 1]}" if joined else words[at])
        at += 2 if joined else 1
    return tuple(found)
