"""Fit the evidence judge on development and training questions and write ``assistant/retrieval/judge.json``.

Every candidate that retrieval finds for a question is one example of the *ranker*: it answers (a gold locator names
it) or not. The *decider* learns from the ranker's out-of-fold scores whether the best candidate answers, so that no
question judges itself; its threshold is chosen on out-of-fold probabilities too. Held-out questions are never read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from assistant.model import RefusalReason, Status
from assistant.question.reading import read
from assistant.question.topic import elsewhere
from assistant.question.understanding import as_searched
from assistant.retrieval.eligibility import was_in_force
from assistant.retrieval.features import NAMES, features, prepare
from assistant.retrieval.ranker import DECISION_NAMES, WEIGHTS, Judge, Logistic, decision_values
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.wiring import assistant_from
from corpus.core.codes import Code
from corpus.core.errors import InputError
from corpus.core.files import write_atomic
from eval.suites.cases import Case, load
from eval.suites.lookup import RegistryLookup

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]
FOLDS = 5
BLANK = Judge(Logistic((0.0,) * len(NAMES), 0.0), Logistic((0.0,) * len(DECISION_NAMES), 0.0), 1.0, 1.0)
"""Stands in for the judge while its examples are collected; it ranks nothing."""
NEAR = 2
"""The decider counts a question as answered when a gold provision is among this many best candidates."""


@dataclass(frozen=True, slots=True)
class Examples:
    """Candidates of all questions.

    Attributes:
        values: features, shape ``(n, len(NAMES))``.
        labels: whether the candidate is gold, shape ``(n,)``.
        groups: number of the candidate's question, shape ``(n,)``.
        answerable: for each question, whether anything should be answered.
        families: for each question, the number it shares with its twin; folds never part twins.
    """

    values: Array
    labels: Whole
    groups: Whole
    answerable: Flags
    families: Whole


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """An operating point: shares over the answerable, the answered and the must-refuse questions."""

    threshold: float
    answered: float
    right: float
    refused: float


def examples(assistant: Assistant, cases: Iterable[Case], today: date) -> Examples:
    """Candidates of the cases that reach the judge: screened, clarifying and other bodies' questions do not.

    The second look at former rules is an example only where the first has no gold, as in answering. A dated question
    has an undated twin, asked today, so that a rule in force is not preferred to the last known rule only because most
    questions were written for the days when both were in force.
    """
    lookup, search, words = RegistryLookup(assistant.registry), assistant.search, assistant.search.vocabulary
    rows: list[tuple[float, ...]] = []
    labels: list[int] = []
    groups: list[int] = []
    answerable: list[bool] = []
    families: list[int] = []
    for family, case in _with_twins(cases):
        if case.expected is Status.CLARIFY or case.reason in (RefusalReason.UNSAFE, RefusalReason.SENSITIVE):
            continue
        reading = read(case.asked(), assistant.registry, today)
        if reading.refusal is not None or (case.expected is Status.ANSWERED and not case.gold):
            continue
        understood = as_searched(reading.understood)
        prepared = prepare(understood, words, words.known_share(understood.plain))
        pool = search.found(understood)
        hits = [_is_gold(lookup, case, item.provision.id) for item in pool]
        if case.expected is Status.ANSWERED and not any(hits) and not understood.references.records:
            pool = search.found(understood, eligible=was_in_force)
            hits = [_is_gold(lookup, case, item.provision.id) for item in pool]
        if elsewhere(understood):
            continue
        if case.expected is Status.ANSWERED and not any(hits) and family in families:
            continue
        rows += features(understood, prepared, pool)
        labels += [int(hit) for hit in hits]
        groups += [len(answerable)] * len(pool)
        answerable.append(case.expected is Status.ANSWERED)
        families.append(family)
    if not rows:
        raise InputError(Code.EVAL_NO_CASES, "Không có câu hỏi nào để hiệu chỉnh.")
    return Examples(*(np.array(part) for part in (rows, labels, groups, answerable, families)))


def _with_twins(cases: Iterable[Case]) -> Iterator[tuple[int, Case]]:
    for family, case in enumerate(cases):
        yield family, case
        if case.as_of is not None and not case.pair and case.reason in (None, RefusalReason.NO_PROVISION):
            yield family, replace(case, as_of=None)


def _is_gold(lookup: RegistryLookup, case: Case, provision_id: str) -> bool:
    facts = lookup.facts(provision_id)
    return facts is not None and any(facts.stands_at(place) for option in case.gold for place in option)


def _model(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=5000)


def out_of_fold(values: Array, labels: Whole, groups: Whole, strength: float) -> Array:
    """Log-odds of each example from a model that has not seen its group."""
    odds = np.zeros(len(labels))
    for train, test in GroupKFold(FOLDS).split(values, labels, groups):
        odds[test] = _model(strength).fit(values[train], labels[train]).decision_function(values[test])
    return odds


def decisions(data: Examples, odds: Array) -> tuple[Array, Whole, Flags]:
    """The decider's examples: values, whether gold is near the top, and whether the best candidate itself is gold."""
    rows, near, first = [], [], []
    for number in range(len(data.answerable)):
        members = np.flatnonzero(data.groups == number)
        order = members[np.argsort(-odds[members], kind="stable")]
        if len(order) == 0:
            rows.append((-20.0, 0.0, *([0.0] * (len(DECISION_NAMES) - 2))))
            near.append(0)
            first.append(False)
            continue
        rows.append(decision_values([float(v) for v in odds[order]], [float(v) for v in data.values[order[0]]]))
        near.append(int(data.labels[order[:NEAR]].any() and data.answerable[number]))
        first.append(bool(data.labels[order[0]]))
    return np.array(rows), np.array(near), np.array(first)


def curve(data: Examples, confidence: Array, near: Whole, steps: Sequence[float]) -> list[OperatingPoint]:
    """Operating points at each threshold."""
    points = []
    for step in steps:
        answered = confidence >= step
        sure = data.answerable & answered
        points.append(
            OperatingPoint(
                step,
                float(answered[data.answerable].mean()),
                float(near[sure].mean()) if sure.any() else 0.0,
                float((~answered[~data.answerable]).mean()),
            )
        )
    return points


@dataclass(frozen=True, slots=True)
class Fitted:
    """Both models as JSON values, with the out-of-fold ranking share and operating points."""

    ranker: dict[str, Any]
    decider: dict[str, Any]
    hit_at_1: float
    points: list[OperatingPoint]


def fit(data: Examples, strength: float = 1.0) -> Fitted:
    """Both models on all examples; the report out of fold."""
    odds = out_of_fold(data.values, data.labels, data.families[data.groups], strength)
    values, near, first = decisions(data, odds)
    confidence = 1 / (1 + np.exp(-out_of_fold(values, near, data.families, strength)))
    return Fitted(
        _weights(_model(strength).fit(data.values, data.labels), NAMES),
        _weights(_model(strength).fit(values, near), DECISION_NAMES),
        float(first[data.answerable].mean()),
        curve(data, confidence, near, [round(0.05 * i, 2) for i in range(4, 19)]),
    )


def _weights(model: LogisticRegression, names: Sequence[str]) -> dict[str, Any]:
    weights = {name: round(float(w), 4) for name, w in zip(names, model.coef_[0], strict=True)}
    return {"weights": weights, "bias": round(float(model.intercept_[0]), 4)}


def write(fitted: Fitted, answer_at: float, path: Path = WEIGHTS) -> None:
    """Write the judge's file; the threshold for support is kept."""
    old = json.loads(path.read_text("utf-8"))
    data = {
        "ranker": fitted.ranker,
        "decider": fitted.decider,
        "answer_at": answer_at,
        "support_at": old["support_at"],
        "encoder": old["encoder"],
    }
    write_atomic(path, json.dumps(data, indent=2) + "\n")


def joined(parts: Sequence[Examples]) -> Examples:
    """Examples of several corpora as one set, questions renumbered."""
    starts = np.cumsum([0, *(len(part.answerable) for part in parts)])
    return Examples(
        np.concatenate([part.values for part in parts]),
        np.concatenate([part.labels for part in parts]),
        np.concatenate([part.groups + start for part, start in zip(parts, starts[:-1], strict=True)]),
        np.concatenate([part.answerable for part in parts]),
        np.concatenate([part.families + 100_000 * number for number, part in enumerate(parts)]),
    )


def main(
    files: Annotated[list[Path], typer.Argument(help="Tệp câu hỏi trên bộ văn bản đóng gói (không dùng heldout).")],
    official: Annotated[list[Path], typer.Option(help="Tệp câu hỏi trên bộ văn bản chính thức.")] = [],  # noqa: B006
    official_home: Annotated[Path | None, typer.Option(help="Thư mục dữ liệu có văn bản chính thức.")] = None,
    answer_at: Annotated[float, typer.Option(help="Ngưỡng trả lời ghi vào judge.json; 0 là chỉ báo cáo.")] = 0.0,
    today: Annotated[str, typer.Option(help="Ngày coi là hôm nay.")] = "2026-11-22",
) -> None:
    """Hiệu chỉnh bộ phán xét bằng chứng và in các điểm vận hành ngoài mẫu."""
    if any("heldout" in path.name for path in (*files, *official)):
        raise typer.BadParameter("Không được hiệu chỉnh trên tập heldout.")
    own, day = Settings(), date.fromisoformat(today)
    parts = [examples(assistant_from(own, BLANK), load(files), day)]
    if official:
        texts = own.model_copy(update={"home": official_home or own.home, "corpus": "official"})
        parts.append(examples(assistant_from(texts, BLANK), load(official), day))
    data = joined(parts)
    fitted = fit(data)
    typer.echo(f"{len(data.answerable)} câu hỏi, {len(data.labels)} ứng viên, hit@1 ngoài mẫu {fitted.hit_at_1:.3f}")
    for point in fitted.points:
        typer.echo(
            f"ngưỡng {point.threshold:.2f}: trả lời {point.answered:.3f}, đúng {point.right:.3f}, "
            f"từ chối {point.refused:.3f}"
        )
    if answer_at:
        write(fitted, answer_at)
        typer.echo(f"Đã ghi {WEIGHTS.name} với ngưỡng {answer_at}.")


if __name__ == "__main__":
    typer.run(main)
