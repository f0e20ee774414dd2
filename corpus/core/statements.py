"""Sentences on documents that the registry proves: in force or not, replaced by what, issued by whom, guided by what.

Pure. A composer takes a sentence from here, the verifier makes all sentences of the cited documents again and takes a
claim only when it is one of them, word for word: nobody writes the state of a document by hand (contract R15, R16).
A succession is told one step a sentence, an inferred step as inferred. ``Có``, ``Không`` and ``Chưa`` stand before a
sentence only where they follow from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import permutations

from corpus.core.display import INFERRED, last_known_frame, name_of, replaced, vn_date
from corpus.core.model import Document, Provision, Record, Succession, TextKind
from corpus.core.registry import Force, Registry, Standing
from corpus.core.text import fold


class HowAsked(StrEnum):
    """How a question about the state of a document is put; it decides the word that opens the answer."""

    PLAIN = "plain"
    """Not to be answered by yes or no."""
    STILL = "still"
    """Is it (still, already) in force?"""
    ENDED = "ended"
    """Is it a mistake to go by it, was it replaced?"""
    ALREADY = "already"
    """Has it been replaced by now?"""


OPENERS: dict[HowAsked, dict[Force, str]] = {
    HowAsked.PLAIN: {},
    HowAsked.STILL: {
        Force.IN_FORCE: "Có. ",
        Force.SUPERSEDED: "Không. ",
        Force.EXPIRED: "Không. ",
        Force.NOT_YET: "Chưa. ",
    },
    HowAsked.ENDED: {
        Force.IN_FORCE: "Không, văn bản còn hiệu lực. ",
        Force.SUPERSEDED: "Có, văn bản đã hết hiệu lực. ",
        Force.EXPIRED: "Có, văn bản đã hết hiệu lực. ",
    },
    HowAsked.ALREADY: {
        Force.IN_FORCE: "Chưa, văn bản còn hiệu lực. ",
        Force.SUPERSEDED: "Có, văn bản đã hết hiệu lực. ",
        Force.EXPIRED: "Có, văn bản đã hết hiệu lực. ",
    },
}
"""What opens the sentence on a document's state, by how it is asked; no opener where the state decides nothing."""

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DAY = re.compile(r"\b(\d{2})/(\d{2})/(\d{4})\b")
_CONGRESS = re.compile(r"\blần thứ ([IVX]+)\b")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence and the records it speaks of, the one it is about first; their catalogue cards are its proof."""

    text: str
    records: tuple[str, ...]


def campaign_over(record: Record, day: date) -> bool:
    """Whether a document was made for a congress season that lies before the day's year."""
    return bool(record.campaign) and day.year > int(record.campaign[:4])


def state(registry: Registry, record_id: str, day: date, asked: HowAsked = HowAsked.PLAIN) -> Statement:
    """Whether a document is in force on a day, since or until when, and the next one where it was replaced."""
    standing = registry.standing(record_id, day)
    record, span = standing.record, standing.validity
    name, on = name_of(record), vn_date(day)
    named: tuple[str, ...] = (record_id,)
    opener = OPENERS[asked].get(standing.force, "")
    match standing.force:
        case Force.IN_FORCE | Force.EXPIRED if standing.season or (standing.holds and campaign_over(record, day)):
            opener = "Chưa. " if asked is HowAsked.ALREADY else ""
            text = (
                f"{name} ban hành cho kỳ đại hội {record.campaign}; kỳ đại hội đó đã xong, danh mục chưa ghi ngày hết "
                f"hiệu lực hoặc văn bản bãi bỏ."
            )
        case Force.IN_FORCE:
            text = f"{name} {_span(record, registry)}, còn hiệu lực vào ngày {on}."
        case Force.NOT_YET:
            text = f"{name} có hiệu lực từ ngày {vn_date(span.valid_from)}; vào ngày {on} chưa áp dụng."
        case Force.SUPERSEDED:
            text = f"{replaced(record, span.valid_until, standing.chain[0])}."
            named = (record_id, standing.chain[0].id)
        case Force.EXPIRED:
            text = f"{name} hết hiệu lực từ {vn_date(span.valid_until)}; danh mục chưa ghi văn bản thay thế."
        case _:
            end = f"; hết hiệu lực từ {vn_date(span.valid_until)}" if span.valid_until else ""
            text = f"Danh mục chưa rõ ngày {name} bắt đầu có hiệu lực{end}."
    return Statement(opener + text, named)


def period(registry: Registry, record_id: str) -> Statement:
    """From when to when a document is in force, whatever the day asked about."""
    record = registry.records[record_id]
    return Statement(f"{name_of(record)} {_span(record, registry)}.", (record_id,))


def ended(registry: Registry, record_id: str) -> Statement | None:
    """From when to when a document held and what followed it; ``None`` where nothing has."""
    record, following = registry.records[record_id], registry.next_record(record_id)
    span = registry.record_validity(record)
    if following is None or span.valid_until is None:
        return None
    begun = f"có hiệu lực từ ngày {vn_date(span.valid_from)}; " if span.valid_from else ""
    step = replaced(record, span.valid_until, following).removeprefix(f"{name_of(record)} ")
    return Statement(f"{name_of(record)} {begun}{step}.", (record_id, following.id))


def amended(registry: Registry, record_id: str) -> Statement | None:
    """What amended a document; ``None`` where the catalogue knows of nothing."""
    later = [r for r in registry.records.values() if record_id in r.amends]
    if not later:
        return None
    text = f"{name_of(registry.records[record_id])} được sửa đổi, bổ sung bởi {_names(later)}."
    return Statement(text, (record_id, *(r.id for r in later)))


def loaded(registry: Registry, record_id: str) -> Statement:
    """Whether the assistant holds the text of a document, a digest of it, or only its row of the catalogue."""
    name = name_of(registry.records[record_id])
    kinds = {d.text_kind for d in registry.documents.values() if d.record.id == record_id}
    if TextKind.OFFICIAL in kinds:
        text = f"Có. Trợ lý có toàn văn đã nạp của {name}."
    elif TextKind.DIGEST in kinds:
        text = f"Chưa. Trợ lý chưa có toàn văn {name}, chỉ có bản tóm lược."
    else:
        text = f"Chưa. Trợ lý chưa có toàn văn {name}, chỉ có thông tin danh mục."
    return Statement(text, (record_id,))


def whereabouts(registry: Registry, record_id: str) -> Statement:
    """Where the text of a document is to be had: with the assistant, or at the addresses that the catalogue knows."""
    record = registry.records[record_id]
    kinds = {d.text_kind for d in registry.documents.values() if d.record.id == record_id}
    if TextKind.OFFICIAL in kinds:
        text = f"Trợ lý có toàn văn đã nạp của {name_of(record)}; bấm vào nguồn trích để mở văn bản."
        return Statement(text, (record_id,))
    known = [registry.addresses.get(mark, mark) for mark in record.sources]
    addresses = [address for address in dict.fromkeys(known) if address.startswith(("http://", "https://"))]
    held = "bản tóm lược" if TextKind.DIGEST in kinds else "thông tin danh mục"
    told = (
        f"nguồn ghi trong danh mục (có thể không phải toàn văn): {', '.join(addresses)}"
        if addresses
        else "danh mục chưa ghi địa chỉ tìm toàn văn"
    )
    return Statement(f"Trợ lý chưa có toàn văn {name_of(record)}, chỉ có {held}; {told}.", (record_id,))


def placed(provision: Provision, document: Document, standing: Standing) -> str:
    """In which place of which document a rule stands; of one that is no longer in force, in the label that says so."""
    label = f"mục {provision.label}" if provision.label[:1].isdigit() else provision.label
    place = f"{label}, {name_of(document.record)}."
    if standing.force not in (Force.SUPERSEDED, Force.EXPIRED):
        return f"{place[:1].upper()}{place[1:]}"
    frame, _ = last_known_frame(standing)
    return f"{frame.removesuffix('“')}{place}"


def dated(registry: Registry, record_id: str, day: date, *, begins: bool = False) -> Statement | None:
    """That a document was issued, or began, on another day than is said; ``None`` where that is not so."""
    record = registry.records[record_id]
    known = registry.record_validity(record).valid_from if begins else record.issued
    if known is None or known == day:
        return None
    done = "có hiệu lực từ ngày" if begins else "ban hành ngày"
    text = f"Không. {_called(record)} {done} {vn_date(known)}, không phải ngày {vn_date(day)}."
    return Statement(text, (record_id,))


def issuers(registry: Registry) -> tuple[str, ...]:
    """The bodies that issued the documents of the catalogue, without their term, in the order of the catalogue."""
    return tuple(dict.fromkeys(_body(record) for record in registry.records.values() if record.issuer))


def issued_otherwise(registry: Registry, record_id: str, body: str) -> Statement | None:
    """That a document was issued by another body than is said; ``None`` where that is not so."""
    record = registry.records[record_id]
    if not record.issuer or _body(record) == body:
        return None
    return Statement(f"Không. {_called(record)} do {record.issuer} ban hành, không phải {body}.", (record_id,))


def _body(record: Record) -> str:
    return record.issuer.partition(" (")[0]


def governing(registry: Registry, record_id: str, day: date) -> Statement | None:
    """That a document is the one to go by on a day; ``None`` when it is not in force or its season is over."""
    record = registry.records[record_id]
    if registry.standing(record_id, day).force is not Force.IN_FORCE or campaign_over(record, day):
        return None
    text = f"Vào ngày {vn_date(day)}, về “{record.title}” áp dụng {name_of(record)}, {_span(record, registry)}."
    return Statement(text, (record_id,))


def issue(registry: Registry, record_id: str) -> Statement:
    """Who issued a document, when, on what, and for which congress season."""
    record = registry.records[record_id]
    when = f"ban hành ngày {vn_date(record.issued)}" if record.issued else "ban hành, danh mục chưa rõ ngày"
    season = f" Dùng cho kỳ đại hội {record.campaign}." if record.campaign else ""
    return Statement(f"{_called(record)} do {record.issuer} {when}: {record.title}.{season}", (record_id,))


def beginning(registry: Registry, record_id: str) -> Statement:
    """The day of signing and the day of effect, set side by side."""
    record = registry.records[record_id]
    start = registry.record_validity(record).valid_from
    if start is None:
        text = f"Danh mục chưa rõ ngày {name_of(record)} bắt đầu có hiệu lực."
    elif record.issued is None:
        text = f"{_called(record)} có hiệu lực từ ngày {vn_date(start)}; danh mục chưa rõ ngày ký."
    elif record.issued == start:
        text = f"{_called(record)} ký ngày {vn_date(record.issued)} và có hiệu lực từ ngày đó."
    else:
        text = f"{_called(record)} ký ngày {vn_date(record.issued)}, có hiệu lực từ ngày {vn_date(start)}."
    return Statement(text, (record_id,))


def replacing(registry: Registry, record_id: str) -> Statement:
    """What a document replaced and amended."""
    record = registry.records[record_id]
    older, amended = _known(registry, record.supersedes), _known(registry, record.amends)
    parts = []
    if older:
        doubt = f" {INFERRED}" if record.succession is Succession.INFERRED else ""
        parts.append(f"thay {_names(older)}{doubt}")
    if amended:
        parts.append(f"sửa đổi, bổ sung {_names(amended)}")
    if not parts and _says_it_replaces(registry, record):
        parts.append("có lời về văn bản mà nó thay thế hoặc sửa đổi; danh mục chưa ghi văn bản ấy")
    done = ", ".join(parts) or "không được danh mục ghi là thay hoặc sửa văn bản nào"
    return Statement(f"{name_of(record)} {done}.", (record_id, *(r.id for r in (*older, *amended))))


def _says_it_replaces(registry: Registry, record: Record) -> bool:
    """Whether a loaded text of a document tells, with the document's own number, of what it replaces."""
    own = fold(record.number or "")
    texts = [document for document in registry.documents.values() if own and document.record.id == record.id]
    keys = [fold(provision.text) for document in texts for provision in document.provisions]
    return any(own in key and "thay the" in key.split(own, 1)[1] for key in keys)


def guiding(registry: Registry, record_id: str) -> Statement:
    """What a document guides."""
    record = registry.records[record_id]
    guided = _known(registry, record.guides)
    if not guided:
        return Statement(f"Danh mục không ghi {name_of(record)} hướng dẫn văn bản nào.", (record_id,))
    return Statement(f"{name_of(record)} hướng dẫn {_names(guided)}.", (record_id, *(r.id for r in guided)))


def guides(registry: Registry, record_id: str) -> Statement:
    """What guides a document, with the time of each guide."""
    record = registry.records[record_id]
    found = [r for r in registry.records.values() if record_id in r.guides]
    if not found:
        return Statement(f"Danh mục không ghi văn bản nào hướng dẫn {name_of(record)}.", (record_id,))
    listed = "; ".join(f"{name_of(r)} của {r.issuer} ({_span(r, registry)})" for r in found)
    return Statement(f"Hướng dẫn thực hiện {name_of(record)}: {listed}.", (record_id, *(r.id for r in found)))


def versions(registry: Registry, record_id: str) -> Statement:
    """How many documents carry the same number, each with its day."""
    record = registry.records[record_id]
    same = _same_number(registry, record)
    listed = "; ".join(
        f"ngày {vn_date(r.issued)} ({r.title})" if r.issued else f"chưa rõ ngày ({r.title})" for r in same
    )
    return Statement(f"Danh mục có {len(same)} văn bản số {record.number}: {listed}.", tuple(r.id for r in same))


def absent(registry: Registry, record_id: str, year: int, *, doubted: bool = False) -> Statement | None:
    """That no document of this number is of a year; ``None`` when there is one, or one of an unknown day.

    ``doubted`` tells that it is asked by yes or no whether there is one.
    """
    record = registry.records[record_id]
    same = _same_number(registry, record)
    if any(r.issued is None or r.issued.year == year for r in same):
        return None
    listed = ", ".join(f"ngày {vn_date(r.issued)}" for r in same)
    text = f"Không tìm thấy văn bản số {record.number} năm {year} trong danh mục; văn bản cùng số đã biết: {listed}."
    return Statement(f"Không. {text}" if doubted else text, tuple(r.id for r in same))


def different(registry: Registry, ids: Iterable[str]) -> Statement:
    """That documents which look alike are not one, each with its issuer and day."""
    known = tuple(ids)
    listed = "; ".join(_introduced(registry.records[i]) for i in known)
    return Statement(f"Không. Đây là {len(known)} văn bản khác nhau: {listed}.", known)


def misnamed(registry: Registry, record_id: str, other_id: str, asked: HowAsked = HowAsked.PLAIN) -> Statement | None:
    """That a number belongs to another kind of document; ``None`` when kinds agree or the figures differ."""
    record, other = registry.records[record_id], registry.records[other_id]
    if record.kind is other.kind or not record.number or not other.number or _figure(record) != _figure(other):
        return None
    opener = "Không. " if asked is HowAsked.PLAIN else "Chưa. "
    text = f"{name_of(record)} là {record.kind.value}, không phải {other.kind.value}; {_introduced(other)}."
    return Statement(opener + text, (record_id, other_id))


def effect(registry: Registry, record_id: str, other_id: str, *, written: bool = False) -> Statement | None:
    """Whether a document replaced or amended another; ``None`` where it follows it by more than one step.

    ``written`` tells that a sentence saying so is asked for: an inferred step has none.
    """
    record, other = registry.records[record_id], registry.records[other_id]
    if other_id in record.supersedes:
        step = replaced(other, registry.record_validity(other).valid_until, record)
        inferred = written and record.succession is Succession.INFERRED
        opener = "Không. Chưa thấy câu ghi rõ." if inferred else "Có, văn bản đã bị thay."
        return Statement(f"{opener} {step}.", (record_id, other_id))
    if other_id in record.amends:
        return Statement(f"Có. {name_of(record)} sửa đổi, bổ sung {name_of(other)}.", (record_id, other_id))
    if record in registry.succession(other_id, date.max):
        return None
    text = f"Không. Danh mục không ghi {name_of(record)} thay thế hoặc sửa đổi {name_of(other)}."
    return Statement(text, (record_id, other_id))


def wrong_congress(registry: Registry, record_id: str, congress: str) -> Statement | None:
    """That a document is for another congress than is said; ``None`` when it is for that one, or names none."""
    record = registry.records[record_id]
    named = _CONGRESS.search(record.title)
    if named is None or named[1] == congress:
        return None
    text = f"Có, ghi nhầm. {name_of(record)}: {record.title}; không phải lần thứ {congress}."
    return Statement(text, (record_id,))


def proven(text: str, cited: Iterable[str], registry: Registry, day: date) -> bool:
    """Whether the registry gives this very sentence for the cited records on that day, and for no others.

    Records without a catalogue card cannot be cited; a sentence may name them.
    """
    given = tuple(dict.fromkeys(cited))
    able = {d.record.id for d in registry.documents.values() if any(p.citable for p in d.provisions)}
    return any(
        statement.text == text and set(given) == set(statement.records) & able
        for statement in _all(text, given, registry, day)
    )


def _all(text: str, cited: tuple[str, ...], registry: Registry, day: date) -> Iterator[Statement]:
    years, congresses = {int(y) for y in _YEAR.findall(text)}, set(_CONGRESS.findall(text))
    days = [date(int(y), int(m), int(d)) for d, m, y in _DAY.findall(text)]
    for record_id in cited:
        yield from (state(registry, record_id, day, asked) for asked in HowAsked)
        for about in (period, issue, beginning, replacing, guiding, guides, versions, loaded, whereabouts):
            yield about(registry, record_id)
        optional = [governing(registry, record_id, day), ended(registry, record_id), amended(registry, record_id)]
        optional += [absent(registry, record_id, year, doubted=doubted) for year in years for doubted in (False, True)]
        optional += [dated(registry, record_id, said, begins=begins) for said in days for begins in (False, True)]
        optional += [issued_otherwise(registry, record_id, body) for body in issuers(registry) if body in text]
        optional += [wrong_congress(registry, record_id, congress) for congress in congresses]
        yield from (statement for statement in optional if statement is not None)
    for one, other in permutations(cited, 2):
        pair = [misnamed(registry, one, other, asked) for asked in HowAsked] + [
            effect(registry, one, other, written=written) for written in (False, True)
        ]
        yield from (statement for statement in pair if statement is not None)
    if len(cited) in (2, 3):
        yield from (different(registry, order) for order in permutations(cited))


def _span(record: Record, registry: Registry) -> str:
    span = registry.told_record_validity(record)
    if span.valid_from is None:
        end = f", hết hiệu lực từ {vn_date(span.valid_until)}" if span.valid_until else ""
        return f"chưa rõ ngày bắt đầu có hiệu lực{end}"
    until = f" đến trước ngày {vn_date(span.valid_until)}" if span.valid_until else ""
    return f"có hiệu lực từ ngày {vn_date(span.valid_from)}{until}"


def _called(record: Record) -> str:
    """How a document is named where its day follows."""
    name = name_of(record)
    return name.rpartition(" ngày ")[0] or name if record.issued else name


def _introduced(record: Record) -> str:
    return f"{name_of(record)} của {record.issuer}: {record.title}"


def _names(records: Iterable[Record]) -> str:
    return ", ".join(map(name_of, records))


def _known(registry: Registry, ids: Iterable[str]) -> list[Record]:
    return [registry.records[i] for i in ids if i in registry.records]


def _figure(record: Record) -> str:
    return (record.number or "").partition("-")[0].strip().lstrip("0")


def _same_number(registry: Registry, record: Record) -> list[Record]:
    same = registry.by_number(record.number) if record.number else [record]
    return sorted(same, key=lambda r: (r.issued or date.min, r.id))
