"""Lexical keys: what BM25 counts in a passage, and what a question asks for.

Pure. Keys are strings in five families that cannot collide:

* ``đại``       syllables, lower case, indifferent to where the tone mark sits
* ``đại hội``   pairs of neighbouring syllables
* ``đại_hội``   words of the segmenter with two or more syllables
* ``~dai``, ``~dai hoi``   the same syllables and pairs without diacritics
* ``#294-qd/tw``, ``#19/1/2011``, ``#10%``   figures that must stay whole

A question has no segmenter: every run of two to four of its syllables that *is* a word of the index counts as one.
That spares the server a heavy import and keeps question and index from being cut differently.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import lru_cache
from itertools import islice, pairwise

from corpus.core.text import fold, has_diacritics, syllables, tone_key
from indexing.ports import Token

_LONGEST_WORD = 4
MAX_ASKED = 128
"""Syllables of a question that are searched for; the longest of 2 116 questions of organisers has 63."""
_ACCENTED_SHARE = 0.3
"""Below this share of accented syllables a question counts as typed without diacritics.

Running Vietnamese has about three accented syllables in four; names and abbreviations alone have few.
"""

FIGURE = re.compile(
    r"""
      (?<![\w/])\d{1,6}\s?[-–]\s?[A-ZĐ]{1,8}(?:[/-][A-ZĐ]+)+\b          # 294-QĐ/TW, 26-HD/BTCTW
    | (?<![\w/])\d{1,4}/(?:\d{4}/)?[A-ZĐ]{2,8}\d*(?:-[A-ZĐ]+)*\b         # 30/2020/NĐ-CP, 85/2015/QH13
    | (?<![\w/.])\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?![\w/])                  # 19/01/2011, 19-1-2011
    | (?<![\w/.,])\d+(?:[.,]\d+)?\s?%                                    # 10%, 7,5 %
    | (?<![\w/.,])\d+(?:[./]\d+)+(?![\w/])                               # 11.4.2, 2/3, 01/2016
    """,
    re.VERBOSE | re.IGNORECASE,
)


class Family(StrEnum):
    """Families of keys; a query weighs them apart."""

    SYLLABLE = "syllable"
    BIGRAM = "bigram"
    WORD = "word"
    FOLDED = "folded"
    FOLDED_BIGRAM = "folded_bigram"
    FIGURE = "figure"


@lru_cache(maxsize=65536)
def _plain(syllable: str) -> str:
    return syllable.lstrip("0") or "0" if syllable.isdigit() else tone_key(syllable)


@lru_cache(maxsize=65536)
def _folded(syllable: str) -> str:
    return "~" + (syllable.lstrip("0") or "0" if syllable.isdigit() else fold(syllable))


def plain_key(syllable: str) -> str:
    """Key of a syllable or number with its diacritics, wherever the tone mark sits."""
    return _plain(syllable)


def folded_key(syllable: str) -> str:
    """Key of a syllable or number without its diacritics."""
    return _folded(syllable)


def figure_key(figure: str) -> str:
    """Key of a figure: no spaces, no diacritics, one kind of dash, days and months without leading zero."""
    key = fold("".join(figure.split())).replace("–", "-")
    if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}", key):
        key = "/".join(str(int(part)) for part in re.split(r"[/.-]", key))
    return "#" + key


def passage_keys(text: str, words: Iterable[Token]) -> list[str]:
    """All keys of an indexed text, with repetitions; ``words`` are its segmented words."""
    parts = syllables(text)
    plain, folded = [_plain(part) for part in parts], [_folded(part) for part in parts]
    joined = ("_".join(_plain(part) for part in pieces) for word in words if len(pieces := syllables(word.text)) > 1)
    return [
        *plain,
        *folded,
        *_pairs(plain),
        *_pairs(folded),
        *joined,
        *(figure_key(match.group()) for match in FIGURE.finditer(text)),
    ]


def query_keys(text: str, known: Callable[[str], bool]) -> dict[Family, list[str]]:
    """Keys a question asks for, by family.

    Args:
        text: the question.
        known: whether a key is in the index's vocabulary; decides which runs of syllables are words.
    """
    parts = syllables(text)[:MAX_ASKED]
    folded = [_folded(part) for part in parts]
    keys = {
        Family.FOLDED: folded,
        Family.FOLDED_BIGRAM: _pairs(folded),
        Family.FIGURE: [figure_key(match.group()) for match in islice(FIGURE.finditer(text), MAX_ASKED)],
    }
    if is_accented(parts):
        plain = [_plain(part) for part in parts]
        keys |= {
            Family.SYLLABLE: plain,
            Family.BIGRAM: _pairs(plain),
            Family.WORD: [
                key
                for length in range(2, _LONGEST_WORD + 1)
                for start in range(len(plain) - length + 1)
                if known(key := "_".join(plain[start : start + length]))
            ],
        }
    return keys


def is_accented(parts: list[str]) -> bool:
    """Whether syllables were typed with their diacritics (see ``_ACCENTED_SHARE``)."""
    letters = [part for part in parts if not part[0].isdigit()]
    return bool(letters) and sum(map(has_diacritics, letters)) >= _ACCENTED_SHARE * len(letters)


def _pairs(keys: list[str]) -> list[str]:
    return [f"{first} {second.removeprefix('~')}" for first, second in pairwise(keys)]
