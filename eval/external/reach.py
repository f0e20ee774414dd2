"""What the encoder reads of a large corpus: everything, or BM25's candidates, or nothing. Shell.

Encoding costs 0.1 s a passage and core, so that a corpus of 100 000 passages would take hours. Up to a budget of
passages the product is measured as it is: every passage encoded. Above it the product is measured in two stages: BM25
searches everything, the encoder reads only each question's own best ``CANDIDATES``, and the two are fused as ever
(``docs/decisions/011-external-budget.md`` says what that gives and loses). A question's result never depends on the
other questions: a pool of all questions' candidates would be richer in right passages than a corpus is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from assistant.model import Question
from assistant.question.understanding import Understood, understand
from assistant.retrieval.retriever import HybridRetriever
from corpus.core.errors import InputError
from corpus.core.text import syllables
from eval.external.data import Query
from eval.external.index import ExternalIndex
from eval.external.vectors import VectorCache
from indexing.keys import is_accented
from indexing.ports import Hit, Mask
from indexing.vectors import unit

CANDIDATES = 40
"""Passages of BM25 that the encoder reads for a question."""


class Reach(StrEnum):
    """What the encoder reads."""

    ALL = "all"
    CANDIDATES = "candidates"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is encoded for which questions.

    Attributes:
        reach: all passages, candidates, or none.
        queries: the questions put to the encoder: all of them, unless their candidates would exceed the budget.
        passages: passage numbers to encode, in the order of the questions; empty for ``ALL`` and ``NONE``.
        waiting: how many passages have no vector yet.
    """

    reach: Reach
    queries: tuple[Query, ...]
    passages: tuple[int, ...] = ()
    waiting: int = 0


def plan(index: ExternalIndex, queries: Sequence[Query], budget: int) -> Plan:
    """Decide what the encoder reads.

    Args:
        index: the corpus.
        queries: the questions, in an order that says nothing about them.
        budget: most passages to encode; 0 for none. In two stages questions are taken in their order, the first one
            always, while their candidates fit.
    """
    count = len(index.snapshot.passages)
    if budget <= 0:
        return Plan(Reach.NONE, tuple(queries))
    if count <= budget:
        return Plan(Reach.ALL, tuple(queries), waiting=index.vectors.missing(range(count)))
    wanted: dict[int, None] = {}
    taken = 0
    for query in queries:
        found = candidates(query.text, index)
        if taken and len(wanted) + len(found - wanted.keys()) > budget:
            break
        wanted |= dict.fromkeys(sorted(found))
        taken += 1
    return Plan(Reach.CANDIDATES, tuple(queries[:taken]), tuple(wanted), index.vectors.missing(wanted))


def understood_as(text: str, index: ExternalIndex) -> Understood | None:
    """The question as the product understands it; ``None`` for one that it does not take (empty, too long)."""
    try:
        return understand(Question(text), index.snapshot.registry, date.today())
    except InputError:
        return None


def candidates(text: str, index: ExternalIndex) -> set[int]:
    """The passages that the encoder would read for a question."""
    understood = understood_as(text, index)
    if understood is None:
        return set()
    return {hit.passage for hit in index.snapshot.lexical.search(understood.search_text, CANDIDATES)}


@dataclass(frozen=True, kw_only=True)
class LexicalFirst(HybridRetriever):
    """The product's retriever whose encoder reads only what BM25 found; encodes what has no vector yet."""

    vectors: VectorCache

    def hits(self, understood: Understood, allowed: Mask | None = None) -> dict[str, list[Hit]]:
        """Raw results by search: BM25's, and the encoder's order of BM25's first candidates."""
        lexical = self.snapshot.lexical.search(understood.search_text, self.search.depth, allowed)
        if not lexical or not is_accented(syllables(understood.text)):
            return {"lexical": lexical}
        numbers = [hit.passage for hit in lexical[:CANDIDATES]]
        self.vectors.ensure(numbers)
        query = unit(self.snapshot.encoder.encode_queries([understood.plain]))
        scores = unit(self.vectors.rows(numbers)) @ query[0]
        order = np.lexsort((numbers, -scores))
        return {"lexical": lexical, "dense": [Hit(numbers[at], float(scores[at])) for at in order]}
