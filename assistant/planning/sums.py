"""The composer of sums: worked from what the question tells, or a turn of a talk with what was told before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from assistant.answering.calculation import calculate
from assistant.answering.draft import Draft
from assistant.model import Claim, Evidence
from assistant.planning.levels import level_of_talk, note_of_level
from assistant.planning.proposal import Proposal
from assistant.planning.talk import note_of_form
from assistant.question.understanding import Understood, as_searched, with_level
from assistant.retrieval.ranker import Ranking
from assistant.retrieval.search import Inquiry
from assistant.stories.figures import read_story
from assistant.sums.law import law
from assistant.turns.supposing import adds, of_another_whole, undoes
from corpus.core.text import fold

NAMES_SUM = 0.1
"""From this confidence on the rule that was found first may name the sum that is asked for."""


def work_sum(inquiry: Inquiry) -> Proposal | None:
    """The sums that a question tells of, or what keeps them from being worked; a turn also in its other forms."""
    claims = _worked(inquiry, inquiry.understood, lambda: inquiry.ranked)
    worked = claims is not None and any(claim.calculation for claim in claims)
    if not worked and (draft := _sum_of_turn(inquiry)):
        return draft
    return Draft(claims) if claims is not None else None


def _worked(inquiry: Inquiry, understood: Understood, ranked: Callable[[], Ranking]) -> list[Claim] | None:
    def near() -> Sequence[Evidence]:
        found = ranked()
        return found.evidence if found.confidence >= NAMES_SUM else ()

    claims = calculate(understood, inquiry.registry, inquiry.understood.as_of.day, near)
    return None if claims is not None and _supposes_more(inquiry.understood, claims) else claims


def _supposes_more(understood: Understood, claims: Sequence[Claim]) -> bool:
    """Whether a turn supposes something ("nếu ông ấy tới dự thì sao?") that is not worked into the sums.

    Its figures, or those of a group told before with them, enter no sum; or they stand beside the total told before
    where they are another total. Who comes after all was taken off the story already.
    """
    earlier, supposes = understood.earlier, law().supposes
    if earlier is None or supposes is None or not earlier.leans or (earlier.retold and undoes(earlier.turn)):
        return False
    sums = [set(claim.calculation.inputs.values()) for claim in claims if claim.calculation]
    before = {figure.value for figure in read_story(earlier.understood.plain).figures}
    told = {figure.value for figure in read_story(earlier.turn).figures}
    entered = {str(figure) for figure in (*told, *(one + other for one in told for other in before))}
    unworked = bool(sums) and not any(one & entered for one in sums)
    if of_another_whole(earlier.turn) and not earlier.retold:
        both = any(one & set(map(str, told)) and one & set(map(str, before)) for one in sums)
        return unworked or both
    if not (earlier.retold or supposes.search(fold(earlier.turn)) or adds(earlier.turn)):
        return False
    return unworked or (bool(sums) and undoes(earlier.turn))


def _sum_of_turn(inquiry: Inquiry) -> Draft | None:
    """The sum of a turn that tells a figure, with the level that the talk was about, or in another of its forms."""
    understood, earlier = inquiry.understood, inquiry.understood.earlier
    if earlier is None or not earlier.leans or not read_story(earlier.turn).figures:
        return None
    if level := level_of_talk(understood):
        told = with_level(understood, level)
        claims = _worked(inquiry, told, partial(inquiry.candidates, as_searched(told)))
        if claims and any(claim.calculation for claim in claims):
            return Draft(claims, notes=(note_of_level(level),))
    for form in understood.otherwise:
        claims = _worked(inquiry, form, partial(inquiry.candidates, as_searched(form)))
        if claims and any(claim.calculation for claim in claims):
            return Draft(claims, notes=(note_of_form(form),))
    return None
