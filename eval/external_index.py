"""An index over an external corpus: every row one provision of one plain document, in force on every day. Edge.

The parts are the product's own (chunks, BM25, encoder, vector index, registry), so that what is measured is what is
served. Built once in a cache folder named by content; vectors are kept in shards, so that an interrupted encoding goes
on where it stopped.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from corpus.model import Document, Kind, Provision, Record, TextKind, Unit, Validity
from corpus.registry import Registry
from eval.external_data import Row
from indexing.build import indexed_text
from indexing.chunk import passages as passages_of
from indexing.config import IndexConfig
from indexing.encoders import encoder_name, passage_encoder, query_encoder, set_threads
from indexing.lexical import Bm25Index
from indexing.manifest import Manifest
from indexing.ports import Passage, Vectors
from indexing.segment import UndertheseaSegmenter
from indexing.snapshot import Snapshot
from indexing.vectors import FlatIndex

DOCUMENT = "bo-du-lieu-ngoai"
SHARD = 512
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class ExternalIndex:
    """A snapshot over external rows.

    Attributes:
        ids: row id by provision id.
        dense: whether vectors exist; without them the encoder was not run.
        seconds: time by stage, as measured when the stage was run (cached stages keep their first time).
    """

    snapshot: Snapshot
    ids: dict[str, str]
    dense: bool
    seconds: dict[str, float]


def plain_document(rows: Sequence[Row]) -> tuple[Document, dict[str, str]]:
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


def count_passages(rows: Sequence[Row], config: IndexConfig) -> int:
    """How many passages the rows are cut into."""
    return sum(1 for _ in passages_of([plain_document(rows)[0]], config.max_tokens))


def open_index(
    rows: Sequence[Row], config: IndexConfig, cache: Path, *, dense: bool = True, progress: Progress = lambda *_: None
) -> ExternalIndex:
    """Build or reopen the index of an external corpus.

    Args:
        rows: the corpus.
        config: the encoder and passage size to use.
        cache: folder for the built parts.
        dense: encode the passages; else only BM25 works.
        progress: told the stage, how much is done, and of how much.
    """
    set_threads(config.threads)
    document, ids = plain_document(rows)
    registry = Registry([document.record], [document])
    passages = list(passages_of([document], config.max_tokens))
    mark = _fingerprint(passages, config)
    folder = cache / mark[:24]
    folder.mkdir(parents=True, exist_ok=True)
    lexical, lexical_s = _lexical(passages, folder, progress)
    seconds = {"lexical": lexical_s}
    vectors = np.zeros((1, 1), dtype=np.float32)
    if dense:
        vectors, seconds["dense"] = _vectors(passages, config, folder, progress)
    manifest = Manifest(
        format=0,
        id=mark[:16],
        created="",
        fingerprint=mark,
        settings=config.content_settings,
        encoder=encoder_name(config),
        dimension=int(vectors.shape[1]),
        counts={"provisions": len(rows), "passages": len(passages)},
    )
    snapshot = Snapshot(manifest, registry, passages, lexical, FlatIndex.build(vectors), lambda: query_encoder(config))
    return ExternalIndex(snapshot, ids, dense, seconds)


def _fingerprint(passages: Sequence[Passage], config: IndexConfig) -> str:
    digest = hashlib.sha256(f"{encoder_name(config)}\0{config.max_tokens}".encode())
    for passage in passages:
        digest.update(f"{passage.provision_id}\0{indexed_text(passage)}\0".encode())
    return digest.hexdigest()


def _lexical(passages: Sequence[Passage], folder: Path, progress: Progress) -> tuple[Bm25Index, float]:
    target, note = folder / "lexical", folder / "lexical.seconds"
    if note.exists():
        return Bm25Index.load(target), float(note.read_text("utf-8"))
    start = time.perf_counter()
    index = Bm25Index.build(
        passages, UndertheseaSegmenter(), lambda done: progress("Tách từ, BM25", done, len(passages))
    )
    seconds = time.perf_counter() - start
    index.save(target)
    note.write_text(f"{seconds:.2f}", "utf-8")
    return index, seconds


def _vectors(
    passages: Sequence[Passage], config: IndexConfig, folder: Path, progress: Progress
) -> tuple[Vectors, float]:
    """Vectors of all passages and the seconds spent on encoding them, over all attempts."""
    shards: list[Vectors] = []
    seconds = 0.0
    encoder = None
    for start in range(0, len(passages), SHARD):
        path = folder / f"vectors-{start:08d}-{SHARD}.npz"
        if path.exists():
            with np.load(path, allow_pickle=False) as stored:
                shards.append(stored["vectors"])
                seconds += float(stored["seconds"])
        else:
            began = time.perf_counter()
            encoder = encoder or passage_encoder(config)
            rows = encoder.encode_passages([indexed_text(passage) for passage in passages[start : start + SHARD]])
            spent = time.perf_counter() - began
            with (aside := path.with_suffix(".part")).open("wb") as file:
                np.savez(file, vectors=rows, seconds=spent)
            aside.replace(path)
            shards.append(rows)
            seconds += spent
        progress("Mã hóa", min(start + SHARD, len(passages)), len(passages))
    return np.concatenate(shards), seconds
