"""A question that asks several things, as several questions; the clauses of any. Pure.

"Tổ kiểm phiếu do ai lập, còn biên bản giữ ở đâu?" has two rules for an answer. A question is cut where a comma, a
conjunction or a sentence end stands between two stretches that each ask something and each name enough to be looked
up. What is told before the first of them (a story, a topic) belongs to all. A part that leaves its subject to the one
before it ("… do ai quyết định và trong mấy ngày?", "… còn ban thường vụ?") leans on it as a turn of a conversation
leans on the turn before. Parts are made of the question's own words; each is read anew, so that its kind, its documents
and its figures are its own, and only the day is that of the whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice

from assistant.model import Question, Turn
from assistant.question.kinds import sentences_of
from assistant.question.patterns import pattern
from assistant.question.understanding import Understood, understand
from assistant.turns.followups import behind, standalone
from assistant.turns.leaning import is_follow_up, without_opening
from corpus.core.registry import Registry
from corpus.core.text import fold
from corpus.vietnamese.contentwords import content_words
from indexing.keys import is_accented

MAX_PARTS = 3
FEWEST_WORDS = 2
"""Words of the shortest question that a turn puts beside another."""
ENOUGH_WORDS = 3
"""Content words a part needs to be looked up by itself."""
_CUT = (
    r"\s*[?;]\s+(?=\w)(?:(?:còn|và|rồi|vậy|thế)\s+)?"
    r"|\s*,\s*(?:(?:còn|và|với|rồi|xong|đồng thời|ngoài ra)\s+)?|\s+(?:còn|và|rồi|đồng thời)\s+"
)
MAX_CUTS = 24
"""Places looked at where a question may be cut; more have only texts made to keep a machine busy."""
MAX_APART = 600
"""Characters of all parts looked up by themselves; each costs a search."""
MAX_TOLD = 400
"""Most characters of what is told before the parts that each of them is looked up with."""
LONGEST_NAME = 110
"""Characters of the name of a part; a longer one is cut at a word."""
_ASKS = (
    r"\b(?:bao nhiêu|bao lâu|bao giờ|sao|có phải|hay là"
    r"|(?<!mười )(?<!mươi )mấy(?! (?:anh|chị|em|cháu|bác|ông|bà|cô|chú|đứa|nay|bữa|hôm|tính|vi tính|bay|quét)\b)"
    r"|(?<!có )(?<!chẳng )(?<!chả )(?<!không )(?<!ít )ai(?! (?:cũng|đó|nấy)\b)"
    r"|(?:nào|gì|đâu)(?! (?:cũng|đó|cả|hết)\b))\b"
)
"""Words that ask; not where they stand for anybody or nobody, or address people."""
_OPENS = r"\b(?:có|được|phải|cần|là|vậy|chứ|đã|đủ)\b"
_ENDS = r"\b(?:không|ko|chưa)(?:\s+(?:ạ|vậy|nhỉ|hả|ad))*$"
_NEVER = r"\bchưa (?:\w+ ){0,5}bao giờ\b"
_BARE_ASK = r"\bnhững ai$"
NEAR_ASK = 20
"""Characters after a cut within which what follows "những ai" asks for the same."""
_BETWEEN = re.compile(r"\s*(?<![,;:?.!…])[,;:?.!…]+\s+(?=\w)")


@dataclass(frozen=True, slots=True)
class AskedPart:
    """One of several questions inside a question.

    Attributes:
        name: its own words, to be told by.
        forms: it behind all that was told, and by itself.
        leans: whether its own words are too few to be looked up without the part before it.
    """

    name: str
    forms: tuple[Understood, ...]
    leans: bool


@dataclass(frozen=True, slots=True)
class _Words:
    """Where a question may be cut, and what asks: a word, or one word with another at the end."""

    cuts: re.Pattern[str]
    asks: re.Pattern[str]
    opens: re.Pattern[str]
    ends: re.Pattern[str]
    bare_ask: re.Pattern[str]
    never: re.Pattern[str]

    def asks_of(self, piece: str) -> bool:
        """Whether the piece asks something."""
        end = self.ends.search(piece)
        return bool(self.asks.search(self.never.sub(" ", piece)) or (end and self.opens.search(piece, 0, end.start())))

    def asking(self, piece: str) -> bool:
        """Whether the piece asks something and names enough to be looked up."""
        words = content_words(pattern("confirms").sub(" ", fold(piece)))
        return self.asks_of(piece) and len(set(words)) >= ENOUGH_WORDS


_ACCENTED, _PLAIN = (
    _Words(*(re.compile(written(words), re.IGNORECASE) for words in (_CUT, _ASKS, _OPENS, _ENDS, _BARE_ASK, _NEVER)))
    for written in (str, fold)
)


def parts_of(understood: Understood, registry: Registry) -> tuple[AskedPart, ...]:
    """The questions inside a question, in order; empty when it asks one thing."""
    # Named places and comparisons have composers of their own, which need the question whole.
    if understood.references.places or understood.compares:
        return ()
    words = _ACCENTED if understood.accented else _PLAIN
    # Of a turn put behind what it leans on, its own words are taken apart; each part leans as the turn does.
    leans = understood.earlier is not None and understood.earlier.leans
    before, said = behind(understood.plain) if leans else ("", understood.plain)
    told, asking = _sentences(said)
    pieces = _pieces(asking, words)
    if sum(map(len, pieces)) > MAX_APART:
        return ()
    stretches = [found for piece in pieces for found in _with_leaning(piece, words)][:MAX_PARTS]
    if len(stretches) < 2:
        return ()
    topic = _topic(stretches[0][0], words)
    parts, earlier = [], ""
    for number, (own, full) in enumerate(stretches):
        alone = full if full != own or not number else _alone(own, earlier)
        story = f"{told}{topic}. " if topic and number else told
        texts = [f"{story}{alone}" if len(story) <= MAX_TOLD else alone, full if full != own else without_opening(own)]
        forms = tuple(_read(understood, f"{before}{text}?", registry) for text in dict.fromkeys(texts))
        parts.append(AskedPart(_named(own), forms, full != own))
        earlier = own
    return tuple(parts)


def halves_of(turn: str) -> tuple[str, ...]:
    """The short questions that a turn puts together ("ai đóng, và giữ bao lâu?"); empty where it asks one thing.

    What a turn leaves out stands in the turns before, so that each of them may say very little; it must ask something
    and name something, or ask for the place.
    """
    words = _ACCENTED if is_accented(turn.split()) else _PLAIN
    halves, start = list[str](), 0
    for cut in islice(words.cuts.finditer(turn), MAX_CUTS):
        before, after = _bare(turn[start : cut.start()]), _bare(turn[cut.end() :])
        if _asks_alone(before, words) and _asks_alone(after, words):
            halves.append(before)
            start = cut.end()
    halves = [*halves, _bare(turn[start:])] if halves else []
    return tuple(halves) if len(halves) <= MAX_PARTS else ()


def _asks_alone(piece: str, words: _Words) -> bool:
    """Whether a short piece of a turn asks something of its own, not only for a yes to what stands before it."""
    key = fold(piece)
    rest = pattern("confirms").sub(" ", key)
    if key.startswith("la ") or words.bare_ask.search(piece) or (rest != key and not content_words(rest)):
        return False
    return words.asks_of(piece) and len(piece.split()) >= FEWEST_WORDS


def named(half: str) -> str:
    """The words by which a half of a turn is told."""
    return _named(half)


def _sentences(said: str) -> tuple[str, str]:
    """What is told, each sentence closed, and the sentences that ask; without a question mark all of it may ask."""
    sentences = sentences_of(said)
    marked = [sentence for sentence in sentences if "?" in sentence]
    if not marked:
        return "", said
    told = [sentence.rstrip(" .!…,;") for sentence in sentences if sentence not in marked]
    return "".join(f"{sentence}. " for sentence in told), " ".join(marked)


def _read(whole: Understood, text: str, registry: Registry) -> Understood:
    """One form of a part, read anew; what it does not name itself is the whole question's."""
    read = understand(Question(text), registry, whole.as_of.day)
    references = read.references if read.references.documents else whole.references
    levels = read.levels or whole.levels
    return replace(
        read, as_of=whole.as_of, references=references, levels=levels, accented=whole.accented, notes=(), readings=()
    )


def _alone(own: str, before: str) -> str:
    """A part as it stands alone: behind the one before it where it leans on that."""
    return standalone(own, [Turn(f"{before}?")]).rstrip(" ?") if is_follow_up(own, before) else without_opening(own)


def _named(own: str) -> str:
    """The words by which a part is told."""
    name = without_opening(own).rstrip(" ?.,;")
    name = f"{name[:LONGEST_NAME].rsplit(' ', 1)[0]}…" if len(name) > LONGEST_NAME else name
    return f"{name[:1].upper()}{name[1:]}"


def _topic(piece: str, words: _Words) -> str:
    """What stands before a comma in the first part, asks nothing and holds for the other parts, too."""
    ends = [match.start() for match in _BETWEEN.finditer(piece) if not words.asks_of(piece[: match.start()])]
    return piece[: ends[-1]].strip() if ends and words.asks_of(piece[ends[-1] :]) else ""


def _with_leaning(piece: str, words: _Words) -> list[tuple[str, str]]:
    """A piece, and the short question at its end that leaves its subject to it: each as said and as looked up."""
    cuts = [cut for cut in islice(words.cuts.finditer(piece), MAX_CUTS) if words.asking(piece[: cut.start()])]
    for cut in reversed(cuts):
        first, last = _bare(piece[: cut.start()]), _bare(piece[cut.end() :])
        short = len(set(content_words(last))) < ENOUGH_WORDS and not _asks_nothing_more(last)
        if short and words.asks_of(last):
            return [(first, first), (last, f"{first} – {last}")]
    return [(piece, piece)]


def _asks_nothing_more(last: str) -> bool:
    """Whether a short question wants a yes to what was said, its place, or just that ("là những trường hợp nào")."""
    key = fold(last)
    return bool(pattern("confirms").search(key) or pattern("asks_place").search(key) or key.startswith("la "))


def clauses_said(understood: Understood) -> tuple[list[str], int]:
    """All clauses of a question in their order, and the place of the first of the sentences that ask."""
    plain, core = understood.plain, understood.wish.core
    start = plain.find(core) if core else -1
    before = _split(plain[:start]) if start > 0 else []
    return before + (_split(plain[max(start, 0) :]) or [plain]), len(before)


def _split(text: str) -> list[str]:
    return [piece for piece in map(_bare, _BETWEEN.split(text)) if piece]


def _pieces(text: str, words: _Words) -> list[str]:
    """Stretches that each ask something; a stretch that does not belongs to the next one that does, or to the last."""
    pieces: list[str] = []
    start = 0
    for cut in islice(words.cuts.finditer(text), MAX_CUTS):
        before, after = text[start : cut.start()], _bare(text[cut.end() :])
        # "những ai, tổ chức nào phải kiểm điểm?" asks for the same of both
        whole = words.bare_ask.search(before) and words.asks.search(after[:NEAR_ASK])
        if words.asking(before) and words.asking(after) and not whole:
            pieces.append(_bare(text[start : cut.start()]))
            start = cut.end()
    pieces.append(_bare(text[start:]))
    return pieces


def _bare(piece: str) -> str:
    return piece.strip(" ,;.?!")
