"""Two runs over the same questions: what got better, what got worse, where, and whether it is more than chance.

Pure, except for reading and writing the baseline. Runs are compared unit by unit (a case, or a date pair), on units
that both have; units of only one side are counted and named. A measure *regresses* in a slice when it moved the wrong
way by at least the minimum effect and the paired permutation test finds it unlikely (p < alpha). Measures that must
never be violated (``ZERO_TOLERANCE``) regress with the first new violation, also of a unit that the baseline lacks.
Slices with fewer than ``MIN_UNITS`` shared units are shown but do not gate.

The baseline in the repository holds figures and case ids only, no text; only ``python -m eval bless`` changes it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.core.codes import Code
from corpus.core.errors import InputError
from corpus.core.files import write_atomic
from corpus.core.installation import program
from eval import DATA
from eval.scoring.measures import ALL, BY_NAME, MEASURES, score
from eval.scoring.stats import Difference, paired_difference
from eval.scoring.summary import Summary

BASELINE = DATA / "baseline.json"
FORMAT = 1
ALPHA = 0.05
MIN_EFFECT = 0.02
MIN_UNITS = 8
ZERO_TOLERANCE = frozenset({"quotes_exact", "stale_unsaid", "forbidden_facts"})
GATED = frozenset(
    {
        "pass", "decision", "answerable_answered", "must_refuse_refused", "citation_recall", "dates", "required_facts",
        "hit@1", "hit@10", *ZERO_TOLERANCE,
    }
)  # fmt: skip
"""Measures whose regression fails the comparison; the others are shown."""


@dataclass(frozen=True, slots=True)
class Values:
    """A run reduced to what comparing needs.

    ``units`` holds a value for each measure and unit; ``groups`` the slices of each unit (of the later run; a baseline
    keeps none); ``marks`` the suites' hashes.
    """

    name: str
    fingerprints: dict[str, str]
    marks: dict[str, str]
    units: dict[str, dict[str, float]]
    groups: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Shift:
    """One measure in one slice: ``worse`` when it regressed, ``better`` when it improved by the same standard."""

    measure: str
    slice: str
    before: float
    after: float
    difference: Difference
    worse: bool
    better: bool
    gating: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything found; ``broke`` and ``mended`` name the cases whose pass flipped."""

    before: Values
    after: Values
    changes: tuple[Shift, ...]
    broke: tuple[str, ...]
    mended: tuple[str, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]

    @property
    def regressions(self) -> tuple[Shift, ...]:
        """What must fail a gate: whole set first, then the slices, largest loss first."""
        found = [change for change in self.changes if change.worse and change.gating]
        return tuple(sorted(found, key=lambda c: (c.slice != ALL, -abs(c.difference.mean), c.measure, c.slice)))


def values_of(summary: Summary) -> Values:
    """The comparable part of a graded run; latency is left out, since machines differ."""
    groups: dict[str, set[str]] = {}
    units: dict[str, dict[str, float]] = {}
    for measure in MEASURES:
        if measure.kind in ("p50", "p95"):
            continue
        units[measure.name] = dict(score(measure, summary.graded).units)
        for item in summary.graded:
            groups.setdefault(measure.unit(item.case), set()).update(item.case.groups())
    named = {unit: tuple(sorted(names)) for unit, names in groups.items()}
    return Values(summary.manifest.name, summary.manifest.fingerprints, summary.manifest.cases, units, named)


def compare(before: Values, after: Values, *, min_effect: float = MIN_EFFECT, alpha: float = ALPHA) -> Comparison:
    """Compare two runs.

    Raises:
        InputError: ``eval.nothing_shared`` when the runs share no case.
    """
    passes_before, passes_after = before.units.get("pass", {}), after.units.get("pass", {})
    shared = passes_before.keys() & passes_after.keys()
    if not shared:
        raise InputError(Code.EVAL_NOTHING_SHARED, "Hai lượt chạy không có câu hỏi chung.")
    changes = [
        change
        for measure in after.units
        for name, units in _slices(before, after, measure).items()
        if (change := _change(before, after, measure, name, units, min_effect, alpha)) is not None
    ]
    return Comparison(
        before=before,
        after=after,
        changes=tuple(changes),
        broke=tuple(sorted(unit for unit in shared if passes_before[unit] > passes_after[unit])),
        mended=tuple(sorted(unit for unit in shared if passes_before[unit] < passes_after[unit])),
        only_before=tuple(sorted(passes_before.keys() - passes_after.keys())),
        only_after=tuple(sorted(passes_after.keys() - passes_before.keys())),
    )


def _slices(before: Values, after: Values, measure: str) -> dict[str, list[str]]:
    """Units to compare, by slice: those that both runs scored, or all of the later run where nothing may break."""
    known = before.units.get(measure, {}).keys()
    shared = sorted(unit for unit in after.units[measure] if unit in known or measure in ZERO_TOLERANCE)
    found: dict[str, list[str]] = {ALL: shared}
    for unit in shared:
        for name in after.groups.get(unit, ()):
            found.setdefault(name, []).append(unit)
    return found


def _change(
    before: Values, after: Values, measure: str, name: str, units: list[str], min_effect: float, alpha: float
) -> Shift | None:
    if not units:
        return None
    sign = 1 if BY_NAME[measure].better == "higher" else -1
    best = 1.0 if sign > 0 else 0.0
    old = [before.units.get(measure, {}).get(unit, best) for unit in units]
    new = [after.units[measure][unit] for unit in units]
    difference = paired_difference(old, new)
    gain = sign * difference.mean
    sure = abs(gain) >= min_effect and difference.p < alpha
    broken = measure in ZERO_TOLERANCE and any(sign * (b - a) < 0 for a, b in zip(old, new, strict=True))
    return Shift(
        measure=measure,
        slice=name,
        before=sum(old) / len(old),
        after=sum(new) / len(new),
        difference=difference,
        worse=broken or (sure and gain < 0),
        better=sure and gain > 0,
        gating=measure in GATED and (len(units) >= MIN_UNITS or measure in ZERO_TOLERANCE),
    )


def to_json(found: Comparison) -> dict[str, Any]:
    """The comparison as JSON."""
    return {
        "before": {"name": found.before.name, "fingerprints": found.before.fingerprints},
        "after": {"name": found.after.name, "fingerprints": found.after.fingerprints},
        "regressions": [_change_json(change) for change in found.regressions],
        "changes": [_change_json(change) for change in found.changes],
        "broke": list(found.broke),
        "mended": list(found.mended),
        "only_before": list(found.only_before),
        "only_after": list(found.only_after),
    }


def _change_json(change: Shift) -> dict[str, Any]:
    gap = change.difference
    return {
        "measure": change.measure,
        "slice": change.slice,
        "n": gap.n,
        "before": round(change.before, 4),
        "after": round(change.after, 4),
        "difference": round(gap.mean, 4),
        "low": round(gap.low, 4),
        "high": round(gap.high, 4),
        "p": round(gap.p, 4),
        "worse": change.worse,
        "better": change.better,
        "gating": change.gating,
    }


def write_baseline(values: Values, path: Path = BASELINE) -> None:
    """Bless a run: from now on others are compared with it."""
    head = {"format": FORMAT, "name": values.name, "fingerprints": values.fingerprints, "cases": values.marks}
    lines = [f" {_json(name)}: {_json(value)}," for name, value in head.items()]
    rows = [
        f"  {_json(measure)}: {_json({unit: round(value, 6) for unit, value in sorted(units.items())})}"
        for measure, units in values.units.items()
    ]
    write_atomic(path, "\n".join(["{", *lines, ' "units": {', ",\n".join(rows), " }", "}", ""]))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def read_baseline(path: Path = BASELINE) -> Values:
    """The blessed run.

    Raises:
        InputError: ``eval.no_baseline`` when there is none or it is unreadable.
    """
    try:
        data: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
        if data["format"] != FORMAT:
            raise ValueError(f"format {data['format']}")
        return Values(data["name"], data["fingerprints"], data["cases"], data["units"], {})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            Code.EVAL_NO_BASELINE,
            f"Không có mốc so sánh đọc được ở “{path}”.",
            hint=f"Chọn một lượt chạy làm mốc bằng: {program('eval')} bless <thư mục>.",
        ) from error
