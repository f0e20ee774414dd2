"""Follow-ups → a standalone question. Pure; the history is never evidence, only a source of words.

A turn may lean on the ones before it: it asks for the source or another form of the same answer ("điều nào?", "ngắn
hơn"), swaps one thing for another ("còn ban thường vụ?", "Thế bầu 30 người thì sao?"), names another day ("trước 7/2025
thì sao?"), or leaves its subject out ("Gồm mấy người?"). The standalone form is made of the conversation's own words;
it is shown to the user and answered, and cited, from scratch. A turn that stands alone is left alone. The things a
conversation can be about and the leaning words are reviewed data (``topics.toml``).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.model import Turn
from assistant.question.patterns import pattern
from assistant.question.smalltalk import reply_to, without_courtesy
from corpus.core.phrases import pattern_of
from corpus.core.text import fold

MAX_WORDS = 14
"""Longest turn, in words, that may lean on the one before it."""
MAX_POINTING = 20
"""Longest follow-up, in words, that opens by pointing at the document spoken of ("nó còn hiệu lực không …")."""
MAX_SWAP = 8
"""Longest follow-up, in words, that only changes a figure of the question before it."""
OWN_THINGS = 5
"""Words from which a turn that names a thing of its own stands alone."""
_FIGURE = re.compile(r"(?<![\w/.-])\d{1,4}(?![\w/.%-])")
_SO_WHAT = re.compile(r"\b(?:thi sao|thi the nao|thi may|thi bao nhieu)\b")
_ASKING = re.compile(r"\b(?:nao|gi|ai|dau|may|bao|khong|ko|k|sao|chua|hay)\b")
_OPENING = re.compile(
    r"^(?:(?:vậy|thế|vay|the|à|ừ|dạ|da|mà|ma|nhưng|nhung|a"
    r"|còn(?! (?:hiệu|dùng|áp|giá|nếu|phải))|con(?! (?:hieu|dung|ap|gia|neu|phai)))\s+)+",
    re.IGNORECASE,
)
"""Words that open a leaning turn; "còn hiệu lực" is no "còn"."""
_ENDING = re.compile(r"\s*\b(?:thì|thi) (?:sao|thế nào|the nao|ra sao)\b[\s?.!]*$|(?<![\s?.!])[\s?.!]+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Thing:
    """A thing named in a text: its group, and where it stands."""

    group: str
    start: int
    end: int


@cache
def _leans() -> dict[str, re.Pattern[str]]:
    data = tomllib.loads(files("assistant.question").joinpath("topics.toml").read_text("utf-8"))
    return {name: pattern_of(phrases) for name, phrases in data["lean"].items()}


@cache
def _groups() -> tuple[tuple[str, re.Pattern[str]], ...]:
    data = tomllib.loads(files("assistant.question").joinpath("topics.toml").read_text("utf-8"))
    return tuple((row["group"], pattern_of(row["things"])) for row in data["topic"])


def _things(text: str) -> list[_Thing]:
    """The things a text names, in their order; a place belongs to the longest that stands there."""
    key = fold(text)
    found = [_Thing(group, *m.span()) for group, things in _groups() for m in things.finditer(key)]
    found.sort(key=lambda thing: (thing.start, thing.start - thing.end))
    kept: list[_Thing] = []
    for thing in found:
        if not kept or thing.start >= kept[-1].end:
            kept.append(thing)
    return kept


def is_follow_up(text: str) -> bool:
    """Whether a question leans on the one before it."""
    key = fold(text)
    words = key.split()
    if len(words) <= MAX_POINTING and pattern("points_at_document").search(key):
        return True
    if len(words) > MAX_WORDS:
        return False
    leans = _leans()
    if leans["new"].search(key):
        return False
    if any(leans[name].search(key) for name in ("source", "reason", "form", "opening")):
        return True
    if pattern("leans").search(key) or pattern("points_back").search(key):
        return True
    named = [thing for thing in _things(text) if thing.group != "level"]
    return not named or len(words) < OWN_THINGS


def standalone(text: str, history: Sequence[Turn]) -> str:
    """The question as it stands alone; unchanged when it is no follow-up or there is no history."""
    return _made(text, history)[0]


def _made(text: str, history: Sequence[Turn]) -> tuple[str, str]:
    """The standalone form of a turn, and the question that opened its subject (itself, when it stands alone)."""
    # A greeting opens no subject that a later turn could lean on.
    turns = [turn for turn in history if turn.question.strip() and not reply_to(turn.question)]
    text = without_courtesy(text)
    if not turns or not is_follow_up(text):
        return text, text
    # Backwards through the turns, each on the one before it, down to the question that opened the subject.
    before, root = _made(turns[-1].question.strip(), turns[:-1])
    return _joined(text, before.rstrip(" ?.!"), root.rstrip(" ?.!")), root


def _joined(text: str, before: str, root: str) -> str:
    """A leaning turn with what it leans on: the question before it, or the one that opened the subject."""
    key, leans = fold(text), _leans()
    asks_again = leans["source"].search(key) or leans["reason"].search(key) or leans["form"].search(key)
    if asks_again and not _things(text) and not re.search(r"\d", key):
        return f"{before}?"
    if swapped := _other_figure(before, text):
        return swapped
    rest = _ENDING.sub("", _OPENING.sub("", text)).strip()
    if pattern("points_at_document").search(key):
        return f"{before} – {rest}?"
    if leans["date"].search(key) and not _things(rest) and not _asks(rest):
        return f"{rest[:1].upper()}{rest[1:]}, {root[:1].lower()}{root[1:]}?"
    if not _asks(rest):
        return _other_thing(before, rest) or f"{root} – {rest}?"
    topic = _topic(root, rest)
    return f"{topic}: {rest[:1].lower()}{rest[1:]}?" if topic else f"{root} – {rest}?"


def _asks(text: str) -> bool:
    return bool(_ASKING.search(fold(text)))


def _other_thing(base: str, rest: str) -> str:
    """The earlier question with the turn's thing in place of its own of the same group."""
    new = _things(rest)
    for thing in new:
        words = rest if len(new) == 1 else rest[thing.start : thing.end]
        for old in _things(base):
            if old.group == thing.group:
                return f"{base[: old.start]}{words}{base[old.end :]}?"
    return ""


def _topic(base: str, text: str) -> str:
    """What the earlier question was about, in its own words: the things it names that the turn does not."""
    said = fold(text)
    names = [base[thing.start : thing.end] for thing in _things(base)]
    return ", ".join(dict.fromkeys(name for name in names if fold(name) not in said))


def _other_figure(base: str, text: str) -> str:
    """The earlier question with the follow-up's figure in place of its own ("Thế bầu 30 người thì sao?")."""
    old, new = _FIGURE.findall(base), _FIGURE.findall(text)
    if len(old) != 1 or len(new) != 1 or len(text.split()) > MAX_SWAP or not _SO_WHAT.search(fold(text)):
        return ""
    return f"{_FIGURE.sub(new[0], base)}?"
