"""Fit the evidence judge on development questions and write ``assistant/judge.json``.

Every candidate that retrieval finds for a development question is one example: it answers (a gold locator names it)
or not. A logistic regression over ``assistant.features`` gives the weights. The thresholds are chosen on
*out-of-fold* probabilities (five folds by question, so that no question judges itself); held-out questions are never
read here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from assistant.converse import standalone
from assistant.features import NAMES, features, prepare
from assistant.judge import WEIGHTS
from assistant.model import RefusalReason, Status
from assistant.retrieve import was_in_force
from assistant.scope import screen
from assistant.service import Assistant
from assistant.understand import clean, understand
from corpus.errors import InputError
from eval.cases import Case
from eval.lookup import RegistryLookup

Array = NDArray[np.float64]
TARGET_PRECISION = 0.98
"""Share of must-refuse questions that the chosen threshold must refuse, out of fold."""


@dataclass(frozen=True, slots=True)
class Examples:
    """Candidates of all questions: features ``(n, len(NAMES))``, labels ``(n,)``, question numbers ``(n,)``.

    ``answerable`` tells for each question whether anything should be answered.
    """

    values: Array
    labels: NDArray[np.int64]
    groups: NDArray[np.int64]
    answerable: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Fitted:
    """The weights with their out-of-fold report."""

    weights: dict[str, float]
    bias: float
    answer_at: float
    report: dict[str, float]


def examples(assistant: Assistant, cases: Iterable[Case], today: date, depth: int = 20) -> Examples:
    """Candidates of the cases that reach the judge: sums, screened and clarifying questions do not."""
    lookup, rows, labels, groups, answerable = RegistryLookup(assistant.registry), [], [], [], []
    retriever = assistant.retriever.model_copy(update={"search": replace(assistant.retriever.search, k=depth)})
    for case in cases:
        if case.expected is Status.CLARIFY or case.reason in (RefusalReason.UNSAFE, RefusalReason.SENSITIVE):
            continue
        asked = case.asked()
        understood = understand(
            replace(asked, text=standalone(clean(asked.text), asked.history)), assistant.registry, today
        )
        if screen(understood.text) is not None or (case.expected is Status.ANSWERED and not case.gold):
            continue
        found = retriever.find(understood)
        former = [] if understood.references.records else retriever.find(understood, eligible=was_in_force)
        prepared = prepare(understood, assistant.vocabulary.idf)
        number = len(answerable)
        for pool in (found, former):
            for index, item in enumerate(pool):
                facts = lookup.facts(item.provision.id)
                hit = facts is not None and any(facts.stands_at(place) for option in case.gold for place in option)
                rows.append(features(understood, prepared, pool, index))
                labels.append(int(hit))
                groups.append(number)
        answerable.append(case.expected is Status.ANSWERED)
    if not rows:
        raise InputError("eval.no_cases", "Không có câu hỏi nào để hiệu chỉnh.")
    return Examples(np.array(rows), np.array(labels), np.array(groups), np.array(answerable))


def fit(data: Examples, strength: float = 1.0, folds: int = 5) -> Fitted:
    """Weights on all examples; the answer threshold on out-of-fold probabilities."""

    def model() -> LogisticRegression:
        return LogisticRegression(C=strength, max_iter=5000)

    probability = np.zeros(len(data.labels))
    for train, test in GroupKFold(folds).split(data.values, data.labels, data.groups):
        probability[test] = model().fit(data.values[train], data.labels[train]).predict_proba(data.values[test])[:, 1]
    best, right = _best(data, probability)
    threshold = _threshold(best, data.answerable)
    final = model().fit(data.values, data.labels)
    answered = best >= threshold
    return Fitted(
        weights={name: round(float(w), 4) for name, w in zip(NAMES, final.coef_[0], strict=True)},
        bias=round(float(final.intercept_[0]), 4),
        answer_at=round(float(threshold), 4),
        report={
            "questions": float(len(best)),
            "hit@1": float(right[data.answerable].mean()),
            "answered of answerable": float(answered[data.answerable].mean()),
            "right of answered": float(right[data.answerable & answered].mean()),
            "refused of must-refuse": float((~answered[~data.answerable]).mean()),
        },
    )


def _best(data: Examples, probability: Array) -> tuple[Array, NDArray[np.bool_]]:
    """Probability of the best candidate of each question, and whether it is gold."""
    count = len(data.answerable)
    best, right = np.zeros(count), np.zeros(count, dtype=bool)
    for number, value, label in zip(data.groups, probability, data.labels, strict=True):
        if value > best[number]:
            best[number], right[number] = value, bool(label)
    return best, right


def _threshold(best: Array, answerable: NDArray[np.bool_]) -> float:
    """Smallest threshold that refuses ``TARGET_PRECISION`` of the must-refuse questions."""
    refused = np.sort(best[~answerable])
    if len(refused) == 0:
        return 0.5
    position = min(len(refused) - 1, int(np.ceil(TARGET_PRECISION * len(refused))) - 1)
    return float(np.nextafter(refused[position], 1.0))


def write(fitted: Fitted, answer_at: float, path: Path = WEIGHTS, log: Callable[[str], None] = print) -> None:
    """Write the judge's file with a chosen threshold; ``scope_at`` and the ratio of support are kept."""
    old = json.loads(path.read_text("utf-8"))
    data = {
        "weights": fitted.weights,
        "bias": fitted.bias,
        "answer_at": answer_at,
        "support_at": old["support_at"],
        "scope_at": old["scope_at"],
    }
    path.write_text(json.dumps(data, indent=2) + "\n", "utf-8")
    log(f"{path.name}: answer_at {answer_at}")


def curve(data: Examples, probability: Array, steps: Sequence[float]) -> list[tuple[float, float, float, float]]:
    """(threshold, answered of answerable, right of answered, refused of must-refuse) at each step."""
    best, right = _best(data, probability)
    out = []
    for step in steps:
        answered = best >= step
        sure = data.answerable & answered
        out.append(
            (
                step,
                float(answered[data.answerable].mean()),
                float(right[sure].mean()) if sure.any() else 0.0,
                float((~answered[~data.answerable]).mean()),
            )
        )
    return out
