"""What was typed is brought to all of its diacritics or none; what was typed well stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.core.text import strip_diacritics, syllables
from corpus.vietnamese.typing import as_read

WELL = [
    "Đại hội chi bộ được bầu bao nhiêu người?",
    "Ban kiểm phiếu do ai đưa ra và ai thông qua?",
    "208-QĐ/TW chia theo chương hay theo mục?",
    "Kho hồ sơ ẩm mốc, dễ ngập lụt thì đạt yêu cầu không?",
    "xử lí, quí vị, hoà bình, dùm",
    "dai hoi chi bo bau may nguoi",
    "k bầu dc thì sao z ad",
]


@pytest.mark.parametrize("text", WELL)
def test_what_is_typed_well_stays(text: str) -> None:
    assert as_read(text) == text


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("BAN KIỂM PHIẾU LÀM GÌ?", "ban kiểm phiếu làm gì?"),
        ("Ban kiễm phiếu làm những việc gì?", "Ban kiểm phiếu làm những việc gì?"),
        ("qđ 190 có bao nhieu điều", "qđ 190 có bao nhiêu điều"),
        ("Dại hội vừa rồi có sửa Diều lệ không?", "Đại hội vừa rồi có sửa Điều lệ không?"),
        ("Đảng viênn đuợc bầu khôgn, phãi mấyy ngừoi?", "Đảng viên được bầu không, phải mấy người?"),
        ("Chi bộ minhf gửi emial cho bn B", "Chi bộ mình gửi emial cho bn B"),
        ("Xã tui rứa có vô Đảng được hông?", "Xã tôi thế có vào Đảng được không?"),
        ("Phiếu vô hiệu của Nguyễn Văn Thuỡng", "Phiếu vô hiệu của Nguyễn Văn Thuỡng"),
        ("Cấp trên có dược gạch tên dại biểu không?", "Cấp trên có được gạch tên đại biểu không?"),
    ],
)
def test_slips_are_put_right(typed: str, read: str) -> None:
    assert as_read(typed) == read


@pytest.mark.parametrize(
    "typed",
    ["Lấy y kien đại hội về nguoi tu ứng cử co phai bang phiếu kín khong?", "nhan su xa moi can cu ket luận nào"],
)
def test_half_of_the_marks_are_taken_off(typed: str) -> None:
    assert as_read(typed) == strip_diacritics(typed)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=60))
def test_no_word_is_added_or_taken_away(text: str) -> None:
    assert len(syllables(as_read(text))) == len(syllables(text))


@given(st.lists(st.sampled_from(WELL[0].rstrip("?").split()), min_size=1, max_size=9))
def test_words_typed_well_are_never_changed(words: list[str]) -> None:
    assert as_read(" ".join(words)) == " ".join(words)
