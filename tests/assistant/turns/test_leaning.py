"""What the words of a turn ask for."""

import pytest

from assistant.turns.leaning import (
    asks_again,
    asks_for_both,
    asks_place_again,
    asks_where,
    asks_whole_text,
)

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


@pytest.mark.parametrize(
    "turn",
    ["điều mấy?", "theo mục nào vậy?", "dựa vào đâu ạ", "căn cứ pháp lý?", "quy định chỗ nào?", "cho xin căn cứ"],
)
def test_a_turn_that_wants_the_place_alone(turn: str) -> None:
    assert asks_again(turn)
    assert asks_where(turn)
    assert not asks_whole_text(turn)


@pytest.mark.parametrize("turn", ["vì sao?", "ngắn hơn", "trích nguyên văn giúp em", "nộp ở đâu?", "đóng dấu chỗ nào?"])
def test_other_turns_want_more_than_the_place(turn: str) -> None:
    assert not asks_where(turn)


@pytest.mark.parametrize(
    "turn",
    [
        "tìm toàn văn ở đâu?",
        "xin file với ạ",
        "cho em cái link văn bản",
        "có bản pdf không, gửi giúp em",
        "văn bản đó tải ở đâu?",
        "đọc ở đâu?",
    ],
)
def test_a_turn_that_asks_where_the_text_is_to_be_had(turn: str) -> None:
    assert asks_whole_text(turn)
    assert asks_again(turn)


@pytest.mark.parametrize(
    "turn",
    [
        "nộp hồ sơ ở đâu?",
        "phiếu in file nào?",
        "xin nghỉ thì sao?",
        "lấy ý kiến ở đâu?",
        "nghị quyết toàn văn đọc trước đại hội bao lâu?",
    ],
)
def test_other_turns_ask_for_no_text(turn: str) -> None:
    assert not asks_whole_text(turn)


@pytest.mark.parametrize(
    ("turn", "where"),
    [
        ("căn cứ văn bản nào thế?", True),
        ("văn bản nào vậy?", True),
        ("thế trước đó là văn bản nào?", False),
        ("văn bản nào thay nó?", False),
        ("sau này là quy chế nào?", False),
    ],
)
def test_another_document_is_no_place_of_what_was_answered(turn: str, *, where: bool) -> None:
    assert asks_where(turn) is where
