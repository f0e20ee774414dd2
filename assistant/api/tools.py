"""Calculators and plan over HTTP: what they ask for, what they give, which field is to be put right (edge, FastAPI).

Nothing that comes in is kept. A refusal is a result (200); figures that cannot be worked are a problem with one entry a
field (422).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse

from assistant.calculators.catalogue import Calculator, InputForm, catalogue
from assistant.calculators.reading import BadValueError, FieldFault, applied_day, read_form
from assistant.calculators.working import calculate_form
from assistant.output import wire_tools as schemas
from assistant.planner.planning import make_plan, read_plan
from assistant.server import problems
from assistant.server.executor import Desk
from assistant.server.problems import NotFoundError
from corpus.core.codes import Code

Problems = Mapping[int | str, dict[str, Any]]


def tools(desk: Desk, today: Callable[[], date], described: Problems) -> APIRouter:
    """The routes of calculators and plan.

    Args:
        desk: holds the registry.
        today: clock, injectable.
        described: the problems for the API's description.
    """
    router = APIRouter(prefix="/api/v1", tags=["Bảng tính, kế hoạch"])

    def told(*statuses: int) -> dict[int | str, dict[str, Any]]:
        return {status: described[status] for status in statuses}

    @router.get("/calculations", summary="Các bảng tính", response_model=schemas.CalculatorsOut)
    def calculations() -> Response:
        """Mỗi bảng tính với các mục cần điền."""
        return JSONResponse({"calculations": [_about(each) for each in catalogue().calculator]})

    @router.post(
        "/calculations/{name}",
        summary="Tính",
        response_model=schemas.CalculationResultOut,
        responses=told(400, 404, 413, 422, 503),
    )
    def calculate(name: str, body: schemas.CalculationIn, request: Request) -> Response:
        """Kết quả với công thức và quy định, hoặc lý do không tính; với biên bản kiểm phiếu là các chỗ không khớp."""
        calculator, typed = _named(name), {field: (str(value),) for field, value in body.inputs.items()}
        filled = read_form(calculator, typed)
        on, faults = _day(body.as_of.isoformat() if body.as_of else "", today())
        faults = [*_unknown(calculator, typed), *filled.faults, *faults]
        if faults:
            return _invalid(faults, request.url.path)
        return JSONResponse(calculate_form(calculator, filled, desk.assistant().registry, on).to_json())

    @router.get("/plans", summary="Kế hoạch ngược", response_model=schemas.PlanOut, responses=told(422, 503))
    def plan(
        request: Request,
        opening: Annotated[str, Query(max_length=40, description="Ngày khai mạc, dạng 2027-03-10.")],
        level: Annotated[str, Query(max_length=40, description="Cấp tổ chức đảng, như ở /api/v1/answers.")],
        kind: Annotated[str, Query(max_length=40, description="members hoặc delegates.")] = "members",
        closing: Annotated[str, Query(max_length=40, description="Ngày bế mạc; bỏ trống là ngày khai mạc.")] = "",
        received: Annotated[str, Query(max_length=40, description="Ngày cấp trên nhận báo cáo kết quả.")] = "",
        as_of: Annotated[str, Query(max_length=40, description="Ngày áp dụng quy định; bỏ trống là hôm nay.")] = "",
    ) -> Response:
        """Việc nào đến hạn ngày nào, theo quy định nào; so với hôm nay."""
        values = {"opening": opening, "level": level, "kind": kind, "closing": closing, "received": received}
        filled = read_plan({name: (value,) for name, value in values.items()}, today())
        on, faults = _day(as_of, today())
        if faults := [*filled.faults, *faults]:
            return _invalid(faults, request.url.path)
        return JSONResponse(make_plan(filled, desk.assistant().registry, on, today()).to_json())

    return router


def _named(name: str) -> Calculator:
    found = catalogue().named(name)
    if found is None:
        raise NotFoundError(Code.CALCULATION_NOT_FOUND, f"Không có bảng tính mang tên “{name[:80]}”.")
    return found


def _day(text: str, today: date) -> tuple[date, list[FieldFault]]:
    try:
        return applied_day(text, today), []
    except BadValueError as error:
        return today, [FieldFault("as_of", error.code, error.words)]


def _unknown(form: InputForm, typed: Mapping[str, Sequence[str]]) -> list[FieldFault]:
    names = [name for name in typed if name not in form.fields]
    return [FieldFault(name[:40], "field.unknown", "Bảng tính này không có mục mang tên đó.") for name in names]


def _invalid(faults: Sequence[FieldFault], instance: str) -> Response:
    detail = f"Chưa tính được: {len(faults)} mục cần sửa."
    body = problems.problem(Code.REQUEST_INVALID, "Dữ liệu gửi lên không dùng được", detail, instance)
    body["errors"] = [{"field": each.field, "reason": each.code, "message": each.words} for each in faults]
    return Response(problems.encode(body), body["status"], media_type=problems.MEDIA_TYPE)


def _about(calculator: Calculator) -> dict[str, Any]:
    return {
        "name": calculator.name,
        "title": calculator.title,
        "about": calculator.short,
        "fields": [
            {
                "name": each.name,
                "kind": each.kind,
                "label": each.label,
                "hint": each.hint,
                "required": each.required,
                "least": each.least,
                "most": each.most,
                "options": [{"value": option.value, "label": option.label} for option in each.options],
                "default": each.default,
                "where": {name: list(values) for name, values in each.where.items()},
            }
            for each in calculator.field
        ],
        "page": f"/bang-tinh/{calculator.name}",
    }
