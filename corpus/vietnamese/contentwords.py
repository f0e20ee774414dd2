"""The words of a text that carry its content, as keys that compare with each other. Pure but for reading the lists."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from corpus.core.text import fold, tone_key

_LISTS = tomllib.loads(files("corpus.vietnamese").joinpath("contentwords.toml").read_text("utf-8"))
_STOP = frozenset(_LISTS["function_words"].split())
_ACCENTED_STOP = frozenset(tone_key(word) for word in _LISTS["accented_function_words"].split())
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
