"""The pages of the calculators: a form, its result with formula and rules, or what is to be put right at which field.

Edge (FastAPI). Forms are plain: a result has an address that can be kept and sent. The two forms that may hold names of
people are posted instead, their names are shown back and go nowhere; their address holds figures only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool

from assistant.calculators.catalogue import Calculator, InputForm, catalogue
from assistant.calculators.reading import BadValueError, FieldFault, Filled, applied_day, read_form, single
from assistant.calculators.results import Fate
from assistant.calculators.working import calculate_form
from assistant.model import Claim
from assistant.parsing.formulas import shown
from assistant.server.executor import Desk
from assistant.server.problems import NotFoundError
from assistant.site.layout import page
from assistant.site.quotes import QuoteView, quote_views
from corpus.core.codes import Code
from corpus.core.registry import Registry

FATES = {
    Fate.ELECTED: "Trúng cử",
    Fate.TIED: "Ngang phiếu",
    Fate.LOWER: "Đủ phiếu, không trúng cử",
    Fate.SHORT: "Chưa đủ phiếu",
    Fate.ALTERNATE: "Dự khuyết",
    Fate.ALTERNATE_TIED: "Ngang phiếu, chưa xếp được",
}
MOST_FIELDS = 60
Typed = Mapping[str, Sequence[str]]


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


def parsed(query: str) -> Typed:
    """Fields of a query or a posted form by name; too many of them are none."""
    try:
        return parse_qs(query, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return {}


def _named(name: str) -> Calculator:
    found = catalogue().named(name)
    if found is None:
        raise NotFoundError(Code.RESOURCE_NOT_FOUND, f"Không có bảng tính mang tên “{name}”.")
    return found


def _answer(calculator: Calculator, typed: Typed, desk: Desk, today: date, *, anonymous: bool) -> Response:
    registry = desk.assistant().registry
    asked = any(name in typed for name in calculator.fields)
    filled = read_form(calculator, typed, anonymous=anonymous) if asked else Filled()
    on, on_fault = day_of(typed, today)
    faults = [*filled.faults, *([on_fault] if on_fault else [])]
    result = calculate_form(calculator, filled, registry, on) if asked and not faults else None
    return page(
        "calculator.html",
        status=422 if faults else 200,
        calculator=calculator,
        filled=filled,
        faults=faults,
        on_typed=typed_day(typed, on),
        on_fault=on_fault,
        today=today,
        result=result,
        quotes=quoter(registry, on),
        fates=FATES,
        percent=lambda share: shown(share, percent=True),
        share=address(f"/bang-tinh/{calculator.name}", calculator, filled, on),
    )


def day_of(typed: Typed, today: date) -> tuple[date, FieldFault | None]:
    """The day whose rules are applied, and what is wrong with what was typed for it."""
    try:
        return applied_day(single(typed.get("on", ())), today), None
    except BadValueError as error:
        return today, FieldFault("on", error.code, error.words)


def typed_day(typed: Typed, on: date) -> str:
    """What the field of the day shows."""
    return next(iter(typed.get("on", ())), "")[:40] or on.isoformat()


def quoter(registry: Registry, on: date) -> Callable[[Iterable[Claim]], list[QuoteView]]:
    """A function for templates: claims to the rules they quote."""
    return lambda claims: list(quote_views(claims, registry, on))


def address(path: str, form: InputForm, filled: Filled, on: date) -> str:
    """The address of a result: what was filled in, without names of people, and the day."""
    fields: dict[str, str] = {}
    for each in form.field:
        value = filled.values.get(each.name)
        if isinstance(value, tuple):
            fields[each.name] = "\n".join(_figures(item) for item in value)
        elif value is not None:
            fields[each.name] = value.isoformat() if isinstance(value, date) else str(value)
    return f"{path}?{urlencode(fields | {'on': on.isoformat()})}#ket-qua"


def _figures(candidate: Any) -> str:
    """A line of a record without its name."""
    parts = [str(candidate.votes)]
    if candidate.against is not None:
        parts.append(str(candidate.against))
    if candidate.share is not None:
        parts.append(shown(candidate.share, percent=True))
    return "; ".join(parts)
