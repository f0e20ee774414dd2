"""What a chat page may tell of its conversation: the day, the level, and turns that its reader's browser kept. Pure.

The page is the reader's own, and anything may be sent in its name: what is not of this form is nothing. Turns are
context of the conversation, never evidence, and no more than the chat itself would keep.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from assistant.model import MAX_CHARS, Question, Turn
from assistant.output.wire import Day
from corpus.core.model import Level

MAX_TURNS = 6
"""Turns of a conversation that go along with a question."""
MAX_ANSWER = 400
"""Longest answer of an earlier turn, in characters."""
KEY = "tldh"
"""Under which a page's message speaks of the conversation."""


@dataclass(frozen=True, slots=True)
class ChatContext:
    """What holds for the questions of a conversation; ``earlier`` are turns of before the page was loaded again."""

    day: Day | None = None
    level: Level | None = None
    earlier: tuple[Turn, ...] = ()

    def question(self, text: str, turns: tuple[Turn, ...] = ()) -> Question:
        """A question within it; the turns of this session count, or else the earlier ones."""
        return Question(text, self.day, turns or self.earlier, self.level)


def _nothing(value: object) -> object:
    return None if value == "" else value


class _Turn(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    question: str = Field(max_length=MAX_CHARS)
    answer: str = Field(default="", max_length=MAX_ANSWER)


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid")

    day: Annotated[Day | None, BeforeValidator(_nothing)] = None
    level: Annotated[Level | None, BeforeValidator(_nothing)] = None
    turns: list[_Turn] = Field(default=[], max_length=MAX_TURNS)


def told(data: object) -> ChatContext | None:
    """What a page's message says of the conversation; ``None`` for a message that is not of this form."""
    if not isinstance(data, dict) or set(data) != {KEY}:
        return None
    try:
        found = _Told.model_validate(data[KEY])
        turns = tuple(Turn(turn.question, turn.answer) for turn in found.turns)
        for turn in turns:
            f"{turn.question}{turn.answer}".encode()
    except (ValidationError, UnicodeEncodeError):
        return None
    return ChatContext(found.day, found.level, turns)
