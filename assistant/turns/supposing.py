"""What a turn supposes worked into the story that was told before it: other figures, more who stay away, some who come.

Pure. "nếu chỉ 11 người thì sao?" puts its figure in the place of the one it is of; "thế vắng 3 người nữa, có xin phép?"
is told beside the others; "lỡ một cụ được miễn lại tới?" takes one off those who were told to stay away. Where it is
not clear of whom the turn speaks, nothing is retold: what is asked is then looked up, and no sum is worked from the
figures that were told before (``planning.sums``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.question.patterns import pattern
from assistant.stories.figures import UNKNOWN, Count, Story, read_story
from assistant.turns.leaning import bare, supposes
from assistant.turns.swapping import FIGURE, like, noun_after, other_thing
from assistant.turns.things import things_of
from assistant.turns.times import is_year
from assistant.turns.words import data, lean
from corpus.core.text import fold
from corpus.vietnamese.contentwords import content_words

MAX_SUPPOSING = 32
"""Longest turn, in words, that only changes the story told before."""
NEAR = 1.5
"""Most times by which a figure differs from the one that it puts right, where others could be meant."""
_APART = " – "
_NO_COUNT = re.compile(
    r"\b(?:dieu|khoan|muc|diem|ngay|thang|nam|ky|khoa|lan|so|thu|quy che|quy dinh|huong dan|chi thi|ket luan) $"
)
"""What stands before a figure that counts nobody."""
_ASKED = re.compile(r"\b(?:may|bao nhieu)(?: (\w+))?")
"""What is asked for in figures."""
_CLAUSE, _ADDED = re.compile(r"[,.;?!](?=\s|$)"), re.compile(_APART)
_OF_THESE = re.compile(r"\s*[?,]\s*(?:\w+\s+)?(?:người|đồng chí|anh|chị|cụ|nguoi|dong chi|cu) (?:này|đó|ấy|nay|ay)\b")


def retold(text: str, before: str) -> str:
    """The question before with what the turn supposes worked into its story; empty where it supposes nothing clear.

    Args:
        text: what the turn says.
        before: the question before it as it stands alone.
    """
    before = before.rstrip(" ?.!")
    if len(text.split()) > MAX_SUPPOSING or len(fold(before)) != len(before) or not FIGURE.search(before):
        return ""
    return _other_count(text, before) or _came_after_all(text, before) or _more_away(text, before)


def undoes(text: str) -> bool:
    """Whether a turn supposes that somebody who was told to stay away comes, or is replaced."""
    key = fold(text)
    opens = supposed(text) or (lean("so_what").search(key) and lean("all_of_them").search(key))
    return bool(opens and lean("undoes").search(key)) and not lean("stays_away").search(key)


def adds(text: str) -> bool:
    """Whether a turn tells of more people than were told before ("thêm 2 người nữa")."""
    return bool(lean("adds").search(fold(text)))


def of_another_whole(text: str) -> bool:
    """Whether a turn asks the same of another number of people ("thế 29 người thì sao?"), not what those did."""
    key = fold(text)
    place = next(FIGURE.finditer(text), None)
    if place is None or noun_after(text, place.end()) not in data()["counted"]["people"]:
        return False
    asks_same = lean("so_what").search(key) or lean("other_figure").search(key)
    of_its_own = _word_after(text, place.end()) or lean("votes").search(key) or _ASKED.search(key)
    return bool(asks_same) and not of_its_own


def supposed(text: str) -> bool:
    """Whether a turn opens with what is supposed, other words before it aside."""
    return supposes(bare(text)) or bool(lean("supposed_later").search(fold(text)))


def _other_count(text: str, before: str) -> str:
    """The question with the turn's figure in the place of the one that it is of."""
    text, level = _without_level(text)
    new = _only_figure(text)
    if not new or not _says_nothing_else(text, before, new):
        return ""
    corrects = bool(lean("corrects").search(fold(text)))
    parts = before.split(_APART)
    kept = parts if corrects else [parts[0], *(part for part in parts[1:] if not _changes_story(part))]
    if (last := _in_last(parts, text, new)) and not corrects:
        return last
    base = _APART.join(kept)
    old = _of_which(base, text, new, corrects=corrects)
    if old is None or old.group() == new:
        return ""
    told = f"{base[: old.start()]}{new}{base[old.end() :]}"
    return other_thing(told, level) if level else f"{told}?"


def _in_last(parts: Sequence[str], text: str, new: str) -> str:
    """The question with the figure in what the turn before supposed, where that counts the same; empty otherwise."""
    place, last = re.search(rf"\b{new}\b", text), parts[-1]
    figures = list(FIGURE.finditer(last))
    if len(parts) == 1 or len(figures) != 1 or place is None or not (supposed(last) and supposed(text)):
        return ""
    noun = noun_after(text, place.end())
    if not noun or noun_after(last, figures[0].end()) not in like(noun) or _word_after(text, place.end()):
        return ""
    told = f"{last[: figures[0].start()]}{new}{last[figures[0].end() :]}"
    return f"{_APART.join([*parts[:-1], told])}?"


def _without_level(text: str) -> tuple[str, str]:
    """A turn without the level that it puts in the place of another, and that level; unchanged where it names none."""
    things = things_of(text)
    if len(things) != 1 or things[0].group != "level" or len(fold(text)) != len(text):
        return text, ""
    start = things[0].start - len("cấp ") if fold(text[: things[0].start]).endswith("cap ") else things[0].start
    return f"{text[:start]}{text[things[0].end :].lstrip(' ,')}", text[start : things[0].end]


def _only_figure(text: str) -> str:
    """The one figure of a turn; empty for none, several, or one told in another way."""
    found = [match.group() for match in FIGURE.finditer(text) if not is_year(match.group())]
    told = {str(figure.value) for figure in read_story(text).figures}
    if len(found) == 1 and told <= set(found):
        return found[0]
    return next(iter(told)) if not found and len(told) == 1 and not re.search(r"\d", text) else ""


def _says_nothing_else(text: str, before: str, new: str) -> bool:
    """Whether a turn says nothing beside its figure but what the question before says, and words of speech."""
    key = fold(text)
    corrects = bool(lean("corrects").search(key))
    comes = lean("undoes").search(key) and any(figure.leaves_out for figure in read_story(before).figures)
    if comes or lean("stays_away").search(key) or (lean("adds").search(key) and not corrects):
        return False
    if not set(_ASKED.findall(key)) <= set(_ASKED.findall(fold(before))):
        return False  # it asks for something else
    light = set(content_words(data()["words"]["of_another_figure"])) | {new} | set(content_words(before))
    figures = {word for figure in read_story(text).figures for word in _written(figure, text)}
    rest = [word for word in content_words(text) if fold(word) not in light | figures]
    opens = (
        corrects
        or supposed(text)
        or any(lean(name).search(key) for name in ("so_what", "opening", "other_figure", "opens_with_figure"))
    )
    return opens and not rest


def _written(figure: Count, text: str) -> Sequence[str]:
    """The words of a figure that is written out; none where it is told in figures."""
    if str(figure.value) in text:
        return ()
    return [word for word in content_words(text) if word in data()["words"]["numerals"].split()]


def _of_which(base: str, text: str, new: str, *, corrects: bool) -> re.Match[str] | None:
    """The figure of the question that the turn's stands for; ``None`` where it may be another."""
    olds = [
        m for m in FIGURE.finditer(base) if not is_year(m.group()) and not _NO_COUNT.search(fold(base[: m.start()]))
    ]
    place = re.search(rf"\b{new}\b", text)
    noun = noun_after(text, place.end()) if place else noun_after(text, _end_of_words(text))
    if noun:
        olds = [one for one in olds if noun_after(base, one.end()) in like(noun)]
    story = read_story(base)
    left_out = {str(figure.value) for figure in story.figures if figure.leaves_out}
    wholes = [one for one in olds if one.group() not in left_out]
    if place and (verb := _word_before(text, place.start())):
        wholes = [one for one in wholes if _word_before(base, one.start()) == verb]
    if place and (of := _word_after(text, place.end())):
        wholes = [one for one in wholes if _word_after(base, one.end()) == of]
    if len(wholes) == 1 and not (corrects and len(olds) > 1 and not _near(wholes[0], new)):
        return wholes[0]
    if len(wholes) > 1:  # who counts anew, or tells how many came, speaks of those present
        came = {str(value) for value in story.values("present")}
        present = [one for one in wholes if one.group() in came and lean("of_those_present").search(fold(text))]
        return present[0] if len(present) == 1 else None
    near = [one for one in olds if _near(one, new)] if corrects else []
    return near[0] if len(near) == 1 else None


def _word_before(text: str, end: int) -> str:
    """The content word right before a figure ("bầu 3 người"); empty without one."""
    word = text[:end].split()[-1:]
    said = content_words(word[0]) if word else ()
    light = content_words(data()["words"]["of_another_figure"])
    return said[-1] if said and said[-1] not in light else ""


def _word_after(text: str, end: int) -> str:
    """What those counted do, right behind their name ("55 người đồng ý"); empty without it."""
    noun = noun_after(text, end)
    done = lean("done_by_them").match(fold(text[end:]).lstrip().removeprefix(noun).lstrip())
    return done.group() if done else ""


def _end_of_words(text: str) -> int:
    """Where the number that a turn writes in words ends."""
    words = data()["words"]["numerals"].split()
    ends = [match.end() for match in re.finditer(r"\w+", fold(text)) if match.group() in words]
    return ends[-1] if ends else 0


def _near(old: re.Match[str], new: str) -> bool:
    one, other = int(old.group()), int(new)
    return max(one, other) <= NEAR * max(min(one, other), 1)


def _came_after_all(text: str, before: str) -> str:
    """The question with those taken off a group away who are supposed to come, or for whom somebody comes."""
    if not undoes(text):
        return ""
    story, turn = read_story(before), read_story(text).figures
    group = _group_of(text, before, story)
    if group is None or len(turn) > 1:
        return ""
    figure = next(iter(FIGURE.finditer(before, *group)), None)
    if figure is None:
        return ""
    whole = int(figure.group())
    one = 1 if lean("one_of_them").search(fold(text)) else 0
    came = turn[0].value if turn else (whole if lean("all_of_them").search(fold(text)) else one)
    if not 0 < came <= whole:
        return ""
    if came < whole:
        return f"{before[: figure.start()]}{whole - came}{before[figure.end() :]}?"
    start, end = group
    if _APART in before[:start]:  # told by a turn of its own
        return f"{before[: start - len(_APART)]}{before[end:]}?"
    head, rest = before[:start].rstrip(), before[end:]
    head = head[:-1] if head.endswith(",") else head
    rest = rest[1:] if rest.startswith((",", ".")) and (not head or head.endswith((".", "?", "!"))) else rest
    return f"{head}{rest}?".strip()


def _group_of(text: str, before: str, story: Story) -> tuple[int, int] | None:
    """The clause that tells of the group away which the turn speaks of; ``None`` where it may be another."""
    left_out = {str(figure.value) for figure in story.figures if figure.leaves_out}
    groups = []
    for start, end in _clauses(before):
        figures = [match.group() for match in FIGURE.finditer(before, start, end)]
        if len(figures) == 1 and figures[0] in left_out:
            groups.append((start, end))
    if not groups:
        return None
    said = set(content_words(text)) - set(content_words(data()["words"]["of_coming"]))
    shared = [len(said & set(content_words(before[start:end]))) for start, end in groups]
    if lean("these").search(fold(text)):
        return groups[-1]
    best = max(shared)
    return groups[shared.index(best)] if len(groups) == 1 or (best and shared.count(best) == 1) else None


def _clauses(text: str) -> list[tuple[int, int]]:
    """The clauses of the story, then each part that a turn added to it, whole."""
    first = text.find(_APART) if _APART in text else len(text)
    return [*_pieces(text, _CLAUSE, 0, first), *_pieces(text, _ADDED, first, len(text))]


def _pieces(text: str, marks: re.Pattern[str], start: int, end: int) -> list[tuple[int, int]]:
    found = list(marks.finditer(text, start, end))
    starts, stops = [start, *(match.end() for match in found)], [*(match.start() for match in found), end]
    return [(one, other) for one, other in zip(starts, stops, strict=True) if one < other]


def _more_away(text: str, before: str) -> str:
    """The question with more who stay away, told as the turn tells them."""
    key, story = fold(text), read_story(before)
    asks_figure = pattern("asks_quantity").search(fold(before))
    if not asks_figure or all(figure.leaves_out for figure in story.figures) or pattern("asks_quantity").search(key):
        return ""
    opens = lean("adds").search(key) or supposed(text) or lean("opening").search(key)
    if not opens or not lean("stays_away").search(key):
        return ""
    rest = _OF_THESE.sub(",", bare(text))
    figures = read_story(rest).figures
    if not figures or any(figure.role != UNKNOWN and not figure.leaves_out for figure in figures):
        return ""  # another whole is another story
    if lean("same_kind").search(fold(rest)):
        groups = [one for one in _clauses(before) if _tells_of_one_group(before, one, story)]
        if len(groups) != 1 or len(fold(rest)) != len(rest):
            return ""
        figure = next(FIGURE.finditer(before, *groups[0]))
        more = next(FIGURE.finditer(rest), None)
        if more is None:
            return ""
        rest = f"{more.group()}{before[figure.end() : groups[0][1]]}"
    return f"{before}{_APART}{rest}?"


def _tells_of_one_group(before: str, clause: tuple[int, int], story: Story) -> bool:
    left_out = {str(figure.value) for figure in story.figures if figure.leaves_out}
    figures = [match.group() for match in FIGURE.finditer(before, *clause)]
    return len(figures) == 1 and figures[0] in left_out


def _changes_story(part: str) -> bool:
    """Whether a part of a standalone form only supposes something of the story."""
    key = fold(part)
    return supposed(part) or (bool(lean("adds").search(key)) and not pattern("asks_quantity").search(key))
