"""Proof-carrying answers over HTTP: issue a certificate for an answer, re-check one later (edge, FastAPI)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from assistant.output import wire as schemas
from assistant.output.certificate import certify, parse
from assistant.output.recheck import recheck
from assistant.server.executor import Desk
from assistant.server.presence import while_here
from corpus.core.codes import Code
from corpus.core.errors import InputError

_CERTIFICATE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "Nguyên văn tệp chứng thư.",
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}


def certificates(desk: Desk, today: Callable[[], date], problems: dict[int | str, dict[str, Any]]) -> APIRouter:
    """Routes ``/api/v1/certificates`` and ``/api/v1/verify``.

    Args:
        desk: answers questions and holds the registry.
        today: clock, injectable.
        problems: descriptions of the error responses.
    """
    router = APIRouter(prefix="/api/v1", tags=["Chứng thư"], responses=problems)

    @router.post("/certificates", summary="Hỏi một câu, nhận chứng thư của câu trả lời")
    async def issue(request: Request, body: schemas.QuestionIn) -> Response:
        """Chứng thư ghi từng ý, đoạn trích, mã băm, thời gian hiệu lực và kết quả kiểm chứng."""
        answer = await while_here(request, desk.ask(body.to_question()))
        return JSONResponse(await while_here(request, desk.do(certify, answer, {}, desk.assistant().registry)))

    @router.post("/verify", summary="Kiểm tra lại một chứng thư", openapi_extra=_CERTIFICATE)
    async def verify(request: Request) -> Response:
        """Nhận nguyên văn tệp chứng thư; cho biết từng ý còn đúng, đã sửa đổi hay hết hiệu lực."""
        try:
            text = (await request.body()).decode("utf-8")
        except UnicodeDecodeError as error:
            raise InputError(Code.CERTIFICATE_FORM, "Tệp không phải chứng thư JSON hợp lệ.") from error
        registry = desk.assistant().registry
        report = await while_here(request, desk.do(lambda: recheck(parse(text), registry, today()).to_json()))
        return JSONResponse(report)

    return router
