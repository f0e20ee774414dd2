"""Documents a question about documents speaks of: by number, bare or whole, by kind, day and issuer, by topic.

Pure but for reading ``documents.toml`` once (reviewed data). Looser than ``references``, which reads any question: here
it is known that documents are asked about, so "294 hay 208" names two of them, and "ngày 09/6/2025" beside one is its
own day, not the day asked about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from assistant.question.dates import OwnDays, without_own_days
from assistant.question.kinds import Wanted, Wish
from assistant.question.mentions import (
    ABOUT,
    Named,
    Topic,
    beside_words,
    by_title,
    data,
    named_documents,
    topic_rows,
    topics_of,
    words_of,
)
from assistant.question.references import KINDS
from corpus.core.model import Kind, Record
from corpus.core.phrases import pattern_of
from corpus.core.registry import Registry
from corpus.core.text import fold, syllables
from corpus.vietnamese.contentwords import content_words
from indexing.keys import is_accented

LITTLE = 3
"""Content words that may be left of a question about a document once its name and what is asked of it are cut away."""
_OF_STATE = ("still", "ended", "already", "replaced", "replacing", "effect", "guides", "guiding")
_LOOK_ALIKE = (
    ("thấy|thày|thầy", "nhìn"),
    ("bộ|bố", "cấp"),
    ("mời", "gọi"),
    ("cứ", "dựa"),
    ("cụ", "người"),
    ("kỳ", "mùa"),
    ("đảng", "đg"),
)
_BEFORE = re.compile(
    r"\btruoc\s+(?:khi\s+co\s+|khi\s+|ca\s+)?(?:cua\s+)?(?:cai\s+|ban\s+)?"
    rf"(?:(?:{'|'.join(KINDS)})\s+)?$"
)
_POINTS = re.compile(
    r"\b(?P<it>no)\b|\b(?P<that>(?:van ban|quy dinh|quy che|huong dan|chi thi|ket luan|cai) (?:do|nay|ay))\b"
    r"|\b(?:lien )?truoc (?P<then>do|ay)\b"
)
"""How a turn points at a document: "nó", "văn bản đó", "trước đó"."""
BARE = 8
"""Longest turn, in words, that only asks what becomes of the document spoken of ("do ai ban hành?")."""
_CONGRESS = re.compile(r"\bdai hoi (?:lan thu )?([ivx]{2,6})\b")
_PRONOUN = re.compile(
    r"\b(?:van ban|quy dinh|quy che|huong dan|chi thi|quyet dinh|ket luan|cong van|cai) (?:do|nay|kia|ay|tren)\b|\bno\b"
)


@dataclass(frozen=True, slots=True)
class AboutDocuments:
    """What a question about documents asks.

    Attributes:
        named: documents named by number, in their order.
        topics: matters it speaks of, the first that fits first.
        asked: what is asked, by the names of ``[asks]`` in ``documents.toml``, and at which word of the question.
        points: whether it means a document without naming it ("văn bản đó").
        wants_governing: whether it asks for the document that rules a matter.
        congress: the congress named in Roman figures; empty without one.
        timeless: the question with the days that belong to documents blanked out.
        of_one_line: whether several documents are named that follow one another.
    """

    named: tuple[Named, ...] = ()
    topics: tuple[Topic, ...] = ()
    asked: tuple[tuple[str, int], ...] = ()
    points: bool = False
    wants_governing: bool = False
    congress: str = ""
    timeless: str = ""
    of_one_line: bool = False

    @property
    def guided(self) -> bool:
        """Whether a document is named beside one that it guides."""
        ids = {r.id for one in self.named for r in one.candidates}
        return any(ids & set(r.guides) for one in self.named for r in one.candidates if r.kind is Kind.GUIDANCE)

    @property
    def charter(self) -> bool:
        """Whether the only document named is the Charter, which questions for its rules name as well."""
        kinds = {r.kind for one in self.named for r in one.candidates}
        return kinds == {Kind.CHARTER} and not self.unknown

    def asks(self, *names: str) -> bool:
        """Whether one of these things is asked."""
        return any(name in names for name, _ in self.asked)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Numbers that no catalogue row carries."""
        return tuple(dict.fromkeys(named.words for named in self.named if not named.candidates))


@cache
def _asks() -> dict[str, re.Pattern[str]]:
    return {name: pattern_of(phrases, data()["words"]) for name, phrases in data()["asks"].items()}


@cache
def _wants_governing() -> re.Pattern[str]:
    return pattern_of(data()["governing"]["asks"], data()["words"])


@cache
def _content() -> re.Pattern[str]:
    return pattern_of(data()["content"]["asks"], data()["words"])


@cache
def _signs() -> re.Pattern[str]:
    return pattern_of(data()["life"]["signs"], data()["words"])


@cache
def state_words(name: str) -> re.Pattern[str]:
    """The words of ``[polarity]`` of that name: how the state of a document is asked by yes or no."""
    return pattern_of(data()["polarity"][name], data()["words"])


def about_documents(text: str, registry: Registry) -> AboutDocuments:
    """What a question known to be about documents asks, and of which."""
    key = fold(text)
    words = words_of(key)
    read = told_apart(text)
    asked = [(name, found) for name, pattern in _asks().items() if (found := pattern.search(read))]
    whole = any(name in ("versions", "same") for name, _ in asked)
    topics = topics_of(words, registry)
    anchors = [record_id for topic in topics for record_id in topic.records]
    named = named_documents(text, key, anchors, registry, by_title=not whole)
    governing = bool(_wants_governing().search(words))
    if governing and not named and not topics:
        topics = by_title(words, registry)
    congress = _CONGRESS.search(key)
    return AboutDocuments(
        named=tuple(named),
        topics=tuple(topics),
        asked=tuple((name, read[: found.start()].count(" ")) for name, found in asked),
        points=bool(_PRONOUN.search(key)),
        wants_governing=governing,
        congress=congress[1].upper() if congress else "",
        timeless=without_own_days(text, _own_days(named, () if governing else topics[:1])),
        of_one_line=_follow(named, registry),
    )


def _own_days(named: Sequence[Named], topics: Sequence[Topic]) -> OwnDays:
    return OwnDays(
        issued=frozenset(record.issued for one in named for record in one.candidates if record.issued),
        ends=tuple(one.end for one in named),
        unknown=frozenset(one.end for one in named if not one.candidates),
        years=frozenset(year for topic in topics for year in topic.years),
    )


def line_of(topic: Topic, registry: Registry) -> list[Record]:
    """The documents that ruled a matter one after the other, oldest first."""
    found = {record.id: record for anchor in topic.records for record in registry.line(anchor)}
    return sorted(found.values(), key=lambda r: (r.validity.valid_from or r.issued or date.min, r.id))


def current(topic: Topic, day: date, registry: Registry) -> Record:
    """The document of a matter that is in force on a day; the last that was, or the first there is, without one."""
    line = line_of(topic, registry)
    begun = [r for r in line if (start := registry.record_validity(r).valid_from) is None or start <= day]
    return begun[-1] if begun else line[0]


def before(about: AboutDocuments, key: str) -> bool:
    """Whether what came before the first document named is asked for: "trước Quy chế 220 là …"."""
    return bool(about.named) and bool(_BEFORE.search(key[: about.named[0].start]))


def meant_by(about: AboutDocuments, text: str, day: date, registry: Registry) -> Record | None:
    """The one document that the answer to a question about documents is about; ``None`` where it is not one."""
    if not about.named:
        return current(about.topics[0], day, registry) if about.topics else None
    pool = about.named[0].candidates
    if len(pool) != 1 or len(about.named) > 1:
        return None
    if before(about, fold(text)):
        older = [registry.records[i] for i in pool[0].supersedes if i in registry.records]
        return older[0] if len(older) == 1 else None
    return pool[0]


def pointed_at(text: str, registry: Registry) -> tuple[int, int] | None:
    """Where a turn points at the document spoken of ("nó", "trước đó"): there its name may stand.

    At the end of a turn that only asks what becomes of a document and names none; ``None`` for any other turn.
    """
    key = fold(text)
    about = about_documents(text, registry)
    if about.named or len(key) != len(text):
        return None
    if found := _POINTS.search(key):
        start, end = found.span(found.lastgroup or 0)
        return start, end
    if about.topics or re.search(r"\d", key) or not about.asked or about.wants_governing:
        return None
    return (0, 0) if len(key.split()) <= BARE and not _left_of(key) else None


def _left_of(key: str) -> list[str]:
    """Content words that ask for something else than what becomes of a document."""
    words = words_of(key)
    for pattern in _asks().values():
        words = pattern.sub(" ", words)
    return [word for word in content_words(words) if word not in ABOUT]


def asks_of_documents(about: AboutDocuments, wish: Wish, text: str) -> bool:
    """Whether a question asks for the state of documents, or for the document that rules a matter.

    Questions for the content of a rule name documents too ("theo Chỉ thị 45, tuổi tái cử là …"); they do not ask so.
    """
    if _content().search(words_of(_unnamed(fold(text), about))):
        return False
    if about.unknown and about.asks("real"):
        return True
    if about.charter:
        return _of_its_life(about, wish)
    if wish.kind in (Wanted.STATUS, Wanted.GOVERNING):
        several = wish.kind is Wanted.GOVERNING and len(about.named) > 1
        asks = about.wants_governing or any(name != "versions" for name, _ in about.asked)
        speaks = asks or _of_its_life(about, wish)
        return (
            bool(about.named and (about.asked or several))
            or (bool(about.named or about.topics) and speaks)
            or about.points
        )
    numbered = [one for one in about.named if one.kinds or "-" in one.words]
    if any(one.absent_year for one in numbered):
        return True
    if numbered and about.asks(*_OF_STATE) and _left(about, wish) <= LITTLE:
        return True
    if about.named and _of_its_life(about, wish):
        return True
    pair = about.asks("effect") and bool(numbered) and len(about.named) + len(about.topics) > 1
    return (
        pair
        or (bool(about.named) and about.asks("same"))
        or (bool(numbered) and about.asks("ended", "already", "versions"))
        or (bool(numbered) and about.asks("still", "beginning") and wish.wants(Wanted.PREMISE))
        or (
            bool(about.topics) and about.wants_governing and (wish.wants(Wanted.GOVERNING) or _of_its_life(about, wish))
        )
        or (
            bool(about.topics)
            and not wish.wants(Wanted.COMPARE)
            and bool((about.topics[0].years and not about.wants_governing) or about.asks("versions"))
            and _of_its_life(about, wish)
        )
    )


def speaks_of_documents(text: str) -> bool:
    """Whether words ask what becomes of a document ("còn hiệu lực không", "thay cái nào"), whichever it is."""
    read = told_apart(text)
    asks = (_asks()[name] for name in _OF_STATE)
    return bool(_signs().search(read)) or any(pattern.search(read) for pattern in asks)


def _of_its_life(about: AboutDocuments, wish: Wish) -> bool:
    """Whether the core speaks of what becomes of documents, and of hardly anything that a rule could be about."""
    asking = wish
    if not _names_one(wish.core, about):  # "Nghe nói 208 mới là dự thảo. Có phải thế không?"
        asking = replace(wish, core=" ".join([*(fact for fact in wish.facts if _names_one(fact, about)), wish.core]))
    if not (_signs().search(told_apart(asking.core)) or about.guided):
        return False
    most = 0 if about.charter else LITTLE
    return about.of_one_line or _left(about, asking, beside_words()) <= most


def _unnamed(key: str, about: AboutDocuments) -> str:
    """The folded question without the figures of documents it names: "con số 190" is no figure of a rule then."""
    figures = {figure for one in about.named for figure in re.findall(r"\d{3,}", one.words)}
    return re.sub(rf"\b(?:{'|'.join(figures)})\b", " ", key) if figures else key


def _names_one(text: str, about: AboutDocuments) -> bool:
    if about.named:
        return any(one.words in text for one in about.named)
    return any(row.asks.search(words_of(fold(text))) for row in topic_rows())


def _left(about: AboutDocuments, wish: Wish, beside: frozenset[str] = frozenset()) -> int:
    """Content words of the core that are neither a document's name, nor a day, nor what is asked of documents."""
    core = wish.core
    for one in about.named:
        core = core.replace(one.words, " ")
    words = words_of(fold(core))
    for pattern in (*_asks().values(), _wants_governing(), *((row.asks for row in topic_rows()) if beside else ())):
        words = pattern.sub(" ", words)
    titles = {word for one in about.named for r in one.candidates for word in re.findall(r"\w+", fold(r.title))}
    known = ABOUT | beside | (titles if beside else set())
    return len([word for word in content_words(words) if not word[0].isdigit() and word not in known])


def told_apart(text: str) -> str:
    """The folded words of a question, one space apart; words that folding makes alike are kept apart where it can.

    Without their diacritics "thấy" and "thay", "bộ" and "bỏ", "dùng" and "đúng" are one word each.
    """
    lower = text.lower()
    if is_accented(syllables(text)):
        for word, other in _LOOK_ALIKE:
            lower = re.sub(rf"\b{word}\b", other, lower)
    return words_of(fold(lower))


def _follow(named: Sequence[Named], registry: Registry) -> bool:
    """Whether at least two documents are named, each in the line of the first."""
    settled = [one.candidates[0].id for one in named if len(one.candidates) == 1]
    return len(settled) > 1 and set(settled) <= {r.id for r in registry.line(settled[0])}
