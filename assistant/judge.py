"""Is the evidence enough? One calibrated, explainable score ranks candidates and decides between answer and refusal.

A logistic model over the features of ``assistant.features`` estimates that a provision answers the question. Its
weights live in ``judge.json``, fitted on the dev questions (``python -m eval calibrate``) and reported on the
held-out ones. A retrieval score alone does not tell whether a passage answers; word coverage, heading match and
what kind of thing is asked for do a good part of it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.features import NAMES, Idf, features, prepare
from assistant.model import Evidence
from assistant.understand import Understood
from assistant.vocabulary import Vocabulary

WEIGHTS = Path(__file__).with_name("judge.json")


@dataclass(frozen=True, slots=True)
class Judge:
    """Weights of the logistic model and the thresholds of the decisions.

    Attributes:
        weights: one a feature of ``NAMES``; ``bias`` is the intercept.
        answer_at: least probability of the best candidate for an answer.
        support_at: least probability of a further candidate to be shown beside the best.
        scope_at: least share of a question's words that the corpus knows, by idf mass, to be in scope.
    """

    weights: tuple[float, ...]
    bias: float
    answer_at: float
    support_at: float
    scope_at: float

    def __post_init__(self) -> None:
        """Weights must fit the features."""
        if len(self.weights) != len(NAMES):
            raise ValueError(f"{len(self.weights)} weights for {len(NAMES)} features")

    def probability(self, values: Sequence[float]) -> float:
        """Probability that a candidate with these feature values answers the question."""
        score = self.bias + sum(w * v for w, v in zip(self.weights, values, strict=True))
        return 1 / (1 + math.exp(-score)) if score > -500 else 0.0

    def rank(self, understood: Understood, evidence: Sequence[Evidence], idf: Idf) -> list[Evidence]:
        """Candidates with ``score`` set to the probability, best first; ties keep the order of retrieval."""
        asked = prepare(understood, idf)
        scored = [
            replace(item, score=self.probability(features(understood, asked, evidence, i)))
            for i, item in enumerate(evidence)
        ]
        return sorted(scored, key=lambda item: -item.score)

    def enough(self, ranked: Sequence[Evidence]) -> bool:
        """Whether the best candidate is sure enough to answer from."""
        return bool(ranked) and ranked[0].score >= self.answer_at

    def in_scope(self, understood: Understood, vocabulary: Vocabulary) -> bool:
        """Whether the question speaks of what the corpus speaks of, by the share of its words the corpus knows."""
        return vocabulary.known_share(understood.text) >= self.scope_at


def load_judge(path: Path = WEIGHTS) -> Judge:
    """The judge as fitted; the file names its features, so that a stale file is refused.

    Raises:
        ValueError: when the file was fitted on other features.
    """
    data = json.loads(path.read_text("utf-8"))
    if tuple(data["weights"]) != NAMES:
        raise ValueError("judge.json was fitted on other features; run python -m eval calibrate")
    return Judge(
        weights=tuple(data["weights"].values()),
        bias=data["bias"],
        answer_at=data["answer_at"],
        support_at=data["support_at"],
        scope_at=data["scope_at"],
    )
