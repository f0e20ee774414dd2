"""The index on disk: one folder a snapshot, swapped in whole, checked when opened.

Edge: owns ``var/index/<corpus>/``. Layout::

    CURRENT                  id of the served snapshot (text)
    <id>/manifest.json       format, fingerprint, settings, encoder, counts, size and SHA-256 of every file
    <id>/records.jsonl       the catalogue as it was
    <id>/documents.jsonl     all documents, shadowed digests included
    <id>/passages.jsonl      provision id, start, end, context; the text is a slice of the provision
    <id>/lexical/            BM25 arrays
    <id>/vectors.faiss       passage vectors

Invariants: a snapshot is written aside, flushed to disk and renamed before ``CURRENT`` names it, so a reader sees
the old one or the new one; nothing is pickled; a file whose hash differs from the manifest is refused.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from corpus.errors import AssistantError, IndexingError
from corpus.model import Document, Record
from corpus.registry import Registry
from corpus.serialise import document_from_json, document_to_json, record_from_json, record_to_json
from indexing.config import IndexConfig
from indexing.encoders import encoder_name, query_encoder, set_threads
from indexing.lexical import Bm25Index
from indexing.ports import Encoder, Passage
from indexing.vectors import FlatIndex

FORMAT = 1
"""Version of the folder's layout and of how texts are indexed; raise it when either changes."""
_BUILD = "Lập lại chỉ mục bằng: python -m indexing build"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot is made of; ``files`` maps a relative path to ``[bytes, sha256]``."""

    format: int
    id: str
    created: str
    fingerprint: str
    settings: dict[str, str | int]
    encoder: str
    dimension: int
    counts: dict[str, int]
    files: dict[str, list[Any]] = field(default_factory=dict)


class Snapshot:
    """An opened snapshot. The encoder is loaded on first use and must be the one the vectors were made with."""

    def __init__(
        self,
        manifest: Manifest,
        registry: Registry,
        passages: Sequence[Passage],
        lexical: Bm25Index,
        vectors: FlatIndex,
        open_encoder: Callable[[], Encoder],
    ) -> None:
        self.manifest = manifest
        self.registry = registry
        self.passages: tuple[Passage, ...] = tuple(passages)
        self.lexical = lexical
        self.vectors = vectors
        self._open_encoder = open_encoder
        self._numbers: dict[str, list[int]] = {}
        for number, passage in enumerate(self.passages):
            self._numbers.setdefault(passage.provision_id, []).append(number)

    @property
    def fingerprint(self) -> str:
        """Hash of corpus, settings, encoder and format."""
        return self.manifest.fingerprint

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder for questions."""
        encoder = self._open_encoder()
        if encoder.dimension != self.vectors.dimension:
            raise IndexingError(
                "index.mismatch",
                f"Bộ mã hóa cho vectơ {encoder.dimension} chiều, chỉ mục có {self.vectors.dimension} chiều.",
                hint=f"{_BUILD}.",
            )
        return encoder

    def passages_of(self, provision_id: str) -> tuple[int, ...]:
        """Passage numbers of a provision, in text order; empty when it is not indexed."""
        return tuple(self._numbers.get(provision_id, ()))


def load(config: IndexConfig) -> Snapshot:
    """Open the served snapshot of ``config.corpus``.

    Raises:
        IndexingError: ``index.missing`` (nothing built yet), ``index.damaged`` (a file is missing, changed or
            unreadable), ``index.mismatch`` (built with other settings, another encoder or another format).
    """
    set_threads(config.threads)
    manifest = current(config)
    if manifest is None:
        raise IndexingError(
            "index.missing", f"Chưa có chỉ mục cho bộ văn bản “{config.corpus}”.", hint=f"{_BUILD}{_choice(config)}."
        )
    _refuse_mismatch(manifest, config)
    folder = config.index_folder / manifest.id
    _refuse_damage(manifest, folder)
    try:
        records = [record_from_json(row) for row in _rows(folder / "records.jsonl")]
        documents = [document_from_json(row) for row in _rows(folder / "documents.jsonl")]
        registry = Registry(records, documents)
        passages = [_passage(row, registry) for row in _rows(folder / "passages.jsonl")]
        lexical = Bm25Index.load(folder / "lexical")
        vectors = FlatIndex.load(folder / "vectors.faiss")
        if not len(passages) == len(vectors) == len(lexical):
            raise ValueError(f"{len(passages)} passages, {len(vectors)} vectors, {len(lexical)} lexical rows")
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, AssistantError) as error:
        raise _damaged(config, manifest.id, str(error)) from error
    return Snapshot(manifest, registry, passages, lexical, vectors, lambda: query_encoder(config))


def current(config: IndexConfig) -> Manifest | None:
    """Manifest of the served snapshot; ``None`` when nothing was built yet.

    Raises:
        IndexingError: ``index.damaged`` when ``CURRENT`` names a snapshot that cannot be read.
    """
    pointer = config.index_folder / "CURRENT"
    if not pointer.is_file():
        return None
    name = pointer.read_text("utf-8").strip()
    manifest = _manifest(config.index_folder / name)
    if manifest is None:
        raise _damaged(config, name, "manifest.json")
    return manifest


def history(config: IndexConfig) -> list[Manifest]:
    """Snapshots on disk, newest first."""
    folders = sorted(config.index_folder.glob("*/manifest.json"), reverse=True)
    return [manifest for path in folders if (manifest := _manifest(path.parent)) is not None]


def fingerprint(
    records: Sequence[Record], documents: Sequence[Document], settings: dict[str, str | int], encoder: str
) -> str:
    """SHA-256 over everything that shapes a snapshot; the same corpus and settings give the same value."""
    digest = hashlib.sha256(_json([FORMAT, settings, encoder]))
    for record in sorted(records, key=lambda record: record.id):
        digest.update(_json(record_to_json(record)))
    for document in sorted(documents, key=lambda document: document.id):
        digest.update(_json(document_to_json(document)))
    return digest.hexdigest()


@contextmanager
def writing(config: IndexConfig) -> Iterator[None]:
    """Hold the index folder for one writer.

    Raises:
        IndexingError: ``index.busy`` when another process is building this index.
    """
    config.index_folder.mkdir(parents=True, exist_ok=True)
    with (config.index_folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexingError(
                "index.busy",
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
) -> Manifest:
    """Write a snapshot aside, flush it, swap it in, and drop the oldest beyond ``config.keep``.

    Args:
        config: where, and the settings to record.
        registry: records and documents to store.
        passages: indexed passages, in index order.
        lexical: BM25 over them.
        vectors: their vectors.
        mark: the fingerprint.
    """
    now = datetime.now(UTC)
    aside = Path(tempfile.mkdtemp(dir=config.index_folder, prefix=".new-"))
    try:
        _write_rows(aside / "records.jsonl", map(record_to_json, registry.records.values()))
        _write_rows(aside / "documents.jsonl", map(document_to_json, registry.all_documents.values()))
        _write_rows(aside / "passages.jsonl", ([p.provision_id, p.start, p.end, p.context] for p in passages))
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
                path.relative_to(aside).as_posix(): [path.stat().st_size, _sha256(path)]
                for path in sorted(aside.rglob("*"))
                if path.is_file()
            },
        )
        (aside / "manifest.json").write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1), "utf-8")
        for path in [*aside.rglob("*"), aside]:
            _flush(path)
        os.replace(aside, config.index_folder / manifest.id)  # noqa: PTH105
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    activate(config, manifest.id)
    _prune(config, manifest.id)
    return manifest


def activate(config: IndexConfig, snapshot_id: str) -> None:
    """Serve this snapshot from now on; readers that are open keep theirs."""
    aside = config.index_folder / f".CURRENT-{os.getpid()}"
    aside.write_text(f"{snapshot_id}\n", "utf-8")
    _flush(aside)
    os.replace(aside, config.index_folder / "CURRENT")  # noqa: PTH105
    _flush(config.index_folder)


def _prune(config: IndexConfig, served: str) -> None:
    older = [manifest.id for manifest in history(config) if manifest.id != served]
    for name in older[config.keep - 1 :]:
        shutil.rmtree(config.index_folder / name, ignore_errors=True)
    for leftover in config.index_folder.glob(".new-*"):  # of a build that was killed; we hold the lock
        shutil.rmtree(leftover, ignore_errors=True)


def _refuse_mismatch(manifest: Manifest, config: IndexConfig) -> None:
    differences = [
        f"{name}: {found} ≠ {wanted}"
        for name, found, wanted in [
            ("format", manifest.format, FORMAT),
            *((name, manifest.settings.get(name), value) for name, value in config.content_settings.items()),
            ("encoder", manifest.encoder, encoder_name(config)),
        ]
        if found != wanted
    ]
    if differences:
        raise IndexingError(
            "index.mismatch",
            f"Chỉ mục được lập với thiết lập khác ({'; '.join(differences)}).",
            hint=f"{_BUILD}{_choice(config)}.",
        )


def _refuse_damage(manifest: Manifest, folder: Path) -> None:
    for name, (size, digest) in manifest.files.items():
        path = folder / name
        if not path.is_file() or path.stat().st_size != size or _sha256(path) != digest:
            raise IndexingError(
                "index.damaged",
                f"Tệp “{name}” của chỉ mục {manifest.id} bị mất hoặc bị thay đổi.",
                hint=f"{_BUILD} --force.",
            )


def _damaged(config: IndexConfig, name: str, detail: str) -> IndexingError:
    return IndexingError(
        "index.damaged",
        f"Chỉ mục “{name}” bị hỏng ({detail}).",
        hint=f"{_BUILD}{_choice(config)} --force.",
    )


def _choice(config: IndexConfig) -> str:
    return f" --corpus {config.corpus}"


def _manifest(folder: Path) -> Manifest | None:
    try:
        return Manifest(**json.loads((folder / "manifest.json").read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _passage(row: Sequence[Any], registry: Registry) -> Passage:
    provision_id, start, end, context = row
    found = registry.provision(provision_id)
    if found is None:
        raise ValueError(f"passage of an unknown provision {provision_id}")
    return Passage(provision_id, start, end, found[0].text[start:end], context)


def _rows(path: Path) -> Iterator[Any]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _write_rows(path: Path, rows: Any) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
