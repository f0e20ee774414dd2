"""The one place that searches: a question read → candidates ranked, and how sure the judge is (shell).

``EvidenceSearch`` is shared between questions and threads; an ``Inquiry`` belongs to one question, remembers how sure
the judge ever was on it and what the searches cost, and searches only when a composer asks it to.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.model import Evidence
from assistant.question.references import Place, at_place
from assistant.question.understanding import Understood, as_searched
from assistant.retrieval.domains import foreign, made_for_told
from assistant.retrieval.eligibility import Eligible
from assistant.retrieval.idf import Vocabulary
from assistant.retrieval.listing import lists_another
from assistant.retrieval.ranker import Judge, Ranking
from assistant.retrieval.retriever import HybridRetriever
from corpus.core.injection import instructs
from corpus.core.registry import Registry
from indexing.snapshot import Snapshot


@dataclass(frozen=True)
class EvidenceSearch:
    """Retriever and judge over one snapshot.

    Args:
        retriever: finds evidence; its validity filter is hard.
        judge: ranks evidence and decides whether it is enough.
    """

    retriever: HybridRetriever
    judge: Judge

    @property
    def snapshot(self) -> Snapshot:
        """The index that is searched."""
        return self.retriever.snapshot

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """How rare words are in the indexed passages."""
        return Vocabulary(self.snapshot.lexical)

    def found(
        self,
        understood: Understood,
        *,
        records: Iterable[str] | None = None,
        eligible: Eligible | None = None,
        among: Collection[str] | None = None,
    ) -> list[Evidence]:
        """Evidence before ranking, without provisions that speak to a machine (contract R12)."""
        found = self.retriever.find(understood, records=records, eligible=eligible, among=among)
        return [item for item in found if not instructs(item.provision.text)]

    def candidates(
        self,
        understood: Understood,
        *,
        records: Iterable[str] | None = None,
        eligible: Eligible | None = None,
        among: Collection[str] | None = None,
    ) -> Ranking:
        """Evidence ranked, with the judge's confidence that the best one answers.

        Args:
            understood: the question.
            records: looks into these documents only, whatever their state.
            eligible: another validity filter than the settings' own.
            among: looks among these provisions only, whatever their state.
        """
        found = self.found(understood, records=records, eligible=eligible, among=among)
        return self.judge.rank(understood, found, self.vocabulary)

    def governing(self, understood: Understood, ranking: Ranking, told: Understood) -> Ranking:
        """The ranking without rules made for another case than ``told``, or that list the contents of another thing.

        Where one was the best, what is left is judged anew; it must be surer, unless it is made for the case told.
        """
        kept = [
            item
            for item in ranking.evidence
            if not (foreign(told, item.provision, item.document) or lists_another(understood, item.provision))
        ]
        if len(kept) == len(ranking.evidence):
            return ranking
        if kept and kept[0] is ranking.evidence[0]:
            return replace(ranking, evidence=tuple(kept))
        anew = self.judge.rank(understood, kept, self.vocabulary)
        if anew.evidence and made_for_told(told, anew.evidence[0].provision, anew.evidence[0].document):
            return anew
        return replace(anew, foreign=ranking.evidence[:1])


class Inquiry:
    """One question on its way to an answer.

    Args:
        search: where evidence comes from.
        understood: the question as read.
        judge: decides whether candidates are enough; the search's own where none is given.
        whole: the inquiry that this one is a part of, which counts what the part costs.
    """

    def __init__(
        self,
        search: EvidenceSearch,
        understood: Understood,
        judge: Judge | None = None,
        whole: Inquiry | None = None,
    ) -> None:
        self._search = search
        self._whole = whole
        self.judge = judge or search.judge
        """Decides whether candidates are enough."""
        self.understood = understood
        self.confidence: float | None = None
        """The largest confidence of any search for this question; ``None`` while nothing was searched."""
        self.searched_ms = 0.0
        """Time spent searching, in milliseconds."""

    @property
    def registry(self) -> Registry:
        """The documents behind the snapshot."""
        return self._search.snapshot.registry

    @cached_property
    def earlier(self) -> Inquiry | None:
        """The inquiry into the turn that this one follows; ``None`` for a question that follows none."""
        before = self.understood.earlier
        return Inquiry(self._search, before.understood) if before else None

    @cached_property
    def ranked(self) -> Ranking:
        """Candidates for the whole question; searched once, when first asked for."""
        return self.candidates(as_searched(self.understood))

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Candidates for the whole question if they were searched; empty otherwise."""
        # Asking must not search: a sum or a fixed reply has no evidence to tell.
        return self.ranked.evidence if "ranked" in self.__dict__ else ()

    def candidates(
        self,
        understood: Understood,
        *,
        records: Iterable[str] | None = None,
        eligible: Eligible | None = None,
        among: Collection[str] | None = None,
    ) -> Ranking:
        """Candidates for a part or another reading of the question; see ``EvidenceSearch.candidates``."""
        start = time.perf_counter()
        ranking = self._search.candidates(understood, records=records, eligible=eligible, among=among)
        ranking = self._search.governing(understood, ranking, self.understood)
        self._count((time.perf_counter() - start) * 1000, ranking.confidence)
        return ranking

    def _count(self, milliseconds: float, confidence: float) -> None:
        self.searched_ms += milliseconds
        self.confidence = max(confidence, self.confidence or 0.0)
        if self._whole is not None:
            self._whole._count(milliseconds, confidence)

    def part(self, understood: Understood, judge: Judge) -> Inquiry:
        """An inquiry into a part of the question, decided by ``judge``; what it costs is this one's cost, too."""
        return Inquiry(self._search, understood, judge, self)

    def at(self, places: Iterable[Place]) -> list[Evidence]:
        """The candidates that stand at a place the question names."""
        wanted = tuple(places)
        return [item for item in self.ranked.evidence if any(at_place(place, item.provision) for place in wanted)]
