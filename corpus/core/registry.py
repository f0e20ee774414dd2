"""The life of rules: which documents exist, which are loaded, what is in force on a day, what replaced what.

Pure. Built from catalogue records and loaded documents. A digest gives way to the official text of the same
record (contract R8) place by place: what the official text has itself stays resolvable by id, but is not offered as
evidence from the digest; what it lacks is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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

    ``successor`` is the record in force on that day that follows this one, however many steps later; ``chain`` holds
    every record on the way to it, the next one first; ``successor_loaded`` tells whether an official text or digest
    of the successor is loaded. ``part`` tells that only a provision has ended, or has not begun: its document is in
    force on that day. ``season`` tells that a document made for one congress term ended with it: no source gives a day.
    ``endless`` tells the same before it is over.
    """

    record: Record
    force: Force
    validity: Validity
    successor: Record | None = None
    successor_loaded: bool = False
    chain: tuple[Record, ...] = ()
    part: bool = False
    season: bool = False
    endless: bool = False

    @property
    def holds(self) -> bool:
        """Whether the rule is in force."""
        return self.force is Force.IN_FORCE

    @property
    def told(self) -> Validity:
        """What may be told of the validity: no end that no source gives (``Registry.told_validity``)."""
        return self.record.validity if self.season or self.endless else self.validity


def place_of(provision: Provision, document: Document) -> str:
    """A place whatever text is loaded of it: ``qd-294-tw-2025#14.2``."""
    return f"{document.record.id}#{provision.path}"


class Registry:
    """Records and documents with the questions one asks of them; immutable after construction.

    Args:
        records: the catalogue; a loaded document's own record wins over the catalogue's row of the same id.
        documents: loaded documents, official and digest.
        addresses: web addresses of the source marks that records carry.

    Raises:
        CorpusError: ``corpus.duplicate_id`` when two documents share an id, ``corpus.successor_cycle`` when
            documents supersede one another in a circle.
    """

    def __init__(
        self, records: Iterable[Record], documents: Iterable[Document], addresses: Mapping[str, str] | None = None
    ) -> None:
        self.addresses = dict(addresses or {})
        self.records: dict[str, Record] = {record.id: record for record in records}
        self.all_documents: dict[str, Document] = {}
        self._provisions: dict[str, tuple[Provision, Document]] = {}
        for document in documents:
            if document.id in self.all_documents:
                raise CorpusError(Code.CORPUS_DUPLICATE_ID, f"Hai văn bản cùng mã “{document.id}”.")
            self.all_documents[document.id] = document
            # An official file's head knows its record best; a digest only restates the catalogue's row.
            if document.text_kind is TextKind.OFFICIAL or document.record.id not in self.records:
                self.records[document.record.id] = document.record
            for provision in document.provisions:
                self._provisions[provision.id] = (provision, document)
        self.documents: dict[str, Document] = {}
        """What is offered as evidence; of a digest beside an official text only the places that this one lacks."""
        for document in self.all_documents.values():
            if (offered := self._beside_official(document)) is not None:
                self.documents[document.id] = offered
        self._offered = {p.id for document in self.documents.values() for p in document.provisions}
        self._loaded = {d.record.id for d in self.documents.values() if d.text_kind is not TextKind.CATALOGUE}
        self._successors: dict[str, list[Record]] = {}
        for record in self.records.values():
            for older in record.supersedes:
                self._successors.setdefault(older, []).append(record)
        self._next: dict[str, Record | None] = {}
        self._spans: dict[int, tuple[Record, Validity]] = {}
        self._refuse_cycles()
        self._carried: dict[str, list[tuple[Provision, Document]]] = {}
        self._matters: dict[str, set[str]] = {}
        for provision, document in self.provisions():
            for place in (*provision.continues, *provision.changes):
                self._carried.setdefault(place, []).append((provision, document))
            for place in (*provision.continues, *provision.changes, *provision.matters):
                self._matters.setdefault(place_of(provision, document), set()).add(place)
                self._matters.setdefault(place, set()).add(place_of(provision, document))
        self._ruling: dict[str, list[tuple[Provision, Document]]] = {}
        for provision, document in self.provisions():
            if (place := place_of(provision, document)) in self._matters:
                self._ruling.setdefault(place, []).append((provision, document))

    def _beside_official(self, document: Document) -> Document | None:
        """The document without the places that an official text of its record has; ``None`` when nothing is left."""
        if document.text_kind is not TextKind.DIGEST:
            return document
        paths = [
            provision.path.lower()
            for other in self.all_documents.values()
            if other.record.id == document.record.id and other.text_kind is TextKind.OFFICIAL
            for provision in other.provisions
            if provision.citable and provision.text.strip()
        ]
        if not paths:
            return document
        kept = tuple(provision for provision in document.provisions if not _has_place(paths, provision.path))
        return replace(document, provisions=kept) if kept else None

    def offers(self, provision_id: str) -> bool:
        """Whether a provision is offered as evidence: no official text has its place."""
        return provision_id in self._offered

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

    def carried_on(self, provision: Provision, document: Document, on: date) -> list[tuple[Provision, Document]]:
        """Provisions in force on a day that are known to carry on or to change an ended one, in document order."""
        found = self._carried.get(place_of(provision, document), [])
        return [
            (later, of)
            for later, of in found
            if self.standing(of.record.id, on, self.validity(later)).force is Force.IN_FORCE
        ]

    def on_same_matter(self, provision: Provision, document: Document, on: date) -> list[tuple[Provision, Document]]:
        """Provisions in force on a day that are reviewed as ruling the same matter at another time, by place."""
        start = place_of(provision, document)
        reached, open_ends = {start}, [start]
        while open_ends:
            further = self._matters.get(open_ends.pop(), set()) - reached
            reached |= further
            open_ends += further
        return [
            (other, of)
            for place in sorted(reached - {start})
            for other, of in self._ruling.get(place, ())
            if self.standing(of.record.id, on, self.validity(other)).force is Force.IN_FORCE
        ]

    def is_loaded(self, record_id: str) -> bool:
        """Whether a text (official or digest) of the record is offered as evidence."""
        return record_id in self._loaded

    def has_own_text(self, record_id: str) -> bool:
        """Whether an official text of the record is offered as evidence, which a digest is not."""
        return any(d.record.id == record_id and d.text_kind is TextKind.OFFICIAL for d in self.documents.values())

    def next_record(self, record_id: str) -> Record | None:
        """The record that directly supersedes this one; the earliest issued when several do."""
        if record_id not in self._next:
            candidates = self._successors.get(record_id, [])
            # Several may claim to replace one rule; the first to begin is the one that ended it.
            first = min(candidates, key=lambda r: (r.validity.valid_from or r.issued or date.max, r.id), default=None)
            self._next[record_id] = first
        return self._next[record_id]

    def validity(self, provision: Provision) -> Validity:
        """The provision's own validity, else that of its document's record."""
        if provision.validity is not None:
            return provision.validity
        _, document = self._provisions[provision.id]
        return self.record_validity(document.record)

    def told_validity(self, provision: Provision) -> Validity:
        """What may be told of a provision's validity: no end that no source gives (``told_record_validity``)."""
        if provision.validity is not None:
            return provision.validity
        _, document = self._provisions[provision.id]
        return self.told_record_validity(document.record)

    def told_record_validity(self, record: Record) -> Validity:
        """The record's validity without the end that only the next congress term's document gives it.

        That end decides which rules may answer on a day; no document states it, so it is never told as a fact.
        """
        return record.validity if self._ends_with_season(record) else self.record_validity(record)

    def _ends_with_season(self, record: Record) -> bool:
        return bool(record.campaign) and record.validity.valid_until is None and self.next_record(record.id) is None

    def record_validity(self, record: Record) -> Validity:
        """The record's validity, ended by its successor's start when no end of its own is known.

        A document made for one congress term also ends where the next term's document of its kind begins.
        """
        known = self._spans.get(id(record))
        if known is None or known[0] is not record:
            known = self._spans[id(record)] = record, self._span(record)
        return known[1]

    def _span(self, record: Record) -> Validity:
        own = record.validity
        follower = self.next_record(record.id)
        starts = [follower.validity.valid_from] if follower else self._next_campaign(record)
        start = min((day for day in starts if day is not None), default=None)
        # What began before a rule cannot have ended it: then the row is wrong, and the rule stands.
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
        whole = self.record_validity(record)
        span = validity or whole
        part = span != whole and whole.contains(on)
        season = span == whole and self._ends_with_season(record)
        ended = span.valid_until is not None and on >= span.valid_until
        if span.valid_from is None and not ended:
            return Standing(record, Force.UNKNOWN, span, endless=season)
        if span.valid_from is not None and on < span.valid_from:
            return Standing(record, Force.NOT_YET, span, part=part, endless=season)
        if span.contains(on):
            return Standing(record, Force.IN_FORCE, span, endless=season)
        chain = () if part else self.succession(record_id, on)
        if not chain:
            return Standing(record, Force.EXPIRED, span, part=part, season=season)
        # "Last known" is what has no later text at hand, whichever link of the chain that is.
        loaded = any(self.is_loaded(later.id) for later in chain)
        return Standing(record, Force.SUPERSEDED, span, chain[-1], loaded, chain)

    def standing_of(self, provision: Provision, on: date) -> Standing:
        """State of a loaded provision on a day, by its own validity or its document's."""
        _, document = self._provisions[provision.id]
        return self.standing(document.record.id, on, self.validity(provision))

    def succession(self, record_id: str, on: date) -> tuple[Record, ...]:
        """The records that follow one another after this one: the next, and those later that have begun by ``on``."""
        chain: list[Record] = []
        following = self.next_record(record_id)
        while following is not None:
            start = following.validity.valid_from
            if chain and (start is None or start > on):
                break
            chain.append(following)
            following = self.next_record(following.id)
        return tuple(chain)

    def line(self, record_id: str) -> tuple[Record, ...]:
        """The whole line that a record stands in, oldest first: what it replaced, itself, what replaced it."""
        first, seen = self.records[record_id], {record_id}
        while older := [self.records[i] for i in first.supersedes if i in self.records and i not in seen]:
            kind = first.kind
            first = max(older, key=lambda r: (r.kind is kind, r.validity.valid_from or date.min, r.id))
            seen.add(first.id)
        return (first, *self.succession(first.id, date.max))

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


_SAME_PLACE_AGAIN = re.compile(r"-\d+$")
"""The end of a digest's path that gives a further rule of one place (``d11.k6-2``)."""


def _has_place(paths: Sequence[str], path: str) -> bool:
    """Whether an official text with these paths has a digest's place: the unit, one in it, or one without parts above.

    An article that is not divided has all the clauses a digest may number in it; one that is has only its own.
    """
    place = _SAME_PLACE_AGAIN.sub("", path.lower())
    if any(known == place or known.startswith(f"{place}.") for known in paths):
        return True
    above = [known for known in paths if place.startswith(f"{known}.")]
    return any(not any(other.startswith(f"{known}.") for other in paths) for known in above)


def _number_key(number: str) -> str:
    return "".join(number.split()).upper().replace("Ð", "Đ").replace("–", "-")
