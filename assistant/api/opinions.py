"""After an answer, over HTTP: what a reader thinks of it, and what may be asked next (edge, FastAPI).

The server keeps no answers, so whoever shows one names the rules that it rests on; what the server does not know as a
rule counts for nothing. Neither the question nor the answer is sent with a rating.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.api.proposals import client_of
from assistant.chat.next_questions import NextQuestions
from assistant.feedback.opinions import Opinions
from assistant.feedback.ratings import MAX_RULES, PROVISION_CHARS
from assistant.feedback.reasons import FeedbackReason
from assistant.output.wire import QuestionIn
from assistant.server.executor import Desk
from assistant.server.presence import while_here
from corpus.core.model import TextKind
from corpus.core.registry import Registry

LOG = logging.getLogger("assistant")
Rules = Annotated[
    list[Annotated[str, Field(max_length=PROVISION_CHARS)]],
    Field(max_length=MAX_RULES, description="Mã các điều khoản mà câu trả lời dẫn, ý đầu đứng đầu; mã lạ bị bỏ qua."),
]


class RatingIn(BaseModel):
    """Đánh giá một câu trả lời; không kèm câu hỏi hay câu trả lời."""

    model_config = ConfigDict(extra="forbid")

    reason: FeedbackReason = Field(description="co_ich, sai, thieu, khong_dung_cau_hoi.")
    provisions: Rules = []


class SuggestionsIn(QuestionIn):
    """Câu vừa được trả lời, và các điều khoản mà câu trả lời dẫn."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={})

    provisions: Rules


class SuggestionsOut(BaseModel):
    """Câu nên hỏi tiếp; trống khi không có hoặc trợ lý đang bận."""

    questions: list[str] = Field(description="Mỗi câu đã được trợ lý trả lời thử, từ đúng quy định của nó.")


def opinions(
    desk: Desk,
    intake: Opinions | None,
    rating: dict[int | str, dict[str, Any]],
    suggesting: dict[int | str, dict[str, Any]],
) -> APIRouter:
    """Routes under ``/api/v1``.

    Args:
        desk: knows the rules, and checks suggestions in spare time.
        intake: where ratings are counted; without one there is no such address.
        rating: described error responses of ratings.
        suggesting: described error responses of suggestions.
    """
    router = APIRouter(prefix="/api/v1", tags=["Sau câu trả lời"])
    checked = NextQuestions(desk.spare)

    @router.post("/suggestions", summary="Câu nên hỏi tiếp", response_model=SuggestionsOut, responses=suggesting)
    async def suggestions(request: Request, body: SuggestionsIn) -> Response:
        """Tối đa 3 câu về quy định lân cận; chỉ những câu trợ lý trả lời được vào cùng ngày, cùng cấp."""
        registry = desk.assistant().registry
        own = _rules(body.provisions, registry)
        found = checked.after(own, body.to_question(), registry, desk.version)
        return JSONResponse({"questions": await while_here(request, found)})

    if intake is None:
        return router

    @router.post("/ratings", summary="Đánh giá câu trả lời", status_code=204, responses=rating)
    def rate(request: Request, body: RatingIn) -> Response:
        """Đếm theo lý do và điều khoản; không lưu câu hỏi, câu trả lời hay người đánh giá."""
        rules = _rules(body.provisions, desk.assistant().registry)
        intake.take(body.reason, rules, client_of(request))
        LOG.info("feedback", extra={"fields": {"reason": body.reason.value, "provisions": ",".join(rules)}})
        return Response(status_code=204)

    return router


def _rules(provisions: Sequence[str], registry: Registry) -> list[str]:
    """Those that are rules: known, and no catalogue cards; each once."""
    known = {one: found for one in provisions if (found := registry.provision(one)) is not None}
    return [one for one, (_, document) in known.items() if document.text_kind is not TextKind.CATALOGUE]
