"""Writing a snapshot: aside, flushed to disk, then swapped in whole.

Edge. A reader sees the old snapshot or the new one, never a mixture, and a crash leaves the old one: ``CURRENT`` is
replaced last, and the files it names are on the disk by then. One writer at a time.
"""

from __future__ import annotations

import fcntl
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.core.codes import Code
from corpus.core.errors import IndexingError
from corpus.core.files import ASIDE, swap_in, write_atomic
from corpus.core.registry import Registry
from corpus.core.serialise import document_to_json, record_to_json
from indexing.config import IndexConfig
from indexing.encoders import encoder_name
from indexing.lexical import Bm25Index
from indexing.manifest import FORMAT, Manifest, history, sha256_of
from indexing.ports import Passage
from indexing.vectors import FlatIndex

_JSON = json.JSONEncoder(ensure_ascii=False)


@contextmanager
def writing(config: IndexConfig, *, wait: bool) -> Iterator[None]:
    """Hold the index folder for one writer; the lock falls with the process that holds it.

    Raises:
        IndexingError: ``index.busy`` when another process is building this index and ``wait`` is false.
    """
    config.index_folder.mkdir(parents=True, exist_ok=True)
    with (config.index_folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexingError(
                Code.INDEX_BUSY,
                "Chỉ mục đang được một tiến trình khác lập.",
                hint="Chờ xong rồi chạy lại.",
                retryable=True,
            ) from error
        yield


def publish(
    config: IndexConfig,
    registry: Registry,
    passages: Sequence[Passage],
    lexical: Bm25Index,
    vectors: FlatIndex,
    mark: str,
    digest: str = "",
) -> Manifest:
    """Write a snapshot aside, flush it, swap it in, and drop the oldest beyond ``config.keep``.

    Args:
        config: where, and the settings to record.
        registry: records and documents to store.
        passages: indexed passages, in index order.
        lexical: BM25 over them.
        vectors: their vectors.
        mark: the fingerprint.
        digest: the mark of the shipped documents.
    """
    now = datetime.now(UTC)
    aside = Path(tempfile.mkdtemp(dir=config.index_folder, prefix=ASIDE))
    try:
        _write_rows(aside / "records.jsonl", map(record_to_json, registry.records.values()))
        _write_rows(aside / "documents.jsonl", map(document_to_json, registry.all_documents.values()))
        _write_rows(
            aside / "passages.jsonl", ([p.provision_id, p.start, p.end, p.context, p.heading] for p in passages)
        )
        lexical.save(aside / "lexical")
        vectors.save(aside / "vectors.faiss")
        manifest = Manifest(
            format=FORMAT,
            id=f"{now:%Y%m%dT%H%M%S%f}-{mark[:8]}",
            created=now.isoformat(timespec="seconds"),
            fingerprint=mark,
            settings=config.content_settings,
            encoder=encoder_name(config),
            dimension=vectors.dimension,
            counts={
                "documents": len(registry.documents),
                "provisions": len({p.provision_id for p in passages}),
                "passages": len(passages),
            },
            files={
                path.relative_to(aside).as_posix(): (path.stat().st_size, sha256_of(path))
                for path in sorted(aside.rglob("*"))
                if path.is_file()
            },
            digest=digest,
        )
        (aside / "manifest.json").write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1), "utf-8")
        swap_in(aside, config.index_folder / manifest.id)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    activate(config, manifest.id)
    _prune(config, manifest.id)
    return manifest


def activate(config: IndexConfig, snapshot_id: str) -> None:
    """Serve this snapshot from now on; readers that are open keep theirs."""
    write_atomic(config.index_folder / "CURRENT", f"{snapshot_id}\n")


def _prune(config: IndexConfig, served: str) -> None:
    older = [manifest.id for manifest in history(config) if manifest.id != served]
    # The snapshot that is served counts among those kept.
    for name in older[config.keep - 1 :]:
        shutil.rmtree(config.index_folder / name, ignore_errors=True)
    for leftover in config.index_folder.glob(f"{ASIDE}*"):  # of a build that was killed; we hold the lock
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            leftover.unlink(missing_ok=True)


def _write_rows(path: Path, rows: Iterable[Any]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(_JSON.encode(row) + "\n")
