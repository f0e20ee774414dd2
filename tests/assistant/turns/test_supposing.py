"""What a turn supposes is worked into the story told before it, or nothing is retold. Stories of our own."""

import pytest

from assistant.turns.supposing import of_another_whole, retold, undoes

CELL = "Chi bộ thôn có 43 đảng viên chính thức, muốn trúng phải mấy phiếu?"
EXEMPT = "Chi bộ 27 đảng viên chính thức, 4 cụ được miễn sinh hoạt không tới. Trúng cử cần mấy phiếu?"
QUORUM = "Đảng bộ gọi 96 đại biểu, 70 người tới, khai mạc được chưa?"
DELEGATES = "Đại hội gọi 160 đại biểu, 5 người vắng suốt không có dự khuyết thay. Trúng cử phải mấy phiếu?"


@pytest.mark.parametrize(
    ("before", "turn", "made"),
    [
        (CELL, "thế 51 thì sao?", CELL.replace("43", "51")),
        (CELL, "nếu chỉ có 17 người thôi?", CELL.replace("43", "17")),
        (CELL, "giả sử ba mươi người thì sao", CELL.replace("43", "30")),
        (CELL, "tổ bên cạnh 38 đảng viên thì sao?", CELL.replace("43", "38")),
        (CELL, "à nhầm, 44 người", CELL.replace("43", "44")),
        (QUORUM, "em đếm nhầm, có 63 thôi", QUORUM.replace("70", "63")),
        (QUORUM, "nếu chỉ 61 người tới thì sao?", QUORUM.replace("70", "61")),
        (
            "Bầu 13 cấp ủy viên thì danh sách tối đa mấy người?",
            "bầu 17 thì sao",
            "Bầu 17 cấp ủy viên thì danh sách tối đa mấy người?",
        ),
        (
            "Đảng ủy cơ sở có đại hội quyết 20 người, trên chỉ định thêm nhiều nhất mấy người?",
            "cấp trên cơ sở, 30 người?",
            "cấp trên cơ sở có đại hội quyết 30 người, trên chỉ định thêm nhiều nhất mấy người?",
        ),
    ],
)
def test_another_figure_takes_the_place_of_the_one_that_it_is_of(before: str, turn: str, made: str) -> None:
    assert retold(turn, before) == made


@pytest.mark.parametrize(
    ("before", "turn"),
    [
        (QUORUM, "thế 80 thì sao?"),  # called, or come
        (CELL, "thế bầu 5 người thì sao?"),  # seats
        (CELL, "nếu họp 2 ngày thì sao?"),
        (CELL, "43 người thì bầu mấy phó bí thư?"),
        (CELL, "vậy 20 phiếu trúng chưa?"),
        (CELL, "nếu ban thường vụ có 7 ủy viên?"),
        ("Phiếu bầu lưu mấy tháng?", "nếu 8 tháng thì sao?"),
    ],
)
def test_a_figure_that_may_be_of_something_else_is_not_put_in(before: str, turn: str) -> None:
    assert retold(turn, before) == ""


def test_those_who_stay_away_too_are_told_beside_the_others() -> None:
    said = retold("thế 2 người nữa nghỉ cả buổi, có xin phép và được chi ủy đồng ý thì sao", EXEMPT)
    assert said.startswith(EXEMPT.rstrip("?"))
    assert "2 người nữa nghỉ cả buổi, có xin phép" in said


def test_more_of_the_same_kind_are_told_in_the_words_of_the_first() -> None:
    said = retold("nếu thêm 3 người vắng nữa cũng vậy?", DELEGATES)
    assert said == f"{DELEGATES.rstrip('?')} – 3 người vắng suốt không có dự khuyết thay?"


@pytest.mark.parametrize(
    ("turn", "made"),
    [
        ("lỡ một cụ lại tới bỏ phiếu thì sao?", EXEMPT.replace("4 cụ", "3 cụ")),
        ("nếu hai cụ chống gậy tới dự?", EXEMPT.replace("4 cụ", "2 cụ")),
        ("nếu các cụ đều đến thì sao?", "Chi bộ 27 đảng viên chính thức. Trúng cử cần mấy phiếu?"),
        ("nếu 9 cụ tới?", ""),
    ],
)
def test_who_comes_after_all_is_taken_off_the_group_away(turn: str, made: str) -> None:
    assert undoes(turn)
    assert retold(turn, EXEMPT) == made


def test_another_whole_is_told_from_what_some_of_them_do() -> None:
    assert of_another_whole("thế 29 người thì sao?")
    assert not of_another_whole("thế 29 người tới thì sao?")
    assert not of_another_whole("nếu 29 phiếu tán thành thì sao?")


def test_a_second_supposition_changes_the_one_before_it() -> None:
    before = "Nghị quyết của 80 đảng viên cần mấy người tán thành – nếu 30 người giơ tay đồng ý thì được chưa"
    assert retold("nếu 45 người thì được chưa?", before) == f"{before.replace('30', '45')}?"
    assert retold("nếu chỉ 21 người thì sao?", f"{CELL.rstrip('?')} – giả sử vắng thêm 2") == CELL.replace("43", "21")
