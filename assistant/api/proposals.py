"""Proposals over HTTP: a challenge, sending, where one stands, erasing one's own (edge, FastAPI).

A sending is named by its challenge: repeated, it gets the same number and code. Nothing that the sender wrote comes
back: number and code tell the state and the reply.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.proposals.model import STATE_NAMES, ProposalDraft, ReceivedProposal
from assistant.proposals.service import Intake
from corpus.core.model import Level

NEVER_KEPT = {"cache-control": "no-store"}
CODE_HEADER = "x-proposal-code"
Number = Annotated[str, Field(max_length=40)]
Code = Annotated[str, Header(alias=CODE_HEADER, max_length=60, description="Mã tra cứu nhận khi gửi.")]


class ChallengeOut(BaseModel):
    """Phiếu cho một lần gửi, và bài toán của nó."""

    challenge: str = Field(description="Gửi kèm kiến nghị; gửi lại cùng phiếu thì không bị ghi trùng.")
    bits: int = Field(description="Tìm số n sao cho SHA-256 của `challenge:n` bắt đầu bằng ngần ấy bit 0.")
    least_wait_s: int = Field(description="Không giải bài toán thì phải đợi ngần ấy giây mới gửi được.")
    lasts_s: int = Field(description="Phiếu dùng được trong ngần ấy giây.")
    categories: list[dict[str, str]] = Field(description="Các loại nội dung: id, name, about.")
    most_chars: int


class ContactIn(BaseModel):
    """Liên hệ của người gửi; chỉ lưu khi đồng ý."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(default="", max_length=500)
    reach: str = Field(default="", max_length=500, description="Điện thoại hoặc thư điện tử.")
    consent: bool = False


class ProposalIn(BaseModel):
    """Một kiến nghị, khó khăn, vướng mắc."""

    model_config = ConfigDict(extra="forbid")

    challenge: str = Field(max_length=200)
    solution: str = Field(default="", max_length=20, description="Lời giải; trống là gửi theo làn chậm.")
    category: str = Field(max_length=40)
    level: Level | None = None
    text: str = Field(max_length=20_000)
    contact: ContactIn | None = None
    website: str = Field(default="", max_length=500, description="Phải để trống.")


class ReceiptOut(BaseModel):
    """Số và mã tra cứu; máy chủ không giữ mã."""

    number: str
    code: str
    received_at: datetime
    repeated: bool = Field(description="Kiến nghị này đã được ghi từ lần gửi trước.")
    page: str = Field(description="Trang xem tình trạng.")


class ProposalCitationOut(BaseModel):
    """Điều khoản mà câu trả lời dựa vào, nguyên văn vào ngày trả lời."""

    provision_id: str
    caption: str
    quote: str
    as_of: str
    standing: str


class ProposalStatusOut(BaseModel):
    """Tình trạng của một kiến nghị; không có nội dung và liên hệ đã gửi."""

    number: str
    state: Literal["moi", "dang_xu_ly", "da_tra_loi", "da_chuyen", "tu_choi", "da_xoa"]
    state_name: str
    category: str
    level: str
    received_at: datetime
    changed_at: datetime
    reply: str
    passed_to: str
    citations: list[ProposalCitationOut]


def proposals(intake: Intake, described: dict[int | str, dict[str, Any]]) -> APIRouter:
    """Routes under ``/api/v1/proposals``.

    Args:
        intake: takes proposals in.
        described: the problems for the API's description.
    """
    router = APIRouter(prefix="/api/v1/proposals", tags=["Kiến nghị"])

    def told(*statuses: int) -> dict[int | str, dict[str, Any]]:
        return {status: described[status] for status in statuses}

    @router.get("/challenge", summary="Phiếu cho một lần gửi", response_model=ChallengeOut, responses=told(429, 503))
    def challenge(request: Request) -> Response:
        """Lấy trước khi gửi; mỗi kiến nghị một phiếu."""
        issued, rules = intake.challenge(client_of(request)), intake.rules
        body = ChallengeOut(
            challenge=issued.token,
            bits=issued.bits,
            least_wait_s=issued.least_wait_s,
            lasts_s=issued.lasts_s,
            categories=[each.model_dump() for each in rules.category],
            most_chars=rules.text.most,
        )
        return JSONResponse(body.model_dump(mode="json"), headers=NEVER_KEPT)

    @router.post(
        "",
        summary="Gửi kiến nghị",
        status_code=201,
        response_model=ReceiptOut,
        responses={
            200: {"model": ReceiptOut, "description": "Đã được ghi từ lần gửi trước, không ghi trùng."},
            **told(400, 409, 413, 422, 429, 503),
        },
    )
    def send(body: ProposalIn, request: Request) -> Response:
        """Ghi đúng một lần, hoặc báo là chưa ghi; nội dung giống tài liệu mật hay hồ sơ cá nhân bị từ chối."""
        contact = body.contact or ContactIn()
        draft = ProposalDraft(
            challenge=body.challenge,
            solution=body.solution,
            category=body.category,
            level=body.level.value if body.level else "",
            text=body.text,
            contact_name=contact.name,
            contact_reach=contact.reach,
            consent=contact.consent,
            trap=body.website,
            channel="api",
        )
        receipt = intake.submit(draft, client_of(request))
        out = ReceiptOut(
            number=receipt.number,
            code=receipt.code,
            received_at=receipt.received_at,
            repeated=receipt.repeated,
            page=f"/kien-nghi/{receipt.number}",
        )
        return JSONResponse(out.model_dump(mode="json"), 200 if receipt.repeated else 201, headers=NEVER_KEPT)

    @router.get("/{number}", summary="Tình trạng", response_model=ProposalStatusOut, responses=told(404, 422, 429, 503))
    def status(number: Number, code: Code, request: Request) -> Response:
        """Theo số và mã tra cứu; sai một trong hai thì như không có."""
        return _shown(intake.status(number, code, client_of(request)))

    @router.post(
        "/{number}/withdrawal",
        summary="Rút và xóa",
        response_model=ProposalStatusOut,
        responses=told(404, 422, 429, 503),
    )
    def withdraw(number: Number, code: Code, request: Request) -> Response:
        """Xóa nội dung, liên hệ và câu trả lời; số chỉ còn cho biết là đã xóa."""
        return _shown(intake.withdraw(number, code, client_of(request)))

    return router


def client_of(request: Request) -> str:
    """Network address that a request came from; the server behind a proxy takes it from the proxy's header."""
    return request.client.host if request.client else ""


def _shown(found: ReceivedProposal) -> Response:
    out = ProposalStatusOut(
        number=found.number,
        state=found.state.value,
        state_name=STATE_NAMES[found.state],
        category=found.category,
        level=found.level,
        received_at=found.received_at,
        changed_at=found.changed_at,
        reply=found.reply,
        passed_to=found.passed_to,
        citations=[ProposalCitationOut(**each.to_json()) for each in found.citations],
    )
    return JSONResponse(out.model_dump(mode="json"), headers=NEVER_KEPT)
