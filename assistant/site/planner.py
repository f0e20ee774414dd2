"""The page of the plan, and the plan as a calendar and as a Word file. Edge (FastAPI)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from fastapi import APIRouter, FastAPI, Request, Response

from assistant.export.file import MEDIA_TYPE, write
from assistant.model import Claim
from assistant.output import views
from assistant.output.render import DISCLOSURE
from assistant.planner.calendar_file import calendar_file
from assistant.planner.catalogue import plan_data
from assistant.planner.paper import Placed, paper_of
from assistant.planner.planning import CongressPlan, make_plan, read_plan
from assistant.server.executor import Desk
from assistant.site.layout import page
from assistant.site.quotes import quote_views
from assistant.site.sheets import parsed, sheet_of
from corpus.core.registry import Registry

MakeFile = Callable[[CongressPlan, Placed, str], Response]
_WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")


def install(app: FastAPI, desk: Desk, *, today: Callable[[], date] = date.today) -> None:
    """Add ``/ke-hoach``, ``/ke-hoach.ics`` and ``/ke-hoach.docx``.

    Args:
        app: where to add the pages.
        desk: holds the registry.
        today: clock, injectable.
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/ke-hoach")
    def plan(request: Request) -> Response:
        return _answer(request, desk, today())

    @router.get("/ke-hoach.ics")
    def calendar(request: Request) -> Response:
        return _answer(request, desk, today(), _calendar)

    @router.get("/ke-hoach.docx")
    def word(request: Request) -> Response:
        return _answer(request, desk, today(), _word)

    app.include_router(router)


def _answer(request: Request, desk: Desk, today: date, make_file: MakeFile | None = None) -> Response:
    """The page, or a file; a form with faults gives the page."""
    registry, data = desk.assistant().registry, plan_data()
    sheet = sheet_of(
        parsed(request.url.query), data, lambda typed: read_plan(typed, today), today, sent=make_file is not None
    )
    plan = make_plan(sheet.filled, registry, sheet.on, today) if sheet.worked else None
    share = sheet.address("/ke-hoach", data)
    if make_file is not None and plan is not None:
        return make_file(plan, _placed(registry, plan.on), f"{request.url.scheme}://{request.url.netloc}{share}")
    file = share.removesuffix("#ket-qua").partition("?")[2]
    return page(
        "plan.html",
        status=sheet.status,
        data=data,
        plan=plan,
        force_words={force.value: words[0].lower() + words[1:] for force, words in views.FORCE_WORDS.items()},
        weekday=lambda day: _WEEKDAYS[day.weekday()],
        share=share,
        calendar=f"/ke-hoach.ics?{file}",
        word=f"/ke-hoach.docx?{file}",
        **sheet.shown(registry, today),
    )


def _placed(registry: Registry, on: date) -> Placed:
    """Of a quoted rule, its place in words and its validity on a day."""

    def placed(claim: Claim) -> tuple[str, str]:
        view = next(quote_views([claim], registry, on))
        return view.place, view.standing

    return placed


def _calendar(plan: CongressPlan, placed: Placed, share: str) -> Response:
    return _download(calendar_file(plan, placed, share), plan, "ics", "text/calendar; charset=utf-8")


def _word(plan: CongressPlan, placed: Placed, _share: str) -> Response:
    return _download(write(paper_of(plan, placed, DISCLOSURE)), plan, "docx", MEDIA_TYPE)


def _download(file: bytes, plan: CongressPlan, ending: str, media_type: str) -> Response:
    name = f"ke-hoach-dai-hoi-{plan.opening.isoformat()}.{ending}"
    return Response(file, media_type=media_type, headers={"content-disposition": f'attachment; filename="{name}"'})
