"""Pages of jobs: make the index, go back a version, how far a job is; and the same over the API. Edge (FastAPI)."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import RedirectResponse

from assistant.accounts.access import OPERATOR_PAGES
from assistant.api.application import managing_problems
from assistant.operator.desk import STATE_WORDS, OperatorDesk, labels
from assistant.operator.jobs import job_values
from assistant.operator.overview import overview
from assistant.operator.route import MAX_REASON, operator_page, operator_route, reason
from indexing.upkeep.pace import left_words


def job_pages(office: OperatorDesk) -> APIRouter:
    """The pages of jobs.

    Args:
        office: where they act from.
    """
    router = APIRouter(prefix=OPERATOR_PAGES, include_in_schema=False, route_class=operator_route(office.accounts))

    @router.get("/viec")
    async def all_jobs() -> Response:
        jobs = await asyncio.to_thread(office.jobs.all, 50)
        return operator_page(
            "operator_jobs.html", jobs=jobs, job_label=labels, state_words=STATE_WORDS, when=office.when
        )

    @router.get("/viec/{job_id}")
    async def one_job(job_id: str) -> Response:
        job = await asyncio.to_thread(office.jobs.find, job_id)
        served = office.desk.version
        return operator_page(
            "operator_job.html",
            job=job,
            left=left_words(job.left_s),
            job_label=labels,
            state_words=STATE_WORDS,
            when=office.when,
            served=served,
        )

    @router.post("/lap-chi-muc")
    async def build(request: Request) -> Response:
        form = await request.form()
        job = await office.start("build", reason(form), force=form.get("lap_lai") == "1")
        return RedirectResponse(f"{OPERATOR_PAGES}/viec/{job.id}", 303)

    @router.post("/quay-lai")
    async def back(request: Request) -> Response:
        job = await office.start("roll_back", reason(await request.form()))
        return RedirectResponse(f"{OPERATOR_PAGES}/viec/{job.id}", 303)

    return router


class BuildIn(BaseModel):
    """An order to make the index."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(min_length=3, max_length=MAX_REASON, description="Lý do, ghi vào nhật ký.")
    force: bool = Field(default=False, description="Lập lại toàn bộ dù không có gì thay đổi.")


def manage_api(office: OperatorDesk) -> APIRouter:
    """The state and the index over the API, for keys with the scope ``manage``.

    Args:
        office: where it acts from.
    """
    router = APIRouter(prefix="/api/v1/manage", tags=["Quản trị"], responses=managing_problems())

    @router.get("/state", summary="Tình trạng")
    async def state() -> dict[str, Any]:
        """Văn bản đã nạp, chỉ mục đang phục vụ, tình trạng các phần."""
        seen = await asyncio.to_thread(overview, office.config, office.records(), office.desk, office.store)
        return {
            "library": {"version": seen.version.number, "documents": [text.document.id for text in seen.texts]},
            "served": seen.served,
            "published": seen.published.id if seen.published else None,
            "snapshots": [manifest.id for manifest in seen.snapshots],
            "health": [asdict(line) for line in seen.health],
        }

    @router.post("/builds", summary="Lập chỉ mục", status_code=202)
    async def build(order: BuildIn) -> Response:
        """Bắt đầu lập chỉ mục; theo dõi ở địa chỉ trong đầu mục Location."""
        job = await office.start("build", order.reason, force=order.force)
        return JSONResponse(job_values(job), 202, {"location": f"/api/v1/manage/jobs/{job.id}"})

    @router.get("/jobs/{job_id}", summary="Một việc")
    async def job(job_id: str) -> dict[str, Any]:
        """Việc đang tới đâu, hoặc đã kết thúc thế nào."""
        return job_values(await asyncio.to_thread(office.jobs.find, job_id))

    return router
