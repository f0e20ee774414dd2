"""From the operator's files to additions for the library: which files, what each became, what would change.

Shell over ``ingest`` and ``library``. One bad file never stops the others: every file ends as an ``Outcome``,
accepted or refused with a typed error. A file whose document is already loaded is a new version when most of its
provisions are there already, and a conflict when two different texts claim one number.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.core.codes import Code
from corpus.core.errors import CorpusError
from corpus.core.model import Document, Record
from corpus.ingest.library import Addition, Library
from corpus.ingest.proposal import Ingested, Overrides
from corpus.ingest.reading import SUFFIXES
from corpus.ingest.sandbox import Limits, Sandbox
from corpus.structure.diacritics import Usage
from corpus.structure.extract import Defect, Severity

_NOTHING_SAID, _USUAL = Overrides(), Limits()
_SAME = 0.5
"""Share of provisions two texts must have in common to count as versions of one document."""


@dataclass(frozen=True, slots=True)
class ProvisionDiff:
    """Provision-level difference between the loaded version and a new one, as labels."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    kept: int

    @property
    def similarity(self) -> float:
        """Share of provisions that are there in both with the same words."""
        return self.kept / max(1, self.kept + len(self.changed) + max(len(self.added), len(self.removed)))

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "added": list(self.added),
            "removed": list(self.removed),
            "changed": list(self.changed),
            "kept": self.kept,
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file; exactly one of ``ingested`` and ``error`` is set when it was refused unread.

    ``instead_of`` is the id under which the same file was loaded before the operator said what it is.
    """

    path: Path
    ingested: Ingested | None = None
    error: CorpusError | None = None
    change: ProvisionDiff | None = None
    warnings: tuple[Defect, ...] = ()
    instead_of: str | None = None

    @property
    def ok(self) -> bool:
        """Whether the file was (or would be) taken."""
        return self.error is None

    @property
    def defects(self) -> tuple[Defect, ...]:
        """All findings about the file."""
        return (*(self.ingested.defects if self.ingested else ()), *self.warnings)

    def to_json(self) -> dict[str, Any]:
        """The object of ``add --json``; ``document`` is ``None`` and the lists are empty for an unread file."""
        found = self.ingested
        return {
            "path": shown(self.path),
            "ok": self.ok,
            "error": None if self.error is None else {"code": self.error.code, "message": self.error.message},
            "document": None if found is None else document_json(found),
            "provisions": []
            if found is None
            else [
                {"id": p.id, "label": p.label, "text": p.text, "citable": p.citable} for p in found.document.provisions
            ],
            "defects": [defect.to_json() for defect in self.defects],
            "text": "" if found is None else found.document.text,
            "change": None if self.change is None else self.change.to_json(),
        }


def document_json(found: Ingested) -> dict[str, Any]:
    """The document's metadata as the operator should see it."""
    record = found.document.record
    return {
        "id": found.document.id,
        "number": record.number,
        "kind": record.kind.value if record.kind.value != "khác" else found.head.kind_name or record.kind.value,
        "issuer": record.issuer,
        "place": found.head.place,
        "issued": record.issued.isoformat() if record.issued else None,
        "title": record.title,
        "signed_by": found.signed_by,
        "valid_from": record.validity.valid_from.isoformat() if record.validity.valid_from else None,
        "valid_until": record.validity.valid_until.isoformat() if record.validity.valid_until else None,
        "in_catalogue": found.matched,
        "citable": not found.unknown,
        "missing": list(found.unknown),
        "bases": list(found.head.bases),
        "effects": [
            {"verb": e.verb, "numbers": list(e.numbers), "parts": list(e.parts), "text": e.text} for e in found.effects
        ],
        "unresolved": [{"label": item.label, "text": item.text} for item in found.unresolved],
        "format": found.format,
        "pages": found.pages,
        "encoding": found.encoding,
        "confidence": round(found.confidence, 3),
    }


def shown(path: Path) -> str:
    r"""A path as it can be printed; bytes that are not UTF-8 as ``\xff``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def find_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Files named, and the known formats inside folders, sorted; links inside folders are not followed.

    A path that does not exist is returned too: reading it gives its typed error.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir():
            found[path] = None
            continue
        for folder, folders, names in os.walk(path, followlinks=False):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                inside = Path(folder) / name
                if inside.suffix.lower() in SUFFIXES and not name.startswith((".", "~$")) and not inside.is_symlink():
                    found[inside] = None
    return tuple(found)


def examine(
    paths: Sequence[Path],
    library: Library,
    records: Mapping[str, Record],
    *,
    overrides: Overrides = _NOTHING_SAID,
    limits: Limits = _USUAL,
    replace: bool = False,
    dry_run: bool = False,
    ocr: bool = False,
    usage: Usage | None = None,
) -> Iterator[Outcome]:
    """Read files one after another, each judged against the library and the files before it.

    Args:
        paths: files (see ``find_files``).
        library: what is loaded.
        records: the catalogue, by id.
        overrides: what the operator says; for one file only.
        limits: time and memory for one file.
        replace: take a different text of a loaded document without asking how similar it is.
        ocr: recognise scanned pages.
        usage: how the corpus writes, to put diacritics of recognised pages right.
        dry_run: a file already loaded is read all the same and the finding is a warning.
    """
    hashes = {entry.original_sha256: entry.document_id for entry in library.current().entries.values()}
    taken: dict[str, Path] = {}
    with Sandbox(limits, records, ocr=ocr, usage=usage) as sandbox:
        for path in paths:
            if shown(path) != str(path):
                message = f"Tên tệp “{shown(path)}” không phải UTF-8."
                yield Outcome(path, error=CorpusError(Code.CORPUS_FILE_NAME, message, hint="Đổi tên tệp rồi nạp lại."))
                continue
            try:
                found = sandbox.ingest(path, overrides)
            except CorpusError as error:
                yield Outcome(path, error=error)
                continue
            told = overrides.any() or overrides.reviewed
            before = hashes.get(found.document.sha256) if told else None
            known = {name: loaded for name, loaded in hashes.items() if before is None or loaded != before}
            outcome = _judge(path, found, library.document(found.document.id, records), known, taken, replace=replace)
            if outcome.ok and before not in (None, found.document.id):
                outcome = dataclasses.replace(outcome, instead_of=before)
            if outcome.error is not None and dry_run:
                note = Defect(outcome.error.code, outcome.error.message, Severity.DOUBT)
                outcome = Outcome(path, found, None, outcome.change, (note,))
            if outcome.ok:
                hashes.setdefault(found.document.sha256, found.document.id)
                taken.setdefault(found.document.id, path)
            yield outcome


def addition_of(outcome: Outcome) -> Addition:
    """The library's addition for an accepted file; reads the original again to keep it.

    Raises:
        CorpusError: ``corpus.unreadable`` when the file changed or vanished since it was read.
    """
    found = outcome.ingested
    if found is None or outcome.error is not None:
        raise ValueError(f"{outcome.path}: not accepted")
    try:
        data = outcome.path.read_bytes()
    except OSError as error:
        raise CorpusError(Code.CORPUS_UNREADABLE, f"Không mở lại được tệp “{outcome.path.name}”.") from error
    if hashlib.sha256(data).hexdigest() != found.document.sha256:
        raise CorpusError(Code.CORPUS_UNREADABLE, f"Tệp “{outcome.path.name}” thay đổi trong lúc nạp.", hint="Nạp lại.")
    return Addition(
        document=found.document,
        original=data,
        suffix=outcome.path.suffix,
        from_catalogue=found.from_catalogue,
        defects=tuple(defect.to_json() for defect in outcome.defects),
    )


def _citable(document: Document) -> int:
    """How many provisions may be cited; a confirmation changes nothing else."""
    return sum(provision.citable for provision in document.provisions)


def compare(old: Document, new: Document) -> ProvisionDiff:
    """Provision-level difference of two texts of one document; ids tie the provisions together."""
    before = {provision.id: provision for provision in old.provisions}
    after = {provision.id: provision for provision in new.provisions}
    both = before.keys() & after.keys()
    changed = [after[name].label for name in after if name in both and before[name].text != after[name].text]
    return ProvisionDiff(
        added=tuple(after[name].label for name in after if name not in both),
        removed=tuple(before[name].label for name in before if name not in both),
        changed=tuple(changed),
        kept=len(both) - len(changed),
    )


def _judge(
    path: Path,
    found: Ingested,
    old: Document | None,
    hashes: Mapping[str, str],
    taken: Mapping[str, Path],
    *,
    replace: bool,
) -> Outcome:
    document = found.document
    if document.sha256 in hashes:
        return Outcome(
            path, found, CorpusError(Code.CORPUS_ALREADY_LOADED, f"Tệp này đã nạp (“{hashes[document.sha256]}”).")
        )
    if document.id in taken:
        return Outcome(
            path,
            found,
            CorpusError(
                Code.CORPUS_NUMBER_CONFLICT,
                f"Hai tệp cùng nhận là “{document.id}”: “{taken[document.id].name}” và “{path.name}”.",
                hint="Chỉ nạp một tệp, hoặc nạp riêng tệp này với --replace.",
            ),
        )
    if old is None:
        return Outcome(path, found)
    change = compare(old, document)
    if old.text == document.text and old.record == document.record and _citable(old) == _citable(document):
        return Outcome(
            path, found, CorpusError(Code.CORPUS_ALREADY_LOADED, f"Nội dung này đã nạp (“{document.id}”)."), change
        )
    if change.similarity < _SAME and not replace:
        return Outcome(
            path,
            found,
            CorpusError(
                Code.CORPUS_NUMBER_CONFLICT,
                f"“{document.id}” đã nạp với nội dung khác hẳn (giống {change.similarity:.0%}).",
                hint="Nếu đúng là bản thay thế, nạp lại với --replace.",
            ),
            change,
        )
    return Outcome(path, found, None, change)
