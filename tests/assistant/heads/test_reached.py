"""A sum that finds a bound broken gives the word to a question that asks just that, and to no other."""

import pytest

from assistant.heads.reached import excess_word, shortfall_word

SHORT = "Với tổng số 24, quá một nửa là từ 13 trở lên (24 : 2 = 12); 12 thì chưa quá một nửa, thiếu 1."
ENOUGH = "Với tổng số 24, quá một nửa là từ 13 trở lên (24 : 2 = 12); 13 thì đã quá một nửa."
OVER = (
    "Với 21 cấp ủy viên, ban thường vụ có nhiều nhất 7 người (21 : 3 = 7) vì quy định là “không quá” 1/3; 9 thì thừa 2."
)
LACKS = "Còn 45 tháng, so với ít nhất 48 tháng thì thiếu 3 tháng (48 − 45 = 3)."
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
        ("Gọi 24 đồng chí, 12 người giơ thẻ, nghị quyết có được thông qua không?", "Không"),
        ("Gọi 24 người mà có 12, đã đủ điều kiện tiến hành đại hội không?", "Không"),
        ("Ông Năm 12 phiếu trên 24, có bị thiếu phiếu không?", "Có"),
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


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ("Đảng ủy 21 người, lấy 9 người vào ban thường vụ có vượt mức không?", "Có"),
        ("Dang uy 21 nguoi ma ban thuong vu 9, vay co qua muc quy dinh khong a", "Có"),
        # more may be allowed with somebody's consent, and what is not asked gets no word
        ("Đảng ủy 21 người, lấy 9 người vào ban thường vụ có được không?", ""),
        ("Đảng ủy 21 người, ban thường vụ 9 người, có phải hỏi cấp trên không?", ""),
        ("Đảng ủy 21 người, ban thường vụ 9 người, vậy là không vượt chứ?", ""),
        ("Đảng ủy 21 người, ban thường vụ 9 người, đã vượt mức chưa?", ""),
    ],
)
def test_what_exceeds_a_bound_answers_whether_it_does(asked: str, word: str) -> None:
    assert excess_word(asked, OVER) == word
    assert excess_word(asked, ENOUGH) == ""
    assert excess_word(asked, SHORT) == ""


def test_months_that_are_too_few_are_not_enough() -> None:
    assert shortfall_word("Bác ấy còn 45 tháng, tái cử có đủ không?", LACKS) == "Không"
    assert shortfall_word("Bác ấy còn 45 tháng, tái cử được bao lâu?", LACKS) == ""
