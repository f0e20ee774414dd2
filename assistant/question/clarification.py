"""Does the answer differ by level while the question names none? Pure."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.model import Evidence
from assistant.question.patterns import pattern
from assistant.question.understanding import Understood
from corpus.core.text import fold


def differs_by_level(understood: Understood, evidence: Sequence[Evidence]) -> bool:
    """Whether the candidates of one document give a figure for different levels and the user named no level.

    Only questions for a quantity are asked back; a rule that holds for every level settles the matter by itself.
    """
    if understood.levels or not evidence or not pattern("asks_quantity").search(fold(understood.text)):
        return False
    best = evidence[0]
    sets = {
        item.provision.levels
        for item in evidence
        if item.document.id == best.document.id and item.provision.trail == best.provision.trail
    }
    return frozenset() not in sets and len(sets) >= 2 and not frozenset.intersection(*sets)
