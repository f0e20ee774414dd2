"""Reading a question: one way from the user's words to what is asked, or to why it is not taken. Pure.

Used by the service, by fitting and by every evaluation, so that all of them see the same question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.model import MAX_TURNS, Question, Refusal, RefusalReason, Turn
from assistant.question import clarification
from assistant.question.followups import standalone
from assistant.question.screening import IGNORED, screen, without_instructions
from assistant.question.smalltalk import reply_to
from assistant.question.understanding import Understood, clean, understand
from corpus.core.errors import InputError
from corpus.core.registry import Registry
from corpus.vietnamese.typing import as_read


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
    question = replace(question, text=as_read(clean(question.text)))
    if reply := reply_to(question.text):
        return ReadQuestion(understand(replace(question, history=()), registry, today), reply=reply)
    asked = replace(question, text=standalone(question.text, _usable(question.history)))
    understood = understand(asked, registry, today)
    if (screening := screen(understood.text)) is not None:
        rest = without_instructions(understood.text) if screening.reason is RefusalReason.UNSAFE else ""
        if not rest:
            return ReadQuestion(understood, Refusal(screening.reason, screening.message))
        understood = understand(replace(asked, text=rest), registry, today)
        understood = replace(understood, notes=(IGNORED, *understood.notes))
    return ReadQuestion(understood, clarification.document_meant(understood))


def _usable(history: Sequence[Turn]) -> tuple[Turn, ...]:
    """The last turns, cleaned like a question; one that was no question cannot have opened a subject."""
    turns = []
    for turn in history[-MAX_TURNS:]:
        try:
            turns.append(replace(turn, question=clean(turn.question)))
        except InputError:
            continue
    return tuple(turns)
