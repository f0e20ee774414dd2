"""What was typed into a form → values, or one message a field. Pure.

Nothing is guessed: a number is written in the figures 0–9 without separators, a day as ``2026-03-15`` or
``15/03/2026``. Figures that contradict each other are told at the field that is to be put right, and then nothing is
worked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from assistant.calculators.catalogue import FigureLimit, FormField, InputForm, holds
from assistant.calculators.names import Candidate, read_candidates
from corpus.core.display import vn_date

Value = int | date | str | tuple[Candidate, ...]
LONGEST = 40
"""Longest text of a number or a day, in characters; longer is shown back cut."""
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_VIETNAMESE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1930, 2100


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with one field: a stable code and words for the person who typed it."""

    field: str
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was read.

    Attributes:
        values: by name of the field; empty fields are not there.
        faults: none when everything can be worked with.
        typed: what was typed, to be shown again; too long a text is cut.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    faults: tuple[FieldFault, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)

    def count(self, name: str) -> int | None:
        """A number of the form."""
        value = self.values.get(name)
        return value if isinstance(value, int) else None

    def day(self, name: str) -> date | None:
        """A day of the form."""
        value = self.values.get(name)
        return value if isinstance(value, date) else None

    def text(self, name: str) -> str:
        """A choice of the form; empty for none."""
        value = self.values.get(name)
        return value if isinstance(value, str) else ""

    def fault(self, name: str) -> FieldFault | None:
        """What is wrong with a field."""
        return next((each for each in self.faults if each.field == name), None)


class BadValueError(ValueError):
    """A text that is no value of its field: a code and words."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words


def read_form(form: InputForm, typed: Mapping[str, Sequence[str]], *, anonymous: bool = False) -> Filled:
    """The values of a filled form.

    Args:
        form: its fields.
        typed: what came, by name; a field that comes twice is a fault.
        anonymous: names of people are refused, as in an address that is kept in histories and logs.
    """
    values: dict[str, Value] = {}
    faults: list[FieldFault] = []
    for each in form.field:
        try:
            text = single(typed.get(each.name, ()))
            if text.strip():
                values[each.name] = _value(each, text, anonymous=anonymous)
            elif each.default:
                values[each.name] = each.default
        except BadValueError as error:
            faults.append(FieldFault(each.name, error.code, error.words))
    faults += _unasked(form, values, faults)
    faults += _missing(form, values, faults)
    if not faults:
        faults += _contradictions(form.limit, values)
    shown = {name: texts[0][: _longest(form, name)] for name, texts in typed.items() if texts}
    return Filled(values, tuple(faults), shown)


def _longest(form: InputForm, name: str) -> int:
    known = form.fields.get(name)
    return 20_000 if known is not None and known.kind == "lines" else LONGEST


def single(texts: Sequence[str]) -> str:
    """The only text that came for a field; empty for none.

    Raises:
        BadValueError: ``field.repeated`` when several came.
    """
    if len(texts) > 1:
        raise BadValueError("field.repeated", "Mục này chỉ được điền một giá trị.")
    return texts[0] if texts else ""


def _value(each: FormField, text: str, *, anonymous: bool) -> Value:
    match each.kind:
        case "count":
            return whole_number(text, each.least, each.most)
        case "day":
            return written_day(text)
        case "lines":
            try:
                return read_candidates(text, anonymous=anonymous)
            except ValueError as error:
                raise BadValueError("names.bad", str(error)) from error
        case _:
            if text.strip() not in {option.value for option in each.options}:
                raise BadValueError("choice.unknown", "Xin chọn một trong các mục có sẵn.")
            return text.strip()


def whole_number(text: str, least: int, most: int) -> int:
    """A whole number written in figures.

    Raises:
        BadValueError: when it is something else, or out of bounds.
    """
    bare = text.strip()
    if re.fullmatch(r"[0-9]{1,15}", bare):
        number = int(bare)
        if number < least:
            raise BadValueError("number.small", f"Số này phải từ {least} trở lên.")
        if number > most:
            raise BadValueError("number.large", f"Số này lớn quá; nhiều nhất là {most}.")
        return number
    raise BadValueError(*_no_number(bare, most))


def _no_number(bare: str, most: int) -> tuple[str, str]:
    """Why a text is no number of people or papers."""
    if re.fullmatch(r"[0-9]+", bare):
        return "number.large", f"Số này lớn quá; nhiều nhất là {most}."
    if re.fullmatch(r"[-–−+]\s*\d+([.,]\d+)?", bare):
        return "number.negative", "Số này không được mang dấu; chỉ viết các chữ số, ví dụ 27."
    if re.fullmatch(r"\d{1,3}([.,  ]\d{3})+", bare):
        return "number.separated", "Viết số liền nhau, không có dấu chấm, dấu phẩy hay dấu cách, ví dụ 1250."
    if re.fullmatch(r"\d+\s*[.,/]\s*\d+|\d*[½⅓⅔¼¾]", bare):
        return "number.fraction", "Số này phải là số nguyên, không có phần lẻ hay phân số."
    if any(unicodedata.category(sign) in ("Nd", "Nl", "No") and not sign.isascii() for sign in bare):
        return "number.figures", "Chỉ dùng các chữ số thường 0–9."
    return "number.text", "Xin điền một số bằng chữ số, ví dụ 27."


def written_day(text: str, first: int = FIRST_YEAR, last: int = LAST_YEAR) -> date:
    """A day, as a date field sends it or as people write it.

    Raises:
        BadValueError: when it is none, or lies outside the years given.
    """
    bare = text.strip()
    if match := _ISO.fullmatch(bare):
        year, month, day = (int(part) for part in match.groups())
    elif match := _VIETNAMESE.fullmatch(bare):
        day, month, year = (int(part) for part in match.groups())
    else:
        raise BadValueError("day.form", "Xin viết ngày dạng 15/03/2026.")
    try:
        found = date(year, month, day)
    except ValueError:
        raise BadValueError("day.form", "Lịch không có ngày này.") from None
    if not first <= found.year <= last:
        raise BadValueError("day.range", f"Năm phải từ {first} đến {last}.")
    return found


def applied_day(text: str, today: date) -> date:
    """The day whose rules are applied; today when nothing was typed.

    Raises:
        BadValueError: when it is no day, or one to come: its rules cannot be known.
    """
    if not text.strip():
        return today
    found = written_day(text)
    if found > today:
        raise BadValueError(
            "day.future",
            f"Ngày áp dụng không được sau hôm nay ({vn_date(today)}): quy định của ngày tới chưa thể biết.",
        )
    return found


def _unasked(form: InputForm, values: Mapping[str, Value], faults: Iterable[FieldFault]) -> list[FieldFault]:
    """Fields filled in that the choices made do not ask for."""
    told = {each.field for each in faults}
    return [
        FieldFault(
            each.name,
            "field.unasked",
            f"Mục này không dùng cho lựa chọn “{_choice(form, each, values)}”; xin xóa.",
        )
        for each in form.field
        if each.name in values
        and each.name not in told
        and each.where
        and not holds(each.where, values)
        and not any(name in told for name in each.where)
    ]


def _choice(form: InputForm, each: FormField, values: Mapping[str, Value]) -> str:
    for name, allowed in each.where.items():
        value = values.get(name)
        if value not in allowed:
            chosen = form.fields[name].options
            return next((option.label for option in chosen if option.value == value), "để trống")
    return ""


def _missing(form: InputForm, values: Mapping[str, Value], faults: Iterable[FieldFault]) -> list[FieldFault]:
    told = {each.field for each in faults}
    return [
        FieldFault(each.name, "field.missing", "Xin điền mục này.")
        for each in form.field
        if each.required and each.name not in values and each.name not in told and holds(each.where, values)
    ]


def _contradictions(limits: Iterable[FigureLimit], values: Mapping[str, Value]) -> list[FieldFault]:
    found: dict[str, FieldFault] = {}
    for limit in limits:
        whole = values.get(limit.whole)
        parts = [value for name in limit.parts if isinstance(value := values.get(name), int)]
        if not isinstance(whole, int) or not parts:
            continue
        together = sum(parts)
        if together > whole or (limit.strict and together == whole):
            words = limit.words.format(parts=together, whole=whole)
            found.setdefault(limit.at, FieldFault(limit.at, "figures.contradict", words))
    return list(found.values())
