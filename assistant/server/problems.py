"""Errors on the wire: RFC 9457 problem details with a stable code and Vietnamese words, never a stack trace.

``code`` is for programs and never reworded; ``title`` names the class of the problem, ``detail`` this occurrence and
``hint`` what to do next. The HTTP status is that of the code (``corpus.core.codes``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from assistant.accounts.errors import AccountSetupError, AuditError, ForbiddenError, SignInError, SignOnError
from assistant.proposals.errors import ProposalError
from assistant.server.logs import request_id
from assistant.store.errors import RateLimitedError, StoreAwayError, StoreSetupError
from corpus.core.codes import Code
from corpus.core.errors import (
    AssistantError,
    CorpusError,
    IndexingError,
    InputError,
    ModelProtocolError,
    ProviderError,
    SetupError,
)
from corpus.core.validation import words

MEDIA_TYPE = "application/problem+json"


class ServerError(AssistantError):
    """The server cannot serve the request now (starting, busy, out of time) or failed at it.

    Args:
        retry_after_s: seconds after which to try again; 0 when there is no use in saying.
    """

    def __init__(
        self, code: Code, message: str, *, hint: str = "", retryable: bool | None = None, retry_after_s: int = 0
    ) -> None:
        super().__init__(code, message, hint=hint, retryable=retryable)
        self.retry_after_s = retry_after_s


class NotFoundError(AssistantError):
    """No document, provision or page has this address."""


_TITLES: dict[type[AssistantError], str] = {
    InputError: "Dữ liệu gửi lên không dùng được",
    NotFoundError: "Không tìm thấy",
    SetupError: "Máy chủ chưa cài đủ thành phần",
    CorpusError: "Kho văn bản có lỗi",
    IndexingError: "Chỉ mục chưa sẵn sàng",
    ProviderError: "Mô hình ngôn ngữ không phản hồi",
    ModelProtocolError: "Mô hình ngôn ngữ trả lời sai khuôn dạng",
    ServerError: "Máy chủ chưa phục vụ được yêu cầu",
    SignInError: "Cần đăng nhập",
    ForbiddenError: "Không có quyền",
    SignOnError: "Chưa đăng nhập được",
    AccountSetupError: "Thiết lập tài khoản chưa đúng",
    AuditError: "Nhật ký kiểm soát có lỗi",
    ProposalError: "Kiến nghị chưa được tiếp nhận",
    StoreAwayError: "Tạm thời không ghi được",
    StoreSetupError: "Kho dữ liệu chưa sẵn sàng",
    RateLimitedError: "Đã quá số lần cho phép",
}
_FIELDS = {
    "question": "câu hỏi",
    "as_of": "ngày áp dụng",
    "level": "cấp tổ chức đảng",
    "history": "lịch sử trao đổi",
    "q": "lời tìm",
    "cau": "câu hỏi",
    "ngay": "ngày",
    "tu": "ngày trước",
    "den": "ngày sau",
}
"""Names of fields in words, of the API and of pages."""


def problem_of(error: AssistantError, instance: str = "") -> tuple[int, dict[str, Any], dict[str, str]]:
    """Status, problem document and extra headers for an error of ours."""
    title = next(words for kind in type(error).__mro__ if (words := _TITLES.get(kind)))
    headers = {}
    if error.retry_after_s:
        headers["retry-after"] = str(error.retry_after_s)
    body = problem(error.code, title, error.message, instance)
    body |= {"hint": error.hint, "retryable": error.retryable}
    if isinstance(error, ProposalError) and error.faults:
        body["errors"] = [{"field": each.field, "reason": each.code, "message": each.words} for each in error.faults]
    return error.code.status, body, headers


def problem(code: Code, title: str, detail: str, instance: str = "", status: int | None = None) -> dict[str, Any]:
    """A problem document; ``type`` is a stable URN made of the code, ``status`` the code's own unless given."""
    return {
        "type": f"urn:tro-ly-dai-hoi:{code}",
        "title": title,
        "status": code.status if status is None else status,
        "detail": detail,
        "instance": instance,
        "code": code,
        "hint": "",
        "retryable": False,
        "request_id": request_id(),
    }


def validation_problem(errors: list[Mapping[str, Any]], instance: str = "") -> dict[str, Any]:
    """The problem document of a request whose fields are wrong; the values sent are not echoed."""
    items = []
    for error in errors:
        place = [str(part) for part in error["loc"] if part not in ("body", "query", "path")]
        name = ".".join(place)
        items.append(
            {
                "field": name,
                "reason": str(error["type"]),
                "message": f"{_FIELDS.get(place[0] if place else '', name) or 'Nội dung gửi lên'} "
                f"{words(str(error['type']))}",
            }
        )
    detail = "; ".join(item["message"] for item in items) + "."
    body = problem(Code.REQUEST_INVALID, _TITLES[InputError], detail[:1].upper() + detail[1:], instance)
    return body | {"errors": items}


def encode(body: Mapping[str, Any]) -> bytes:
    """UTF-8 JSON of a problem document."""
    return json.dumps(body, ensure_ascii=False).encode()
