"""What pydantic finds wrong with a value, in Vietnamese. Pure.

The JSON forms of dataclasses are read and written by ``pydantic.TypeAdapter``; its ``ValidationError`` never leaves the
module that reads a form: it becomes a typed error whose message names the fields by ``faults``.
"""

from __future__ import annotations

from pydantic import ValidationError

_SHOWN = 5
"""Faults that are named; a file that is damaged throughout has as many as it has fields."""

_WORDS = {
    "missing": "bắt buộc phải có",
    "string_type": "phải là chuỗi ký tự",
    "string_too_long": "quá dài",
    "string_too_short": "không được để trống",
    "date_from_datetime_parsing": "phải là ngày dạng 2025-08-15",
    "date_parsing": "phải là ngày dạng 2025-08-15",
    "date_from_datetime_inexact": "phải là ngày dạng 2025-08-15, không kèm giờ",
    "date_type": "phải là ngày dạng 2025-08-15",
    "enum": "không thuộc danh sách cho phép",
    "literal_error": "không thuộc danh sách cho phép",
    "string_pattern_mismatch": "không được để trống",
    "list_type": "phải là danh sách",
    "tuple_type": "phải là danh sách",
    "too_long": "có quá nhiều phần tử",
    "json_invalid": "không phải JSON hợp lệ",
    "extra_forbidden": "là trường không được hỗ trợ",
    "unexpected_keyword_argument": "là trường không được hỗ trợ",
    "model_attributes_type": "phải là đối tượng JSON",
    "dict_type": "phải là đối tượng JSON",
    "dataclass_type": "phải là đối tượng JSON",
}


def words(kind: str) -> str:
    """What a field must be, by pydantic's name of the fault."""
    return _WORDS.get(kind, "không hợp lệ")


def faults(error: ValidationError) -> str:
    """The faulty fields and what is wrong with each, such as ``“record.kind” bắt buộc phải có``."""
    found = []
    for item in error.errors(include_url=False, include_input=False):
        place, context = ".".join(map(str, item["loc"])), item.get("ctx", {})
        told = str(context["error"]) if item["type"] == "value_error" else words(item["type"])
        if "expected" in context:
            told += f" ({context['expected']})"
        found.append(f"“{place}” {told}" if place else told)
    return "; ".join([*found[:_SHOWN], *(["…"] if len(found) > _SHOWN else [])])
