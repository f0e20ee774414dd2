"""The life of rules: which documents exist, which are loaded, what is in force on a day, what replaced what.

Pure. Built from catalogue records and loaded documents. A digest gives way to the official text of the same
record (contract R8): it stays resolvable by id, but is not offered as evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from corpus.core.codes import Code
from corpus.core.errors import CorpusError
from corpus.core.model import Document, Provision, Record, TextKind, Validity


class Force(StrEnum):
    """Whether a record is in force on a day."""

    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Standing:
    """A record's state on a day.

    ``successor`` is the record in force on that day that follows this one, however many steps later;
    ``successor_loaded`` tells whether an official text or digest of it is loaded.
    """

    record: Record
    force: Force
    validity: Validity
    successor: Record | None = None
    successor_loaded: bool = False


class Registry:
    """Records and documents with the questions one asks of them; immutable after construction.

    Args:
        records: the catalogue; a loaded document's own record wins over the catalogue's row of the same id.
        documents: loaded documents, official and digest.

    Raises:
        CorpusError: ``corpus.duplicate_id`` when two documents share an id, ``corpus.successor_cycle`` when
            documents supersede one another in a circle.
    """

    def __init__(self, records: Iterable[Record], documents: Iterable[Document]) -> None:
        self.records: dict[str, Record] = {record.id: record for record in records}
        self.all_documents: dict[str, Document] = {}
        self._provisions: dict[str, tuple[Provision, Document]] = {}
        for document in documents:
            if document.id in self.all_documents:
                raise CorpusError(Code.CORPUS_DUPLICATE_ID, f"Hai văn bản cùng mã “{document.id}”.")
            self.all_documents[document.id] = document
            if document.text_kind is TextKind.OFFICIAL or document.record.id not in self.records:
                self.records[document.record.id] = document.record
            for provision in document.provisions:
                self._provisions[provision.id] = (provision, document)
        official = {d.record.id for d in self.all_documents.values() if d.text_kind is TextKind.OFFICIAL}
        self.documents: dict[str, Document] = {
            document.id: document
            for document in self.all_documents.values()
            if document.text_kind is not TextKind.DIGEST or document.record.id not in official
        }
        self._loaded = {d.record.id for d in self.documents.values() if d.text_kind is not TextKind.CATALOGUE}
        self._successors: dict[str, list[Record]] = {}
        for record in self.records.values():
            for older in record.supersedes:
                self._successors.setdefault(older, []).append(record)
        self._refuse_cycles()

    def _refuse_cycles(self) -> None:
        for start in self.records:
            seen, current = {start}, self.next_record(start)
            while current is not None:
                if current.id in seen:
                    raise CorpusError(
                        Code.CORPUS_SUCCESSOR_CYCLE, f"Chuỗi văn bản thay thế nhau bị vòng tại “{current.id}”."
                    )
                seen.add(current.id)
                current = self.next_record(current.id)

    def provisions(self) -> Iterator[tuple[Provision, Document]]:
        """Citable provisions of the documents offered as evidence, in document order."""
        for document in self.documents.values():
            for provision in document.provisions:
                if provision.citable:
                    yield provision, document

    def provision(self, provision_id: str) -> tuple[Provision, Document] | None:
        """A provision by id, superseded and stepped-back ones included; ``None`` when there is no such id."""
        return self._provisions.get(provision_id)

    def is_loaded(self, record_id: str) -> bool:
        """Whether a text (official or digest) of the record is offered as evidence."""
        return record_id in self._loaded

    def next_record(self, record_id: str) -> Record | None:
        """The record that directly supersedes this one; the earliest issued when several do."""
        candidates = self._successors.get(record_id, [])
        return min(candidates, key=lambda r: (r.validity.valid_from or r.issued or date.max, r.id), default=None)

    def validity(self, provision: Provision) -> Validity:
        """The provision's own validity, else that of its document's record."""
        if provision.validity is not None:
            return provision.validity
        _, document = self._provisions[provision.id]
        return self.record_validity(document.record)

    def record_validity(self, record: Record) -> Validity:
        """The record's validity, ended by its successor's start when no end of its own is known.

        A document made for one congress term also ends where the next term's document of its kind begins.
        """
        own = record.validity
        follower = self.next_record(record.id)
        starts = [follower.validity.valid_from] if follower else self._next_campaign(record)
        start = min((day for day in starts if day is not None), default=None)
        if own.valid_until is None and start is not None and (own.valid_from is None or start > own.valid_from):
            return Validity(own.valid_from, start, own.certainty)
        return own

    def _next_campaign(self, record: Record) -> list[date | None]:
        if not record.campaign:
            return []
        return [
            r.validity.valid_from
            for r in self.records.values()
            if r.kind is record.kind and r.campaign > record.campaign
        ]

    def standing(self, record_id: str, on: date, validity: Validity | None = None) -> Standing:
        """State of a record (or of a provision of it, given ``validity``) on the day ``on``."""
        record = self.records[record_id]
        span = validity or self.record_validity(record)
        if span.valid_from is None:
            return Standing(record, Force.UNKNOWN, span)
        if on < span.valid_from:
            return Standing(record, Force.NOT_YET, span)
        if span.contains(on):
            return Standing(record, Force.IN_FORCE, span)
        successor = self.next_record(record_id)
        while successor is not None:
            later = self.next_record(successor.id)
            if later is None or later.validity.valid_from is None or later.validity.valid_from > on:
                break
            successor = later
        if successor is None:
            return Standing(record, Force.EXPIRED, span)
        return Standing(record, Force.SUPERSEDED, span, successor, self.is_loaded(successor.id))

    def replaced(self, record_id: str, on: date) -> bool:
        """Whether a later link of the record's chain is loaded and has begun by the day ``on``."""
        follower = self.next_record(record_id)
        while follower is not None:
            start = follower.validity.valid_from
            if self.is_loaded(follower.id) and start is not None and start <= on:
                return True
            follower = self.next_record(follower.id)
        return False

    def by_number(self, number: str) -> list[Record]:
        """Records whose number is ``number`` (spacing and case ignored), newest first.

        ``"294"`` matches ``294-QĐ/TW`` by its leading figure; ``"190-QĐ/TW"`` never matches ``190-KL/TW``.
        """
        wanted = _number_key(number)
        found = [
            record
            for record in self.records.values()
            if record.number
            and (
                _number_key(record.number) == wanted
                or (wanted.isdigit() and _number_key(record.number).split("-")[0] == wanted)
            )
        ]
        return sorted(found, key=lambda record: record.issued or date.min, reverse=True)


def _number_key(number: str) -> str:
    return "".join(number.split()).upper().replace("Ð", "Đ").replace("–", "-")
