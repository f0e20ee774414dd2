"""Follow-ups made standalone; ordinary questions left alone."""

import pytest

from assistant.model import Turn
from assistant.turns.followups import follow_up, standalone
from assistant.turns.leaning import is_follow_up

FIRST = (Turn("Đại hội chi bộ họp mấy năm một lần?"),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thế còn cấp xã?", "Đại hội cấp xã họp mấy năm một lần?"),
        ("điều nào?", "Đại hội chi bộ họp mấy năm một lần?"),
        ("Vì sao?", "Đại hội chi bộ họp mấy năm một lần?"),
        ("Căn cứ vào đâu?", "Đại hội chi bộ họp mấy năm một lần?"),
    ],
)
def test_rewritten(text: str, expected: str) -> None:
    assert standalone(text, FIRST) == expected


@pytest.mark.parametrize(
    "text",
    ["Ban kiểm phiếu gồm những ai?", "Số dư tối đa là bao nhiêu phần trăm khi bầu cấp ủy?", "Bầu bí thư thế nào?"],
)
def test_questions_that_stand_alone_are_unchanged(text: str) -> None:
    assert not is_follow_up(text)
    assert standalone(text, FIRST) == text


def test_without_history_nothing_is_added() -> None:
    assert standalone("Thế còn cấp xã?", ()) == "Thế còn cấp xã?"


def test_only_questions_are_taken_from_history() -> None:
    turns = (Turn("Phiếu bầu lưu bao lâu?", "99 năm"),)
    assert "99" not in standalone("Vì sao?", turns)


def test_another_figure_takes_the_place_of_the_first() -> None:
    turns = (Turn("Bầu 15 người với số dư 30% thì danh sách có nhiều nhất bao nhiêu người?"),)
    expected = "Bầu 30 người với số dư 30% thì danh sách có nhiều nhất bao nhiêu người?"
    assert standalone("Thế bầu 30 người thì sao?", turns) == expected
    assert "15" in standalone("Thế bầu 20 người, vắng 5 thì sao?", turns)


@pytest.mark.parametrize(
    ("before", "text", "expected"),
    [
        (
            "Sau đại hội bao lâu phải báo cáo kết quả?",
            "bế mạc 18/9/2026 thì hạn ngày nào?",
            "Sau đại hội bao lâu phải báo cáo kết quả – bế mạc 18/9/2026 thì hạn ngày nào?",
        ),
        (
            "Ai được vào ban kiểm phiếu?",
            "đảng viên dự bị có được k?",
            "ban kiểm phiếu: đảng viên dự bị có được k?",
        ),
        (
            "Nhiệm vụ ban thẩm tra là gì?",
            "Đại hội đảng viên có cần ban đó không?",
            "Đại hội đảng viên có cần ban thẩm tra không?",
        ),
        (
            "Đại hội cơ sở kỳ vừa rồi họp mấy ngày?",
            "xong trước ngày nào?",
            "Đại hội, cơ sở, kỳ vừa rồi: xong trước ngày nào?",
        ),
        (
            "Quy định thi hành Điều lệ mới nhất là số mấy?",
            "thay cái nào?",
            "Quy định thi hành Điều lệ mới nhất là số mấy – thay cái nào?",
        ),
    ],
)
def test_a_figure_a_body_a_time_a_document_stay_those_spoken_of(before: str, text: str, expected: str) -> None:
    assert standalone(text, (Turn(before),)) == expected


def test_a_turn_goes_back_to_an_earlier_subject() -> None:
    turns = (Turn("Số dư bầu cấp ủy tối đa bao nhiêu?"), Turn("Kinh phí đại hội chi bộ lấy ở đâu?"))
    assert standalone(turns[1].question, turns[:1]) == turns[1].question, "another subject carries nothing"
    assert standalone("quay lại số dư, còn ban thường vụ?", turns) == "Số dư bầu ban thường vụ tối đa bao nhiêu?"
    assert standalone("quay lại số dư", turns) == turns[0].question


def test_a_document_stays_the_one_spoken_of() -> None:
    turns = (Turn("Quy định 294 do ai ban hành?"),)
    assert standalone("còn hiệu lực không?", turns) == "Quy định 294 do ai ban hành – còn hiệu lực không?"


def test_one_assembly_stands_for_the_other() -> None:
    turns = (Turn("Đại hội đảng viên cần bao nhiêu người dự?"),)
    assert standalone("còn đại hội đại biểu?", turns) == "đại hội đại biểu cần bao nhiêu người dự?"


def test_an_older_turn_gives_what_another_thing_stands_for() -> None:
    turns = (Turn("Quy định thi hành Điều lệ mới nhất là số mấy?"), Turn("nội dung về số dư trong 208 ra sao?"))
    assert standalone("còn hướng dẫn thì sao?", turns) == "hướng dẫn thi hành Điều lệ mới nhất là số mấy?"


TELLERS = (Turn("Ai được vào ban kiểm phiếu?"),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gồm mấy người?", "ban kiểm phiếu: gồm mấy người?"),
        ("còn đoàn chủ tịch?", "Ai được vào đoàn chủ tịch?"),
        ("ngắn hơn", "Ai được vào ban kiểm phiếu?"),
        ("viết thành đoạn để đưa vào kế hoạch", "Ai được vào ban kiểm phiếu?"),
        ("cho xin căn cứ", "Ai được vào ban kiểm phiếu?"),
        ("trước 7/2025 thì sao?", "Trước 7/2025, ai được vào ban kiểm phiếu?"),
        ("Thôi đổi chuyện, số dư tối đa bao nhiêu?", "Thôi đổi chuyện, số dư tối đa bao nhiêu?"),
    ],
)
def test_a_turn_that_leaves_its_subject_out_gets_it_back(text: str, expected: str) -> None:
    assert standalone(text, TELLERS) == expected


def test_the_subject_is_carried_over_several_turns_and_small_talk() -> None:
    turns = (*TELLERS, Turn("Gồm mấy người?"), Turn("cảm ơn nhé"))
    assert standalone("ai bầu ra?", turns) == "ban kiểm phiếu: ai bầu ra?"
    assert standalone("điều nào?", turns) == "ban kiểm phiếu: gồm mấy người?"


def test_a_status_question_keeps_its_word() -> None:
    assert (
        standalone("còn hiệu lực không?", (Turn("Quy chế bầu cử có mấy điều?"),))
        == "Quy chế bầu cử có mấy điều – còn hiệu lực không?"
    )


@pytest.mark.parametrize(
    ("before", "text", "expected"),
    [
        (
            "Triệu tập 132 đại biểu thì cần mấy người?",
            "thế nếu triệu tập 160?",
            "Triệu tập 160 đại biểu thì cần mấy người?",
        ),
        ("Bầu 21 cấp ủy viên thì danh sách mấy tên?", "nếu là 25 người?", "Bầu 25 cấp ủy viên thì danh sách mấy tên?"),
        ("Ban thường vụ đảng ủy do ai bầu?", "còn bí thư?", "bí thư đảng ủy do ai bầu?"),
        ("bí thư đảng ủy do ai bầu?", "còn ủy ban kiểm tra?", "ủy ban kiểm tra đảng ủy do ai bầu?"),
        ("Bầu phó bí thư giơ tay được không?", "còn đoàn chủ tịch?", "Bầu đoàn chủ tịch giơ tay được không?"),
        (
            "Trúng đại biểu dự đại hội tỉnh thì còn được triệu tập không?",
            "thế nếu chuyển hẳn ra tỉnh khác?",
            "Trúng đại biểu dự đại hội tỉnh thì còn được triệu tập không – nếu chuyển hẳn ra tỉnh khác?",
        ),
        (
            "Chi bộ được hỗ trợ bao nhiêu theo Hướng dẫn 21 năm 2013?",
            "tiền đó lấy từ đâu?",
            "Chi bộ, Hướng dẫn 21 năm 2013: tiền đó lấy từ đâu?",
        ),
    ],
)
def test_what_is_supposed_and_who_is_put_in_whose_place(before: str, text: str, expected: str) -> None:
    assert standalone(text, (Turn(before),)) == expected


def test_what_points_back_is_put_behind_the_question_before_it() -> None:
    before = (Turn("Đại hội XIV phân bổ bao nhiêu đại biểu?"),)
    assert standalone("trong đó chỉ định mấy người?", before) == (
        "Đại hội XIV phân bổ bao nhiêu đại biểu – trong đó chỉ định mấy người?"
    )


def test_a_day_is_put_behind_the_turn_that_asked_for_one() -> None:
    talk = (Turn("Đảng viên ứng cử thì làm hồ sơ gì?"), Turn("nộp chậm nhất khi nào?"))
    asked = standalone("khai mạc 22/3/2027 thì hạn là hôm nào?", talk)
    assert "chậm nhất khi nào" in asked
    assert asked.endswith("– khai mạc 22/3/2027 thì hạn là hôm nào?")


def test_a_level_that_begins_alike_is_not_said_twice() -> None:
    assert "cấp cấp" not in standalone("cấp trên cơ sở?", (Turn("Đại hội cấp cơ sở mấy ngày?"),))


def test_a_doubt_is_a_question_of_its_own() -> None:
    talk = (Turn("Quy chế 190 có mấy chương?"),)
    expected = "bầu hội đồng nhân dân xã theo quy chế 190 luôn hả?"
    assert standalone("bầu hội đồng nhân dân xã theo quy chế này luôn hả?", talk) == expected


def test_other_forms_of_a_leaning_turn_are_kept() -> None:
    talk = (Turn("Rớt cấp ủy vì được 48% thì bao giờ được bổ sung?"),)
    assert follow_up("còn điều kiện gì nữa không?", talk).others[0] == (
        "Rớt cấp ủy vì được 48% thì bao giờ được bổ sung – điều kiện gì nữa không?"
    )
    assert follow_up("điều nào?", talk).others == ()


def test_a_figure_of_something_else_takes_no_place() -> None:
    talk = (Turn("Giải tán chi bộ, cấp trên trực tiếp có 18 người thì mấy người đề nghị?"),)
    assert "18" in standalone("cấp cách đó một bậc 31 người thì sao?", talk)
    assert "18" not in standalone("thế 31 người thì sao?", talk)


def test_another_matter_told_with_its_time_carries_nothing() -> None:
    talk = (Turn("Hướng dẫn 16 nói chi bộ có lập tiểu ban không?"),)
    assert "tiểu ban" not in standalone("còn Thành phố Hồ Chí Minh năm 2025 chuyện quà với hoa?", talk)


@pytest.mark.parametrize(
    ("before", "text", "expected"),
    [
        ("Đại hội triệu tập 45 đảng viên, phải có mặt bao nhiêu?", "à nhầm, 48 người",
         "Đại hội triệu tập 48 đảng viên, phải có mặt bao nhiêu?"),
        ("Chi bộ 45 đảng viên, có mặt 30, khai mạc được chưa?", "không phải 45 mà là 47 nhé",
         "Chi bộ 47 đảng viên, có mặt 30, khai mạc được chưa?"),
        ("Chi bộ 45 đảng viên chính thức, chị Lan được 23 phiếu thì trúng chưa?", "xin lỗi ghi nhầm, 22 phiếu",
         "Chi bộ 45 đảng viên chính thức, chị Lan được 22 phiếu thì trúng chưa?"),
        ("Ban thường vụ tối đa mấy người khi có 27 cấp ủy viên?", "Ủa nhầm rồi, 29 ủy viên mới đúng",
         "Ban thường vụ tối đa mấy người khi có 29 cấp ủy viên?"),
    ],
)  # fmt: skip
def test_a_figure_put_right_takes_the_place_of_the_wrong_one(before: str, text: str, expected: str) -> None:
    assert standalone(text, [Turn(before)]) == expected


def test_a_figure_put_right_that_may_be_either_is_told_behind() -> None:
    before = Turn("Chi bộ 45 đảng viên, có 30 người đến thì khai mạc được chưa?")
    made = standalone("à nhầm, 48 người", [before])
    assert "45 đảng viên, có 30 người" in made
    assert "48 người" in made


@pytest.mark.parametrize(
    ("talk", "text", "expected"),
    [
        (
            ("Đảng ủy mới họp phiên đầu, ai điều khiển?", "nếu bí thư khóa trước nghỉ?"),
            "đoàn chủ tịch phiên đó mấy người?",
            "đoàn chủ tịch phiên đầu mấy người?",
        ),
        (
            ("Không cử được ban kiểm phiếu thì lập tổ công tác phải không?",),
            "tổ ấy do ai cử?",
            "tổ công tác do ai cử?",
        ),
    ],
)
def test_a_noun_that_points_back_is_called_by_its_name(talk: tuple[str, ...], text: str, expected: str) -> None:
    assert standalone(text, tuple(map(Turn, talk))) == expected


def test_a_noun_that_nobody_spoke_of_points_at_nothing() -> None:
    assert standalone("Trang trí hội trường đó cần những gì?", FIRST) == "Trang trí hội trường đó cần những gì?"


@pytest.mark.parametrize(
    ("before", "text", "expected"),
    [
        ("Đảng ủy cơ sở bao lâu họp một lần?", "còn cấp ủy tỉnh?", "cấp ủy tỉnh bao lâu họp một lần?"),
        ("Ban thường vụ cấp tỉnh do ai bầu?", "còn đảng ủy xã?", "đảng ủy xã do ai bầu?"),
        ("Ban thường vụ do ai bầu ở cấp tỉnh?", "còn đảng ủy xã?", "đảng ủy xã do ai bầu ở cấp tỉnh?"),
    ],
)
def test_a_name_of_several_words_takes_the_whole_place(before: str, text: str, expected: str) -> None:
    assert standalone(text, (Turn(before),)) == expected


def test_a_level_that_is_named_drives_out_the_one_before_it() -> None:
    talk = [Turn("Đại hội đảng bộ tỉnh mấy năm một lần?"), Turn("cơ sở thì hoãn được bao lâu?")]
    assert standalone(talk[1].question, talk[:1]) == "Đại hội: cơ sở thì hoãn được bao lâu?"
    assert standalone("chi bộ trực thuộc?", talk) == "Đại hội: chi bộ trực thuộc thì hoãn được bao lâu?"


def test_things_that_are_not_alike_take_no_place_in_an_older_turn() -> None:
    talk = (Turn("Bầu 180 người, 9 chỉ định, vậy còn bầu mấy?"), Turn("số đại biểu ai quyết?"))
    assert standalone("còn Đại hội toàn quốc?", talk) == "số đại biểu ai quyết – Đại hội toàn quốc?"


def test_a_time_takes_the_place_of_a_time() -> None:
    talk = (Turn("Hồi đầu năm 2026 thi hành Điều lệ theo quy định nào?"),)
    assert standalone("còn năm 2022?", talk) == "năm 2022 thi hành Điều lệ theo quy định nào?"


def test_a_document_is_carried_before_other_things() -> None:
    talk = (Turn("Quy chế 190 có áp dụng cho ứng cử tại đại hội đại biểu cấp tỉnh không?"),)
    assert standalone("mấy chương, mấy điều?", talk).startswith("Quy chế 190, ")


def test_what_is_supposed_leans_whatever_it_names() -> None:
    talk = (Turn("Chi bộ em khuyết phó bí thư thì ai bổ sung?"),)
    assert standalone("lỡ khuyết luôn cả bí thư và chi ủy?", talk) == (
        "Chi bộ em khuyết phó bí thư thì ai bổ sung – lỡ khuyết luôn cả bí thư và chi ủy?"
    )
    assert not is_follow_up("Trường hợp nào đại biểu dự khuyết được thay đại biểu chính thức?")


def test_a_turn_that_asks_for_a_figure_is_put_behind_the_story_that_tells_the_others() -> None:
    told = "Triệu tập 180 đại biểu, 3 đại biểu vắng suốt không ai thay, tính trúng cử trên bao nhiêu?"
    assert standalone("tức là cần mấy phiếu", (Turn(told),)) == f"{told.rstrip('?')} – tức là cần mấy phiếu?"
    assert not standalone("ai vắng thì phạt bao nhiêu tiền", (Turn(told),)).startswith(told.rstrip("?"))


def test_a_turn_goes_back_to_a_thing_that_no_list_names() -> None:
    turns = (Turn("Có lá gạch cả hai ô ở tên ông Sáu thì bỏ luôn lá đó à?"), Turn("tiện hỏi, giấy A5 hay A4 mới đúng?"))
    back = standalone("quay lại lá hồi nãy, có được cộng không?", turns)
    assert back.startswith("Có lá gạch cả hai ô ở tên ông Sáu")
