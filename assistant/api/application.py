"""The HTTP interface: questions, documents, provisions, health; described in Vietnamese (edge, FastAPI).

Routes only translate between HTTP and values: the desk answers, ``views`` shows documents, ``problems`` words errors.
Every error, the framework's own included, leaves as RFC 9457 problem details.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import aclosing, asynccontextmanager
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware

from assistant.api.certificates import certificates
from assistant.api.exports import exports
from assistant.api.handbook import handbook
from assistant.api.opinions import opinions
from assistant.api.proposals import CODE_HEADER, proposals
from assistant.api.tools import tools
from assistant.feedback.opinions import Opinions
from assistant.model import Event, Finished, too_long
from assistant.output import views
from assistant.output import wire as schemas
from assistant.output.render import DISCLOSURE
from assistant.proposals.service import Intake
from assistant.server import problems
from assistant.server.executor import Desk
from assistant.server.logs import HEADER
from assistant.server.presence import while_here
from assistant.server.problems import NotFoundError
from assistant.server.taking_over import watching
from corpus.core.codes import Code
from corpus.core.errors import AssistantError

LOG = logging.getLogger("assistant")
DESCRIPTION = (
    "Hỏi đáp có trích dẫn về tổ chức đại hội đảng các cấp. Mỗi ý trả lời kèm trích dẫn nguyên văn tới điều, khoản, "
    f"điểm và thời gian hiệu lực; không có căn cứ thì trợ lý nói rõ lý do. {DISCLOSURE}"
)
_HTTP_WORDS = {
    400: (Code.REQUEST_BAD, "Yêu cầu không đúng", "Không đọc được nội dung yêu cầu; cần JSON mã hóa UTF-8."),
    404: (Code.RESOURCE_NOT_FOUND, "Không tìm thấy", "Không có trang này."),
    405: (Code.REQUEST_METHOD, "Phương thức không được hỗ trợ", "Địa chỉ này không nhận phương thức đã dùng."),
}
_PROBLEM: dict[str, Any] = {
    "model": schemas.ProblemOut,
    "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemOut"}}},
}

_CERTIFICATES = {
    "s400": "Nội dung không phải JSON mã hóa UTF-8.",
    "s413": "Nội dung quá lớn.",
    "s422": "Nội dung không dùng được.",
    "s503": "Máy chủ đang bận hoặc đang khởi động.",
    "s504": "Quá thời gian.",
}

_TOOLS = {
    "s400": "Nội dung không phải JSON mã hóa UTF-8.",
    "s404": "Không có bảng tính này.",
    "s413": "Nội dung quá lớn.",
    "s422": "Có mục không dùng được; mỗi mục một lời nhắc ở errors.",
    "s503": "Máy chủ đang khởi động.",
}
_HANDBOOK = {
    "s404": "Không có điều khoản này.",
    "s422": "Ngày hoặc lựa chọn không dùng được.",
    "s503": "Máy chủ đang bận hoặc đang khởi động.",
    "s504": "Quá thời gian.",
}

_PROPOSALS = {
    "s400": "Nội dung không phải JSON mã hóa UTF-8.",
    "s404": "Không có kiến nghị với số và mã này.",
    "s409": "Phiếu này đã dùng cho một kiến nghị khác.",
    "s413": "Nội dung quá lớn.",
    "s422": "Nội dung không nhận được; chưa lưu gì. Mỗi mục một lời nhắc ở errors.",
    "s429": "Quá số lần cho phép; xem Retry-After.",
    "s503": "Tạm thời không ghi được; xem Retry-After. Gửi lại không bị ghi trùng.",
}

_RATINGS = {
    "s400": "Nội dung không phải JSON mã hóa UTF-8.",
    "s413": "Nội dung quá lớn.",
    "s422": "Lý do hoặc điều khoản không dùng được.",
    "s429": "Quá số lần cho phép; xem Retry-After.",
    "s503": "Tạm thời không ghi được, hoặc máy chủ đang khởi động; xem Retry-After.",
}
_SUGGESTIONS = _CERTIFICATES | {"s422": "Câu hỏi hoặc điều khoản không dùng được."}

_MANAGING = {
    "s400": "Nội dung không phải JSON mã hóa UTF-8.",
    "s404": "Không có việc này.",
    "s409": "Đang có một thay đổi khác về văn bản hoặc chỉ mục.",
    "s413": "Nội dung quá lớn.",
    "s422": "Nội dung không dùng được.",
    "s503": "Máy chủ đang khởi động, hoặc tạm thời không ghi được nhật ký.",
}
_ACCOUNTS = {
    "s401": "Cần đăng nhập hoặc khóa API; hoặc khóa không đúng, đã thu hồi.",
    "s403": "Vai trò hoặc khóa không có quyền làm việc này.",
    "s429": "Quá hạn mức của khóa hoặc của địa chỉ mạng; xem Retry-After.",
    "s503": "Tạm thời không xem được phiên, khóa; hoặc máy chủ đang bận, đang khởi động.",
}

_Told = tuple[Event, AsyncGenerator[Event, None]]
AsOf = Annotated[schemas.Day | None, Query(description="Ngày xét hiệu lực, dạng 2025-08-15; bỏ trống là hôm nay.")]


def managing_problems() -> dict[int | str, dict[str, Any]]:
    """Described error responses of the addresses for managing."""
    return _problems(**_MANAGING)


def _problems(**words: str) -> dict[int | str, dict[str, Any]]:
    return {int(status.removeprefix("s")): {"description": text, **_PROBLEM} for status, text in words.items()}


def create_api(
    desk: Desk,
    *,
    sources: Mapping[str, str],
    today: Callable[[], date] = date.today,
    origins: tuple[str, ...] = (),
    version: str = "0.1.0",
    upkeep: Callable[[], Coroutine[Any, Any, None]] | None = None,
    intake: Intake | None = None,
    ratings: Opinions | None = None,
    accounts: bool = False,
) -> FastAPI:
    """The API over a desk, which is opened when the server starts and closed when it stops.

    Args:
        desk: answers questions and holds the registry.
        sources: addresses of the source marks that provisions carry.
        today: clock, injectable.
        origins: origins whose pages may call the API.
        version: shown in the description.
        upkeep: what the server does by itself while it runs; called off when it stops.
        intake: takes proposals in; without one there are no such addresses.
        ratings: takes ratings in; without one there is no such address.
        accounts: whether a door stands before it, whose refusals are then described.
    """

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        desk.open()
        task = asyncio.create_task(upkeep()) if upkeep else None
        async with watching(desk):
            yield
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        desk.close()

    app = FastAPI(
        title="Trợ lý Đại hội",
        version=version,
        description=DESCRIPTION,
        lifespan=lifespan,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # Swagger UI and ReDoc load their scripts from other hosts; /docs is our own page
        redoc_url=None,
        responses=_problems(**_ACCOUNTS) if accounts else None,
    )
    app.include_router(_answers(desk))
    app.include_router(_documents(desk, sources, today))
    app.include_router(certificates(desk, today, _problems(**_CERTIFICATES)))
    app.include_router(exports(desk, today, _problems(**_CERTIFICATES)))
    app.include_router(tools(desk, today, _problems(**_TOOLS)))
    app.include_router(handbook(desk, today, _problems(**_HANDBOOK)))
    app.include_router(opinions(desk, ratings, _problems(**_RATINGS), _problems(**_SUGGESTIONS)))
    if intake is not None:
        app.include_router(proposals(intake, _problems(**_PROPOSALS)))
    app.include_router(_health(desk))
    _install_problems(app)
    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(origins),
            allow_methods=["GET", "POST"],
            allow_headers=["content-type", HEADER, CODE_HEADER],
            expose_headers=[HEADER, "retry-after"],
        )
    return app


def _answers(desk: Desk) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["Hỏi đáp"])

    @router.post(
        "/answers",
        summary="Hỏi một câu",
        response_model=schemas.AnswerOut,
        responses=_problems(
            s400="Nội dung không phải JSON mã hóa UTF-8.",
            s413="Nội dung quá lớn.",
            s422="Câu hỏi không dùng được.",
            s503="Máy chủ đang bận hoặc đang khởi động.",
            s504="Quá thời gian.",
        ),
    )
    async def answer(request: Request, body: schemas.QuestionIn) -> Response:
        """Trả lời có trích dẫn, từ chối kèm lý do, hoặc hỏi lại cho rõ."""
        return JSONResponse((await while_here(request, desk.ask(body.to_question()))).to_json())

    async def opened(request: Request, body: schemas.QuestionIn) -> AsyncIterator[_Told]:
        """The first event and the rest: what fails before the first is an error status, not an event."""
        async with aclosing(desk.stream(body.to_question())) as events:
            yield await while_here(request, anext(events)), events

    @router.post(
        "/answers/stream",
        summary="Hỏi một câu, nhận từng ý",
        response_class=EventSourceResponse,
        responses=_problems(
            s400="Nội dung không phải JSON mã hóa UTF-8.",
            s413="Nội dung quá lớn.",
            s422="Câu hỏi không dùng được.",
            s503="Máy chủ đang bận hoặc đang khởi động.",
            s504="Quá thời gian.",
        ),
    )
    async def stream(told: _Told = Depends(opened)) -> AsyncIterator[ServerSentEvent]:  # noqa: B008
        """Dòng sự kiện (SSE) chỉ gồm nội dung đã được kiểm chứng.

        Mỗi sự kiện `claim` là một ý (`place`, `claim`); sự kiện cuối `answer` là toàn bộ câu trả lời như ở
        `/api/v1/answers`. Nếu phải dừng giữa chừng, sự kiện cuối là `problem`.
        """
        first, rest = told
        yield _frame(first)
        try:
            async for event in rest:
                yield _frame(event)
        except AssistantError as error:
            yield ServerSentEvent(event="problem", data=problems.problem_of(error)[1])

    return router


def _frame(event: Event) -> ServerSentEvent:
    if isinstance(event, Finished):
        return ServerSentEvent(event="answer", data=event.answer.to_json())
    return ServerSentEvent(event="claim", data=event.to_json())


def _documents(desk: Desk, sources: Mapping[str, str], today: Callable[[], date]) -> APIRouter:
    router = APIRouter(
        prefix="/api/v1",
        tags=["Văn bản"],
        responses=_problems(s422="Ngày không đúng dạng.", s503="Máy chủ đang khởi động."),
    )

    @router.get("/documents", summary="Danh mục văn bản", response_model=schemas.DocumentsOut)
    def documents(as_of: AsOf = None) -> Response:
        """Văn bản đã nạp, và văn bản đã biết nhưng chưa nạp nội dung."""
        registry, on = desk.assistant().registry, as_of or today()
        return JSONResponse(
            {
                "as_of": on.isoformat(),
                "documents": [views.document_json(registry, item, on) for item in views.texts(registry)],
                "not_loaded": [views.record_json(registry, item, on) for item in views.not_loaded(registry)],
            }
        )

    @router.get(
        "/documents/{document_id}",
        summary="Một văn bản",
        response_model=schemas.DocumentDetailOut,
        responses=_problems(s404="Không có văn bản này."),
    )
    def document(document_id: str, as_of: AsOf = None) -> Response:
        """Thông tin của văn bản và mục lục điều khoản."""
        registry = desk.assistant().registry
        found = registry.all_documents.get(document_id)
        if found is None:
            raise NotFoundError(Code.DOCUMENT_NOT_FOUND, f"Không có văn bản mang mã “{document_id}”.")
        contents = [{"id": item.id, "label": item.label, "heading": item.heading} for item in found.provisions]
        return JSONResponse(views.document_json(registry, found, as_of or today()) | {"contents": contents})

    @router.get(
        "/provisions/{provision_id:path}",
        summary="Một điều khoản",
        response_model=schemas.ProvisionOut,
        responses=_problems(s404="Không có điều khoản này."),
    )
    def provision(provision_id: str, as_of: AsOf = None) -> Response:
        """Nguyên văn, hiệu lực, căn cứ, nguồn và các điều khoản lân cận."""
        on = as_of or today()
        view = views.view_provision(desk.assistant().registry, provision_id, on)
        if view is None:
            raise NotFoundError(Code.PROVISION_NOT_FOUND, f"Không có điều khoản mang mã “{provision_id}”.")
        return JSONResponse(views.provision_json(view, on, sources))

    return router


def _health(desk: Desk) -> APIRouter:
    router = APIRouter(tags=["Vận hành"])

    @router.head("/healthz", include_in_schema=False)
    @router.get("/healthz", summary="Máy chủ còn sống")
    async def alive() -> dict[str, str]:  # in the loop: a thread of the shared pool may not be free
        """Luôn trả lời khi tiến trình còn chạy."""
        return {"status": "ok"}

    @router.head("/readyz", include_in_schema=False)
    @router.get(
        "/readyz",
        summary="Máy chủ sẵn sàng",
        response_model=schemas.ReadyOut,
        responses=_problems(s503="Đang nạp, hoặc không nạp được chỉ mục."),
    )
    async def ready() -> Response:
        """200 khi đã nạp chỉ mục và trả lời được; kèm dấu vân tay của những gì đang phục vụ."""
        registry, first = desk.assistant().registry, desk.first
        return JSONResponse(
            {
                "ready": True,
                "degraded": first.degraded if first else False,
                "fingerprints": dict(first.fingerprints) if first else {},
                "documents": len(views.texts(registry)),
                "provisions": sum(1 for _ in registry.provisions()),
            }
        )

    return router


Handler = Callable[[Request, Exception], Awaitable[Response]]


def _install_problems(app: FastAPI) -> None:
    async def ours(request: Request, error: Exception) -> Response:
        assert isinstance(error, AssistantError)
        status, body, headers = problems.problem_of(error, request.url.path)
        return _respond(status, body, headers)

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        for fault in error.errors():
            if fault["type"] == "string_too_long" and fault["loc"] == ("body", "question"):
                return await ours(request, too_long(fault["input"]))
        return _respond(422, problems.validation_problem(list(error.errors()), request.url.path))

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        fallback = (Code.REQUEST_REFUSED, "Yêu cầu không được chấp nhận", "Máy chủ không nhận yêu cầu này.")
        code, title, detail = _HTTP_WORDS.get(error.status_code, fallback)
        body = problems.problem(code, title, detail, request.url.path, status=error.status_code)
        return _respond(error.status_code, body, dict(error.headers or {}))

    async def unexpected(request: Request, error: Exception) -> Response:
        LOG.error("unexpected error at %s", request.url.path, exc_info=error)
        body = problems.problem(Code.SERVER_INTERNAL, "Lỗi máy chủ", "Máy chủ gặp lỗi.", request.url.path)
        return _respond(500, body)

    handlers: dict[type[Exception], Handler] = {
        AssistantError: ours,
        RequestValidationError: invalid,
        HTTPException: http,
        Exception: unexpected,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


def _respond(status: int, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    return Response(problems.encode(body), status, dict(headers or {}), problems.MEDIA_TYPE)
