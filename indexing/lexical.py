"""BM25 over the keys of ``indexing.keys``, on disk as memory-mapped arrays.

Edge: owns bm25s. Its own ``retrieve`` is not used: it returns passages with score 0 for unknown words and cannot
weigh families of keys. Here the scores of each family are added with that family's weight, passages with no
positive score are never returned, and equal scores are ordered by passage number, so that the same question gives
the same list. No pickle: ``.npy`` arrays and JSON only.
"""

from __future__ import annotations

import hashlib
import json
import logging
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.core import text as text_code
from indexing import keys as key_code
from indexing import segment as segment_code
from indexing.engine.lean import without
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


RECIPE = "keys.json"
"""File that says by which code the keys beside it were made; keys made otherwise are not taken over."""
_IDS, _STARTS = "keys.ids.npy", "keys.starts.npy"


def lexical_text(passage: Passage) -> str:
    """What lexical search reads for a passage."""
    return f"{passage.context}\n{passage.text}"


class Bm25Index:
    """``LexicalIndex`` over bm25s arrays.

    Args:
        engine: bm25s's object with the arrays.
        ids: keys of all passages, one after the other, as numbers of the vocabulary; absent in an old index.
        starts: where each passage's keys begin in ``ids``, and where the last ones end.
    """

    def __init__(self, engine: Any, ids: NDArray[np.int32] | None = None, starts: NDArray[np.int64] | None = None):
        self._engine = engine
        self._vocabulary: dict[str, int] = engine.vocab_dict
        self._ids, self._starts = ids, starts

    @classmethod
    def build(
        cls,
        passages: Sequence[Passage],
        segmenter: Segmenter,
        progress: Callable[[int], None] = lambda _: None,
        earlier: tuple[Bm25Index, Mapping[str, int]] | None = None,
    ) -> Bm25Index:
        """Index ``passages``, at least one, with their context; passage numbers are their positions.

        Args:
            passages: what to index.
            segmenter: finds the words.
            progress: called with the number of passages whose keys are known so far, after each that had to be read.
            earlier: an index whose passages' keys are taken over, and its passage numbers by ``lexical_text``.
        """
        old, numbers = earlier if earlier is not None else (None, {})
        ids, starts = np.empty(0, dtype=np.int32), [0]
        vocabulary: dict[str, int] = {}
        if old is None or old._ids is None or old._starts is None:
            numbers = {}
        else:  # plain views: every slice of a ``memmap`` is an object of its own
            vocabulary, ids, starts = dict(old._vocabulary), np.asarray(old._ids), old._starts.tolist()
        parts: list[NDArray[np.int32]] = []
        for done, passage in enumerate(passages, 1):
            text = lexical_text(passage)
            if (number := numbers.get(text)) is not None:
                parts.append(ids[starts[number] : starts[number + 1]])
                continue
            keys = passage_keys(text, segmenter.words(text))
            parts.append(np.array([vocabulary.setdefault(key, len(vocabulary)) for key in keys], dtype=np.int32))
            progress(done)
        progress(len(passages))
        ends = np.zeros(len(parts) + 1, dtype=np.int64)
        np.cumsum([len(part) for part in parts], out=ends[1:])
        every = np.concatenate(parts)
        used = np.bincount(every, minlength=len(vocabulary)) > 0  # words of passages that are gone go too
        kept = (np.cumsum(used) - 1)[every]
        words = [word for word, is_used in zip(vocabulary, used.tolist(), strict=True) if is_used]
        return cls(_engine(words, kept, ends), kept.astype(np.int32), ends)

    def save(self, folder: Path) -> None:
        """Write the arrays and the vocabulary into ``folder``."""
        self._engine.save(folder, show_progress=False)
        if self._ids is not None and self._starts is not None:
            np.save(folder / _IDS, self._ids)
            np.save(folder / _STARTS, self._starts)
            (folder / RECIPE).write_text(json.dumps(_recipe()), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Bm25Index:
        """Open a saved index; the arrays stay on disk, memory-mapped read-only."""
        engine = bm25_library().BM25.load(folder, mmap=True, load_corpus=False, show_progress=False)
        # The same memory as plain arrays: every slice of a ``memmap`` costs as much as the sum over it.
        engine.scores = {
            name: np.asarray(part) if isinstance(part, np.ndarray) else part for name, part in engine.scores.items()
        }
        recipe = folder / RECIPE
        if not recipe.is_file() or json.loads(recipe.read_text("utf-8")) != _recipe():
            return cls(engine)
        return cls(engine, *(np.load(folder / name, mmap_mode="r", allow_pickle=False) for name in (_IDS, _STARTS)))

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
        if 0 < k < len(candidates):  # only what may be among the best is put in order
            kept = scores[candidates]
            candidates = candidates[kept >= np.partition(kept, len(kept) - k)[len(kept) - k]]
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


def _engine(words: list[str], ids: NDArray[np.int64], starts: NDArray[np.int64]) -> Any:
    """bm25s's object with the arrays that its own ``index`` makes of the same keys, made for all passages at once.

    Args:
        words: the keys by number.
        ids: the keys of all passages, one after the other.
        starts: where each passage's begin.
    """
    count, lengths = len(starts) - 1, np.diff(starts)
    places, times = np.unique(ids * count + np.repeat(np.arange(count), lengths), return_counts=True)
    key, passage = np.divmod(places, count)
    known_in = np.bincount(key, minlength=len(words))
    rarity = {n: math.log(1 + (count - n + 0.5) / (n + 0.5)) for n in np.unique(known_in).tolist() if n}
    idf = np.array([rarity[n] for n in known_in.tolist()], dtype=np.float32)
    dampened = K1 * ((1 - B) + B * lengths / lengths.mean())
    engine = bm25_library().BM25(k1=K1, b=B, method="lucene")
    engine.scores = {
        "data": (idf[key] * (times / (dampened[passage] + times))).astype(np.float32),
        "indices": passage.astype(np.int32),
        "indptr": np.concatenate([[0], np.cumsum(known_in)]).astype(np.int64),
        "num_docs": count,
    }
    engine.vocab_dict = {word: number for number, word in enumerate([*words, ""])}
    engine.scores["indptr"] = np.append(engine.scores["indptr"], engine.scores["indptr"][-1])  # nothing has no passage
    engine.nonoccurrence_array = None
    engine.unique_token_ids_set = set(engine.vocab_dict.values())
    return engine


@cache
def bm25_library() -> Any:
    """bm25s without SciPy and tqdm, which only its own ways of indexing need: a quarter of a second, 23 MB.

    A server imports it while it has one thread: another that wanted SciPy just then would find it missing.
    """
    with without("scipy", "tqdm"):
        import bm25s
    logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG
    return bm25s


@cache
def _recipe() -> dict[str, str]:
    """What the keys of a passage depend on besides its text."""
    digest = hashlib.sha256(
        b"".join(Path(str(module.__file__)).read_bytes() for module in (key_code, segment_code, text_code))
    )
    return {"code": digest.hexdigest(), "underthesea": version("underthesea")}
