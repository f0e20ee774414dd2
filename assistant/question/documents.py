"""Documents a question about documents speaks of: by number, bare or whole, by kind, day and issuer, by topic.

Pure but for reading ``documents.toml`` once (reviewed data). Looser than ``references``, which reads any question: here
it is known that documents are asked about, so "294 hay 208" names two of them, and "ngày 09/6/2025" beside one is its
own day, not the day asked about.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from assistant.question.keywords import content_words
from assistant.question.kinds import Wanted, Wish
from assistant.question.references import COUNTED, KINDS
from corpus.core.model import Kind, Record
from corpus.core.phrases import pattern_of
from corpus.core.registry import Registry
from corpus.core.text import fold

_WHOLE = re.compile(r"\b(\d{1,5})\s*-\s*([a-z]{2,4})\s*[/-]\s*([a-z]{2,6})\b")
_KIND = "|".join(KINDS)
_BY_KIND = re.compile(
    rf"\b({_KIND})\s*(?:(?:bau cu|trong dang|so|cu|moi|mang so|cung so|ban)\s+){{0,3}}(\d{{1,5}})\b"
    r"(?!\s*[/.%]|\s*-\s*[a-z])"
    rf"|\b({_KIND})(?:\s+[a-z]+){{1,6}}?\s+(?:mang|cung)?\s*so\s*(\d{{1,5}})\b(?!\s*[/.%])"
)
_KIND_BEFORE = re.compile(rf"\b({_KIND})(?:\s+(?:bau cu|trong dang|so|mang so))*\s*$")
_JOINED = re.compile(r"^\s*(?:,|va|voi|hay|hoac|;|voi ca|\s)+\s*$")
_BARE = re.compile(r"(?<![\w/.%-])(\d{2,5})(?![\w%]|\s*[/.-]\s*\d)")
OWN_DIGITS = 3
"""Digits from which a bare number may name a document; a shorter one only behind a kind ("hướng dẫn 06 hay 01")."""
LITTLE = 3
"""Content words that may be left of a question about a document once its name and what is asked of it are cut away."""
_OF_STATE = ("still", "ended", "already", "replaced", "replacing", "effect", "guides", "guiding")
_NOT_A_DOCUMENT = re.compile(
    r"(?:\b(?:ngay|hom|thang|nam|dieu|khoan|muc|diem|khoa|ky|tu|den|truoc|sau|hoi|tuoi|lan|thu)\s*)$"
)
_DAY = re.compile(r"\b(\d{1,2})\s*(?:[/.\-]|\s+thang\s+)(\d{1,2})\s*(?:[/.\-]|\s+nam\s+)((?:19|20)\d\d)\b")
_MONTH = re.compile(r"\b(?:thang|t)\s*(\d{1,2})\s*(?:[/\-]|\s*nam\s+)\s*((?:19|20)\d\d)\b")
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_BESIDE = re.compile(
    r"^\W*(?:(?:nam|hoi|trong|ra|ky|ban|hanh|cua|cu|moi|va|voi|hay|thang|dau|cuoi|giua|day|do|tw|btctw|thi|ngay)\W+)*$"
)
"""Words between the name of a document and its own year or month."""
_VERSION_OF = re.compile(r"\b(?:ban|cai|loai|bo)\s+(?:nam|ra nam|ky nam|hoi)?\s*$")
_ISSUERS = ("ban bi thu", "ban to chuc", "bo chinh tri", "van phong", "ban tuyen giao", "ban chap hanh trung uong")
_ABOUT = frozenset(
    fold(
        "văn bản quy định quy chế hướng dẫn chỉ thị kết luận quyết định công văn tw đảng trung ương bạn em mình tôi "
        "hỏi số ký hiệu năm ngày tháng bản cái giờ nay hiện vậy thế hay còn bị được thay hiệu lực áp dụng ban hành"
    ).split()
)
"""Words that speak of a document and not of what it rules."""
_COMMON = {"dai hoi", "huong dan", "thuc hien", "cac cap", "dang bo", "to chuc", "trung uong", "chi thi", "thi hanh"}
"""Neighbouring words that most titles have."""
_CONGRESS = re.compile(r"\bdai hoi (?:lan thu )?([ivx]{2,6})\b")
_PRONOUN = re.compile(
    r"\b(?:van ban|quy dinh|quy che|huong dan|chi thi|quyet dinh|ket luan|cong van|cai) (?:do|nay|kia|ay|tren)\b|\bno\b"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A document named by number.

    Attributes:
        words: as the question writes it.
        start, end: where, in the question; ``word`` counts the words before it.
        candidates: records it may mean; empty when the catalogue has none.
        kinds: kinds of document it is called; empty when it is called none.
        absent_year: a year said to be its own in which no candidate was issued; 0 without one.
    """

    words: str
    start: int
    end: int
    candidates: tuple[Record, ...]
    kinds: tuple[Kind, ...] = ()
    absent_year: int = 0
    word: int = 0


@dataclass(frozen=True, slots=True)
class Topic:
    """A matter that one line of documents rules, where the question speaks of it, and a record of each line."""

    name: str
    start: int
    records: tuple[str, ...]


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
    """

    named: tuple[Named, ...] = ()
    topics: tuple[Topic, ...] = ()
    asked: tuple[tuple[str, int], ...] = ()
    points: bool = False
    wants_governing: bool = False
    congress: str = ""
    timeless: str = ""

    def asks(self, *names: str) -> bool:
        """Whether one of these things is asked."""
        return any(name in names for name, _ in self.asked)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Numbers that no catalogue row carries."""
        return tuple(dict.fromkeys(named.words for named in self.named if not named.candidates))


@dataclass(frozen=True, slots=True)
class _TopicRow:
    name: str
    asks: re.Pattern[str]
    records: tuple[str, ...]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("assistant.question").joinpath("documents.toml").read_text("utf-8"))


@cache
def _asks() -> dict[str, re.Pattern[str]]:
    return {name: pattern_of(phrases, _data()["words"]) for name, phrases in _data()["asks"].items()}


@cache
def _wants_governing() -> re.Pattern[str]:
    return pattern_of(_data()["governing"]["asks"], _data()["words"])


@cache
def _content() -> re.Pattern[str]:
    return pattern_of(_data()["content"]["asks"], _data()["words"])


@cache
def _topics() -> tuple[_TopicRow, ...]:
    rows = _data()["topic"]
    return tuple(_TopicRow(r["name"], pattern_of(r["asks"], _data()["words"]), tuple(r["records"])) for r in rows)


def about_documents(text: str, registry: Registry) -> AboutDocuments:
    """What a question known to be about documents asks, and of which."""
    key = fold(text)
    words = _plain(key)
    asked = [(name, found) for name, pattern in _asks().items() if (found := pattern.search(words))]
    whole = any(name in ("versions", "same") for name, _ in asked)
    named = _narrowed(_merged(_numbers(key, text, registry)), key, by_title=not whole)
    topics = [
        Topic(row.name, found.start(), tuple(i for i in row.records if i in registry.records))
        for row in _topics()
        if (found := row.asks.search(words))
    ]
    congress = _CONGRESS.search(key)
    return AboutDocuments(
        named=tuple(named),
        topics=tuple(topic for topic in topics if topic.records),
        asked=tuple((name, words[: found.start()].count(" ")) for name, found in asked),
        points=bool(_PRONOUN.search(key)),
        wants_governing=bool(_wants_governing().search(words)),
        congress=congress[1].upper() if congress else "",
        timeless=_without_own_days(text, key, named),
    )


def asks_of_documents(about: AboutDocuments, wish: Wish, text: str) -> bool:
    """Whether a question asks for the state of documents, or for the document that rules a matter.

    Questions for the content of a rule name documents too ("theo Chỉ thị 45, tuổi tái cử là …"); they do not ask so.
    """
    words = _plain(fold(text))
    if _content().search(words):
        return False
    if wish.kind in (Wanted.STATUS, Wanted.GOVERNING):
        several = wish.kind is Wanted.GOVERNING and len(about.named) > 1
        return bool(about.named and (about.asked or several)) or bool(about.topics) or about.points
    numbered = [one for one in about.named if one.kinds or "-" in one.words]
    if any(one.absent_year for one in numbered):
        return True
    if numbered and about.asks(*_OF_STATE) and _left(about, wish) <= LITTLE:
        return True
    pair = about.asks("effect") and bool(numbered) and len(about.named) + len(about.topics) > 1
    return (
        pair
        or (bool(about.named) and about.asks("same"))
        or (bool(numbered) and about.asks("ended", "already", "versions"))
        or (bool(numbered) and about.asks("still", "beginning") and wish.wants(Wanted.PREMISE))
        or (bool(about.topics) and about.wants_governing and wish.wants(Wanted.GOVERNING))
    )


def _left(about: AboutDocuments, wish: Wish) -> int:
    """Content words of the core that are neither a document's name, nor a day, nor what is asked of documents."""
    core = wish.core
    for one in about.named:
        core = core.replace(one.words, " ")
    words = _plain(fold(core))
    for pattern in (*_asks().values(), _wants_governing()):
        words = pattern.sub(" ", words)
    return len([word for word in content_words(words) if not word[0].isdigit() and word not in _ABOUT])


def _plain(key: str) -> str:
    """The words of a folded question, one space apart."""
    return " ".join(re.sub(r"[^\w/%-]+", " ", key).split())


def _numbers(key: str, text: str, registry: Registry) -> list[Named]:
    found: list[Named] = []

    def free(start: int, end: int) -> bool:
        return all(end <= one.start or start >= one.end for one in found)

    for match in _WHOLE.finditer(key):
        figure, kind, issuer = match.groups()
        pool = [
            r for r in registry.by_number(figure) if fold(r.number or "").replace(" ", "").endswith(f"-{kind}/{issuer}")
        ]
        before = _KIND_BEFORE.search(key[: match.start()])
        called = KINDS[before[1]] if before else ()
        found.append(Named(text[match.start() : match.end()], *match.span(), tuple(pool), called))
    days = [m.span() for pattern in (_DAY, _MONTH) for m in pattern.finditer(key)]
    for match in _BY_KIND.finditer(key):
        figure = match[2] or match[4]
        start, end = match.span(2 if match[2] else 4)
        if not free(start, end) or _YEAR.fullmatch(figure) or COUNTED.match(key[end:]) or _inside(start, days):
            continue
        kinds = KINDS[match[1] or match[3]]
        pool = [r for r in registry.by_number(str(figure)) if r.kind in kinds] or _padded(figure, registry, kinds)
        found.append(Named(text[match.start() : match.end()], match.start(), match.end(), tuple(pool), kinds))
    for match in _BARE.finditer(key):
        figure, (start, end) = match[1], match.span()
        if not free(start, end) or _YEAR.fullmatch(figure) or _inside(start, days) or COUNTED.match(key[end:]):
            continue
        if _NOT_A_DOCUMENT.search(key[:start]):
            continue
        last = max((one for one in found if one.end <= start), key=lambda one: one.end, default=None)
        kinds = last.kinds if last and _JOINED.match(key[last.end : start]) else ()
        if len(figure) < OWN_DIGITS and not kinds:  # "lấy 45 hay 43 làm mẫu số" counts people
            continue
        pool = _padded(figure, registry, kinds) or _padded(figure, registry, ())
        pool = [r for r in pool if r.kind is not Kind.OTHER]
        if pool:
            found.append(Named(text[start:end], start, end, tuple(pool), kinds))
            found.sort(key=lambda one: one.start)
    return sorted(found, key=lambda one: one.start)


def _padded(figure: str, registry: Registry, kinds: Sequence[Kind]) -> list[Record]:
    wanted = figure.lstrip("0")
    pool = [
        r
        for r in registry.records.values()
        if r.number and "-" in r.number and r.number.partition("-")[0].strip().lstrip("0") == wanted
        if not kinds or r.kind in kinds
    ]
    return sorted(pool, key=lambda r: r.issued or date.min, reverse=True)


def _inside(at: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(a <= at < b for a, b in spans)


def _merged(found: list[Named]) -> list[Named]:
    """The same document named again is one: "69-QĐ/TW … cái 69 ấy"."""
    merged: list[Named] = []
    for one in found:
        pool = {r.id for r in one.candidates}
        again = next((m for m in merged if pool and pool >= {r.id for r in m.candidates} and m.candidates), None)
        if again is None or (one.kinds and again.kinds and set(one.kinds).isdisjoint(again.kinds)):
            merged.append(one)
    return merged


def _narrowed(found: list[Named], key: str, *, by_title: bool) -> list[Named]:
    """Candidates that the days, issuers and words of the question leave of each number."""
    narrowed = []
    for one in found:
        pool = one.candidates
        beside = {r.id for other in found if other is not one for r in other.candidates}
        for fitting in _fittings(one.candidates, key, beside, by_title):
            if len(pool) > 1:
                pool = tuple(r for r in pool if r.id in fitting) or pool
        own = _own_year(one, key)
        absent = own if own and pool and all(r.issued is not None and r.issued.year != own for r in pool) else 0
        before = len(_plain(key[: one.start]).split())
        narrowed.append(replace(one, candidates=pool, absent_year=absent, word=before))
    return narrowed


def _fittings(pool: Sequence[Record], key: str, beside: set[str], by_title: bool) -> Iterator[set[str]]:
    """Ids of the candidates that fit: by day, month, year, issuer, what they guide, title; the surest reason first."""
    issued = [(r.id, r.issued) for r in pool if r.issued]
    days = {(int(y), int(m), int(d)) for d, m, y in _DAY.findall(key)}
    months = {(int(y), int(m)) for m, y in _MONTH.findall(key)}
    years = {int(y) for y in _YEAR.findall(key)}
    yield {i for i, day in issued if (day.year, day.month, day.day) in days}
    yield {i for i, day in issued if (day.year, day.month) in months}
    yield {i for i, day in issued if day.year in years}
    yield {r.id for r in pool if any(issuer in key and issuer in fold(r.issuer) for issuer in _ISSUERS)}
    yield {r.id for r in pool if any(i in beside for i in r.guides)}
    said = {r.id: _said(r, key) for r in pool}
    most = max(said.values(), default=0)
    yield {i for i, count in said.items() if by_title and count == most >= 1}


def _said(record: Record, key: str) -> int:
    """How many neighbouring word pairs of a title the question says."""
    words = re.findall(r"\w+", fold(record.title))
    said = " ".join(re.findall(r"\w+", key))
    pairs = {f"{a} {b}" for a, b in pairwise(words)} - _COMMON
    return sum(f" {pair} " in f" {said} " for pair in pairs)


def _own_year(one: Named, key: str) -> int:
    """The year that stands right behind a number, as its own."""
    after = re.match(r"\s*(?:ban\s+)?(?:nam\s+)?((?:19|20)\d\d)\b", key[one.end :])
    return int(after[1]) if after else 0


def _without_own_days(text: str, key: str, named: Sequence[Named]) -> str:
    """The question without the days, months and years that are those of documents it names."""
    cut = [False] * len(text)
    records = [r for one in named for r in one.candidates]
    issued = {r.issued for r in records if r.issued}

    def blank(start: int, end: int) -> None:
        cut[start:end] = [True] * (end - start)

    for match in _DAY.finditer(key):
        day, month, year = map(int, match.groups())
        if any((d.year, d.month, d.day) == (year, month, day) for d in issued):
            blank(*match.span())
    ends = sorted([*(one.end for one in named), *(m.end() for m in _DAY.finditer(key) if cut[m.start()])])
    for pattern in (_MONTH, _YEAR):
        for match in pattern.finditer(key):
            if cut[match.start()]:
                continue
            year = int(match.groups()[-1])
            month = int(match[1]) if pattern is _MONTH else 0
            fits = any(d.year == year and month in (0, d.month) for d in issued)
            before = max((end for end in ends if end <= match.start()), default=None)
            beside = before is not None and _BESIDE.match(key[before : match.start()]) is not None
            close = before is not None and re.fullmatch(r"\s*(?:ban\s+)?(?:nam\s+)?", key[before : match.start()])
            unknown = before in {one.end for one in named if not one.candidates} and beside
            version = fits and _VERSION_OF.search(key[: match.start()])
            if (fits and beside) or close or version or unknown:
                blank(*match.span())
                ends = sorted([*ends, match.end()])
    return "".join(" " if gone else c for c, gone in zip(text, cut, strict=True))
