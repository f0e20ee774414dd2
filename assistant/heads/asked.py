"""A yes/no question as the verifier reads it: what a yes would say, in the question's own words.

Pure but for ``words.toml``. Nothing here knows what was understood elsewhere: the words of the question are enough, so
that a head can be derived again from them alone. Everything is read without accents; figures in words become figures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

from assistant.parsing.lexemes import lexemes
from assistant.parsing.numerals import value_at
from corpus.core.phrases import LazyPattern, Row, words_of
from corpus.core.text import fold


class Form(StrEnum):
    """What a yes would say: that one may, that one must, that it is so; that a belief is right."""

    MAY = "may"
    MUST = "must"
    IS = "is"
    BELIEF = "belief"


class Complaint(StrEnum):
    """On which side of a rule's figure a yes would put the question's: too late, too early, too few, too many."""

    LATE = "late"
    EARLY = "early"
    FEW = "few"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class PolarQuestion:
    """A question that one word can answer.

    Attributes:
        form: what a yes would say.
        turned: whether a yes would say the opposite ("có sai không", "có vượt không").
        until: whether it ends in ``chưa``.
        said: the sentence that asks, up to the words that ask, without what it only sets against ("chứ không …").
        whole: all that was said before the asking words, ``said`` at its end.
        after: what was said after them.
        side: the side of a figure that is asked about ("có chậm không", "có sớm quá không").
    """

    form: Form
    turned: bool
    until: bool
    said: str
    whole: str
    after: str
    side: Complaint | None = None


class _AskedWords:
    """What is looked for in a question: the part ``asked`` of ``words.toml``, told there."""

    doubtful: LazyPattern
    why: LazyPattern
    end: re.Pattern[str]
    chu: re.Pattern[str]
    chu_word: re.Pattern[str]
    wondering: re.Pattern[str]
    wonder: re.Pattern[str]
    wondering_lead: re.Pattern[str]
    wondering_wrong: re.Pattern[str]
    judged: re.Pattern[str]
    against: re.Pattern[str]
    held_wrong: re.Pattern[str]
    ballot: re.Pattern[str]
    regional: re.Pattern[str]
    or_not: re.Pattern[str]
    tag: re.Pattern[str]
    second_tag: re.Pattern[str]
    written: re.Pattern[str]
    pointing: frozenset[str]
    telling: frozenset[str]
    short: tuple[Row, ...]
    forms: tuple[Row, ...]
    sides: tuple[Row, ...]


_WORDS = words_of(Path(__file__).with_name("words.toml"), _AskedWords, "asked")
JUDGED = _WORDS.judged
"""A judgement within what is believed."""
AGAINST = _WORDS.against
"""What a question sets its matter against."""
_FORMS = tuple((Form(told["form"]), bool(told["turned"]), pattern) for pattern, told in _WORDS.forms)
_SIDES = tuple((Complaint(told["side"]), pattern) for pattern, told in _WORDS.sides)


def plain(text: str) -> str:
    """``text`` folded, short forms written out, figures in words as figures, brackets and quotes gone."""
    said = fold(_figures(_WORDS.regional.sub("không", text)))
    said = re.sub(r"[\"“”‘’'()\[\]–-]+", " ", said)
    for pattern, told in _WORDS.short:
        said = pattern.sub(told["means"], said)
    ballot = _WORDS.ballot.search(said) is not None
    said = _WORDS.held_wrong.sub(lambda held: held[0] if held[2] and ballot else f"{held[1]} la sai", said)
    said = re.sub(r"\s*([,;:?!])\s*", r"\1 ", said)
    return " ".join(said.split()).strip()


def _figures(text: str) -> str:
    """``text`` with numbers from two on written in figures."""
    found, parts, last, at = lexemes(text), list[str](), 0, 0
    while at < len(found):
        value = value_at(found, at)
        if value is None or (value[0] <= 1 and value[1] != "ratio") or found[at].kind == "number":
            at += 1
            continue
        parts += [text[last : found[at].start], str(Fraction(value[0]))]
        at, last = value[2], found[value[2] - 1].end
    return "".join([*parts, text[last:]])


def read_asked(text: str) -> PolarQuestion | None:
    """The question in ``text``; ``None`` where it is no single plain yes/no question."""
    said = plain(text)
    ends = [match for match in (*_WORDS.end.finditer(said), *_WORDS.chu.finditer(said)) if not _told(said, match)]
    if not ends:
        return _wondering(text, said)
    if len(ends) > 2:
        return None
    end = ends[0]
    if len(ends) == 2 and not _alternative(said, end, ends[1]):
        return None
    left = _before(said, end)
    begin = max(left.rfind(mark) for mark in (". ", "? ", "! ")) + 1
    sentence = left[begin:].strip()
    if _WORDS.doubtful.search(sentence):
        return None
    side = next((side for side, pattern in _SIDES if pattern.search(sentence) is not None), None)
    found = next(((f, turned, m) for f, turned, p in _FORMS if (m := p.search(sentence)) is not None), None)
    if found is None:
        return None
    form, turned, match = found
    if side is not None and form is not Form.BELIEF:
        form, turned = Form.MAY, True
    until = end.re is not _WORDS.chu and end[1] == "chua"
    asks_only = form is Form.BELIEF and not _WORDS.written.match(match[0])
    matter = sentence[: match.start()].strip(" ,") if asks_only else sentence
    before = left[:begin]
    if form is Form.BELIEF or not set(matter.split()) - _WORDS.pointing:
        matter = f"{before} {matter}"
    return PolarQuestion(form, turned, until, AGAINST.sub("", matter).strip(), left, said[end.end() :], side)


def _wondering(text: str, said: str) -> PolarQuestion | None:
    """A statement that ends in "à", "hả", "hay sao": a belief, or that something is wrong ("… là sai hả?")."""
    end = _WORDS.wondering.search(said)
    if end is None or not _WORDS.wonder.search(text.lower()):
        return None
    left = _WORDS.wondering_lead.sub("", said[: end.start()].rstrip(" ,")).rstrip(" ,")
    begin = max(left.rfind(mark) for mark in (". ", "? ", "! ")) + 1
    sentence = left[begin:].strip()
    if _WORDS.doubtful.search(sentence) or _WORDS.why.search(sentence) or not set(sentence.split()) - _WORDS.pointing:
        return None
    wrong = _WORDS.wondering_wrong.search(sentence)
    form = Form.MAY if wrong is not None else Form.BELIEF
    return PolarQuestion(form, wrong is not None, False, AGAINST.sub("", sentence).strip(), left, "")


def _before(said: str, end: re.Match[str]) -> str:
    """What was said before the word that ends the asking; "đúng chứ" asks with the word before."""
    if end.re is not _WORDS.chu:
        return said[: end.start()].rstrip()
    return _WORDS.chu_word.sub("", said[: end.end()].rstrip()).rstrip(" ,").removesuffix(" vay")


def _told(said: str, match: re.Match[str]) -> bool:
    """Whether a ``không`` at the end of a piece only tells ("… nói là không.")."""
    if match.re is _WORDS.chu:
        return False
    before = said[: match.start()].split()[-1:]
    return not _WORDS.telling.isdisjoint(before) and not said[match.end() :].startswith("?")


def _alternative(said: str, first: re.Match[str], second: re.Match[str]) -> bool:
    """Whether the second asking is only the other side of the first ("được không, hay không")."""
    between = said[first.end() : second.start()]
    # "… phải không, em đọc thấy vậy, đúng không?" asks one thing twice.
    tag = _WORDS.tag.search(said[: first.start()].rstrip())
    return bool(_WORDS.or_not.match(between)) or bool(tag and _WORDS.second_tag.search(between))
