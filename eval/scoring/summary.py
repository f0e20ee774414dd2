"""A finished run as numbers: scores by slice, verdict, error counts, curves, and one record a case.

Pure. ``summarise`` computes, ``to_json`` gives the machine-readable report that ``compare`` and others read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.model import Status
from corpus.core.errors import InputError
from eval.runs.observe import Observation
from eval.runs.store import RunManifest
from eval.scoring.calibrate import Calibration, calibrate, reliability_json
from eval.scoring.calibrate import to_json as calibration_json
from eval.scoring.explain import explain
from eval.scoring.gates import Gate, RunVerdict, judge
from eval.scoring.grade import Fault
from eval.scoring.measures import MEASURES, Graded, Score, grade_all, score, slices
from eval.scoring.risk import Reliability, RiskPoint, aurc, curve, reliability
from eval.scoring.stats import Interval
from eval.suites.cases import Case


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything that a report shows.

    ``risk`` is the curve over answered cases (coverage against all cases, so it ends at the operating point);
    ``calibration`` compares evidence scores with the share of answers that are right, where scores are probabilities;
    ``judge`` is the judge's calibration by split, where the run holds development and held-out questions.
    """

    manifest: RunManifest
    graded: tuple[Graded, ...]
    scores: dict[str, dict[str, Score]]
    verdict: RunVerdict
    faults: dict[Fault, int]
    risk: tuple[RiskPoint, ...]
    risk_area: Interval | None
    calibration: Reliability | None
    judge: Calibration | None
    never_ran: tuple[str, ...]
    ungradable: tuple[str, ...]


def summarise(
    manifest: RunManifest, cases: Sequence[Case], seen: Mapping[str, Observation], gates: Sequence[Gate]
) -> Summary:
    """Grade a run and compute all that is reported."""
    graded = grade_all(cases, seen)
    scores = {
        name: {measure.name: found for measure in MEASURES if (found := score(measure, items)).n or found.unscored}
        for name, items in slices(graded).items()
    }
    answered = [item for item in graded if item.answered and item.grade and item.grade.gradable]
    confidence = [item.seen.confidence for item in answered if item.seen]
    right = [bool(item.grade and item.grade.passed) for item in answered]
    countable = sum(1 for item in graded if item.grade is None or item.grade.gradable)
    return Summary(
        manifest=manifest,
        graded=graded,
        scores=scores,
        verdict=judge(gates, scores),
        faults=dict(Counter(fault for item in graded if item.grade for fault in item.grade.faults).most_common()),
        risk=tuple(curve(confidence, right, countable)),
        risk_area=aurc(confidence, right),
        calibration=reliability(confidence, right) if _probabilities(confidence) else None,
        judge=_calibration(graded),
        never_ran=tuple(item.case.id for item in graded if item.seen is None),
        ungradable=tuple(item.case.id for item in graded if item.grade and not item.grade.gradable),
    )


def _calibration(graded: Sequence[Graded]) -> Calibration | None:
    try:
        return calibrate(graded)
    except InputError:  # a run over one split alone has nothing to choose a threshold on
        return None


def _probabilities(values: Sequence[float]) -> bool:
    return bool(values) and min(values) >= 0 and max(values) <= 1


def to_json(summary: Summary) -> dict[str, Any]:
    """The run as JSON: verdict, scores by slice and measure, faults, curve, and a record for every case."""
    return {
        "format": 1,
        "run": summary.manifest.name,
        "fingerprints": summary.manifest.fingerprints,
        "cases_hash": summary.manifest.cases,
        "seconds": summary.manifest.seconds,
        "workers": summary.manifest.workers,
        "versions": summary.manifest.versions,
        "verdict": {
            "outcome": summary.verdict.outcome.value,
            "gates": [
                {
                    "measure": checked.gate.measure,
                    "slice": checked.gate.slice,
                    "at_least": checked.gate.at_least,
                    "at_most": checked.gate.at_most,
                    "outcome": checked.outcome.value,
                    "gap": round(checked.gap, 6),
                    "units_short": checked.units,
                    "score": score_json(checked.score),
                }
                for checked in summary.verdict.gates
            ],
        },
        "scores": {
            name: {measure: score_json(value) for measure, value in values.items()}
            for name, values in summary.scores.items()
        },
        "faults": {fault.value: count for fault, count in summary.faults.items()},
        "never_ran": list(summary.never_ran),
        "ungradable": list(summary.ungradable),
        "risk_coverage": {
            "aurc": _interval(summary.risk_area),
            "points": [[round(p.threshold, 6), round(p.coverage, 6), round(p.risk, 6)] for p in summary.risk],
        },
        "calibration": None if summary.calibration is None else reliability_json(summary.calibration),
        "judge_calibration": None if summary.judge is None else calibration_json(summary.judge),
        "cases": [case_json(item) for item in summary.graded],
    }


def score_json(value: Score | None) -> dict[str, Any] | None:
    """A score without its units."""
    if value is None:
        return None
    return {"n": value.n, "missing": value.missing, "unscored": value.unscored, **(_interval(value.interval) or {})}


def _interval(value: Interval | None) -> dict[str, float] | None:
    return None if value is None else {"value": value.value, "low": value.low, "high": value.high}


def case_json(item: Graded) -> dict[str, Any]:
    """One case: what was expected, what came, and why it failed."""
    mark, seen = item.grade, item.seen
    return {
        "id": item.case.id,
        "suite": item.case.suite,
        "groups": list(item.case.groups()),
        "expected": item.case.expected.value,
        "status": seen.status if seen else "never_ran",
        "passed": bool(mark and mark.passed),
        "gradable": mark is None or mark.gradable,
        "faults": [fault.value for fault in mark.faults] if mark else [],
        "why": explain(item),
        "missing_facts": list(mark.missing_facts) if mark else [],
        "forbidden_facts": list(mark.forbidden_facts) if mark else [],
        "error": seen.error if seen else "",
        "latency_ms": seen.latency_ms if seen else None,
        "answered": bool(seen and seen.status == Status.ANSWERED.value),
    }
