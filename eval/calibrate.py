"""Does the judge know when it is right? Reliability and thresholds: chosen on dev, reported on held-out.

Pure over a graded run. The unit is a question that reached the judge (sums, screened and clarifying questions do not).
Its score is the judge's confidence, recorded also where it refused; it is *right* when the question is to be answered
and gold is among the ``NEAR`` best candidates. A threshold is chosen on the development questions only, so that the
wanted share of those that must be refused is refused, and then applied to the held-out ones. The weights themselves are
fitted by ``python -m eval.fit``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.model import Status
from corpus.errors import InputError
from eval.measures import Graded
from eval.risk import Operating, Reliability, choose_threshold, operating, reliability
from eval.stats import Interval, wilson

REFUSE = 0.98
NEAR = 2


@dataclass(frozen=True, slots=True)
class Judged:
    """Questions as the judge saw them; ``left_out`` never reached it or cannot be graded."""

    scores: tuple[float, ...]
    right: tuple[bool, ...]
    answerable: tuple[bool, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a threshold chosen on dev does on both splits; rates are of the held-out questions."""

    threshold: float
    dev: Operating
    heldout: Operating
    answered: Interval | None
    refused: Interval | None
    right_of_answered: Interval | None
    dev_reliability: Reliability
    heldout_reliability: Reliability
    left_out: int


def judged(items: Iterable[Graded]) -> Judged:
    """The judge's view of a split."""
    rows: list[tuple[float, bool, bool]] = []
    left_out = 0
    for item in items:
        sure = (item.seen.answer or {}).get("confidence") if item.seen else None
        if sure is None or item.seen is None or item.case.expected is Status.CLARIFY or item.seen.unresolved:
            left_out += 1
            continue
        answerable = item.case.expected is Status.ANSWERED
        near = any(candidate.at for candidate in item.seen.ranked[:NEAR])
        rows.append((float(sure), answerable and near, answerable))
    return Judged(
        tuple(sure for sure, _, _ in rows),
        tuple(right for _, right, _ in rows),
        tuple(answerable for _, _, answerable in rows),
        left_out,
    )


def calibrate(items: Sequence[Graded], refuse: float = REFUSE) -> Calibration:
    """Choose the threshold on dev; report it, and the reliability, on both splits.

    Raises:
        InputError: ``eval.no_cases`` when a split has no question that reached the judge.
    """
    seen, kept = (judged(item for item in items if item.case.split == split) for split in ("dev", "heldout"))
    if not seen.scores or not kept.scores:
        raise InputError(
            "eval.no_cases", "Cần câu hỏi của cả tập phát triển và tập giữ riêng.", hint="Chạy lại với --suite shipped."
        )
    chosen = choose_threshold(seen.scores, seen.answerable, refuse)
    passed = [score >= chosen.threshold for score in kept.scores]
    rows = list(zip(passed, kept.answerable, kept.right, strict=True))
    return Calibration(
        threshold=chosen.threshold,
        dev=chosen,
        heldout=operating(kept.scores, kept.answerable, chosen.threshold),
        answered=_rate([p for p, a, _ in rows if a]),
        refused=_rate([not p for p, a, _ in rows if not a]),
        right_of_answered=_rate([r for p, a, r in rows if p and a]),
        dev_reliability=reliability(seen.scores, seen.right),
        heldout_reliability=reliability(kept.scores, kept.right),
        left_out=seen.left_out + kept.left_out,
    )


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
        "left_out": found.left_out,
        "dev": {"answered": found.dev.answered, "refused": found.dev.refused},
        "heldout": {
            name: None if value is None else {"value": value.value, "low": value.low, "high": value.high}
            for name in ("answered", "refused", "right_of_answered")
            for value in [getattr(found, name)]
        },
        **{
            f"{name}_reliability": {"ece": r.ece, "brier": r.brier, "auroc": r.auroc, "n": r.n}
            for name, r in (("dev", found.dev_reliability), ("heldout", found.heldout_reliability))
        },
    }


def _rate(marks: Sequence[bool]) -> Interval | None:
    return wilson(sum(marks), len(marks)) if marks else None
