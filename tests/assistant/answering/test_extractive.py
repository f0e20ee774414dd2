"""Composition: verbatim slices, lists with their lead-in, former rules in their frame."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.answering.extractive import compose, of_one_list, wants_list
from assistant.model import Evidence
from assistant.question.dates import AsOf
from assistant.question.kinds import wish_of
from assistant.question.references import DirectReferences
from assistant.question.understanding import Understood
from corpus.core.display import last_known_frame
from corpus.core.model import Validity
from corpus.core.registry import Registry
from tests.conftest import make_document, make_record

RECORD = make_record("qd-5-tw-2024", "5-QĐ/TW", since=date(2024, 1, 1))
TEXTS = {
    "4": "4. Không được cử người thay trong các trường hợp sau:",
    "4.a": "a) Bầu không đủ số lượng.",
    "4.b": "b) Bị bác tư cách.",
    "7": "7. " + "Câu thứ nhất nói về việc chuẩn bị tài liệu và hội trường cho đại hội. " * 6
    + "Ban kiểm phiếu công bố kết quả bầu cử.",
}  # fmt: skip


def asked(text: str, day: date = date(2025, 1, 1)) -> Understood:
    return Understood(
        text, text, text, AsOf(day, True), DirectReferences(), frozenset(), True, False, False, False, (), wish_of(text)
    )


def evidence(registry: Registry, provision_id: str) -> Evidence:
    provision, document = registry.provision(provision_id)  # type: ignore[misc]
    return Evidence(provision, document, registry.validity(provision), 1.0)


def test_every_claim_is_a_slice_of_its_provision() -> None:
    registry = Registry([RECORD], [make_document(RECORD, TEXTS)])
    claims = compose(asked("Ai công bố kết quả?"), [evidence(registry, "qd-5-tw-2024/7")], registry)
    assert claims[0].text == "Ban kiểm phiếu công bố kết quả bầu cử."
    assert claims[0].role == "answer"
    assert claims[1].role == "basis"
    for claim in claims:
        citation = claim.citations[0]
        assert registry.provision(citation.provision_id)[0].text[citation.start : citation.end] == claim.text  # type: ignore[index]


def test_an_item_comes_with_its_lead_in_and_a_list_question_with_all_items() -> None:
    registry = Registry([RECORD], [make_document(RECORD, TEXTS)])
    one = compose(asked("Bị bác tư cách thì sao?"), [evidence(registry, "qd-5-tw-2024/4.b")], registry)
    assert [c.text for c in one] == ["Không được cử người thay trong các trường hợp sau:", "Bị bác tư cách."]
    whole = compose(asked("Gồm những trường hợp nào?"), [evidence(registry, "qd-5-tw-2024/4.b")], registry)
    assert [c.citations[0].label for c in whole] == ["4", "4.a", "4.b"]


PARTS = {
    "11.1.1": "Cấp ủy triệu tập đại hội chuẩn bị báo cáo và nhân sự.",
    "11.1.2": "Cấp ủy triệu tập đại hội thông báo thời gian khai mạc.",
    "11.1.3": "Kinh phí do ngân sách bảo đảm.",
    "11.2.1": "Cấp ủy triệu tập đại hội phân bổ đại biểu.",
}


def test_a_list_goes_on_over_the_numbered_parts_that_speak_of_it() -> None:
    registry = Registry([RECORD], [make_document(RECORD, PARTS)])
    first, second = evidence(registry, "qd-5-tw-2024/11.1.1"), evidence(registry, "qd-5-tw-2024/11.1.2")
    question = asked("Liệt kê các nhiệm vụ của cấp ủy triệu tập đại hội")
    whole = compose(question, [second], registry, [second, first])
    assert [c.citations[0].label for c in whole] == ["11.1.1", "11.1.2"], "in order, unrelated parts left out"
    alone = compose(question, [second], registry, [second])
    assert [c.citations[0].label for c in alone] == ["11.1.2"]


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("12.4.2 điểm a", "12.4.2 điểm b", True),
        ("12.4.2 điểm a", "12.4.3 điểm b", False),
        ("Điều 13", "Điều 13", True),
        ("Điều 13", "Điều 14", False),
    ],
)
def test_items_of_one_list_and_rules_of_one_place_belong_together(one: str, other: str, together: bool) -> None:
    first, second = make_document(RECORD, {"a": "Một.", "b": "Hai."}).provisions
    assert of_one_list(replace(first, label=one), replace(second, label=other)) is together
    elsewhere = make_document(make_record("qd-6-tw-2024", "6-QĐ/TW"), {"a": "Một."}).provisions[0]
    assert not of_one_list(replace(first, label=one), replace(elsewhere, label=one))


@pytest.mark.parametrize("text", ["Kể hết giúp em", "Hạn của các cấp lần lượt là ngày nào?", "Gồm những ai?"])
def test_what_is_to_be_told_in_full_is_a_list(text: str) -> None:
    assert wants_list(asked(text))
    assert not wants_list(asked("Ai triệu tập đại hội?"))


def test_a_lead_in_is_never_left_without_its_items() -> None:
    registry = Registry([RECORD], [make_document(RECORD, TEXTS)])
    claims = compose(asked("Khi nào không được cử người thay?"), [evidence(registry, "qd-5-tw-2024/4")], registry)
    assert [c.citations[0].label for c in claims] == ["4", "4.a", "4.b"]


def test_a_former_rule_stands_in_its_frame() -> None:
    new = make_record("qd-9-tw-2026", "9-QĐ/TW", since=date(2026, 1, 1), supersedes=(RECORD.id,))
    registry = Registry([RECORD, new], [make_document(RECORD, TEXTS)])
    claims = compose(asked("Bị bác?", date(2026, 5, 1)), [evidence(registry, "qd-5-tw-2024/4.b")], registry)
    prefix, suffix = last_known_frame(registry.standing(RECORD.id, date(2026, 5, 1)))
    assert len(claims) == 2
    for claim in claims:
        assert claim.role == "last_known"
        assert claim.text == f"{prefix}{claim.citations[0].quote}{suffix}"
    assert prefix == "Quy định gần nhất đã biết, đã được thay từ 01/01/2026: “"


def test_nothing_is_quoted_twice() -> None:
    registry = Registry([RECORD], [make_document(RECORD, TEXTS)])
    item = evidence(registry, "qd-5-tw-2024/4.a")
    claims = compose(asked("Trường hợp nào?"), [item, replace(item, score=0.5)], registry)
    assert len({(c.citations[0].provision_id, c.citations[0].start) for c in claims}) == len(claims)


def known_later(**marks: tuple[str, ...]) -> Registry:
    """An ended rule, and beside it a point that is known of the rule in force."""
    ended = replace(RECORD, validity=Validity(date(2024, 1, 1), date(2025, 1, 1)))
    point = make_record("diem", "", since=date(2025, 1, 1))
    document = make_document(point, {"a": "Nay không còn như vậy."})
    marked = replace(document, provisions=tuple(replace(item, **marks) for item in document.provisions))  # type: ignore[arg-type]
    return Registry([ended, point], [make_document(ended, TEXTS), marked])


@pytest.mark.parametrize(
    ("marks", "day", "labels"),
    [
        ({"continues": ("qd-5-tw-2024#4.b",)}, date(2025, 6, 1), ["a", "4", "4.b"]),
        ({"changes": ("qd-5-tw-2024#4.b",)}, date(2025, 6, 1), ["a"]),
        ({"changes": ("qd-5-tw-2024#4.b",)}, date(2024, 6, 1), ["4", "4.b"]),
        ({"changes": ("qd-5-tw-2024#4.a",)}, date(2025, 6, 1), ["4", "4.b"]),
    ],
)
def test_what_is_known_of_the_later_rule_stands_before_the_ended_one_or_in_its_place(
    marks: dict[str, tuple[str, ...]], day: date, labels: list[str]
) -> None:
    registry = known_later(**marks)
    claims = compose(asked("Bị bác tư cách thì sao?", day), [evidence(registry, "qd-5-tw-2024/4.b")], registry)
    assert [claim.citations[0].label for claim in claims] == labels
