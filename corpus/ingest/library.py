"""The operator's loaded documents: versioned, atomic, with the originals and a log of who did what and when.

Edge: owns the folder ``library/``. Layout::

    library/CURRENT                 number of the served version (text)
    library/versions/000007.json    which documents version 7 holds; ``parent`` names the version before it
    library/documents/<hash>.json   one document each, named by the hash of its JSON; never rewritten
    library/originals/<hash><ext>   the files as they were given
    library/log.jsonl               append-only: when, who, what

Every change writes new files aside, then swaps ``CURRENT`` with ``os.replace``: a reader sees the old version or
the new one, never a mixture, and a crash leaves the old one. A lock file serialises writers.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from corpus.core.codes import Code
from corpus.core.errors import CorpusError
from corpus.core.files import write_atomic
from corpus.core.model import Document, Record
from corpus.core.serialise import document_from_json, document_to_json
from corpus.core.validation import faults

_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class Addition:
    """A document to publish, with its original file and what the reader found.

    Attributes:
        document: the structured document.
        original: bytes of the file it came from; kept for download.
        suffix: file name extension of the original, with the dot.
        from_catalogue: the record is the catalogue's row, unchanged; later versions of the row then apply.
        defects: the reader's report, as JSON values.
    """

    document: Document
    original: bytes
    suffix: str = ""
    from_catalogue: bool = False
    defects: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """Where one document of a version lies. ``original_sha256`` is the hash of the given file."""

    document_id: str
    file: str
    original: str
    original_sha256: str
    from_catalogue: bool
    defects: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """One published state of the library; version 0 is the empty one."""

    number: int
    parent: int | None
    entries: Mapping[str, LibraryEntry]


_ENTRIES = TypeAdapter(list[LibraryEntry])


class Library:
    """Loaded documents in a folder.

    Args:
        folder: made on the first change; a missing folder is an empty library.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> Version:
        """The served version.

        Raises:
            CorpusError: ``corpus.damaged`` when the folder's files contradict each other.
        """
        pointer = self.folder / "CURRENT"
        return self._version(int(pointer.read_text("utf-8"))) if pointer.exists() else Version(0, None, {})

    def documents(self, records: Mapping[str, Record] | None = None) -> tuple[Document, ...]:
        """Documents of the served version, by id.

        Args:
            records: today's catalogue; where a document took its record from the catalogue unchanged, the row
                given here replaces the stored copy (a row gains an end date, for example).
        """
        entries = sorted(self.current().entries.values(), key=lambda entry: entry.document_id)
        return tuple(self._document(entry, records or {}) for entry in entries)

    def document(self, document_id: str, records: Mapping[str, Record] | None = None) -> Document | None:
        """One document of the served version; ``None`` when it is not there."""
        entry = self.current().entries.get(document_id)
        return None if entry is None else self._document(entry, records or {})

    def _document(self, entry: LibraryEntry, records: Mapping[str, Record]) -> Document:
        document = document_from_json(self._json(self.folder / "documents" / entry.file))
        fresh = records.get(document.record.id) if entry.from_catalogue else None
        return document if fresh is None else replace(document, record=fresh)

    def original(self, document_id: str) -> Path | None:
        """The file a document was read from; ``None`` when the document is not in the served version."""
        entry = self.current().entries.get(document_id)
        return None if entry is None else self.folder / "originals" / entry.original

    def find_original(self, sha256: str) -> LibraryEntry | None:
        """The served entry made from a file with this hash."""
        return next((e for e in self.current().entries.values() if e.original_sha256 == sha256), None)

    def add(self, additions: Sequence[Addition], *, by: str, note: str = "") -> Version:
        """Publish documents together as one new version; a document of the same id is replaced.

        Args:
            additions: what to publish; with none, nothing changes.
            by: who does it, for the log.
            note: free words for the log.
        """
        return self.publish([self.stage(addition) for addition in additions], by=by, note=note)

    def stage(self, addition: Addition) -> LibraryEntry:
        """Store a document's files without serving them; the entry is for ``publish``.

        Files are named by their hash, so staging twice costs nothing and staging in vain harms nothing.
        """
        payload = json.dumps(document_to_json(addition.document), ensure_ascii=False, sort_keys=True).encode("utf-8")
        name = f"{hashlib.sha256(payload).hexdigest()}.json"
        digest = hashlib.sha256(addition.original).hexdigest()
        suffix = addition.suffix.lower() if _SUFFIX.fullmatch(addition.suffix) else ""
        for path, content in (
            (self.folder / "documents" / name, payload),
            (self.folder / "originals" / f"{digest}{suffix}", addition.original),
        ):
            if not path.exists():
                write_atomic(path, content)
        return LibraryEntry(
            addition.document.id, name, f"{digest}{suffix}", digest, addition.from_catalogue, addition.defects
        )

    def publish(
        self, staged: Sequence[LibraryEntry], *, by: str, note: str = "", instead_of: Sequence[str] = ()
    ) -> Version:
        """Serve staged documents together as one new version; with none, nothing changes.

        ``instead_of`` are the ids under which the same files stood before; they are no longer served.
        """
        if not staged:
            return self.current()
        with self._writing():
            version = self.current()
            kept = {name: entry for name, entry in version.entries.items() if name not in instead_of}
            entries = {**kept, **{entry.document_id: entry for entry in staged}}
            return self._publish(version, entries, "add", [entry.document_id for entry in staged], by, note)

    def remove(self, document_ids: Sequence[str], *, by: str, note: str = "") -> Version:
        """Publish a version without these documents; their files stay for ``rollback``.

        Raises:
            CorpusError: ``corpus.not_loaded`` naming the ids that are not there; nothing changes then.
        """
        with self._writing():
            version = self.current()
            if missing := [name for name in document_ids if name not in version.entries]:
                raise CorpusError(
                    Code.CORPUS_NOT_LOADED,
                    f"Không có văn bản này trong thư viện: {', '.join(missing)}.",
                    hint="Xem mã văn bản bằng lệnh list.",
                )
            entries = {name: entry for name, entry in version.entries.items() if name not in document_ids}
            return self._publish(version, entries, "remove", list(document_ids), by, note)

    def rollback(self, *, by: str, note: str = "") -> Version:
        """Serve again the version that the current one was made from.

        Raises:
            CorpusError: ``corpus.no_history`` when there is nothing before the current version.
        """
        with self._writing():
            version = self.current()
            if version.parent is None:
                raise CorpusError(Code.CORPUS_NO_HISTORY, "Không có phiên bản nào trước phiên bản hiện tại.")
            target = self._version(version.parent)
            self._point(target.number)
            changed = sorted(
                name
                for name in version.entries.keys() | target.entries.keys()
                if version.entries.get(name) != target.entries.get(name)
            )
            self._log("rollback", target.number, changed, by, note)
            return target

    def history(self) -> tuple[dict[str, Any], ...]:
        """The log, oldest first: ``when``, ``who``, ``action``, ``version``, ``documents``, ``note``."""
        path = self.folder / "log.jsonl"
        if not path.exists():
            return ()
        try:
            lines = path.read_text("utf-8").split("\n")  # U+2028 may stand in a note
            return tuple(json.loads(line) for line in lines if line.strip())
        except (OSError, ValueError) as error:
            raise CorpusError(Code.CORPUS_DAMAGED, f"Không đọc được nhật ký “{path.name}” của thư viện.") from error

    def _publish(
        self, version: Version, entries: Mapping[str, LibraryEntry], action: str, names: list[str], by: str, note: str
    ) -> Version:
        numbers = [int(path.stem) for path in (self.folder / "versions").glob("*.json")]
        new = Version(max(numbers, default=0) + 1, version.number, entries)
        rows = _ENTRIES.dump_python(list(entries.values()), mode="json")
        data = {"version": new.number, "parent": new.parent, "documents": rows}
        write_atomic(self._version_path(new.number), json.dumps(data, ensure_ascii=False, indent=1))
        self._point(new.number)
        self._log(action, new.number, names, by, note)
        return new

    def _version(self, number: int) -> Version:
        if number == 0:
            return Version(0, None, {})
        data = self._json(self._version_path(number))
        try:
            entries = _ENTRIES.validate_python(data["documents"])
            return Version(data["version"], data["parent"], {entry.document_id: entry for entry in entries})
        except (KeyError, TypeError, ValidationError) as error:
            detail = faults(error) if isinstance(error, ValidationError) else str(error)
            raise CorpusError(Code.CORPUS_DAMAGED, f"Phiên bản {number} của thư viện bị hỏng ({detail}).") from error

    def _version_path(self, number: int) -> Path:
        return self.folder / "versions" / f"{number:06d}.json"

    def _json(self, path: Path) -> Any:
        try:
            return json.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise CorpusError(
                Code.CORPUS_DAMAGED,
                f"Không đọc được tệp “{path.name}” của thư viện.",
                hint="Quay lại phiên bản trước bằng lệnh rollback.",
            ) from error

    def _point(self, number: int) -> None:
        write_atomic(self.folder / "CURRENT", f"{number}\n")

    def _log(self, action: str, version: int, names: Sequence[str], by: str, note: str) -> None:
        line = {
            "when": datetime.now(UTC).isoformat(timespec="seconds"),
            "who": by,
            "action": action,
            "version": version,
            "documents": list(names),
            "note": note,
        }
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(line, ensure_ascii=False) + "\n")
            log.flush()
            os.fsync(log.fileno())

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
