from __future__ import annotations

import pytest

from assistant.heads.asked import read_asked
from assistant.heads.general import general
from corpus.core.registry import Registry
from corpus.core.sentences import body_start


def said(shipped: Registry, record: str, path: str, question: str) -> bool | None:
    found_at = shipped.provision(f"td-{record}/{path}")
    assert found_at is not None
    text = found_at[0].text
    asked = read_asked(question)
    assert asked is not None
    found = general(asked, text[body_start(text) :].rstrip())
    return None if found is None else found.true


@pytest.mark.parametrize(
    ("place", "question", "true"),
    [
        ("qd-294-tw-2025 11.4.4.b", "Huyện ủy viên ốm suốt kỳ đại hội, cử dự khuyết vào thay có được không?", False),
        ("qd-190-tw-2024 bau-rieng", "Gộp cả chi ủy lẫn bí thư vào một tờ phiếu cho nhanh được không?", False),
        ("qd-190-tw-2024 d10", "Đại hội đảng viên, đảng viên dự bị có được đề cử đảng viên chính thức không?", True),
        ("qd-190-tw-2024 d35", "Phiếu bầu niêm phong được 3 tháng, đem hủy phiếu được chưa?", False),
        ("qd-294-tw-2025 11.4.4.c", "Đại biểu chính thức bị bác tư cách, lấy dự khuyết lên thế có được không?", False),
        ("dieu-le-2011 d17.k1-2", "Tổng Bí thư giữ chức vụ được 4 nhiệm kỳ liên tiếp, đúng không?", False),
    ],
)
def test_the_clause_that_the_question_says_decides(shipped: Registry, place: str, question: str, true: bool) -> None:
    assert said(shipped, *place.split(), question) is true


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
        # what a rule leaves to the congress
        ("dieu-le-2011 d12.k3-5", "Bầu một lần chưa đủ số lượng, có phải bầu thêm không?"),
    ],
)
def test_what_is_only_near_gets_no_head(shipped: Registry, place: str, question: str) -> None:
    assert said(shipped, *place.split(), question) is None
