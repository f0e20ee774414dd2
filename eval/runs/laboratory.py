"""Assistants over edited copies of a corpus, made cheaply: only changed passages are encoded again. Shell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from assistant.retrieval.retriever import HybridRetriever
from assistant.service import Assistant
from corpus.core.registry import Registry
from indexing.build import indexed_text
from indexing.chunk import passages as passages_of
from indexing.lexical import Bm25Index
from indexing.ports import Passage, Segmenter, Token, Vectors
from indexing.snapshot import Snapshot
from indexing.vectors import FlatIndex


class Laboratory:
    """Makes assistants over edited copies of a corpus, cheaply."""

    def __init__(self, assistant: Assistant, segmenter: Segmenter) -> None:
        self.base = assistant
        self._segmenter = RememberingSegmenter(segmenter)
        snapshot = assistant.snapshot
        self._rows = {indexed_text(passage): number for number, passage in enumerate(snapshot.passages)}
        self._max_tokens = int(snapshot.manifest.settings.get("max_tokens", 400))

    def over(self, registry: Registry) -> Assistant:
        """The same assistant over another registry."""
        passages = list(passages_of(registry.documents.values(), self._max_tokens))
        old = self.base.snapshot
        snapshot = Snapshot(
            replace(old.manifest, fingerprint=f"{old.fingerprint[:16]}-edited"),
            registry,
            passages,
            Bm25Index.build(passages, self._segmenter),
            FlatIndex.build(self._vectors(passages)),
            lambda: old.encoder,
        )
        retriever = HybridRetriever(snapshot=snapshot, search=self.base.search.retriever.search)
        return replace(self.base, search=replace(self.base.search, retriever=retriever))

    def _vectors(self, passages: Sequence[Passage]) -> Vectors:
        texts = [indexed_text(passage) for passage in passages]
        known = [self._rows.get(text, -1) for text in texts]
        fresh = [text for text, row in zip(texts, known, strict=True) if row < 0]
        encoded = iter(self.base.snapshot.encoder.encode_passages(fresh) if fresh else ())
        kept = self.base.snapshot.vectors.rows(np.array([row for row in known if row >= 0], dtype=np.int64))
        stored = iter(kept)
        return np.stack([next(stored) if row >= 0 else next(encoded) for row in known])


class RememberingSegmenter:
    """A segmenter that splits each text once."""

    def __init__(self, segmenter: Segmenter) -> None:
        self._segmenter = segmenter
        self._known: dict[str, list[Token]] = {}

    def words(self, text: str) -> list[Token]:
        """Words of ``text``."""
        if text not in self._known:
            self._known[text] = self._segmenter.words(text)
        return self._known[text]
