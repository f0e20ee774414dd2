"""What the chat offers around an answer: questions to ask next, and buttons that rate it (edge, Chainlit).

Both live in the session: of an answer it keeps which rules it rests on and which buttons stand below it, for the last
few answers, so that a press says no more than which message it is about, and counts once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass

import chainlit as cl

from assistant.chat import buttons
from assistant.chat.buttons import Button
from assistant.chat.next_questions import NextQuestions
from assistant.chat.tools import rests_on
from assistant.feedback.ratings import FeedbackBook
from assistant.feedback.reasons import FeedbackReason
from assistant.feedback.unanswered import UnansweredBook
from assistant.model import Answer, Question
from assistant.server.executor import Desk
from assistant.store.errors import StoreAwayError
from corpus.core.errors import AssistantError

LOG = logging.getLogger("assistant")
KEPT = 20
"""Answers of a session that can still be rated, the last ones."""
GONE = "Câu trả lời này không còn trong phiên làm việc hoặc đã được đánh giá."
NOT_KEPT = "Chưa ghi được đánh giá. Xin thử lại sau."


@dataclass
class _Rated:
    """An answer that can be rated: the rules it rests on and the buttons that stand below it."""

    answer: Answer
    provisions: tuple[str, ...]
    shown: list[cl.Action]


def action_of(button: Button) -> cl.Action:
    """A button as Chainlit's action."""
    return cl.Action(**asdict(button))


class Offers:
    """What stands below the answers of all sessions.

    Args:
        desk: where suggestions are checked, in spare time.
        feedback: where ratings are counted.
        unanswered: where answers that were rated badly are noted.
    """

    def __init__(self, desk: Desk, feedback: FeedbackBook, unanswered: UnansweredBook | None = None) -> None:
        self._desk = desk
        self._feedback = feedback
        self._unanswered = unanswered
        self._checked = NextQuestions(desk.spare)
        self._running: set[asyncio.Task[None]] = set()

    def ratings(self, message: str, answer: Answer) -> list[cl.Action]:
        """The buttons that rate the answer of a message; none for a greeting."""
        if answer.message:
            return []
        shown = [action_of(button) for button in buttons.ratings(message)]
        rated: dict[str, _Rated] = cl.user_session.get("rated") or {}
        rated[message] = _Rated(answer, tuple(rests_on(answer, self._desk.assistant().registry)), shown)
        cl.user_session.set("rated", dict(list(rated.items())[-KEPT:]))
        return shown

    async def rate(self, action: cl.Action) -> None:
        """A press of "Có ích" or "Chưa đạt"; the second asks why."""
        if action.payload.get("good") is True:
            await self._count(action, FeedbackReason.USEFUL)
        elif (rated := _rated(action)) is None:
            await _toast(GONE)
        else:
            before, rated.shown = rated.shown, [action_of(one) for one in buttons.reasons(str(action.payload["of"]))]
            await _send(rated.shown, str(action.payload["of"]))
            await _remove(before)

    async def reason(self, action: cl.Action) -> None:
        """A press of a reason."""
        why = action.payload.get("why")
        if why in {reason.value for reason in buttons.WHY}:
            await self._count(action, FeedbackReason(why))

    async def _count(self, action: cl.Action, reason: FeedbackReason) -> None:
        if (rated := _rated(action)) is None:
            await _toast(GONE)
            return
        known: dict[str, _Rated] = cl.user_session.get("rated")
        del known[action.payload["of"]]  # before waiting: a second press counts nothing
        try:
            await asyncio.to_thread(self._feedback.count, reason, rated.provisions)
        except StoreAwayError as error:
            LOG.warning("feedback not kept: %s", error)
            known[action.payload["of"]] = rated
            await _toast(NOT_KEPT)
            return
        if self._unanswered is not None:
            self._unanswered.rated(reason, rated.answer, rated.provisions)
        fields = {"reason": reason.value, "provisions": ",".join(rated.provisions)}
        LOG.info("feedback", extra={"fields": fields})
        await _remove(rated.shown)  # the page says thanks where they stood

    def suggest(self, message: str, answer: Answer, question: Question) -> None:
        """Begin to look for questions to ask next; they appear below the message when they are found and checked."""
        cl.user_session.set("offered_for", message)
        task = asyncio.create_task(self._suggest(message, answer, question))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _suggest(self, message: str, answer: Answer, question: Question) -> None:
        try:
            found = await self._checked.beside(answer, question, self._desk.assistant().registry)
        except AssistantError as error:
            LOG.info("no suggestions: %s", error.code.value)
            return
        shown = [action_of(button) for button in buttons.suggestions(found)]
        if cl.user_session.get("offered_for") == message:  # no other question was put meanwhile
            cl.user_session.set("offered", shown)
            await _send(shown, message)

    async def withdraw(self) -> None:
        """Take the suggestions of the last answer away: another question has been put."""
        await _remove(cl.user_session.get("offered") or [])
        cl.user_session.set("offered", [])
        cl.user_session.set("offered_for", "")


def _rated(action: cl.Action) -> _Rated | None:
    known: dict[str, _Rated] = cl.user_session.get("rated") or {}
    name = action.payload.get("of")
    return known.get(name) if isinstance(name, str) else None


async def _send(actions: Iterable[cl.Action], message: str) -> None:
    for action in actions:
        await action.send(for_id=message)


async def _remove(actions: Iterable[cl.Action]) -> None:
    for action in actions:
        await action.remove()


async def _toast(text: str) -> None:
    await cl.context.emitter.send_toast(text, "info")
