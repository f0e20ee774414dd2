"""Risk–coverage, reliability and thresholds over (score, correct) pairs. Pure.

*Coverage* at a threshold is the share of all questions answered at that score or above; *risk* is the share of those
that are wrong. The area under the curve (AURC) averages the risk over the coverages reached: lower is better. A curve
over a normal run ends where the assistant begins to refuse; a run whose judge accepts all gives the whole curve.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from eval.scoring.stats import LEVEL, SEED, Interval, wilson

RESAMPLES = 1_000


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """One point of the curve: answering at ``threshold`` and above covers ``coverage`` with ``risk``."""

    threshold: float
    coverage: float
    risk: float


def curve(scores: Sequence[float], correct: Sequence[bool], total: int | None = None) -> list[RiskPoint]:
    """The risk–coverage curve, from the surest answer on; equal scores enter together.

    Args:
        scores: confidence of each answer.
        correct: whether that answer was right.
        total: number of questions asked, refused ones included; default: all were answered.

    Raises:
        ValueError: lengths differ, or ``total`` is less than the number of answers.
    """
    if len(scores) != len(correct) or (total is not None and total < len(scores)):
        raise ValueError(f"{len(scores)} scores, {len(correct)} marks, {total} questions do not fit together")
    everything = total or len(scores)
    order = np.argsort(-np.asarray(scores, dtype=float), kind="stable")
    points: list[RiskPoint] = []
    wrong = 0
    for rank, index in enumerate(order, start=1):
        wrong += not correct[index]
        last = rank == len(order)
        if last or scores[order[rank]] < scores[index]:
            points.append(RiskPoint(float(scores[index]), rank / everything, wrong / rank))
    return points


def aurc(scores: Sequence[float], correct: Sequence[bool]) -> Interval | None:
    """Area under the risk–coverage curve over the answered questions with its bootstrap interval.

    Ties are broken in expectation (a tied block contributes its mean risk), so the value does not depend on the order
    of the questions. ``None`` without answers.
    """
    if not scores:
        return None
    confidence, wrong = np.asarray(scores, dtype=float), 1.0 - np.asarray(correct, dtype=float)
    value = _area(confidence, wrong)
    if len(scores) < 2 or np.ptp(wrong) == 0:
        return Interval(value, value, value)
    result = stats.bootstrap(
        (confidence, wrong),
        _area,
        paired=True,
        vectorized=False,
        n_resamples=RESAMPLES,
        confidence_level=LEVEL,
        method="percentile",
        rng=SEED,
    )
    return Interval(value, float(result.confidence_interval.low), float(result.confidence_interval.high))


def _area(confidence: np.ndarray, wrong: np.ndarray) -> float:
    values, block = np.unique(-confidence, return_inverse=True)
    sizes = np.bincount(block, minlength=values.size)
    expected = np.bincount(block, weights=wrong, minlength=values.size) / sizes
    risks = np.cumsum(expected[np.repeat(np.arange(values.size), sizes)]) / np.arange(1, confidence.size + 1)
    return float(risks.mean())


@dataclass(frozen=True, slots=True)
class Bin:
    """One bin of a reliability diagram: mean score, observed share correct with its interval, count."""

    low: float
    high: float
    mean_score: float
    accuracy: Interval
    n: int


@dataclass(frozen=True, slots=True)
class Reliability:
    """How well scores in [0, 1] match the share that is right.

    ``ece`` is the expected calibration error over equal-width bins, ``brier`` the mean squared error, ``auroc`` how
    well the score separates right from wrong (``nan`` when all are alike).
    """

    bins: tuple[Bin, ...]
    ece: float
    brier: float
    auroc: float
    n: int


def reliability(scores: Sequence[float], correct: Sequence[bool], bins: int = 10) -> Reliability:
    """Reliability of scores as probabilities.

    Raises:
        ValueError: no pairs, lengths differ, or a score lies outside [0, 1].
    """
    confidence, right = np.asarray(scores, dtype=float), np.asarray(correct, dtype=bool)
    if confidence.size == 0 or confidence.size != right.size:
        raise ValueError(f"{confidence.size} scores and {right.size} marks")
    if confidence.min() < 0 or confidence.max() > 1:
        raise ValueError("a score lies outside [0, 1]")
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    found = [
        Bin(
            b / bins,
            (b + 1) / bins,
            float(confidence[place == b].mean()),
            wilson(int(right[place == b].sum()), int((place == b).sum())),
            int((place == b).sum()),
        )
        for b in range(bins)
        if (place == b).any()
    ]
    ece = sum(item.n * abs(item.accuracy.value - item.mean_score) for item in found) / confidence.size
    return Reliability(
        tuple(found), ece, float(np.mean((confidence - right) ** 2)), auroc(scores, correct), int(confidence.size)
    )


def auroc(scores: Sequence[float], correct: Sequence[bool]) -> float:
    """Probability that a right answer scores above a wrong one, ties counting half; ``nan`` when all are alike."""
    right = [s for s, c in zip(scores, correct, strict=True) if c]
    wrong = [s for s, c in zip(scores, correct, strict=True) if not c]
    if not right or not wrong:
        return float("nan")
    return float(stats.mannwhitneyu(right, wrong).statistic) / (len(right) * len(wrong))


@dataclass(frozen=True, slots=True)
class Operating:
    """A threshold with what it does: share of answerable answered, share of unanswerable refused."""

    threshold: float
    answered: float
    refused: float


def choose_threshold(scores: Sequence[float], answerable: Sequence[bool], refuse_at_least: float) -> Operating:
    """The lowest threshold that still refuses the wanted share of the unanswerable.

    ``score >= threshold`` answers. Without unanswerable questions nothing needs refusing and everything is answered.
    """
    confidence, can = np.asarray(scores, dtype=float), np.asarray(answerable, dtype=bool)
    if confidence.size == 0:
        raise ValueError("no scores")
    candidates = [0.0, *sorted({float(np.nextafter(s, np.inf)) for s in scores})]
    for threshold in candidates:
        point = operating(confidence.tolist(), can.tolist(), threshold)
        if point.refused >= refuse_at_least:
            return point
    return operating(confidence.tolist(), can.tolist(), candidates[-1])


def operating(scores: Sequence[float], answerable: Sequence[bool], threshold: float) -> Operating:
    """What a threshold does to answerable and unanswerable questions; an empty side counts 1."""
    answered = [s >= threshold for s, a in zip(scores, answerable, strict=True) if a]
    refused = [s < threshold for s, a in zip(scores, answerable, strict=True) if not a]
    return Operating(
        threshold,
        sum(answered) / len(answered) if answered else 1.0,
        sum(refused) / len(refused) if refused else 1.0,
    )
