"""Beside an earlier answer: only what says all that is new in the turn."""

from datetime import date

from assistant.citing import claim_of
from assistant.model import Claim, Evidence, Question
from assistant.question.understanding import Earlier, understand
from assistant.retrieval.beside import asks_for_given, at_one_place, beside, gives_what_is_asked, new_words, share_said
from corpus.core.registry import Registry
from tests.conftest import make_document, make_record

DAY = date(2025, 1, 1)
RECORD = make_record("qd-5-tw-2024", "5-QĐ/TW", since=date(2024, 1, 1))
TEXTS = {
    "16.4.1": "Khi nghỉ hưu, cấp ủy viên thôi tham gia cấp ủy.",
    "16.4.2": "Nếu bị kỷ luật cách chức thì thôi tham gia cấp ủy.",
    "16.5.1": "Khi chuyển công tác, cấp ủy viên thôi tham gia cấp ủy.",
    "17.1": "Khi chuyển công tác và bị cách chức thì báo cáo.",
}
REGISTRY = Registry([RECORD], [make_document(RECORD, TEXTS)])
BEFORE = understand(Question("Nghỉ hưu thì thôi cấp ủy từ lúc nào?", DAY), REGISTRY, DAY)


def found(turn: str, *, leans: bool = True) -> list[str]:
    document = REGISTRY.documents[RECORD.id]
    claim: Claim = claim_of(REGISTRY, document.provisions[0], document, (0, 5), "answer", DAY)
    evidence = beside([claim], Earlier(BEFORE, turn, leans), (), REGISTRY)
    return [item.provision.path for item in evidence]


def test_the_same_part_is_looked_through() -> None:
    assert found("còn cách chức?") == ["16.4.2"]
    assert found("còn chuyển công tác?") == ["16.5.1"]


def test_a_turn_that_stands_alone_looks_no_further_than_the_place() -> None:
    assert found("chuyển công tác thì sao?", leans=False) == []


def test_what_says_less_than_the_turn_is_left_alone() -> None:
    assert found("còn tiền ăn đại biểu?") == []
    assert found("thì sao?") == []


def test_how_much_a_provision_says_of_what_a_turn_has_new() -> None:
    provision = REGISTRY.documents[RECORD.id].provisions[1]
    assert share_said(Earlier(BEFORE, "bị cách chức thì sao?", True), provision) == 1.0
    assert share_said(Earlier(BEFORE, "cách chức thì bìa màu gì?", True), provision) == 0.5
    assert share_said(Earlier(BEFORE, "bìa báo cáo màu gì?", True), provision) == 0.0


def test_neither_a_time_nor_the_words_for_a_place_are_new() -> None:
    assert len(new_words(Earlier(BEFORE, "hồi tháng 10/2025 cách chức thì theo mục nào?", True))) == 2
    assert new_words(Earlier(BEFORE, "hoi thang 10/2025 cach chuc thi theo muc nao?", True)) == ["cach", "chuc"]
    assert new_words(Earlier(BEFORE, "hồi năm 2023 thì sao?", True)) == []


def test_provisions_of_one_part_stand_at_one_place() -> None:
    document = REGISTRY.documents[RECORD.id]
    items = [Evidence(one, document, REGISTRY.validity(one), 1.0) for one in document.provisions]
    assert [at_one_place(items[0], item) for item in items] == [True, True, False, False]


def test_a_rule_gives_what_a_turn_asks_for_in_its_unit() -> None:
    record = make_record("qd-6-tw-2024", "6-QĐ/TW", since=date(2024, 1, 1))
    texts = {"1.1": "Phiếu lưu trong 6 tháng.", "1.2": "Phiếu do ban kiểm phiếu niêm phong."}
    months, sealed = make_document(record, texts).provisions
    assert asks_for_given("giữ bao lâu?")
    assert not asks_for_given("thế có được không?")
    assert gives_what_is_asked("giữ mấy tháng?", months)
    assert not gives_what_is_asked("nộp bao nhiêu tiền?", months)
    assert not gives_what_is_asked("giữ bao nhiêu lâu?", sealed)
    assert gives_what_is_asked("ai niêm phong?", sealed)
