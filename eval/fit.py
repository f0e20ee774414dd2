"""Fit the evidence judge on development and training questions and write ``judge.json`` and ``glossary.json``.

Every candidate that retrieval finds for a question is one example of the *ranker*: it answers (a gold locator names
it) or not. The *decider* learns from the ranker's out-of-fold scores whether the best candidate answers, so that no
question judges itself. The glossary of people's words is learnt from the phrasings and the answered questions; a
question's own features come from one that was learnt without its fold. Where to answer is chosen by a rule, on
out-of-fold probabilities too: the least confidence from which on at most a given share of the answers is wrong, one
more wrong answer counted (conformal risk control, Angelopoulos et al. 2022). Held-out questions are never read.
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

from assistant.model import Evidence, RefusalReason, Status
from assistant.parsing.glossary import FILE, Glossary
from assistant.question.topic import elsewhere
from assistant.question.understanding import Understood, as_searched
from assistant.retrieval.eligibility import was_in_force
from assistant.retrieval.features import NAMES, features, prepare
from assistant.retrieval.idf import Vocabulary
from assistant.retrieval.ranker import DECISION_NAMES, WEIGHTS, Judge, Logistic, decision_values
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.turns.reading import read
from assistant.wiring import assistant_from
from corpus.core.codes import Code
from corpus.core.errors import InputError
from corpus.core.files import write_atomic
from eval.glossary import Said, learn, phrasings, to_json
from eval.people import single
from eval.scoring.risk import auroc, reliability
from eval.suites.cases import Case, load
from eval.suites.lookup import RegistryLookup

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]
FOLDS = 5
BLANK = Judge(Logistic((0.0,) * len(NAMES), 0.0), Logistic((0.0,) * len(DECISION_NAMES), 0.0), 1.0, 1.0)
"""Stands in for the judge while its examples are collected; it ranks nothing."""
RANKING, DECIDING = 1.0, 100.0
"""Strength of both fits (inverse of the penalty); the decider's has few enough weights to go with hardly any."""
RISK = 0.05
"""Share of wrong answers among the answers that the operating point allows."""
UNANSWERABLE = 1 / 7
"""Share of unanswerable questions that the operating point reckons with: 1 in 13 in the people's sets, 1 in 3 in the
training questions, where they are near misses written to be hard."""
UNASKED = -2
"""Place of the gold of a question that is not to be answered."""
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


@dataclass(frozen=True, slots=True)
class Pool:
    """The candidates of one question, before ranking.

    Attributes:
        case: the question and its gold.
        family: the number it shares with its twin.
        understood: the question as searched.
        evidence: the candidates.
        hits: whether each is gold.
        vocabulary: how rare words are in the corpus that was searched.
    """

    case: Case
    family: int
    understood: Understood
    evidence: tuple[Evidence, ...]
    hits: tuple[bool, ...]
    vocabulary: Vocabulary

    @property
    def answerable(self) -> bool:
        """Whether anything should be answered."""
        return self.case.expected is Status.ANSWERED

    @property
    def said(self) -> list[Said]:
        """The question beside the best-placed rule that answers it, for the glossary."""
        rules = [item.provision for item, hit in zip(self.evidence, self.hits, strict=True) if hit]
        return [Said(self.understood.plain, rule) for rule in rules[:1]]


def pools(assistant: Assistant, cases: Iterable[Case], today: date) -> list[Pool]:
    """Candidates of the cases that reach the judge: screened, clarifying and other bodies' questions do not.

    The second look at former rules is an example only where the first has no gold, as in answering. A dated question
    has an undated twin, asked today, so that a rule in force is not preferred to the last known rule only because most
    questions were written for the days when both were in force.
    """
    lookup, search = RegistryLookup(assistant.registry), assistant.search
    found: list[Pool] = []
    families: set[int] = set()
    for family, case in _with_twins(cases):
        if not _fits(case, lookup):
            continue
        reading = read(case.asked(), assistant.registry, today)
        understood = as_searched(reading.understood)
        if reading.refusal is not None or reading.reply or elsewhere(understood):
            continue
        evidence = search.found(understood)
        hits = [_is_gold(lookup, case, item.provision.id) for item in evidence]
        if case.expected is Status.ANSWERED and not any(hits) and not understood.references.records:
            evidence = search.found(understood, eligible=was_in_force)
            hits = [_is_gold(lookup, case, item.provision.id) for item in evidence]
        if case.expected is Status.ANSWERED and not any(hits) and family in families:
            continue
        found.append(Pool(case, family, understood, tuple(evidence), tuple(hits), search.vocabulary))
        families.add(family)
    return found


def _fits(case: Case, lookup: RegistryLookup) -> bool:
    """Whether a case teaches the judge: it stands alone, and there is something to cite where it is to be answered."""
    if case.history or case.expected is Status.CLARIFY:
        return False
    if case.expected is Status.ANSWERED:
        return any(all(map(lookup.resolves, option)) for option in case.gold)
    return case.reason not in (RefusalReason.UNSAFE, RefusalReason.SENSITIVE)


def examples(found: Sequence[Pool], known: Sequence[Said] = ()) -> Examples:
    """Features of the candidates; those of a question come from a glossary that has not seen its fold.

    Args:
        found: the candidates of all questions.
        known: phrasings, which every glossary learns.
    """
    if not found:
        raise InputError(Code.EVAL_NO_CASES, "Không có câu hỏi nào để hiệu chỉnh.")
    folds = [pool.family % FOLDS for pool in found]
    glossaries = [
        learn([*known, *(said for pool, fold in zip(found, folds, strict=True) if fold != one for said in pool.said)])
        for one in range(FOLDS)
    ]
    values = [_values(pool, glossaries[fold]) for pool, fold in zip(found, folds, strict=True)]
    return Examples(
        np.array([row for rows in values for row in rows]),
        np.array([int(hit) for pool in found for hit in pool.hits]),
        np.array([number for number, pool in enumerate(found) for _ in pool.hits]),
        np.array([pool.answerable for pool in found]),
        np.array([pool.family for pool in found]),
    )


def _values(pool: Pool, glossary: Glossary) -> list[tuple[float, ...]]:
    known = pool.vocabulary.known_share(pool.understood.plain)
    asked = prepare(pool.understood, pool.vocabulary, known, glossary=glossary)
    return features(pool.understood, asked, pool.evidence)


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


def decisions(data: Examples, odds: Array) -> tuple[Array, Whole, Whole]:
    """The decider's examples: values, whether gold is near the top, how many stand above it (-1: not found)."""
    rows, near, places = [], [], []
    for number in range(len(data.answerable)):
        members = np.flatnonzero(data.groups == number)
        order = members[np.argsort(-odds[members], kind="stable")]
        if len(order) == 0:
            rows.append((-20.0, 0.0, *([0.0] * (len(DECISION_NAMES) - 2))))
            near.append(0)
            places.append(-1)
            continue
        rows.append(decision_values([float(v) for v in odds[order]], [float(v) for v in data.values[order[0]]]))
        near.append(int(data.labels[order[:NEAR]].any() and data.answerable[number]))
        hits = np.flatnonzero(data.labels[order])
        places.append(int(hits[0]) if len(hits) else -1)
    return np.array(rows), np.array(near), np.array(places)


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


def least_confidence(
    confidence: Array, right: Flags, answerable: Flags, risk: float = RISK, share: float = UNANSWERABLE
) -> float:
    """The least threshold at which at most ``risk`` of the answers is wrong.

    Questions are weighed so that ``share`` of them is unanswerable. One more wrong answer of the heaviest kind than was
    seen is counted, so that the bound holds for a further question of the same kinds (conformal risk control); 1 where
    no threshold keeps it.
    """
    weights = np.where(answerable, (1 - share) / max(1, answerable.sum()), share / max(1, (~answerable).sum()))
    order = np.argsort(-confidence, kind="stable")
    wrong, answers = np.cumsum((weights * ~right)[order]), np.cumsum(weights[order])
    fits = np.flatnonzero((wrong + weights.max()) / (answers + weights.max()) <= risk)
    return float(np.floor(confidence[order[fits[-1]]] * 1000) / 1000) if len(fits) else 1.0


@dataclass(frozen=True, slots=True)
class Fitted:
    """Both models as JSON values, with what they do out of fold.

    Attributes:
        places: for each question, how many candidates stand above its first gold one; -1 where there is none.
        confidence: for each question, that the best candidate answers.
        right: for each question, whether answering it would be right: gold is near the top.
    """

    ranker: dict[str, Any]
    decider: dict[str, Any]
    places: Whole
    confidence: Array
    right: Flags
    points: list[OperatingPoint]

    @property
    def hit_at_1(self) -> float:
        """Share of the questions with gold to find whose best candidate is gold."""
        return float((self.places == 0).sum() / max(1, (self.places != UNASKED).sum()))


def fit(data: Examples, ranking: float = RANKING, deciding: float = DECIDING) -> Fitted:
    """Both models on all examples; the report out of fold."""
    odds = out_of_fold(data.values, data.labels, data.families[data.groups], ranking)
    values, near, places = decisions(data, odds)
    confidence = 1 / (1 + np.exp(-out_of_fold(values, near, data.families, deciding)))
    return Fitted(
        _weights(_model(ranking).fit(data.values, data.labels), NAMES),
        _weights(_model(deciding).fit(values, near), DECISION_NAMES),
        np.where(data.answerable, places, UNASKED),
        confidence,
        near.astype(bool),
        curve(data, confidence, near, [round(0.05 * i, 2) for i in range(4, 20)]),
    )


def _weights(model: LogisticRegression, names: Sequence[str]) -> dict[str, Any]:
    weights = {name: round(float(w), 4) for name, w in zip(names, model.coef_[0], strict=True)}
    return {"weights": weights, "bias": round(float(model.intercept_[0]), 4)}


def write(fitted: Fitted, answer_at: float, glossary: Glossary, path: Path = WEIGHTS, words: Path = FILE) -> None:
    """Write the judge's files; the thresholds for a second try and for support are kept."""
    old = json.loads(path.read_text("utf-8"))
    data = {
        "encoder": old["encoder"],
        "ranker": fitted.ranker,
        "decider": fitted.decider,
        "answer_at": answer_at,
        "again_at": old["again_at"],
        "unphrased": old["unphrased"],
        "support_at": old["support_at"],
    }
    write_atomic(path, json.dumps(data, indent=2) + "\n")
    write_atomic(words, json.dumps(to_json(glossary), ensure_ascii=False, separators=(",", ":")) + "\n")


def numbered(parts: Sequence[Sequence[Pool]]) -> list[Pool]:
    """Pools of several corpora and sets as one, families kept apart."""
    return [
        replace(pool, family=pool.family * len(parts) + number) for number, part in enumerate(parts) for pool in part
    ]


def report(found: Sequence[Pool], fitted: Fitted, answer_at: float) -> Iterator[str]:
    """What the fit does out of fold, in all and by slice: ranking, answers, refusals, reliability."""
    yield f"{len(found)} câu hỏi, hit@1 ngoài mẫu {fitted.hit_at_1:.3f}"
    for point in fitted.points:
        yield (
            f"ngưỡng {point.threshold:.2f}: trả lời {point.answered:.3f}, đúng {point.right:.3f}, "
            f"từ chối {point.refused:.3f}"
        )
    yield f"ngưỡng theo quy tắc: {answer_at:.3f}"
    slices: dict[str, list[int]] = {"tất cả": list(range(len(found)))}
    for number, pool in enumerate(found):
        length = len(pool.case.question)
        size = "<70" if length < 70 else "70–120" if length <= 120 else ">120"
        for name in (f"{size} ký tự", pool.case.suite):
            slices.setdefault(name, []).append(number)
    for name, members in slices.items():
        yield f"{name}: {_slice(found, fitted, answer_at, np.array(members))}"


def _slice(found: Sequence[Pool], fitted: Fitted, answer_at: float, members: Whole) -> str:
    sure, right, places = fitted.confidence[members], fitted.right[members], fitted.places[members]
    able, answered = np.array([found[number].answerable for number in members]), sure >= answer_at

    def share(marks: Flags) -> str:
        return f"{marks.mean():.3f} ({len(marks)})" if len(marks) else "–"

    return (
        f"hit@1 {share(places[able] == 0)}, trả lời {share(answered[able])}, từ chối {share(~answered[~able])}, "
        f"sai trong số trả lời {share(~right[answered])}, AUROC {auroc(sure.tolist(), able.tolist()):.3f}, "
        f"ECE {reliability(sure.tolist(), right.tolist()).ece:.3f}"
    )


def main(
    files: Annotated[list[Path], typer.Argument(help="Tệp câu hỏi trên bộ văn bản đóng gói (không dùng heldout).")],
    official: Annotated[list[Path], typer.Option(help="Tệp câu hỏi trên bộ văn bản chính thức.")] = [],  # noqa: B006
    official_home: Annotated[Path | None, typer.Option(help="Thư mục dữ liệu có văn bản chính thức.")] = None,
    people: Annotated[bool, typer.Option(help="Học cả các câu đã mở của eval/data/people.")] = True,
    risk: Annotated[float, typer.Option(help="Tỷ lệ sai cho phép trong số câu trả lời.")] = RISK,
    save: Annotated[bool, typer.Option("--write", help="Ghi judge.json và glossary.json.")] = False,
    today: Annotated[str, typer.Option(help="Ngày coi là hôm nay.")] = "2026-11-28",
) -> None:
    """Hiệu chỉnh bộ phán xét bằng chứng và in các điểm vận hành ngoài mẫu."""
    if any("heldout" in path.name for path in (*files, *official)):
        raise typer.BadParameter("Không được hiệu chỉnh trên tập heldout.")
    own, day = Settings(), date.fromisoformat(today)
    assistant = assistant_from(own.model_copy(update={"corpus": "shipped"}), BLANK)
    parts = [pools(assistant, load(files), day)]
    if people:
        parts.append(pools(assistant, single(), day))
    if official:
        texts = own.model_copy(update={"home": official_home or own.home, "corpus": "official"})
        parts.append(pools(assistant_from(texts, BLANK), load(official), day))
    found, known = numbered(parts), phrasings(assistant.registry)
    data = examples(found, known)
    fitted = fit(data)
    answer_at = least_confidence(fitted.confidence, fitted.right, data.answerable, risk)
    typer.echo("\n".join(report(found, fitted, answer_at)))
    if save:
        write(fitted, answer_at, learn([*known, *(said for pool in found for said in pool.said)]))
        typer.echo(f"Đã ghi {WEIGHTS.name} và {FILE.name} với ngưỡng {answer_at}.")


if __name__ == "__main__":
    typer.run(main)
