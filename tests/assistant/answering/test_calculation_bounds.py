"""Figures held against a number of a rule, months from its milestone, terms told by month, two sums at once.

Each was worked by hand from the provisions; where the story leaves open whom the rule counts, no figure may stand.
"""

from collections.abc import Callable
from datetime import date

import pytest

from assistant.answering.calculation import calculate
from assistant.model import Claim
from assistant.parsing.formulas import work
from assistant.question.understanding import Understood
from assistant.verification.verifier import verify
from corpus.core.registry import Registry

BOUNDS = [
    ("Phường thành lập từ 3 xã, danh sách ban chấp hành 2025-2030 có 36 người. Vượt trần mấy người?", "3", "thừa 3"),
    ("Xã nhập từ hai xã, ban chấp hành khóa này 30 ủy viên, thừa mấy người so với mức tối đa?", "3", "thừa 3"),
    ("Đảng bộ xã sáp nhập từ 3 xã có ban chấp hành 28 ủy viên, còn bổ sung được mấy người?", "5", "còn 5"),
    ("Đại hội phường hợp nhất gọi 272 đại biểu thì quá mức tối đa bao nhiêu đại biểu?", "22", "thừa 22"),
    ("Chi bộ 70 đảng viên muốn bầu 10 chi ủy viên, thừa mấy người?", "3", "thừa 3"),
    ("Cơ quan có 23 đảng viên muốn lập đảng bộ cơ sở, còn thiếu bao nhiêu người?", "7", "thiếu 7"),
    ("Chi bộ có 6 đảng viên chính thức, muốn bầu chi ủy thì còn thiếu mấy người?", "3", "thiếu 3"),
    ("Anh ấy muốn tái cử cấp ủy, còn 45 tháng công tác là nghỉ hưu. Thiếu mấy tháng so với quy định?", "3", "thiếu 3"),
]

SHARES = [
    ("Đảng ủy 29 ủy viên định bầu ban thường vụ 11 người, có vượt không?", "9", "thừa 2"),
    ("Đảng ủy cơ sở có 20 ủy viên do đại hội quyết định, xin tăng thêm 3 người có được không?", "4",
     "3 thì không quá mức này"),
    ("Cần bầu 21 đảng ủy viên, danh sách chốt 29 người, vượt mức tối đa mấy người?", "27", "thừa 2"),
    ("Cấp trên điều động một lúc 9 trong 24 cấp ủy viên đại hội đã bầu, có vượt không?", "8", "thừa 1"),
    ("Cấp trên lấy đi cùng một lúc 12 cấp ủy viên, đại hội bầu 33. Vậy có quá một phần ba không?", "11", "thừa 1"),
    ("Tỉnh ủy mới thành lập có 70 cấp ủy viên, ban thường vụ 35 người được không, tối đa mấy?", "34", "thừa 1"),
]  # fmt: skip

MONTHS = [
    ("Đảng ủy viên phường nghỉ hưu tháng 7/2029 muốn tái cử khóa 2025-2030. Tính từ mốc còn mấy tháng, đủ không?",
     "48", "7/2025", "mốc tính tuổi"),
    ("Cấp ủy viên chi bộ cơ sở nghỉ hưu tháng 2/2029, muốn tái cử khóa 2025-2030, còn mấy tháng?", "46", "4/2025",
     "mốc tính tuổi"),
    ("Quy hoạch đảng ủy cơ sở 2030-2035, đối tượng 1, nghỉ hưu tháng 5/2035. Còn mấy tháng, đủ không?", "61",
     "4/2030", "mốc tính tuổi"),
]  # fmt: skip

BY_MONTH = [
    ("Đảng bộ cơ sở tôi đại hội tháng 6/2025. Kỳ sau muộn nhất vào tháng nào nếu được lùi?", "06/2031", "06/2030"),
    ("Đại hội đảng bộ tỉnh họp tháng 10/2025, kỳ sau sớm nhất, muộn nhất khi nào?", "10/2031", "10/2030"),
]

OPEN = [
    "Đảng bộ cơ sở bệnh viện tôi 600 đảng viên, mở đại hội đại biểu thì tối đa bao nhiêu người (kỳ 2025)?",
    "Chi bộ tôi gần 80 đảng viên nên định bầu 9 chi ủy viên cho xứng tầm. Đông vậy thì bầu 9 là hợp lệ phải không?",
    "Đại hội đảng bộ cơ sở 2025 mời tối đa mấy đại biểu?",
    "Vì sao Chỉ thị 45 chỉ đòi còn 30 tháng là được tái cử cấp ủy?",
    "Chi bộ có 45 đảng viên chính thức, 3 đồng chí sinh hoạt tạm thời nơi khác không về, 29 người có mặt. Đủ điều kiện "
    "tiến hành đại hội không?",
    "Chi bộ 30 đảng viên chính thức, ông Ba mất tháng trước. Mấy phiếu thì trúng chi ủy?",
    "Chi bộ có 52 đảng viên chính thức, 4 cụ không còn minh mẫn nên gia đình xin cho nghỉ. Bao nhiêu phiếu thì trúng?",
    "Chi bộ 33 người, bí thư nói 2 người bận đi biển. Quá bán là mấy phiếu?",
    "Chi bộ em 29 đảng viên chính thức, hai đồng chí vừa chuyển sinh hoạt đi hẳn tuần trước. Trúng cử cần bao nhiêu "
    "phiếu?",
    "Đại hội đại biểu triệu tập 150 đại biểu, bí thư huyện đoàn nói 3 đại biểu kẹt lũ. Trúng cử bao nhiêu phiếu?",
    "Đảng bộ 70 đảng viên, 5 đồng chí nghỉ thai sản vẫn đến dự đủ. Bao nhiêu phiếu thì trúng cử?",
    "Đảng bộ phường có 35 ủy viên ban chấp hành, vượt mấy người?",
    "Còn 40 tháng công tác thì tái cử ủy ban kiểm tra được không, thiếu mấy tháng?",
    "Anh nghỉ hưu tháng 8/2029, mốc tính tuổi tháng 4/2025, lần đầu tham gia cấp ủy. Còn mấy tháng, đủ không?",
    "Chi bộ 45 đảng viên chính thức, có 30 người đến thì khai mạc được chưa – nhầm, 48 người?",
]


def claims_of(question: str, read: Callable[..., Understood], registry: Registry, on: date | None) -> list[Claim]:
    understood = read(question, on)
    claims = calculate(understood, registry, understood.as_of.day) or []
    for claim in claims:
        verdict = verify(claim, registry, understood.as_of.day)
        assert verdict.supported, (claim.text, verdict.reasons)
    return claims


def only(claims: list[Claim]) -> Claim:
    (claim,) = [claim for claim in claims if claim.calculation]
    assert claim.calculation is not None
    assert work(claim.calculation.formula) is not None
    return claim


@pytest.mark.parametrize(("question", "result", "words"), [*BOUNDS, *SHARES])
def test_a_figure_is_held_against_the_bound(
    question: str, result: str, words: str, read: Callable[..., Understood], shipped: Registry
) -> None:
    claim = only(claims_of(question, read, shipped, None))
    assert claim.calculation is not None
    assert (claim.calculation.result, words in claim.text) == (result, True), claim.text


@pytest.mark.parametrize(("question", "result", "since", "rule"), MONTHS)
def test_months_are_counted_from_the_milestone_of_the_level(
    question: str, result: str, since: str, rule: str, read: Callable[..., Understood], shipped: Registry
) -> None:
    claims = claims_of(question, read, shipped, None)
    claim = only(claims)
    assert claim.calculation is not None
    assert claim.calculation.result == result
    assert f"Từ tháng {since} đến" in claim.text
    assert any(rule in quote.text and since in quote.text for quote in claims if not quote.calculation)
    assert len(claim.citations) == 2, "the months of the rule, and the month it counts from"


@pytest.mark.parametrize(("question", "result", "due"), BY_MONTH)
def test_a_term_is_counted_by_months_where_no_day_is_told(
    question: str, result: str, due: str, read: Callable[..., Understood], shipped: Registry
) -> None:
    claim = only(claims_of(question, read, shipped, None))
    assert claim.calculation is not None
    assert claim.calculation.result == result
    assert f"tháng {due}" in claim.text
    assert "ngày" not in claim.text


def test_two_things_asked_are_two_sums(read: Callable[..., Understood], shipped: Registry) -> None:
    question = (
        "Đại hội triệu tập 150 đại biểu. Phải có ít nhất bao nhiêu đại biểu có mặt thì mới khai mạc được, và trúng cử "
        "cần bao nhiêu phiếu?"
    )
    shown = [claim.calculation for claim in claims_of(question, read, shipped, None) if claim.calculation]
    assert [calculation.result for calculation in shown] == ["76", "100"]


def test_a_range_of_percentages_is_no_rate_of_ones_own(read: Callable[..., Understood], shipped: Registry) -> None:
    question = (
        "Bầu 33 ủy viên. Phần cấp ủy chuẩn bị trong khung 10 đến 15 phần trăm thì mấy người, còn cả danh sách nhiều "
        "nhất bao nhiêu?"
    )
    shown = [claim.calculation for claim in claims_of(question, read, shipped, None) if claim.calculation]
    assert [calculation.result for calculation in shown] == ["37", "37", "42"]


def test_those_elsewhere_stop_no_quorum_that_is_there_either_way(
    read: Callable[..., Understood], shipped: Registry
) -> None:
    question = (
        "Chi bộ có 45 đảng viên chính thức, 3 đồng chí đang sinh hoạt tạm thời nơi khác không về, hôm nay có mặt 33 "
        "người. Có đủ điều kiện tiến hành đại hội không?"
    )
    claim = only(claims_of(question, read, shipped, None))
    assert "ít nhất 30" in claim.text
    assert "có 33 thì đạt tỷ lệ này" in claim.text


@pytest.mark.parametrize("question", OPEN, ids=lambda value: value[:40])
def test_what_the_story_leaves_open_gets_no_figure(
    question: str, read: Callable[..., Understood], shipped: Registry
) -> None:
    assert not [claim for claim in claims_of(question, read, shipped, None) if claim.calculation]
