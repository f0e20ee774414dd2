"""Intervals and tests, all from scipy. Pure and deterministic: resampling is seeded.

Rates get Wilson intervals; means get percentile bootstrap intervals over cases; two runs are compared case by case
with a paired bootstrap of the difference and a paired (sign-flip) permutation test.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

SEED = 20261122
RESAMPLES = 2_000
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float


def wilson(successes: int, n: int) -> Interval:
    """Rate with its Wilson interval; ``n`` must be positive."""
    interval = stats.binomtest(successes, n).proportion_ci(LEVEL, method="wilson")
    return Interval(successes / n, float(interval.low), float(interval.high))


def mean_interval(values: Sequence[float]) -> Interval:
    """Mean with its bootstrap interval; a single or constant sample has an interval of no width."""
    sample = np.asarray(values, dtype=float)
    mean = float(sample.mean())
    if sample.size < 2 or np.ptp(sample) == 0:
        return Interval(mean, mean, mean)
    return _bootstrap(sample, np.mean, mean)


def quantile_interval(values: Sequence[float], q: float) -> Interval:
    """Quantile with its bootstrap interval (latency p50, p95)."""
    sample = np.asarray(values, dtype=float)
    point = float(np.quantile(sample, q))
    if sample.size < 2 or np.ptp(sample) == 0:
        return Interval(point, point, point)
    return _bootstrap(sample, lambda x, axis: np.quantile(x, q, axis=axis), point)


def _bootstrap(sample: NDArray[np.float64], statistic: Callable[..., object], point: float) -> Interval:
    result = stats.bootstrap(
        (sample,), statistic, n_resamples=RESAMPLES, confidence_level=LEVEL, method="percentile", rng=SEED
    )
    return Interval(point, float(result.confidence_interval.low), float(result.confidence_interval.high))


@dataclass(frozen=True, slots=True)
class Difference:
    """Candidate minus baseline over the same cases: mean, 95 % interval, two-sided permutation p, number of pairs."""

    mean: float
    low: float
    high: float
    p: float
    n: int


def paired_difference(baseline: Sequence[float], candidate: Sequence[float]) -> Difference:
    """Compare two runs over the same cases.

    Raises:
        ValueError: the sequences are of different length or empty.
    """
    before, after = np.asarray(baseline, dtype=float), np.asarray(candidate, dtype=float)
    if before.size != after.size or before.size == 0:
        raise ValueError(f"cannot pair {before.size} with {after.size} values")
    gaps = after - before
    if not gaps.any():
        return Difference(0.0, 0.0, 0.0, 1.0, int(gaps.size))
    interval = mean_interval(gaps.tolist())
    if gaps.size == 1:
        return Difference(interval.value, interval.low, interval.high, 1.0, 1)  # one pair proves nothing
    test = stats.permutation_test(
        (after, before),
        lambda x, y, axis: np.mean(x - y, axis=axis),
        permutation_type="samples",
        n_resamples=RESAMPLES,
        vectorized=True,
        rng=SEED,
    )
    return Difference(interval.value, interval.low, interval.high, float(test.pvalue), int(gaps.size))
