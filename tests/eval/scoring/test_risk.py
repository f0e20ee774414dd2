import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.scoring.risk import aurc, auroc, choose_threshold, curve, operating, reliability

PAIRS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40)


def test_curve_by_hand() -> None:
    points = curve([0.9, 0.8, 0.8, 0.1], [True, False, True, False], total=8)
    assert [(p.coverage, p.risk) for p in points] == [(1 / 8, 0.0), (3 / 8, 1 / 3), (4 / 8, 0.5)]


@given(PAIRS)
def test_curve_ends_at_all_answers_and_their_error_rate(pairs: list[tuple[float, bool]]) -> None:
    scores, right = [s for s, _ in pairs], [r for _, r in pairs]
    last = curve(scores, right)[-1]
    assert last.coverage == 1
    assert last.risk == pytest.approx(1 - sum(right) / len(right))


@settings(deadline=None, max_examples=20)
@given(PAIRS, st.randoms())
def test_the_area_does_not_depend_on_the_order(pairs: list[tuple[float, bool]], random: object) -> None:
    area = aurc([s for s, _ in pairs], [r for _, r in pairs])
    shuffled = pairs[:]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    again = aurc([s for s, _ in shuffled], [r for _, r in shuffled])
    assert area is not None
    assert again is not None
    assert area.value == pytest.approx(again.value)
    assert 0 <= area.value <= 1


def test_a_score_that_knows_has_less_area_than_one_that_does_not() -> None:
    right = [True] * 8 + [False] * 2
    knows, guesses = aurc([0.9] * 8 + [0.1] * 2, right), aurc([0.1] * 8 + [0.9] * 2, right)
    assert knows is not None
    assert guesses is not None
    assert knows.value < guesses.value
    assert aurc([], []) is None


def test_reliability_by_hand() -> None:
    found = reliability([0.95, 0.95, 0.05, 0.05], [True, False, False, False])
    assert found.ece == pytest.approx(0.5 * 0.45 + 0.5 * 0.05)
    assert found.auroc == pytest.approx((1 + 1 + 0.5) / 3)
    assert [item.n for item in found.bins] == [2, 2]
    with pytest.raises(ValueError, match="outside"):
        reliability([1.2], [True])


def test_auroc_of_one_kind_is_undefined() -> None:
    assert math.isnan(auroc([0.1, 0.2], [True, True]))
    assert auroc([0.2, 0.1], [True, False]) == 1.0


def test_the_threshold_refuses_what_it_must_and_no_more() -> None:
    scores = [0.9, 0.8, 0.7, 0.6, 0.3]
    can = [True, True, False, True, False]
    chosen = choose_threshold(scores, can, refuse_at_least=1.0)
    assert (chosen.refused, chosen.answered) == (1.0, pytest.approx(2 / 3))
    assert choose_threshold(scores, can, refuse_at_least=0.5).answered == 1.0
    assert operating(scores, can, 0.0).refused == 0.0


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=30), st.floats(0, 1))
def test_the_chosen_threshold_keeps_its_promise(pairs: list[tuple[float, bool]], wanted: float) -> None:
    assert choose_threshold([s for s, _ in pairs], [a for _, a in pairs], wanted).refused >= wanted
