"""Inner-product search over unit vectors, memory-mapped: exact, and from ``CELLS_FROM`` passages on by cells.

Edge: owns faiss. Both sides are normalised here, whatever the encoder did, so that a score is a cosine in [-1, 1].
A filter is applied *inside* the search (``IDSelector``), so a narrow filter still fills its ``k``; faiss marks
missing results with id -1, which are dropped. No pickle: faiss's own binary format.

Looking at every vector costs as much memory traffic as there are vectors. A large index has its vectors in cells, too,
eight bits a figure (``IndexIVFScalarQuantizer``): the cells nearest to a question name candidates, whose exact vectors
give the scores. So only which passages are looked at is approximate, never a score.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from indexing.ports import Hit, Mask, Numbers, Vectors

CELLS_FROM = 50_000
"""Passages from which on there are cells. At 10⁵ a search by cells costs a fifth; below, too little is saved."""
LOOKED_AT = 4
"""One cell in so many is looked at for a question."""
CANDIDATES = 4
"""So many times as many candidates as are wanted are given exact scores."""
LEARN = 64
"""Vectors a cell from which the cells are learnt."""


class FlatIndex:
    """``VectorIndex`` over ``faiss.IndexFlatIP``; exact without cells.

    Args:
        engine: faiss's index of the exact vectors.
        cells: faiss's index of the same vectors in cells.
    """

    def __init__(self, engine: Any, cells: Any = None) -> None:
        self._engine, self._cells = engine, cells

    @classmethod
    def build(cls, vectors: Vectors, cells_from: int = CELLS_FROM) -> FlatIndex:
        """Index ``vectors`` (one row a passage); passage numbers are row numbers."""
        import faiss

        rows = unit(vectors)
        engine = faiss.IndexFlatIP(rows.shape[1])
        engine.add(rows)
        return cls(engine, _in_cells(rows) if len(rows) >= cells_from else None)

    def save(self, path: Path) -> None:
        """Write the index into a file, and its cells into another beside it."""
        import faiss

        faiss.write_index(self._engine, str(path))
        if self._cells is not None:
            faiss.write_index(self._cells, str(_beside(path)))

    @classmethod
    def load(cls, path: Path) -> FlatIndex:
        """Open a saved index, memory-mapped read-only.

        Raises:
            RuntimeError: a file is truncated or not an index.
        """
        import faiss

        engine = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        beside = _beside(path)
        return cls(engine, faiss.read_index(str(beside), faiss.IO_FLAG_MMAP_IFC) if beside.is_file() else None)

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
        k = min(k, len(self) if allowed is None else int(np.count_nonzero(allowed)))
        if k <= 0 or not np.isfinite(row).all():
            return []
        selector: Any = faiss.IDSelectorBitmap  # faiss's stubs describe the C++ signatures, not Python's
        # faiss reads the bits of a byte from the low end.
        only = None if allowed is None else selector(np.packbits(allowed, bitorder="little"))
        found = self._of_cells(row, k, only)
        if len(found) < k:  # no cells, or too few of the allowed ones in them
            parameters: Any = faiss.SearchParameters
            numbers = self._engine.search(row, k, params=None if only is None else parameters(sel=only))[1][0]
            found = numbers[numbers >= 0]
        return nearest(row, self.rows(found), found, k)

    def _of_cells(self, row: Vectors, k: int, only: Any) -> Numbers:
        """Candidates of the cells nearest to the question; none without cells."""
        if self._cells is None:
            return np.empty(0, dtype=np.int64)
        import faiss

        parameters: Any = faiss.SearchParametersIVF
        asked = parameters(sel=only, nprobe=max(1, self._cells.nlist // LOOKED_AT))
        numbers = self._cells.search(row, CANDIDATES * k, params=asked)[1][0]
        return np.asarray(numbers[numbers >= 0], dtype=np.int64)


def _beside(path: Path) -> Path:
    return path.with_suffix(f".cells{path.suffix}")


def _in_cells(rows: Vectors) -> Any:
    """The vectors in cells, about four times the root of their number, eight bits a figure."""
    import faiss

    count = max(1, min(len(rows) // LEARN, round(4 * len(rows) ** 0.5)))
    cells = faiss.index_factory(rows.shape[1], f"IVF{count},SQ8", faiss.METRIC_INNER_PRODUCT)
    step = max(1, len(rows) // (LEARN * count))
    cells.train(np.ascontiguousarray(rows[::step]))
    cells.add(rows)
    return cells


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
