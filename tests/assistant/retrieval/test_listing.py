"""A rule on the contents of one thing is no answer to a question for those of another."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.model import Question, RefusalReason, Status
from assistant.question.understanding import Understood
from assistant.retrieval.listing import heads_list, lists_another, points_elsewhere, things_listed
from assistant.service import Assistant
from corpus.core.text import strip_diacritics
from tests.conftest import make_document, make_record

RULES = make_document(
    make_record("qd-5-tw-2024", "5-QĐ/TW"),
    {
        "1": "Nội dung đại hội gồm: tổng kết nhiệm kỳ; bầu cấp ủy; thông qua nội quy, báo cáo.",
        "2": "Hồ sơ ứng cử gồm: đơn ứng cử; lý lịch.",
        "3": "Nội quy đại hội do đại hội biểu quyết thông qua.",
    },
).provisions


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("Nội quy đại hội gồm những nội dung nào?", ("nội quy",)),
        ("Cho em hỏi nội dung báo cáo kiểm điểm gồm những phần gì?", ("báo cáo kiểm điểm",)),
        ("Không phải đại biểu mà muốn ứng cử thì bộ hồ sơ gồm những giấy tờ gì?", ("hồ sơ",)),
        ("Hồ sơ báo cáo kết quả bầu cử gửi cấp trên gồm những gì?", ("hồ sơ", "báo cáo")),
        ("Đại hội chi bộ gồm những nội dung gì?", ()),
        ("Ban kiểm phiếu gồm những ai?", ()),
        ("Ai thông qua nội quy?", ()),
    ],
)
def test_the_things_whose_contents_are_asked_for(question: str, things: tuple[str, ...]) -> None:
    assert things_listed(question, True) == things
    assert things_listed(strip_diacritics(question), False) == tuple(map(strip_diacritics, things))


@pytest.mark.parametrize(
    ("question", "another"),
    [
        ("Nội quy đại hội gồm những nội dung nào?", [True, True, False]),
        ("Hồ sơ ứng cử gồm những gì?", [True, False, False]),
        ("Đại hội gồm những nội dung gì?", [False, False, False]),
    ],
)
def test_a_rule_that_names_the_thing_only_among_what_it_lists_is_of_another(
    read: Callable[..., Understood], question: str, another: list[bool]
) -> None:
    assert [lists_another(read(question), rule) for rule in RULES] == another


def test_contents_of_a_congress_are_not_told_as_those_of_its_rules_of_order(assistant: Assistant) -> None:
    answer = assistant.answer(Question("Nội quy đại hội gồm những nội dung nào?"))
    assert answer.status is Status.REFUSED
    assert answer.refusal is not None
    assert answer.refusal.reason is RefusalReason.NO_PROVISION


NAMED = [
    replace(rule, heading=heading)
    for rule, heading in zip(
        make_document(
            make_record("qd-6-tw-2024", "6-QĐ/TW"),
            {"1": "Thủ tục đại hội thực hiện theo hướng dẫn của Ban Bí thư.", "2": "Chi bộ bầu chi ủy trước."},
        ).provisions,
        ("Quy trình đại hội", "Trình tự bầu ở đại hội chi bộ"),
        strict=True,
    )
]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Nêu trình tự các bước của một đại hội.", [1, 0]),
        ("Các bước tiến hành bầu cử trong đại hội chi bộ?", [1, 3]),
        ("Đại hội có mấy người? Tôi lo trình tự.", [0, 0]),
        ("Đại hội chi bộ bầu những ai?", [0, 0]),
    ],
)
def test_a_heading_names_the_list_that_is_asked_for(
    read: Callable[..., Understood], question: str, words: list[int]
) -> None:
    assert [heads_list(read(question), rule) for rule in NAMED] == words


def test_a_rule_that_points_at_another_text_gives_no_list(read: Callable[..., Understood]) -> None:
    assert [points_elsewhere(read("Trình tự các bước mở đại hội?"), rule) for rule in NAMED] == [True, False]
    whose = read("Trình tự mở đại hội thì theo hướng dẫn của Ban Bí thư hay của Bộ Chính trị?")
    assert not points_elsewhere(whose, NAMED[0]), "that text is what is asked for"


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("Liệt kê giúp tôi các việc ban kiểm phiếu phải làm trong ngày đại hội.", "Điều 8"),
        ("Nêu trình tự các bước của một đại hội theo hướng dẫn hiện nay.", "15.4"),
        ("Các bước tiến hành bầu cử trong đại hội chi bộ?", "23.2"),
    ],
)
def test_a_list_that_is_named_is_given_though_nothing_is_sure(assistant: Assistant, question: str, place: str) -> None:
    answer = assistant.answer(Question(question))
    assert {citation.label for claim in answer.claims for citation in claim.citations} == {place}


@pytest.mark.parametrize("question", ["Đại hội đủ 4 nội dung gồm những nội dung nào?", "Hồ sơ ứng cử gồm những gì?"])
def test_the_contents_of_what_is_asked_about_are_listed(assistant: Assistant, question: str) -> None:
    assert assistant.answer(Question(question)).status is Status.ANSWERED


def _cited(assistant: Assistant, question: str) -> list[str]:
    return [claim.citations[0].provision_id.partition("/")[2] for claim in assistant.answer(Question(question)).claims]


STEPS = ["15.4", "15.4-2", "15.4-3", "15.4-4", "15.4-5", "15.4-6"]


@pytest.mark.parametrize(
    "question", ["Kịch bản đại hội gồm các bước nào?", "Trình tự buổi đại hội từ chào cờ tới bế mạc ra sao?"]
)
def test_steps_are_told_in_the_order_of_their_source(assistant: Assistant, question: str) -> None:
    told = [place for place in _cited(assistant, question) if place in STEPS]
    assert told == STEPS


def test_a_members_congress_is_told_that_it_elects_no_credentials_committee(assistant: Assistant) -> None:
    told = _cited(assistant, "Nêu trình tự các bước của đại hội chi bộ tôi.")
    assert told[told.index("15.4-2") + 1] == "12.2.1-2"
    assert "12.2.1-2" not in _cited(assistant, "Nêu trình tự các bước của đại hội đại biểu.")


def test_the_order_of_electing_is_not_that_of_the_congress(assistant: Assistant) -> None:
    assert "23.2-2" not in _cited(assistant, "Trình tự một buổi đại hội chi bộ diễn ra thế nào?")
    assert "23.2-2" in _cited(assistant, "Trình tự bầu ở đại hội chi bộ thế nào?")


def test_the_place_of_one_step_is_told_first(assistant: Assistant) -> None:
    assert _cited(assistant, "Thông qua nghị quyết đại hội ở bước nào trong trình tự?")[0] == "15.4-5"
