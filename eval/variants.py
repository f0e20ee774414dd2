"""Seeded faults: worse assistants, composed through public constructor arguments, that the gate must catch. Pure.

A gate that has never failed proves nothing. Each variant breaks one part on purpose and names the slice of the cases in
which the damage must show.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from assistant.judge import Judge
from assistant.retrieve import HybridRetriever, Search
from assistant.service import Assistant
from corpus.model import Document, Provision
from corpus.registry import Registry


@dataclass(frozen=True, slots=True)
class Variant:
    """A way to make an assistant worse; ``title`` says what is broken, ``shows`` in which measures it must show."""

    title: str
    shows: tuple[str, ...]
    apply: Callable[[Assistant], Assistant]


def _anything(_registry: Registry, _provision: Provision, _document: Document, _on: date) -> bool:
    """The validity filter dropped: every provision may be evidence on every day."""
    return True


def _search(assistant: Assistant, search: Search) -> Assistant:
    return replace(assistant, retriever=HybridRetriever(snapshot=assistant.snapshot, search=search))


def break_fusion(assistant: Assistant) -> Assistant:
    """Search by vectors only and keep few: what a fusion that loses the lexical side does."""
    return _search(assistant, replace(assistant.retriever.search, weights={"lexical": 0.0, "dense": 1.0}, depth=3))


def drop_validity(assistant: Assistant) -> Assistant:
    """Offer superseded rules as evidence."""
    return _search(assistant, replace(assistant.retriever.search, eligible=_anything))


def loosen(judge: Judge) -> Judge:
    """A judge that finds every evidence enough and every question in scope."""
    return replace(judge, answer_at=0.0, scope_at=0.0)


def loosen_judge(assistant: Assistant) -> Assistant:
    """Answer from whatever was found."""
    return replace(assistant, judge=loosen(assistant.judge))


VARIANTS: dict[str, Variant] = {
    "broken-fusion": Variant("hợp nhất kết quả tìm kiếm bị hỏng", ("hit@1", "hit@10", "citation_recall"), break_fusion),
    "no-validity": Variant("bỏ lọc hiệu lực", ("dates", "stale_unsaid", "pass"), drop_validity),
    "loose-judge": Variant("nới lỏng điều kiện đủ căn cứ", ("must_refuse_refused", "decision"), loosen_judge),
}
