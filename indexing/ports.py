"""Ports of the index: what the pipeline needs from an encoder, a vector index, a lexical index and a segmenter.

Pure. Scores are similarities: higher is better. Vectors are ``float32`` arrays of shape ``(n, dimension)`` with
rows of unit length. Passage numbers are positions in the snapshot's passage list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]
"""Whether a passage may be found, by passage number."""
Progress = Callable[[str, int, int], None]
"""Called with the stage's Vietnamese name, how many items are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage number with its similarity to the query."""

    passage: int
    score: float


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a provision that is indexed as one item.

    ``start`` and ``end`` are offsets in the provision's own text; the passages of a provision partition it.
    ``context`` (document number, nearest headings, lead-in) is what lexical search reads before the text,
    ``heading`` what the encoder reads before it; neither is ever quoted.
    """

    provision_id: str
    start: int
    end: int
    text: str
    context: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its offsets in the source text (``text`` is the source slice, spaces kept)."""

    text: str
    start: int
    end: int


class Encoder(Protocol):
    """Turns texts into unit vectors; queries and passages may be prefixed differently."""

    @property
    def name(self) -> str:
        """Identity of the weights; part of the snapshot's fingerprint."""
        ...

    @property
    def dimension(self) -> int:
        """Number of columns of a vector."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages."""
        ...


class VectorIndex(Protocol):
    """Exact or approximate inner-product search over passage vectors."""

    def search(self, query: Vectors, k: int, allowed: Mask | None = None) -> list[Hit]:
        """Best ``k`` passages for one query row, restricted to those ``allowed`` when given."""
        ...


class LexicalIndex(Protocol):
    """BM25 over keys of the text."""

    def search(self, query: str, k: int, allowed: Mask | None = None) -> list[Hit]:
        """Best ``k`` passages with a positive score, restricted to ``allowed`` when given."""
        ...


class Segmenter(Protocol):
    """Splits Vietnamese text into words without changing it."""

    def words(self, text: str) -> list[Token]:
        """Words in order; every token is a slice of ``text``."""
        ...


class Reranker(Protocol):
    """Scores question–passage pairs; optional, gated on held-out questions before use."""

    def score(self, question: str, passages: Sequence[str]) -> list[float]:
        """One similarity for each passage."""
        ...
