"""Does the judge know when it is right? Reliability and thresholds: chosen on dev, reported on held-out.

Pure over a graded run. A question's score is the judge's confidence, recorded also where it refused. For *reliability*
only questions that reached the judge count (sums, screened and clarifying questions do not); one is *right* when it is
to be answered and gold is among the ``NEAR`` best candidates. For *thresholds* every question counts: one that the
assistant decided without the judge stays as it was decided. A threshold is chosen on the development questions only, so
that the wanted share of those that must be refused is refused, and then applied to the held-out ones. The weights
themselves are fitted by ``python -m eval.fit``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.model import Status
from corpus.core.codes import Code
from corpus.core.errors import InputError
from eval.scoring.measures import Graded
from eval.scoring.risk import Reliability, choose_threshold, reliability
from eval.scoring.stats import Interval, wilson

REFUSE = 0.98
NEAR = 2
STEPS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class Judged:
    """Questions as the judge saw them.

    Attributes:
        scores: confidence of each; 0 and 1 for those that were refused and answered without the judge.
        right: whether gold is among the best candidates of a question to be answered.
        answerable: whether the question is to be answered.
        judged: whether it reached the judge.
        left_out: clarifying questions and those whose gold is not in the corpus.
    """

    scores: tuple[float, ...]
    right: tuple[bool, ...]
    answerable: tuple[bool, ...]
    judged: tuple[bool, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class ThresholdRow:
    """What a threshold does to a split; ``right`` is the share of answered answerable questions that are right."""

    threshold: float
    answered: Interval | None
    refused: Interval | None
    right: Interval | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """The threshold chosen on dev, what thresholds do on both splits, and how reliable the confidence is."""

    threshold: float
    dev: tuple[ThresholdRow, ...]
    heldout: tuple[ThresholdRow, ...]
    dev_reliability: Reliability
    heldout_reliability: Reliability
    left_out: int

    def chosen(self, rows: Sequence[ThresholdRow]) -> ThresholdRow:
        """The row of the chosen threshold."""
        return next(row for row in rows if row.threshold == self.threshold)


def judge_view(items: Iterable[Graded]) -> Judged:
    """The judge's view of a split."""
    rows: list[tuple[float, bool, bool, bool]] = []
    left_out = 0
    for item in items:
        if item.seen is None or item.seen.answer is None:
            left_out += 1
            continue
        if item.case.expected is Status.CLARIFY or item.seen.unresolved:
            left_out += 1
            continue
        sure = item.seen.answer.get("confidence")
        answerable = item.case.expected is Status.ANSWERED
        near = any(candidate.at for candidate in item.seen.ranked[:NEAR])
        rows.append(
            (float(item.answered) if sure is None else float(sure), answerable and near, answerable, sure is not None)
        )
    scores, right, answerables, reached = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Judged(scores, right, answerables, reached, left_out)


def calibrate(items: Sequence[Graded], refuse: float = REFUSE) -> Calibration:
    """Choose the threshold on dev; report it, with others and with the reliability, on both splits.

    Raises:
        InputError: ``eval.no_cases`` when a split has no question that reached the judge.
    """
    seen, kept = (judge_view(item for item in items if item.case.split == split) for split in ("dev", "heldout"))
    if not any(seen.judged) or not any(kept.judged):
        raise InputError(
            Code.EVAL_NO_CASES,
            "Cần câu hỏi của cả tập phát triển và tập giữ riêng.",
            hint="Chạy lại với --suite shipped.",
        )
    chosen = choose_threshold(seen.scores, seen.answerable, refuse).threshold
    thresholds = sorted({*STEPS, chosen})
    return Calibration(
        threshold=chosen,
        dev=tuple(_row(seen, threshold) for threshold in thresholds),
        heldout=tuple(_row(kept, threshold) for threshold in thresholds),
        dev_reliability=_reliability(seen),
        heldout_reliability=_reliability(kept),
        left_out=seen.left_out + kept.left_out,
    )


def _row(view: Judged, threshold: float) -> ThresholdRow:
    rows = [(s >= threshold, r, a) for s, r, a in zip(view.scores, view.right, view.answerable, strict=True)]
    return ThresholdRow(
        threshold,
        answered=_rate([passed for passed, _, answerable in rows if answerable]),
        refused=_rate([not passed for passed, _, answerable in rows if not answerable]),
        right=_rate([right for passed, right, answerable in rows if passed and answerable]),
    )


def _reliability(view: Judged) -> Reliability:
    pairs = [(s, r) for s, r, reached in zip(view.scores, view.right, view.judged, strict=True) if reached]
    return reliability([score for score, _ in pairs], [right for _, right in pairs])


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
            raise InputError(Code.EVAL_BAD_PAIRS, f"{path.name}:{number}: cần score và correct ({error}).") from error
    return scores, correct


def to_json(found: Calibration) -> dict[str, Any]:
    """The calibration as JSON."""
    return {
        "threshold": found.threshold,
        "left_out": found.left_out,
        **{
            split: {
                "thresholds": [_row_json(row) for row in rows],
                "reliability": reliability_json(r),
            }
            for split, rows, r in (
                ("dev", found.dev, found.dev_reliability),
                ("heldout", found.heldout, found.heldout_reliability),
            )
        },
    }


def reliability_json(found: Reliability) -> dict[str, Any]:
    """Reliability as JSON, bin by bin; ``auroc`` is ``None`` where all were alike."""
    return {
        "ece": found.ece,
        "brier": found.brier,
        "auroc": None if math.isnan(found.auroc) else found.auroc,
        "n": found.n,
        "bins": [
            {
                "from": item.low,
                "to": item.high,
                "mean_score": item.mean_score,
                "n": item.n,
                "value": item.accuracy.value,
                "low": item.accuracy.low,
                "high": item.accuracy.high,
            }
            for item in found.bins
        ],
    }


def _row_json(row: ThresholdRow) -> dict[str, Any]:
    rates = {"answered": row.answered, "refused": row.refused, "right": row.right}
    return {"threshold": row.threshold} | {
        name: None if rate is None else {"value": rate.value, "low": rate.low, "high": rate.high}
        for name, rate in rates.items()
    }


def _rate(marks: Sequence[bool]) -> Interval | None:
    return wilson(sum(marks), len(marks)) if marks else None
