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
from corpus.core.text import fold, syllables
from indexing.keys import is_accented

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
LITTLE = 3
"""Content words that may be left of a question about a document once its name and what is asked of it are cut away."""
_OF_STATE = ("still", "ended", "already", "replaced", "replacing", "effect", "guides", "guiding")
SUBJECT = 3
"""Words that a question must say of its matter, all of them in one title, to mean the document by them."""
TITLE_SAID = 0.6
"""Share of the words of a title that a question must say to mean the document by it."""
_LOOK_ALIKE = (
    ("thấy|thày|thầy", "nhìn"),
    ("bộ|bố", "cấp"),
    ("mời", "gọi"),
    ("cứ", "dựa"),
    ("cụ", "người"),
    ("kỳ", "mùa"),
    ("đảng", "đg"),
)
_SHORT = re.compile(r"(?<![\w/.%-])(\d{2})(?![\w%]|\s*[/.-]\s*\d)")
_TOPIC_YEAR = re.compile(r"\s*(?:(?:trong|dang|in|ban|ra|hoi|nam|cua|doi|cu|ky|hanh)\s+){0,5}((?:19|20)\d\d)\b")
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
_BEFORE = re.compile(
    r"\btruoc\s+(?:khi\s+co\s+|khi\s+|ca\s+)?(?:cua\s+)?(?:cai\s+|ban\s+)?"
    rf"(?:(?:{_KIND})\s+)?$"
)
_POINTS = re.compile(
    r"\b(?P<it>no)\b|\b(?P<that>(?:van ban|quy dinh|quy che|huong dan|chi thi|ket luan|cai) (?:do|nay|ay))\b"
    r"|\b(?:lien )?truoc (?P<then>do|ay)\b"
)
"""How a turn points at a document: "nó", "văn bản đó", "trước đó"."""
BARE = 8
"""Longest turn, in words, that only asks what becomes of the document spoken of ("do ai ban hành?")."""
_NOT_A_DOCUMENT = re.compile(
    r"(?:\b(?:ngay|hom|thang|nam|dieu|khoan|muc|diem|khoa|ky|tu|den|sau|hoi|tuoi|lan|thu)\s*)$"
)
_DAY = re.compile(r"\b(\d{1,2})\s*(?:[/.\-]|\s+thang\s+)(\d{1,2})\s*(?:[/.\-]|\s+nam\s+)((?:19|20)\d\d)\b")
_MONTH = re.compile(r"\b(?:thang|t)\s*(\d{1,2})\s*(?:[/\-]|\s*nam\s+)\s*((?:19|20)\d\d)\b")
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_TERM = re.compile(r"\b(?:nhiem )?ky (?:19|20)\d\d\s*[-–/]\s*(?:19|20)\d\d\b")
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
    years: tuple[int, ...] = ()


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
def _signs() -> re.Pattern[str]:
    return pattern_of(_data()["life"]["signs"], _data()["words"])


@cache
def _beside_words() -> frozenset[str]:
    return frozenset(_data()["life"]["beside"].split())


@cache
def state_words(name: str) -> re.Pattern[str]:
    """The words of ``[polarity]`` of that name: how the state of a document is asked by yes or no."""
    return pattern_of(_data()["polarity"][name], _data()["words"])


@cache
def _topics() -> tuple[_TopicRow, ...]:
    rows = _data()["topic"]
    return tuple(_TopicRow(r["name"], pattern_of(r["asks"], _data()["words"]), tuple(r["records"])) for r in rows)


def about_documents(text: str, registry: Registry) -> AboutDocuments:
    """What a question known to be about documents asks, and of which."""
    key = fold(text)
    words = _tokens(key)
    read = told_apart(text)
    asked = [(name, found) for name, pattern in _asks().items() if (found := pattern.search(read))]
    whole = any(name in ("versions", "same") for name, _ in asked)
    topics = [
        Topic(
            row.name,
            found.start(),
            tuple(i for i in row.records if i in registry.records),
            _years(words[found.end() :]),
        )
        for row in _topics()
        if (found := row.asks.search(words))
    ]
    topics = [topic for topic in topics if topic.records]
    numbers = _numbers(key, text, registry)
    numbers += _short_figures(key, text, numbers, topics, registry)
    named = _narrowed(_merged(sorted(numbers, key=lambda one: one.start)), key, by_title=not whole)
    if not named:
        named = _charter(key, text, registry)
    governing = bool(_wants_governing().search(words))
    if governing and not named and not topics:
        topics = _by_title(words, registry)
    congress = _CONGRESS.search(key)
    return AboutDocuments(
        named=tuple(named),
        topics=tuple(topics),
        asked=tuple((name, read[: found.start()].count(" ")) for name, found in asked),
        points=bool(_PRONOUN.search(key)),
        wants_governing=governing,
        congress=congress[1].upper() if congress else "",
        timeless=_without_own_days(text, key, named, [] if governing else topics),
        of_one_line=_follow(named, registry),
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
    words = _tokens(key)
    for pattern in _asks().values():
        words = pattern.sub(" ", words)
    return [word for word in content_words(words) if word not in _ABOUT]


def asks_of_documents(about: AboutDocuments, wish: Wish, text: str) -> bool:
    """Whether a question asks for the state of documents, or for the document that rules a matter.

    Questions for the content of a rule name documents too ("theo Chỉ thị 45, tuổi tái cử là …"); they do not ask so.
    """
    if _content().search(_tokens(_unnamed(fold(text), about))):
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
    return about.of_one_line or _left(about, asking, _beside_words()) <= most


def _unnamed(key: str, about: AboutDocuments) -> str:
    """The folded question without the figures of documents it names: "con số 190" is no figure of a rule then."""
    figures = {figure for one in about.named for figure in re.findall(r"\d{3,}", one.words)}
    return re.sub(rf"\b(?:{'|'.join(figures)})\b", " ", key) if figures else key


def _names_one(text: str, about: AboutDocuments) -> bool:
    if about.named:
        return any(one.words in text for one in about.named)
    return any(row.asks.search(_tokens(fold(text))) for row in _topics())


def _left(about: AboutDocuments, wish: Wish, beside: frozenset[str] = frozenset()) -> int:
    """Content words of the core that are neither a document's name, nor a day, nor what is asked of documents."""
    core = wish.core
    for one in about.named:
        core = core.replace(one.words, " ")
    words = _tokens(fold(core))
    for pattern in (*_asks().values(), _wants_governing(), *((row.asks for row in _topics()) if beside else ())):
        words = pattern.sub(" ", words)
    titles = {word for one in about.named for r in one.candidates for word in re.findall(r"\w+", fold(r.title))}
    known = _ABOUT | beside | (titles if beside else set())
    return len([word for word in content_words(words) if not word[0].isdigit() and word not in known])


def told_apart(text: str) -> str:
    """The folded words of a question, one space apart; words that folding makes alike are kept apart where it can.

    Without their diacritics "thấy" and "thay", "bộ" and "bỏ", "dùng" and "đúng" are one word each.
    """
    lower = text.lower()
    if is_accented(syllables(text)):
        for word, other in _LOOK_ALIKE:
            lower = re.sub(rf"\b{word}\b", other, lower)
    return _tokens(fold(lower))


def _follow(named: Sequence[Named], registry: Registry) -> bool:
    """Whether at least two documents are named, each in the line of the first."""
    settled = [one.candidates[0].id for one in named if len(one.candidates) == 1]
    return len(settled) > 1 and set(settled) <= {r.id for r in registry.line(settled[0])}


def _short_figures(
    key: str, text: str, found: Sequence[Named], topics: Sequence[Topic], registry: Registry
) -> list[Named]:
    """Bare figures of two digits that can only mean a document: beside its own day, or in the line of one named."""
    anchors = [one.candidates[0].id for one in found if one.candidates] + [i for topic in topics for i in topic.records]
    lines = {r.id for anchor in anchors for r in registry.line(anchor)}
    short: list[Named] = []
    for match in _SHORT.finditer(key):
        start, end = match.span(1)
        if any(start < one.end and end > one.start for one in found) or COUNTED.match(key[end:]):
            continue
        pool = _padded(match[1], registry, ())
        own = _DAY.search(key, end) if _OWN_DAY.match(key[end:]) else None
        days = {(int(own[3]), int(own[2]), int(own[1]))} if own else set()
        dated = [r for r in pool if r.issued and (r.issued.year, r.issued.month, r.issued.day) in days]
        beside = _BEFORE_SHORT.search(key[:start]) or _AFTER_SHORT.match(key[end:])
        joined = [r for r in pool if r.id in lines] if beside else []
        if kept := dated or joined:
            short.append(Named(text[start:end], start, end, tuple(kept)))
    return short


def _years(after: str) -> tuple[int, ...]:
    """The year that stands right behind the words of a topic, as that of the document meant."""
    found = _TOPIC_YEAR.match(after)
    return (int(found[1]),) if found else ()


def _charter(key: str, text: str, registry: Registry) -> list[Named]:
    """The Charter, where it is the document asked about and no other is named."""
    pool = tuple(r for r in registry.records.values() if r.kind is Kind.CHARTER)
    found = None if _CHARTER_APPLIED.search(key) else _CHARTER.search(key)
    return [Named(text[found.start() : found.end()], *found.span(), pool, (Kind.CHARTER,))] if found and pool else []


def _by_title(words: str, registry: Registry) -> list[Topic]:
    """The one line of documents of a kind asked for whose title the question says nearly whole."""
    kinds = [kind for name, of in KINDS.items() if re.search(rf"\b{name}\b", words) for kind in of]
    said = set(words.split())
    known = _ABOUT | _beside_words() | {w for name in KINDS for w in name.split()}
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


def _tokens(key: str) -> str:
    """The words of a folded question; "377-QĐ/TW" is its figure, a day and a span of years are one word each."""
    return re.sub(r"(?<=\w)[-/](?=\w)", "_", _SIGNED.sub(r"\1", _plain(key)))


def _plain(key: str) -> str:
    """The words of a folded question, one space apart."""
    return " ".join(re.sub(r"[^\w/%-]+", " ", key).split())


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


def _without_own_days(text: str, key: str, named: Sequence[Named], topics: Sequence[Topic]) -> str:
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
    for year in {year for topic in topics[:1] for year in topic.years}:
        for match in re.finditer(rf"\b{year}\b", key):
            blank(*match.span())
    if named and any(not cut[m.start()] for times in (_DAY, _MONTH) for m in times.finditer(key)):
        for match in _TERM.finditer(key):  # whose term it is, not when: "nhiệm kỳ 2020-2025 hồi tháng 4/2025"
            blank(*match.span())
    return "".join(" " if gone else c for c, gone in zip(text, cut, strict=True))
