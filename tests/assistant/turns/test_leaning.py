"""What the words of a turn ask for."""

import pytest

from assistant.turns.leaning import asks_again, asks_for_both, asks_place_again

BEFORE = "Bị kỷ luật cách chức thì mấy năm không được bầu vào cấp ủy?"


@pytest.mark.parametrize(
    ("turn", "again"),
    [
        ("vụ cách chức lúc nãy là điều nào trong Điều lệ?", True),
        ("cái đó nằm ở khoản mấy?", True),
        ("chuyện khai trừ là điều nào?", False),
        ("cách chức thì mấy năm?", False),
    ],
)
def test_the_place_is_asked_of_what_was_said_before(turn: str, *, again: bool) -> None:
    assert asks_place_again(turn, BEFORE) is again


@pytest.mark.parametrize(
    ("turn", "again"),
    [
        ("cho xin căn cứ", True),
        ("quy định ở đâu vậy?", True),
        ("ngắn hơn", True),
        ("nhận thẻ biểu quyết ở đâu?", False),
    ],
)
def test_only_the_source_is_asked_not_where_something_else_is(turn: str, *, again: bool) -> None:
    assert asks_again(turn) is again


@pytest.mark.parametrize(
    ("turn", "both"),
    [
        ("soạn lại, viết thành đoạn, đủ cả hai ý", True),
        ("gộp 2 câu thành một đoạn cho vào tờ trình", True),
        ("viết thành đoạn", False),
        ("hai ý đó khác nhau sao?", False),
    ],
)
def test_the_last_two_answers_are_asked_for_as_one_paragraph(turn: str, *, both: bool) -> None:
    assert asks_for_both(turn) is both
