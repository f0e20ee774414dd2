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
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from assistant.model import Turn
from assistant.question.documents import speaks_of_documents
from assistant.question.patterns import pattern
from assistant.question.smalltalk import reply_to, without_courtesy
from corpus.core.phrases import pattern_of
from corpus.core.text import fold
from corpus.vietnamese.contentwords import content_words

MAX_WORDS = 14
"""Longest turn, in words, that may lean on the one before it."""
MAX_POINTING = 20
"""Longest follow-up, in words, that opens by pointing at the document spoken of ("nó còn hiệu lực không …")."""
MAX_SWAP = 8
"""Longest follow-up, in words, that only changes a figure of the question before it."""
OWN_THINGS = 5
"""Words from which a turn that names a thing of its own stands alone."""
_NO_SUBJECT = ("level", "kind")
"""Groups whose things alone do not make a turn stand alone: "cấp cơ sở thì …", "quy chế đang áp dụng thì …"."""
MAX_TURNS = 6
"""Most turns that a turn is read with; every one is read with those before it."""
MAX_OLDER = 3
"""Turns before the last one in which the thing is looked for that a turn puts another in the place of."""
LATEST = 3
"""Most things carried of what was spoken of, the latest."""
_BODIES = ("body", "person")
_ANYBODY = "anybody"
"""Group of a thing that may stand for any body or person."""
_THAT_BODY = re.compile(r"\b(?:ban|to|doan) (?:do|nay|ay|kia)\b")
_DOCUMENT = re.compile(
    r"\b(?:quy dinh|quyet dinh|quy che|huong dan|chi thi|ket luan|cong van)\s+(?:so\s+)?\d"
    r"|\b(?:quy dinh thi hanh|quy che|huong dan|chi thi|ket luan|dieu le|van ban)\b|\b\d+-(?:qd|hd|ct|kl)\b"
)
_NUMBERED = re.compile(r"\s+(?:số\s+)?\d{1,5}(?:-[\w/]+)?(?:\s+năm\s+\d{4})?")
_CONDITION = re.compile(r"neu\b")
_BACK = re.compile(r"^(?:(?:a|vay|thoi|gio|the)\s+)*(?:quay|tro) lai\b")
_YEAR = re.compile(r"(?:19|20)\d\d")
_TIME = re.compile(
    r"(?<!\d )\b(?:ky|nhiem ky|khoa|nam|thang) (?:vua roi|vua qua|nay|truoc|(?:\d{1,2}/)?(?:19|20)\d\d"
    r"(?:\s*-\s*(?:19|20)\d\d)?)\b"
)
"""A time that stays the time of the turns that follow until another is named."""
_DAY = re.compile(r"\b\d{1,2}/\d{1,2}(?:/\d{4})?\b")
_FIGURE = re.compile(r"(?<![\w/.-])\d{1,4}(?![\w/.%-])")
_HOW = re.compile(r"\b(?:the nao|ra sao|nhu nao)\b")
_SO_WHAT = re.compile(r"\b(?:thi sao|thi the nao|thi may|thi bao nhieu)\b")
_ASKING = re.compile(r"\b(?:nao|gi|ai|dau|may|bao|khong|ko|k|sao|chua|hay)\b")
_DOUBTING = re.compile(r"\b(?:hả|hở|à|nhỉ|chứ|đúng chưa|phải chưa)\W*$|\bha\W*$", re.IGNORECASE)
"""Words that make a question of a sentence that has no other one for it."""
_POINTING = re.compile(r"\b(?:trong|o|luc|muc|chuyen|cho|phan|nhom|cai|ben|so|viec) (?:do|nay|ay)\b")
"""Words that point at what the turn before spoke of."""
MUCH = 6
"""Content words from which a turn that names a time and no known thing tells of a matter of its own."""
LONG_ENOUGH = 4
"""Content words from which a turn may be looked up as it stands, where nothing answers it with what it leans on."""
_TIME_ASKED = re.compile(r"\b(?:khi nao|bao gio|hom nao|ngay nao|ngay may|cham nhat|som nhat|bao lau|han)\b")
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


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A turn as it stands in its conversation.

    Attributes:
        text: the question as it stands alone.
        before: how many turns back the turn is that it follows, small talk not counted as one; 0 without one.
        again: whether it only asks for the same answer in another form, for its source or its reason.
        leans: whether words of the turns before it were needed.
        others: other forms in which it may stand alone, for where this one finds nothing.
    """

    text: str
    before: int = 0
    again: bool = False
    leans: bool = False
    others: tuple[str, ...] = ()


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
    if leans["corrects"].search(key):
        return True
    own = len(words) >= OWN_THINGS and any(thing.group not in _NO_SUBJECT for thing in _things(text))
    if leans["opening"].search(key) or (not own and any(leans[n].search(key) for n in ("source", "reason", "form"))):
        return True
    if pattern("leans").search(key) or pattern("points_back").search(key) or _POINTING.search(key):
        return True
    if leans["figure"].search(key) or (leans["ellipsis"].search(key) and len(words) <= MAX_SWAP):
        return True
    named = [thing for thing in _things(text) if thing.group not in _NO_SUBJECT]
    return not named or len(words) < OWN_THINGS


def standalone(text: str, history: Sequence[Turn]) -> str:
    """The question as it stands alone; unchanged when it is no follow-up or there is no history."""
    return _made(text, history)[0]


def follow_up(text: str, history: Sequence[Turn]) -> FollowUp:
    """A turn in its conversation: the standalone form, and the turn that it follows."""
    back = next((n for n, turn in enumerate(reversed(history), 1) if _opens(turn)), 0)
    made = _made(text, history)[0]
    short = without_courtesy(text)
    if back and _BACK.search(fold(short)):
        return FollowUp(made, back)
    if not back or len(short.split()) > MAX_POINTING or _leans()["new"].search(fold(short)):
        return FollowUp(made)
    leans = is_follow_up(short)
    return FollowUp(made, back, leans and _asks_again(short), leans, _others(short, made, history))


def _others(text: str, made: str, history: Sequence[Turn]) -> tuple[str, ...]:
    """A turn behind the whole question before it, behind the one that opened the subject, and as it stands."""
    turns = [turn for turn in history if _opens(turn)][-MAX_TURNS:]
    if _asks_again(text):
        return ()
    before, root = (one.rstrip(" ?.!") for one in _made(turns[-1].question.strip(), turns[:-1]))
    rest = without_opening(text)
    forms = [f"{before} – {rest}", f"{root} – {rest}"]
    if len(content_words(rest)) >= LONG_ENOUGH:
        forms.append(rest)
    return tuple(dict.fromkeys(form for form in forms if form.rstrip(" ?") != made.rstrip(" ?")))


def without_opening(text: str) -> str:
    """A turn without the words that only open it ("thế còn", "vậy")."""
    return _OPENING.sub("", without_courtesy(text)).strip()


def asks_briefly(text: str) -> bool:
    """Whether a turn asks for a shorter form of the same answer."""
    return bool(_leans()["brief"].search(fold(text)))


def _opens(turn: Turn) -> bool:
    """Whether a turn asked something; a greeting opens no subject that a later turn could lean on."""
    return bool(turn.question.strip()) and not reply_to(turn.question)


def _asks_again(text: str) -> bool:
    key, leans = fold(text), _leans()
    again = leans["source"].search(key) or leans["reason"].search(key) or leans["form"].search(key)
    return bool(again) and not _things(text) and not re.search(r"\d", key)


def _made(text: str, history: Sequence[Turn]) -> tuple[str, str]:
    """The standalone form of a turn, and the question that opened its subject (itself, when it stands alone)."""
    turns = [turn for turn in history if _opens(turn)][-MAX_TURNS:]
    text = without_courtesy(text)
    if turns and (back := _back_to(text, turns)):
        return back, back
    if not turns or not is_follow_up(text):
        return text, text
    # Backwards through the turns, each on the one before it, down to the question that opened the subject.
    before, root = _made(turns[-1].question.strip(), turns[:-1])
    older = [_made(turn.question.strip(), turns[:place])[0] for place, turn in enumerate(turns[:-1])][-MAX_OLDER:]
    return _joined(text, before.rstrip(" ?.!"), root.rstrip(" ?.!"), [one.rstrip(" ?.!") for one in older[::-1]]), root


def _back_to(text: str, turns: Sequence[Turn]) -> str:
    """The question that a turn goes back to ("quay lại số dư, còn ban thường vụ?") with what it adds, or nothing."""
    if not _BACK.search(fold(text)):
        return ""
    named, _, rest = text.partition(",")
    things = {fold(named)[thing.start : thing.end] for thing in _things(named)}
    for place in range(len(turns) - 1, -1, -1):
        asked = _made(turns[place].question.strip(), turns[:place])[0].rstrip(" ?.!")
        if any(thing in fold(asked) for thing in things):
            return _joined(rest.strip(), asked, asked) if rest.strip() else f"{asked}?"
    return ""


def _joined(text: str, before: str, root: str, older: Sequence[str] = ()) -> str:
    """A leaning turn with what it leans on: the question before it, an older one, or the one that opened it all."""
    key, leans = fold(text), _leans()
    if _asks_again(text):
        return f"{before}?"
    if (resolved := _resolved(text, before)) != text:  # called by its name, it says all that is needed
        return resolved
    if swapped := _other_figure(before, text) or _put_right(before, text):
        return swapped
    rest = _ENDING.sub("", _OPENING.sub("", text)).strip()
    if pattern("points_at_document").search(key):
        return f"{before} – {rest}?"
    if _POINTING.search(key) and asks(rest):
        return f"{before} – {rest}?"
    if _CONDITION.match(fold(rest)):  # what is supposed is told beside what was asked, and takes no thing's place
        told = set(content_words(rest))  # it changes what was told in the question that speaks of it
        there = next((one for one in (before, *older, root) if told & set(content_words(one))), before)
        return f"{there} – {rest}?"
    if leans["date"].search(key.replace("/", " ")) and not _things(rest) and not asks(rest):
        if len(content_words(rest)) >= MUCH:  # another matter, told with its time
            return text
        return f"{rest[:1].upper()}{rest[1:]}, {root[:1].lower()}{root[1:]}?"
    if not asks(rest):
        others = (found for base in (before, *older) if (found := _other_thing(base, rest)))
        return next(others, f"{root} – {rest}?")
    figures = [figure for figure in _FIGURE.findall(rest) if not _YEAR.fullmatch(figure)]
    if _DAY.search(rest) or (figures and not _HOW.search(fold(rest))):
        # "dự 90 người thì mấy?" needs all that was said of the figure asked for.
        wanted = _TIME_ASKED if _DAY.search(rest) else pattern("asks_quantity")
        asked = before if wanted.search(fold(before)) else root
        return f"{asked} – {rest}?"
    if speaks_of_documents(rest) and _DOCUMENT.search(fold(before)):  # "thay cái nào?" is put about the document itself
        return f"{before} – {rest}?"
    topic = _topic(before, rest)
    return f"{topic}: {rest[:1].lower()}{rest[1:]}?" if topic else f"{root} – {rest}?"


def _resolved(text: str, before: str) -> str:
    """The turn with the body it points at ("ban đó") called by its name."""
    bodies = [before[thing.start : thing.end] for thing in _things(before) if thing.group == "body"]
    pointing = _THAT_BODY.search(fold(text))
    if not bodies or pointing is None or len(fold(text)) != len(text):
        return text
    return f"{text[: pointing.start()]}{bodies[-1]}{text[pointing.end() :]}"


def asks(text: str) -> bool:
    """Whether a turn has a word that asks; one without ("còn bí thư?") only names what is asked about."""
    return bool(_ASKING.search(fold(text)) or (_DOUBTING.search(text) and len(text.split()) >= OWN_THINGS))


def _other_thing(base: str, rest: str) -> str:
    """The earlier question with the turn's thing in place of its own of the same group."""
    new = _things(rest)
    if not any(old.group == thing.group for thing in new for old in _things(base)):
        new = _alone(new, rest)
    olds = _leading(_things(base)) if _alone(new, rest) else _things(base)
    for thing in new:
        words = rest if len(new) == 1 else rest[thing.start : thing.end]
        for old in olds:
            if old.group == thing.group or (thing.group == _ANYBODY and old.group in _BODIES):
                start = base[: old.start]
                if start.endswith(f"{words.split()[0]} "):  # "cấp cơ sở" put for by "cấp trên cơ sở"
                    start = start[: -len(words.split()[0]) - 1]
                return f"{start}{words}{base[old.end :]}?"
    return ""


def _leading(things: Sequence[_Thing]) -> list[_Thing]:
    """Things, a body that only tells whose a person is ("bí thư đảng ủy") counted as the person."""
    pairs = zip([None, *things], things, strict=False)
    return [
        replace(before, group=one.group)
        if before and (before.group, one.group) == ("person", "body") and one.start - before.end == 1
        else one
        for before, one in pairs
    ]


def _end_of_name(thing: _Thing, base: str) -> int:
    """Where the name of a thing ends: a document's with its number and year ("Hướng dẫn 21 năm 2013")."""
    number = _NUMBERED.match(base, thing.end) if thing.group == "kind" else None
    return number.end() if number else thing.end


def _alone(things: Sequence[_Thing], text: str) -> list[_Thing]:
    """The one thing that is all a turn says, if somebody or some body: "còn bí thư?" after the ban thường vụ."""
    whole = [one for one in things if one.group in _BODIES and (one.start, one.end) == (0, len(fold(text)))]
    return [replace(one, group=_ANYBODY) for one in whole]


def _topic(base: str, text: str) -> str:
    """What the earlier question was about, in its own words: the things it names that the turn does not."""
    said = fold(text)
    names = [base[thing.start : _end_of_name(thing, base)] for thing in _things(base)]
    kept = list(dict.fromkeys(name for name in names if fold(name) not in said))[-LATEST:]
    if kept and len(fold(base)) == len(base) and not _TIME.search(said):
        kept += [base[slice(*match.span())] for match in _TIME.finditer(fold(base)) if match.group() not in kept]
    return ", ".join(kept)


def _other_figure(base: str, text: str) -> str:
    """The earlier question with the follow-up's figure in place of its own ("Thế bầu 30 người thì sao?")."""
    old, new = _FIGURE.findall(base), _FIGURE.findall(text)
    supposed = _CONDITION.match(fold(_OPENING.sub("", text))) is not None and len(_things(text)) == 0
    if len(old) != 1 or len(new) != 1 or len(text.split()) > MAX_SWAP:
        return ""
    if "cap" in fold(text).split() or len(set(content_words(text)) - set(content_words(base)) - set(new)) > 1:
        return ""  # the figure is of something else
    return f"{_FIGURE.sub(new[0], base)}?" if supposed or _SO_WHAT.search(fold(text)) else ""


_PEOPLE = ("dai bieu", "dang vien", "cap uy vien", "uy vien", "nguoi", "dong chi", "vi", "cu")
_COUNTED = (*_PEOPLE, "phieu", "chi bo", "to chuc", "don vi", "dang bo")
_ANY_PEOPLE = frozenset({"nguoi", "dong chi", "vi"})
"""Words for people of any kind."""
_NOT_THIS = re.compile(r"\bkhong phai (?:la )?(\d{1,4})\b")


def _put_right(base: str, text: str) -> str:
    """The earlier question with one of its figures put right ("à nhầm, 48 người"); nothing where it may be another.

    A figure is put in the place of one that is named beside it ("không phải 45 mà 48"), of the only one that counts the
    same, or of the only one there is.
    """
    if not _leans()["corrects"].search(fold(text)):
        return ""
    new, named = list(_FIGURE.finditer(text)), _NOT_THIS.search(fold(text))
    if named:
        new = [one for one in new if one.group() != named[1]]
    old = [one for one in _FIGURE.finditer(base) if not _YEAR.fullmatch(one.group())]
    noun = _noun_after(text, new[0].end()) if new else ""
    if named:
        old = [one for one in old if one.group() == named[1]]
    elif noun:
        same = _PEOPLE if noun in _ANY_PEOPLE else [one for one in _COUNTED if one.endswith(noun) or noun.endswith(one)]
        old = [one for one in old if _noun_after(base, one.end()) in same]
    if len(new) != 1 or len(old) != 1:
        return ""
    return f"{base[: old[0].start()]}{new[0].group()}{base[old[0].end() :]}?"


def _noun_after(text: str, end: int) -> str:
    """What a figure counts, where it says so."""
    after = fold(text[end:]).lstrip()
    return next((noun for noun in _COUNTED if re.match(rf"{noun}\b", after)), "")
