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
from itertools import pairwise

from assistant.model import Turn
from assistant.question.documents import speaks_of_documents
from assistant.question.patterns import pattern
from assistant.question.smalltalk import reply_to, without_courtesy
from corpus.core.phrases import pattern_of
from corpus.core.text import fold
from corpus.vietnamese.contentwords import content_words
from indexing.keys import is_accented

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
_MATTER = "matter"
"""Group of things that are not of one kind: one stands for another only where a turn says nothing else."""
MOST_OF_MATTER = 3
"""Most content words of such a turn."""
_EXCLUDING = ("level", "assembly")
"""Groups of which a turn that names one means no other."""
_ANYBODY = "anybody"
"""Group of a thing that may stand for any body or person."""
_THAT_BODY = re.compile(r"\b(?:ban|to|doan) (?:do|nay|ay|kia)\b")
_DOCUMENT = re.compile(
    r"\b(?:quy dinh|quyet dinh|quy che|huong dan|chi thi|ket luan|cong van)\s+(?:so\s+)?\d"
    r"|\b(?:quy dinh thi hanh|quy che|huong dan|chi thi|ket luan|dieu le|van ban)\b|\b\d+-(?:qd|hd|ct|kl)\b"
)
_NUMBERED = re.compile(r"\s+(?:số\s+)?\d{1,5}(?:-[\w/]+)?(?:\s+năm\s+\d{4})?")
_CONDITION = re.compile(r"^(?:neu|gia su|gia dinh|vi du|truong hop(?! (?:nao|gi)))\b")
_SUPPOSED = re.compile(r"^(?:lỡ|nhỡ|lỡ như|nhỡ đâu)\b", re.IGNORECASE)
"""Words that open what is supposed; without its diacritics "lỡ" is "lo"."""
_THAT = re.compile(r"\b([^\W\d_]+) (?:đó|này|ấy|kia|đấy|nọ)\b", re.IGNORECASE)
_THAT_BARE = re.compile(r"\b([a-z]+) (?:nay|ay|kia)\b")
"""A noun that points at one spoken of before: "phiên đó"; "do" without its mark may be another word."""
NAME_OF = 3
"""Most words that are taken for the name of what a turn points at."""
_WORDS = re.compile(r"\w+(?:[./-]\w+)*|[^\w\s]")
_PLACED = re.compile(r"(?: – |: )")
"""What stands between the parts that a standalone form was made of."""
_BACK = re.compile(r"^(?:(?:a|vay|thoi|gio|the)\s+)*(?:quay|tro) lai\b")
_GOING_BACK = "quay trở về lại nói hỏi chuyện cái việc vụ câu ý lúc nãy hồi trước ban đầu vừa rồi đó kia"
"""Words of going back that name nothing to go back to."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_TIME = re.compile(
    r"(?<!\d )\b(?:ky|nhiem ky|khoa|nam|thang) (?:vua roi|vua qua|nay|truoc|(?:\d{1,2}/)?(?:19|20)\d\d"
    r"(?:\s*-\s*(?:19|20)\d\d)?)\b"
)
"""A time that stays the time of the turns that follow until another is named."""
_TIMED = re.compile(
    r"\b(?:(?:truoc|sau|tu|hoi|luc|vao|trong|dau|cuoi|giua|den|thoi) )*"
    r"(?:(?:ky|ky dai hoi|nhiem ky|khoa|nam|thang|ngay) )+"
    r"(?:\d{1,2}/){0,2}(?:19|20)\d\d(?:\s*-\s*(?:19|20)\d\d)?\b"
    r"|\b(?:(?:truoc|sau|tu|hoi|luc|dau|cuoi|giua|den) )+(?:\d{1,2}/){0,2}(?:19|20)\d\d\b"
    r"|\b(?:hien nay|bay gio|nam nay|hom nay|ky nay|truoc day|truoc kia)\b"
    r"|\b(?:ky|nhiem ky|nam) (?:vua roi|vua qua|truoc)\b"
)
"""A time, in the words that put it into a question."""
_DAY = re.compile(r"\b\d{1,2}/\d{1,2}(?:/\d{4})?\b")
_FIGURE = re.compile(r"(?<![\w/.-])\d{1,4}(?![\w/.%-])")
_TOLD = re.compile(r"(?<![\w/.-])\d{1,4}(?![\w/.-])")
"""A figure of a story, percentages too."""
_MONEY = re.compile(r"\b(?:tien|kinh phi|trieu)\b")
"""What no figure of a congress is worked out of."""
_HOW = re.compile(r"\b(?:the nao|ra sao|nhu nao)\b")
_SO_WHAT = re.compile(r"\b(?:thi sao|thi the nao|thi may|thi bao nhieu)\b")
_ASKING = re.compile(r"\b(?:nao|gi|ai|dau|may|bao|khong|ko|k|sao|chua|hay)\b")
_DOUBTING = re.compile(r"\b(?:hả|hở|à|nhỉ|chứ|đúng chưa|phải chưa)\W*$|\bha\W*$", re.IGNORECASE)
"""Words that make a question of a sentence that has no other one for it."""
_POINTING = re.compile(r"\b(?:trong|o|luc|muc|chuyen|cho|phan|nhom|cai|ben|so|viec) (?:do|nay|ay)\b")
"""Words that point at what the turn before spoke of."""
STORY = 2
"""Figures from which a question is a story to work with."""
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


def is_follow_up(text: str, before: str = "") -> bool:
    """Whether a question leans on the one before it; where that is given, so does one that points at a noun of it."""
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
    if _supposes(without_opening(text)) and not asks(text):
        return True
    if before and _meant(text, before) is not None:
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
    leans = is_follow_up(short, _made(history[-back].question.strip(), history[:-back])[0])
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


def without_times(text: str) -> str:
    """A text without the times that it names."""
    cut = list(text)
    for match in _TIMED.finditer(fold(text)) if len(fold(text)) == len(text) else ():
        cut[match.start() : match.end()] = " " * (match.end() - match.start())
    return "".join(cut)


def behind(text: str) -> tuple[str, str]:
    """A standalone form cut in two where the turn's own words begin; the first part is empty where it carries none."""
    starts = [match.end() for match in _PLACED.finditer(text)]
    return (text[: starts[-1]], text[starts[-1] :]) if starts else ("", text)


def without_opening(text: str) -> str:
    """A turn without the words that only open it ("thế còn", "vậy")."""
    return _OPENING.sub("", without_courtesy(text)).strip()


def asks_briefly(text: str) -> bool:
    """Whether a turn asks for a shorter form of the same answer."""
    return bool(_leans()["brief"].search(fold(text)))


def asks_for_paragraph(text: str) -> bool:
    """Whether a turn asks for the same answer as one paragraph, to be put into a text of the user's own."""
    return bool(_leans()["paragraph"].search(fold(text)))


def asks_why(text: str) -> bool:
    """Whether a turn asks for the reason of the answer."""
    return bool(_leans()["reason"].search(fold(text)))


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
    if not turns:
        return text, text
    # Backwards through the turns, each on the one before it, down to the question that opened the subject.
    before, root = _made(turns[-1].question.strip(), turns[:-1])
    if not is_follow_up(text, before):
        return text, text
    if asks(text) and (meant := _meant(text, before)) is not None:  # called by its name, it stands alone
        return meant, meant
    older = [_made(turn.question.strip(), turns[:place])[0] for place, turn in enumerate(turns[:-1])][-MAX_OLDER:]
    return _joined(text, before.rstrip(" ?.!"), root.rstrip(" ?.!"), [one.rstrip(" ?.!") for one in older[::-1]]), root


def _back_to(text: str, turns: Sequence[Turn]) -> str:
    """The question that a turn goes back to ("quay lại số dư, còn ban thường vụ?") with what it adds, or nothing."""
    if not _BACK.search(fold(text)):
        return ""
    named, _, rest = text.partition(",")
    things = {fold(named)[thing.start : thing.end] for thing in _things(named)}
    marked = is_accented(text.split())
    said = set(content_words(named, marked)) - set(content_words(_GOING_BACK, marked))
    for place in range(len(turns) - 1, -1, -1):
        asked = _made(turns[place].question.strip(), turns[:place])[0].rstrip(" ?.!")
        if any(thing in fold(asked) for thing in things) or (not things and said & set(content_words(asked, marked))):
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
    if (_POINTING.search(key) or pattern("points_back").search(fold(rest))) and asks(rest):
        return f"{before} – {rest}?"
    if _supposes(rest):  # what is supposed is told beside what was asked, and takes no thing's place
        told = set(content_words(rest))  # it changes what was told in the question that speaks of it
        there = next((one for one in (before, *older, root) if told & set(content_words(one))), before)
        return f"{there} – {rest}?"
    if leans["date"].search(key.replace("/", " ")) and not _things(rest) and not asks(rest):
        if len(content_words(rest)) >= MUCH:  # another matter, told with its time
            return text
        return _at_time(before, rest) or f"{rest[:1].upper()}{rest[1:]}, {root[:1].lower()}{root[1:]}?"
    if not asks(rest):
        nearest = _other_thing(before, rest)
        others = (found for base in older if (found := _other_thing(base, rest, older=True)))
        return nearest or next(others, f"{root} – {rest}?")
    figures = [figure for figure in _FIGURE.findall(rest) if not _YEAR.fullmatch(figure)]
    if _DAY.search(rest) or (figures and not _HOW.search(fold(rest))):
        # "dự 90 người thì mấy?" needs all that was said of the figure asked for.
        wanted = _TIME_ASKED if _DAY.search(rest) else pattern("asks_quantity")
        asked = before if wanted.search(fold(before)) else root
        return f"{asked} – {rest}?"
    if speaks_of_documents(rest) and _DOCUMENT.search(fold(before)):  # "thay cái nào?" is put about the document itself
        return f"{before} – {rest}?"
    if _works_on(before, rest):
        return f"{before} – {rest}?"  # "vậy cần mấy phiếu?" is worked out of the story's figures
    topic = _topic(before, rest)
    return f"{topic}: {rest[:1].lower()}{rest[1:]}?" if topic else f"{root} – {rest}?"


def _works_on(before: str, rest: str) -> bool:
    """Whether a turn asks for a figure that is to be worked out of those the question before it tells."""
    key, figures = fold(rest), [figure for figure in _TOLD.findall(before) if not _YEAR.fullmatch(figure)]
    asked = pattern("asks_quantity").search(key) or _TIME_ASKED.search(key)
    return len(figures) >= STORY and bool(asked) and not _MONEY.search(key)


def _supposes(text: str) -> bool:
    """Whether a turn opens with what is supposed ("nếu …", "lỡ …")."""
    return bool(_CONDITION.match(fold(text)) or _SUPPOSED.match(text))


def _meant(text: str, before: str) -> str | None:
    """The turn with the noun that points at one of the question before ("phiên đó") called as there ("phiên đầu").

    ``None`` where the turn points at nothing there.
    """
    words = _WORDS.findall(before)
    for match in (_THAT if is_accented(text.split()) else _THAT_BARE).finditer(text):
        key = fold(match[1])
        places = [place for place, word in enumerate(words) if fold(word) == key]
        if not places or key not in content_words(match[1]):
            continue
        name = [words[places[-1]]]
        for word in words[places[-1] + 1 : places[-1] + NAME_OF]:
            if not word[0].isalnum() or not content_words(word, is_accented([word])):
                break
            name.append(word)
        return f"{text[: match.start()]}{' '.join(name)}{text[match.end() :]}"
    return None


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


def _other_thing(base: str, rest: str, *, older: bool = False) -> str:
    """The earlier question with the turn's thing in place of its own of the same group.

    Of a question that was made of several parts, the last part that names such a thing counts.

    Args:
        base: the earlier question.
        rest: what the turn says.
        older: whether turns stand between; things of all kinds ("matter") are then not taken for one another.
    """
    for start in (*[match.end() for match in _PLACED.finditer(base)][::-1], 0):
        if found := _put_in(base[start:], rest, older=older):
            return f"{_without_rivals(base[:start], rest)}{found}?"
    return ""


def _put_in(base: str, rest: str, *, older: bool) -> str:
    new, named = _things(rest), _things(base)
    if not any(old.group == thing.group for thing in new for old in named):
        new = _alone(new, rest)
    olds = _leading(named) if _alone(new, rest) else named
    if older or len(set(content_words(rest))) > MOST_OF_MATTER:
        olds = [old for old in olds if old.group != _MATTER]
    if len(new) > 1 and _is_run(new) and (place := _run_of(olds, {thing.group for thing in new})):
        return f"{base[: place[0]]}{rest}{base[place[1] :]}"
    for thing in new:
        words = rest if len(new) == 1 else rest[thing.start : thing.end]
        for old in olds:
            if old.group == thing.group or (thing.group == _ANYBODY and old.group in _BODIES):
                start = base[: old.start]
                if start.endswith(f"{words.split()[0]} "):  # "cấp cơ sở" put for by "cấp trên cơ sở"
                    start = start[: -len(words.split()[0]) - 1]
                return f"{start}{words}{base[old.end :]}"
    return ""


def _is_run(things: Sequence[_Thing]) -> bool:
    """Whether things stand side by side, as one name: "cấp ủy tỉnh"."""
    return all(other.start - one.end == 1 for one, other in pairwise(things))


def _run_of(things: Sequence[_Thing], groups: set[str]) -> tuple[int, int] | None:
    """Where the first things of these groups stand side by side, each group once; ``None`` without one."""
    for place, thing in enumerate(things):
        if thing.group not in groups:
            continue
        left, end = groups - {thing.group}, thing.end
        for other in things[place + 1 :]:
            if other.group not in left or other.start - end != 1:
                break
            left, end = left - {other.group}, other.end
        return thing.start, end
    return None


def _at_time(base: str, rest: str) -> str:
    """The earlier question with the time that a turn names in place of the last one that it names itself."""
    times = list(_TIMED.finditer(fold(base)))
    if not times or not _TIMED.fullmatch(fold(rest)) or len(fold(base)) != len(base):
        return ""
    start, end = times[-1].span()
    return f"{base[:start]}{rest[:1].lower()}{rest[1:]}{base[end:]}?"


def _without_rivals(topic: str, rest: str) -> str:
    """What was carried over, without the levels and assemblies that the turn puts others in the place of."""
    if not topic.endswith(": "):
        return topic
    groups = {thing.group for thing in _things(rest)} & set(_EXCLUDING)
    kept = [name for name in topic[:-2].split(", ") if not groups & {thing.group for thing in _things(name)}]
    return f"{', '.join(kept)}: " if kept else ""


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
    taken = {thing.group for thing in _things(text)} & set(_EXCLUDING)
    things = [thing for thing in _things(base) if thing.group not in taken]
    names = {base[thing.start : _end_of_name(thing, base)]: thing.group for thing in things}
    names = {name: group for name, group in names.items() if fold(name) not in said}
    documents = [name for name, group in names.items() if group == "kind" and any(map(str.isdigit, name))]
    documents = [] if _DOCUMENT.search(said) else documents  # a document stays spoken of until another is named
    others = [name for name in names if name not in documents]
    latest = others[-max(LATEST - len(documents), 1) :]
    kept = [name for name in names if name in documents or name in latest]
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
