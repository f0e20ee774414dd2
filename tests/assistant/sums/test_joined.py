"""Figures that a rule counts together: added where the story says so, never a part of another, never twice."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.answering.calculation import calculate
from assistant.question.understanding import Understood
from assistant.stories.figures import read_story
from assistant.sums.joined import joined
from assistant.sums.law import law
from assistant.verification.verifier import verify
from corpus.core.registry import Registry
from corpus.core.text import fold


def whole(text: str, name: str, role: str) -> tuple[int | None, str]:
    sum_ = next(one for one in law().sum if one.name == name)
    story, worked = joined(law(), sum_, read_story(text), fold(text))
    return story.one(role), worked.formula if worked else ""


@pytest.mark.parametrize(
    ("text", "name", "role", "found"),
    [
        ("Dự kiến 238 đại biểu, thêm 20 đại biểu nữa.", "delegates_base", "delegates", (258, "238 + 20 = 258")),
        ("Danh sách 10 người, 1 người tự ứng cử, đề cử thêm 2.", "surplus", "list", (13, "10 + 1 + 2 = 13")),
        ("Ba chi bộ 9, 8 và 7 đảng viên gộp lại.", "base_committee_least", "members", (24, "9 + 8 + 7 = 24")),
        ("Danh sách 12 người, đề cử thêm 2 người thành 14 người.", "surplus", "list", (14, "12 + 2 = 14")),
    ],
)
def test_what_is_added_is_counted_together(text: str, name: str, role: str, found: tuple[int, str]) -> None:
    assert whole(text, name, role) == found


@pytest.mark.parametrize(
    ("text", "name", "role", "told"),
    [
        ("Danh sách 14 người trong đó 2 người tự ứng cử.", "surplus", "list", 14),
        ("Ba người tự ứng cử cùng những người khác thành 28 tên.", "surplus", "list", 28),
        ("Đại hội gọi 240 đại biểu, đề nghị 230.", "delegates_base", "delegates", 240),
        ("Có 9, 8 và 7 đảng viên ở ba nơi.", "base_committee_least", "members", None),
    ],
)
def test_what_is_a_part_or_a_whole_is_not(text: str, name: str, role: str, told: int | None) -> None:
    assert whole(text, name, role) == (told, "")


@pytest.mark.parametrize(("old", "new"), [("486", "476"), ("20", "30"), ("506", "516")])
def test_another_figure_in_the_addition_is_refused(
    old: str, new: str, read: Callable[..., Understood], shipped: Registry
) -> None:
    understood = read("Tỉnh gộp từ ba tỉnh, danh sách 486 đại biểu, xin thêm 20 nữa, cộng lại lố bao nhiêu?")
    claims = calculate(understood, shipped, understood.as_of.day) or []
    claim = next(one for one in claims if one.calculation and "+" in one.calculation.formula)
    assert claim.calculation is not None
    wrong = replace(claim.calculation, formula=claim.calculation.formula.replace(old, new))
    assert verify(claim, shipped, understood.as_of.day).supported
    assert not verify(replace(claim, calculation=wrong), shipped, understood.as_of.day).supported
