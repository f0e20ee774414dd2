"""An index over an external corpus: every row one provision of one plain document, in force on every day. Edge.

The parts are the product's own (passages, BM25, encoder, vector index, registry), so that what is measured is what is
served. A row's title is the heading of its provision: BM25 and encoder read it before the text, as they read a heading
of ours. Two parts are slow. Words are segmented (8 ms a passage) up to ``WORDS_UP_TO`` passages; above, BM25 does
without that family of keys, which moves no hit rate of four sets by more than .006. The encoder is not run here:
``eval.external.reach`` decides what it is to read.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from corpus.core.model import Document, Kind, Provision, Record, TextKind, Unit, Validity
from corpus.core.registry import Registry
from eval.external.data import ExternalRow
from eval.external.vectors import VectorCache
from indexing.chunk import passages as passages_of
from indexing.config import IndexConfig
from indexing.encoders import encoder_name, passage_encoder, query_encoder, set_threads
from indexing.lexical import Bm25Index
from indexing.manifest import Manifest
from indexing.ports import Passage, Progress, Segmenter, Token, Vectors
from indexing.segment import UndertheseaSegmenter
from indexing.snapshot import Snapshot
from indexing.vectors import FlatIndex

DOCUMENT = "bo-du-lieu-ngoai"
WORDS_UP_TO = 20_000


@dataclass(frozen=True, slots=True)
class ExternalIndex:
    """A snapshot over external rows.

    Attributes:
        snapshot: without vectors until ``encoded``.
        ids: row id by provision id.
        vectors: the encoder's vectors, made as they are wanted.
        config: the encoder and passage size in use.
        words: whether BM25 knows segmented words.
        dense: whether the snapshot holds the vectors of every passage.
        seconds: time by stage, as measured when the stage was run (cached stages keep their first time).
    """

    snapshot: Snapshot
    ids: dict[str, str]
    vectors: VectorCache
    config: IndexConfig
    words: bool
    dense: bool
    seconds: dict[str, float]


def plain_document(rows: Sequence[ExternalRow]) -> tuple[Document, dict[str, str]]:
    """One document whose provisions are the rows, and the row id of each provision."""
    provisions: list[Provision] = []
    ids: dict[str, str] = {}
    at = 0
    for number, row in enumerate(rows, start=1):
        path = f"p{number}"
        provision = Provision(
            id=f"{DOCUMENT}/{path}",
            document_id=DOCUMENT,
            path=path,
            label=row.title,
            heading=row.title,
            unit=Unit.PARAGRAPH,
            text=row.text,
            start=at,
            end=at + len(row.text),
        )
        provisions.append(provision)
        ids[provision.id] = row.id
        at = provision.end + 1
    record = Record(
        id=DOCUMENT, number=None, kind=Kind.OTHER, issuer="", issued=None, title="", validity=Validity(date.min)
    )
    text = "\n".join(row.text for row in rows)
    return Document(DOCUMENT, record, TextKind.OFFICIAL, text, tuple(provisions)), ids


def open_index(
    rows: Sequence[ExternalRow], config: IndexConfig, cache: Path, *, progress: Progress = lambda *_: None
) -> ExternalIndex:
    """Build or reopen the lexical index of an external corpus, ready for encoding.

    Args:
        rows: the corpus.
        config: the encoder and passage size to use.
        cache: folder for the built parts, of this and of other corpora.
        progress: told the stage, how much is done, and of how much.
    """
    set_threads(config.threads)
    document, ids = plain_document(rows)
    registry = Registry([document.record], [document])
    passages = list(passages_of([document], config.max_tokens))
    words = len(passages) <= WORDS_UP_TO
    mark = _fingerprint(passages, config, words)
    lexical, seconds = _lexical(passages, cache / mark[:24], words, progress)
    nothing = np.zeros((1, 1), dtype=np.float32)
    return ExternalIndex(
        snapshot=_snapshot(config, mark, registry, passages, lexical, nothing),
        ids=ids,
        vectors=VectorCache(passages, lambda: passage_encoder(config), encoder_name(config), cache),
        config=config,
        words=words,
        dense=False,
        seconds={"lexical": seconds},
    )


def encoded(
    index: ExternalIndex, numbers: Sequence[int] | None = None, progress: Progress = lambda *_: None
) -> ExternalIndex:
    """The same index with passages encoded: all of them, then searchable, or some, then only in its cache.

    Args:
        index: what ``open_index`` gave.
        numbers: the passages, at least one; ``None`` for all.
        progress: told the stage, how much is done, and of how much.
    """
    wanted = range(len(index.snapshot.passages)) if numbers is None else numbers
    index.vectors.ensure(wanted, progress)
    rows = index.vectors.rows(wanted) if numbers is None else np.zeros_like(index.vectors.rows(wanted[:1]))
    old = index.snapshot
    snapshot = _snapshot(index.config, old.fingerprint, old.registry, old.passages, old.lexical, rows)
    seconds = {**index.seconds, "dense": index.vectors.seconds}
    return replace(index, snapshot=snapshot, dense=numbers is None, seconds=seconds)


def _snapshot(
    config: IndexConfig,
    mark: str,
    registry: Registry,
    passages: Sequence[Passage],
    lexical: Bm25Index,
    vectors: Vectors,
) -> Snapshot:
    manifest = Manifest(
        format=0,
        id=mark[:16],
        created="",
        fingerprint=mark,
        settings=config.content_settings,
        encoder=encoder_name(config),
        dimension=int(vectors.shape[1]),
        counts={"passages": len(passages)},
    )
    return Snapshot(manifest, registry, passages, lexical, FlatIndex.build(vectors), lambda: query_encoder(config))


def _fingerprint(passages: Sequence[Passage], config: IndexConfig, words: bool) -> str:
    digest = hashlib.sha256(f"{encoder_name(config)}\0{config.max_tokens}\0{words}".encode())
    for passage in passages:
        digest.update(f"{passage.provision_id}\0{passage.context}\0{passage.text}\0".encode("utf-8", "replace"))
    return digest.hexdigest()


class _NoWords:
    """``Segmenter`` that finds no words: BM25 then counts syllables and their pairs alone."""

    def words(self, text: str) -> list[Token]:  # noqa: ARG002 - part of the port
        return []


def _lexical(passages: Sequence[Passage], folder: Path, words: bool, progress: Progress) -> tuple[Bm25Index, float]:
    target, note = folder / "lexical", folder / "lexical.seconds"
    if note.exists():
        return Bm25Index.load(target), float(note.read_text("utf-8"))
    folder.mkdir(parents=True, exist_ok=True)
    segmenter: Segmenter = UndertheseaSegmenter() if words else _NoWords()
    start = time.perf_counter()
    index = Bm25Index.build(passages, segmenter, lambda done: progress("Lập BM25", done, len(passages)))
    seconds = time.perf_counter() - start
    index.save(target)
    note.write_text(f"{seconds:.2f}", "utf-8")
    return index, seconds
