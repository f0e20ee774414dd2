"""Subject of a question: the Party's congresses, another body's, or none of these."""

from collections.abc import Callable

import pytest

from assistant.model import Question, RefusalReason, Status, Turn
from assistant.question.topic import about_congresses, elsewhere, speaks_of_it
from assistant.question.understanding import Understood
from assistant.service import Assistant
from corpus.core.text import strip_diacritics

Read = Callable[..., Understood]


@pytest.mark.parametrize(
    "text",
    [
        "Đại hội xã viên hợp tác xã phải có mấy phần xã viên tới dự?",
        "Cổ đông giữ 10% cổ phần có được xin họp bất thường không?",
        "Đại hội chi đoàn mấy năm tổ chức một lần?",
        "Bầu tổ trưởng tổ dân phố bằng giơ tay hay bỏ phiếu?",
        "Cử tri đi vắng thì bỏ phiếu ở đâu?",
        "Đại hội đoàn cấp xã bầu bao nhiêu ủy viên ban chấp hành?",
        "Thế đại hội Đoàn thì sao?",
        "Công ty có 100 cổ đông, 60 người dự thì đại hội hợp lệ không?",
        "Tỷ giá và giá vàng sáng nay thế nào?",
        "Thế đại hội công đoàn trường em thì đoàn chủ tịch mấy người?",
        "Bầu đại biểu hội đồng nhân dân thì ban kiểm phiếu do ai lập?",
        "Hội phụ nữ xã em sắp đại hội, chủ tịch cũ 56 tuổi có tái cử được không?",
    ],
)
def test_other_bodies_are_never_answered_from_party_rules(assistant: Assistant, text: str) -> None:
    for form in (text, strip_diacritics(text)):
        answer = assistant.answer(Question(form))
        assert answer.status is Status.REFUSED, form
        assert answer.refusal is not None
        assert answer.refusal.reason is RefusalReason.OUT_OF_SCOPE, form


@pytest.mark.parametrize(
    "text",
    [
        "Đại hội chi bộ cần bao nhiêu đảng viên có mặt?",
        "Đảng viên là đoàn viên công đoàn có được ứng cử vào chi ủy không?",
        "Chủ tịch công đoàn cơ quan có được vào ban kiểm phiếu không?",
        "Đảng bộ Quốc hội có bao nhiêu đại biểu dự Đại hội toàn quốc?",
        "Tại đại hội đoàn chủ tịch có mấy người?",
        "Đại hội, đoàn đại biểu cấp dưới ngồi ở đâu?",
        "Đại biểu ở xa có được thuê khách sạn không?",
        "Biên bản kiểm phiếu có dòng nào để ký không?",
        "Chi phí bảo hiểm cho đại biểu dự đại hội lấy ở đâu?",
    ],
)
def test_the_partys_own_matters_are_not_elsewhere(read: Read, text: str) -> None:
    for form in (text, strip_diacritics(text)):
        assert not elsewhere(read(form)), form


def test_a_body_that_the_rule_speaks_of_is_no_other_matter(assistant: Assistant, read: Read) -> None:
    understood = read("Mặt trận Tổ quốc có được mời dự không?")
    assert elsewhere(understood)
    provisions = [item.provision for item in assistant.search.retriever.find(understood)]
    speaking = [found for found in provisions if speaks_of_it(understood, found)]
    assert speaking, "the shipped digest has a rule that names this body"
    assert len(speaking) < len(provisions)
    assert all("mặt trận tổ quốc" in f"{found.heading} {found.text}".lower() for found in speaking)


def test_a_question_far_from_everything_is_not_about_congresses(assistant: Assistant, read: Read) -> None:
    far = read("Luộc gà thế nào cho khỏi nứt da?")
    near = read("Đoàn mình được mấy người dự khuyết?")
    assert not about_congresses(far, assistant.search.retriever.find(far))
    assert about_congresses(near, assistant.search.retriever.find(near))


def test_a_short_turn_stays_with_the_body_spoken_of_before(assistant: Assistant) -> None:
    history = (Turn("Hội phụ nữ xã bầu chủ tịch thế nào?"),)
    asked = assistant.answer(Question("Có phải bỏ phiếu kín không?", history=history))
    assert asked.refusal is not None
    assert asked.refusal.reason is RefusalReason.OUT_OF_SCOPE
    party = assistant.answer(Question("Thế bầu chi ủy có phải bỏ phiếu kín không?", history=history))
    assert party.status is Status.ANSWERED
