"""Which document rules a matter on a day: answered from the catalogue's lines of succession, never from retrieval."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assistant.answering import refusals
from assistant.answering.cards import status_claims
from assistant.answering.draft import Draft
from assistant.model import Refusal
from assistant.question.dates import AsOf
from assistant.question.documents import Topic
from assistant.question.kinds import Wanted
from assistant.retrieval.search import Inquiry
from corpus.core.model import Record
from corpus.core.registry import Registry
from corpus.core.statements import Statement, governing, issue, period, state


def govern(inquiry: Inquiry) -> Draft | Refusal | None:
    """The document that rules the matter asked about on the day, or each of a year in which it changed."""
    about, registry = inquiry.understood.about, inquiry.registry
    if about is None or not about.topics or not about.wants_governing:
        return None
    wish = inquiry.understood.wish
    beside = wish.kind is Wanted.GOVERNING and len(about.named) == 1 and not about.asked  # "trước cả cái 77 ấy"
    if not wish.wants(Wanted.GOVERNING, Wanted.STATUS) or (about.named and not beside):
        return None
    topic, as_of = about.topics[0], inquiry.understood.as_of
    claims = status_claims(_said(topic, as_of, registry), registry)
    if claims:
        return Draft(claims)
    first = line_of(topic, registry)[0]
    return refusals.no_governing(topic.name, as_of.day, first, registry)


def line_of(topic: Topic, registry: Registry) -> list[Record]:
    """The documents that ruled a matter one after the other, oldest first."""
    found = {record.id: record for anchor in topic.records for record in registry.line(anchor)}
    return sorted(found.values(), key=lambda r: (r.validity.valid_from or r.issued or date.min, r.id))


def current(topic: Topic, day: date, registry: Registry) -> Record:
    """The document of a matter that is in force on a day; the last that was, or the first there is, without one."""
    line = line_of(topic, registry)
    begun = [r for r in line if (start := registry.record_validity(r).valid_from) is None or start <= day]
    return begun[-1] if begun else line[0]


def _said(topic: Topic, as_of: AsOf, registry: Registry) -> Iterator[Statement | None]:
    line, day = line_of(topic, registry), as_of.day
    if as_of.term and (season := [r for r in line if r.campaign == as_of.term]):
        for record in season:
            yield issue(registry, record.id)
            yield state(registry, record.id, day)
        return
    since = as_of.since or day
    ruled = [record for record in line if _overlaps(record, since, day, registry)]
    if len(ruled) > 1:
        yield from (period(registry, record.id) for record in ruled)
        return
    for record in ruled:
        yield governing(registry, record.id, day) or state(registry, record.id, day)


def _overlaps(record: Record, since: date, day: date, registry: Registry) -> bool:
    span = registry.record_validity(record)
    begun = span.valid_from is not None and span.valid_from <= day
    unknown = span.valid_from is None and span.valid_until is not None
    return (begun or unknown) and (span.valid_until is None or span.valid_until > since)
