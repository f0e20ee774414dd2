"""Adding, removing and going back: the library changes, the index follows, or both stay as they were.

Edge over ``corpus.ingest`` (files to documents, the library) and ``indexing.build``. Every change is one library
version; when the index refuses the new state, the library goes back to the old one, so that what is served and what is
stored agree. Nothing here prints: whoever calls tells people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.core.codes import Code
from corpus.core.errors import AssistantError, CorpusError, InputError
from corpus.core.model import Kind, Record
from corpus.ingest.intake import Outcome, addition_of, examine
from corpus.ingest.library import Library, LibraryEntry, Version
from corpus.ingest.proposal import Clearable, Overrides
from corpus.ingest.sandbox import Limits
from corpus.shipped.catalogue import load_catalogue
from corpus.structure.diacritics import Usage
from indexing.config import IndexConfig
from indexing.sources import holds_nothing, load_registry

if TYPE_CHECKING:
    from indexing.build import BuildReport
    from indexing.ports import Progress

_USUAL = Limits()
READING = "Đọc tệp"
"""Stage of an addition before those of the index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """What a person typed about a document, each as text and empty where nothing was said.

    Attributes:
        number: number and sign.
        issued: day of issue, ``YYYY-MM-DD``; so are ``valid_from`` and ``valid_until``.
        kind: name of a ``Kind``.
        title: title.
        valid_from: first day in force.
        valid_until: first day no longer in force.
        record: id of the catalogue's record that this is.
        supersedes: ids of records that the document replaces as wholes.
        reviewed: recognised text was compared with the original.
        cleared: what there is not, whatever the file, the catalogue or a statement before says.
    """

    number: str = ""
    issued: str = ""
    kind: str = ""
    title: str = ""
    valid_from: str = ""
    valid_until: str = ""
    record: str = ""
    supersedes: tuple[str, ...] = ()
    reviewed: bool = False
    cleared: tuple[Clearable, ...] = ()

    def overrides(self) -> Overrides:
        """The statements as the reader takes them.

        Raises:
            InputError: ``input.encoding``, ``input.kind`` or ``input.date``.
        """
        refuse_bytes(self.number, self.kind, self.title, self.record, *self.supersedes)
        kinds = {item.value: item for item in Kind}
        if self.kind and self.kind.casefold() not in kinds:
            raise InputError(
                Code.INPUT_KIND, f"Không có loại văn bản “{self.kind}”.", hint="Chọn: " + ", ".join(kinds) + "."
            )
        return Overrides(
            number=self.number.strip() or None,
            issued=_day(self.issued),
            kind=kinds[self.kind.casefold()] if self.kind else None,
            title=" ".join(self.title.split()) or None,
            valid_from=_day(self.valid_from),
            valid_until=_day(self.valid_until),
            record=self.record or None,
            reviewed=self.reviewed,
            supersedes=self.supersedes,
            cleared=self.cleared,
        )


def refuse_bytes(*said: str) -> None:
    """Refuse values of options that are not UTF-8: neither library nor log could write them down.

    Raises:
        InputError: ``input.encoding``.
    """
    for value in said:
        if value.encode("utf-8", "ignore").decode("utf-8") != value:
            raise InputError(
                Code.INPUT_ENCODING, "Giá trị tùy chọn không phải UTF-8.", hint="Xem lại bảng mã của terminal."
            )


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise InputError(Code.INPUT_DATE, f"Ngày “{value}” không đúng.", hint="Viết dạng 2025-08-15.") from error


@dataclass(slots=True)
class Upkeep:
    """What may be done with the documents of one home.

    Args:
        config: where the library and the index are.
        by: who does it, for the library's log.
        note: why, for the log.
        build: make the index anew after a change.
        progress: told about each stage of the index.

    Attributes:
        report: what the last build did; ``None`` when none was made.
        emptied: none was made, for the corpus holds no document at all.
    """

    config: IndexConfig
    by: str
    note: str = ""
    build: bool = True
    progress: Progress = field(default=lambda _stage, _done, _total: None)
    report: BuildReport | None = None
    emptied: bool = False

    @property
    def library(self) -> Library:
        """The documents of this home."""
        return Library(self.config.library_folder)

    def records(self) -> Mapping[str, Record]:
        """The catalogue, by id."""
        return {row.id: row for row in load_catalogue(self.config.digest / "catalogue.toml")}

    def preview(
        self,
        paths: Sequence[Path],
        said: Statements,
        *,
        limits: Limits = _USUAL,
        replace: bool = False,
        ocr: bool = False,
        warn: bool = True,
    ) -> Iterator[Outcome]:
        """What each file would become; nothing is stored.

        Args:
            paths: the files.
            said: what is said about the one file.
            limits: time and memory for one file.
            replace: take a different text of a loaded document without asking how similar it is.
            ocr: recognise scanned pages.
            warn: show a file that would be refused all the same, with the reason as a finding.

        Raises:
            InputError: statements that cannot be used (``input.*``), or statements about several files.
        """
        return self._examine(paths, said, limits, replace=replace, ocr=ocr, dry_run=warn)

    def add(
        self,
        paths: Sequence[Path],
        said: Statements,
        *,
        limits: Limits = _USUAL,
        replace: bool = False,
        ocr: bool = False,
        tell: Callable[[Outcome], None] = lambda _outcome: None,
    ) -> Version | None:
        """Read files and publish all that are accepted as one library version.

        Args:
            paths: the files (see ``corpus.ingest.intake.find_files``).
            said: what is said about the one file.
            limits: time and memory for one file.
            replace: take a different text of a loaded document without asking how similar it is.
            ocr: recognise scanned pages.
            tell: hears of every file once it is stored or refused.

        Returns:
            The new version; ``None`` when no file was accepted.

        Raises:
            InputError: as ``preview``.
            CorpusError: what the index says against the new state, which is then taken back.
        """
        staged: list[LibraryEntry] = []
        renamed: list[str] = []
        self.progress(READING, 0, len(paths))
        for done, outcome in enumerate(self._examine(paths, said, limits, replace=replace, ocr=ocr, dry_run=False), 1):
            self.progress(READING, done, len(paths))
            kept = self._staged(outcome, staged) if outcome.ok else outcome
            renamed += [kept.instead_of] if kept.ok and kept.instead_of else []
            tell(kept)
        if not staged:
            return None
        version = self.library.publish(staged, by=self.by, note=self.note, instead_of=renamed)
        self._follow()
        return version

    def remove(self, document_ids: Sequence[str]) -> Version:
        """Take documents out of the library; ``roll_back`` brings them back.

        Raises:
            CorpusError: ``corpus.not_loaded``; or as ``add``.
        """
        version = self.library.remove(document_ids, by=self.by, note=self.note)
        self._follow()
        return version

    def roll_back(self) -> Version:
        """Serve the library's version before the current one.

        Raises:
            CorpusError: ``corpus.no_history``.
        """
        version = self.library.rollback(by=self.by, note=self.note)
        if self.build:
            self.rebuild()
        return version

    def rebuild(self, *, force: bool = False) -> BuildReport | None:
        """Make the index of what is loaded; ``None`` where the corpus holds no document at all.

        Args:
            force: build although nothing changed, reusing no vector.

        Raises:
            CorpusError: the corpus contradicts itself.
            IndexingError: ``index.busy``, ``index.encoder``.
        """
        from indexing.build import build  # numpy, faiss and the encoder, when they are needed

        self.emptied = holds_nothing(self.config)
        self.report = None if self.emptied else build(self.config, progress=self.progress, force=force)
        return self.report

    def _examine(
        self, paths: Sequence[Path], said: Statements, limits: Limits, *, replace: bool, ocr: bool, dry_run: bool
    ) -> Iterator[Outcome]:
        overrides = said.overrides()
        if overrides.any() | bool(said.record) and len(paths) != 1:
            raise InputError(Code.INPUT_OVERRIDES, "Các tùy chọn về số, ngày, loại… chỉ dùng khi nạp đúng một tệp.")
        return examine(
            paths,
            self.library,
            self.records(),
            overrides=overrides,
            limits=limits,
            replace=replace,
            dry_run=dry_run,
            ocr=ocr,
            usage=self._usage() if ocr else None,
        )

    def _usage(self) -> Usage:
        """How the loaded corpus writes, for the diacritics of recognised text."""
        registry = load_registry(self.config)
        documents = registry.all_documents.values()
        return Usage.of(provision.text for document in documents for provision in document.provisions)

    def _staged(self, outcome: Outcome, staged: list[LibraryEntry]) -> Outcome:
        """Store an accepted document at once, so that a thousand files need the memory of one."""
        try:
            staged.append(self.library.stage(addition_of(outcome)))
        except CorpusError as error:
            return Outcome(outcome.path, outcome.ingested, error)
        return outcome

    def _follow(self) -> None:
        """Build the index; when it refuses the library's new state, go back to the state before."""
        if not self.build:
            return
        try:
            self.rebuild()
        except AssistantError as error:
            self.library.rollback(by=self.by, note=f"tự quay lại: {error.code}")
            raise CorpusError(
                error.code, f"Chưa nạp được: {error.message}", hint="Thư viện và chỉ mục giữ nguyên trạng thái cũ."
            ) from error
