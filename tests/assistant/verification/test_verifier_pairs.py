"""``check_pair``: what a quote proves and what it does not, kind by kind. All sentences are our own."""

import pytest

from assistant.verification.verifier import check_pair

QUORUM = (
    "Đại hội chỉ hợp lệ khi có mặt ít nhất 2/3 số đại biểu được triệu tập và có đại diện của ít nhất hai phần ba "
    "số tổ chức đảng trực thuộc."
)
REJECT = (
    "Cấp ủy triệu tập đại hội không được bác tư cách đại biểu do đại hội cấp dưới bầu, trừ đại biểu đang bị đình chỉ "
    "sinh hoạt đảng, bị khởi tố, truy tố hoặc tạm giam."
)
CONVENE = (
    "Cấp ủy đương nhiệm là cơ quan triệu tập đại hội khi hết nhiệm kỳ và phải thông báo trước cho cấp dưới về "
    "thời gian và nội dung của đại hội."
)
CELL = "Trường hợp chi bộ chưa có chi ủy thì bí thư chi bộ triệu tập đại hội."
BODIES = "Đoàn chủ tịch điều hành công việc của đại hội, kết luận các vấn đề. Ban kiểm phiếu thu phiếu và kiểm phiếu."
LIST = "Không được cử dự khuyết thay khi: cấp dưới bầu thiếu số được phân bổ; đại biểu bị bác tư cách."
NOTICE = "Cấp ủy triệu tập đại hội phải quyết định và thông báo thời gian khai mạc đại hội trước 30 ngày làm việc."

TRUE = [
    (QUORUM[0].lower() + QUORUM[1:], QUORUM),
    (QUORUM.rstrip("."), QUORUM),
    (QUORUM.replace("ít nhất", "tối thiểu").replace("hai phần ba", "2/3"), QUORUM),
    (REJECT.replace("bác tư cách", "bác  tư cách"), REJECT),
    ("Trừ đại biểu đang bị đình chỉ sinh hoạt đảng, bị khởi tố, truy tố hoặc tạm giam, cấp ủy triệu tập đại hội không "
     "được phép bác tư cách đại biểu do đại hội cấp dưới bầu.", REJECT),
    ("Khi hết nhiệm kỳ, cấp ủy đương nhiệm là cơ quan triệu tập đại hội.", CONVENE),
    ("Bí thư chi bộ triệu tập đại hội khi chi bộ chưa có chi ủy.", CELL),
    ("Nếu chi bộ chưa có chi ủy thì đại hội do bí thư chi bộ triệu tập.", CELL),
    ("Đoàn chủ tịch kết luận các vấn đề.", BODIES),
    ("Ban kiểm phiếu thu phiếu và kiểm phiếu.", BODIES),
    ("Không được cử dự khuyết thay khi đại biểu bị bác tư cách.", LIST),
    ("Thời gian khai mạc đại hội phải được cấp ủy triệu tập đại hội quyết định và thông báo trước ba mươi ngày "
     "làm việc.", NOTICE),
    ("Trước 30 ngày làm việc, cấp ủy triệu tập đại hội phải quyết định và thông báo thời gian khai mạc ĐH.", NOTICE),
]  # fmt: skip
FALSE = [
    ("r3.number", QUORUM.replace("2/3", "3/4"), QUORUM),
    ("r4.bound", QUORUM.replace("ít nhất 2/3", "tối đa 2/3"), QUORUM),
    ("r4.exception", QUORUM.replace("chỉ ", ""), QUORUM),
    ("r4.condition", "Đại hội chỉ hợp lệ khi có mặt ít nhất 2/3 số đại biểu được triệu tập.", QUORUM),
    ("r4.exception", REJECT.split(", trừ")[0] + ".", REJECT),
    ("r4.negation", REJECT.replace("không được", "được"), REJECT),
    ("r4.actor", "Đại hội cấp dưới không được bác tư cách đại biểu do cấp ủy triệu tập bầu.", REJECT),
    ("r4.condition", "Bí thư chi bộ triệu tập đại hội.", CELL),
    ("r4.actor", "Chi ủy triệu tập đại hội khi chi bộ chưa có bí thư.", CELL),
    ("r4.actor", "Đoàn chủ tịch thu phiếu và kiểm phiếu.", BODIES),
    ("r4.actor", "Ban kiểm phiếu điều hành công việc của đại hội.", BODIES),
    ("r3.body", "Đoàn thư ký điều hành công việc của đại hội.", BODIES),
    ("r4.scope", "Đại biểu bị bác tư cách.", LIST),
    ("r4.modality", NOTICE.replace("phải", "có thể"), NOTICE),
    ("r4.negation", NOTICE.replace("phải", "không phải"), NOTICE),
    ("r3.number", NOTICE.replace("ngày làm việc", "ngày"), NOTICE),
    ("r4.relation", NOTICE.replace("trước", "sau"), NOTICE),
    ("r4.actor", "Quyết định và thông báo thời gian khai mạc đại hội trước 30 ngày làm việc.", NOTICE),
    ("content.uncovered", NOTICE[:-1] + " bằng văn bản điện tử.", NOTICE),
    ("r3.article", "Theo Điều 11, " + NOTICE[0].lower() + NOTICE[1:], NOTICE),
    ("r3.document", "Theo 190-KL/TW, " + NOTICE[0].lower() + NOTICE[1:], NOTICE),
    ("r3.date", NOTICE[:-1] + " từ ngày 01/7/2025.", NOTICE),
    ("r4.condition", NOTICE[:-1] + " nếu cấp ủy cấp trên yêu cầu.", NOTICE),
    ("text.form", NOTICE.replace("a", "а", 1), NOTICE),
    ("text.form", NOTICE[:9] + "\u200b" + NOTICE[9:], NOTICE),
    ("r1.no_citation", NOTICE, " "),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "quote"), TRUE)
def test_a_true_claim_passes(claim: str, quote: str) -> None:
    assert check_pair(claim, quote) == ()


@pytest.mark.parametrize(("reason", "claim", "quote"), FALSE)
def test_r3_r4_a_false_claim_is_refused_with_its_reason(reason: str, claim: str, quote: str) -> None:
    assert reason in check_pair(claim, quote)


def test_nfd_is_refused() -> None:
    import unicodedata

    assert check_pair(unicodedata.normalize("NFD", NOTICE), NOTICE) == ("text.form",)


def test_a_document_of_a_similar_number_is_another_document() -> None:
    quote = "Quy chế bầu cử trong Đảng ban hành theo Quyết định 190-QĐ/TW ngày 10/10/2024."
    assert (
        check_pair("Quy chế bầu cử trong Đảng ban hành theo Quyết định 190-QĐ/TW ngày 10 tháng 10 năm 2024.", quote)
        == ()
    )
    assert "r3.document" in check_pair(quote.replace("Quyết định 190-QĐ/TW", "Kết luận 190-KL/TW"), quote)
    assert "r3.date" in check_pair(quote.replace("10/10/2024", "03/9/2025"), quote)


def test_the_verdict_does_not_depend_on_what_was_asked_before() -> None:
    first = [check_pair(claim, quote) for _, claim, quote in FALSE]
    assert first == [check_pair(claim, quote) for _, claim, quote in FALSE]
