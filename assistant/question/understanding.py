"""A question made explicit: normalised words, the day asked about, documents and places named, level, intent.

Pure over the registry. Nothing here decides an answer; every reading that changes the result (a date, an expanded
abbreviation) is kept as a note that the user sees.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from assistant.model import MAX_CHARS, Question, too_long
from assistant.question.dates import AsOf, days_compared, understand_date
from assistant.question.documents import AboutDocuments, about_documents, asks_of_documents
from assistant.question.kinds import Wish, wish_of
from assistant.question.patterns import pattern
from assistant.question.references import DirectReferences, find_references
from assistant.question.smalltalk import without_courtesy
from corpus.core.codes import Code
from corpus.core.display import LEVEL_NAMES, vn_date
from corpus.core.errors import InputError
from corpus.core.model import Level
from corpus.core.registry import Registry
from corpus.core.text import fold, one_to_one, syllables, to_nfc
from corpus.shipped.abbreviations import Expansion, expand
from indexing.keys import is_accented

_LEVELS: tuple[tuple[str, Level], ...] = (
    (r"\bdang bo bo phan\b|\bdang uy bo phan\b", Level.SUB_COMMITTEE),
    (
        r"\bcap tren (?:truc tiep )?(?:cua )?(?:to chuc )?co so\b|\b(?:dang bo |dang uy )?(?:cap )?huyen\b|\bquan uy\b",
        Level.ABOVE_GRASSROOTS,
    ),
    (r"\b(?:dang bo|dang uy|cap|dai hoi)?\s*(?:xa|phuong|dac khu)\b(?! hoi)", Level.COMMUNE),
    (r"\bcap tinh\b|\btinh uy\b|\bthanh uy\b|\bdang bo tinh\b|\bdang bo thanh pho\b|\bdai hoi tinh\b", Level.PROVINCE),
    (r"\btruc thuoc (?:trung uong|tw)\b", Level.CENTRAL_DIRECT),
    (r"\btoan quoc\b|\bdai hoi (?:xiv|xiii|xii|xi|xv)\b", Level.NATIONAL),
    (r"\bco so\b", Level.GRASSROOTS),
    (r"\bchi bo\b|\bchi uy\b", Level.CELL),
)
_TIME_NAMED = re.compile(
    r"\b(?:nam|ky|ky dai hoi|nhiem ky|khoa) (?:19|20)\d\d(?:\s*[-–/]\s*(?:19|20)\d\d)?\b"
)  # the dash between two years is no word of a phrase
_LOOSE_END = re.compile(r"[\s,:;](?:theo|trong|với|của|và|tại|ở|voi|cua|va|tai|o)$", re.IGNORECASE)
"""A connective left hanging once the name of a document is cut away."""
_LONGEST_LOOSE = 8
"""Characters of the longest of them, and to spare."""
_INJECTED = "\u200b\u200c\u200d\u2060\ufeff\u202a\u202b\u202c\u202d\u202e"


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was asked before, as understood then; ``turn`` is what is said now, ``leans`` whether it needs that.

    ``retold`` tells that what the turn supposes was worked into the story told before.
    """

    understood: Understood
    turn: str
    leans: bool
    retold: bool = False


@dataclass(frozen=True, slots=True)
class Understood:
    """What the assistant takes the question to mean.

    ``text`` is the cleaned standalone question; ``plain`` has its short forms written out; ``search_text`` keeps the
    question and adds all expansions, for word search; ``asks_place`` tells that it asks in which điều a rule stands;
    ``asks_catalogue`` tells that it may be about documents (number, date, what replaced what) rather than rules;
    ``wish`` is the kind of answer wanted, with the core of the question and the facts told around it; ``days`` are
    those set side by side in a comparison of times; ``about`` is what it asks of documents themselves, ``None`` when it
    asks for the content of rules; ``earlier`` is the turn that this one follows, ``otherwise`` other forms of a turn
    that leans on it; ``halves`` are the questions that it puts together, each with its words; ``also`` are earlier
    questions to be answered before this one; ``brief`` tells that a short form is wanted, ``paragraph`` that one
    paragraph is, ``place`` only where the answer stands, ``whole_text`` only where its documents are to be had;
    ``notes`` are readings to show to the user, ``readings`` those of short forms, which matter only where something was
    searched.
    """

    text: str
    plain: str
    search_text: str
    as_of: AsOf
    references: DirectReferences
    levels: frozenset[Level]
    accented: bool
    compares: bool
    asks_place: bool
    asks_catalogue: bool
    notes: tuple[str, ...]
    wish: Wish
    days: tuple[date, ...] = ()
    about: AboutDocuments | None = None
    readings: tuple[str, ...] = ()
    earlier: Earlier | None = None
    otherwise: tuple[Understood, ...] = ()
    brief: bool = False
    paragraph: bool = False
    place: bool = False
    whole_text: bool = False
    also: tuple[Understood, ...] = ()
    halves: tuple[tuple[str, Understood], ...] = ()


def clean(text: str) -> str:
    """NFC text without control and invisible characters, white space collapsed, each character folding to one.

    Raises:
        InputError: ``question.empty``, ``question.no_words`` (only signs or emoji), ``question.too_long``.
    """
    if len(text) > MAX_CHARS:  # before anything whose time grows with the text
        raise too_long(text)
    visible = "".join(" " if c.isspace() or c < " " or c == "\x7f" else c for c in to_nfc(text) if c not in _INJECTED)
    # A lone surrogate (broken JSON) cannot be encoded: it goes, the question stays.
    visible = " ".join(one_to_one(visible.encode("utf-8", "ignore").decode("utf-8")).split())
    if not visible:
        raise InputError(Code.QUESTION_EMPTY, "Câu hỏi đang để trống.", hint="Xin nhập nội dung cần hỏi.")
    if not re.search(r"[^\W\d_]{2,}|\d", visible):
        raise InputError(
            Code.QUESTION_NO_WORDS, "Câu hỏi không có chữ nào đọc được.", hint="Xin nhập câu hỏi bằng tiếng Việt."
        )
    return visible


def written_out(expansion: Expansion) -> str:
    """The question with its settled short forms ("ĐH", "btv", "ng") replaced by their full words."""
    text, parts, last = expansion.text.split("\n", 1)[0], [], 0
    for (short, long), (start, end) in zip(expansion.notes, expansion.spans, strict=True):
        if " " not in short and " hoặc " not in long:
            parts += [text[last:start], long]
            last = end
    return "".join([*parts, text[last:]])


def with_level(understood: Understood, level: Level) -> Understood:
    """The question with a level said like one in it, so that search and judge see it too."""
    told = f" ({LEVEL_NAMES[level]})"
    plain, search_text = f"{understood.plain}{told}", f"{understood.search_text}{told}"
    return replace(understood, plain=plain, search_text=search_text, levels=frozenset({level}))


def spelt_out(text: str) -> str:
    """The text with all settled short forms replaced, those of several words ("tp hcm") too."""
    expansion = expand(text)
    parts, last = [], 0
    for (_, long), (start, end) in zip(expansion.notes, expansion.spans, strict=True):
        if " hoặc " not in long:
            parts += [text[last:start], long]
            last = end
    return "".join([*parts, text[last:]])


def levels_of(text: str) -> frozenset[Level]:
    """Levels of Party organisation named in ``text``; the most specific wording wins over a part of it."""
    key, found = fold(text), set()
    for words, level in _LEVELS:
        if re.search(words, key):
            found.add(level)
            # What was read is cut out: "cấp trên cơ sở" holds "cơ sở", which is another level.
            key = re.sub(words, " ", key)
    return frozenset(found)


def focused(understood: Understood) -> Understood:
    """The question without the documents, times and places it names and without words that only compare.

    For looking inside one document, or on one day, for what the question is about. Unchanged when nothing is left.
    """
    text = understood.plain
    for mention in understood.references.documents:
        text = text.replace(mention.text, " ")
    text = "".join(c for c, cut in zip(text, _framed(text), strict=True) if not cut)
    rest = _without_loose_end(" ".join(text.split()).strip(" ,:;?.-–"))
    # A single syllable is no subject that could be searched for.
    return replace(understood, plain=rest, search_text=rest) if len(syllables(rest)) >= 2 else understood


def _without_loose_end(text: str) -> str:
    while loose := _LOOSE_END.search(text, max(0, len(text) - _LONGEST_LOOSE)):
        text = text[: loose.start()].rstrip(" ,:;")
    return text


def as_searched(understood: Understood) -> Understood:
    """The question as searched: one that asks where in a document a rule stands is looked up by the rule's subject."""
    return focused(understood) if understood.asks_place and understood.references.records else understood


def _names_several(references: DirectReferences) -> bool:
    """Whether the question names several documents, each of which may then be answered from."""
    pools = [{r.id for r in mention.candidates} for mention in references.documents]
    return any(a.isdisjoint(b) for index, a in enumerate(pools) for b in pools[index + 1 :])


def _framed(text: str) -> list[bool]:
    cut = [False] * len(text)
    key = fold(text)
    for match in (*pattern("about_frame").finditer(key), *_TIME_NAMED.finditer(key)):
        cut[match.start() : match.end()] = [True] * (match.end() - match.start())
    return cut


def understand(question: Question, registry: Registry, today: date) -> Understood:
    """Read a question; pure apart from raising ``InputError`` for text that is no question."""
    text = clean(question.text)
    expansion = expand(without_courtesy(text))
    compares = bool(pattern("compares").search(fold(text)))
    days = days_compared(text, question.as_of or today)
    # Two years in a story are no comparison; with a comparing word, or with today beside them, they are.
    if not compares and (question.as_of or today) not in days:
        days = ()
    asks_place = bool(pattern("asks_place").search(fold(text)))
    plain = written_out(expansion)
    # A level chosen beside the question is said like one in it, so that search and judge see it too.
    told = f" ({LEVEL_NAMES[question.level]})" if question.level else ""
    documents = about_documents(plain, registry)
    wish = wish_of(plain, names_document=bool(documents.named))
    about = documents if asks_of_documents(documents, wish, plain) else None
    days = () if about else days
    timed = about.timeless if about else expansion.text
    # The newest of the days compared is the day of the answer; the older sides are told as they were.
    as_of = understand_date(timed, today, question.as_of or (days[-1] if days else None))
    references = find_references(expansion.text, registry, as_of.day, as_of.explicit)
    notes = [as_of.note] if as_of.note and question.as_of is None and not days else []
    notes += [f"So sánh quy định tại các thời điểm: {', '.join(map(vn_date, days))}."] if days else []
    readings = [f"“{short}” được hiểu là “{long}”." for short, long in expansion.abbreviations]
    settled = "\n".join([text, *(long for _, long in expansion.notes if " hoặc " not in long)])
    return Understood(
        text=text,
        plain=f"{plain}{told}",
        search_text=f"{expansion.text}{told}",
        as_of=as_of,
        references=references,
        levels=frozenset({question.level}) if question.level else levels_of(settled),
        accented=is_accented(syllables(text)),
        compares=compares or bool(days) or _names_several(references),
        asks_place=asks_place,
        asks_catalogue=bool(pattern("asks_catalogue").search(fold(expansion.text))),
        notes=tuple(notes),
        wish=wish,
        days=days,
        about=about,
        readings=tuple(readings),
    )
