"""The report page: one self-contained HTML file, in Vietnamese, that opens anywhere and asks the network for nothing.

Edge only in that it reads its template from the package. Every text is escaped by the template engine; the charts are
SVG made by ``eval.reports.charts``. The page works without script; the script only filters the table of cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eval.reports import charts
from eval.scoring.explain import explain
from eval.scoring.gates import Gate, GateState
from eval.scoring.grade import Fault
from eval.scoring.measures import ALL, BY_NAME, Graded, Measure, Score
from eval.scoring.stats import Interval
from eval.scoring.summary import Summary
from eval.scoring.titles import REASON, STATUS, group_title, shortfall

TEMPLATES = Path(__file__).with_name("templates")
SLICE_COLUMNS = ("pass", "decision", "citation_recall", "citation_precision", "hit@1", "hit@10", "required_facts")
SLICE_KINDS = {
    "split": "Tập câu hỏi",
    "expected": "Việc phải làm",
    "": "Dạng câu hỏi",
    "suite": "Bộ câu hỏi",
    "topic": "Chủ đề",
}
"""Prefix of a slice's name → the kind it is listed under, in this order."""
OUTCOME_CLASS = {GateState.PASSED: "ok", GateState.FAILED: "bad", GateState.NO_DATA: "none"}


def render(summary: Summary) -> str:
    """The page as HTML text."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "number": number,
        "figure": figure,
        "group": group_title,
        "day": day,
        "shortfall": shortfall,
    }
    environment.filters |= {"rate": rate, "bound": bound, "below": below}
    overall = summary.scores[ALL]
    return environment.get_template("report.html.j2").render(
        manifest=summary.manifest,
        verdict=summary.verdict,
        outcome_class=OUTCOME_CLASS,
        total=len(summary.graded),
        passed=sum(bool(item.grade and item.grade.passed) for item in summary.graded),
        measures=BY_NAME,
        whole=overall,
        overall=[(BY_NAME[name], value, _bar(value)) for name, value in overall.items()],
        slices=slice_tables(summary),
        slice_columns=[BY_NAME[name] for name in SLICE_COLUMNS],
        slice_sizes={name: sum(name in item.case.groups() for item in summary.graded) for name in summary.scores},
        faults=summary.faults,
        risk_area=summary.risk_area,
        calibration=summary.calibration,
        judge=summary.judge,
        judge_plots=[Markup(svg) for svg in _judge_plots(summary) if svg],  # noqa: S704 - as above
        plots=[Markup(svg) for svg in _plots(summary) if svg],  # noqa: S704 - built by eval.reports.charts, texts escaped there
        never_ran=summary.never_ran,
        ungradable=summary.ungradable,
        cases=[_case(item) for item in summary.graded],
        slice_names=sorted({name for item in summary.graded for name in item.case.groups()}),
        fault_names=[fault.value for fault in Fault],
        statuses=STATUS,
        reasons=REASON,
    )


def slice_tables(summary: Summary) -> list[tuple[str, list[tuple[str, Mapping[str, Score]]]]]:
    """Slices by kind, each kind largest first; a slice of the same cases as one before it is left out."""
    members = {
        name: frozenset(item.case.id for item in summary.graded if name in item.case.groups())
        for name in summary.scores
        if name != ALL
    }
    kept: dict[str, list[str]] = {title: [] for title in SLICE_KINDS.values()}
    taken: set[frozenset[str]] = set()
    for name in sorted(members, key=lambda name: (list(SLICE_KINDS).index(_kind(name)), -len(members[name]), name)):
        if members[name] not in taken:
            taken.add(members[name])
            kept[SLICE_KINDS[_kind(name)]].append(name)
    return [(title, [(name, summary.scores[name]) for name in names]) for title, names in kept.items() if names]


def _kind(name: str) -> str:
    prefix = name.partition(":")[0] if ":" in name else ""
    return prefix if prefix in SLICE_KINDS else ""


def _judge_plots(summary: Summary) -> list[str]:
    if summary.judge is None:
        return []
    return [
        charts.calibration(summary.judge.heldout_reliability, "Tập giữ riêng"),
        charts.calibration(summary.judge.dev_reliability, "Tập phát triển"),
    ]


def _plots(summary: Summary) -> list[str]:
    times = [item.seen.latency_ms for item in summary.graded if item.seen and item.seen.answer]
    return [charts.risk_coverage(summary.risk), charts.latency(times), charts.calibration(summary.calibration)]


def _bar(score: Score) -> Markup:
    if score.interval is None or score.measure.startswith("latency"):
        return Markup("")
    return Markup(charts.interval_bar(score.interval.value, score.interval.low, score.interval.high))  # noqa: S704


def _case(item: Graded) -> dict[str, Any]:
    """What the template shows of one case."""
    seen, mark = item.seen, item.grade
    answer = (seen.answer if seen else None) or {}
    state = "never" if seen is None or mark is None else "none" if not mark.gradable else "ok" if mark.passed else "bad"
    checks = {(c.claim, c.provision_id): c for c in (seen.cited if seen else ())}
    gold = {place for option in item.case.gold for place in map(str, option)}
    return {
        "case": item.case,
        "state": state,
        "status": seen.status if seen else "never_ran",
        "groups": item.case.groups(),
        "why": explain(item),
        "faults": [fault.value for fault in mark.faults] if mark else [],
        "mark": mark,
        "seen": seen,
        "answer": answer,
        "refusal": answer.get("refusal"),
        "claims": [
            {**claim, "citations": [(c, checks.get((index, c["provision_id"]))) for c in claim["citations"]]}
            for index, claim in enumerate(answer.get("claims", []))
        ],
        "evidence": [
            (row, ranked) for row, ranked in zip(answer.get("evidence", []), seen.ranked if seen else (), strict=False)
        ],
        "rejected": [verdict for verdict in answer.get("verdicts", []) if not verdict["supported"]],
        "gold": gold,
    }


def day(iso: str) -> str:
    """An ISO date as day/month/year."""
    return "/".join(reversed(iso.split("-")))


def number(value: float | None, digits: int = 3) -> str:
    """A figure in Vietnamese writing (decimal comma); a dash for none."""
    return "–" if value is None else f"{value:.{digits}f}".replace(".", ",")


def bound(gate: Gate) -> str:
    """A gate's bound: ``≥ 0,980``."""
    return f"≥ {number(gate.at_least)}" if gate.at_least is not None else f"≤ {number(gate.at_most)}"


def below(score: Score | None, measure: Measure, whole: Mapping[str, Score]) -> bool:
    """Whether a slice's whole interval lies on the worse side of the value over all cases."""
    general = whole.get(measure.name)
    if score is None or score.interval is None or general is None or general.interval is None:
        return False
    value = general.interval.value
    return score.interval.high < value if measure.better == "higher" else score.interval.low > value


def rate(value: Interval | None) -> str:
    """A rate as ``0,812 [0,77; 0,85]``; a dash for none."""
    if value is None:
        return "–"
    return f"{number(value.value)} [{number(value.low, 2)}; {number(value.high, 2)}]"


def figure(score: Score | None) -> str:
    """A score as ``0,812 [0,77; 0,85]``; a dash where nothing was scored."""
    if score is None or score.interval is None:
        return "–"
    if score.measure.startswith("latency"):
        return f"{score.interval.value:.0f} [{score.interval.low:.0f}; {score.interval.high:.0f}]"
    return rate(score.interval)
