"""The rest of a stage follows from what its part so far took."""

from indexing.upkeep.pace import Pace, left_words


def test_the_rest_is_told_once_there_is_something_to_go_by() -> None:
    now = 100.0
    pace = Pace(lambda: now)
    assert pace.left_s("Đọc tệp", 0, 54) is None
    now = 101.0
    assert pace.left_s("Đọc tệp", 1, 54) is None
    now = 130.0
    assert pace.left_s("Đọc tệp", 18, 54) == 60
    now = 131.0
    assert pace.left_s("Mã hóa", 128, 1280) is None
    now = 141.0
    assert pace.left_s("Mã hóa", 256, 1280) == 80
    assert pace.left_s("Mã hóa", 1280, 1280) is None


def test_words_of_the_rest() -> None:
    assert left_words(None) == ""
    assert left_words(59) == "còn dưới 1 phút"
    assert left_words(200) == "còn khoảng 3 phút"
