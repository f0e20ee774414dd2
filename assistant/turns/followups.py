"""Follow-ups → a standalone question. Pure; the history is never evidence, only a source of words.

A turn may lean on the ones before it: it asks for the source or another form of the same answer ("điều nào?", "ngắn
hơn"), swaps one thing for another ("còn ban thường vụ?", "Thế bầu 30 người thì sao?"), names another day ("trước 7/2025
thì sao?"), or leaves its subject out ("Gồm mấy người?"). The standalone form is made of the conversation's own words;
it is shown to the user and answered, and cited, from scratch. A turn that stands alone is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.model import Turn
from assistant.question.documents import speaks_of_documents
from assistant.question.patterns import pattern
from assistant.question.smalltalk import reply_to, without_courtesy
from assistant.turns.leaning import (
    MAX_POINTING,
    asks,
    asks_again,
    asks_for_both,
    asks_place_again,
    bare,
    is_follow_up,
    supposes,
    without_opening,
)
from assistant.turns.pointing import called_by_name, with_its_body
from assistant.turns.supposing import retold, undoes
from assistant.turns.swapping import FIGURE, PLACED, other_figure, other_thing, put_right
from assistant.turns.things import names_document, things_of, topic_of
from assistant.turns.times import at_time, is_year
from assistant.turns.words import data, lean
from corpus.core.text import fold
from corpus.vietnamese.contentwords import content_words
from indexing.keys import is_accented

MAX_TURNS = 6
"""Most turns that a turn is read with; every one is read with those before it."""
MAX_OLDER = 3
"""Turns before the last one in which the thing is looked for that a turn puts another in the place of."""
STORY = 2
"""Figures from which a question is a story to work with."""
MUCH = 6
"""Content words from which a turn that names a time and no known thing tells of a matter of its own."""
LONG_ENOUGH = 4
"""Content words from which a turn may be looked up as it stands, where nothing answers it with what it leans on."""
_DAY = re.compile(r"\b\d{1,2}/\d{1,2}(?:/\d{4})?\b")
_TOLD = re.compile(r"(?<![\w/.-])\d{1,4}(?![\w/.-])")
"""A figure of a story, percentages too."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A turn as it stands in its conversation.

    Attributes:
        text: the question as it stands alone.
        before: how many turns back the turn is that it follows, small talk not counted as one; 0 without one.
        again: whether it only asks for the same answer in another form, for its source or its reason.
        leans: whether words of the turns before it were needed.
        both: whether it asks for the answers of the two turns before it together.
        others: other forms in which it may stand alone, for where this one finds nothing.
        retold: whether what it supposes was worked into the story told before.
    """

    text: str
    before: int = 0
    again: bool = False
    leans: bool = False
    others: tuple[str, ...] = ()
    both: bool = False
    retold: bool = False


def standalone(text: str, history: Sequence[Turn]) -> str:
    """The question as it stands alone; unchanged when it is no follow-up or there is no history."""
    return _made(text, history)[0]


def follow_up(text: str, history: Sequence[Turn]) -> FollowUp:
    """A turn in its conversation: the standalone form, and the turn that it follows."""
    back = next((n for n, turn in enumerate(reversed(history), 1) if _opens(turn)), 0)
    made = _made(text, history)[0]
    short = without_courtesy(text)
    if back and lean("back").search(fold(short)):
        return FollowUp(made, back)
    if back and asks_for_both(short):
        before = _made(history[-back].question.strip(), history[:-back])[0]
        return FollowUp(f"{before.rstrip(' ?.!')}?", back, again=True, leans=True, both=True)
    if not back or lean("new").search(fold(short)):
        return FollowUp(made)
    if _retold(short, *_made(history[-back].question.strip(), history[:-back])):
        return FollowUp(made, back, leans=True, retold=True)
    if len(short.split()) > MAX_POINTING:
        return FollowUp(made)
    if (told := _place_of(short, history)) is not None:
        return told
    leans = is_follow_up(short, _made(history[-back].question.strip(), history[:-back])[0])
    return FollowUp(made, back, leans and asks_again(short), leans, _others(short, made, history))


def _retold(text: str, before: str, root: str) -> str:
    """The question before with what a turn supposes worked in; who comes after all may be of the first story."""
    return retold(text, before) or (retold(text, root) if undoes(text) else "")


def _place_of(text: str, history: Sequence[Turn]) -> FollowUp | None:
    """A turn that asks where that stands which one of the turns before it was about; the latest that it fits."""
    for back, turn in enumerate(reversed(history), 1):
        if _opens(turn):
            before = _made(turn.question.strip(), history[: len(history) - back])[0]
            if asks_place_again(text, before):
                return FollowUp(f"{before.rstrip(' ?.!')}?", back, again=True, leans=True)
    return None


def _others(text: str, made: str, history: Sequence[Turn]) -> tuple[str, ...]:
    """A turn behind the whole question before it, behind the one that opened the subject, and as it stands."""
    turns = [turn for turn in history if _opens(turn)][-MAX_TURNS:]
    if asks_again(text):
        return ()
    before, root = (one.rstrip(" ?.!") for one in _made(turns[-1].question.strip(), turns[:-1]))
    rest = without_opening(text)
    forms = [f"{before} – {rest}", f"{root} – {rest}"]
    if len(content_words(rest)) >= LONG_ENOUGH:
        forms.append(rest)
    return tuple(dict.fromkeys(form for form in forms if form.rstrip(" ?") != made.rstrip(" ?")))


def behind(text: str) -> tuple[str, str]:
    """A standalone form cut in two where the turn's own words begin; the first part is empty where it carries none."""
    starts = [match.end() for match in PLACED.finditer(text)]
    return (text[: starts[-1]], text[starts[-1] :]) if starts else ("", text)


def _opens(turn: Turn) -> bool:
    """Whether a turn asked something; a greeting opens no subject that a later turn could lean on."""
    return bool(turn.question.strip()) and not reply_to(turn.question)


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
    if told := _retold(text, before, root):
        return told, root
    if not is_follow_up(text, before):
        return text, text
    if asks(text) and (meant := called_by_name(text, before)) is not None:  # called by its name, it stands alone
        return meant, meant
    older = [_made(turn.question.strip(), turns[:place])[0] for place, turn in enumerate(turns[:-1])][-MAX_OLDER:]
    return _joined(text, before.rstrip(" ?.!"), root.rstrip(" ?.!"), [one.rstrip(" ?.!") for one in older[::-1]]), root


def _back_to(text: str, turns: Sequence[Turn]) -> str:
    """The question that a turn goes back to ("quay lại số dư, còn ban thường vụ?") with what it adds, or nothing."""
    if not lean("back").search(fold(text)):
        return ""
    named, _, rest = text.partition(",")
    things = {fold(named)[thing.start : thing.end] for thing in things_of(named)}
    marked = is_accented(text.split())
    said = set(content_words(named, marked)) - set(content_words(data()["words"]["going_back"], marked))
    for place in range(len(turns) - 1, -1, -1):
        asked = _made(turns[place].question.strip(), turns[:place])[0].rstrip(" ?.!")
        if any(thing in fold(asked) for thing in things) or (not things and said & set(content_words(asked, marked))):
            return _joined(rest.strip(), asked, asked) if rest.strip() else f"{asked}?"
    return ""


def _joined(text: str, before: str, root: str, older: Sequence[str] = ()) -> str:
    """A leaning turn with what it leans on: the question before it, an older one, or the one that opened it all."""
    key = fold(text)
    if asks_again(text):
        return f"{before}?"
    if (resolved := with_its_body(text, before)) != text:  # called by its name, it says all that is needed
        return resolved
    if swapped := other_figure(before, text) or put_right(before, text):
        return swapped
    rest = bare(text)
    if pattern("points_at_document").search(key):
        return f"{before} – {rest}?"
    if (lean("pointing").search(key) or pattern("points_back").search(fold(rest))) and asks(rest):
        return f"{before} – {rest}?"
    if supposes(rest):  # what is supposed is told beside what was asked, and takes no thing's place
        told = set(content_words(rest))  # it changes what was told in the question that speaks of it
        there = next((one for one in (before, *older, root) if told & set(content_words(one))), before)
        return f"{there} – {rest}?"
    if lean("date").search(key.replace("/", " ")) and not things_of(rest) and not asks(rest):
        if len(content_words(rest)) >= MUCH:  # another matter, told with its time
            return text
        return at_time(before, rest) or f"{rest[:1].upper()}{rest[1:]}, {root[:1].lower()}{root[1:]}?"
    if not asks(rest):
        nearest = other_thing(before, rest)
        others = (found for base in older if (found := other_thing(base, rest, older=True)))
        return nearest or next(others, f"{root} – {rest}?")
    figures = [figure for figure in FIGURE.findall(rest) if not is_year(figure)]
    if _DAY.search(rest) or (figures and not lean("how").search(fold(rest))):
        # "dự 90 người thì mấy?" needs all that was said of the figure asked for.
        wanted = lean("time_asked") if _DAY.search(rest) else pattern("asks_quantity")
        asked = before if wanted.search(fold(before)) else root
        return f"{asked} – {rest}?"
    if speaks_of_documents(rest) and names_document(before):  # "thay cái nào?" is put about the document itself
        return f"{before} – {rest}?"
    if _works_on(before, rest):
        return f"{before} – {rest}?"  # "vậy cần mấy phiếu?" is worked out of the story's figures
    if lean("of_all_told").search(key):
        return f"{before} – {rest}?"  # "vậy được không?" asks of all that was told
    topic = topic_of(before, rest)
    return f"{topic}: {rest[:1].lower()}{rest[1:]}?" if topic else f"{root} – {rest}?"


def _works_on(before: str, rest: str) -> bool:
    """Whether a turn asks for a figure that is to be worked out of those the question before it tells."""
    key, figures = fold(rest), [figure for figure in _TOLD.findall(before) if not is_year(figure)]
    asked = pattern("asks_quantity").search(key) or lean("time_asked").search(key)
    return len(figures) >= STORY and bool(asked) and not lean("money").search(key)
