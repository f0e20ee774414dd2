from __future__ import annotations

import pytest

from assistant.heads.asked import read_asked
from assistant.heads.general import general
from corpus.core.registry import Registry
from corpus.core.sentences import body_start


def decided(shipped: Registry, record: str, path: str, question: str) -> bool:
    found_at = shipped.provision(f"td-{record}/{path}")
    assert found_at is not None
    text = found_at[0].text
    asked = read_asked(question)
    assert asked is not None
    return general(asked, text[body_start(text) :].rstrip()) is not None


@pytest.mark.parametrize(
    ("place", "question"),
    [
        ("qd-294-tw-2025 11.4.4.b", "Huyện ủy viên ốm suốt kỳ đại hội, cử dự khuyết vào thay có được không?"),
        ("qd-190-tw-2024 bau-rieng", "Gộp cả chi ủy lẫn bí thư vào một tờ phiếu cho nhanh được không?"),
        ("qd-190-tw-2024 d35", "Phiếu bầu niêm phong được 3 tháng, đem hủy phiếu được chưa?"),
        ("qd-294-tw-2025 11.4.4.c", "Đại biểu chính thức bị bác tư cách, lấy dự khuyết lên thế có được không?"),
        ("dieu-le-2011 d17.k1-2", "Tổng Bí thư giữ chức vụ được 4 nhiệm kỳ liên tiếp, đúng không?"),
    ],
)
def test_the_clause_that_the_question_says_decides(shipped: Registry, place: str, question: str) -> None:
    assert decided(shipped, *place.split(), question)


@pytest.mark.parametrize(
    ("place", "question"),
    [
        # an exception that the question means, a denial, another act, another state, more than the rule says
        ("dieu-le-2011 d11.k5-2", "Đại biểu bị khởi tố thì cấp ủy triệu tập có được bác tư cách đại biểu không?"),
        ("qd-399-tw-2026 d11.k4", "Chi bộ không ban hành đề án thì có được không?"),
        ("qd-399-tw-2026 d11.k4-2", "Đảng viên có được chụp ảnh phiếu bầu rồi đăng lên mạng không?"),
        ("qd-190-tw-2024 d35", "Phiếu bầu niêm phong được 8 tháng, đem hủy phiếu được chưa?"),
        ("dieu-le-2011 d12.k3-2", "Đại biểu có được tự ý chất vấn bất kỳ ai vô thời hạn không?"),
        # a belief that is right is not confirmed
        ("dieu-le-2011 d17.k1-2", "Tổng Bí thư giữ chức vụ không quá 2 nhiệm kỳ liên tiếp, đúng không?"),
        # nor is anything else: clauses only say no
        ("qd-190-tw-2024 d10", "Đại hội đảng viên, đảng viên dự bị có được đề cử đảng viên chính thức không?"),
        # a case that keeps the figure of the rule
        ("dieu-le-2011 d21.k4", "Tổ chức cơ sở đảng có 45 đảng viên thì lập đảng bộ cơ sở phải không?"),
        # the act turned round by a word
        ("qd-294-tw-2025 11.4.4.c", "Quy định có cấm lấy dự khuyết bù vào chỗ người bị bác tư cách không?"),
        (
            "qd-190-tw-2024 bau-rieng",
            "Bầu xong chi ủy, phát lá phiếu khác để bầu bí thư, rồi lá khác cho ông phó: làm thế có đúng không?",
        ),
        # what a rule leaves to the congress
        ("dieu-le-2011 d12.k3-5", "Bầu một lần chưa đủ số lượng, có phải bầu thêm không?"),
    ],
)
def test_what_is_only_near_gets_no_head(shipped: Registry, place: str, question: str) -> None:
    assert not decided(shipped, *place.split(), question)
