"""Figures of no role get one by what the sum lacks; whoever may be left out is never guessed."""

from datetime import date

import pytest

from assistant.stories.figures import Story, read_story
from assistant.sums.law import law
from assistant.sums.meant import completed, settled, sums_at
from corpus.core.registry import Registry


def roles(name: str, text: str) -> dict[str, int]:
    sum_ = next(sum_ for sum_ in law().sum if sum_.name == name)
    story: Story = completed(law(), sum_, read_story(text))
    return {count.role: count.value for count in story.figures}


def test_the_largest_count_is_the_whole_and_the_other_is_held_against_it() -> None:
    found = roles("outside_list", "Trong 150 người họp, có 46 người ưng cho anh ấy.")
    assert found == {"present": 150, "ayes": 46}


def test_what_the_sum_has_no_use_for_may_be_the_whole() -> None:
    assert roles("standing_committee", "Khóa này có 30 người.")["committee"] == 30


@pytest.mark.parametrize(
    "text",
    [
        "Chi bộ 40 đảng viên chính thức, 3 người nằm viện.",
        "Chi bộ 40 đảng viên chính thức, 3 người xin đi công tác, được mấy phiếu thì trúng?",
    ],
)
def test_whoever_may_be_left_out_keeps_the_sum_open(text: str) -> None:
    story = completed(law(), next(each for each in law().sum if each.name == "majority_members"), read_story(text))
    assert any(count.role not in ("official", "votes") for count in story.figures)


def test_a_figure_that_tells_of_more_people_is_not_left_aside() -> None:
    assert len(roles("quorum_of_people", "Triệu tập 90 đại biểu, sau gọi thêm 6 người nữa, 70 người có mặt.")) == 3


def test_what_somebody_worked_out_is_left_aside() -> None:
    found = roles(
        "majority_members", "Chi bộ 44 đảng viên chính thức, 5 đồng chí về sớm. Trưởng ban chia 39 ra 20 phiếu."
    )
    assert 39 not in found.values()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Đại hội 155 đại biểu, 6 người về sớm. Trưởng ban chia 149 ra, mốc 75.", {155, 6}),
        ("Chi bộ 40 đảng viên chính thức, 21 người nữa chưa rõ.", {40, 21}),
        ("Chi bộ 40 đảng viên chính thức, 3 người nằm viện.", {40, 3}),
    ],
)
def test_what_the_share_gives_is_left_aside_but_no_people(text: str, kept: set[int]) -> None:
    name = "majority_delegates" if "đại biểu" in text else "majority_members"
    sum_ = next(each for each in law().sum if each.name == name)
    story = settled(law(), sum_, read_story(text))
    assert {count.value for count in story.figures if count.role != "belief"} == kept


def test_sums_are_found_at_their_rule_and_at_the_rule_of_their_base(shipped: Registry) -> None:
    def at(provision: str) -> set[str]:
        found = shipped.provision(provision)
        assert found is not None
        return {each.name for each in sums_at(law(), found[0], shipped, date(2026, 11, 28))}

    assert at("td-dieu-le-2011/d11.k6") == {"quorum_of_people", "quorum_beside"}
    assert "majority_members" in at("td-qd-190-tw-2024/d30-3")
    assert at("td-qd-294-tw-2025/16.1.1") == {"report"}
    assert not at("td-dieu-le-2011/d7")
