"""Whether a rule gives the kind of thing that a part of a question asks for."""

import pytest

from assistant.answering.parts import gives
from tests.conftest import make_document, make_record

RECORD = make_record("qd-5-tw-2024", "5-QĐ/TW")
RULES = make_document(
    RECORD,
    {
        "1": "Ban thường vụ cấp ủy quyết định việc thay đại biểu.",
        "2": "Cấp ủy báo cáo trong 7 ngày làm việc.",
        "3": "Hồ sơ gồm biên bản và danh sách.",
    },
).provisions


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("trong mấy ngày", [False, True, False]),
        ("do ai quyết", [True, True, False]),
        ("bao nhiêu đại biểu", [False, False, False]),
        ("thế nào", [True, True, True]),
    ],
)
def test_a_rule_gives_a_number_of_the_thing_counted_or_a_body(asked: str, given: list[bool]) -> None:
    assert [gives(asked, [rule]) for rule in RULES] == given


def test_one_of_several_rules_is_enough() -> None:
    assert gives("trong mấy ngày", RULES)
    assert not gives("mấy tháng", ())
