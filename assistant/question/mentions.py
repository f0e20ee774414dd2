"""Which documents a question names: by number, as the Charter, by matter or title. Pure but for ``documents.toml``.

Works on the folded question. A number that several documents carry keeps all of them as candidates, less those that the
days, issuers and words of the question leave out.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from assistant.question.dates import MONTH, YEAR
from assistant.question.references import COUNTED, KINDS
from corpus.core.model import Kind, Record
from corpus.core.phrases import pattern_of
from corpus.core.registry import Registry
from corpus.core.text import fold, inside
from corpus.vietnamese.contentwords import content_words
from corpus.vietnamese.writtendates import written_dates

_WHOLE = re.compile(r"\b(\d{1,5})\s*-\s*([a-z]{2,4})\s*[/-]\s*([a-z]{2,6})\b")
_SIGNED = re.compile(r"\b(\d+)-[a-z]{2,4}[/-][a-z]{2,6}\b")
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
_SHORT = re.compile(r"(?<![\w/.%-])(\d{2})(?![\w%]|\s*[/.-]\s*\d)")
_ISSUED_IN = re.compile(
    r"\s*(?:thi\s+|moi\s+|la\s+)*(?:duoc\s+)?(?:ban hanh|ky|ra doi|ra)\s+(?:hoi\s+|vao\s+|trong\s+)?"
    r"(?:nam\s+)?((?:19|20)\d\d)\b"
    r"|\s*(?:thi\s+)?(?:nam\s+)?((?:19|20)\d\d)\s+(?:thi\s+|moi\s+)*(?:duoc\s+)?(?:ban hanh|ky|ra doi)\b"
)
_OWN_DAY = re.compile(r"\s*(?:ban hanh\s+|ky\s+|ra\s+)?(?:ngay|hom)\s+\d")
_BEFORE_SHORT = re.compile(
    r"(?:\b(?:hay|hoac|va|voi|la|so|cai|ban|sang|lay|theo|dan|bang|trich|nhu|quyet|dinh|che|dan)|,)\s*$"
)
_AFTER_SHORT = re.compile(r"\s*(?:(?:hay|hoac|va|voi)\b|,)")
_CHARTER = re.compile(r"\bdieu le dang\b|\bdieu le(?! (?:doan|cong doan|hoi|cong ty))\b")
_CHARTER_APPLIED = re.compile(r"(?:thi hanh|huong dan|quy dinh|ve) (?:[a-z]+ ){0,4}dieu le|\bdieu le thi hanh")
_NOT_A_DOCUMENT = re.compile(
    r"(?:\b(?:ngay|hom|thang|nam|dieu|khoan|muc|diem|khoa|ky|tu|den|sau|hoi|tuoi|lan|thu)\s*)$"
)
_ISSUERS = ("ban bi thu", "ban to chuc", "bo chinh tri", "van phong", "ban tuyen giao", "ban chap hanh trung uong")
_COMMON = {"dai hoi", "huong dan", "thuc hien", "cac cap", "dang bo", "to chuc", "trung uong", "chi thi", "thi hanh"}
"""Neighbouring words that most titles have."""


SUBJECT = 3
"""Words that a question must say of its matter, all of them in one title, to mean the document by them."""
TITLE_SAID = 0.6
"""Share of the words of a title that a question must say to mean the document by it."""
_TOPIC_YEAR = re.compile(r"\s*(?:(?:trong|dang|in|ban|ra|hoi|nam|cua|doi|cu|ky|hanh)\s+){0,5}((?:19|20)\d\d)\b")
ABOUT = frozenset(
    fold(
        "văn bản quy định quy chế hướng dẫn chỉ thị kết luận quyết định công văn tw đảng trung ương bạn em mình tôi "
        "hỏi số ký hiệu năm ngày tháng bản cái giờ nay hiện vậy thế hay còn bị được thay hiệu lực áp dụng ban hành"
    ).split()
)
"""Words that speak of a document and not of what it rules."""


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
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A matter of ``documents.toml``: how it is spoken of, and a record of each line that rules it."""

    name: str
    asks: re.Pattern[str]
    records: tuple[str, ...]


@cache
def data() -> dict[str, Any]:
    """The reviewed words of ``documents.toml``."""
    return tomllib.loads(files("assistant.question").joinpath("documents.toml").read_text("utf-8"))


@cache
def beside_words() -> frozenset[str]:
    """Words beside the name of a document that ask nothing of a rule."""
    return frozenset(data()["life"]["beside"].split())


@cache
def topic_rows() -> tuple[TopicRow, ...]:
    """The matters that one line of documents rules."""
    rows = data()["topic"]
    return tuple(TopicRow(r["name"], pattern_of(r["asks"], data()["words"]), tuple(r["records"])) for r in rows)


def topics_of(words: str, registry: Registry) -> list[Topic]:
    """The matters that a question speaks of, in the order of the data."""
    found = [(row, match) for row in topic_rows() if (match := row.asks.search(words))]
    topics = [
        Topic(
            row.name,
            match.start(),
            tuple(i for i in row.records if i in registry.records),
            _years(words[match.end() :]),
        )
        for row, match in found
    ]
    return [topic for topic in topics if topic.records]


def named_documents(text: str, key: str, records: Sequence[str], registry: Registry, *, by_title: bool) -> list[Named]:
    """The documents that a question names, in their order, each once; the Charter where it names no other.

    Args:
        text: the question.
        key: the same, folded.
        records: ids in whose lines a short figure may name a document, beside those named.
        registry: the catalogue.
        by_title: whether words of a title may settle a number that several documents carry.
    """
    found = _numbers(key, text, registry)
    found += _short_figures(key, text, found, records, registry)
    merged = _merged(sorted(found, key=lambda one: one.start))
    return _narrowed(merged, key, by_title=by_title) or _charter(key, text, registry)


def words_of(key: str) -> str:
    """The words of a folded question; "377-QĐ/TW" is its figure, a day and a span of years are one word each."""
    return re.sub(r"(?<=\w)[-/](?=\w)", "_", _SIGNED.sub(r"\1", _plain(key)))


def _numbers(key: str, text: str, registry: Registry) -> list[Named]:
    found: list[Named] = []

    def free(start: int, end: int) -> bool:
        return all(end <= one.start or start >= one.end for one in found)

    for match in _WHOLE.finditer(key):
        figure, kind, issuer = match.groups()
        if kind not in KINDS:  # "7-BC/CB" is a report of a cell
            continue
        pool = [
            r for r in registry.by_number(figure) if fold(r.number or "").replace(" ", "").endswith(f"-{kind}/{issuer}")
        ]
        before = _KIND_BEFORE.search(key[: match.start()])
        called = KINDS[before[1]] if before else ()
        found.append(Named(text[match.start() : match.end()], *match.span(), tuple(pool), called))
    days = [(day.start, day.end) for day in written_dates(key)] + [match.span() for match in MONTH.finditer(key)]
    for match in _BY_KIND.finditer(key):
        figure = match[2] or match[4]
        start, end = match.span(2 if match[2] else 4)
        if not free(start, end) or YEAR.fullmatch(figure) or COUNTED.match(key[end:]) or inside(start, days):
            continue
        kinds = KINDS[match[1] or match[3]]
        pool = [r for r in registry.by_number(str(figure)) if r.kind in kinds] or _padded(figure, registry, kinds)
        found.append(Named(text[match.start() : match.end()], match.start(), match.end(), tuple(pool), kinds))
    for match in _BARE.finditer(key):
        figure, (start, end) = match[1], match.span()
        if not free(start, end) or YEAR.fullmatch(figure) or inside(start, days) or COUNTED.match(key[end:]):
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


def _short_figures(
    key: str, text: str, found: Sequence[Named], records: Sequence[str], registry: Registry
) -> list[Named]:
    """Bare figures of two digits that can only mean a document: beside its own day, or in the line of one named."""
    anchors = [one.candidates[0].id for one in found if one.candidates] + [*records]
    lines = {r.id for anchor in anchors for r in registry.line(anchor)}
    days = sorted(written_dates(key), key=lambda day: day.start)
    short: list[Named] = []
    for match in _SHORT.finditer(key):
        start, end = match.span(1)
        if any(start < one.end and end > one.start for one in found) or COUNTED.match(key[end:]):
            continue
        pool = _padded(match[1], registry, ())
        own = next((day for day in days if day.start >= end), None) if _OWN_DAY.match(key[end:]) else None
        dated = [r for r in pool if r.issued and own is not None and r.issued == own.day]
        beside = _BEFORE_SHORT.search(key[:start]) or _AFTER_SHORT.match(key[end:])
        joined = [r for r in pool if r.id in lines] if beside else []
        if kept := dated or joined:
            short.append(Named(text[start:end], start, end, tuple(kept)))
    return short


def _charter(key: str, text: str, registry: Registry) -> list[Named]:
    """The Charter, where it is the document asked about and no other is named."""
    pool = tuple(r for r in registry.records.values() if r.kind is Kind.CHARTER)
    found = None if _CHARTER_APPLIED.search(key) else _CHARTER.search(key)
    return [Named(text[found.start() : found.end()], *found.span(), pool, (Kind.CHARTER,))] if found and pool else []


def _plain(key: str) -> str:
    """The words of a folded question, one space apart."""
    return " ".join(re.sub(r"[^\w/%-]+", " ", key).split())


def _padded(figure: str, registry: Registry, kinds: Sequence[Kind]) -> list[Record]:
    wanted = figure.lstrip("0")
    pool = [
        r
        for r in registry.records.values()
        if r.number and "-" in r.number and r.number.partition("-")[0].strip().lstrip("0") == wanted
        if not kinds or r.kind in kinds
    ]
    return sorted(pool, key=lambda r: r.issued or date.min, reverse=True)


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
    days = {written.day for written in written_dates(key)}
    months = {(int(y), int(m)) for m, y in MONTH.findall(key)}
    years = {int(y) for y in YEAR.findall(key)}
    yield {i for i, day in issued if day in days}
    yield {i for i, day in issued if (day.year, day.month) in months}
    yield {i for i, day in issued if day.year in years}
    yield {r.id for r in pool if any(issuer in key and issuer in fold(r.issuer) for issuer in _ISSUERS)}
    yield {r.id for r in pool if any(i in beside for i in r.guides)}
    if all(any(i in beside for i in r.guides) for r in pool):  # "04-HD/TW là cho 244 hay cho 190?"
        return
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
    """The year that stands right behind a number, as its own, or in which it is said to have been issued."""
    after = re.match(r"\s*(?:ban\s+)?(?:nam\s+)?((?:19|20)\d\d)\b", key[one.end :]) or _ISSUED_IN.match(key[one.end :])
    return int(next(filter(None, after.groups()))) if after else 0


def _years(after: str) -> tuple[int, ...]:
    """The year that stands right behind the words of a topic, as that of the document meant."""
    found = _TOPIC_YEAR.match(after)
    return (int(found[1]),) if found else ()


def by_title(words: str, registry: Registry) -> list[Topic]:
    """The one line of documents of a kind asked for whose title the question says nearly whole."""
    kinds = [kind for name, of in KINDS.items() if re.search(rf"\b{name}\b", words) for kind in of]
    said = set(words.split())
    known = ABOUT | beside_words() | {w for name in KINDS for w in name.split()}
    subject = {w for w in content_words(words) if not w[0].isdigit() and w not in known}
    fits: dict[str, tuple[float, Record]] = {}
    for record in registry.records.values():
        title = [w for w in content_words(fold(record.title)) if not w.isdigit()]
        if record.number is None or len(title) < 2 or (kinds and record.kind not in kinds):
            continue
        whole = len(subject) >= SUBJECT and subject <= set(title)
        share = max(sum(word in said for word in title) / len(title), float(whole))
        line = registry.line(record.id)[0].id
        if share >= TITLE_SAID and share > fits.get(line, (0.0, record))[0]:
            fits[line] = (share, record)
    best = sorted(fits.values(), key=lambda fit: -fit[0])
    if not best or (len(best) > 1 and best[0][0] == best[1][0]):
        return []
    return [Topic(best[0][1].title, 0, (best[0][1].id,))]
