"""Shapes of the calculators and of the plan for the API's description, and for validating what comes in."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr

from assistant.output.wire import ClaimOut, Day


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class OptionOut(_Strict):
    """Một lựa chọn."""

    value: str
    label: str


class FieldOut(_Strict):
    """Một mục cần điền."""

    name: str
    kind: Literal["count", "day", "choice", "level", "lines"] = Field(
        description="count: số nguyên; day: ngày; choice, level: một trong options; lines: mỗi người một dòng."
    )
    label: str
    hint: str
    required: bool
    least: int
    most: int
    options: list[OptionOut]
    default: str
    where: dict[str, list[str]] = Field(description="Chỉ điền khi các lựa chọn này được chọn.")


class CalculatorOut(_Strict):
    """Một bảng tính và các mục cần điền."""

    name: str
    title: str
    about: str
    fields: list[FieldOut]
    page: str


class CalculatorsOut(_Strict):
    """Các bảng tính."""

    calculations: list[CalculatorOut]


class CalculationIn(_Strict):
    """Số liệu cho một phép tính; không được lưu ở máy chủ."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"inputs": {"kind": "members", "official": 60, "detained": 1, "votes": 29}}]},
    )

    inputs: dict[str, StrictInt | StrictStr] = Field(
        max_length=60, description="Theo tên các mục của bảng tính; bỏ những mục để trống."
    )
    as_of: Day | None = Field(default=None, description="Ngày áp dụng, dạng 2025-08-15; bỏ trống là hôm nay.")


class CalculationRefusalOut(_Strict):
    """Vì sao không tính."""

    code: str = Field(
        description="no_rule_on_day: ngày đó chưa có quy định đã biết; no_rule_for_level, no_rule_for_case: quy định "
        "không nói về cấp, trường hợp này; level_unclear: chưa rõ xếp cấp nào; no_figure: không ra con số nào; "
        "unproved: không qua kiểm chứng."
    )
    message: str
    nearest: list[ClaimOut]


class ComparisonOut(_Strict):
    """Số đã điền so với kết quả."""

    message: str
    holds: bool


class HolidaysOut(_Strict):
    """Ngày nghỉ liền nhau cùng một dịp."""

    first: date
    last: date
    name: str
    source: str


class DaysOffOut(_Strict):
    """Ngày nghỉ trên đường tính thời hạn."""

    certain: list[HolidaysOut]
    uncertain: list[HolidaysOut]
    if_all_off: ClaimOut | None = Field(
        description="Thời hạn nếu các ngày chưa chắc chắn đều nghỉ; null khi không đổi."
    )


class StepOut(_Strict):
    """Một phép tính với quy định của nó."""

    name: str
    title: str
    figure: str = Field(description="Kết quả nói gọn; với thời hạn là ngày sớm hơn nếu có ngày nghỉ chưa chắc chắn.")
    result: str | None
    claims: list[ClaimOut]
    comparison: ComparisonOut | None
    days_off: DaysOffOut | None
    levels: list[str]
    refusal: CalculationRefusalOut | None


class FindingOut(_Strict):
    """Một phép đối chiếu trong biên bản kiểm phiếu."""

    name: str
    title: str
    holds: bool
    arithmetic: str
    message: str
    rule: ClaimOut | None


class PersonOut(_Strict):
    """Kết quả của một người."""

    name: str
    votes: int
    share: float
    fate: str = Field(
        description="elected: trúng cử; tied: ngang phiếu; lower: đủ phiếu, không trúng; short: chưa đủ phiếu; "
        "alternate: dự khuyết; alternate_tied: ngang phiếu, chưa xếp được dự khuyết."
    )
    rank: int


class NoteOut(_Strict):
    """Điều tiếp theo phải làm, kèm quy định."""

    message: str
    rule: ClaimOut | None


class ElectionOut(_Strict):
    """Ai trúng cử; null khi số liệu của biên bản còn sai."""

    needed: int = Field(description="Số phiếu để trúng cử; 0 khi bầu lại giữa những người ngang phiếu.")
    people: list[PersonOut]
    notes: list[NoteOut]


class CalculationResultOut(_Strict):
    """Kết quả của một bảng tính."""

    calculation: str
    status: Literal["worked", "refused"]
    as_of: date
    inputs: dict[str, str]
    refusal: CalculationRefusalOut | None
    steps: list[StepOut]
    findings: list[FindingOut]
    election: ElectionOut | None


class PlanLineOut(_Strict):
    """Một việc của kế hoạch."""

    name: str
    title: str
    phase: Literal["before", "congress", "after"]
    due: date | None = Field(description="null: quy định không ấn định ngày, hoặc không có quy định.")
    when: str
    state: str = Field(description="overdue, today, soon, ahead, passed, undated; so với today.")
    custom: bool = Field(description="Không có quy định; theo thông lệ.")
    tentative: bool = Field(description="Tính tạm từ hạn của việc trước.")
    claims: list[ClaimOut]
    other: ClaimOut | None = Field(description="Cách tính kia khi có ngày nghỉ chưa chắc chắn; due là ngày sớm hơn.")


class LeftOutOut(_Strict):
    """Việc không đưa vào kế hoạch và lý do."""

    title: str
    code: str
    message: str


class PlanOut(_Strict):
    """Kế hoạch ngược của một đại hội."""

    opening: date
    closing: date
    kind: str
    level: str
    as_of: date
    today: date
    lines: list[PlanLineOut]
    left_out: list[LeftOutOut]
