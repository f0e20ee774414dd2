"""How sure the judge was, also when it refused: a judge that notes its confidence. Pure, but for the notes.

The public answer does not carry the judge's confidence. Composed into an assistant through its constructor,
``Recording`` decides exactly as the judge it was made from and keeps, for each thread, the largest confidence since
``reset``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from threading import local

from assistant.model import Evidence
from assistant.question.understanding import Understood
from assistant.retrieval.idf import Vocabulary
from assistant.retrieval.ranker import Judge, Ranking


@dataclass(frozen=True)
class Recording(Judge):
    """A judge with a memory of its last question."""

    notes: local = field(default_factory=local, compare=False, repr=False)

    @classmethod
    def of(cls, judge: Judge) -> Recording:
        """The same judge, recording."""
        return cls(**{item.name: getattr(judge, item.name) for item in fields(Judge)})

    def rank(self, understood: Understood, evidence: Sequence[Evidence], vocabulary: Vocabulary) -> Ranking:
        """Rank as the judge does, and note how sure it is."""
        ranking = Judge.rank(self, understood, evidence, vocabulary)
        self.notes.sure = max(ranking.confidence, getattr(self.notes, "sure", None) or 0.0)
        return ranking

    def reset(self) -> None:
        """Forget; call before each question."""
        self.notes.sure = None

    @property
    def sure(self) -> float | None:
        """The largest confidence since ``reset``; ``None`` when the question never reached the judge."""
        return getattr(self.notes, "sure", None)
