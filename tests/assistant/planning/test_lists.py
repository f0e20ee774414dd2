"""Lists: given whole where their items share the lead, and never for another document than the one that is named."""

from collections.abc import Callable

import pytest

from assistant.answering.draft import Draft
from assistant.model import Evidence, Question, Refusal
from assistant.planning.lists import LISTED
from assistant.planning.plan import propose
from assistant.question.understanding import Understood
from assistant.retrieval.eligibility import Eligible
from assistant.retrieval.search import Inquiry
from assistant.service import Assistant
from tests.assistant.canned import canned


def test_a_list_whose_items_share_the_lead_is_answered_whole(
    assistant: Assistant, read: Callable[..., Understood]
) -> None:
    understood = read("Những trường hợp nào không được lấy đại biểu dự khuyết thay thế?")
    found = {item.provision.label: item for item in assistant.search.found(understood)}
    first, second = found["11.4.4 điểm a"], found["11.4.4 điểm c"]

    def listed(understood: Understood, eligible: Eligible | None) -> float:
        return LISTED if eligible is None else 0.0

    def asked(*evidence: Evidence, question: Understood = understood) -> Inquiry:
        return canned(assistant, question, listed, *evidence)

    draft = propose(asked(first, second))
    assert isinstance(draft, Draft)
    assert {c.citations[0].label for c in draft.claims} >= {f"11.4.4 điểm {item}" for item in "abc"}
    alone = (
        found["11.4.2"] if "11.4.2" in found else next(e for e in found.values() if "11.4.4" not in e.provision.label)
    )
    assert isinstance(propose(asked(first, alone)), Refusal), "one item shares the lead with nothing"
    people = read("Đại biểu dự khuyết thay thế gồm mấy người?")
    assert isinstance(propose(asked(first, second, question=people)), Refusal), "no item tells a number of people"


def test_the_list_of_another_document_is_not_given_for_one_that_is_named(assistant: Assistant) -> None:
    named = assistant.answer(Question("Hướng dẫn 01 ngày 19/5/2026 xếp các bước của đại hội ra sao?"))
    cited = {citation.provision_id for claim in named.claims for citation in claim.citations}
    assert not [place for place in cited if place.startswith("td-hd-01-tw-2021")]


@pytest.mark.parametrize("question", ["Từng cấp phải đại hội xong trước ngày nào ở kỳ 2025-2030?"])
def test_what_each_level_has_is_told_of_every_level(assistant: Assistant, question: str) -> None:
    told = " ".join(claim.text for claim in assistant.answer(Question(question)).claims)
    assert all(day in told for day in ("30/6/2025", "31/8/2025", "31/10/2025"))
