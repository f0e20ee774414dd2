"""An inquiry whose every search finds the same evidence, as sure as a test says."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from assistant.model import Evidence
from assistant.question.understanding import Understood
from assistant.retrieval.eligibility import Eligible
from assistant.retrieval.ranker import Ranking
from assistant.retrieval.search import EvidenceSearch, Inquiry
from assistant.service import Assistant

UNSURE = 0.1
Sure = Callable[[Understood, Eligible | None], float]


@dataclass(frozen=True)
class CannedSearch(EvidenceSearch):
    """Finds the same evidence for everything, as sure as ``sure`` says of the question and the eligibility."""

    evidence: tuple[Evidence, ...] = ()
    sure: Sure = lambda understood, eligible: UNSURE

    def candidates(
        self,
        understood: Understood,
        *,
        records: Iterable[str] | None = None,
        eligible: Eligible | None = None,
        among: Collection[str] | None = None,
    ) -> Ranking:
        """The evidence, as sure as told."""
        return Ranking(self.evidence, self.sure(understood, eligible))


def canned(assistant: Assistant, understood: Understood, sure: Sure, *evidence: Evidence) -> Inquiry:
    """An inquiry into a question that finds ``evidence``, as sure as ``sure`` says."""
    search = assistant.search
    return Inquiry(CannedSearch(search.retriever, search.judge, evidence, sure), understood)
