"""The words of a text that carry its content, as keys that compare with each other. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.question.patterns import pattern, word_list
from corpus.core.text import fold, tone_key

_STOP = frozenset(word_list("function_words"))
_ACCENTED_STOP = frozenset(tone_key(word) for word in word_list("accented_function_words"))
_WORD = re.compile(r"[0-9]+(?:[./,-][0-9]+)*|[^\W\d_]+")


@lru_cache(maxsize=65536)
def content_words(text: str, accented: bool = False) -> tuple[str, ...]:
    """Keys of the words of ``text`` without function words; order and repetition kept.

    Keys keep the diacritics when ``accented``, otherwise they are folded.
    """
    stop = _ACCENTED_STOP if accented else _STOP
    words = map(_tone_key, _WORD.findall(text.lower())) if accented else _WORD.findall(fold(text))
    # Single letters are list marks and slips of typing; single figures may be what is asked about.
    return tuple(word for word in words if word not in stop and (len(word) > 1 or word.isdigit()))


@lru_cache(maxsize=65536)
def _tone_key(word: str) -> str:
    return tone_key(word)


def asks_for_list(text: str) -> bool:
    """Whether a question asks for an enumeration (steps, cases, contents)."""
    return bool(pattern("asks_list").search(fold(text)))
