"""Reading a question: one way from the user's words to what is asked, or to why it is not taken. Pure.

Used by the service, by fitting and by every evaluation, so that all of them see the same question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.model import MAX_TURNS, Question, Refusal, RefusalReason, Turn
from assistant.question import clarification
from assistant.question.documents import meant_by, pointed_at
from assistant.question.references import DirectReferences
from assistant.question.screening import IGNORED, screen, without_instructions
from assistant.question.smalltalk import reply_to, without_courtesy
from assistant.question.topic import elsewhere
from assistant.question.understanding import Earlier, Understood, clean, spelt_out, understand, written_out
from assistant.turns.decomposition import halves_of
from assistant.turns.followups import follow_up
from assistant.turns.leaning import (
    asks,
    asks_briefly,
    asks_for_paragraph,
    asks_where,
    asks_whole_text,
    asks_why,
    is_follow_up,
    without_opening,
)
from corpus.core.display import name_of
from corpus.core.errors import InputError
from corpus.core.registry import Registry
from corpus.shipped.abbreviations import expand
from corpus.vietnamese.typing import as_read

NO_REASON = "Trợ lý không suy đoán lý do ngoài lời văn của quy định; quy định làm căn cứ được nêu nguyên văn."
"""Note beside an answer where its reason is asked for."""
MAX_HALVED = 30
"""Longest turn, in words, that is taken apart into the short questions that it puts together."""
MAX_BACK = 6
"""Most turns that are read again for what a turn leans on."""


@dataclass(frozen=True, slots=True)
class ReadQuestion:
    """A question as read, and what needs no search: a refusal, a question back, or a reply to small talk.

    ``refusal`` is ``None`` and ``reply`` empty when the question may go on.
    """

    understood: Understood
    refusal: Refusal | None = None
    reply: str = ""


def read(question: Question, registry: Registry, today: date) -> ReadQuestion:
    """Read a question with its history.

    Raises:
        InputError: when the text is no question (empty, too long, no words).
    """
    whole = _read(question, registry, today)
    if whole.refusal is not None or whole.reply or not question.history:
        return whole
    halves = _halves(question, registry, today)
    return replace(whole, understood=replace(whole.understood, halves=halves)) if halves else whole


def _halves(question: Question, registry: Registry, today: date) -> tuple[tuple[str, Understood], ...]:
    """The questions that a turn puts together, each read as a turn of its own after the ones before it."""
    turn, history, found = as_read(clean(question.text)), question.history, []
    for half in halves_of(without_courtesy(turn)) if len(turn.split()) <= MAX_HALVED else ():
        one = _read(replace(question, text=half, history=history), registry, today)
        if one.refusal is not None or one.reply:
            return ()
        found.append((half, one.understood))
        history = (*history, Turn(half))
    return tuple(found)


def _read(question: Question, registry: Registry, today: date) -> ReadQuestion:
    question = replace(question, text=as_read(clean(question.text)), history=_usable(question.history))
    if reply := reply_to(question.text):
        return ReadQuestion(understand(replace(question, history=()), registry, today), reply=reply)
    turn = question.text
    if asks_whole_text(turn):
        alone = understand(replace(question, history=()), registry, today)
        if alone.references.records:
            return ReadQuestion(replace(alone, whole_text=True))
    if question.history and _leaves_the_party(question, registry, today):
        question = replace(question, history=())
    follow = follow_up(turn, question.history)
    earlier = _earlier(question, follow.before, registry, today) if 0 < follow.before <= MAX_BACK else None
    if follow.again and earlier is not None and earlier.refusal is None:
        again = _again(earlier.understood, turn)
        if follow.both and len(question.history) > follow.before < MAX_BACK:
            first = _earlier(question, follow.before + 1, registry, today)
            again = replace(again, also=(first.understood,) if first.refusal is None and not first.reply else ())
        return replace(earlier, understood=again)
    if earlier is not None and (called := _called(turn, earlier, registry)):
        follow = replace(follow, text=called, leans=True)
    # Turns typed with and without diacritics, put together, are read like a question of which half is marked.
    asked = replace(question, text=as_read(follow.text))
    understood = understand(asked, registry, today)
    if earlier is not None and earlier.refusal is None:
        others = [understand(replace(question, text=as_read(form)), registry, today) for form in follow.others]
        before = Earlier(_as_answered(earlier.understood), spelt_out(turn), follow.leans, follow.retold)
        understood = replace(understood, earlier=before, otherwise=tuple(each for each in others if not each.about))
    if (screening := screen(understood.text)) is not None:
        rest = without_instructions(understood.text) if screening.reason is RefusalReason.UNSAFE else ""
        if not rest:
            return ReadQuestion(understood, Refusal(screening.reason, screening.message))
        understood = understand(replace(asked, text=rest), registry, today)
        understood = replace(understood, notes=(IGNORED, *understood.notes))
    return ReadQuestion(understood, clarification.document_meant(understood))


def _leaves_the_party(question: Question, registry: Registry, today: date) -> bool:
    """Whether a turn's own words, a document that they name aside, are about another body: it carries nothing over."""
    alone = understand(replace(question, history=()), registry, today)
    return elsewhere(replace(alone, references=DirectReferences()))


def _again(before: Understood, turn: str) -> Understood:
    """The question before, asked again for its reason or for another form of its answer."""
    notes = (NO_REASON, *before.notes) if asks_why(turn) else before.notes
    if asks_whole_text(turn):
        return replace(_as_answered(before), whole_text=True)
    again = replace(_as_answered(before), brief=asks_briefly(turn), paragraph=asks_for_paragraph(turn), notes=notes)
    return replace(again, place=asks_where(turn))


def _as_answered(before: Understood) -> Understood:
    """A turn of which only the place or the documents were asked for, as the question that was answered with them."""
    return replace(before, place=False, whole_text=False)


def _called(turn: str, earlier: ReadQuestion, registry: Registry) -> str:
    """The turn with the document that it points at called by its name; empty where it points at none."""
    before = earlier.understood
    if before.about is None or earlier.refusal is not None or not is_follow_up(turn):
        return ""
    meant = meant_by(before.about, before.plain, before.as_of.day, registry)
    turn = without_opening(turn)
    place = pointed_at(turn, registry) if meant is not None else None
    if meant is None or place is None:
        return ""
    start, end = place
    called = f"{turn[:start]}{name_of(meant)}{' ' if start == end else ''}{turn[end:]}"
    return called if asks(turn) else f"{called.rstrip(' ?.!')} là số nào?"


def _earlier(question: Question, back: int, registry: Registry, today: date) -> ReadQuestion:
    """The turn that a turn follows, read with what went before it."""
    history = question.history[-MAX_BACK:]
    return _read(replace(question, text=history[-back].question, history=history[:-back]), registry, today)


def _usable(history: Sequence[Turn]) -> tuple[Turn, ...]:
    """The last turns, cleaned like a question, short forms written out; one that was no question opened no subject."""
    turns = []
    for turn in history[-MAX_TURNS:]:
        try:
            turns.append(replace(turn, question=written_out(expand(clean(turn.question)))))
        except InputError:
            continue
    return tuple(turns)
