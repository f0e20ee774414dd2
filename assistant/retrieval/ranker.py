"""Is the evidence enough? Explainable scores rank the candidates and decide between answer and refusal.

A logistic model over the features of ``assistant.retrieval.features`` orders the candidates; a second one looks at the
best candidate and its lead and decides between answer and refusal. Both live in ``judge.json``, fitted on development
and training questions (``python -m eval.fit``) and reported on the held-out ones. A retrieval score alone does not tell
whether a passage answers; word coverage, likeness to an everyday phrasing and the kind of thing asked for do.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.model import Evidence
from assistant.question.understanding import Understood
from assistant.retrieval.features import NAMES, features, prepare
from assistant.retrieval.idf import Vocabulary
from indexing.config import BUNDLED

WEIGHTS = Path(__file__).with_name("judge.json")
DECISION_NAMES = ("best", "gap", "mass", *NAMES)
"""What the decision looks at: the best candidate's log-odds, its lead over the next, the log of the summed odds of all
candidates, and the best candidate's features."""
_UNPHRASED, _CARD = NAMES.index("unphrased"), NAMES.index("card")


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic model over named values."""

    weights: tuple[float, ...]
    bias: float

    def log_odds(self, values: Sequence[float]) -> float:
        """Bias plus weighted sum.

        Raises:
            ValueError: when there are not as many values as weights.
        """
        return self.bias + sum([w * v for w, v in zip(self.weights, values, strict=True)])

    def probability(self, values: Sequence[float]) -> float:
        """The log-odds as a probability."""
        return as_probability(self.log_odds(values))


def as_probability(log_odds: float) -> float:
    """The probability that the log-odds stand for."""
    # Beyond 60 it is 0 or 1 to the last digit, and exp would overflow in the end.
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, log_odds))))


@dataclass(frozen=True, slots=True)
class Ranking:
    """Candidates best first, and how sure the judge is that the best one answers (0 when there is none).

    ``foreign`` is what would have been the best, had it not been made for another case than the one told.
    """

    evidence: tuple[Evidence, ...] = ()
    confidence: float = 0.0
    foreign: tuple[Evidence, ...] = ()


def decision_values(scores: Sequence[float], best: Sequence[float]) -> tuple[float, ...]:
    """Values of ``DECISION_NAMES`` from the candidates' log-odds, best first, and the best candidate's features."""
    # A candidate without a rival leads clearly.
    gap = scores[0] - scores[1] if len(scores) > 1 else 4.0
    # The largest is taken out of the sum, as exponentials of log-odds overflow easily.
    mass = scores[0] + math.log(sum(math.exp(score - scores[0]) for score in scores))
    return (scores[0], gap, mass, *best)


@dataclass(frozen=True, slots=True)
class Judge:
    """Two small logistic models and the thresholds of the decisions.

    Attributes:
        ranker: that a candidate answers, over ``assistant.retrieval.features.NAMES``; orders candidates.
        decider: that the best candidate answers, over ``DECISION_NAMES``; answers or refuses.
        answer_at: least confidence for an answer.
        support_at: least score of a further candidate, as a share of the best one's, to be shown beside it.
        encoder: the encoder whose similarities the models were fitted to.
        dense: whether these similarities count; not with another encoder, whose scale is another.
        again_at: least confidence for an answer found in a second try, after the whole question found none.
        unphrased: log-odds added where the best candidate is a rule that nobody wrote everyday questions for: the
            judge was fitted where nearly every rule has twenty, and takes their want for a sign against it.
    """

    ranker: Logistic
    decider: Logistic
    answer_at: float
    support_at: float
    encoder: str = BUNDLED
    dense: bool = True
    again_at: float = 0.0
    unphrased: float = 0.0

    def rank(self, understood: Understood, evidence: Sequence[Evidence], vocabulary: Vocabulary) -> Ranking:
        """Candidates with ``score`` set to the ranker's probability, best first; ties keep the order of retrieval."""
        if not evidence:
            return Ranking()
        known = vocabulary.known_share(understood.plain)
        asked = prepare(understood, vocabulary, known, dense=self.dense)
        values = features(understood, asked, evidence)
        odds = [self.ranker.log_odds(row) for row in values]
        order = sorted(range(len(evidence)), key=lambda index: -odds[index])
        best = values[order[0]]
        sure = self.decider.log_odds(decision_values([odds[i] for i in order], best))
        if best[_UNPHRASED] and not best[_CARD]:
            sure += self.unphrased
        confidence = as_probability(sure)
        ranked = tuple(replace(evidence[i], score=as_probability(odds[i])) for i in order)
        return Ranking(ranked, confidence)

    def beside(self, encoder: str) -> Judge:
        """The same judge for an index of ``encoder``: with one it was not fitted to, it goes by words alone."""
        return replace(self, dense=encoder == self.encoder)

    def enough(self, ranking: Ranking) -> bool:
        """Whether the best candidate is sure enough to answer from; the next best after a foreign one must be surer."""
        least = max(self.answer_at, self.again_at) if ranking.foreign else self.answer_at
        return bool(ranking.evidence) and ranking.confidence >= least

    @property
    def again(self) -> Judge:
        """The same judge for a second try: among former rules, or for half of a question whose whole found nothing.

        Whoever may try twice is sure of something wrong more often, so what is found then must be surer.
        """
        return replace(self, answer_at=max(self.answer_at, self.again_at))

    def supporting(self, ranking: Ranking) -> list[Evidence]:
        """The best candidate and those near enough to be shown beside it."""
        best = ranking.evidence[0].score
        return [item for item in ranking.evidence if item.score >= self.support_at * best]


def load_judge(path: Path = WEIGHTS) -> Judge:
    """The judge as fitted; the file names its features, so that a stale file is refused.

    Raises:
        ValueError: when the file was fitted on other features.
    """
    data = json.loads(path.read_text("utf-8"))
    ranker, decider = data["ranker"], data["decider"]
    if tuple(ranker["weights"]) != NAMES or tuple(decider["weights"]) != DECISION_NAMES:
        raise ValueError("judge.json was fitted on other features; run python -m eval.fit")
    return Judge(
        ranker=Logistic(tuple(ranker["weights"].values()), ranker["bias"]),
        decider=Logistic(tuple(decider["weights"].values()), decider["bias"]),
        answer_at=data["answer_at"],
        support_at=data["support_at"],
        encoder=data["encoder"],
        again_at=data["again_at"],
        unphrased=data["unphrased"],
    )
