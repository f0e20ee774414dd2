"""Who is told to be away, exempted, prosecuted and the like, read from the clause of a figure by its features. Pure.

What a rule asks of somebody left out is made of few things: a state (exempted, elsewhere for a time, detained …),
whether they came, for how long they were away, by whose leave, who came in their place. Each is a phrase of
``figures.toml`` (``clause``); together they give the role. A clause reaches from its figure to the next one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_STATES = ("suspended", "detained", "indicted", "prosecuted")
_GROUPS = ("exempt", "temp")


_SPLIT = re.compile(r" (?:[,;:]|va|con|voi) (?!.*? (?:[,;:]|va|con|voi) )")
"""The last mark or word that joins a clause to the next."""
_NEAR_END = 3
"""Most words between a state and the figure that it is told before."""


def own_clause(after: str, number: re.Pattern[str], has: Mapping[str, re.Pattern[str]]) -> str:
    """The words behind a figure up to the next one, without a state that is told before the next."""
    clause, *more = number.split(after, 1)
    if not more:
        return clause
    head, piece = _last_piece(clause)
    return head if piece is not None and _leads(piece, has) else clause


def lead_of(before: str, number: re.Pattern[str], has: Mapping[str, re.Pattern[str]]) -> str:
    """A state that is told right before a figure, ``miễn sinh hoạt 6 cụ``; empty where none is."""
    *told, clause = number.split(before)
    piece = _last_piece(clause)[1]
    if piece is None:
        piece = "" if told else clause
    return piece if _leads(piece, has) else ""


def _last_piece(clause: str) -> tuple[str, str | None]:
    """A clause before and behind its last joint; ``None`` for none."""
    match = _SPLIT.search(f" {clause} ")
    if match is None:
        return clause, None
    return f" {clause} "[: match.start()], f" {clause} "[match.end() :]


def _leads(piece: str, has: Mapping[str, re.Pattern[str]]) -> bool:
    """Whether a piece is a state told before its figure: close to its end, and without anybody who came or not."""
    for state in (*_STATES, *_GROUPS):
        matches = list(has[state].finditer(piece))
        if matches and len(piece[matches[-1].end() :].split()) <= _NEAR_END:
            return not any(has[feature].search(piece) for feature in ("none", "nobody"))
    return False


def role_of(clause: str, before: str, has: Mapping[str, re.Pattern[str]], *, delegates: bool) -> str | None:
    """The role that the clause of a figure tells; ``None`` where it tells of none of these.

    Args:
        clause: the words behind the figure, up to the next one.
        before: the words before it, back to the one before.
        has: the phrases of the features.
        delegates: whether the story is of a congress of delegates.
    """

    def says(feature: str) -> bool:
        return has[feature].search(clause) is not None

    others = has["replaced"].search(has["unreplaced"].sub(" ", clause))
    if says("none") or says("nobody") or others:
        return None
    for state in _STATES:
        if says(state):
            return None if says("over") else state
    away, came = _attends(clause, has)
    for group in _GROUPS:
        if says(group):
            if says("incoming") and group == "temp":
                return "temp_in"
            if away:
                return f"{group}_absent"
            return f"{group}_present" if came and says("still") else group
    if says("partly"):
        return "absent_part"
    if not (away or has["heads"].search(before)):
        return None
    return _of_absence(says, before, has, delegates=delegates)


def _of_absence(
    says: Callable[[str], bool], before: str, has: Mapping[str, re.Pattern[str]], *, delegates: bool
) -> str | None:
    if delegates:
        alone = says("whole") and says("unreplaced") and not says("officer")
        return "unreplaced" if alone else None
    if says("noleave"):
        return "absent_noleave"
    whole = says("whole") or has["heads"].search(before) is not None or (says("granted") and not says("at_times"))
    return "absent_leave" if whole and says("leave") and not says("refused") else None


def part_of(clause: str, has: Mapping[str, re.Pattern[str]]) -> str | None:
    """Whether those of a group told before ``came`` or are ``absent``; ``None`` where the clause tells neither."""
    if any(has[feature].search(clause) for feature in ("whole", "leave", "noleave", "partly", *_STATES, *_GROUPS)):
        return None
    away, came = _attends(clause, has)
    if away:
        return "absent"
    return "came" if came else None


def _attends(clause: str, has: Mapping[str, re.Pattern[str]]) -> tuple[bool, bool]:
    """Whether a clause tells of staying away, and of coming."""
    away = has["away"].search(clause) is not None
    return away, not away and has["came"].search(clause) is not None
