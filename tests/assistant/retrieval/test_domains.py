"""A rule made for another case than the one told does not govern the question (R14)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from assistant.citing import claim_of
from assistant.model import Claim, Question, Verdict
from assistant.question.understanding import Understood
from assistant.reasons import Reason
from assistant.retrieval.domains import applies_to, foreign
from assistant.service import Assistant, governed
from corpus.core.registry import Registry

Read = Callable[..., Understood]
ARMY = "Trong Quân đội, đảng ủy bộ phận chuẩn y kết quả bầu cử chi ủy."
BALLOT = "Với phiếu bầu nhiều người không có số dư, đánh dấu cả hai ô thì phiếu vẫn hợp lệ."
DOSSIER = "Đảng viên ứng cử vào cấp ủy từ cấp huyện và tương đương trở lên nộp bản kê khai tài sản."
REMOVED = "Đảng viên bị kỷ luật cách chức thì trong vòng 1 năm không được bầu vào cấp ủy."
PROBATIONARY = "Đảng viên dự bị không có quyền ứng cử."
RAISED = "Đại biểu dự khuyết được chuyển thành chính thức lần lượt từ người nhiều phiếu xuống người ít phiếu."
CENTRAL = "Triệu tập viên Hội nghị lần thứ nhất của Ban Chấp hành Trung ương là Tổng Bí thư khóa trước."
THIRD = "Số ủy viên ban thường vụ cấp ủy ở mỗi cấp không quá một phần ba tổng số cấp ủy viên."


@pytest.mark.parametrize(
    ("question", "rule", "against"),
    [
        ("Đảng ủy bộ phận có được chuẩn y chi ủy không?", ARMY, True),
        ("Ở xã, đảng ủy bộ phận có được chuẩn y chi ủy không?", ARMY, True),
        ("Trong công an, đảng ủy bộ phận có được chuẩn y chi ủy không?", ARMY, True),
        ("Ở tiểu đoàn tôi, đảng ủy bộ phận có được chuẩn y chi ủy không?", ARMY, False),
        ("Bầu lại vẫn bằng phiếu, lấy người tuổi đảng cao hơn được không?", RAISED, True),
        ("Hai người dự khuyết bằng phiếu thì đôn ai lên?", RAISED, False),
        ("Ai triệu tập hội nghị lần thứ nhất của cấp ủy khóa mới?", CENTRAL, True),
        ("Ai triệu tập hội nghị Trung ương lần thứ nhất?", CENTRAL, False),
        ("Quần chúng có được dự đại hội chi bộ không?", ARMY, True),
        ("Gạch hết các tên khi có số dư thì phiếu hợp lệ không?", BALLOT, True),
        ("Bầu 1 người, phiếu đánh dấu cả hai ô thì sao?", BALLOT, True),
        ("Phiếu đánh dấu cả hai ô ở một người thì sao?", BALLOT, False),
        ("Phiếu không có số dư đánh dấu cả hai ô thì sao?", BALLOT, False),
        ("Phiếu bầu có số dư không?", BALLOT, False),
        ("Ở cấp cơ sở, ứng cử có phải kê khai tài sản không?", DOSSIER, True),
        ("Muốn ứng cử vào đảng ủy xã phải kê khai tài sản không?", DOSSIER, True),
        ("Muốn ứng cử vào tỉnh ủy phải kê khai tài sản không?", DOSSIER, False),
        ("Ứng cử có phải kê khai tài sản không?", DOSSIER, False),
        ("Đảng viên bị cảnh cáo có được bầu vào cấp ủy không?", REMOVED, True),
        ("Bị khiển trách có như cách chức, phải chờ 1 năm không?", REMOVED, False),
        ("Đảng viên bị kỷ luật có được bầu vào cấp ủy không?", REMOVED, False),
        ("Chị tôi bị khiển trách, có được ứng cử không?", PROBATIONARY, True),
        ("Đảng viên dự bị bị khiển trách, có được ứng cử không?", PROBATIONARY, False),
        ("Ban chấp hành xã kỳ vừa rồi 27 người, ban thường vụ 11 có đúng không?", THIRD, True),
        ("Cấp ủy xã có 25 người, bầu ban thường vụ 11 người được không?", THIRD, False),
        ("Ban thường vụ được chiếm bao nhiêu phần cấp ủy?", THIRD, False),
    ],
)
def test_r14_a_rule_for_another_case(shipped: Registry, read: Read, question: str, rule: str, against: bool) -> None:
    provision, document = next(iter(shipped.provisions()))
    made = replace(provision, text=rule, start=0, end=len(rule), heading="", trail=())
    assert foreign(read(question), made, document) is against


def test_a_rule_for_several_cases_is_foreign_to_none_of_them(shipped: Registry, read: Read) -> None:
    provision, document = next(iter(shipped.provisions()))
    rule = "Đối với cấp cơ sở làm đơn ứng cử; đối với cấp trên cơ sở thì lập hồ sơ."
    both = replace(provision, text=rule, start=0, end=len(rule), heading="", trail=())
    assert applies_to(both, document)["level"] == {"base", "commune", "above"}
    for question in ("Ở cấp cơ sở ứng cử thế nào?", "Muốn ứng cử vào tỉnh ủy thì làm gì?"):
        assert not foreign(read(question), both, document)


def test_headings_and_title_tell_the_case_where_the_text_does_not(shipped: Registry, read: Read) -> None:
    provision, document = next(iter(shipped.provisions()))
    rule = "Đảng ủy bộ phận chuẩn y kết quả bầu cử."
    plain = replace(provision, text=rule, start=0, end=len(rule), heading="", trail=())
    chapter = replace(plain, trail=("Chương VI: Tổ chức đảng trong Quân đội và Công an",))
    titled = replace(document, record=replace(document.record, title="Quy định về tổ chức đảng trong Quân đội"))
    civil, police = read("Đảng ủy bộ phận có được chuẩn y không?"), read("Đảng ủy công an có được chuẩn y không?")
    assert not foreign(civil, plain, document)
    assert foreign(civil, chapter, document)
    assert not foreign(police, chapter, document)
    assert foreign(police, plain, titled)


def test_who_names_the_document_means_its_setting_and_who_names_the_place_is_shown_it(
    shipped: Registry, read: Read
) -> None:
    army = shipped.provision("td-qd-332-tw-2025/bo-phan")
    ballot = shipped.provision("td-qd-190-tw-2024/d30-2")
    assert army is not None
    assert ballot is not None
    assert not foreign(read("Quy định 332-QĐ/TW nói gì về đảng ủy bộ phận?"), *army)
    assert not foreign(read("Điều 30 Quy chế bầu cử 190-QĐ/TW nói gì khi bầu 1 người?"), *ballot)


@pytest.mark.parametrize(("day", "against"), [(date(2025, 9, 1), False), (date(2026, 9, 1), True)])
def test_a_commune_is_of_the_lowest_level_since_its_rule(
    shipped: Registry, read: Read, day: date, against: bool
) -> None:
    dossier = shipped.provision("td-qd-190-tw-2024/ho-so-ung-cu")
    assert dossier is not None
    assert foreign(read("Ứng cử vào đảng ủy xã cần hồ sơ gì?", as_of=day), *dossier) is against


def test_whoever_proposes_it_a_foreign_rule_is_not_shown(shipped: Registry, read: Read) -> None:
    found = shipped.provision("td-qd-332-tw-2025/bo-phan")
    assert found is not None
    day = date(2026, 11, 22)
    claim = claim_of(shipped, *found, (0, len(found[0].text)), "answer", day)

    def content(claim: Claim, _: Registry, __: date) -> Verdict:
        return Verdict(claim, True)

    for question, reasons in (("Ở xã ai chuẩn y chi ủy?", (Reason.DOMAIN,)), ("Trong quân đội ai chuẩn y chi ủy?", ())):
        verdict = governed(content, read(question))(claim, shipped, day)
        assert (verdict.supported, verdict.reasons) == (not reasons, reasons)


def test_the_foreign_rule_is_the_nearest_of_the_refusal(assistant: Assistant) -> None:
    answer = assistant.answer(Question("Bầu 1 người, phiếu đánh dấu cả hai ô đồng ý và không đồng ý thì tính sao?"))
    assert answer.refusal is not None
    assert answer.refusal.nearest[0].provision_id == "td-qd-190-tw-2024/d30-2"


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("Chi bộ khu 2 và khu 3 hợp nhất làm một, đại hội tới là lần thứ mấy?", "13.2"),
        ("Hai đảng bộ nhập lại thì số thứ tự đại hội tính thế nào?", "13.2"),
        ("Đảng bộ mới thành lập năm nay thì đại hội là lần thứ mấy?", "13.2-2"),
        ("Chi bộ tách làm hai thì mỗi bên ghi đại hội lần mấy?", "13.2-3"),
    ],
)
def test_merged_split_and_new_count_their_congresses_by_their_own_rule(
    assistant: Assistant, question: str, place: str
) -> None:
    cited = {
        citation.provision_id for claim in assistant.answer(Question(question)).claims for citation in claim.citations
    }
    own = {f"td-hd-06-tw-2025/{one}" for one in ("13.2", "13.2-2", "13.2-3")}
    allowed = {f"td-hd-06-tw-2025/{place}"} | ({"td-hd-06-tw-2025/13.2"} if place == "13.2-3" else set())
    assert f"td-hd-06-tw-2025/{place}" in cited
    assert cited & own <= allowed


@pytest.mark.parametrize(
    ("question", "against"),
    [
        ("Lá phiếu gạch sạch cả danh sách thì hợp lệ không?", True),
        ("Phiếu trắng thì hợp lệ không?", True),
        ("Phiếu bầu thiếu ba người thì hợp lệ không?", False),
        ("Bầu 9 mà tôi giữ lại 6 tên, gạch hết số còn lại thì phiếu hợp lệ không?", False),
        ("Phiếu nào là phiếu hợp lệ?", False),
    ],
)
def test_a_vote_for_too_few_is_not_one_for_nobody(shipped: Registry, read: Read, question: str, against: bool) -> None:
    valid = shipped.provision("td-qd-190-tw-2024/d15-2")
    assert valid is not None
    assert foreign(read(question), *valid) is against


@pytest.mark.parametrize(
    "question",
    ["Phiếu trắng có hợp lệ không?", "Kiểm ra 4 phiếu để trắng thì tính thế nào?", "Phiếu trắng có tính không?"],
)
def test_a_blank_ballot_is_not_said_to_be_invalid(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(Question(question))
    assert [claim for claim in answer.claims if claim.role == "head"] == []
    assert answer.claims[0].citations[0].provision_id == "td-qd-190-tw-2024/d30-2"


def test_a_ballot_for_nobody_gets_no_rule_on_one_for_too_few(assistant: Assistant) -> None:
    answer = assistant.answer(Question("Phiếu bị gạch sạch tên thì xử lý thế nào?"))
    cited = {citation.provision_id for claim in answer.claims for citation in claim.citations}
    assert "td-qd-190-tw-2024/d15-2" not in cited
