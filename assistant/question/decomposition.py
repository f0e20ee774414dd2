"""A question that asks two things, as two questions; the clauses of any. Pure.

"Tổ kiểm phiếu do ai lập, còn biên bản giữ ở đâu?" has two rules for an answer. A question is cut where a comma, a
conjunction or a sentence end stands between two stretches that each ask something and each name enough to be looked
up. Nothing is rewritten: a part is a stretch of the question's own words. A part that leaves its subject to the one
before it ("… do ai quyết định và trong mấy ngày?") is looked up behind it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice

from assistant.question.followups import behind
from assistant.question.patterns import pattern
from assistant.question.understanding import Understood
from corpus.core.text import fold
from corpus.vietnamese.contentwords import content_words

MAX_PARTS = 3
ENOUGH_WORDS = 3
"""Content words a part needs to be looked up by itself."""
_CUT = r"\s*[?;]\s+(?=\w)|\s*,\s*(?:(?:còn|và|với|rồi|xong)\s+)?|\s+(?:còn|và)\s+"
MAX_CUTS = 24
"""Places looked at where a question may be cut; more have only texts made to keep a machine busy."""
MAX_APART = 600
"""Characters of all parts looked up by themselves; each costs a search."""
_ASKS = r"\b(?:bao nhiêu|mấy|ai|nào|gì|đâu|bao lâu|thế nào|ra sao|bao giờ|có phải|hay là)\b"
_OPENS = r"\b(?:có|được|phải|cần|là|vậy|chứ)\b"
_ENDS = r"\b(?:không|ko)$"
_BETWEEN = re.compile(r"\s*(?<![,;:?.!…])[,;:?.!…]+\s+(?=\w)")


@dataclass(frozen=True, slots=True)
class _Words:
    """Where a question may be cut, and what asks: a word, or one word with another at the end."""

    cuts: re.Pattern[str]
    asks: re.Pattern[str]
    opens: re.Pattern[str]
    ends: re.Pattern[str]

    def asks_of(self, piece: str) -> bool:
        """Whether the piece asks something."""
        end = self.ends.search(piece)
        return bool(self.asks.search(piece) or (end and self.opens.search(piece, 0, end.start())))

    def asking(self, piece: str) -> bool:
        """Whether the piece asks something and names enough to be looked up."""
        return self.asks_of(piece) and len(set(content_words(piece))) >= ENOUGH_WORDS


_ACCENTED, _PLAIN = (
    _Words(*(re.compile(written(words), re.IGNORECASE) for words in (_CUT, _ASKS, _OPENS, _ENDS)))
    for written in (str, fold)
)


def parts_of(understood: Understood) -> tuple[Understood, ...]:
    """The questions inside a question, in order; empty when it asks one thing.

    A part keeps the day, the documents and the levels of the whole; its ``text`` are its own words alone, ``plain`` is
    what it is looked up by.
    """
    # Named places and comparisons have composers of their own, which need the question whole.
    if understood.references.places or understood.compares:
        return ()
    words = _ACCENTED if understood.accented else _PLAIN
    # Of a turn put behind what it leans on, its own words are taken apart; each part leans as the turn does.
    leans = understood.earlier is not None and understood.earlier.leans
    before, said = behind(understood.plain) if leans else ("", understood.plain)
    pieces = _pieces(said, words)
    if sum(map(len, pieces)) > MAX_APART:
        return ()
    parts = [(own, f"{before}{full}") for piece in pieces for own, full in _with_leaning(piece, words)][:MAX_PARTS]
    if len(parts) < 2:
        return ()
    return tuple(replace(understood, text=own, plain=full, search_text=full) for own, full in parts)


def _with_leaning(piece: str, words: _Words) -> list[tuple[str, str]]:
    """A piece, and the short question at its end that leaves its subject to it: each as said and as looked up."""
    cuts = [cut for cut in islice(words.cuts.finditer(piece), MAX_CUTS) if words.asking(piece[: cut.start()])]
    for cut in reversed(cuts):
        first, last = _bare(piece[: cut.start()]), _bare(piece[cut.end() :])
        short = len(set(content_words(last))) < ENOUGH_WORDS and not pattern("confirms").search(fold(last))
        if short and words.asks_of(last):
            return [(first, first), (last, f"{first} – {last}")]
    return [(piece, piece)]


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
        if words.asking(text[start : cut.start()]) and words.asking(_bare(text[cut.end() :])):
            pieces.append(_bare(text[start : cut.start()]))
            start = cut.end()
    pieces.append(_bare(text[start:]))
    return pieces


def _bare(piece: str) -> str:
    return piece.strip(" ,;.?!")
