"""The page of the plan, and the plan as a calendar and as a Word file. Edge (FastAPI)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from fastapi import APIRouter, FastAPI, Request, Response

from assistant.calculators.reading import Filled
from assistant.export.word import MEDIA_TYPE, write
from assistant.model import Claim
from assistant.output import views
from assistant.output.render import DISCLOSURE
from assistant.planner.calendar_file import calendar_file
from assistant.planner.catalogue import plan_data
from assistant.planner.paper import STATE_WORDS, paper_of
from assistant.planner.planning import CongressPlan, make_plan, read_plan
from assistant.server.executor import Desk
from assistant.site.calculators import address, day_of, parsed, quoter, typed_day
from assistant.site.layout import page
from assistant.site.quotes import quote_views
from corpus.core.registry import Registry

MakeFile = Callable[[CongressPlan, Registry, str], Response]
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
    registry, typed, data = desk.assistant().registry, parsed(request.url.query), plan_data()
    asked = make_file is not None or any(name in typed for name in data.fields)
    filled = read_plan(typed, today) if asked else Filled()
    on, on_fault = day_of(typed, today)
    faults = [*filled.faults, *([on_fault] if on_fault else [])]
    plan = make_plan(filled, registry, on, today) if asked and not faults else None
    share = address("/ke-hoach", data, filled, on)
    if make_file is not None and plan is not None:
        return make_file(plan, registry, f"{request.url.scheme}://{request.url.netloc}{share}")
    file = share.removesuffix("#ket-qua").partition("?")[2]
    return page(
        "plan.html",
        status=422 if faults else 200,
        data=data,
        filled=filled,
        faults=faults,
        on_typed=typed_day(typed, on),
        on_fault=on_fault,
        today=today,
        plan=plan,
        quotes=quoter(registry, on),
        states=STATE_WORDS,
        force_words={force.value: words[0].lower() + words[1:] for force, words in views.FORCE_WORDS.items()},
        weekday=lambda day: _WEEKDAYS[day.weekday()],
        share=share,
        calendar=f"/ke-hoach.ics?{file}",
        word=f"/ke-hoach.docx?{file}",
    )


def _calendar(plan: CongressPlan, _registry: Registry, share: str) -> Response:
    return _download(calendar_file(plan, share), plan, "ics", "text/calendar; charset=utf-8")


def _word(plan: CongressPlan, registry: Registry, _share: str) -> Response:
    def placed(claim: Claim) -> tuple[str, str]:
        view = next(quote_views([claim], registry, plan.on))
        return view.place, view.standing

    return _download(write(paper_of(plan, placed, DISCLOSURE)), plan, "docx", MEDIA_TYPE)


def _download(file: bytes, plan: CongressPlan, ending: str, media_type: str) -> Response:
    name = f"ke-hoach-dai-hoi-{plan.opening.isoformat()}.{ending}"
    return Response(file, media_type=media_type, headers={"content-disposition": f'attachment; filename="{name}"'})
