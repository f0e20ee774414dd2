"""A sum that finds a bound not reached gives the word to a question that asks just that, and to no other."""

import pytest

from assistant.heads.reached import shortfall_word

SHORT = "Với tổng số 24, quá một nửa là từ 13 trở lên (24 : 2 = 12); 12 thì chưa quá một nửa, thiếu 1."
ENOUGH = "Với tổng số 24, quá một nửa là từ 13 trở lên (24 : 2 = 12); 13 thì đã quá một nửa."
BOTH = "Với tổng số 24, từ 13 trở lên (24 : 2 = 12); 20 (1 người) thì đã quá một nửa; 12 thì chưa quá một nửa."


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ("Chi bộ 24 người, 12 phiếu trúng chưa?", "Chưa"),
        ("Chi bo 24 nguoi, 12 phieu da qua ban chua a", "Chưa"),
        ("Triệu tập 24 người, mới tới 12, khai mạc được chưa hả bác?", "Chưa"),
        ("Gọi 24 đồng chí, 12 đồng chí tới. Vậy đã đủ để khai mạc chưa?", "Chưa"),
        ("Chi bộ 24 người, ông Năm 12 phiếu có trúng không?", "Không"),
        ("Gọi 24 đồng chí, tới 12, đại hội có hợp lệ không ạ?", "Không"),
    ],
)
def test_what_is_not_reached_answers_whether_it_is(asked: str, word: str) -> None:
    assert shortfall_word(asked, SHORT) == word
    assert shortfall_word(asked, ENOUGH) == ""
    assert shortfall_word(asked, BOTH) == ""


@pytest.mark.parametrize(
    "asked",
    [
        "Chi bộ 24 người, ông Năm 12 phiếu, có phải bầu lại không?",
        "Chi bộ 24 người, ông Năm 12 phiếu, công bố kết quả được chưa?",
        "Chi bộ 24 người, ông Năm 12 phiếu, đã bầu lại chưa?",
        "Chi bộ 24 người, ông Năm 12 phiếu, vậy là chưa trúng phải không?",
        "Chi bộ 24 người, ông Năm 12 phiếu, có bị coi là không đủ không?",
        "Chi bộ 24 người, ông Năm 12 phiếu thì sao?",
        "Chi bộ 24 người cần mấy phiếu mới trúng?",
        "Ông Năm 12 phiếu trên 24, biên bản ghi vậy có sai không?",
    ],
)
def test_another_question_gets_no_word(asked: str) -> None:
    assert shortfall_word(asked, SHORT) == ""
