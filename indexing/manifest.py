"""What a snapshot is: its manifest, its fingerprint, and which one is served.

Edge: reads ``var/index/<corpus>/``. The layout of a snapshot's folder::

    CURRENT                  id of the served snapshot (text)
    <id>/manifest.json       format, fingerprint, settings, encoder, counts, size and SHA-256 of every file
    <id>/records.jsonl       the catalogue as it was
    <id>/documents.jsonl     all documents, shadowed digests included
    <id>/passages.jsonl      provision id, start, end, context, heading; the text is a slice of the provision
    <id>/lexical/            BM25 arrays
    <id>/vectors.faiss       passage vectors
    <id>/vectors.cells.faiss the same in cells, from ``vectors.CELLS_FROM`` passages on

Nothing is pickled.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from corpus.core.codes import Code
from corpus.core.errors import IndexingError
from corpus.core.installation import program
from corpus.core.model import Document, Record
from corpus.core.serialise import document_to_json, record_to_json
from indexing.config import IndexConfig

FORMAT = 4
"""Version of the folder's layout and of how texts are indexed; raise it when either changes."""

BUILD = f"Lập lại chỉ mục bằng: {program('indexing')} build"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot is made of.

    ``files`` maps a relative path to ``[bytes, sha256]``; ``digest`` is the mark of the shipped documents in it
    (``indexing.sources.digest_mark``), empty in a snapshot of before.
    """

    format: int
    id: str
    created: str
    fingerprint: str
    settings: dict[str, str | int]
    encoder: str
    dimension: int
    counts: dict[str, int]
    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    digest: str = ""


_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}")
_MANIFEST = TypeAdapter(Manifest)


def current(config: IndexConfig, name: str = "") -> Manifest | None:
    """Manifest of the served snapshot; ``None`` when nothing was built yet.

    Args:
        config: where snapshots lie.
        name: which one is served, where that is said elsewhere than in ``CURRENT``.

    Raises:
        IndexingError: ``index.damaged`` when ``CURRENT`` names no snapshot or one that cannot be read,
            ``index.denied`` when it may not be read.
    """
    name = name or _pointed_at(config)
    if not name:
        return None
    if _NAME.fullmatch(name) is None:
        raise damaged(config, "CURRENT", "không ghi tên một chỉ mục")
    try:
        (config.index_folder / name / "manifest.json").stat()
    except PermissionError as error:
        raise denied(config, config.index_folder / name) from error
    except OSError as error:
        raise damaged(config, name, "manifest.json") from error
    manifest = _manifest(config.index_folder / name)
    if manifest is None:
        raise damaged(config, name, "manifest.json")
    return manifest


def _pointed_at(config: IndexConfig) -> str:
    """What stands in ``CURRENT``; empty without one."""
    pointer = config.index_folder / "CURRENT"
    try:
        if not pointer.is_file():
            return ""
        return pointer.read_text("utf-8").strip() or "?"
    except PermissionError as error:
        raise denied(config, pointer) from error
    except (OSError, UnicodeDecodeError) as error:
        raise damaged(config, "CURRENT", type(error).__name__) from error


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


def damaged(config: IndexConfig, name: str, detail: str) -> IndexingError:
    """The error for a snapshot that cannot be used as it is on disk."""
    return IndexingError(
        Code.INDEX_DAMAGED,
        f"Chỉ mục “{name}” bị hỏng ({detail}).",
        hint=f"{BUILD} --corpus {config.corpus} --force.",
    )


def denied(config: IndexConfig, path: Path) -> IndexingError:
    """The error for a snapshot that stands there and may not be read."""
    return IndexingError(
        Code.INDEX_DENIED,
        f"Không có quyền đọc “{path.name}” của chỉ mục “{config.corpus}”.",
        hint="Chạy bằng người dùng đã lập chỉ mục, hoặc cho người dùng này quyền đọc thư mục dữ liệu.",
    )


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, as hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _manifest(folder: Path) -> Manifest | None:
    try:
        return _MANIFEST.validate_json((folder / "manifest.json").read_bytes())
    except (OSError, ValidationError):
        return None


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
