"""What the turns before have told, without what they asked, put before a turn that asks by yes or no. Pure.

"có tính vào mẫu số không?" asks of whom the talk is about; "vậy được không?" asks of all that was told. Which rule
decides is not said here: a head is taken only from a rule that the turn's own answer quotes (``answering.headed``).
"""

from __future__ import annotations

import re

from assistant.question.understanding import Earlier, Understood
from assistant.turns.leaning import without_opening
from assistant.turns.words import expression, marked

FEWEST = 2
"""Words of the shortest clause that tells something."""
MOST_TURNS = 6
"""Turns gone back over for the one that opened the subject."""
_CLAUSES = re.compile(r"[,.;?!]\s+|[?!.]$| – |: ")


def told_with(earlier: Earlier) -> list[str]:
    """The turn behind what the question before told, and behind what the one that opened the subject told."""
    turns = (without_opening(earlier.turn).strip(), earlier.turn)
    told = [_told(before.plain) for before in (earlier.understood, _root(earlier))]
    return list(dict.fromkeys(f"{story}. {turn}" for story in told if story for turn in turns))


def _root(earlier: Earlier) -> Understood:
    """The question that opened the subject of a turn."""
    before = earlier.understood
    for _ in range(MOST_TURNS):
        if before.earlier is None or not before.earlier.leans:
            break
        before = before.earlier.understood
    return before


def _told(question: str) -> str:
    """The clauses of a question up to the word that asks, without the words that only lead to it."""
    asks, hanging = marked("asks"), re.compile(rf"\s*\b(?:{expression('marked', 'hanging')})\s*$", re.IGNORECASE)
    pieces = []
    for clause in _CLAUSES.split(question):
        found = asks.search(clause.lower())
        piece = (clause[: found.start()] if found else clause).strip(" ,")
        while (shorter := hanging.sub("", piece)) != piece:
            piece = shorter
        if len(piece.split()) >= FEWEST:
            pieces.append(piece)
    return ", ".join(pieces)
