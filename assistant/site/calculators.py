"""The pages of the calculators: a form, its result with formula and rules, or what is to be put right at which field.

Edge (FastAPI). Forms are plain: a result has an address that can be kept and sent. The two forms that may hold names of
people are posted instead, their names are shown back and go nowhere; their address holds figures only.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from fastapi import APIRouter, FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool

from assistant.calculators.catalogue import Calculator, catalogue
from assistant.calculators.reading import read_form
from assistant.calculators.results import Fate
from assistant.calculators.working import calculate_form
from assistant.parsing.formulas import shown
from assistant.server.executor import Desk
from assistant.server.problems import NotFoundError
from assistant.site.layout import page
from assistant.site.sheets import Typed, parsed, sheet_of
from corpus.core.codes import Code

FATES = {
    Fate.ELECTED: "Trúng cử",
    Fate.TIED: "Ngang phiếu",
    Fate.LOWER: "Đủ phiếu, không trúng cử",
    Fate.SHORT: "Chưa đủ phiếu",
    Fate.ALTERNATE: "Dự khuyết",
    Fate.ALTERNATE_TIED: "Ngang phiếu, chưa xếp được",
}


def install(app: FastAPI, desk: Desk, *, today: Callable[[], date] = date.today) -> None:
    """Add ``/bang-tinh`` and a page for each calculator.

    Args:
        app: where to add the pages.
        desk: holds the registry.
        today: clock, injectable.
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/bang-tinh")
    def index() -> Response:
        return page("calculators.html", calculators=catalogue().calculator)

    @router.get("/bang-tinh/{name}")
    def calculator(name: str, request: Request) -> Response:
        return _answer(_named(name), parsed(request.url.query), desk, today(), anonymous=True)

    @router.post("/bang-tinh/{name}")
    async def posted(name: str, request: Request) -> Response:
        found, body = _named(name), await request.body()
        typed = parsed(body.decode("utf-8", "replace"))
        return await run_in_threadpool(_answer, found, typed, desk, today(), anonymous=False)

    app.include_router(router)


def _named(name: str) -> Calculator:
    found = catalogue().named(name)
    if found is None:
        raise NotFoundError(Code.RESOURCE_NOT_FOUND, f"Không có bảng tính mang tên “{name}”.")
    return found


def _answer(calculator: Calculator, typed: Typed, desk: Desk, today: date, *, anonymous: bool) -> Response:
    registry = desk.assistant().registry
    sheet = sheet_of(
        typed, calculator, lambda fields: read_form(calculator, fields, anonymous=anonymous), today, sent=False
    )
    result = calculate_form(calculator, sheet.filled, registry, sheet.on) if sheet.worked else None
    return page(
        "calculator.html",
        status=sheet.status,
        calculator=calculator,
        result=result,
        fates=FATES,
        percent=lambda share: shown(share, percent=True),
        share=sheet.address(f"/bang-tinh/{calculator.name}", calculator),
        **sheet.shown(registry, today),
    )
