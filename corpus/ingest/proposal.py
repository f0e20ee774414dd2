"""An extract to a document: repair → head → match with the catalogue → structure → references.

Pure. The document takes the id of the catalogue record whose number and date it carries; without
such a record a new one is proposed from the document's own words. What the head does not say stays unknown: then
the document is loaded, but nothing of it can be cited until the operator gives it. What the operator should look at is
worded by ``doubts``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from corpus.core.codes import Code, DefectCode
from corpus.core.errors import CorpusError
from corpus.core.model import Document, Kind, Record, TextKind, Unit, Validity
from corpus.core.text import fold
from corpus.head.header import Head, apart, parse_head
from corpus.ingest.doubts import of_force, of_others, of_own_end, of_record, of_references, of_unknown
from corpus.structure.effects import Effect, effects, own_end, signatory, valid_from
from corpus.structure.extract import Defect, Extract
from corpus.structure.references import Unresolved, resolve
from corpus.structure.repair import repair
from corpus.structure.signs import clean_number, number_key, outranked
from corpus.structure.tree import structure

T = TypeVar("T")
# What the signs of the Party's numbers stand for. OTHER: kinds that the model does not tell apart.
_KINDS_OF_SIGN = {
    "hd": {Kind.GUIDANCE, Kind.OTHER},
    "ct": {Kind.DIRECTIVE, Kind.OTHER},
    "kl": {Kind.CONCLUSION, Kind.OTHER},
    "nq": {Kind.RESOLUTION, Kind.OTHER},
    "qd": {Kind.REGULATION, Kind.STATUTE, Kind.DECISION, Kind.OTHER},
}
# What only one kind of state document has in its number ("1050/QĐ-SCT" is no plan's).
_SIGNS_OF_NAME = {
    "nghị quyết": {"nq", "nqlt"},
    "chỉ thị": {"ct"},
    "kết luận": {"kl", "tb"},
    "hướng dẫn": {"hd"},
    "thông báo": {"tb"},
    "kế hoạch": {"kh"},
    "tờ trình": {"ttr", "tt"},
    "nghị định": {"nd"},
    "thông tư": {"tt", "ttlt"},
    "thông tư liên tịch": {"tt", "ttlt"},
    "quyết định": {"qd"},
}
_SIGNS = frozenset(sign for signs in _SIGNS_OF_NAME.values() for sign in signs)
_KIND_SLUGS = {"luật": "luat", "bộ luật": "bo-luat", "nghị quyết": "nq", "điều lệ": "dieu-le", "quy chế": "qc"}


_VIETNAMESE = frozenset("ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉĩọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ")
_ENOUGH_LETTERS, _LEAST_OWN = 80, 0.05  # Vietnamese text has at least every sixth letter with marks of its own


class Clearable(StrEnum):
    """What the operator may say that there is not, whatever the file, the catalogue or a statement before says."""

    VALID_FROM = "valid_from"
    VALID_UNTIL = "valid_until"
    SUPERSEDES = "supersedes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """What the operator says about a document; wins over its head and over the catalogue.

    ``reviewed`` says that a person compared recognised text (OCR) with the original; ``supersedes`` names the records
    that the document replaces as wholes. What the document itself writes about that is only shown. ``cleared`` names
    what there is not; what is given all the same counts.
    """

    number: str | None = None
    issued: date | None = None
    kind: Kind | None = None
    title: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    record: str | None = None
    reviewed: bool = False
    supersedes: tuple[str, ...] = ()
    cleared: tuple[Clearable, ...] = ()

    def any(self) -> bool:
        """Whether anything but the record's name is overridden."""
        dates, others = (self.issued, self.valid_from, self.valid_until), (self.supersedes, self.cleared)
        return any((self.number, self.kind, self.title, *dates, *others))

    def known(self, name: Clearable, value: T) -> T | None:
        """What file or catalogue know, unless it is cleared."""
        return None if name in self.cleared else value


@dataclass(frozen=True, slots=True)
class Ingested:
    """A document with everything the operator should see before publishing it.

    Attributes:
        document: structured; not citable where ``unknown`` is not empty.
        head: what the file's head says.
        signed_by: office that signed, as written.
        effects: clauses that replace, repeal or amend other documents: proposals for the catalogue.
        unknown: what must be given before the document can be cited (``number``, ``issued``, ``kind``, ``review``).
        matched: whether the record is the catalogue's.
        from_catalogue: ``matched`` and nothing overridden.
    """

    document: Document
    head: Head
    signed_by: str
    effects: tuple[Effect, ...]
    unresolved: tuple[Unresolved, ...]
    defects: tuple[Defect, ...]
    unknown: tuple[str, ...]
    matched: bool
    from_catalogue: bool
    format: str
    pages: int
    encoding: str
    confidence: float


def build_document(
    extract: Extract,
    name: str,
    sha256: str,
    records: Mapping[str, Record],
    overrides: Overrides = Overrides(),
) -> Ingested:
    """The document of an extract; pure.

    Args:
        extract: what the reader found.
        name: file name, kept as the document's source.
        sha256: hash of the file's bytes.
        records: the catalogue, by id.
        overrides: what the operator says about it.
    """
    paragraphs, defects = repair(extract)
    if overrides.kind is None:
        _refuse_foreign("\n".join(paragraph.text for paragraph in paragraphs))
    paragraphs = apart(paragraphs)
    head = parse_head(paragraphs)
    stated = _with_overrides(head, overrides)
    text = "\n".join(paragraph.text for paragraph in paragraphs)
    catalogued = _match(stated, records, overrides)
    record = _record(stated, text, sha256, catalogued, records, overrides)
    unknown = _unknown(record, stated)
    if _contradicts(head) and not (overrides.kind or overrides.number):
        unknown = (*unknown, "kind")
    if any(defect.code == DefectCode.DOUBT_OCR for defect in extract.defects) and not overrides.reviewed:
        unknown = (*unknown, "review")
    built = structure(paragraphs, record.id, head.end)
    if not (head.kind or head.number or overrides.kind or overrides.number or overrides.record) and any(
        defect.code == DefectCode.STRUCTURE_UNKNOWN for defect in built.defects
    ):
        raise CorpusError(
            Code.CORPUS_NOT_REGULATION,
            "Tệp không có tên loại văn bản, số hiệu, điều, khoản hay mục nào; không giống văn bản quy định.",
            hint="Nếu đúng là văn bản cần nạp, nói rõ bằng --kind (ví dụ --kind khác).",
        )
    provisions, unresolved = resolve(built.provisions, record, records)
    if unknown:
        provisions = tuple(replace(provision, citable=False) for provision in provisions)
    told = of_record(record, catalogued, head)
    if catalogued is None:
        told += of_others(record, effects(text, record.title), records)
        told += of_own_end(record, own_end(text), cleared=Clearable.VALID_UNTIL in overrides.cleared)
    told += [*of_force(record), *of_unknown(unknown), *of_references(unresolved)]
    closing = [provision.text for provision in provisions if provision.unit is Unit.CLOSING]
    return Ingested(
        document=Document(record.id, record, TextKind.OFFICIAL, built.text, provisions, source=name, sha256=sha256),
        head=head,
        signed_by=signatory(closing),
        effects=effects(text, head.title),
        unresolved=unresolved,
        defects=(*defects, *built.defects, *told),
        unknown=unknown,
        matched=catalogued is not None,
        from_catalogue=catalogued is not None and not overrides.any(),
        format=extract.format,
        pages=extract.pages,
        encoding=extract.encoding,
        confidence=extract.confidence,
    )


def _refuse_foreign(text: str) -> None:
    """Refuse a text in another language or without diacritics: nothing in it could be quoted word for word.

    Raises:
        CorpusError: ``corpus.foreign``.
    """
    letters = sum(char.isalpha() for char in text)
    if letters < _ENOUGH_LETTERS:
        return
    own = sum(char in _VIETNAMESE for char in text.casefold())
    if own < letters * _LEAST_OWN:
        raise CorpusError(
            Code.CORPUS_FOREIGN,
            "Văn bản không phải tiếng Việt có dấu (bản dịch tiếng nước ngoài hoặc bản gõ không dấu).",
            hint="Nạp bản tiếng Việt chính thức.",
        )


def _with_overrides(head: Head, given: Overrides) -> Head:
    return replace(
        head,
        number=clean_number(given.number) if given.number else head.number,
        issued=given.issued or head.issued,
        kind=given.kind or head.kind,
        title=given.title or head.title,
    )


def _record(
    stated: Head, text: str, sha256: str, catalogued: Record | None, records: Mapping[str, Record], given: Overrides
) -> Record:
    """The catalogue's record for this document or a proposal, with what the operator says."""
    record = catalogued or _proposal(stated, text, sha256)
    if not given.any():
        return record
    validity = Validity(
        given.valid_from or given.known(Clearable.VALID_FROM, record.validity.valid_from),
        given.valid_until or given.known(Clearable.VALID_UNTIL, record.validity.valid_until),
        record.validity.certainty,
    )
    return replace(
        record,
        number=stated.number or record.number,
        issued=stated.issued or record.issued,
        kind=given.kind or record.kind,
        title=given.title or record.title,
        validity=validity,
        supersedes=_confirmed(record, records, given.supersedes)
        or given.known(Clearable.SUPERSEDES, record.supersedes)
        or (),
    )


def _confirmed(record: Record, records: Mapping[str, Record], supersedes: Sequence[str]) -> tuple[str, ...]:
    """The records that an operator says are replaced; each is known, and none of a higher body's."""
    for name in supersedes:
        if name not in records:
            raise CorpusError(Code.CORPUS_UNKNOWN_RECORD, f"Danh mục không có bản ghi “{name}”.")
        if name == record.id or outranked(record.number, records[name].number):
            raise CorpusError(
                Code.CORPUS_OUTRANKED,
                f"“{record.number or record.id}” không thể chấm dứt hiệu lực của “{records[name].number or name}”.",
                hint="Văn bản của cấp dưới không thay thế văn bản của cấp trên; kiểm tra lại --supersedes.",
            )
    return tuple(dict.fromkeys(supersedes))


def _match(stated: Head, records: Mapping[str, Record], given: Overrides) -> Record | None:
    if given.record:
        if given.record not in records:
            raise CorpusError(
                Code.CORPUS_UNKNOWN_RECORD,
                f"Danh mục không có bản ghi “{given.record}”.",
                hint="Xem mã bằng lệnh list, hoặc bỏ --record để tạo bản ghi mới.",
            )
        return records[given.record]
    if stated.number:
        key = number_key(stated.number)
        same = [record for record in records.values() if record.number and number_key(record.number) == key]
        if stated.issued:
            same = [record for record in same if record.issued in (None, stated.issued)]
        return same[0] if len(same) == 1 else None
    if stated.kind is Kind.CHARTER and stated.issued:
        same = [r for r in records.values() if r.kind is Kind.CHARTER and r.issued == stated.issued]
        return same[0] if len(same) == 1 else None
    return None


def _proposal(stated: Head, text: str, sha256: str) -> Record:
    kind = stated.kind or Kind.OTHER
    if kind is Kind.CHARTER and "đảng" not in stated.title.casefold():
        kind = Kind.OTHER  # the charter of another organisation does not rank with the Party's
    record_id = _record_id(stated, sha256)
    return Record(
        id=record_id,
        number=stated.number,
        kind=kind,
        issuer=stated.issuer,
        issued=stated.issued,
        title=stated.title or stated.number or "Văn bản chưa rõ trích yếu",
        validity=_validity(text, stated.issued),
        note="Đề xuất từ chính văn bản, chưa đối chiếu danh mục.",
    )


def _validity(text: str, issued: date | None) -> Validity:
    start, end = valid_from(text, issued), own_end(text)
    if end is None or not end.sure or start is None or end.day <= start:
        return Validity(start)
    return Validity(start, end.day)


def _record_id(stated: Head, sha256: str) -> str:
    """``<kind>-<number>-<issuer>-<year>`` as far as known; a hash instead where the number is unknown."""
    kind = _KIND_SLUGS.get(stated.kind_name, "".join(word[0] for word in fold(stated.kind_name or "văn bản").split()))
    year = str(stated.issued.year) if stated.issued else ""
    if not stated.number:
        return "-".join(part for part in (kind, sha256[:8], year) if part)
    parts = [part for part in re.split(r"[-/]", fold(stated.number)) if part]
    figure, rest = parts[0], [part for part in parts[1:] if not re.fullmatch(r"\d{4}", part)]
    years = [part for part in parts[1:] if re.fullmatch(r"(?:19|20)\d{2}", part)]
    if len(rest) > 1:
        kind, rest = rest[0], rest[1:]
    return "-".join(part for part in (kind, figure, *rest, year or "".join(years[:1])) if part)


def _unknown(record: Record, stated: Head) -> tuple[str, ...]:
    """What the document itself (or the operator) has not said; a charter needs no number."""
    missing = []
    if stated.number is None and Kind.CHARTER not in (record.kind, stated.kind):
        missing.append("number")
    if stated.issued is None:
        missing.append("issued")
    return tuple(missing)


def _contradicts(head: Head) -> bool:
    """Whether number and kind name two sorts of document ("17-HD/ĐU", QUY ĐỊNH)."""
    told = re.match(r"[0-9]+[a-z]?(?:/[0-9]{4})?[-/]([a-z]+)(?=[-/.]|$)", fold(head.number or ""))
    own = _SIGNS_OF_NAME.get(head.kind_name)
    if told is not None and own is not None and told[1] in _SIGNS - own:
        return True
    sign = re.match(r"[0-9]+\s*-\s*([a-z]+)\s*/", fold(head.number or ""))
    return sign is not None and head.kind is not None and head.kind not in _KINDS_OF_SIGN.get(sign[1], {head.kind})
