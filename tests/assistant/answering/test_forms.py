"""Which form of a turn is answered: the one whose rule says what is new."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.answering.forms import Form, at_the_places, other_form, surer_form
from assistant.model import Evidence, Question
from assistant.question.understanding import Earlier, understand
from assistant.retrieval.ranker import Ranking, load_judge
from corpus.core.registry import Registry
from tests.conftest import make_document, make_record

DAY = date(2025, 1, 1)
RECORD = make_record("qd-5-tw-2024", "5-QĐ/TW", since=date(2024, 1, 1))
REGISTRY = Registry(
    [RECORD],
    [
        make_document(
            RECORD,
            {
                "16.4.1": "Khi nghỉ hưu, cấp ủy viên thôi tham gia cấp ủy.",
                "16.4.2": "Nếu bị kỷ luật cách chức thì thôi tham gia cấp ủy.",
                "17.1": "Con dấu của đảng ủy do văn phòng giữ.",
            },
        )
    ],
)
JUDGE = replace(load_judge(), answer_at=0.65, again_at=0.9)
BEFORE = understand(Question("Nghỉ hưu thì thôi cấp ủy từ lúc nào?", DAY), REGISTRY, DAY)
TURN = Earlier(BEFORE, "còn bị cách chức?", True)


def item(place: str) -> Evidence:
    provision, document = REGISTRY.provision(f"qd-5-tw-2024/{place}")  # type: ignore[misc]
    return Evidence(provision, document, REGISTRY.validity(provision), 1.0)


def form(place: str, confidence: float) -> Form:
    return BEFORE, Ranking((item(place),), confidence)


@pytest.mark.parametrize(
    ("forms", "before", "chosen"),
    [
        ([form("16.4.2", 0.6)], (), 0),
        ([form("16.4.2", 0.4)], (), None),
        ([form("16.4.2", 0.35), form("16.4.2", 0.4)], (), 1),
        ([form("16.4.2", 0.2)], (item("16.4.1"),), 0),
        ([form("16.4.2", 0.1)], (item("16.4.1"),), None),
        ([form("17.1", 0.6), form("17.1", 0.8)], (), None),
        ([form("17.1", 0.6), form("16.4.2", 0.55)], (), 1),
    ],
)
def test_a_rule_that_says_what_is_new_needs_to_be_less_sure(
    forms: list[Form], before: tuple[Evidence, ...], chosen: int | None
) -> None:
    found = surer_form(forms, TURN, JUDGE, before)
    assert found is (None if chosen is None else forms[chosen])


def test_one_new_word_tells_no_rule_from_its_neighbours() -> None:
    short = Earlier(BEFORE, "còn chức?", True)
    assert surer_form([form("16.4.2", 0.6)], short, JUDGE, ()) is None


def test_a_sure_rule_that_says_nothing_new_gives_way_to_one_that_does() -> None:
    said, unsaid = form("16.4.2", 0.95), form("16.4.1", 0.99)
    assert other_form([unsaid, said], TURN, JUDGE) is said
    assert other_form([unsaid, form("16.4.2", 0.8)], TURN, JUDGE) is None, "a second try must be surer"
    assert other_form([said, unsaid], TURN, JUDGE) is None
    assert other_form([unsaid, said], replace(TURN, leans=False), JUDGE) is None


def test_what_answered_the_turn_before_gives_way_to_another_rule_that_is_meant() -> None:
    turn = Earlier(BEFORE, "còn bị kỷ luật thì thôi cấp ủy lúc nào?", True)
    repeated, other = form("16.4.1", 0.8), form("16.4.2", 0.6)
    assert surer_form([repeated, other], turn, JUDGE, (item("16.4.1"),)) is other
    assert other_form([form("17.1", 0.99), form("16.4.2", 0.95)], TURN, JUDGE, (item("16.4.2"),)) is None


@pytest.mark.parametrize(
    ("turn", "forms", "chosen"),
    [
        ("bị cách chức?", [form("16.4.2", 0.25)], 0),
        ("bị cách chức?", [form("16.4.2", 0.1)], None),
        ("bìa báo cáo màu gì?", [form("17.1", 0.9)], None),
        ("ai giữ?", [form("17.1", 0.6), form("17.1", 0.7)], 1),
        ("ai giữ bao nhiêu tiền?", [form("17.1", 0.6), form("17.1", 0.7)], None),
    ],
)
def test_at_the_places_of_the_talk_a_rule_needs_to_be_less_sure(
    turn: str, forms: list[Form], chosen: int | None
) -> None:
    assert at_the_places(forms, Earlier(BEFORE, turn, True)) is (None if chosen is None else forms[chosen])
