"""Rules of another time: what ruled a matter on the day answers, framed as what it is, or is refused."""

from datetime import date

import pytest

from assistant.model import Question, RefusalReason, Status
from assistant.service import Assistant


@pytest.mark.parametrize(
    ("question", "day", "place"),
    [
        ("Sau khi bế mạc bao nhiêu ngày thì cấp ủy mới phải nộp báo cáo bầu cử?", date(2022, 5, 4), "24-QĐ/TW#16.1"),
        ("Trước lúc khai mạc bao lâu thì cấp dưới phải được báo ngày họp?", date(2023, 3, 3), "24-QĐ/TW#11.1"),
        (
            "Đại hội thành phố Hà Nội được triệu tập nhiều nhất bao nhiêu đại biểu?",
            date(2020, 5, 5),
            "35-CT/TW#Phần đại biểu",
        ),
        ("Đoàn chủ tịch bầu bằng giơ thẻ hay bỏ phiếu kín?", date(2010, 1, 5), "32-HD/TW#Mục 3"),
        ("Đoàn chủ tịch bầu bằng giơ thẻ hay bỏ phiếu kín?", date(2025, 1, 5), "190-QĐ/TW#Điều 3"),
    ],
)
def test_r5_a_matter_is_answered_by_what_ruled_it_on_the_day(
    assistant: Assistant, question: str, day: date, place: str
) -> None:
    answer = assistant.answer(Question(question, as_of=day))
    assert answer.status is Status.ANSWERED
    cited = answer.claims[0].citations[0]
    assert f"{cited.document_number}#{cited.label}" == place


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("Bí thư cũ không tái cử có được ngồi đoàn chủ tịch không?", date(2025, 9, 22)),
        ("Dấu đóng trên phiếu phải dùng mực đỏ hay mực xanh?", date(2026, 11, 22)),
    ],
)
def test_r14_what_ruled_the_matter_before_does_not_make_a_near_miss_an_answer(
    assistant: Assistant, question: str, day: date
) -> None:
    assert assistant.answer(Question(question, as_of=day)).refusal is not None


def test_a_rule_of_the_day_is_not_refused_for_one_that_was_to_come(assistant: Assistant) -> None:
    asked = "Hôm trù bị có được đem dự thảo của cấp trên ra bàn không?"
    answer = assistant.answer(Question(asked, as_of=date(2023, 3, 1)))
    assert not (answer.refusal and answer.refusal.reason is RefusalReason.NOT_IN_FORCE)


def test_r5_the_last_rule_known_is_framed_and_the_silence_of_its_successors_digest_told(assistant: Assistant) -> None:
    asked = "Từ bao nhiêu đảng viên trở lên thì đảng bộ cơ sở mở đại hội đại biểu thay vì đại hội đảng viên?"
    before, after = (assistant.answer(Question(asked, as_of=day)) for day in (date(2025, 2, 25), date(2025, 7, 25)))
    assert before.claims[0].text.startswith("Theo Kết luận 118-KL/TW")
    assert after.claims[0].text.startswith("Quy định trước đây, hết hiệu lực từ 14/04/2025: “Theo Kết luận 118-KL/TW")
    assert any("bản tóm lược Chỉ thị 45-CT/TW" in note and "có thể quy định khác" in note for note in after.warnings)
    assert not any("bản tóm lược Chỉ thị 45-CT/TW" in note for note in before.warnings)


def test_what_ruled_the_same_topic_on_the_day_is_not_set_aside_for_what_rules_it_later(assistant: Assistant) -> None:
    answer = assistant.answer(Question("Chi bộ bao lâu đại hội một lần?", as_of=date(2023, 4, 1)))
    assert answer.claims[0].citations[0].label == "Điều 24 khoản 3"
