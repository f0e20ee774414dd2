"""The page of the plan, and the plan as a calendar file. Edge (FastAPI)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from fastapi import APIRouter, FastAPI, Request, Response

from assistant.calculators.reading import Filled
from assistant.output import views
from assistant.planner.calendar_file import calendar_file
from assistant.planner.catalogue import plan_data
from assistant.planner.planning import State, make_plan, read_plan
from assistant.server.executor import Desk
from assistant.site.calculators import address, day_of, parsed, quoter, typed_day
from assistant.site.layout import page

STATES = {
    State.OVERDUE: "quá hạn",
    State.TODAY: "hôm nay",
    State.SOON: "sắp đến hạn",
    State.AHEAD: "",
    State.PASSED: "đã qua",
    State.UNDATED: "",
}
_WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")


def install(app: FastAPI, desk: Desk, *, today: Callable[[], date] = date.today) -> None:
    """Add ``/ke-hoach`` and ``/ke-hoach.ics``.

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
        return _answer(request, desk, today(), as_calendar=True)

    app.include_router(router)


def _answer(request: Request, desk: Desk, today: date, *, as_calendar: bool = False) -> Response:
    """The page, or the file; a form with faults gives the page."""
    registry, typed, data = desk.assistant().registry, parsed(request.url.query), plan_data()
    asked = any(name in typed for name in data.fields)
    filled = read_plan(typed, today) if asked or as_calendar else Filled()
    on, on_fault = day_of(typed, today)
    faults = [*filled.faults, *([on_fault] if on_fault else [])]
    plan = make_plan(filled, registry, on, today) if (asked or as_calendar) and not faults else None
    share = address("/ke-hoach", data, filled, on)
    if as_calendar and plan is not None:
        file = calendar_file(plan, f"{request.url.scheme}://{request.url.netloc}{share}")
        name = f"ke-hoach-dai-hoi-{plan.opening.isoformat()}.ics"
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(file, media_type="text/calendar; charset=utf-8", headers=headers)
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
        states=STATES,
        force_words={force.value: words[0].lower() + words[1:] for force, words in views.FORCE_WORDS.items()},
        weekday=lambda day: _WEEKDAYS[day.weekday()],
        share=share,
        calendar=share.replace("/ke-hoach?", "/ke-hoach.ics?").removesuffix("#ket-qua"),
    )
