"""What the quoted words of a rule say of the act that they speak of."""

import pytest

from assistant.heads.acts import Says, says


@pytest.mark.parametrize(
    ("words", "force"),
    [
        ("không có quyền biểu quyết", Says.NO),
        ("việc họp phiên trù bị không bắt buộc", Says.FREE),
        ("có bầu thêm nữa hay không do đại hội quyết định", Says.FREE),
        ("vẫn được đề cử đảng viên chính thức", Says.MAY),
        ("phải tiến hành bằng phiếu kín", Says.MUST),
        ("được thực hiện bằng phiếu kín", Says.MUST),
        ("chỉ được ký chức danh sau khi có quyết định chuẩn y", Says.MUST),
        ("do đoàn chủ tịch giới thiệu", Says.MUST),
    ],
)
def test_the_force_is_read_from_the_words_of_the_rule(words: str, force: Says) -> None:
    assert says(words) is force
