"""How a word that a sum gives opens its sentence, and how it is taken off again. Pure.

"Chưa. Với tổng số 24, …"; of a rule that no longer holds the word says so in one breath: "Không, tính theo quy định gần
nhất đã biết, đã được thay từ 08/04/2026: …".
"""

from __future__ import annotations


def opened(word: str, text: str, *, former: bool) -> str:
    """The sentence of a sum with the word before it.

    Args:
        word: "Có", "Không" or "Chưa".
        text: the sentence, in its frame where the rule no longer holds.
        former: whether it stands in such a frame.
    """
    return f"{word}, {text[:1].lower()}{text[1:]}" if former else f"{word}. {text}"


def unopened(text: str, *, former: bool) -> tuple[str, str]:
    """The word and the sentence that ``opened`` put together; an empty word where there is none."""
    word, parted, rest = text.partition(", " if former else ". ")
    if not parted:
        return "", text
    return word, f"{rest[:1].upper()}{rest[1:]}" if former else rest
