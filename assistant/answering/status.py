"""What is asked of a document itself: in force or not, replaced by what, issued by whom; from the registry alone.

Every sentence comes from ``corpus.core.statements`` and cites the catalogue cards of the documents it speaks of; the
verifier makes it again. What the catalogue does not know is refused, a number that means several is asked back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from assistant.answering import refusals
from assistant.answering.asking import doubts, how_asked
from assistant.answering.cards import mentions, own_words, status_claims, told_elsewhere
from assistant.answering.draft import Draft
from assistant.answering.governing import in_force_of
from assistant.model import Refusal
from assistant.question.clarification import unknown_document, which_document, which_meant
from assistant.question.documents import AboutDocuments, before, current, line_of
from assistant.question.kinds import Wanted
from assistant.question.mentions import Named
from assistant.question.understanding import Understood
from assistant.retrieval.search import Inquiry
from corpus.core.model import Kind, Record
from corpus.core.registry import Force, Registry
from corpus.core.statements import (
    HowAsked,
    Statement,
    absent,
    amended,
    beginning,
    campaign_over,
    dated,
    different,
    effect,
    ended,
    guides,
    guiding,
    issue,
    issued_otherwise,
    issuers,
    loaded,
    misnamed,
    period,
    replacing,
    state,
    versions,
    wrong_congress,
)
from corpus.core.text import fold

_FORMER = re.compile(r"\b(?:cu|truoc day|truoc kia|hoi truoc|doi truoc|vua bi thay)\b")
_ELECTION = re.compile(r"\b(?:bau|ung|de|tai) cu\b")
"""Words whose second syllable, without its diacritics, is that of "cũ"."""
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
        if len(pool) > 1 and one is lead and (both := _guides_beside(pool, named[1:])):
            return Draft(status_claims((guiding(registry, r.id) for r in both), registry))
        if len(pool) > 1 and not whole and not one.absent_year:
            if one is lead and len(_years_of(pool, understood)) > 1:  # "bản năm 2021 hay bản năm 2026"
                day = understood.as_of.day
                return Draft(status_claims((state(registry, r.id, day) for r in pool), registry))
            if one is lead:
                return which_document(one.words, one.candidates)
            pool = []
        settled.append(pool)
    claims = status_claims(_said(understood, about, named, settled, registry), registry)
    if not claims:
        return None
    if settled[0] and about.asks("beginning", "replacing", "effect", "same"):
        claims += own_words(settled[0][0], [r for pool in settled for r in pool], understood.as_of.day, registry)
    if settled[0] and len(settled) == 1 and about.asks("still", "replacing"):
        claims += told_elsewhere(settled[0][0], understood.as_of.day, registry)
    notes = (refusals.not_in_catalogue(about.unknown),) if about.unknown else ()
    return Draft(claims, notes=notes)


def _years_of(pool: Sequence[Record], understood: Understood) -> set[int]:
    """The years that the question says in which a document of the pool was issued."""
    return {r.issued.year for r in pool if r.issued and str(r.issued.year) in understood.plain}


def _guides_beside(pool: Sequence[Record], beside: Sequence[Named]) -> list[Record]:
    """The documents of one number where each guides a document named beside: "04-HD/TW là cho 244 hay cho 190?"."""
    known = {r.id for one in beside for r in one.candidates}
    return list(pool) if all(known & set(r.guides) for r in pool) else []


def _unknown(understood: Understood, about: AboutDocuments, registry: Registry) -> Draft | Refusal:
    """What loaded texts say of a number that has no card, in their own words; else that nothing is known of it."""
    day = understood.as_of.day
    ends = about.asks("replaced", "already", "ended", "still")
    if (ends or about.asks("real")) and (told := mentions(about.unknown, day, registry, replaced=ends)):
        return Draft(told)
    known = [r.id for one in about.named if len(one.candidates) == 1 for r in one.candidates]
    known += [current(topic, day, registry).id for topic in about.topics[:1]]
    sentences = [state(registry, i, day).text for i in dict.fromkeys(known)]
    return unknown_document(about.unknown, sentences)


def _without_number(understood: Understood, about: AboutDocuments, registry: Registry) -> Draft | Refusal | None:
    """A document named by what it is about ("quy chế bầu cử cũ"), or only pointed at."""
    asked = about.asks("still", "ended", "already", "replaced", "replacing", "beginning", "issue", "guides")
    if not about.topics:
        return which_meant() if about.points and asked and understood.wish.kind is Wanted.STATUS else None
    topic, day = about.topics[0], understood.as_of.day
    line = line_of(topic, registry)
    if about.asks("versions") and len(line) > 1:
        return Draft(status_claims((_told(r, registry) for r in line), registry))
    if about.wants_governing:
        return None
    record = current(topic, day, registry)
    if topic.years:
        year = topic.years[0]
        issued = [r for r in line if r.issued and r.issued.year == year]
        record = issued[-1] if issued else current(topic, date(year, 12, 31), registry)
    elif _FORMER.search(_ELECTION.sub(" ", fold(understood.plain))):
        record = line[max(line.index(record) - 1, 0)]
    elif not asked or understood.wish.kind is not Wanted.STATUS:
        return None
    return Draft(status_claims(_about_one(record, about, how_asked(understood), understood, registry), registry))


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


def _said(
    understood: Understood,
    about: AboutDocuments,
    named: Sequence[Named],
    settled: Sequence[Sequence[Record]],
    registry: Registry,
) -> Iterator[Statement | None]:
    day, lead = understood.as_of.day, named[0]
    if lead.absent_year:
        yield absent(registry, lead.candidates[0].id, lead.absent_year, doubted=doubts(understood))
        return
    if settled[0] and (wrong := _otherwise(settled[0][0], lead, understood, registry)):
        yield wrong
        yield from _chain(settled[0][0], HowAsked.PLAIN, understood, registry)
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
        yield effect(registry, doer.id, done.id, written=about.asks("written"))
        if doer.supersedes and done.id not in {r.id for r in registry.line(doer.id)}:
            yield replacing(registry, doer.id)
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
    yield from _told_of(understood, about, settled, registry)


def _told_of(
    understood: Understood, about: AboutDocuments, settled: Sequence[Sequence[Record]], registry: Registry
) -> Iterator[Statement | None]:
    """What is asked of the documents named: which of one line holds, what came before one, or of each what is asked."""
    day = understood.as_of.day
    asked = HowAsked.PLAIN if about.asks("loaded") else how_asked(understood)
    several = not about.asks("guides", "guiding", "replacing")
    records = [pool[0] for pool in settled if pool][: None if several else 1]
    choice = understood.wish.wants(Wanted.GOVERNING) or about.of_one_line
    if choice and len(records) > 1 and asked is HowAsked.PLAIN and not about.asks("beginning", "replacing", "replaced"):
        records.sort(key=lambda r: registry.standing(r.id, day).force is not Force.IN_FORCE)
        yield from (state(registry, record.id, day) for record in records)
        return
    if records and settled[0] and before(about, fold(understood.plain)):
        yield replacing(registry, records[0].id)
        older = [registry.records[i] for i in records[0].supersedes if i in registry.records]
        yield from (_told(record, registry) for record in older)
        return
    for number, record in enumerate(records):
        yield from _about_one(record, about, asked if number == 0 else HowAsked.PLAIN, understood, registry)


def _told(record: Record, registry: Registry) -> Statement:
    """From when to when a document holds, and until when and by what it was replaced."""
    return ended(registry, record.id) or period(registry, record.id)


def _about_one(
    record: Record, about: AboutDocuments, asked: HowAsked, understood: Understood, registry: Registry
) -> Iterator[Statement | None]:
    """The sentences on one document that are asked for; who issued it and its state where nothing in particular is."""
    known = {
        "loaded": loaded,
        "replacing": replacing,
        "beginning": beginning,
        "guides": guides,
        "guiding": guiding,
        "issue": issue,
        "amended": amended,
    }
    ends = about.asks("replaced") and not about.asks("replacing")
    if asked is not HowAsked.PLAIN:
        yield from _chain(record, asked, understood, registry)
    for name, sentence in known.items():
        if name == "guides" and record.kind is Kind.GUIDANCE:
            continue
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
        if registry.standing(record.id, day).force is Force.NOT_YET:
            yield from (state(registry, other.id, day) for other in in_force_of(record, day, registry))


def _chain(record: Record, asked: HowAsked, understood: Understood, registry: Registry) -> Iterator[Statement]:
    """The state of a document on the day and of every one that followed it by then, a sentence a step."""
    day = understood.as_of.day
    yield state(registry, record.id, day, asked)
    standing = registry.standing(record.id, day)
    for follower in standing.chain:
        yield state(registry, follower.id, day)
    if standing.force is Force.NOT_YET:  # what was to be gone by until then
        yield from (state(registry, other.id, day) for other in in_force_of(record, day, registry))


_CLAIMED_DAY = re.compile(
    r"(?:\b(?P<issued>ban hanh|ky|ra doi|ra)|\b(?P<begins>hieu luc))\s+(?:(?:tu|vao|hom|ngay|ke|luc|la|de)\s+){0,4}"
    r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>(?:19|20)\d\d)\b"
)
"""A day on which a document is said to have been issued, or to have begun."""


def _dated_otherwise(record: Record, lead: Named, understood: Understood, registry: Registry) -> Statement | None:
    """That a document is of another day than a doubting question says; ``None`` where nothing is doubted or wrong."""
    if not doubts(understood):
        return None
    found = _CLAIMED_DAY.search(fold(understood.plain), lead.end)
    if found is None:
        return None
    day = date(int(found["y"]), int(found["m"]), int(found["d"]))
    return dated(registry, record.id, day, begins=bool(found["begins"]))


def _otherwise(record: Record, lead: Named, understood: Understood, registry: Registry) -> Statement | None:
    """That a document is of another body or of another day than a doubting question says."""
    wrong = _issued_otherwise(record, understood, registry)
    return wrong or _dated_otherwise(record, lead, understood, registry)


_BY = re.compile(r"\b(?:do|cua)\s+(?P<who>[a-z ]{4,40}?)\s+(?:ky|ban hanh|ra|dua ra)\b")


def _issued_otherwise(record: Record, understood: Understood, registry: Registry) -> Statement | None:
    """That a document was issued by another body than a doubting question says; ``None`` where that is not so."""
    claimed = _BY.search(fold(understood.plain)) if doubts(understood) else None
    if claimed is None:
        return None
    named = [body for body in issuers(registry) if fold(body) == claimed["who"]]
    return issued_otherwise(registry, record.id, named[0]) if named else None


_UNDONE = re.compile(
    r"\b(?:bi|duoc) (?:thay|bai bo|huy)\b|\b(?:bang|boi) (?:van ban|quy dinh|cai|ban) (?:nao|gi|moi)\b"
)
"""The only document named is the one that something was done to."""


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
        if _UNDONE.search(key):  # "36-HD về thể thức văn bản đã bị thay chưa": by what is asked
            return None
        others = [current(t, understood.as_of.day, registry) for t in about.topics]
        # A matter that the document named rules itself is its title: "12-HD về nghiệp vụ … đã bị thay chưa".
        line = {r.id for r in registry.line(records[0].id)}
        records += [r for r in others if r.id not in line][:1]
        if len(records) < 2:
            return None
    doer, done = records[0], records[1]
    for word, one, record in found:
        if re.search(r"\b(?:bi|boi|bang)\s+(?:\w+\s+)?$", key[: one.start]) and record is done and word:
            doer, done = done, doer
    return doer, done
