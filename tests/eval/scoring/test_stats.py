import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.scoring.stats import mean_interval, paired_difference, quantile_interval, wilson


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_rate_and_stays_in_range(counts: tuple[int, int]) -> None:
    found = wilson(*counts)
    assert 0 <= found.low <= found.value + 1e-12
    assert found.value - 1e-12 <= found.high <= 1


def test_bootstrap_is_seeded() -> None:
    values = [0.1, 0.9, 0.4, 0.6, 0.2]
    assert mean_interval(values) == mean_interval(values)
    found = mean_interval(values)
    assert found.low < found.value < found.high
    assert quantile_interval(values, 0.5).value == 0.4


def test_constant_samples_have_no_width() -> None:
    assert mean_interval([1.0, 1.0, 1.0]).low == 1.0
    assert mean_interval([0.3]).high == 0.3


def test_a_clear_loss_is_found_and_a_tie_is_not() -> None:
    before = [1.0] * 30
    lost = paired_difference(before, [0.0] * 8 + [1.0] * 22)
    assert lost.mean == pytest.approx(-8 / 30)
    assert lost.p < 0.05
    assert lost.high < 0
    same = paired_difference(before, before)
    assert (same.mean, same.p) == (0.0, 1.0)


def test_one_flip_is_not_enough() -> None:
    assert paired_difference([1.0] * 30, [0.0] + [1.0] * 29).p > 0.05


def test_one_pair_proves_nothing() -> None:
    assert paired_difference([1.0], [0.0]).p == 1.0


def test_runs_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot pair"):
        paired_difference([1.0], [1.0, 0.0])
