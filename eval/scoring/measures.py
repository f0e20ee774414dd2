"""Measures as values: each has a name, a default for missing answers, and says what it is computed over.

Pure. A measure turns a case and its observation into one number, or ``None`` when it cannot be scored (gold that is
not in the corpus). Unscored units are counted beside the mean, never dropped in silence; a missing answer (assistant
broke, case never ran) receives the measure's default, so that losing hard cases cannot raise a mean. Units are cases,
except where ``unit`` groups them (the cases of a date pair): a group takes the least of its members.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from assistant.model import Status
from eval.runs.observe import Observation
from eval.scoring.grade import Grade, grade
from eval.scoring.retrieval import judge_rankings
from eval.scoring.stats import Interval, mean_interval, quantile_interval, wilson
from eval.suites.cases import Case


@dataclass(frozen=True, slots=True)
class Graded:
    """A case with what happened to it; ``seen`` is ``None`` when the case has no result at all."""

    case: Case
    seen: Observation | None
    grade: Grade | None
    ranks: Mapping[str, float] = field(default_factory=dict)

    @property
    def answered(self) -> bool:
        """Whether the assistant gave an answer with claims."""
        return self.seen is not None and self.seen.status == Status.ANSWERED.value


Applies = Callable[[Graded], bool]
Value = Callable[[Graded, Grade], float | None]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure.

    Attributes:
        name: stable name in JSON, baselines and gates.
        title: name in the report, Vietnamese.
        kind: ``rate`` (Wilson interval), ``mean`` (bootstrap), ``p50``/``p95`` (bootstrap of the quantile).
        better: which way is good.
        default: value of a missing answer.
        applies: which cases it is computed over.
        value: the number of one case with an answer; ``None`` when it cannot be scored.
        unit: id of the unit a case belongs to; the case itself unless grouped.
        unscorable: whether gold missing from the corpus makes a case unscored.
    """

    name: str
    title: str
    kind: Literal["rate", "mean", "p50", "p95"]
    better: Literal["higher", "lower"]
    default: float
    applies: Applies
    value: Value
    unit: Callable[[Case], str] = lambda case: case.id
    unscorable: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """A measure over a set of cases.

    ``n`` units were scored (missing answers included, by default value), ``missing`` of them had no answer, and
    ``unscored`` further units could not be scored. ``interval`` is ``None`` when nothing was scored.
    """

    measure: str
    n: int
    missing: int
    unscored: int
    interval: Interval | None
    units: Mapping[str, float]


def _wanted(item: Graded) -> bool:
    return item.case.expected is Status.ANSWERED


def _to_refuse(item: Graded) -> bool:
    return item.case.expected is Status.REFUSED


def _every(_: Graded) -> bool:
    return True


def _flag(test: Callable[[Graded, Grade], bool | None]) -> Value:
    return lambda item, mark: float(bool(test(item, mark)))


def _rate(
    name: str, title: str, applies: Applies, test: Callable[[Graded, Grade], bool | None], **more: Any
) -> Measure:
    """A measure of yes and no, higher is better unless said otherwise."""
    return Measure(
        name, title, "rate", more.pop("better", "higher"), more.pop("default", 0), applies, _flag(test), **more
    )


def _mean(name: str, title: str, applies: Applies, value: Value, *, unscorable: bool = False) -> Measure:
    return Measure(name, title, "mean", "higher", 0, applies, value, unscorable=unscorable)


def _ranking(name: str, title: str) -> Measure:
    kind: Literal["rate", "mean"] = "rate" if name.startswith("hit") else "mean"
    return Measure(name, title, kind, "higher", 0, _wanted, lambda item, _: item.ranks.get(name, 0.0), unscorable=True)


def _latency(name: Literal["p50", "p95"], title: str) -> Measure:
    return Measure(
        f"latency_{name}", title, name, "lower", 0, lambda item: item.seen is not None,
        lambda item, _: item.seen.latency_ms if item.seen else None,
    )  # fmt: skip


MEASURES: tuple[Measure, ...] = (
    _rate("pass", "Đạt trọn vẹn", _every, lambda _, mark: mark.passed, unscorable=True),
    _rate("decision", "Quyết định đúng (trả lời, từ chối, hỏi lại)", _every, lambda _, mark: mark.decided),
    _rate("answerable_answered", "Câu có quy định được trả lời", _wanted, lambda item, _: item.answered),
    _rate("must_refuse_refused", "Câu phải từ chối không bị trả lời", _to_refuse, lambda item, _: not item.answered),
    _rate("refusal_reason", "Đúng lý do từ chối", _to_refuse, lambda _, mark: mark.reason_right),
    _mean("citation_recall", "Độ phủ trích dẫn", _wanted, lambda _, mark: mark.recall, unscorable=True),
    _mean("citation_precision", "Độ chính xác trích dẫn", _wanted, lambda _, mark: mark.precision, unscorable=True),
    _rate(
        "quotes_exact", "Câu trả lời có mọi lời trích đúng từng chữ", lambda item: item.answered,
        lambda _, mark: mark.exact_quotes == mark.quotes > 0,
    ),
    _mean(
        "required_facts", "Dữ kiện bắt buộc được nêu", lambda item: bool(item.case.required),
        lambda _, mark: mark.facts_stated,
    ),
    _rate(
        "forbidden_facts", "Nêu dữ kiện sai", lambda item: bool(item.case.forbidden),
        lambda _, mark: bool(mark.forbidden_facts), better="lower", default=1,
    ),
    _rate(
        "dates", "Cặp câu hỏi theo ngày đúng cả cặp", lambda item: bool(item.case.pair),
        lambda _, mark: mark.passed, unit=lambda case: case.pair, unscorable=True,
    ),
    _rate(
        "stale_unsaid", "Nêu quy định hết hiệu lực mà không nói rõ", lambda item: item.answered,
        lambda _, mark: mark.stale, better="lower", default=1,
    ),
    _ranking("hit@1", "Tìm đúng ở vị trí 1"),
    _ranking("hit@5", "Tìm đúng trong 5 vị trí đầu"),
    _ranking("hit@10", "Tìm đúng trong 10 vị trí đầu"),
    _ranking("mrr@10", "MRR@10"),
    _ranking("ndcg@10", "nDCG@10"),
    _ranking("recall@10", "Tìm đủ mọi quy định cần trích trong 10"),
    _latency("p50", "Thời gian trả lời, trung vị (ms)"),
    _latency("p95", "Thời gian trả lời, phân vị 95 (ms)"),
)  # fmt: skip
BY_NAME = {measure.name: measure for measure in MEASURES}


def grade_all(cases: Sequence[Case], seen: Mapping[str, Observation]) -> tuple[Graded, ...]:
    """Pair every case with its observation, grade and ranking values, in the order of the cases."""
    gold = {case.id: [[str(place) for place in option] for option in case.gold] for case in cases}
    rankings = {name: [item.at for item in observation.ranked] for name, observation in seen.items()}
    ranks = judge_rankings(gold, rankings)
    out = []
    for case in cases:
        observation = seen.get(case.id)
        mark = grade(case, observation) if observation else None
        out.append(Graded(case, observation, mark, ranks.get(case.id, {})))
    return tuple(out)


def score(measure: Measure, items: Iterable[Graded]) -> Score:
    """A measure over graded cases, with its 95 % interval."""
    units: dict[str, float] = {}
    missing: set[str] = set()
    unscored: set[str] = set()
    for item in items:
        if not measure.applies(item):
            continue
        unit = measure.unit(item.case)
        if item.seen is None or item.seen.answer is None or item.grade is None:
            value: float | None = measure.default
            missing.add(unit)
        elif measure.unscorable and not item.grade.gradable:
            value = None
        else:
            value = measure.value(item, item.grade)
        if value is None:
            unscored.add(unit)
        else:
            units[unit] = min(units.get(unit, value), value)
    for unit in unscored:
        units.pop(unit, None)
    return Score(measure.name, len(units), len(missing & units.keys()), len(unscored), _interval(measure, units), units)


def _interval(measure: Measure, units: Mapping[str, float]) -> Interval | None:
    values = list(units.values())
    if not values:
        return None
    if measure.kind == "rate":
        return wilson(round(sum(values)), len(values))
    if measure.kind == "mean":
        return mean_interval(values)
    return quantile_interval(values, 0.5 if measure.kind == "p50" else 0.95)


def slices(items: Sequence[Graded]) -> dict[str, tuple[Graded, ...]]:
    """Graded cases by slice, largest first; ``all`` holds every case."""
    groups: dict[str, list[Graded]] = {}
    for item in items:
        for name in item.case.groups():
            groups.setdefault(name, []).append(item)
    ordered = sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return {ALL: tuple(items), **{name: tuple(members) for name, members in ordered}}


ALL = "all"
