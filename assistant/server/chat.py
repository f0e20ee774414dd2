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
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import chainlit as cl

from assistant.model import Answer, Claim, Finished, Question, Turn
from assistant.output.render import DISCLOSURE, Reference, markdown, markdown_so_far, references, summary
from assistant.output.views import question_address
from assistant.server.assets import PANEL
from assistant.server.chat_sessions import limit
from assistant.server.executor import Desk
from assistant.server.logs import request
from corpus.core.errors import AssistantError

LOG = logging.getLogger("assistant")
AUTHOR = "tro-ly"  # ASCII: the address of the avatar is made of it
TARGET = Path(__file__).with_name("__init__.py")
"""What ``mount_chainlit`` executes: a module without callbacks, since ``install`` has registered them already."""
MAX_TURNS = 6

STARTERS = {
    "Điều kiện để đại hội hợp lệ": "Đại hội chi bộ cần bao nhiêu đảng viên có mặt thì hợp lệ?",
    "Thế nào là trúng cử": "Người trúng cử phải đạt bao nhiêu phần trăm số phiếu bầu?",
    "Phiếu bầu hợp lệ": "Phiếu bầu như thế nào là hợp lệ?",
    "Ban kiểm phiếu": "Ban kiểm phiếu do ai bầu và có nhiệm vụ gì?",
    "Đảng viên dự bị": "Đảng viên dự bị có được biểu quyết và bầu cử tại đại hội chi bộ không?",
    "Nhiệm kỳ đại hội": "Đại hội chi bộ mấy năm tổ chức một lần?",
}
SEARCHING = "*Đang tra cứu quy định và kiểm chứng trích dẫn…*"
CHECKING = "*Đang kiểm chứng các ý tiếp theo…*"
STOPPED = "*Đã dừng theo yêu cầu; câu trả lời chưa đầy đủ.*"
FAILED = "**Lưu ý:** Trợ lý gặp lỗi khi xử lý câu hỏi này. Xin báo cho người vận hành."
WELCOME = (
    "**Trợ lý Đại hội** trả lời câu hỏi về tổ chức đại hội đảng các cấp, mỗi ý kèm trích dẫn điều, khoản, điểm "
    "và thời gian hiệu lực. Có thể gõ không dấu.\n\n"
    f"*Bạn đang trao đổi với máy. {DISCLOSURE}*\n\n[Xem các văn bản trợ lý sử dụng](/documents)"
)


def install(desk: Desk) -> Path:
    """Register the chat's callbacks; returns the file to give to ``mount_chainlit``."""
    # Chainlit 2.12 calls the profiles once a session inside its running loop and drops the coroutine (session.py)
    warnings.filterwarnings("ignore", "coroutine 'install.<locals>.profiles' was never awaited", RuntimeWarning)

    @cl.set_chat_profiles
    async def profiles(_user: cl.User | None, _language: str | None) -> list[cl.ChatProfile]:
        starters = [cl.Starter(label=label, message=question) for label, question in STARTERS.items()]
        return [
            cl.ChatProfile(
                name=AUTHOR,
                markdown_description=WELCOME,
                icon="/public/favicon.svg",
                default=True,
                starters=starters,
            )
        ]

    @cl.on_message
    async def on_message(message: cl.Message) -> None:
        turns: list[Turn] = cl.user_session.get("turns") or []
        told = await cl.Message(SEARCHING, author=AUTHOR).send()
        claims: list[Claim] = []
        try:
            await desk.opened()
            question = Question(message.content, history=tuple(turns))
            with request("chat"):
                async with aclosing(desk.stream(question)) as events:
                    async for event in events:
                        if isinstance(event, Finished):
                            turns = [*turns, Turn(message.content, summary(event.answer))][-MAX_TURNS:]
                            cl.user_session.set("turns", turns)
                            told.actions = _actions(event.answer)
                            await _replace(told, markdown(event.answer) + _to_pass_on(event.answer))
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

    @cl.action_callback("provision")
    async def on_provision(action: cl.Action) -> None:
        provision_id, on = str(action.payload.get("id", "")), str(action.payload.get("on", ""))
        span = {"on": on, "q_start": action.payload.get("start", 0), "q_end": action.payload.get("end", 0)}
        if desk.assistant().registry.provision(provision_id) is None:
            await _say("**Lưu ý:** Điều khoản này không còn trong kho văn bản đang dùng. Xin hỏi lại.")
            return
        address = f"{PANEL}/{quote(provision_id)}?{urlencode(span)}"
        element = cl.Text(name=action.label, url=address, display="side")
        await cl.ElementSidebar.set_elements([element], key=address)
        await cl.ElementSidebar.set_title(action.label)  # after the elements, or the title is lost

    @cl.on_stop
    async def on_stop() -> None:
        last = cl.chat_context.get()[-1:]
        if last and last[0].content == "Task manually stopped.":
            await last[0].remove()  # the message of the question says it, in Vietnamese

    limit()
    return TARGET


def _to_pass_on(answer: Answer) -> str:
    """A link to the page of this question and day, where the answer is copied, saved and passed on."""
    if not answer.claims:
        return ""
    address = question_address(answer.standalone or answer.question, answer.as_of)
    return f"\n\n[Chép có căn cứ, tải Word, gửi liên kết]({address})"


def _unfinished(claims: Sequence[Claim], notice: str) -> str:
    return "\n\n".join(part for part in (markdown_so_far(claims), notice) if part)


async def _replace(message: cl.Message, text: str) -> None:
    message.content = text
    await message.update()


async def _say(text: str) -> None:
    await cl.Message(text, author=AUTHOR).send()


def _actions(answer: Answer) -> list[cl.Action]:
    return [
        cl.Action(
            name="provision",
            label=_label(reference),
            tooltip="Mở nguyên văn điều khoản",
            payload=_payload(reference, answer),
        )
        for reference in references(answer)
    ]


def _label(reference: Reference) -> str:
    return f"[{reference.number}] {reference.caption}" if reference.number else reference.caption


def _payload(reference: Reference, answer: Answer) -> dict[str, Any]:
    return {
        "id": reference.provision_id,
        "start": reference.start,
        "end": reference.end,
        "on": answer.as_of.isoformat(),
    }
