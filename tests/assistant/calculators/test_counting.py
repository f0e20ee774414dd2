"""A counting record: an error of each kind is caught and named; who is elected, level or short; alternates in order."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.calculators.counting import Ballot, assess, elect
from assistant.calculators.names import Candidate
from assistant.calculators.results import Fate

RECORD = Ballot(
    base=59,
    needed=30,
    seats=3,
    candidates=(
        Candidate("A", 50, 6, Fraction(8475, 10_000)),
        Candidate("B", 40),
        Candidate("C", 31),
        Candidate("D", 12),
    ),
    valid=56,
    issued=58,
    collected=57,
    uncollected=1,
    invalid=1,
)


def test_a_record_that_agrees_passes_every_check() -> None:
    checks = assess(RECORD)
    assert [check.name for check in checks] == ["collected", "split", "called", "each", "both", "total", "share"]
    assert all(check.holds and not check.words for check in checks)
    assert {check.name: check.arithmetic for check in checks}["total"] == "133 ≤ 56 × 3 = 168"


@pytest.mark.parametrize(
    ("wrong", "name", "words"),
    [
        ({"collected": 59, "invalid": 3, "uncollected": None}, "collected", "nhiều hơn 1 phiếu so với phát ra"),
        ({"uncollected": 3}, "collected", "lệch 2 phiếu so với phát ra"),
        ({"uncollected": 0}, "collected", "lệch 1 phiếu so với phát ra"),
        ({"invalid": 2}, "split", "lệch 1 phiếu so với thu về"),
        ({"invalid": 0}, "split", "lệch 1 phiếu so với thu về"),
        ({"base": 57, "candidates": RECORD.candidates[1:]}, "called", "nhiều hơn mẫu số 57 người"),
        ({"candidates": (Candidate("A", 57),)}, "each", "Nhiều phiếu hơn số phiếu hợp lệ (56): A (57)"),
        ({"candidates": (Candidate("A", 50, 7),)}, "both", "Đồng ý cộng không đồng ý nhiều hơn"),
        ({"seats": 2}, "total", "Tổng số phiếu bầu là 133, nhiều hơn mức cao nhất có thể (112)"),
        (
            {"candidates": (Candidate("A", 50, None, Fraction(8929, 10_000)),)},
            "share",
            "Biên bản đã tính trên số phiếu hợp lệ (56)",
        ),
        (
            {"candidates": (Candidate("A", 50, None, Fraction(8772, 10_000)),)},
            "share",
            "Biên bản đã tính trên số phiếu thu về (57)",
        ),
        (
            {"candidates": (Candidate("A", 50, None, Fraction(8621, 10_000)),)},
            "share",
            "Biên bản đã tính trên số phiếu phát ra (58)",
        ),
        ({"candidates": (Candidate("A", 50, None, Fraction(9, 10)),)}, "share", "Tỷ lệ không tính trên mẫu số 59"),
    ],
)
def test_an_error_of_each_kind_is_caught_and_named(wrong: dict[str, object], name: str, words: str) -> None:
    failed = [check for check in assess(replace(RECORD, **wrong)) if not check.holds]  # type: ignore[arg-type]
    assert [check.name for check in failed] == [name]
    assert words in failed[0].words


def fates(votes: list[int], seats: int, needed: int, **more: object) -> tuple[list[str], list[str]]:
    people = tuple(Candidate(f"N{place}", count) for place, count in enumerate(votes))
    base = max([*votes, 2 * needed - 1])
    ballot = Ballot(base=base, needed=needed, seats=seats, candidates=people, valid=base, **more)  # type: ignore[arg-type]
    places, notes = elect(ballot)
    return [place.fate.value for place in places], [name for name, _ in notes]


@pytest.mark.parametrize(
    ("votes", "seats", "expected", "rules"),
    [
        ([50, 40, 31], 3, ["elected"] * 3, []),
        ([50, 40, 31, 12], 3, ["elected"] * 3 + ["short"], []),
        ([50, 40, 29], 3, ["elected", "elected", "short"], ["short"]),
        ([29, 20], 1, ["short", "short"], ["short"]),
        ([50, 45, 40, 35], 2, ["elected", "elected", "lower", "lower"], ["higher"]),
        ([50, 40, 40], 2, ["elected", "tied", "tied"], ["tied"]),
        ([40, 40, 40, 31], 2, ["tied"] * 3 + ["lower"], ["tied"]),
        ([50, 40, 40, 35], 3, ["elected"] * 3 + ["lower"], ["higher"]),
        ([50, 50], 2, ["elected"] * 2, []),
        ([29, 29], 1, ["short", "short"], ["short"]),
    ],
)
def test_who_is_elected(votes: list[int], seats: int, expected: list[str], rules: list[str]) -> None:
    assert fates(votes, seats, 30) == (expected, rules)


def test_a_ballot_among_those_level_needs_no_half_and_may_stay_level() -> None:
    assert fates([20, 15], 1, 30, again=True) == (["elected", "lower"], ["tied"])
    assert fates([20, 20], 1, 30, again=True) == (["tied", "tied"], ["tied_again"])


@pytest.mark.parametrize(
    ("votes", "expected", "rules"),
    [
        ([50, 45, 40, 39, 38], ["elected"] * 2 + ["alternate"] * 2 + ["lower"], ["higher", "alternates"]),
        ([50, 45, 40], ["elected"] * 2 + ["alternate"], ["higher", "alternates", "alternates_short"]),
        ([50, 45, 20], ["elected"] * 2 + ["short"], ["alternates_short"]),
        ([50, 20], ["elected", "short"], ["short"]),
        (
            [50, 45, 40, 39, 39],
            ["elected"] * 2 + ["alternate"] + ["alternate_tied"] * 2,
            ["higher", "alternates", "alternates_tied"],
        ),
        ([50, 45, 45, 40], ["elected", "tied", "tied", "lower"], ["tied"]),
    ],
)
def test_alternates_come_from_those_above_half_in_their_order(
    votes: list[int], expected: list[str], rules: list[str]
) -> None:
    assert fates(votes, 2, 30, alternates=2) == (expected, rules)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=30), st.integers(1, 10), st.integers(1, 31))
def test_nobody_is_elected_below_the_threshold_or_beyond_the_seats(votes: list[int], seats: int, needed: int) -> None:
    people = tuple(Candidate(f"N{place}", count) for place, count in enumerate(votes))
    places, _ = elect(Ballot(base=60, needed=needed, seats=seats, candidates=people, valid=60))
    elected = [place for place in places if place.fate is Fate.ELECTED]
    others = [place.votes for place in places if place.fate is not Fate.ELECTED]
    assert len(elected) <= seats
    assert all(place.votes >= needed for place in elected)
    if elected and others:
        assert min(place.votes for place in elected) >= max(others)
    if not any(place.fate is Fate.TIED for place in places):
        assert len(elected) == min(seats, sum(count >= needed for count in votes))


def test_a_third_ballot_for_the_secretary_without_anybody_elected_is_told_by_its_own_rule() -> None:
    people = (Candidate("A", 9), Candidate("B", 8))
    ballot = Ballot(base=20, needed=11, seats=1, candidates=people, valid=18, third=True)
    assert [name for name, _ in elect(ballot)[1]] == ["third"]
    assert [name for name, _ in elect(replace(ballot, third=False))[1]] == ["short"]
    assert elect(replace(ballot, candidates=(Candidate("A", 11),)))[1] == []
