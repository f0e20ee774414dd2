"""Screens catch their examples and pass their counter-examples, whatever invisible signs stand between."""

from __future__ import annotations

import pytest

from assistant.proposals.screening import ProposalScreen, screen_hits, shipped_screens
from corpus.core.registry import Registry

ROWS = [screen for screen, _ in shipped_screens()]


@pytest.mark.parametrize("screen", ROWS, ids=[screen.id for screen in ROWS])
def test_a_screen_catches_its_examples_and_passes_the_others(screen: ProposalScreen) -> None:
    for text in screen.caught:
        assert screen.id in [hit.id for hit in screen_hits(f"Đề nghị xem xét việc sau:\n{text}\nXin cảm ơn.")], text
    for text in screen.passed:
        assert screen_hits(f"Đề nghị xem xét việc sau:\n{text}\nXin cảm ơn.") == (), text


@pytest.mark.parametrize("between", ["\u200b", "\u2060", "\u00ad", "\ufeff", "\u202c"])
def test_invisible_signs_hide_nothing(between: str) -> None:
    assert [hit.id for hit in screen_hits(between.join("001084012345"))] == ["citizen_number"]
    assert [hit.id for hit in screen_hits(between.join("TUYỆT MẬT"))] == ["marking"]


def test_no_rule_of_the_shipped_corpus_looks_classified_or_personal(shipped: Registry) -> None:
    wrong = [
        (item.id, hit.id) for item, _ in shipped.provisions() if len(item.text) < 4000 for hit in screen_hits(item.text)
    ]
    assert wrong == []
