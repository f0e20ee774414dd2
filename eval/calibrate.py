"""Does the evidence judge know when it is right? Reliability and thresholds, chosen on dev, reported on held-out.

Shell over ``eval.fit`` (which makes the examples and fits the weights) and ``eval.risk``. The unit is a question: its
score is that of its best candidate; it is *right* when that candidate stands at the gold. A threshold is chosen on the
development questions only, so that the wanted share of those that must be refused is refused, and is then applied to
the held-out ones.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from assistant.features import NAMES
from assistant.judge import Judge
from assistant.service import Assistant
from corpus.errors import InputError
from eval.cases import Case
from eval.fit import Examples, Fitted, examples
from eval.risk import Operating, Reliability, choose_threshold, operating, reliability
from eval.stats import Interval, wilson

REFUSE = 0.98


@dataclass(frozen=True, slots=True)
class Judged:
    """Questions as a judge sees them: best score, whether the best candidate is gold, whether to be answered."""

    scores: tuple[float, ...]
    right: tuple[bool, ...]
    answerable: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a threshold chosen on dev does on both splits."""

    threshold: float
    dev: Operating
    heldout: Operating
    answered: Interval
    refused: Interval
    right_of_answered: Interval
    dev_reliability: Reliability
    heldout_reliability: Reliability


def judged(judge: Judge, data: Examples) -> Judged:
    """Score every question by its best candidate."""
    count = len(data.answerable)
    best, right = np.zeros(count), np.zeros(count, dtype=bool)
    for number, values, label in zip(data.groups, data.values, data.labels, strict=True):
        if (score := judge.probability(values.tolist())) > best[number]:
            best[number], right[number] = score, bool(label)
    return Judged(tuple(best.tolist()), tuple(right.tolist()), tuple(data.answerable.tolist()))


def calibrate(judge: Judge, dev: Examples, heldout: Examples, refuse: float = REFUSE) -> Calibration:
    """Choose the threshold on dev and report it, with reliability, on both."""
    seen, kept = judged(judge, dev), judged(judge, heldout)
    chosen = choose_threshold(seen.scores, seen.answerable, refuse)
    passed = [score >= chosen.threshold for score in kept.scores]
    can = list(kept.answerable)
    answered = [p for p, a in zip(passed, can, strict=True) if a]
    refused = [not p for p, a in zip(passed, can, strict=True) if not a]
    right = [r for r, p, a in zip(kept.right, passed, can, strict=True) if p and a]
    return Calibration(
        threshold=chosen.threshold,
        dev=chosen,
        heldout=operating(kept.scores, can, chosen.threshold),
        answered=_rate(answered),
        refused=_rate(refused),
        right_of_answered=_rate(right),
        dev_reliability=reliability(seen.scores, seen.right),
        heldout_reliability=reliability(kept.scores, kept.right),
    )


def collect(assistant: Assistant, cases: Sequence[Case], today: date) -> tuple[Examples, Examples]:
    """Examples of the development and of the held-out questions.

    Raises:
        InputError: ``eval.no_cases`` when a split is empty.
    """
    splits = [[case for case in cases if case.split == split] for split in ("dev", "heldout")]
    dev, heldout = (examples(assistant, chosen, today) for chosen in splits)
    return dev, heldout


def with_fit(judge: Judge, fitted: Fitted) -> Judge:
    """The judge with newly fitted weights; its thresholds stay."""
    return replace(judge, weights=tuple(fitted.weights[name] for name in NAMES), bias=fitted.bias)


def read_pairs(path: Path) -> tuple[list[float], list[bool]]:
    """Score–correct pairs from JSON lines (``{"score": 0.7, "correct": true}``), for judging any score.

    Raises:
        InputError: ``eval.bad_pairs`` naming the line.
    """
    scores: list[float] = []
    correct: list[bool] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            scores.append(float(row["score"]))
            correct.append(bool(row["correct"]))
        except (ValueError, KeyError, TypeError) as error:
            raise InputError("eval.bad_pairs", f"{path.name}:{number}: cần score và correct ({error}).") from error
    return scores, correct


def to_json(found: Calibration) -> dict[str, Any]:
    """The calibration as JSON."""
    return {
        "threshold": found.threshold,
        "dev": {"answered": found.dev.answered, "refused": found.dev.refused},
        "heldout": {
            name: {"value": value.value, "low": value.low, "high": value.high}
            for name in ("answered", "refused", "right_of_answered")
            for value in [getattr(found, name)]
        },
        **{
            f"{name}_reliability": {"ece": r.ece, "brier": r.brier, "auroc": r.auroc, "n": r.n}
            for name, r in (("dev", found.dev_reliability), ("heldout", found.heldout_reliability))
        },
    }


def _rate(marks: Sequence[bool]) -> Interval:
    return wilson(sum(marks), len(marks)) if marks else Interval(1.0, 0.0, 1.0)
