"""A rule on the other bound, or for the opposite condition, does not govern the question (R14)."""

from dataclasses import replace

import pytest

from assistant.retrieval.agreement import disagrees
from corpus.core.registry import Registry


@pytest.mark.parametrize(
    ("question", "rule", "against"),
    [
        ("Tối thiểu bao nhiêu đại biểu?", "Đại hội có tối đa 250 đại biểu.", True),
        ("Tối đa bao nhiêu đại biểu?", "Đại hội có tối đa 250 đại biểu.", False),
        ("Bao nhiêu đại biểu?", "Đại hội có tối đa 250 đại biểu.", False),
        ("Ít nhất mấy người?", "Đoàn chủ tịch có từ 3 đến 5 người.", False),
        ("Nhiều nhất bao nhiêu người?", "Ban kiểm phiếu có ít nhất 3 người.", True),
        ("Nơi sáp nhập gửi hồ sơ trong bao nhiêu ngày?", "Nơi không sáp nhập gửi hồ sơ trong 11 ngày.", True),
        ("Nơi sáp nhập gửi hồ sơ trong bao nhiêu ngày?", "Nơi sáp nhập gửi hồ sơ trong 33 ngày.", False),
        ("Xã không sáp nhập gửi hồ sơ trong mấy ngày?", "Đảng bộ sáp nhập gửi hồ sơ trong 33 ngày.", True),
        ("Mấy năm tuổi đảng thì được Huy hiệu Đảng?", "Tuổi đảng tính từ ngày kết nạp.", True),
        ("Huy hiệu 30 năm trao khi nào?", "Đại hội họp 5 năm một lần.", True),
        ("Mấy năm tuổi đảng thì được Huy hiệu Đảng?", "Đủ 30 năm tuổi đảng thì được tặng Huy hiệu Đảng.", False),
        ("Cụ có Huy hiệu 60 năm, vậy cụ miễn sinh hoạt được không?", "Đảng viên già yếu được miễn sinh hoạt.", False),
    ],
)
def test_r14_what_does_not_govern(shipped: Registry, question: str, rule: str, against: bool) -> None:
    provision, _ = next(iter(shipped.provisions()))
    assert disagrees(question, replace(provision, text=rule, start=0, end=len(rule), heading="", trail=())) is against
