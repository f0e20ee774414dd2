"""BM25 over the keys of ``indexing.keys``, on disk as memory-mapped arrays.

Edge: owns bm25s. Its own ``retrieve`` is not used: it returns passages with score 0 for unknown words and cannot
weigh families of keys. Here the scores of each family are added with that family's weight, passages with no
positive score are never returned, and equal scores are ordered by passage number, so that the same question gives
the same list. No pickle: ``.npy`` arrays and JSON only.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexing.keys import Family, folded_key, passage_keys, plain_key, query_keys
from indexing.ports import Hit, Mask, Passage, Segmenter

K1, B = 0.9, 0.7
ACCENTED: Mapping[Family, float] = {
    Family.SYLLABLE: 1.0,
    Family.BIGRAM: 0.7,
    Family.WORD: 0.5,
    Family.FOLDED: 0.3,
    Family.FOLDED_BIGRAM: 0.3,
    Family.FIGURE: 1.0,
}
"""Weights of key families for a question with diacritics; with ``K1`` and ``B`` chosen on development questions of six
sets, where their neighbours differ by less than the sets' intervals. Folded keys forgive a missing accent."""

UNACCENTED: Mapping[Family, float] = {Family.FOLDED: 1.0, Family.FOLDED_BIGRAM: 0.7, Family.FIGURE: 1.0}
"""The same for a question typed without diacritics: plain keys would match other words (``dai`` is not ``đại``)."""


class Bm25Index:
    """``LexicalIndex`` over bm25s arrays."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self._vocabulary: dict[str, int] = engine.vocab_dict

    @classmethod
    def build(
        cls, passages: Sequence[Passage], segmenter: Segmenter, progress: Callable[[int], None] = lambda _: None
    ) -> Bm25Index:
        """Index ``passages``, at least one, with their context; passage numbers are their positions.

        Args:
            passages: what to index.
            segmenter: finds the words.
            progress: called with the number of passages segmented so far.
        """
        import bm25s

        vocabulary: dict[str, int] = {}
        ids: list[list[int]] = []
        for done, passage in enumerate(passages, 1):
            text = f"{passage.context}\n{passage.text}"
            keys = passage_keys(text, segmenter.words(text))
            ids.append([vocabulary.setdefault(key, len(vocabulary)) for key in keys])
            progress(done)
        vocabulary.setdefault("", len(vocabulary))
        logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG
        engine = bm25s.BM25(k1=K1, b=B, method="lucene")
        engine.index((ids, vocabulary), create_empty_token=False, show_progress=False)
        return cls(engine)

    def save(self, folder: Path) -> None:
        """Write the arrays and the vocabulary into ``folder``."""
        self._engine.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> Bm25Index:
        """Open a saved index; the arrays stay on disk, memory-mapped read-only."""
        import bm25s

        engine = bm25s.BM25.load(folder, mmap=True, load_corpus=False, show_progress=False)
        # The same memory as plain arrays: every slice of a ``memmap`` costs as much as the sum over it.
        engine.scores = {
            name: np.asarray(part) if isinstance(part, np.ndarray) else part for name, part in engine.scores.items()
        }
        return cls(engine)

    def __len__(self) -> int:
        return int(self._engine.scores["num_docs"])

    def document_frequency(self, syllable: str, accented: bool = False) -> int:
        """How many passages hold a syllable: with its diacritics when ``accented``, else whatever they are."""
        number = self._vocabulary.get(plain_key(syllable) if accented else folded_key(syllable))
        if number is None:
            return 0
        pointers = self._engine.scores["indptr"]
        return int(pointers[number + 1] - pointers[number])

    def search(self, query: str, k: int, allowed: Mask | None = None) -> list[Hit]:
        """Best ``k`` passages with a positive score, restricted to ``allowed`` when given."""
        scores = self.scores(query)
        candidates = np.flatnonzero(scores > 0 if allowed is None else (scores > 0) & allowed)
        best = candidates[np.lexsort((candidates, -scores[candidates]))][: max(k, 0)]
        return [Hit(int(number), float(scores[number])) for number in best]

    def scores(self, query: str) -> NDArray[np.float32]:
        """BM25 score of every passage for ``query``."""
        families = query_keys(query, self._vocabulary.__contains__)
        weights = ACCENTED if Family.SYLLABLE in families else UNACCENTED
        total = np.zeros(self._engine.scores["num_docs"], dtype=np.float32)
        for family, keys in families.items():
            if known := self._known(keys):
                total += weights[family] * self._engine.get_scores_from_ids(known)
        return total

    def _known(self, keys: Iterable[str]) -> list[int]:
        return [self._vocabulary[key] for key in keys if key in self._vocabulary]
