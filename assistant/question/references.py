"""Direct references in a question: documents ("Chỉ thị 45", "190-QĐ/TW") and places ("Điều 9 khoản 2", "mục 11.4.2").

Pure; works on the folded text. A bare number that several documents carry is settled by kind, issuer, year or
date when the question gives one, else the caller asks which is meant; nothing is picked silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from assistant.question.patterns import pattern
from corpus.core.model import Kind, Provision, Record
from corpus.core.registry import Force, Registry
from corpus.core.text import fold

KINDS = {
    "quy dinh": (Kind.REGULATION, Kind.STATUTE, Kind.DECISION),
    "quy che": (Kind.STATUTE,),
    "quyet dinh": (Kind.DECISION, Kind.STATUTE, Kind.REGULATION),
    "nghi quyet": (Kind.RESOLUTION,),
    "chi thi": (Kind.DIRECTIVE,),
    "ket luan": (Kind.CONCLUSION,),
    "huong dan": (Kind.GUIDANCE,),
    "cong van": (Kind.LETTER,),
    "qd": (Kind.REGULATION, Kind.STATUTE, Kind.DECISION),
    "qc": (Kind.STATUTE,),
    "nq": (Kind.RESOLUTION,),
    "ct": (Kind.DIRECTIVE,),
    "kl": (Kind.CONCLUSION,),
    "hd": (Kind.GUIDANCE,),
    "cv": (Kind.LETTER,),
}
_KIND_WORDS = "|".join(KINDS)
_FULL = re.compile(r"\b(\d{1,5})\s*-\s*(qd|qc|nq|ct|kl|hd|cv)\s*[/-]\s*(tw|btctw|btgtw|vptw)\b")
_NAMED = re.compile(rf"\b({_KIND_WORDS})\s*(?:bau cu\s*)?(?:trong dang\s*)?(?:so\s*)?(\d{{1,5}})\b(?!\s*[/.]\s*\d)")
_REVERSED = re.compile(r"\b(\d{1,5})\s*-?\s*(qd|ct|kl|hd|cv)\b(?!\s*[/-]\s*(?:tw|bt|vp))")
_CHARTER = re.compile(r"\bdieu le(?! (?:doan|cong doan|hoi))\b")
_AGE = "(?:cu|truoc day|moi|hien hanh|hien nay)"
_ELECTION = re.compile(
    rf"\bquy che(?: bau cu)?(?: trong dang)?(?: {_AGE})?"
    rf"(?: (?:va|voi|so voi) (?:quy che (?:bau cu )?)?{_AGE})?\b(?! (?:lam viec|so)\b| \d)"
)
_SECOND = re.compile(
    rf"\b({_KIND_WORDS})\s*(?:so\s*)?\d{{1,5}}\s*(?:va|voi|so voi|hay|,)\s*(\d{{1,5}})\b(?!\s*(?:%|[a-z]))"
)
_BARE = re.compile(
    r"(?:^|\b(?:theo|cua|trong|tai|o)\s+)(\d{2,5})\s+(?:muc|dieu|khoan)\b|\b(?:muc|khoan)\s+[\d.]+\s+(?:cua\s+)?(\d{3})\b"
    r"|\b(?:hoi|thoi|thoi ky)\s+(\d{3})\b(?!\s*[/.%-])"
)
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_DECIMAL = re.compile(r"\b(?:muc\s+|diem\s+|tiet\s+)?(\d{1,2}(?:\.\d{1,2}){1,3})\b(?!\s*%)")
_DIEU = re.compile(r"\bdieu\s+(\d{1,3})\b")
_KHOAN = re.compile(r"\bkhoan\s+(\d{1,2})\b")
_DIEM = re.compile(r"\bdiem\s+([a-eghik-z])\b")
_MUC = re.compile(r"\bmuc\s+(\d{1,2}|[ivx]{1,4})\b(?!\.\d)")


COUNTED = re.compile(
    r"^\s*(?:(?:nguoi|dong chi|dang vien|dai bieu|(?:\w+ )?uy vien|phieu|tuoi|gio|phan tram|lan|phut|trieu|nghin"
    r"|canh tay|la phieu|chi bo|dang bo|to chuc|trang|cap|buoc|don vi|thanh vien|nhiem ky|bieu mau|ho so|viec)\b"
    r"|(?:ngay|thang|nam)\b(?!\s+\d)"
    r"|(?:thi |la |phai |se )*(?:ghi|danh|viet|de) (?:so|ky hieu)\b)"
)
"""What a figure that counts something, or that is to be written somewhere, is followed by: "quyết định 15 người",
"nghị quyết số 5 thì ghi số thế nào" name no document."""


@dataclass(frozen=True, slots=True)
class DocumentMention:
    """Words that name a document and the records they may mean, most likely first."""

    text: str
    candidates: tuple[Record, ...]
    settled: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a document: ``path`` as in provision paths (``d11.k6``, ``11.4.2``), ``label`` as people write it."""

    path: str
    label: str


@dataclass(frozen=True, slots=True)
class DirectReferences:
    """Documents and places that a question names, and numbers that fit no known document."""

    documents: tuple[DocumentMention, ...] = ()
    places: tuple[Place, ...] = ()
    unknown_numbers: tuple[str, ...] = ()

    @property
    def records(self) -> tuple[str, ...]:
        """Ids of the records that are settled, in order of mention."""
        return tuple(dict.fromkeys(m.candidates[0].id for m in self.documents if m.settled))

    @property
    def ambiguous(self) -> tuple[DocumentMention, ...]:
        """Mentions that fit several documents with nothing to choose by."""
        return tuple(mention for mention in self.documents if not mention.settled)


def find_references(text: str, registry: Registry, as_of: date, explicit_date: bool) -> DirectReferences:
    """All direct references of a question.

    ``explicit_date`` tells that the question itself names the day, which then settles a number that several
    documents carry by what was in force on that day.
    """
    key = fold(text)
    years = {int(year) for year in _YEAR.findall(key)}
    mentions: list[DocumentMention] = []
    unknown: list[str] = []
    for _, words, pool in islice(_Mentions(text, key, registry, as_of).found(), MAX_NAMED):
        if not pool:
            unknown.append(words)
            continue
        mentions.append(_settle(words, pool, registry, years, as_of, explicit_date))
    return DirectReferences(tuple(mentions), _places(key), tuple(unknown))


MAX_NAMED = 12
"""Documents, and places, that are taken of one question, the first ones; nobody who wants an answer names more."""

_Found = tuple[int, str, list[Record]]
"""Where a document is named, in which words, and the records that the words may mean."""


class _Mentions:
    """Looks for documents, one rule a way of naming them; what one rule has read is not read again by the next."""

    def __init__(self, text: str, key: str, registry: Registry, as_of: date) -> None:
        self._text, self._key, self._registry, self._as_of = text, key, registry, as_of
        self._taken: list[tuple[int, int]] = []

    def found(self) -> list[_Found]:
        """All mentions in the order of the text."""
        # The fullest writing first: what it covers is not read again as a bare number.
        rules = (self._full, self._named, self._bare, self._charter, self._second, self._election)
        # Each rule stops early, or the time would grow with the square of what it has read already.
        return sorted((one for rule in rules for one in islice(rule(), MAX_NAMED)), key=lambda one: one[0])

    def _free(self, match: re.Match[str]) -> bool:
        return all(match.end() <= a or match.start() >= b for a, b in self._taken)

    def _words(self, match: re.Match[str], group: int = 0) -> str:
        return self._text[match.start(group) : match.end(group)]

    def _full(self) -> Iterator[_Found]:
        """``190-QĐ/TW``."""
        for match in _FULL.finditer(self._key):
            self._taken.append(match.span())
            number, kind, issuer = match.groups()
            same = self._registry.by_number(number)
            pool = [r for r in same if r.number and fold(r.number).endswith(f"-{kind}/{issuer}")]
            yield match.start(), self._words(match), pool

    def _named(self) -> Iterator[_Found]:
        """``Chỉ thị 45``, ``45-CT``, ``Quy chế bầu cử 2024``; not ``Quyết định 3 đại biểu``."""
        for numbered, kind_group, number_group in ((_NAMED, 1, 2), (_REVERSED, 2, 1)):
            for match in numbered.finditer(self._key):
                if not self._free(match) or COUNTED.match(self._key[match.end(number_group) :]):
                    continue
                self._taken.append(match.span())
                kinds, figure = KINDS[match.group(kind_group)], match.group(number_group)
                pool = self._of_year(figure, kinds) if _YEAR.fullmatch(figure) else self._of_kind(figure, kinds)
                # A year that fits several documents, or none, names none of them.
                if len(pool) == 1 or not _YEAR.fullmatch(figure):
                    yield match.start(), self._words(match), pool

    def _of_year(self, year: str, kinds: Sequence[Kind]) -> list[Record]:
        records = self._registry.records.values()
        return [r for r in records if r.kind in kinds and r.issued and str(r.issued.year) == year]

    def _of_kind(self, figure: str, kinds: Sequence[Kind]) -> list[Record]:
        return [r for r in _by_figure(figure, self._registry) if r.kind in kinds]

    def _bare(self) -> Iterator[_Found]:
        """``theo 294 mục 11``, ``hồi 244``."""
        for match in _BARE.finditer(self._key):
            number = match.group(1) or match.group(2) or match.group(3)
            counts = match.group(3) and COUNTED.match(self._key[match.end() :])
            if self._free(match) and not counts and (pool := _by_figure(number, self._registry)):
                self._taken.append(match.span())
                yield match.start(), number, pool

    def _charter(self) -> Iterator[_Found]:
        """``Điều lệ``; not ``Quy định thi hành Điều lệ``, nor ``Điều lệ thi hành``."""
        for match in _CHARTER.finditer(self._key):
            before, after = self._key[: match.start()], self._key[match.end() :]
            applied = before.endswith("thi hanh ") or re.match(r"\s*thi hanh", after)
            if self._free(match) and not applied:
                self._taken.append(match.span())
                pool = [r for r in self._registry.records.values() if r.kind is Kind.CHARTER]
                yield match.start(), self._words(match), pool

    def _second(self) -> Iterator[_Found]:
        """The 45 of ``Chỉ thị 35 và 45``."""
        for match in _SECOND.finditer(self._key):
            if pool := self._of_kind(match.group(2), KINDS[match.group(1)]):
                yield match.start(2), self._words(match, 2), pool

    def _election(self) -> Iterator[_Found]:
        """``quy chế bầu cử cũ`` where a place or a comparison is asked; elsewhere the words name the subject."""
        if not (pattern("asks_place").search(self._key) or pattern("compares").search(self._key)):
            return
        for match in _ELECTION.finditer(self._key):
            if self._free(match):
                for record in _election_rules(match.group(), self._registry, self._as_of):
                    yield match.start(), self._words(match), [record]


def _election_rules(words: str, registry: Registry, as_of: date) -> list[Record]:
    """The election statute in force on the day; with the one it replaced where the words say "cũ" or "trước đây"."""
    rules = [r for r in registry.records.values() if r.kind is Kind.STATUTE and "bau cu" in fold(r.title)]
    now = [r for r in rules if registry.standing(r.id, as_of).force is Force.IN_FORCE][:1]
    if re.search(r"\b(?:cu|truoc day)\b", words.replace("bau cu", "")):
        former = [r for new in now for r in rules if r.id in new.supersedes]
        return [*now, *sorted(former, key=lambda r: r.issued or date.min, reverse=True)[:1]]
    return now


def _by_figure(number: str, registry: Registry) -> list[Record]:
    wanted = number.lstrip("0")
    return sorted(
        (r for r in registry.records.values() if r.number and r.number.split("-")[0].strip().lstrip("0") == wanted),
        key=lambda record: record.issued or date.min,
        reverse=True,
    )


def _settle(
    words: str, pool: list[Record], registry: Registry, years: set[int], as_of: date, explicit_date: bool
) -> DocumentMention:
    if len(pool) > 1 and years:
        narrowed = [r for r in pool if r.issued and r.issued.year in years]
        pool = narrowed or pool
    if len(pool) > 1 and explicit_date:
        current = [r for r in pool if registry.standing(r.id, as_of).force is Force.IN_FORCE]
        # If none is in force on that day they stay ambiguous, and the user is asked.
        pool = current or pool
    return DocumentMention(words, tuple(pool), len(pool) == 1)


def _places(key: str) -> tuple[Place, ...]:
    places: list[Place] = []
    articles, clauses = _DIEU.findall(key), _KHOAN.findall(key)
    points = _DIEM.findall(key)
    for article in articles:
        path, label = f"d{article}", f"Điều {article}"
        # With two articles nobody can tell whose khoản it is.
        if clauses and len(articles) == 1:
            path, label = f"{path}.k{clauses[0]}", f"{label} khoản {clauses[0]}"
            if points:
                path, label = f"{path}.{points[0]}", f"{label} điểm {points[0]}"
        places.append(Place(path, label))
    for number in _DECIMAL.findall(key):
        path, label = number, number
        if points and not articles:
            path, label = f"{number}.{points[0]}", f"{number} điểm {points[0]}"
        places.append(Place(path, label))
    if not places:
        places.extend(Place(number, f"Mục {number.upper()}") for number in _MUC.findall(key))
    return tuple(dict.fromkeys(places))[:MAX_NAMED]


def at_place(place: Place, provision: Provision) -> bool:
    """Whether a provision is the place itself or lies below it.

    The Charter's ``Điều 11.6`` and a digest's label ``Điều 11 khoản 6`` are the same place; a digest may number
    several rules of one place ``d11.k6-2``.
    """
    path = provision.path.split("-")[0].lower()
    wanted = place.path.lower()
    label, asked = fold(provision.label), fold(place.label)
    if path == wanted or path.startswith(f"{wanted}."):
        return True
    return label == asked or label.startswith((f"{asked} ", f"{asked}.")) or label == f"muc {asked}"
