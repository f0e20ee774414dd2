"""Exact inner-product search over unit vectors, memory-mapped from one file.

Edge: owns faiss. Both sides are normalised here, whatever the encoder did, so that a score is a cosine in [-1, 1].
A filter is applied *inside* the search (``IDSelector``), so a narrow filter still fills its ``k``; faiss marks
missing results with id -1, which are dropped. No pickle: faiss's own binary format.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from indexing.ports import Hit, Mask, Numbers, Vectors


class FlatIndex:
    """``VectorIndex`` over ``faiss.IndexFlatIP``; exact."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    @classmethod
    def build(cls, vectors: Vectors) -> FlatIndex:
        """Index ``vectors`` (one row a passage); passage numbers are row numbers."""
        import faiss

        engine = faiss.IndexFlatIP(vectors.shape[1])
        engine.add(unit(vectors))
        return cls(engine)

    def save(self, path: Path) -> None:
        """Write the index into one file."""
        import faiss

        faiss.write_index(self._engine, str(path))

    @classmethod
    def load(cls, path: Path) -> FlatIndex:
        """Open a saved index, memory-mapped read-only.

        Raises:
            RuntimeError: the file is truncated or not an index.
        """
        import faiss

        return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC))

    @property
    def dimension(self) -> int:
        """Number of columns."""
        return int(self._engine.d)

    def __len__(self) -> int:
        return int(self._engine.ntotal)

    def rows(self, numbers: Numbers) -> Vectors:
        """Stored unit vectors of these passages."""
        return np.asarray(self._engine.reconstruct_batch(np.asarray(numbers, dtype=np.int64)), dtype=np.float32)

    def search(self, query: Vectors, k: int, allowed: Mask | None = None) -> list[Hit]:
        """Best ``k`` passages by cosine, ties by passage number; ``allowed`` restricts the passages.

        Args:
            query: one vector, of shape ``(dimension,)`` or ``(1, dimension)``.
            k: how many.
            allowed: which passages may be returned.
        """
        import faiss

        row = unit(np.asarray(query, dtype=np.float32).reshape(1, -1))
        if row.shape[1] != self.dimension:
            raise ValueError(f"query has {row.shape[1]} columns, the index {self.dimension}")
        parameters = None
        if allowed is not None:
            k = min(k, int(np.count_nonzero(allowed)))
            selector: Any = faiss.IDSelectorBitmap  # faiss's stubs describe the C++ signatures, not Python's
            search_parameters: Any = faiss.SearchParameters
            # faiss reads the bits of a byte from the low end.
            parameters = search_parameters(sel=selector(np.packbits(allowed, bitorder="little")))
        k = min(k, len(self))
        if k <= 0 or not np.isfinite(row).all():
            return []
        _, numbers = self._engine.search(row, k, params=parameters)
        found = numbers[0][numbers[0] >= 0]
        return nearest(row, self.rows(found), found, k)


def nearest(query: Vectors, rows: Vectors, numbers: Numbers, k: int) -> list[Hit]:
    """Best ``k`` of a few passages by cosine, ties by passage number.

    faiss finds the nearest, and sums a product in an order that depends on where its row stands; so that a passage has
    the same score wherever it was found, to the last bit, the scores of what was found are worked here.

    Args:
        query: one vector of length 1, of shape ``(1, dimension)``.
        rows: vectors as an index stores them.
        numbers: which passages they are of.
        k: how many.
    """
    scores = np.einsum("ij,j->i", rows.astype(np.float64), query[0].astype(np.float64)).astype(np.float32)
    hits = [Hit(int(number), float(score)) for number, score in zip(numbers, scores, strict=True)]
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage))[:k]


TINY = 1e-15
"""Rows whose largest figure is below it are scaled before their length is taken."""


def unit(vectors: Vectors) -> Vectors:
    """Rows scaled to length 1, as contiguous ``float32``; a zero row stays zero."""
    rows = np.ascontiguousarray(vectors, dtype=np.float32)
    # The squares of tiny figures leave the range of 32 bits; their row is brought to size first.
    peaks = np.abs(rows).max(axis=1, keepdims=True, initial=0)
    rows = np.where((peaks > 0) & (peaks < TINY), rows / np.where(peaks > 0, peaks, 1), rows)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.ascontiguousarray(rows / np.where(lengths > 0, lengths, 1.0), dtype=np.float32)
