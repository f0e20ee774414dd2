"""Seeded faults: worse assistants, composed through public constructor arguments, that the gate must catch. Pure.

A gate that has never failed proves nothing. Each variant breaks one part on purpose and names beforehand the measures
and the slice of the cases in which the damage must show.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from assistant.retrieval.ranker import Judge
from assistant.retrieval.retriever import HybridRetriever
from assistant.service import Assistant
from corpus.core.model import Record, Validity
from corpus.core.registry import Registry
from indexing.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Variant:
    """A way to make an assistant worse.

    Attributes:
        title: what is broken.
        shows: measures of which one must regress, in ``slice``.
        slice: the cases that depend on the broken part.
        apply: makes the worse assistant.
    """

    title: str
    shows: tuple[str, ...]
    slice: str
    apply: Callable[[Assistant], Assistant]


def break_fusion(assistant: Assistant) -> Assistant:
    """Search by vectors only and keep few: what a fusion that loses the lexical side does."""
    search = replace(assistant.search.retriever.search, weights={"lexical": 0.0, "dense": 1.0}, depth=3)
    return _with_retriever(assistant, HybridRetriever(snapshot=assistant.snapshot, search=search))


def drop_validity(assistant: Assistant) -> Assistant:
    """Forget every date and succession: all rules, old and new, count as in force.

    Dropping the retriever's filter alone does little, since framing and verifier hold the same line (contract R5).
    """
    old = assistant.snapshot
    registry = _timeless(old.registry)
    snapshot = Snapshot(old.manifest, registry, old.passages, old.lexical, old.vectors, lambda: old.encoder)
    return _with_retriever(assistant, HybridRetriever(snapshot=snapshot, search=assistant.search.retriever.search))


def _with_retriever(assistant: Assistant, retriever: HybridRetriever) -> Assistant:
    return replace(assistant, search=replace(assistant.search, retriever=retriever))


def _timeless(registry: Registry) -> Registry:
    def forget(record: Record) -> Record:
        return replace(record, validity=Validity(date.min), supersedes=())

    documents = [
        replace(
            document,
            record=forget(document.record),
            provisions=tuple(replace(item, validity=None) for item in document.provisions),
        )
        for document in registry.all_documents.values()
    ]
    return Registry([forget(record) for record in registry.records.values()], documents)


def loosen(judge: Judge) -> Judge:
    """A judge that finds every evidence enough and every question in scope."""
    return replace(judge, answer_at=0.0)


def loosen_judge(assistant: Assistant) -> Assistant:
    """Answer from whatever was found."""
    return replace(assistant, search=replace(assistant.search, judge=loosen(assistant.search.judge)))


VARIANTS: dict[str, Variant] = {
    "broken-fusion": Variant(  # without diacritics a question can be found by its words only
        "hợp nhất kết quả tìm kiếm bị hỏng", ("hit@1", "hit@10", "citation_recall"), "no_diacritics", break_fusion
    ),
    "no-validity": Variant("bỏ lọc hiệu lực", ("stale_unsaid", "dates", "pass"), "superseded", drop_validity),
    "loose-judge": Variant(
        "nới lỏng điều kiện đủ căn cứ", ("must_refuse_refused", "decision"), "unanswerable", loosen_judge
    ),
}
