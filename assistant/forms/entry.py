"""What was typed into a form → values, or what is wrong with each field, in Vietnamese. Pure.

Nothing here is kept: values live as long as the request. Characters that are not seen are left out; those that only
markup or formulas need are refused where a name or a place is expected, with a word to the user.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from assistant.export.blocks import clean
from assistant.forms.library import FormTemplate, TemplateField
from assistant.forms.markup import Entry
from corpus.core.display import vn_date

MAX_LINE = 120
MAX_TEXT = 9000
"""Characters of a field of several lines."""
MAX_FIGURE = 100_000
_STRANGE = re.compile(r"[<>{}\[\]|\\^~`$#*_]|&\w*;|(?i:javascript:)")
_FORMULA = re.compile(r"\s*[=+\-@]")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_VN = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_TIME = re.compile(r"([01]?\d|2[0-3])(?:[:h.]([0-5]\d)?)?")
_TERM = re.compile(r"(20\d\d)\s*[-–—]\s*(20\d\d)")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass
class FormValues:
    """The values of a form as they were read.

    Attributes:
        words: what a text shows for a field; missing where nothing was typed.
        figures: numbers by field.
        lists: entries by field, each with its own values (``ten``, ``phieu``, ``khong``).
        flags: what conditions of the text ask for: ``co_<field>`` of a field that was filled in, ``<field>`` of one
            ticked, ``<field>.<choice>`` of one chosen.
        days: days by field.
        minutes: minutes by part of the programme.
        errors: what is wrong, by field.
    """

    words: dict[str, str] = field(default_factory=dict)
    figures: dict[str, int] = field(default_factory=dict)
    lists: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    days: dict[str, date] = field(default_factory=dict)
    minutes: dict[str, int] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def entries(self, name: str) -> list[Entry]:
        """The entries of a list; empty where nothing was typed."""
        return list(self.lists.get(name, ()))


class _WrongError(ValueError):
    """The words for the user on one field."""


def fresh(template: FormTemplate) -> dict[str, str]:
    """What stands in a form that nobody has filled in yet."""
    typed = {item.name: item.default for item in template.fields if item.default}
    return typed | {f"phut_{item.key}": str(item.minutes) for item in template.agenda}


def read_entry(template: FormTemplate, typed: Mapping[str, str], today: date) -> FormValues:
    """The values of a form, or its errors; a field that the form does not have is not looked at."""
    values = FormValues()
    for item in template.fields:
        try:
            _read(template, item, typed, today, values)
        except _WrongError as wrong:
            values.errors[item.name] = str(wrong)
    if "chuc_danh.bi_thu" in values.flags and values.figures.get("so_bau", 1) != 1:
        values.errors["so_bau"] = "Bí thư chỉ có một người: xin ghi 1."
    return values


def _read(
    template: FormTemplate, item: TemplateField, typed: Mapping[str, str], today: date, values: FormValues
) -> None:
    if item.kind == "minutes":
        _minutes(template, typed, values)
        return
    raw = clean(typed.get(item.name, "")[: MAX_TEXT * 20]).strip()
    if item.kind == "yes":
        if raw in ("1", "on", "true"):
            values.flags.add(item.name)
        return
    if not raw:
        if item.required:
            raise _WrongError(f"Cần ghi {item.label[0].lower()}{item.label[1:]}.")
        return
    values.flags.add(f"co_{item.name}")
    match item.kind:
        case "line":
            values.words[item.name] = _text(raw, item.most or MAX_LINE)
        case "number":
            values.figures[item.name] = figure = _figure(raw, item.least, item.most or MAX_FIGURE)
            values.words[item.name] = str(figure)
        case "day":
            values.days[item.name] = day = _day(raw, today, ahead=template.ahead)
            values.words[item.name] = vn_date(day)
        case "time":
            values.words[item.name] = _time(raw)
        case "term":
            values.words[item.name] = _term(raw)
        case "choice":
            if raw not in item.choices:
                raise _WrongError("Xin chọn một mục trong danh sách.")
            values.words[item.name] = item.choices[raw]
            values.flags.add(f"{item.name}.{raw}")
        case "names" | "votes":
            values.lists[item.name] = _entries(raw, item)


def _minutes(template: FormTemplate, typed: Mapping[str, str], values: FormValues) -> None:
    for part in template.agenda:
        raw = clean(typed.get(f"phut_{part.key}", str(part.minutes)))[:20].strip()
        try:
            values.minutes[part.key] = _figure(raw or "0", 0, 600)
        except _WrongError as wrong:
            raise _WrongError(f"“{part.words}”: {wrong}") from wrong


def _text(raw: str, most: int) -> str:
    text = " ".join(raw.split())
    if len(text) > most:
        raise _WrongError(f"Dài quá {most} ký tự; xin rút gọn.")
    if (found := _STRANGE.search(text)) is not None:
        raise _WrongError(f"Có ký tự không dùng trong tên gọi: “{found.group()}”. Xin bỏ đi.")
    if _FORMULA.match(text):
        raise _WrongError(f"Không bắt đầu bằng dấu “{text[0]}” (dễ bị bảng tính hiểu là công thức).")
    return text


def _figure(raw: str, least: int, most: int) -> int:
    text = raw.replace("\xa0", " ").strip()
    if re.fullmatch(r"[-−–]\s*\d+", text):
        raise _WrongError("Không nhận số âm.")
    if re.fullmatch(r"\d{1,3}([. ]\d{3})+", text):
        text = re.sub(r"[. ]", "", text)
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise _WrongError("Cần một số nguyên, ví dụ 28.")
    figure = int(text)
    if not least <= figure <= most:
        raise _WrongError(f"Cần một số từ {least} đến {most}.")
    return figure


def _day(raw: str, today: date, *, ahead: bool) -> date:
    iso, vn = _ISO.fullmatch(raw), _VN.fullmatch(raw)
    if iso is None and vn is None:
        raise _WrongError("Cần một ngày, ví dụ 15/01/2027.")
    parts = [int(part) for part in (iso.groups() if iso else vn.groups()[::-1] if vn else ())]
    try:
        day = date(*parts)
    except ValueError as error:
        raise _WrongError("Không có ngày này trong lịch.") from error
    if ahead and day < today:
        raise _WrongError(f"Ngày {vn_date(day)} đã qua; biểu mẫu này dùng để chuẩn bị đại hội.")
    if not today.year - 3 <= day.year <= today.year + 6:
        raise _WrongError(f"Ngày phải nằm trong khoảng từ năm {today.year - 3} đến năm {today.year + 6}.")
    return day


def _time(raw: str) -> str:
    match = _TIME.fullmatch(raw.lower().replace(" ", ""))
    if match is None:
        raise _WrongError("Cần một giờ trong ngày, ví dụ 07:30.")
    return f"{int(match[1]):02d}:{int(match[2] or 0):02d}"


def _term(raw: str) -> str:
    match = _TERM.fullmatch(raw)
    if match is None:
        raise _WrongError("Cần hai năm, ví dụ 2025-2030.")
    first, last = int(match[1]), int(match[2])
    if not 0 < last - first <= 6:
        raise _WrongError("Năm sau phải lớn hơn năm trước và cách không quá 6 năm.")
    return f"{first}-{last}"


def _entries(raw: str, item: TemplateField) -> list[dict[str, str]]:
    """One entry a line.

    Raises:
        _WrongError: with the number of the line.
    """
    lines = [line.strip() for line in raw.split("\n") if line.strip()]
    if item.most and len(lines) > item.most:
        raise _WrongError(f"Tối đa {item.most} dòng; đã nhập {len(lines):,} dòng.".replace(",", "."))
    found: list[dict[str, str]] = []
    for number, line in enumerate(lines, 1):
        try:
            entry = _entry(line, item)
        except _WrongError as wrong:
            words = str(wrong)
            raise _WrongError(f"Dòng {number}: {words[0].lower()}{words[1:]}") from wrong
        if any(entry["ten"].casefold() == other["ten"].casefold() for other in found):
            raise _WrongError(
                f"Dòng {number}: “{entry['ten']}” đã có; nếu là hai người trùng tên, xin ghi thêm năm sinh hoặc đơn vị."
            )
        found.append(entry | {"tt": str(number)})
    return found


def _entry(line: str, item: TemplateField) -> dict[str, str]:
    name, *figures = [part.strip() for part in re.split(r"[;\t]", re.sub(r"^\d{1,3}[.)]\s*", "", line))]
    entry = {"ten": _name(name)}
    if item.kind == "names":
        if figures:
            raise _WrongError("mỗi dòng chỉ ghi một tên, không có dấu chấm phẩy.")
        return entry
    if not 1 <= len(figures) <= 2:
        raise _WrongError("cần dạng “Họ và tên; số phiếu”.")
    for key, raw in zip(("phieu", "khong"), figures, strict=False):
        entry[key] = str(_figure(raw, 0, MAX_FIGURE))
    return entry


def _name(text: str) -> str:
    name = _text(text, 80)
    if _LETTER.search(name) is None:
        raise _WrongError("không thấy tên người.")
    return name
