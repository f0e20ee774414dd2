"""What is loaded, what the index is, and whether all is well, as the operator's pages show it. Edge: reads the home."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.server.executor import Desk
from assistant.store.database import Store
from corpus.core.errors import AssistantError
from corpus.core.model import Document, Provision, Record
from corpus.ingest.library import Library, LibraryEntry, Version
from corpus.shipped.catalogue import load_sources
from corpus.structure.effects import effects
from corpus.structure.extract import Severity
from corpus.structure.signs import clean_number
from indexing.config import IndexConfig
from indexing.manifest import Manifest, current, history
from indexing.sources import read_all
from indexing.upkeep.check import CorpusFinding, check

SEVERITY_WORDS = {Severity.REPAIR.value: "đã sửa", Severity.DOUBT.value: "cần xem", Severity.LOSS.value: "mất"}


@dataclass(frozen=True, slots=True)
class HealthLine:
    """One thing that should be well, with what is to be said of it."""

    name: str
    good: bool
    words: str


@dataclass(frozen=True, slots=True)
class LoadedText:
    """One loaded document with a count of its findings by severity."""

    entry: LibraryEntry
    document: Document
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the first page shows."""

    version: Version
    texts: Sequence[LoadedText]
    served: str
    published: Manifest | None
    snapshots: Sequence[Manifest]
    health: Sequence[HealthLine]


@dataclass(frozen=True, slots=True)
class OneText:
    """One loaded document with what may be confirmed about it.

    Attributes:
        claims: what it writes about the end of others, as (id of their record, sentence).
    """

    entry: LibraryEntry
    document: Document
    claims: Sequence[tuple[str, str]]


def overview(config: IndexConfig, records: Mapping[str, Record], desk: Desk, store: Store) -> Overview:
    """Read the state of the home; what cannot be read is told as not well."""
    library = Library(config.library_folder)
    health, version, texts = list[HealthLine](), Version(0, None, {}), list[LoadedText]()
    try:
        version = library.current()
        for entry in sorted(version.entries.values(), key=lambda entry: entry.document_id):
            document = library.document(entry.document_id, records)
            if document is not None:
                texts.append(LoadedText(entry, document, Counter(str(d.get("severity")) for d in entry.defects)))
        health.append(HealthLine("Thư viện", True, f"phiên bản {version.number}, {len(texts)} văn bản"))
    except (AssistantError, OSError, ValueError) as error:
        health.append(HealthLine("Thư viện", False, _words(error)))
    published = None
    try:
        published = current(config)
        words = f"{published.id}, {published.counts['provisions']} điều khoản" if published else "chưa lập"
        health.append(HealthLine("Chỉ mục trên đĩa", published is not None, words))
    except AssistantError as error:
        health.append(HealthLine("Chỉ mục trên đĩa", False, _words(error)))
    try:
        desk.assistant()
        same = published is None or not desk.version or desk.version == published.id
        words = desk.version or "đang phục vụ"
        health.append(HealthLine("Máy chủ trả lời", same, words if same else f"{words}, đang chuyển sang bản mới"))
    except AssistantError as error:
        health.append(HealthLine("Máy chủ trả lời", False, _words(error)))
    health.append(_store(store))
    free = shutil.disk_usage(config.home if config.home.is_dir() else "/").free // 2**20
    health.append(HealthLine("Chỗ trống trên đĩa", free > 1024, f"{free} MiB"))
    return Overview(version, texts, desk.version, published, history(config), health)


def one_text(config: IndexConfig, records: Mapping[str, Record], document_id: str) -> OneText | None:
    """A loaded document; ``None`` when the library does not hold it.

    Raises:
        CorpusError: ``corpus.damaged``.
    """
    library = Library(config.library_folder)
    entry = library.current().entries.get(document_id)
    document = library.document(document_id, records)
    if entry is None or document is None:
        return None
    return OneText(entry, document, ended_by(document, records))


def ended_by(document: Document, records: Mapping[str, Record]) -> list[tuple[str, str]]:
    """Records that a document says it replaces as wholes, each with the sentence that says so."""
    known = {clean_number(record.number).upper(): record for record in records.values() if record.number}
    found: dict[str, str] = {}
    for effect in effects(document.text):
        for number in effect.numbers if effect.verb != "sửa đổi" else ():
            other = known.get(clean_number(number).upper())
            if other is not None and other.id != document.record.id:
                found.setdefault(other.id, effect.text)
    return sorted(found.items())


def findings(config: IndexConfig) -> list[CorpusFinding]:
    """What the check of the command line says of the corpus, errors first."""
    records, documents, errors = read_all(config)
    return check(records, documents, load_sources(config.digest / "catalogue.toml"), errors)


def provision_rows(provisions: Sequence[Provision]) -> list[dict[str, Any]]:
    """Provisions with how deep each lies."""
    depth: dict[str, int] = {}
    rows = []
    for provision in provisions:
        depth[provision.id] = 1 + depth.get(provision.parent or "", 0)
        rows.append({"provision": provision, "depth": min(depth[provision.id], 5)})
    return rows


def _store(store: Store) -> HealthLine:
    try:
        state = store.state()
    except AssistantError as error:
        return HealthLine("Kho dữ liệu dịch vụ", False, _words(error))
    return HealthLine("Kho dữ liệu dịch vụ", state.current, f"bước {state.version or 'chưa có'}")


def _words(error: Exception) -> str:
    return f"{error.message} [{error.code}]" if isinstance(error, AssistantError) else f"không đọc được ({error})"
