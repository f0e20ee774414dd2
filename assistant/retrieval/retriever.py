"""Question → evidence: hybrid search with validity as a hard filter; ``as_langchain`` for chains built by others.

Shell over the index ports. Which provisions may be evidence is decided *before* searching: those in force on the
day; the last loaded rule of a chain whose successor is not loaded (shown only as such, contract R5); and, when the
question names a document, that document whatever its state. Scores never override this.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.model import Evidence, Question
from assistant.question.references import at_place
from assistant.question.understanding import Understood, understand
from assistant.retrieval.eligibility import Eligible, Filters, may_support
from assistant.retrieval.fusion import best_by_provision, best_scores, fuse
from corpus.core.registry import Registry
from corpus.core.text import syllables
from indexing.keys import is_accented
from indexing.ports import Hit, Mask, VectorIndex
from indexing.snapshot import Snapshot

if TYPE_CHECKING:
    from langchain_core.documents import Document as LangChainDocument
    from langchain_core.retrievers import BaseRetriever

WEIGHTS = {"lexical": 0.6, "dense": 0.4}
DEPTH = 60
"""Passages taken from each search before fusion."""


@dataclass(frozen=True, slots=True)
class Search:
    """Settings of a retrieval; ``eligible`` is the validity filter (replaced only by evaluation's seeded faults)."""

    weights: dict[str, float] = field(default_factory=lambda: dict(WEIGHTS))
    depth: int = DEPTH
    k: int = 20
    eligible: Eligible = may_support


@dataclass(frozen=True)
class HybridRetriever:
    """BM25 and vector search fused by weighted score, filtered by validity before searching.

    Attributes:
        snapshot: the index.
        search: settings of the search.
        elsewhere: where the snapshot's vectors are searched, if not in its own files.
    """

    snapshot: Snapshot
    search: Search = field(default_factory=Search)
    elsewhere: VectorIndex | None = None

    def find(
        self,
        understood: Understood,
        *,
        records: Iterable[str] | None = None,
        eligible: Eligible | None = None,
        among: Collection[str] | None = None,
    ) -> list[Evidence]:
        """Evidence for a question, best first.

        Args:
            understood: the question.
            records: restricts to these documents and lifts the validity filter (the user named them).
            eligible: another filter than the settings' own.
            among: restricts to these provisions instead, whatever their state.
        """
        registry = self.snapshot.registry
        wanted = set(records) if records is not None else set(understood.references.records)
        if among is not None:
            wanted, allowed = set(), self.filters.of_provisions(among)
        else:
            allowed = self._allowed(understood, wanted, eligible or self.search.eligible)
        if not allowed.any():
            return []
        results = self.hits(understood, allowed)
        fused = fuse(results, self.search.weights)
        parts = {name: best_scores(hits, self.snapshot.passages) for name, hits in results.items()}
        named = self._named(registry, understood, wanted)
        ids = {item.provision.id for item in named}
        others = [pair for pair in best_by_provision(fused, self.snapshot.passages) if pair[0] not in ids]
        evidence = [self._evidence(registry, *pair, parts) for pair in others[: max(0, self.search.k - len(named))]]
        return [*named, *evidence][: self.search.k]

    def hits(self, understood: Understood, allowed: Mask | None = None) -> dict[str, list[Hit]]:
        """Raw results by search, before fusion; a search with zero weight is not run."""
        results: dict[str, list[Hit]] = {}
        if self.search.weights.get("lexical", 0) > 0:
            results["lexical"] = self.snapshot.lexical.search(understood.search_text, self.search.depth, allowed)
        # Without word search there is nothing else to go by, and the encoder tries even then.
        readable = is_accented(syllables(understood.text)) or not results
        if self.search.weights.get("dense", 0) > 0 and readable:  # the encoder cannot read unaccented Vietnamese
            vector = self.snapshot.encoder.encode_queries([understood.plain])
            results["dense"] = (self.elsewhere or self.snapshot.vectors).search(vector, self.search.depth, allowed)
        return results

    @cached_property
    def filters(self) -> Filters:
        """Masks of the passages that may be evidence, kept between questions."""
        return Filters(self.snapshot.registry, self.snapshot.passages_of, len(self.snapshot.passages))

    def _allowed(self, understood: Understood, wanted: set[str], eligible: Eligible) -> Mask:
        registry = self.snapshot.registry
        about_documents = understood.asks_catalogue or any(not registry.is_loaded(record) for record in wanted)
        if wanted:  # how it may be shown is settled later
            own = self.filters.of_records(wanted, cards=about_documents)
            resting = [
                provision
                for record in wanted
                if not registry.is_loaded(record)
                for provision in self.filters.resting_on(registry.records[record])
            ]
            return own | self.filters.of_provisions(resting) if resting else own
        return self.filters.of_day(eligible, understood.as_of.day, cards=about_documents)

    def _evidence(
        self, registry: Registry, provision_id: str, hit: Hit, parts: dict[str, dict[str, float]]
    ) -> Evidence:
        found = registry.provision(provision_id)
        if found is None:
            raise KeyError(f"passage of an unknown provision: {provision_id}")
        provision, document = found
        own = {name: best.get(provision_id, 0.0) for name, best in parts.items()}
        return Evidence(provision, document, registry.validity(provision), hit.score, own)

    def _named(self, registry: Registry, understood: Understood, wanted: set[str]) -> list[Evidence]:
        """The provisions that the question names by place, in document order; they stand before all others."""
        places = understood.references.places
        if not places or not wanted:
            return []
        return [
            # Above any fused score, which ends at 1: the user named this very place.
            Evidence(provision, document, registry.validity(provision), 2.0, {"place": 1.0})
            for provision, document in registry.provisions()
            if document.record.id in wanted and any(at_place(place, provision) for place in places)
        ]


def as_langchain(retriever: HybridRetriever) -> BaseRetriever:
    """The retriever as LangChain's, whose library is imported here: the same evidence as documents."""
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever

    def found(query: str) -> list[LangChainDocument]:
        return [
            Document(
                page_content=item.provision.text,
                metadata={
                    "provision_id": item.provision.id,
                    "label": item.provision.label,
                    "document_number": item.document.record.number,
                    "valid_from": item.validity.valid_from,
                    "valid_until": item.validity.valid_until,
                    "score": item.score,
                },
            )
            for item in retriever.find(understand(Question(query), retriever.snapshot.registry, date.today()))
        ]

    class Evidences(BaseRetriever):
        """LangChain's view of a ``HybridRetriever``."""

        def _get_relevant_documents(self, query: str, **_: object) -> list[LangChainDocument]:
            return found(query)

    return Evidences()
