"""Answers over HTTP as a Word file or as text to paste (edge, FastAPI).

The server states nothing that it has not verified itself: a question is asked again for its day, a certificate is
checked again claim by claim and its citations are written anew from the registry. Nothing is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from json import dumps
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.export.answers import exported, paper_of
from assistant.export.file import MEDIA_TYPE, write
from assistant.model import Answer
from assistant.output import wire as schemas
from assistant.output.certificate import parse
from assistant.output.recheck import standing_answer
from assistant.output.render import cited_text
from assistant.server.conversations import MAX_ANSWERS, ask_in_order
from assistant.server.executor import Desk
from assistant.server.presence import while_here
from corpus.core.codes import Code
from corpus.core.errors import InputError

DOWNLOAD = {"content-disposition": 'attachment; filename="tra-loi.docx"', "cache-control": "no-store"}


class ExportFormat(StrEnum):
    """What an export is written as."""

    WORD = "docx"
    TEXT = "text"


class ExportIn(BaseModel):
    """Những câu trả lời cần xuất: theo câu hỏi (được hỏi lại) hoặc theo chứng thư (được kiểm tra lại)."""

    model_config = ConfigDict(extra="forbid")

    questions: list[schemas.QuestionIn] = Field(
        default=[], max_length=MAX_ANSWERS, description="Các câu hỏi theo thứ tự; câu sau được hiểu tiếp câu trước."
    )
    certificates: list[dict[str, Any]] = Field(
        default=[], max_length=MAX_ANSWERS, description="Các chứng thư đã nhận từ /api/v1/certificates."
    )
    format: ExportFormat = Field(default=ExportFormat.WORD, description="docx: tệp Word; text: văn bản để chép.")


def exports(desk: Desk, today: Callable[[], date], problems: dict[int | str, dict[str, Any]]) -> APIRouter:
    """Route ``/api/v1/answers/export``.

    Args:
        desk: answers questions and holds the registry.
        today: clock, injectable.
        problems: descriptions of the error responses.
    """
    router = APIRouter(prefix="/api/v1", tags=["Hỏi đáp"], responses=problems)

    @router.post(
        "/answers/export",
        summary="Xuất câu trả lời có căn cứ",
        response_class=Response,
        responses={200: {"description": "Tệp Word, hoặc văn bản.", "content": {MEDIA_TYPE: {}, "text/plain": {}}}},
    )
    async def export(request: Request, body: ExportIn) -> Response:
        """Mỗi câu được hỏi lại, mỗi chứng thư được kiểm tra lại; ý không còn đứng vững thì không xuất."""
        if bool(body.questions) == bool(body.certificates):
            raise InputError(Code.REQUEST_INVALID, "Cần gửi câu hỏi hoặc chứng thư, một trong hai.")
        levels = [item.level.value if item.level else "" for item in body.questions]
        if body.questions:
            answers = await ask_in_order(request, desk, [item.to_question() for item in body.questions])
        else:
            registry, day = desk.assistant().registry, today()
            answers = [
                await while_here(request, desk.do(_checked_again, certificate, registry, day))
                for certificate in body.certificates
            ]
            levels = [""] * len(answers)
        base = str(request.base_url).rstrip("/")
        items = [
            await while_here(request, desk.do(exported, answer, desk.assistant().registry, base, level))
            for answer, level in zip(answers, levels, strict=True)
        ]
        if body.format is ExportFormat.TEXT:
            text = "\n\n".join(cited_text(item.answer, item.address) for item in items)
            return PlainTextResponse(text, headers={"cache-control": "no-store"})
        content = await while_here(request, desk.do(lambda: write(paper_of(items))))
        return Response(content, media_type=MEDIA_TYPE, headers=DOWNLOAD)

    return router


def _checked_again(certificate: dict[str, Any], registry: Any, today: date) -> Answer:
    return standing_answer(parse(dumps(certificate, ensure_ascii=False)), registry, today)
