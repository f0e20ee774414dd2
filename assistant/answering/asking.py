"""How the state of a document is asked by yes or no: still in force, already replaced, a mistake to go by it. Pure.

Read clause by clause: the first clause that asks by yes or no decides, and in it the word of state nearest to its end
("đem dùng được không" asks whether it may be used, "bị thay chưa" whether it is over).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.question.documents import state_words, told_apart
from assistant.question.understanding import Understood
from corpus.core.statements import HowAsked

_CLAUSE = re.compile(r"[,;:?!\n]+|\.(?!\d)|\s(?:hay|hoặc|mà|–)\s")

_ONE_WORD = re.compile(
    r"\b(?:het (?:nhiem (?:ky|mua)|mua|khoa|ky|nam|quy|thang|tuan|dai hoi|dot|ngay)|"
    r"huong dan|van ban|van phong|bo sung|(?:trong|cua|le) dang|dang (?:vien|bo|uy|phi))\b"
)
"""Words that hold a word of state only by their syllables ("kỳ" is told apart from the word that signs, as "mua")."""


def how_asked(understood: Understood) -> HowAsked:
    """How the question asks for the state of the document it names; ``PLAIN`` where yes or no would answer nothing."""
    before = ""
    for clause in _clauses(understood.plain):
        if state_words("particle").search(clause):
            bare = state_words("bare").search(clause)
            so_far = f"{before} {clause}" if state_words("which").search(clause) else clause
            if found := _state(before if bare else so_far, clause):
                return found
        before = clause
    return HowAsked.PLAIN


def _clauses(text: str) -> Iterator[str]:
    pieces = (told_apart(piece) for piece in _CLAUSE.split(text))
    return (_ONE_WORD.sub(lambda match: match.group().replace(" ", "_"), piece) for piece in pieces if piece)


def doubts(understood: Understood) -> bool:
    """Whether the question asks by yes or no whether something is so."""
    return any(state_words("particle").search(clause) for clause in _clauses(understood.plain))


def _state(clause: str, asking: str) -> HowAsked | None:
    ends = [match.end() for match in state_words("negative").finditer(clause)]
    rest = state_words("negative").sub(lambda match: "·" * len(match.group()), clause)
    # Whom a document is for ("có áp dụng cho chi bộ không") is no question for its state.
    timed = state_words("times").search(clause)
    words = ("holds", "positive") if timed else ("holds",)
    holds = [match.end() for name in words for match in state_words(name).finditer(rest)]
    over = max(ends, default=-1) >= max(holds, default=-1)
    if not ends and not holds:
        return None
    not_yet = bool(re.search(r"\bchua\b", asking))
    if state_words("which").search(
        clause
    ):  # "đã có văn bản nào thay chưa" asks whether it is over; "cái nào còn" does not
        return HowAsked.ALREADY if ends and over and not_yet else None
    if over:
        return HowAsked.ALREADY if not_yet and clause.endswith(asking) else HowAsked.ENDED
    return HowAsked.STILL
