"""What is asked of a document itself: in force or not, replaced by what, issued by whom; from the registry alone.

Every sentence comes from ``corpus.core.statements`` and cites the catalogue cards of the documents it speaks of; the
verifier makes it again. What the catalogue does not know is refused, a number that means several is asked back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answering import refusals
from assistant.answering.cards import own_words, status_claims
from assistant.answering.draft import Draft
from assistant.answering.governing import current, line_of
from assistant.model import Refusal
from assistant.question.clarification import unknown_document, which_document, which_meant
from assistant.question.documents import AboutDocuments, Named
from assistant.question.kinds import Wanted
from assistant.question.understanding import Understood
from assistant.retrieval.search import Inquiry
from corpus.core.model import Record
from corpus.core.registry import Force, Registry
from corpus.core.statements import (
    HowAsked,
    Statement,
    absent,
    beginning,
    campaign_over,
    different,
    effect,
    guides,
    guiding,
    issue,
    misnamed,
    period,
    replacing,
    state,
    versions,
    wrong_congress,
)
from corpus.core.text import fold

_FORMER = re.compile(r"\b(?:cu|truoc day|truoc kia|hoi truoc|doi truoc|vua bi thay)\b")
_STATE = ("still", "ended", "already", "replaced", "effect")


def tell_status(inquiry: Inquiry) -> Draft | Refusal | None:
    """The state of the documents asked about; ``None`` when the question is not about documents."""
    understood, registry = inquiry.understood, inquiry.registry
    about = understood.about
    if about is None:
        return None
    if about.unknown and (not about.named[0].candidates or about.asks("effect", "ended")):
        return _unknown(understood, about, registry)
    if not about.named:
        return _without_number(understood, about, registry)
    whole = about.asks("versions", "same")
    lead = _lead(about)
    named = [lead, *(one for one in about.named if one is not lead)]
    settled: list[list[Record]] = []
    for one in named:
        pool = _settled(one, understood, registry, whole)
        if len(pool) > 1 and not whole and not one.absent_year:
            if one is lead:
                return which_document(one.words, one.candidates)
            pool = []
        settled.append(pool)
    claims = status_claims(_said(understood, about, named, settled, registry), registry)
    if not claims:
        return None
    if settled[0] and about.asks("beginning", "replacing", "effect", "same"):
        claims += own_words(settled[0][0], [r for pool in settled for r in pool], understood.as_of.day, registry)
    notes = (refusals.not_in_catalogue(about.unknown),) if about.unknown else ()
    return Draft(claims, notes=notes)


def _unknown(understood: Understood, about: AboutDocuments, registry: Registry) -> Refusal:
    day = understood.as_of.day
    known = [r.id for one in about.named if len(one.candidates) == 1 for r in one.candidates]
    known += [current(topic, day, registry).id for topic in about.topics[:1]]
    sentences = [state(registry, i, day).text for i in dict.fromkeys(known)]
    return unknown_document(about.unknown, sentences)


def _without_number(understood: Understood, about: AboutDocuments, registry: Registry) -> Draft | Refusal | None:
    """A document named by what it is about ("quy chế bầu cử cũ"), or only pointed at."""
    if understood.wish.kind is not Wanted.STATUS:
        return None
    asked = about.asks("still", "ended", "already", "replaced", "replacing", "beginning", "issue", "guides")
    if not about.topics:
        return which_meant() if about.points and asked else None
    if about.wants_governing or not asked:
        return None
    topic, day = about.topics[0], understood.as_of.day
    record = current(topic, day, registry)
    if _FORMER.search(fold(understood.plain)):
        line = line_of(topic, registry)
        record = line[max(line.index(record) - 1, 0)]
    return Draft(status_claims(_about_one(record, about, _asked(about), understood, registry), registry))


def _lead(about: AboutDocuments) -> Named:
    """The document that the question is put about: the last one named before the words that ask for its state."""
    at = next((word for name, word in about.asked if name in ("still", "ended", "already")), None)
    if at is None:
        return about.named[0]
    before = [one for one in about.named if one.word <= at and one.candidates]
    return before[-1] if before else about.named[0]


def _settled(one: Named, understood: Understood, registry: Registry, whole: bool) -> list[Record]:
    """The records meant; where several fit, the one in force on a day that the question names."""
    pool = list(one.candidates)
    if len(pool) > 1 and not whole and not one.absent_year and understood.as_of.explicit:
        day = understood.as_of.day
        in_force = [r for r in pool if registry.standing(r.id, day).force is Force.IN_FORCE]
        pool = in_force if len(in_force) == 1 else pool
    return pool


def _asked(about: AboutDocuments) -> HowAsked:
    if about.asks("ended"):
        return HowAsked.ENDED
    if about.asks("already"):
        return HowAsked.ALREADY
    return HowAsked.STILL if about.asks("still") else HowAsked.PLAIN


def _said(
    understood: Understood,
    about: AboutDocuments,
    named: Sequence[Named],
    settled: Sequence[Sequence[Record]],
    registry: Registry,
) -> Iterator[Statement | None]:
    day, lead = understood.as_of.day, named[0]
    if lead.absent_year:
        yield absent(registry, lead.candidates[0].id, lead.absent_year)
        return
    ids = list(dict.fromkeys(r.id for pool in settled for r in pool))
    if about.asks("same") and len(ids) == 1:
        ids += [r.id for topic in about.topics[:1] for r in (current(topic, day, registry),) if r.id not in ids]
        if len(ids) == 2 and (wrong := misnamed(registry, ids[0], ids[1])):
            yield wrong
            return
    if about.asks("same") and 2 <= len(ids) <= 3:
        yield different(registry, ids)
        return
    if pair := _doer_and_done(understood, about, named, settled, registry):
        doer, done = pair
        yield effect(registry, doer.id, done.id)
        yield from _chain(done, HowAsked.PLAIN, understood, registry)
        return
    subject = settled[0][0] if settled[0] else None
    if subject is not None and lead.kinds and subject.kind not in lead.kinds:
        figure = (subject.number or "").partition("-")[0]
        for other in registry.by_number(figure):
            if other.kind in lead.kinds:
                yield misnamed(registry, subject.id, other.id, HowAsked.STILL)
                return
    if subject is not None and about.congress and (wrong := wrong_congress(registry, subject.id, about.congress)):
        yield wrong
        yield issue(registry, subject.id)
        return
    if about.asks("versions") and len(settled[0]) > 1:
        if len({r.number for r in settled[0]}) == 1:
            yield versions(registry, settled[0][0].id)
        for record in sorted(settled[0], key=lambda r: str(r.issued)):
            yield issue(registry, record.id)
            yield period(registry, record.id)
        return
    several = not about.asks("guides", "guiding", "replacing")
    records = [pool[0] for pool in settled if pool][: None if several else 1]
    if understood.wish.wants(Wanted.GOVERNING) and len(records) > 1 and _asked(about) is HowAsked.PLAIN:
        records.sort(key=lambda r: registry.standing(r.id, day).force is not Force.IN_FORCE)
        yield from (state(registry, record.id, day) for record in records)
        return
    for number, record in enumerate(records):
        yield from _about_one(record, about, _asked(about) if number == 0 else HowAsked.PLAIN, understood, registry)


def _about_one(
    record: Record, about: AboutDocuments, asked: HowAsked, understood: Understood, registry: Registry
) -> Iterator[Statement | None]:
    """The sentences on one document that are asked for; who issued it and its state where nothing in particular is."""
    known = {"replacing": replacing, "beginning": beginning, "guides": guides, "guiding": guiding, "issue": issue}
    ends = about.asks("replaced") and not about.asks("replacing")
    if asked is not HowAsked.PLAIN:
        yield from _chain(record, asked, understood, registry)
    for name, sentence in known.items():
        if about.asks(name) and not (ends and name == "beginning" and about.asks("day")):
            yield sentence(registry, record.id)
    if about.asks("season") or (about.asks("day") and not about.asks(*known, *_STATE)):
        yield issue(registry, record.id)
    nothing = not about.asks(*known, "season", "day", *_STATE)
    if nothing:
        yield issue(registry, record.id)
    day = understood.as_of.day
    stale = registry.standing(record.id, day).force is not Force.IN_FORCE or campaign_over(record, day)
    if asked is HowAsked.PLAIN and (nothing or (about.asks(*_STATE) and not about.asks("replacing"))):
        yield from _chain(record, HowAsked.PLAIN, understood, registry)
    elif asked is HowAsked.PLAIN and stale:
        yield state(registry, record.id, day)


def _chain(record: Record, asked: HowAsked, understood: Understood, registry: Registry) -> Iterator[Statement]:
    """The state of a document on the day and of every one that followed it by then, a sentence a step."""
    day = understood.as_of.day
    yield state(registry, record.id, day, asked)
    for follower in registry.standing(record.id, day).chain:
        yield state(registry, follower.id, day)


def _doer_and_done(
    understood: Understood,
    about: AboutDocuments,
    named: Sequence[Named],
    settled: Sequence[Sequence[Record]],
    registry: Registry,
) -> tuple[Record, Record] | None:
    """The document that may have replaced or changed another, and that other; ``None`` when that is not asked."""
    if not about.asks("effect"):
        return None
    found = sorted((one.word, one, pool[0]) for one, pool in zip(named, settled, strict=True) if len(pool) == 1)
    if not found:
        return None
    key = fold(understood.plain)
    records = [record for _, _, record in found]
    if len(found) == 1:
        others = [current(t, understood.as_of.day, registry) for t in about.topics]
        records += [r for r in others if r.id != records[0].id][:1]
        if len(records) < 2:
            return None
    doer, done = records[0], records[1]
    for word, one, record in found:
        if re.search(r"\b(?:bi|boi|bang)\s+(?:\w+\s+)?$", key[: one.start]) and record is done and word:
            doer, done = done, doer
    return doer, done
