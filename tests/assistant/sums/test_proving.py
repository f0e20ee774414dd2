"""One way for a story's figures and a form's: the same claims, each with its rule, each proved."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from assistant.answering.calculation import calculate
from assistant.question.understanding import Understood
from assistant.stories.figures import Story
from assistant.sums.inputs import Inputs
from assistant.sums.law import Sum, law
from assistant.sums.proving import prove
from assistant.verification.verifier import verify
from corpus.core.registry import Registry

TODAY, IN_294 = date(2026, 11, 22), date(2025, 9, 1)


def sum_named(name: str) -> Sum:
    return next(sum_ for sum_ in law().sum if sum_.name == name)


@pytest.mark.parametrize(
    ("question", "name", "roles", "on"),
    [
        ("27 đảng viên được triệu tập, có mặt 17 thì đại hội hợp lệ không?", "quorum_of_people",
         {"members": 27, "present": 17}, TODAY),
        ("100 đại biểu, được 51 phiếu thì trúng cử không?", "majority_delegates",
         {"delegates": 100, "votes": 51}, TODAY),
        ("Nghị quyết của đảng ủy 15 người cần ít nhất mấy phiếu tán thành?", "resolution_committee",
         {"committee": 15}, TODAY),
        ("Bầu 20 ủy viên thì danh sách bầu cử nhiều nhất bao nhiêu người?", "surplus", {"seats": 20}, TODAY),
        ("240 đại biểu dự, người ngoài danh sách cần bao nhiêu người đồng ý?", "outside_list",
         {"delegates": 240}, TODAY),
        ("27 cấp ủy viên thì ban thường vụ tối đa mấy người?", "standing_committee", {"committee": 27}, IN_294),
    ],
)  # fmt: skip
def test_a_form_says_what_the_chat_says(
    question: str,
    name: str,
    roles: Mapping[str, int],
    on: date,
    read: Callable[..., Understood],
    shipped: Registry,
) -> None:
    said = calculate(read(question, on), shipped, on)
    proof = prove(sum_named(name), Inputs(Story.of(roles)), shipped, on)
    assert said is not None
    assert proof is not None
    assert list(proof.computed) == [claim for claim in said if claim.calculation][: len(proof.computed)]
    assert all(quote in said for quote in proof.quotes)


def test_a_day_of_a_form_is_counted_from_as_one_of_a_story(read: Callable[..., Understood], shipped: Registry) -> None:
    said = calculate(read("Bế mạc ngày 10/6/2025 thì chậm nhất ngày nào phải nộp báo cáo?", IN_294), shipped, IN_294)
    proof = prove(sum_named("report"), Inputs(Story.of({}), event=date(2025, 6, 10)), shipped, IN_294)
    assert said is not None
    assert proof is not None
    assert said[0] == proof.computed[0]


def test_days_that_are_only_expected_to_be_off_are_taken_off_when_asked(shipped: Registry) -> None:
    opening = Inputs(Story.of({}), event=date(2027, 3, 10))
    plain = prove(sum_named("notice"), opening, shipped, TODAY)
    expected = prove(sum_named("notice"), Inputs(Story.of({}), event=opening.event, expected=True), shipped, TODAY)
    assert plain is not None
    assert expected is not None
    assert (plain.worked.result, expected.worked.result) == ("2027-01-27", "2027-01-20")
    assert all(verify(claim, shipped, TODAY).supported for claim in (*plain.claims, *expected.claims))


def test_without_a_figure_or_a_rule_there_is_no_proof(shipped: Registry) -> None:
    quorum = sum_named("quorum_of_people")
    assert prove(quorum, Inputs(Story.of({})), shipped, TODAY) is None
    assert prove(quorum, Inputs(Story.of({"official": 30})), shipped, date(2010, 1, 1)) is None
    assert prove(quorum, Inputs(Story.of({"official": 30})), shipped, TODAY, ("qd-24-tw-2021",)) is None
