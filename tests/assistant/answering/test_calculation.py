"""Sums worked by hand: over thirty, with their boundaries, each with its quoted rule and a formula that works again."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.calculation import calculate
from assistant.citing import cite
from assistant.model import Calculation, Claim, Evidence
from assistant.parsing.formulas import work
from assistant.question.understanding import Understood
from assistant.stories.days import ToldDay
from assistant.stories.figures import Story
from assistant.sums import working as sums
from assistant.sums.inputs import Inputs, Worked
from assistant.sums.law import law
from assistant.sums.rules import rule_of
from assistant.sums.working import at_least, at_most, more_than
from assistant.verification.verifier import verify
from corpus.core.model import Document, Provision
from corpus.core.registry import Registry

TODAY = date(2026, 11, 22)
IN_294 = date(2025, 9, 1)

# question, day, result worked by hand, words the sentence must hold
CASES = [
    ("Triệu tập 200 đại biểu, có 130 người thì khai mạc được không?", None, "134", "chưa đạt"),
    ("27 đảng viên được triệu tập, có mặt 18 thì đại hội hợp lệ không?", None, "18", "thì đạt"),
    ("27 đảng viên được triệu tập, có mặt 17 thì đại hội hợp lệ không?", None, "18", "chưa đạt"),
    ("30 đảng viên, vắng 10 thì đủ điều kiện khai mạc chưa?", None, "20", "có 20 thì đạt"),
    ("31 đảng viên, vắng 11 thì đủ điều kiện khai mạc chưa?", None, "21", "có 20 thì chưa đạt"),
    ("Chi bộ 9 đảng viên cần bao nhiêu người có mặt để khai mạc?", None, "6", "ít nhất 6"),
    ("Chi bộ 10 đảng viên cần bao nhiêu người có mặt để khai mạc?", None, "7", "ít nhất 7"),
    ("chi bo 3 dang vien can may nguoi co mat thi hop le", None, "2", "ít nhất 2"),
    ("13 chi bộ trực thuộc, 8 chi bộ có đại biểu dự thì đại hội hợp lệ không?", None, "9", "chưa đạt"),
    ("12 chi bộ trực thuộc, 8 chi bộ có đại biểu dự thì đại hội hợp lệ không?", None, "8", "thì đạt"),
    ("27 đảng viên thì bao nhiêu phiếu là quá bán?", None, "14", "từ 14 trở lên"),
    ("120 đảng viên được triệu tập, trúng cử phải từ bao nhiêu phiếu?", None, "61", "từ 61"),
    ("100 đại biểu, được 50 phiếu thì trúng cử không?", None, "51", "chưa quá một nửa"),
    ("100 đại biểu, được 51 phiếu thì trúng cử không?", None, "51", "đã quá một nửa"),
    ("99 đại biểu, 50 phiếu đã quá nửa chưa?", None, "50", "đã quá một nửa"),
    ("Nghị quyết của đảng ủy 15 người cần ít nhất mấy phiếu tán thành?", None, "8", "từ 8"),
    ("Nghị quyết của đảng ủy 14 người cần bao nhiêu phiếu mới có giá trị?", None, "8", "từ 8"),
    ("Bầu 15 người lấy bao nhiêu người trong danh sách nếu số dư 30%?", None, "19", "nhiều nhất là 4"),
    ("Bầu 20 ủy viên thì danh sách bầu cử nhiều nhất bao nhiêu người?", None, "26", "nhiều nhất 26"),
    ("Bầu 10 người, số dư 15% thì danh sách tối đa mấy người?", None, "11", "nhiều nhất là 1"),
    ("Bầu 4 người thì số dư tối đa mấy người?", None, "5", "nhiều nhất là 1"),
    ("240 đại biểu dự, người ngoài danh sách cần bao nhiêu người đồng ý?", None, "73", "từ 73"),
    ("100 đại biểu dự, người ngoài danh sách được 30 người đồng ý thì đủ chưa?", None, "31", "chưa đủ"),
    ("101 đại biểu dự, người ngoài danh sách được 31 phiếu đồng ý thì được không?", None, "31", "thì đủ"),
    ("27 cấp ủy viên thì ban thường vụ tối đa mấy người?", IN_294, "9", "nhiều nhất 9"),
    ("29 cấp ủy viên thì ban thường vụ tối đa mấy người?", IN_294, "9", "nhiều nhất 9"),
    ("Đảng ủy cơ sở đại hội bầu 15 người, tăng thêm được tối đa mấy người?", IN_294, "3", "20%"),
    ("Cấp tỉnh đại hội quyết định 55 người, chỉ định tăng thêm được mấy người?", IN_294, "5", "10%"),
    ("Bế mạc ngày 10/6/2025 thì chậm nhất ngày nào phải nộp báo cáo kết quả?", IN_294, "2025-06-19", "19/06/2025"),
    ("Cấp ủy cấp trên cơ sở đại hội chốt 45 người, xin thêm được mấy người?", IN_294, "4", "10%"),
    ("Có 120 đảng viên, muốn trúng chi ủy phải từ bao nhiêu phiếu?", None, "61", "từ 61"),
    ("Bế mạc ngày 10/6/2025 thì khiếu nại chậm nhất ngày nào?", None, "2025-07-01", "01/07/2025"),
]


@pytest.mark.parametrize(("question", "day", "result", "words"), CASES)
def test_worked_by_hand(
    question: str, day: date | None, result: str, words: str, read: Callable[..., Understood], shipped: Registry
) -> None:
    understood = read(question, day)
    claims = calculate(understood, shipped, understood.as_of.day)
    assert claims is not None, "no sum recognised"
    computed = next(claim for claim in claims if claim.calculation)
    rule = next(claim for claim in claims if not claim.calculation)
    assert computed.calculation is not None
    assert computed.calculation.result == result
    assert words in computed.text
    assert rule.citations[0].quote in rule.text
    again = work(computed.calculation.formula)
    assert again is not None
    assert str(again.value) == result
    for claim in claims:
        verdict = verify(claim, shipped, understood.as_of.day)
        assert verdict.supported, verdict.reasons


@pytest.mark.parametrize(
    "question",
    [
        "Đại hội chi bộ cần bao nhiêu người có mặt?",
        "Quy định 208 cho đảng ủy cơ sở tăng thêm bao nhiêu phần trăm ủy viên?",
        "Bầu 20 người, số dư 40% thì danh sách mấy người?",
        "Bầu 10 với 12 hoặc 15 người thì số dư mấy người?",
        "Bế mạc xong thì chậm nhất mấy ngày phải báo cáo?",
        "Điều 11 khoản 6 Điều lệ quy định gì?",
        "Năm 2025 đại hội gồm mấy nội dung?",
    ],
)
def test_no_figure_without_its_inputs(question: str, read: Callable[..., Understood], shipped: Registry) -> None:
    understood = read(question)
    assert calculate(understood, shipped, understood.as_of.day) is None


def test_no_figure_without_a_loaded_rule(read: Callable[..., Understood]) -> None:
    assert calculate(read("27 đảng viên thì bao nhiêu phiếu là quá bán?"), Registry([], []), TODAY) is None


def reported(day: date) -> Worked:
    """The deadline of a report after ``day``."""
    report = next(sum_ for sum_ in law().sum if sum_.name == "report")
    told = (ToldDay(day, month=False, sentence="be mac ddd"),)
    worked = sums.work(law(), report, Fraction(7), Inputs(Story((), (), ()), told))
    assert worked is not None
    return worked


@pytest.mark.parametrize(
    ("day", "result", "said"),
    [
        (date(2025, 8, 25), "2025-09-05", "không tính thứ bảy, chủ nhật, ngày nghỉ lễ)"),
        (date(2026, 8, 24), "2026-09-02", "chưa trừ ngày nghỉ lễ, tết)"),  # a day exchanged on the way is not certain
        (date(2027, 12, 28), "2028-01-06", "chưa trừ ngày nghỉ lễ, tết)"),
    ],
)
def test_holidays_are_left_out_where_they_are_certain(day: date, result: str, said: str, shipped: Registry) -> None:
    worked = reported(day)
    assert worked.result == result
    assert said in worked.sentence
    again = work(worked.formula)
    assert again is not None
    assert str(again.value) == result
    provision, document, span = rule_place(shipped)
    calculation = Calculation("report", worked.inputs, worked.formula, worked.result)
    claim = Claim(worked.sentence, (cite(shipped, provision, document, *span),), "computed", calculation)
    assert verify(claim, shipped, IN_294).reasons == ()


def rule_place(registry: Registry) -> tuple[Provision, Document, tuple[int, int]]:
    rule = rule_of(next(sum_ for sum_ in law().sum if sum_.name == "report"), registry, IN_294)
    assert rule is not None
    return rule.provision, rule.document, rule.span


@given(st.integers(1, 5000))
def test_roundings_stand_on_the_right_side(total: int) -> None:
    assert at_least(total, Fraction(2, 3)) * 3 >= 2 * total > (at_least(total, Fraction(2, 3)) - 1) * 3
    assert more_than(total, Fraction(1, 2)) * 2 > total >= (more_than(total, Fraction(1, 2)) - 1) * 2
    assert at_most(total, Fraction(30, 100)) * 100 <= 30 * total < (at_most(total, Fraction(30, 100)) + 1) * 100


def test_people_and_organisations_are_both_counted(read: Callable[..., Understood], shipped: Registry) -> None:
    text = (
        "Đảng bộ 15 chi bộ, triệu tập 151 đại biểu: phải có ít nhất bao nhiêu đại biểu và bao nhiêu chi bộ có người dự?"
    )
    claims = calculate(read(text), shipped, TODAY)
    assert claims is not None
    worked = [claim for claim in claims if claim.role == "computed"]
    assert [claim.calculation.result for claim in worked if claim.calculation] == ["101", "10"]
    assert all(verify(claim, shipped, TODAY).supported for claim in claims)


def by_rule(question: str, provision: str, read: Callable[..., Understood], registry: Registry) -> list[str]:
    """The results where this provision was found first."""
    at = registry.provision(provision)
    assert at is not None
    found = [Evidence(*at, registry.validity(at[0]), 1.0)]
    understood = read(question)
    claims = calculate(understood, registry, understood.as_of.day, lambda: found) or []
    assert all(verify(claim, registry, understood.as_of.day).supported for claim in claims)
    return [claim.calculation.result for claim in claims if claim.calculation]


@pytest.mark.parametrize(
    ("question", "provision", "results"),
    [
        (
            "Gửi báo cáo kết quả muộn nhất hôm nào, đại hội 12/6/2026 là xong?",
            "td-qd-294-tw-2025/16.1.1",
            ["2026-06-23"],
        ),
        # the other end of the congress, a span that the rule does not give, another amount, somebody left out
        ("Đại hội bế mạc 12/6/2026, hồ sơ ứng cử chậm nhất hôm nào?", "td-hd-04-tw-2024/m4-2", []),
        ("Lễ kết nạp 19/5/2016, tính tới nay được bao nhiêu năm?", "td-dieu-le-2011/d5.k1", []),
        ("Có 118 người ngồi trong hội trường, đã đủ chưa?", "td-qd-294-tw-2025/19.1", []),
        ("Chi bộ 40 đảng viên chính thức, 3 người ốm, cần mấy phiếu để đậu?", "td-dieu-le-2011/d12.k3-4", []),
    ],
)
def test_the_rule_that_was_found_names_the_sum(
    question: str, provision: str, results: list[str], read: Callable[..., Understood], shipped: Registry
) -> None:
    assert by_rule(question, provision, read, shipped) == results
