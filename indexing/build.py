"""The pipeline: corpus → passages → words, BM25 and vectors → snapshot.

Shell over the stages. Incremental: vector and lexical keys of a passage that the served snapshot already holds, with
the same heading and text and the same encoder, are taken over; only new passages are encoded and segmented. When
corpus, settings and encoder are unchanged nothing is done at all.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import get_args

import numpy as np

from corpus.core.codes import Code
from corpus.core.errors import CorpusError, IndexingError
from corpus.core.model import Document, TextKind
from indexing.chunk import passages as passages_of
from indexing.config import CorpusChoice, IndexConfig
from indexing.encoders import encoder_name, passage_encoder, set_threads
from indexing.lexical import Bm25Index, lexical_text
from indexing.manifest import Manifest, current, fingerprint
from indexing.ports import Encoder, Passage, Progress, Vectors
from indexing.publish import publish, writing
from indexing.segment import UndertheseaSegmenter
from indexing.snapshot import Snapshot, load
from indexing.sources import digest_mark, load_registry
from indexing.vectors import FlatIndex

_BATCH = 128


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. ``changed`` is false when the served snapshot was already up to date."""

    changed: bool
    snapshot: str
    fingerprint: str
    documents: int
    provisions: int
    passages: int
    encoded: int
    reused: int
    seconds: float


def build(
    config: IndexConfig,
    *,
    progress: Progress = lambda _stage, _done, _total: None,
    force: bool = False,
    wait: bool = True,
    open_encoder: Callable[[IndexConfig], Encoder] | None = None,
) -> BuildReport:
    """Make the snapshot of ``config.corpus`` and serve it.

    Args:
        config: what to index and where.
        progress: told about each stage.
        force: build although nothing changed, reusing no vector.
        wait: while another process builds this index, wait for it (it may have done the work) instead of failing.
        open_encoder: opens weights in place of the configured ones; called only when there is something to encode.

    Raises:
        CorpusError: the corpus is empty or inconsistent; the served snapshot stays.
        IndexingError: ``index.busy``, ``index.encoder``.
    """
    began = time.perf_counter()
    set_threads(config.threads)
    served = None if force else _served(config)
    digest = digest_mark(config)
    registry = load_registry(config, _same_digest(served, digest))
    mark = fingerprint(
        list(registry.records.values()),
        list(registry.all_documents.values()),
        config.content_settings,
        encoder_name(config),
    )
    if (done := _up_to_date(config, served, mark, began)) is not None:
        return done
    with writing(config, wait=wait):
        # Once more: another process may have built it while this one waited.
        served = None if force else _served(config, served)
        if (done := _up_to_date(config, served, mark, began)) is not None:
            return done
        passages = list(passages_of(registry.documents.values(), config.max_tokens))
        if not passages:
            raise CorpusError(
                Code.CORPUS_EMPTY, f"Bộ văn bản “{config.corpus}” không có điều khoản nào để lập chỉ mục."
            )
        texts = [indexed_text(passage) for passage in passages]

        def engine(count: int) -> Encoder:
            if open_encoder is not None:
                return open_encoder(config)
            # However much is added to an index, it costs the memory of one file.
            return passage_encoder(config, count if served is None else 0)

        vectors, encoded = _vectors(texts, served, engine, progress)
        lexical = Bm25Index.build(
            passages,
            UndertheseaSegmenter(),
            lambda done: progress("Tách từ", done, len(passages)),
            None if served is None else (served.lexical, {lexical_text(p): n for n, p in enumerate(served.passages)}),
        )
        manifest = publish(config, registry, passages, lexical, FlatIndex.build(vectors), mark, digest)
    return _report(manifest, changed=True, encoded=encoded, reused=len(passages) - encoded, began=began)


def indexed_text(passage: Passage) -> str:
    """What the encoder reads for a passage."""
    return "\n".join(part for part in (passage.heading, passage.text) if part)


def _up_to_date(config: IndexConfig, served: Snapshot | None, mark: str, began: float) -> BuildReport | None:
    """The report of a build with nothing to do; ``None`` when there is something."""
    if served is None or served.manifest.settings.get("corpus") != config.corpus or served.fingerprint != mark:
        return None
    return _report(served.manifest, changed=False, encoded=0, reused=len(served.passages), began=began)


def _served(config: IndexConfig, opened: Snapshot | None = None) -> Snapshot | None:
    """The served snapshot of this corpus, else of another one of the same home, whose vectors hold for equal texts.

    One that is damaged or does not match the settings is passed over and simply built anew; one that is open already
    is not opened again.
    """
    for corpus in (config.corpus, *get_args(CorpusChoice)):
        asked = replace(config, corpus=corpus)
        try:
            manifest = current(asked)
            if manifest is not None and opened is not None and manifest.id == opened.manifest.id:
                return opened
            return load(asked)
        except IndexingError:
            continue
    return None


def _same_digest(served: Snapshot | None, mark: str) -> list[Document]:
    """The shipped documents of a snapshot that was made of the same files, with the questions people ask."""
    if served is None or not mark or served.manifest.digest != mark:
        return []
    documents = served.registry.all_documents.values()
    return [document for document in documents if document.text_kind is TextKind.DIGEST]


def _vectors(
    texts: Sequence[str], served: Snapshot | None, open_encoder: Callable[[int], Encoder], progress: Progress
) -> tuple[Vectors, int]:
    """Vectors of ``texts`` and how many had to be encoded."""
    known = {} if served is None else {indexed_text(p): number for number, p in enumerate(served.passages)}
    numbers = np.array([known.get(text, -1) for text in texts], dtype=np.int64)
    missing = np.flatnonzero(numbers < 0).tolist()
    parts: list[Vectors] = []
    if missing:
        missing.sort(key=lambda position: len(texts[position]))  # texts of a length together waste no padding
        encoder = open_encoder(len(missing))
        for start in range(0, len(missing), _BATCH):
            batch = missing[start : start + _BATCH]
            parts.append(encoder.encode_passages([texts[position] for position in batch]))
            progress("Mã hóa", min(start + _BATCH, len(missing)), len(missing))
    kept = np.flatnonzero(numbers >= 0)
    if served is not None and len(kept):
        parts.append(served.vectors.rows(numbers[kept]))
    rows = np.concatenate(parts)
    placed = np.empty_like(rows)
    placed[[*missing, *kept.tolist()]] = rows
    return placed, len(missing)


def _report(manifest: Manifest, *, changed: bool, encoded: int, reused: int, began: float) -> BuildReport:
    return BuildReport(
        changed=changed,
        snapshot=manifest.id,
        fingerprint=manifest.fingerprint,
        documents=manifest.counts["documents"],
        provisions=manifest.counts["provisions"],
        passages=manifest.counts["passages"],
        encoded=encoded,
        reused=reused,
        seconds=time.perf_counter() - began,
    )
