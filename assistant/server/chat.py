"""The chat page (Chainlit): passes questions to the desk and shows what comes back. No logic of its own.

Edge, owner of Chainlit together with ``app.py``. One message a question: it says what is going on, then holds each
claim with its citations as the desk tells them, verified, and at last the whole answer. A citation is a button under
the answer; pressing it fills the side panel with that provision alone (elements attached to a message would all open
at once under one name). The panel's text is fetched from our own page, so nothing is stored in a session. Payloads
come back from the browser and are data: an unknown provision or a span that does not fit shows a message or no
highlight.
"""

from __future__ import annotations

import asyncio
import logging
import warnings
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import chainlit as cl
from chainlit.session import WebsocketSession

from assistant.chat import buttons
from assistant.chat.context import MAX_ANSWER, MAX_TURNS, ChatContext
from assistant.chat.starters import WELCOME, shipped_starters
from assistant.chat.tools import Tool, links
from assistant.feedback.ratings import FeedbackBook
from assistant.feedback.unanswered import UnansweredBook
from assistant.model import MAX_CHARS, Answer, Claim, Finished, Question, Turn
from assistant.output.render import PageLink, markdown, markdown_so_far, summary
from assistant.output.views import question_address
from assistant.server.assets import PANEL
from assistant.server.chat_offers import Offers, action_of
from assistant.server.chat_sessions import limit
from assistant.server.executor import Desk
from assistant.server.logs import request
from corpus.core.errors import AssistantError

LOG = logging.getLogger("assistant")
AUTHOR = "tro-ly"  # ASCII: the address of the avatar is made of it
TARGET = Path(__file__).with_name("__init__.py")
"""What ``mount_chainlit`` executes: a module without callbacks, since ``install`` has registered them already."""
SEARCHING = "*Đang tra cứu quy định và kiểm chứng trích dẫn…*"
CHECKING = "*Đang kiểm chứng các ý tiếp theo…*"
STOPPED = "*Đã dừng theo yêu cầu; câu trả lời chưa đầy đủ.*"
FAILED = "**Lưu ý:** Trợ lý gặp lỗi khi xử lý câu hỏi này. Xin báo cho người vận hành."


def install(
    desk: Desk, feedback: FeedbackBook, tools: Sequence[Tool] = (), unanswered: UnansweredBook | None = None
) -> Path:
    """Register the chat's callbacks; returns the file to give to ``mount_chainlit``.

    Args:
        desk: where questions are asked.
        feedback: where readers' ratings are counted.
        tools: the pages that answers may lead to.
        unanswered: where answers that were rated badly are noted.
    """
    # Chainlit 2.12 calls the profiles once a session inside its running loop and drops the coroutine (session.py)
    warnings.filterwarnings("ignore", "coroutine 'install.<locals>.profiles' was never awaited", RuntimeWarning)
    offers = Offers(desk, feedback, unanswered)
    talk = _Talk(desk, offers, tools)

    @cl.set_chat_profiles
    async def profiles(_user: cl.User | None, _language: str | None) -> list[cl.ChatProfile]:
        return [cl.ChatProfile(name=AUTHOR, markdown_description=WELCOME, icon="/public/favicon.svg", default=True)]

    @cl.set_starter_categories
    async def categories(_user: cl.User | None, _language: str | None) -> list[cl.StarterCategory]:
        return [
            cl.StarterCategory(topic.name, starters=[cl.Starter(one.ask, one.ask) for one in topic.questions])
            for topic in shipped_starters()
        ]

    @cl.on_window_message
    async def on_context(context: Any) -> None:
        cl.user_session.set("context", context)  # a ChatContext: chat_sessions lets nothing else through

    @cl.on_message
    async def on_message(message: cl.Message) -> None:
        await talk.answer(message.content)

    cl.action_callback("provision")(talk.open)
    cl.action_callback("ask")(talk.press)
    cl.action_callback("rate")(offers.rate)
    cl.action_callback("reason")(offers.reason)

    @cl.on_stop
    async def on_stop() -> None:
        last = cl.chat_context.get()[-1:]
        if last and last[0].content == "Task manually stopped.":
            await last[0].remove()  # the message of the question says it, in Vietnamese

    limit()
    return TARGET


@dataclass(frozen=True)
class _Talk:
    """The conversations of all sessions; what belongs to one is in Chainlit's session."""

    desk: Desk
    offers: Offers
    tools: Sequence[Tool]

    async def answer(self, text: str, *, alone: bool = False) -> None:
        """Answer a question in a message of its own; ``alone`` leaves the turns before it aside."""
        turns: tuple[Turn, ...] = cl.user_session.get("turns") or ()
        context: ChatContext = cl.user_session.get("context") or ChatContext()
        question = context.question(text, turns)
        await self.offers.withdraw()
        told = await cl.Message(SEARCHING, author=AUTHOR).send()
        claims: list[Claim] = []
        try:
            await self.desk.opened()
            asked = replace(question, history=()) if alone else question
            with request("chat"), self.desk.hold():
                async with aclosing(self.desk.stream(asked)) as events:
                    async for event in events:
                        if isinstance(event, Finished):
                            kept = Turn(text, summary(event.answer, MAX_ANSWER))
                            cl.user_session.set("turns", (*question.history, kept)[-MAX_TURNS:])
                            await self._finish(told, event.answer, asked)
                        else:
                            claims.append(event.claim)
                            await _replace(told, _unfinished(claims, CHECKING))
        except AssistantError as error:
            await _replace(told, _unfinished(claims, f"**Lưu ý:** {error.message} {error.hint}".strip()))
        except asyncio.CancelledError:
            await _replace(told, _unfinished(claims, STOPPED))
            raise
        except Exception:  # Chainlit would show its text
            LOG.exception("chat failed")
            await _replace(told, _unfinished(claims, FAILED))

    async def _finish(self, told: cl.Message, answer: Answer, question: Question) -> None:
        """Show the whole answer with its buttons and links, and look for what may be asked next."""
        told.actions = [action_of(button) for button in buttons.citations(answer)]
        told.actions += self.offers.ratings(told.id, answer)
        goes_on = [*links(answer, self.desk.assistant().registry, self.tools), *_passed_on(answer, question)]
        await _replace(told, markdown(answer, question.level, goes_on))
        self.offers.suggest(told.id, answer, question)

    async def open(self, action: cl.Action) -> None:
        """A press of a citation: the side panel shows that provision."""
        provision_id, on = str(action.payload.get("id", "")), str(action.payload.get("on", ""))
        span = {"on": on, "q_start": action.payload.get("start", 0), "q_end": action.payload.get("end", 0)}
        if self.desk.assistant().registry.provision(provision_id) is None:
            await _say("**Lưu ý:** Điều khoản này không còn trong kho văn bản đang dùng. Xin hỏi lại.")
            return
        address = f"{PANEL}/{quote(provision_id)}?{urlencode(span)}"
        element = cl.Text(name=action.label, url=address, display="side")
        await cl.ElementSidebar.set_elements([element], key=address)
        await cl.ElementSidebar.set_title(action.label)  # after the elements, or the title is lost

    async def press(self, action: cl.Action) -> None:
        """A press of a suggested question, which is asked as it was checked: without the turns before it."""
        text, session = action.payload.get("question"), cl.context.session
        if not isinstance(text, str) or not 0 < len(text) <= MAX_CHARS or not isinstance(session, WebsocketSession):
            return
        if session.current_task is None or session.current_task.done():  # one question at a time, as below
            await cl.Message(text, type="user_message").send()
            session.current_task = asyncio.create_task(self._pressed(text))

    async def _pressed(self, text: str) -> None:
        await cl.context.emitter.task_start()
        try:
            await self.answer(text, alone=True)
        except asyncio.CancelledError:
            LOG.debug("stopped by the reader")  # the message says so
        finally:
            await cl.context.emitter.task_end()


def _passed_on(answer: Answer, question: Question) -> list[PageLink]:
    """The page of this question and day, where the answer is saved as a Word file and passed on."""
    if not answer.claims:
        return []
    level = question.level.value if question.level else ""
    address = question_address(answer.standalone or answer.question, answer.as_of, level)
    return [PageLink("Tải Word, gửi liên kết", address)]


def _unfinished(claims: Sequence[Claim], notice: str) -> str:
    return "\n\n".join(part for part in (markdown_so_far(claims), notice) if part)


async def _replace(message: cl.Message, text: str) -> None:
    message.content = text
    await message.update()


async def _say(text: str) -> None:
    await cl.Message(text, author=AUTHOR).send()
