"""Follow-ups → a standalone question. Pure; the history is never evidence, only a source of words.

A follow-up is a short question that leans on the one before it ("thế còn cấp xã?", "vì sao?", "điều nào?",
"còn số dư thì sao"). The standalone form joins the earlier question with the new words; it is shown to the user
and answered, and cited, from scratch.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.model import Turn
from assistant.question.patterns import pattern
from corpus.core.text import fold

MAX_WORDS = 12
MAX_SWAP = 8
"""Longest follow-up, in words, that only changes a figure of the question before it."""
_FIGURE = re.compile(r"(?<![\w/.-])\d{1,4}(?![\w/.%-])")
_SO_WHAT = re.compile(r"\b(?:thi sao|thi the nao|thi may|thi bao nhieu)\b")


def is_follow_up(text: str) -> bool:
    """Whether a question leans on the one before it."""
    key = fold(text)
    words = key.split()
    return len(words) <= MAX_WORDS and bool(
        pattern("leans").search(key) or (pattern("points_back").search(key) and len(words) <= 10)
    )


def standalone(text: str, history: Sequence[Turn]) -> str:
    """The question as it stands alone; unchanged when it is no follow-up or there is no history."""
    previous = next((turn.question.strip() for turn in reversed(history) if turn.question.strip()), "")
    if not previous or not is_follow_up(text):
        return text
    base = previous.rstrip(" ?.!")
    key = fold(text)
    if pattern("about_source").search(key) or re.match(r"^(?:\w+ )?(?:vi sao|tai sao)\W*$", key):
        return f"{base}?"
    if (new := pattern("level").search(key)) and len(key.split()) <= 6 and (old := pattern("level").search(fold(base))):
        words = text[new.start() : new.end()]
        swapped = base[: old.start()] + words + base[old.end() :]
        return f"{swapped}?"
    if swapped := _other_figure(base, text):
        return swapped
    rest = re.sub(r"^(?:vậy|thế|còn|vay|the|con|à|ừ|dạ|da|\s)+", "", text, flags=re.IGNORECASE).strip() or text
    return f"{base} – {rest}"


def _other_figure(base: str, text: str) -> str:
    """The earlier question with the follow-up's figure in place of its own ("Thế bầu 30 người thì sao?")."""
    old, new = _FIGURE.findall(base), _FIGURE.findall(text)
    if len(old) != 1 or len(new) != 1 or len(text.split()) > MAX_SWAP or not _SO_WHAT.search(fold(text)):
        return ""
    return f"{_FIGURE.sub(new[0], base)}?"
