"""The handbook over HTTP: contents, rules and search, one rule, changes between two days, old → new (edge, FastAPI)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from assistant.handbook import wire
from assistant.handbook.changes import changes
from assistant.handbook.contents import Entry, choose, found_by, level_counts, listed, phase_counts, topic_counts
from assistant.handbook.days import in_order, within
from assistant.handbook.rules import handbook_of
from assistant.handbook.succession import table
from assistant.model import MAX_CHARS, Question
from assistant.output.wire import Day
from assistant.server.executor import Desk
from assistant.server.presence import while_here
from assistant.server.problems import NotFoundError
from corpus.core.codes import Code
from corpus.core.model import Level

LARGEST_PAGE = 100
"""Most rules in one response."""

AsOf = Annotated[Day | None, Query(description="Ngày xét, dạng 2025-08-15; bỏ trống là hôm nay.")]
Phase = Annotated[str, Query(max_length=40, description="Mã giai đoạn; chung là quy định không thuộc giai đoạn nào.")]
Topic = Annotated[str, Query(max_length=40, description="Mã chủ đề.")]
AtLevel = Annotated[Level | None, Query(description="Cấp tổ chức đảng.")]
All = Annotated[bool, Query(alias="all", description="Cả quy định đã hết hoặc chưa có hiệu lực vào ngày xét.")]


def handbook(desk: Desk, today: Callable[[], date], problems: dict[int | str, dict[str, Any]]) -> APIRouter:
    """Routes under ``/api/v1/handbook``.

    Args:
        desk: searches and holds the registry.
        today: clock, injectable.
        problems: descriptions of the error responses.
    """
    router = APIRouter(prefix="/api/v1/handbook", tags=["Sổ tay"], responses=problems)

    def on(as_of: date | None) -> date:
        return within(as_of, today()) if as_of else today()

    @router.get("", summary="Mục lục sổ tay", response_model=wire.HandbookOut)
    def contents(as_of: AsOf = None, all_: All = False) -> Response:
        """Giai đoạn, chủ đề, cấp tổ chức đảng và số quy định của mỗi mục vào ngày xét."""
        book, day = handbook_of(desk.assistant().registry), on(as_of)
        choice = choose(book.plan, day, everything=all_)
        return _json(
            wire.HandbookOut(
                as_of=day,
                phases=wire.counts_out(phase_counts(book, choice)),
                topics=wire.counts_out(topic_counts(book, choice)),
                levels=wire.counts_out(level_counts(book, choice)),
            )
        )

    @router.get("/rules", summary="Quy định theo giai đoạn, chủ đề, cấp; tìm quy định", response_model=wire.RulesOut)
    async def rules(
        request: Request,
        q: Annotated[str, Query(max_length=MAX_CHARS, description="Lời tìm; bỏ trống là liệt kê.")] = "",
        as_of: AsOf = None,
        phase: Phase = "",
        topic: Topic = "",
        level: AtLevel = None,
        all_: All = False,
        offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 20,
    ) -> Response:
        """Khi có `q`, quy định gần nhất đứng đầu; không có thì theo thứ tự hiệu lực và cấp văn bản."""
        assistant, day = desk.assistant(), on(as_of)
        book = handbook_of(assistant.registry)
        choice = choose(book.plan, day, phase=phase, topic=topic, level=level or "", everything=all_)
        entries, sure = list(listed(book, choice)), None
        if q.strip():
            known = {entry.rule.id: entry for entry in entries}
            told = await while_here(request, desk.do(assistant.find, Question(q, day), known.keys()))
            hits = found_by(known, q, told)
            entries, sure = list(hits.entries), hits.sure
        return _json(
            wire.RulesOut(
                as_of=day,
                total=len(entries),
                offset=offset,
                sure=sure,
                rules=wire.rules_out(entries[offset : offset + limit], day),
            )
        )

    @router.get("/rules/{provision_id:path}", summary="Một quy định vào một ngày", response_model=wire.RuleOut)
    def rule(provision_id: str, as_of: AsOf = None) -> Response:
        """Nguyên văn, tình trạng vào ngày xét, giai đoạn, chủ đề, cấp áp dụng."""
        book, day = handbook_of(desk.assistant().registry), on(as_of)
        found = book.rule(provision_id)
        if found is None:
            raise NotFoundError(Code.PROVISION_NOT_FOUND, f"Không có điều khoản mang mã “{provision_id}”.")
        entry = Entry(found, book.state(found, day))
        return _json(wire.rule_out(entry.rule, entry.state, day))

    @router.get("/changes", summary="Thay đổi giữa hai ngày", response_model=wire.ChangesOut)
    def changed(
        since: Annotated[Day, Query(description="Ngày trước.")], until: Annotated[Day, Query(description="Ngày sau.")]
    ) -> Response:
        """Văn bản bắt đầu, hết hiệu lực và các quy định đặt cạnh nhau, chỗ khác được tách riêng."""
        book = handbook_of(desk.assistant().registry)
        first, second = in_order(on(since), on(until))
        return _json(wire.changes_out(changes(book, first, second)))

    @router.get("/succession", summary="Bảng văn bản cũ – mới", response_model=wire.SuccessionOut)
    def succession(as_of: AsOf = None) -> Response:
        """Văn bản nào thay, sửa đổi văn bản nào, từ ngày nào, nguồn ghi rõ hay suy luận; theo đúng danh mục."""
        return _json(wire.succession_out(table(desk.assistant().registry, on(as_of))))

    return router


def _json(value: BaseModel) -> JSONResponse:
    return JSONResponse(value.model_dump(mode="json"))
