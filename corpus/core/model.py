"""Values that say what a regulation is: record, document, provision, validity.

Pure. Text is Unicode NFC throughout; spans are half-open ``[start, end)`` offsets in Python characters. A
``Record`` holds what is known *about* a document (also when its text is not loaded); a ``Document`` adds the
text and its provisions. A *digest* document restates a record in our own words and gives way to the official
text of the same record (contract R8).
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class TextKind(StrEnum):
    """Whose words a document holds: the issuer's, our labelled restatement, or a catalogue card.

    A card states what is known *about* a document (number, date, what it replaces) and nothing of its content.
    """

    OFFICIAL = "official"
    DIGEST = "digest"
    CATALOGUE = "catalogue"


class Certainty(StrEnum):
    """How sure the source research is of a fact (Cao/Vừa/Thấp in the fact sheet)."""

    HIGH = "cao"
    MEDIUM = "vừa"
    LOW = "thấp"


class Succession(StrEnum):
    """How it is known that a record follows the ones it supersedes."""

    STATED = "stated"
    """The document, or a source on it, says what it replaces."""
    INFERRED = "inferred"
    """Concluded from a later document on the same matter; no sentence of replacement was seen."""


class Kind(StrEnum):
    """Kind of document, in Vietnamese; ``rank`` orders them (contract R7)."""

    CHARTER = "điều lệ"
    REGULATION = "quy định"
    STATUTE = "quy chế"
    DECISION = "quyết định"
    RESOLUTION = "nghị quyết"
    DIRECTIVE = "chỉ thị"
    CONCLUSION = "kết luận"
    GUIDANCE = "hướng dẫn"
    LETTER = "công văn"
    OTHER = "khác"

    @property
    def rank(self) -> int:
        """1 is highest (Điều lệ); Quy chế and Quyết định share a rank."""
        return _RANK[self]


_RANK = {
    Kind.CHARTER: 1,
    Kind.REGULATION: 2,
    Kind.STATUTE: 3,
    Kind.DECISION: 3,
    Kind.RESOLUTION: 3,
    Kind.DIRECTIVE: 4,
    Kind.CONCLUSION: 5,
    Kind.GUIDANCE: 6,
    Kind.LETTER: 7,
    Kind.OTHER: 8,
}


class Level(StrEnum):
    """Levels of Party organisation that a rule can apply to; an empty set means every level."""

    CELL = "chi_bo"
    SUB_COMMITTEE = "dang_bo_bo_phan"
    GRASSROOTS = "co_so"
    ABOVE_GRASSROOTS = "cap_tren_co_so"
    COMMUNE = "xa_phuong_dac_khu"
    PROVINCE = "tinh"
    CENTRAL_DIRECT = "truc_thuoc_trung_uong"
    NATIONAL = "toan_quoc"


class Unit(StrEnum):
    """Structural unit of a provision."""

    PREAMBLE = "mở đầu"
    PART = "phần"
    CHAPTER = "chương"
    SECTION = "mục"
    ARTICLE = "điều"
    CLAUSE = "khoản"
    POINT = "điểm"
    DASH = "gạch đầu dòng"
    PARAGRAPH = "đoạn"
    ANNEX = "phụ lục"
    FORM = "biểu mẫu"
    TABLE = "bảng"
    CLOSING = "nơi nhận"


@dataclass(frozen=True, slots=True)
class Validity:
    """When a rule is in force: ``valid_from <= day < valid_until`` (half-open).

    ``valid_until`` is the first day on which the rule is *no longer* in force; ``None`` on either side means
    unknown (from) or open (until). ``certainty`` says how sure these dates are. An ``alias`` is a field's name in JSON.
    """

    valid_from: date | None = field(default=None, metadata={"alias": "from"})
    valid_until: date | None = field(default=None, metadata={"alias": "until"})
    certainty: Certainty = Certainty.HIGH

    def __post_init__(self) -> None:
        """Refuse an interval that ends before it begins."""
        if self.valid_from and self.valid_until and self.valid_until <= self.valid_from:
            raise ValueError(f"validity ends ({self.valid_until}) before it begins ({self.valid_from})")

    def contains(self, day: date) -> bool:
        """Whether ``day`` lies in the interval; an unknown start never counts as in force."""
        if self.valid_from is None or day < self.valid_from:
            return False
        return self.valid_until is None or day < self.valid_until


@dataclass(frozen=True, slots=True)
class Record:
    """What is known about a document, whether or not its text is loaded (a row of the catalogue).

    ``id`` is ``<kind>-<number>-<issuer>-<year>``, e.g. ``qd-294-tw-2025``. ``supersedes``, ``amends`` and ``guides``
    hold record ids; ``succession`` says how the first of these is known. ``sources`` are links or source marks of the
    research. ``campaign`` names the congress term the document was made for (``"2025-2030"``) and is empty for standing
    rules.
    """

    id: str
    number: str | None
    kind: Kind
    issuer: str
    issued: date | None
    title: str
    validity: Validity = field(default_factory=Validity)
    supersedes: tuple[str, ...] = ()
    amends: tuple[str, ...] = ()
    guides: tuple[str, ...] = ()
    levels: frozenset[Level] = frozenset()
    certainty: Certainty = Certainty.HIGH
    sources: tuple[str, ...] = ()
    campaign: str = ""
    note: str = ""
    succession: Succession = Succession.STATED


@dataclass(frozen=True, slots=True)
class Provision:
    """The smallest citable unit of a document.

    Attributes:
        id: ``<document id>/<path>``; stable across re-ingest of the same text.
        path: e.g. ``11.4.2``, ``d11.k6``, ``d17.k2.a``.
        label: what a person writes, e.g. ``11.4.2``, ``Điều 11 khoản 6``, ``11.4.4 điểm a``.
        text: own NFC text (without children); citations quote this, byte for byte.
        start, end: span of ``text`` in the document's text.
        trail: headings of the ancestors, outermost first.
        citable: preamble, recipients list and unconfirmed documents are not.
        validity: overrides the record's validity when the rule itself has other dates.
        basis: legal basis of a digest provision (document, điều, khoản).
        facts: ids of the fact sheet's facts that a digest provision restates.
        references: provision ids or labels that the text points to.
        parent: id of the provision above, if any.
        asked_as: everyday questions that this provision answers; indexed, never quoted.
        note: the editors' remark on a digest provision (what was not compared, what is missing); never quoted.
        continues: ended places (``record#path``) whose rule this provision is known to carry on.
        changes: ended places (``record#path``) whose rule this provision is known to change.
        matters: ended places (``record#path``) that ruled the same matter before, with whatever content.
    """

    id: str
    document_id: str
    path: str
    label: str
    unit: Unit
    text: str
    start: int
    end: int
    heading: str = ""
    trail: tuple[str, ...] = ()
    parent: str | None = None
    citable: bool = True
    validity: Validity | None = None
    basis: str = ""
    certainty: Certainty = Certainty.HIGH
    sources: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    levels: frozenset[Level] = frozenset()
    references: tuple[str, ...] = ()
    asked_as: tuple[str, ...] = ()
    note: str = ""
    continues: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Hold the invariants that citations rest on."""
        if self.id != f"{self.document_id}/{self.path}":
            raise ValueError(f"provision id {self.id!r} does not follow from its document and path")
        if self.end - self.start != len(self.text):
            raise ValueError(f"{self.id}: span [{self.start}, {self.end}) does not fit its text")
        if not unicodedata.is_normalized("NFC", self.text):
            raise ValueError(f"{self.id}: text is not NFC")


@dataclass(frozen=True, slots=True)
class Document:
    """A record with its text and provisions; official, or a digest of the record."""

    id: str
    record: Record
    text_kind: TextKind
    text: str
    provisions: tuple[Provision, ...]
    source: str = ""
    sha256: str = ""

    def __post_init__(self) -> None:
        """Every provision is a slice of the document's text and ids are unique."""
        seen: set[str] = set()
        for provision in self.provisions:
            if self.text[provision.start : provision.end] != provision.text:
                raise ValueError(f"{provision.id}: text differs from the document at its span")
            if provision.id in seen:
                raise ValueError(f"{provision.id}: duplicate id")
            seen.add(provision.id)


def content_hash(text: str) -> str:
    """SHA-256 of the UTF-8 bytes of ``text``, as hex."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
