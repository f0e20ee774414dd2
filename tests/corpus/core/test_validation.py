"""A fault names its field, in Vietnamese; what pydantic found never leaves in its own words."""

import re
from dataclasses import dataclass, field

import pytest
from pydantic import TypeAdapter, ValidationError

from corpus.core.errors import CorpusError
from corpus.core.model import Kind, Record, Validity
from corpus.core.serialise import record_from_json, record_to_json
from corpus.core.validation import faults

RECORD = Record("qd-1-tw-2025", "1-QĐ/TW", Kind.REGULATION, "BCH", None, "Việc thử", Validity())


@dataclass(frozen=True)
class Inner:
    kind: Kind
    span: Validity = field(default_factory=Validity)


@dataclass(frozen=True)
class Outer:
    name: str
    inner: Inner
    days: tuple[int, ...] = field(default=())


@pytest.mark.parametrize(
    "value, told",
    [
        ({"inner": {"kind": "quy định"}}, "“name” bắt buộc phải có"),
        ({"name": 1, "inner": {"kind": "quy định"}}, "“name” phải là chuỗi ký tự"),
        ({"name": "a", "inner": {"kind": "lạ"}}, "“inner.kind” không thuộc danh sách cho phép ("),
        ({"name": "a", "inner": []}, "“inner” phải là đối tượng JSON"),
        ({"name": "a", "inner": {"kind": "khác"}, "days": "x"}, "“days” phải là danh sách"),
        ({"name": "a", "inner": {"kind": "khác", "span": {"from": "hôm qua"}}}, "“inner.span.from” phải là ngày dạng"),
        (
            {"name": "a", "inner": {"kind": "khác", "span": {"from": "2025-01-02", "until": "2025-01-01"}}},
            "“inner.span” validity ends",
        ),
        ("", "phải là đối tượng JSON"),
    ],
)
def test_a_fault_names_its_field(value: object, told: str) -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(Outer).validate_python(value)
    assert faults(caught.value).startswith(told)


def test_a_value_that_is_wrong_throughout_is_told_briefly() -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(list[int]).validate_python(["x"] * 40)
    assert len(re.findall("không hợp lệ", faults(caught.value))) == 5
    assert faults(caught.value).endswith("; …")


def test_a_damaged_record_is_a_typed_error_that_names_the_field() -> None:
    row = record_to_json(RECORD)
    assert record_from_json(row) == RECORD
    with pytest.raises(CorpusError, match=re.escape("“validity.certainty”")) as caught:
        record_from_json(row | {"validity": {"from": None, "until": None, "certainty": "rất cao"}})
    assert caught.value.code == "corpus.damaged"
