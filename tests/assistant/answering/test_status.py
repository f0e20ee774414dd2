"""Questions about documents: answered from the registry, each sentence with its cards; what is not known is refused."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.model import Answer, Question, RefusalReason, Status, Turn
from assistant.service import Assistant
from assistant.verification.verifier import verify
from corpus.core.text import strip_diacritics

TODAY = date(2026, 11, 28)


@pytest.fixture(scope="module")
def ask(assistant: Assistant):  # type: ignore[no-untyped-def]
    clocked = replace(assistant, today=lambda: TODAY)
    return lambda text, **more: clocked.answer(Question(text, **more))


def told(answer: Answer) -> str:
    return " ".join(claim.text for claim in answer.claims)


@pytest.mark.parametrize(
    ("text", "head", "holds"),
    [
        ("Quyết định 244 còn hiệu lực không?", "Không.", ["190-QĐ/TW", "10/10/2024"]),
        ("qd 294 con hieu luc ko", "Không.", ["20-QĐ/TW", "08/04/2026", "208-QĐ/TW", "26/07/2026"]),
        ("294 ký 26/5/2025 vậy 10/6/2025 áp dụng được chưa?", "Chưa.", ["01/07/2025"]),
        ("Quy chế 190 còn áp dụng không?", "Có.", ["10/10/2024"]),
        ("01-HD/TW năm 2016 còn dùng được không?", "Không.", ["28/09/2021"]),
        ("Phường tôi họp tháng 7/2025 mà dẫn Chỉ thị 35 ngày 14/6/2024, có phải dẫn nhầm không?", "Có,", ["45-CT/TW"]),
        ("Quyết định ký ngày 12/8/2026 vẫn ghi 294-QĐ/TW thì căn cứ đó còn đúng không?", "Không.", ["208-QĐ/TW"]),
        ("190-KL/TW với 190-QĐ/TW có phải là một không?", "Không.", ["03/09/2025", "10/10/2024"]),
        ("Chỉ thị 01-CT/TW tháng 1/2026 có thay Quy chế bầu cử không?", "Không.", ["190-QĐ/TW"]),
        ("Việc ngày 30/6/2025 thì theo 232 hay 294?", "", ["232-QĐ/TW", "01/07/2025"]),
        ("Đi kèm Quy định 294 có hướng dẫn nào?", "", ["06-HD/TW"]),
        ("Cơ quan nào ban hành 06-HD/TW?", "", ["Ban Bí thư"]),
        ("rốt cuộc có mấy cái 01-HD/TW còn hiệu lực?", "", ["2016", "2021", "2026"]),
        ("Năm 2010 bầu theo quy chế nào?", "", ["220-QĐ/TW"]),
        ("Năm 2014 bầu theo quy chế nào?", "", ["220-QĐ/TW", "244-QĐ/TW", "09/06/2014"]),
        ("Hướng dẫn thi hành Điều lệ đang dùng hôm nay là số mấy?", "", ["01-HD/TW", "19/05/2026"]),
        ("Tháng 9/2025 thì dẫn quy định thi hành Điều lệ số mấy?", "", ["294-QĐ/TW"]),
        ("Mấy điều cấm đối với đảng viên giờ theo quy định số mấy?", "", ["207-QĐ/TW"]),
        ("Ông bí thư cũ cứ bảo 244 vẫn xài bình thường, có đúng không vậy?", "Không.", ["190-QĐ/TW", "10/10/2024"]),
        ("Nghe nói Quy chế 190 đã bị thay rồi, phải không?", "Không,", ["10/10/2024"]),
        ("Trên mạng ghi 208 mới là dự thảo chứ chưa ban hành. Có phải thế không?", "Không,", ["26/07/2026"]),
        ("Quy định số 37 năm 2021 lỗi thời chưa?", "Có,", ["207-QĐ/TW", "26/07/2026"]),
        ("Đã có chỉ thị nào thay 45-CT/TW chưa?", "Chưa.", ["45-CT/TW"]),
        ("Có phải Quy định 208 ký ngày 28/7/2026 không?", "Không.", ["26/07/2026"]),
        ("Có phải 294-QĐ/TW có hiệu lực từ 26/5/2025 không?", "Không.", ["01/07/2025"]),
        ("Có đúng là 04-HD/TW năm 2025 mới ban hành không?", "Không.", ["31/12/2024"]),
        ("Trong 294 có câu nào ghi rõ là thay 232 không?", "Không.", ["suy luận"]),
        ("Cuốn quy chế bầu cử in năm 2015, đem dùng cho đại hội năm 2027 được không?", "Không.", ["190-QĐ/TW"]),
        ("Chỉ thị 45 ra ngày 14/4/2025, đại hội ngày 12/4/2025 thì đã phải theo nó chưa?", "Chưa.", ["14/04/2025"]),
        ("Cái quy chế bầu cử hồi 2014 nay thay bằng cái mấy rồi?", "", ["244-QĐ/TW", "190-QĐ/TW"]),
        ("Bản trước của 365-QĐ/TW là gì?", "", ["214-QĐ/TW", "30/08/2025"]),
        ("12-HD/BTCTW về nghiệp vụ công tác đảng viên đã bị thay chưa?", "Có,", ["38-HD/BTCTW", "29/09/2025"]),
        ("Hướng dẫn 36 năm 2018 về thể thức văn bản bị thay rồi hả?", "", ["05-HD/VPTW"]),
        ("366-QĐ/TW thay cho 89-QĐ/TW đúng không?", "Không.", ["124-QĐ/TW"]),
        ("Ngày 5/8/2026 kỷ luật thì căn cứ quy định kỷ luật nào? 212 hình như chưa ra.", "", ["69-QĐ/TW"]),
        ("Chỉ thị 35 năm 2024 đã bị kết luận nào điều chỉnh?", "", ["118-KL/TW"]),
        ("Kết luận 118 có phải đã điều chỉnh Chỉ thị 35 năm 2024 không?", "Có.", ["118-KL/TW"]),
        ("190-KL/TW và 190-QĐ/TW có phải là một không? Cùng con số 190, tôi sợ nhầm.", "Không.", ["10/10/2024"]),
        ("Nhiệm kỳ 2020-2025, hồi tháng 6/2024 thì 244 còn hiệu lực không?", "Có.", ["30/06/2024"]),
        ("Năm 2015 bầu cử trong Đảng theo quy chế số mấy, hướng dẫn kèm theo số mấy?", "", ["244-QĐ/TW", "04-HD/TW"]),
        ("Treo cờ Đảng ở hội trường thì theo quy định số mấy, ai ban hành?", "", ["99-QĐ/TW", "Ban Bí thư"]),
        ("Sinh hoạt chi bộ giờ theo chỉ thị nào?", "", ["50-CT/TW"]),
        ("294 là cái gì vậy?", "", ["Thi hành Điều lệ Đảng"]),
        ("39-QĐ/VPTW là của năm nào?", "", ["04/09/2014"]),
        ("Trước Quy chế 220 là quy chế bầu cử số mấy?", "", ["77-QĐ/TW"]),
        ("Quy chế bầu cử đã qua mấy bản, liệt kê giúp mình?", "", ["77-QĐ/TW", "220-QĐ/TW", "244-QĐ/TW", "190-QĐ/TW"]),
        ("01-HD/TW ban hành năm 2021 hay 2026 còn hiệu lực?", "", ["28/09/2021", "19/05/2026"]),
        ("Hướng dẫn 04-HD/TW là cho Quy chế 244 hay cho Quy chế 190?", "", ["244-QĐ/TW", "190-QĐ/TW"]),
        ("69 với 212 khác nhau ở đâu, cái nào đang dùng?", "", ["69-QĐ/TW", "17/08/2026"]),
        ("Chỉ thị 35-CT/TW năm 2024 có bị sửa đổi lần nào không?", "", ["118-KL/TW", "18/01/2025"]),
        ("Ngày 9/10/2024 thì bầu theo quy chế nào, sang hôm sau có gì khác không?", "", ["244-QĐ/TW", "190-QĐ/TW"]),
        ("Hồ sơ đảng viên số hóa năm nay theo công văn nào?", "", ["1361-CV/BTCTW"]),
        ("Điều lệ Đảng được thông qua khi nào?", "", ["19/01/2011"]),
    ],
)
def test_the_registry_answers(ask, text: str, head: str, holds: list[str]) -> None:  # type: ignore[no-untyped-def]
    answer = ask(text)
    assert answer.status is Status.ANSWERED
    assert answer.claims[0].text.startswith(head)
    for words in holds:
        assert words in told(answer)
    assert not answer.evidence, "nothing was searched"
    for claim in answer.claims:
        assert claim.role in ("status", "basis", "last_known")
        assert claim.citations


@pytest.mark.parametrize(
    "text",
    [
        "Theo Quy chế 190 thì phiếu bầu hợp lệ khi nào?",
        "Căn cứ Quy định 294, đảng viên dự bị có được bầu cử không?",
        "Quy chế bầu cử 190 có quy định số dư không?",
        "Điều lệ Đảng quy định nhiệm kỳ mấy năm?",
        "Chỉ thị 45: đại hội cơ sở xong trước ngày mấy?",
        "Tuổi tái cử trong Chỉ thị 35 năm 2024 với Chỉ thị 45 khác nhau ra sao?",
        "Báo cáo số 7 của chi bộ ghi là “7-BC/CB” có đúng không?",
    ],
)
def test_a_question_for_a_rule_is_not_taken_for_one_on_a_document(ask, text: str) -> None:  # type: ignore[no-untyped-def]
    assert all(claim.role != "status" for claim in ask(text).claims)


def test_whom_a_document_is_for_gets_no_yes_from_its_state(ask) -> None:  # type: ignore[no-untyped-def]
    for text in (
        "Đại hội toàn quốc có phải theo Quy chế bầu cử 190 như ở dưới không?",
        "Quy định 399 có áp dụng cho cả chi bộ dưới cơ sở không?",
    ):
        assert all(
            claim.role != "status" for claim in ask(text).claims if claim.text.startswith(("Có", "Không", "Chưa"))
        )


def test_without_diacritics_the_answer_is_the_same(ask) -> None:  # type: ignore[no-untyped-def]
    text = "Hướng dẫn 12 của Ban Tổ chức về nghiệp vụ đảng viên giờ được thay bằng cái gì, từ hôm nào?"
    assert told(ask(text)) == told(ask(strip_diacritics(text)))


def test_an_unknown_number_is_never_guessed(ask) -> None:  # type: ignore[no-untyped-def]
    for text in ("Quy định 209-QĐ/TW có thay 208 không?", "quyết định 15-QĐ/HU của huyện ủy còn hiệu lực ko vậy"):
        answer = ask(text)
        assert answer.status is Status.REFUSED
        assert answer.refusal.reason is RefusalReason.NO_PROVISION
        assert "không có văn bản" in answer.refusal.message


def test_before_the_catalogue_begins_nothing_is_named_as_in_force(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("Năm 1998 bầu cấp ủy theo quy chế nào?")
    assert answer.status is Status.REFUSED
    assert "77-QĐ/TW" in answer.refusal.message


@pytest.mark.parametrize(
    "text", ["01-HD/TW ban hành ngày nào?", "Văn bản đó còn hiệu lực không?", "Quyết định 99 còn hiệu lực không?"]
)
def test_what_is_unclear_is_asked_back(ask, text: str) -> None:  # type: ignore[no-untyped-def]
    assert ask(text).status is Status.CLARIFY


def test_r15_notes_are_right(ask) -> None:  # type: ignore[no-untyped-def]
    notes = " ".join(ask("ĐH ngày 20/8/2025 thì các bước theo hướng dẫn số nào của BBT?").warnings)
    assert "được hiểu là “đại hội”" not in notes, "nothing was searched"
    notes = " ".join(ask("Bỏ phiếu kín áp dụng khi nào?").warnings)
    assert "được hiểu là “bầu cử”" not in notes
    assert "Thứ bậc văn bản" not in notes


def test_r16_a_changed_sentence_is_refused_by_the_verifier(ask, assistant: Assistant) -> None:  # type: ignore[no-untyped-def]
    claim = ask("Quyết định 244 còn hiệu lực không?").claims[0]
    assert verify(claim, assistant.registry, TODAY).supported
    for wrong in (
        claim.text.replace("Không.", "Có."),
        claim.text.replace("10/10/2024", "11/10/2024"),
        claim.text.replace("190-QĐ/TW", "190-KL/TW"),
        claim.text.replace("hết hiệu lực", "còn hiệu lực"),
        claim.text + " Nay áp dụng tiếp.",
    ):
        assert "r16.status" in verify(replace(claim, text=wrong), assistant.registry, TODAY).reasons
    assert not verify(replace(claim, role="answer"), assistant.registry, TODAY).supported
    assert not verify(replace(claim, citations=claim.citations[:1]), assistant.registry, TODAY).supported


def test_what_replaced_a_document_is_no_answer_to_what_it_replaced(ask) -> None:  # type: ignore[no-untyped-def]
    for text in ("66-QĐ/TW năm 2017 bị thay bởi quy định nào, từ ngày nào?", "Quy chế 244 bị thay từ ngày nào?"):
        assert "220-QĐ/TW" not in told(ask(text))
        assert "không được danh mục ghi" not in told(ask(text))


def test_what_a_text_says_of_a_number_without_a_card_is_quoted(ask) -> None:  # type: ignore[no-untyped-def]
    assert "45-HD/BTCTW" in told(ask("21-HD/BTCTW năm 2022 bị hướng dẫn nào thay?"))
    assert "không tìm thấy" in told(ask("36-HD/BTCTW có thật không ạ?"))


def test_a_number_without_a_card_is_refused_where_no_text_says_what_is_asked(ask) -> None:  # type: ignore[no-untyped-def]
    for text in ("31-HD/BTCTW là hướng dẫn về gì, còn áp dụng không?", "Văn bản 999-QĐ/TW có thật không?"):
        assert ask(text).status is Status.REFUSED


def test_what_a_body_may_issue_is_no_question_for_a_document(ask) -> None:  # type: ignore[no-untyped-def]
    answer = ask("Loại văn bản nào chi bộ không có quyền ban hành?")
    assert all(claim.role != "status" for claim in answer.claims)


@pytest.mark.parametrize(
    ("turns", "holds"),
    [
        (("Quy định thi hành Điều lệ Đảng hiện nay số mấy?", "trước nó là số nào?"), "20-QĐ/TW"),
        (("Quy chế bầu cử đang áp dụng là số mấy?", "còn hướng dẫn thực hiện nó?"), "04-HD/TW"),
        (("Quy chế bầu cử đang áp dụng là số mấy?", "quy chế cũ trước đó số mấy?", "do ai ban hành?"), "khóa XI)"),
        (("244-QĐ/TW còn hiệu lực không?", "hướng dẫn thi hành quy chế đó là số mấy?"), "03-HD/TW"),
        (("Những điều đảng viên không được làm theo quy định nào?", "có hiệu lực từ ngày nào?"), "26/07/2026"),
    ],
)
def test_a_turn_points_at_the_document_of_the_answer(ask, turns: tuple[str, ...], holds: str) -> None:  # type: ignore[no-untyped-def]
    assert holds in told(ask(turns[-1], history=tuple(Turn(text) for text in turns[:-1])))


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        (
            "Quy chế bầu cử 190 do Ban Bí thư ban hành, đúng không?",
            "Không. Quy chế 190-QĐ/TW do Ban Chấp hành Trung ương",
        ),
        (
            "Quy che bau cu 190 do Bo Chinh tri ban hanh phai khong",
            "Không. Quy chế 190-QĐ/TW do Ban Chấp hành Trung ương",
        ),
        ("Quy chế bầu cử 190 do Ban Chấp hành Trung ương ban hành, đúng không?", "Quy chế 190-QĐ/TW do Ban Chấp hành"),
        (
            "Hướng dẫn 36-HD/VPTW về con dấu, thể thức đã bị thay chưa, bằng văn bản nào?",
            "Có, văn bản đã hết hiệu lực.",
        ),
        (
            "Quy dinh 69 ki luat to chuc dang nam 2022 nay con dung khong",
            "Không. Quy định 69-QĐ/TW ngày 06/07/2022 hết",
        ),
    ],
)
def test_what_a_document_is_is_put_right(ask, text: str, begins: str) -> None:  # type: ignore[no-untyped-def]
    answer = ask(text)
    assert answer.claims[0].text.startswith(begins)
