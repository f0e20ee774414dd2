"""Only a name takes the place of a name."""

import pytest

from assistant.turns.swapping import other_thing


@pytest.mark.parametrize(
    ("base", "rest", "made"),
    [
        ("Đại hội chi bộ mấy năm một lần", "đảng bộ tỉnh", "Đại hội đảng bộ tỉnh mấy năm một lần?"),
        ("Chi bộ nhập làm một thì tính nhiệm kỳ sao", "chi bộ mà tách đôi", ""),
        ("Cấp ủy cơ sở tăng thêm mấy phần trăm", "cấp trên cơ sở chốt 30", ""),
    ],
)
def test_a_clause_takes_no_place(base: str, rest: str, made: str) -> None:
    assert other_thing(base, rest) == made
