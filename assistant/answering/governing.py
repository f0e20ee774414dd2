"""Which document rules a matter on a day: answered from the catalogue's lines of succession, never from retrieval."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from assistant.answering import refusals
from assistant.answering.cards import status_claims, told_elsewhere
from assistant.answering.draft import Draft
from assistant.model import Refusal
from assistant.question.dates import AsOf
from assistant.question.documents import AboutDocuments, before, current, line_of
from assistant.question.kinds import Wanted
from assistant.question.mentions import Topic
from assistant.question.topic import elsewhere
from assistant.retrieval.search import Inquiry
from corpus.core.model import Kind, Record
from corpus.core.registry import Force, Registry
from corpus.core.statements import Statement, amended, governing, guides, issue, period, replacing, state
from corpus.core.text import fold
from corpus.vietnamese.writtendates import written_dates

_WHICH = re.compile(r"\b(?:quy che|quy dinh|huong dan|chi thi)\s+(?:\w+\s+){0,6}?(?:so may|so nao|so bao nhieu|nao)\b")
MOST = 2
"""Most matters told of in one answer."""
_NEXT_DAY = re.compile(r"\bhom sau\b|\bngay (?:hom )?sau\b|\bngay ke\b")


def govern(inquiry: Inquiry) -> Draft | Refusal | None:
    """The document that rules the matter asked about on the day, or each of a year in which it changed."""
    about, registry = inquiry.understood.about, inquiry.registry
    if about is None or not about.topics or not about.wants_governing or elsewhere(inquiry.understood):
        return None
    wish = inquiry.understood.wish
    topic, as_of, key = about.topics[0], inquiry.understood.as_of, fold(inquiry.understood.plain)
    alone = wish.kind is Wanted.GOVERNING and len(about.named) == 1 and not about.asked
    alone = alone and (as_of.explicit or not before(about, key))
    line = {record.id for record in line_of(topic, registry)}
    context = as_of.explicit and all(line.isdisjoint(r.id for r in one.candidates) for one in about.named)
    if about.named and not (alone or context):
        return None
    days = _days(about.timeless)
    sentences: list[Statement | None] = []
    for one in _topics(about, key, registry):
        sentences += _over(one, days, registry) if len(days) > 1 else _said(one, as_of, registry)
    claims = status_claims([*sentences, *_also(topic, about, as_of, registry)], registry)
    if claims:
        return Draft(claims + told_elsewhere(current(topic, as_of.day, registry), as_of.day, registry))
    first = line_of(topic, registry)[0]
    return refusals.no_governing(topic.name, as_of.day, first, registry)


def _topics(about: AboutDocuments, key: str, registry: Registry) -> list[Topic]:
    """The matters whose document is asked for, in the order asked: more than one where it is asked more than once."""
    first, asked = about.topics[0], len(_WHICH.findall(key))
    line = {record.id for record in line_of(first, registry)}
    others = [one for one in about.topics[1:] if line.isdisjoint(r.id for r in line_of(one, registry))]
    return sorted([first, *others[: min(asked, MOST) - 1]], key=lambda one: one.start) if asked > 1 else [first]


def in_force_of(record: Record, day: date, registry: Registry) -> list[Record]:
    """The documents of the line of a record that are in force on a day."""
    line = registry.line(record.id)
    return [r for r in line if r.id != record.id and registry.standing(r.id, day).force is Force.IN_FORCE]


def _days(text: str) -> list[date]:
    """The single days that a question names, and the day after where it goes on to "hôm sau"."""
    key = fold(text)
    days = [written.day for written in written_dates(key) if written.day is not None]
    if len(days) == 1 and _NEXT_DAY.search(key):
        days.append(days[0] + timedelta(days=1))
    return sorted(set(days))


def _over(topic: Topic, days: Sequence[date], registry: Registry) -> Iterator[Statement | None]:
    """From when to when each document holds that ruled on one of the days."""
    for record in line_of(topic, registry):
        if any(registry.standing(record.id, day).force is Force.IN_FORCE for day in days):
            yield period(registry, record.id)


def _also(topic: Topic, about: AboutDocuments, as_of: AsOf, registry: Registry) -> Iterator[Statement | None]:
    """What else is asked of the document that rules: who issued it, what guides it, what it replaced."""
    record = current(topic, as_of.day, registry)
    for name, sentence in (("issue", issue), ("guides", guides), ("replacing", replacing), ("amended", amended)):
        if about.asks(name) and not (name == "guides" and record.kind is Kind.GUIDANCE):
            yield sentence(registry, record.id)


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
