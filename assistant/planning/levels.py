"""Which level of congress is meant where the rules of several say it: that of the talk, or it is asked back."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering import refusals
from assistant.answering.draft import Draft
from assistant.answering.extractive import compose
from assistant.model import Evidence
from assistant.planning.proposal import LIKELY, NEAR, Proposal, Propose
from assistant.planning.talk import looked_up_there
from assistant.question.clarification import differs_by_level
from assistant.question.understanding import Understood, as_searched, with_level
from assistant.retrieval.search import Inquiry
from corpus.core.display import LEVEL_NAMES
from corpus.core.model import Level


def level_first(inquiry: Inquiry, propose: Propose) -> Proposal | None:
    """The question back where no rule is sure because the rules of several levels share what the question says."""
    if inquiry.judge.enough(inquiry.ranked) or inquiry.ranked.confidence < LIKELY:
        return None
    chosen = inquiry.judge.supporting(inquiry.ranked)
    return which_level(inquiry, chosen, propose) if differs_by_level(inquiry.understood, chosen) else None


def which_level(inquiry: Inquiry, chosen: Sequence[Evidence], propose: Propose) -> Proposal:
    """The question back for the level, unless the talk tells which rule is meant."""
    return looked_up_there(inquiry, propose) or _at_level_of_talk(inquiry) or refusals.which_level(chosen)


def _at_level_of_talk(inquiry: Inquiry) -> Proposal | None:
    """The answer for the level that the turn before spoke of, where that makes it sure; the level is told."""
    level = level_of_talk(inquiry.understood)
    if level is None:
        return None
    told = with_level(inquiry.understood, level)
    ranking = inquiry.candidates(as_searched(told))
    if not inquiry.judge.enough(ranking) or level not in ranking.evidence[0].provision.levels:
        return None
    claims = compose(told, ranking.evidence[:1], inquiry.registry, ranking.evidence[:NEAR])
    return Draft(claims, notes=(note_of_level(level),))


def level_of_talk(understood: Understood) -> Level | None:
    """The one level that the turns before spoke of last; ``None`` where the turn names one itself."""
    while not understood.levels and understood.earlier is not None:
        understood = understood.earlier.understood
        if len(understood.levels) == 1:
            return next(iter(understood.levels))
    return None


def note_of_level(level: Level) -> str:
    """What tells that the level was taken from the talk."""
    return f"Cấp được hiểu theo lượt hỏi trước: {LEVEL_NAMES[level]}."
