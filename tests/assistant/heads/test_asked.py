"""What a yes would say, read from the question alone."""

import pytest

from assistant.heads.asked import Complaint, Form, plain, read_asked


@pytest.mark.parametrize(
    ("question", "form", "turned"),
    [
        ("Có được bầu chung một phiếu không?", Form.MAY, False),
        ("Bầu chung một phiếu dc ko ạ?", Form.MAY, False),
        ("Có phải bỏ phiếu kín không?", Form.MUST, False),
        ("Chi bộ có bầu ủy ban kiểm tra không?", Form.IS, False),
        ("Bầu 20 người có vượt số dư cho phép không?", Form.MAY, True),
        ("Giơ tay thì có sai quy định không?", Form.MAY, True),
        ("Phiếu lưu 6 tháng, đúng không?", Form.BELIEF, False),
        ("Nghe nói phải lưu 6 tháng, thật vậy chăng?", Form.BELIEF, False),
        ("Tôi ghi thế có sai không?", Form.BELIEF, True),
        ("Bầu chung một phiếu được chứ?", Form.MAY, False),
    ],
)
def test_forms(question: str, form: Form, turned: bool) -> None:
    asked = read_asked(question)
    assert asked is not None
    assert (asked.form, asked.turned) == (form, turned)


@pytest.mark.parametrize(
    ("question", "side"),
    [
        ("Bàn giao sau 25 ngày làm việc có chậm không?", Complaint.LATE),
        ("Nộp sau 9 ngày thì có bị quá hạn không?", Complaint.LATE),
        ("Mới 3 tháng mà đốt phiếu. Vậy có sớm quá không, phải giữ bao lâu?", Complaint.EARLY),
        ("Chi ủy 2 người có ít quá không?", Complaint.FEW),
        ("Bầu 20 người có vượt số dư cho phép không?", Complaint.MANY),
        ("Chậm nhất 10 ngày có phải báo không?", None),
        ("Chi bộ bàn giao sau 25 ngày có được không?", None),
    ],
)
def test_a_judgement_on_a_figure_has_its_side(question: str, side: Complaint | None) -> None:
    asked = read_asked(question)
    assert asked is not None
    assert asked.side is side


@pytest.mark.parametrize(
    "question",
    [
        "Số dư tối đa là bao nhiêu?",
        "Ai quyết định, có phải đại hội không?",
        "Có được bầu không? Có được ứng cử không?",
        "Ban kiểm phiếu gồm những ai?",
    ],
)
def test_what_is_no_single_yes_or_no(question: str) -> None:
    assert read_asked(question) is None


def test_what_is_only_set_against_is_left_out() -> None:
    asked = read_asked("Bầu cấp ủy giơ thẻ thay cho bỏ phiếu kín có được không?")
    assert asked is not None
    assert "phieu kin" not in asked.said
    assert "phieu kin" in asked.whole


def test_a_story_told_before_belongs_to_a_question_that_only_points_at_it() -> None:
    asked = read_asked("Chi bộ tôi gộp hai phiếu làm một. Như thế có được không?")
    assert asked is not None
    assert "gop 2 phieu" in asked.said


def test_plain_words() -> None:
    assert plain("Hai phần ba số ĐẢNG viên, tức mười lăm người (quá nửa)") == ("2/3 so dang vien, tuc 15 nguoi qua 1/2")
