"""Computed claims of every form: right ones pass; wrong bases, exclusions, roundings and findings do not."""

import pytest

from assistant.model import Calculation
from assistant.parsing.reader import atoms
from assistant.verification.computation import computed_faults

BASE = (
    "Ở đại hội đảng viên, người trúng cử phải được quá một nửa so với tổng số đảng viên chính thức được triệu tập, sau "
    "khi trừ: đảng viên sinh hoạt tạm thời ở nơi khác; đảng viên bị khởi tố, tạm giam."
)
HALF = "Để trúng cử phải đạt số phiếu bầu quá một nửa tổng số đảng viên chính thức được triệu tập."
LIST = "Số dư phải đạt từ 10% đến 15%."
KEPT = "Phiếu bầu được niêm phong và lưu trong 6 tháng."
MOVED = "Đại hội có thể được triệu tập sớm hơn hoặc muộn hơn nhưng không quá 6 tháng."
MONTHS = "Người tái cử phải còn thời gian công tác ít nhất 48 tháng."
WHOLE = "tổng số đảng viên chính thức được triệu tập"


def faults(text: str, inputs: dict[str, str], formula: str, result: str, quote: str) -> set[str]:
    found = computed_faults(text, Calculation("x", inputs, formula, result), atoms(quote), [quote])
    return {fault.value for fault in found}


@pytest.mark.parametrize(
    ("text", "inputs", "formula", "result", "quote"),
    [
        ("Mẫu số: 60 − 1 (tạm giam) = 59.", {WHOLE: "60", "tạm giam": "1"}, "60 − 1 = 59", "59", BASE),
        ("Với tổng số 59, quá một nửa là từ 30 trở lên (59 : 2 = 29,5, lấy số nguyên liền trên là 30); 28 thì chưa quá "
         "một nửa, thiếu 2.", {WHOLE: "59", "số phiếu": "28"}, "59 : 2 = 29,5, lấy số nguyên liền trên 30", "30", HALF),
        ("Bầu 27 với số dư từ 10% trở lên thì số dư ít nhất là 3 (27 × 10% = 2,7, làm tròn lên 3), danh sách có ít "
         "nhất 30 người.", {"số cần bầu": "27"}, "27 × 10% = 2,7, làm tròn lên 3; 27 + 3 = 30", "30", LIST),
        ("Bế mạc ngày 15/06/2025 thì lưu phiếu đến ngày 15/12/2025.", {"ngày mốc": "2025-06-15", "số tháng": "6"},
         "15/06/2025 + 6 tháng = 15/12/2025", "2025-12-15", KEPT),
        ("Sớm nhất ngày 10/09/2026, muộn nhất ngày 10/09/2027.", {"ngày mốc": "2027-03-10", "số tháng": "6"},
         "10/03/2027 − 6 tháng = 10/09/2026; 10/03/2027 + 6 tháng = 10/09/2027", "2027-09-10", MOVED),
        ("Từ tháng 7/2025 đến tháng 5/2029 còn 46 tháng; so với ít nhất 48 tháng thì chưa đủ.",
         {"từ": "7/2025", "đến": "5/2029", "số tháng": "48"}, "từ 7/2025 đến 5/2029 = 46 tháng", "46", MONTHS),
    ],
)  # fmt: skip
def test_right_sums(text: str, inputs: dict[str, str], formula: str, result: str, quote: str) -> None:
    assert faults(text, inputs, formula, result, quote) == set()


CAP = "Ban chấp hành đảng bộ xã, phường sáp nhập từ 3 xã tối đa 33 ủy viên."
FLOOR = "Tổ chức cơ sở đảng có từ 30 đảng viên trở lên thì lập đảng bộ cơ sở."
THIRD = "Số lượng ủy viên ban thường vụ không quá một phần ba (1/3) tổng số cấp ủy viên."
BELOW = "Số ủy viên ban thường vụ nhiều hơn một phần ba nhưng dưới một phần hai (1/2) tổng số cấp ủy viên."
SINCE = "Mốc tính tuổi là tháng 4/2025 đối với cấp cơ sở, tháng 7/2025 đối với xã, phường. "
AGAIN = "Đại hội triệu tập 5 năm một lần; có thể sớm hơn hoặc muộn hơn nhưng không quá 1 năm."


@pytest.mark.parametrize(
    ("text", "inputs", "formula", "result", "quote", "right"),
    [
        ("Ban chấp hành nhiều nhất 33; 38 thì thừa 5 (38 − 33 = 5).", {"số ủy viên": "38"}, "38 − 33 = 5", "5", CAP,
         True),
        ("Ban chấp hành nhiều nhất 33; 38 thì còn 5 (38 − 33 = 5).", {"số ủy viên": "38"}, "38 − 33 = 5", "5", CAP,
         False),
        ("Ban chấp hành nhiều nhất 33; 28 thì còn 5 (33 − 28 = 5).", {"số ủy viên": "28"}, "33 − 28 = 5", "5", CAP,
         True),
        ("Ban chấp hành nhiều nhất 33; 28 thì thừa 5 (33 − 28 = 5).", {"số ủy viên": "28"}, "33 − 28 = 5", "5", CAP,
         False),
        ("Ban chấp hành nhiều nhất 30; 38 thì thừa 8 (38 − 30 = 8).", {"số ủy viên": "38"}, "38 − 30 = 8", "8", CAP,
         False),
        ("Đảng bộ cơ sở có đảng viên ít nhất 30; 24 thì thiếu 6 (30 − 24 = 6).", {"số đảng viên": "24"}, "30 − 24 = 6",
         "6", FLOOR, True),
        ("Đảng bộ cơ sở có đảng viên ít nhất 30; 36 thì thiếu 6 (36 − 30 = 6).", {"số đảng viên": "36"}, "36 − 30 = 6",
         "6", FLOOR, False),
        ("Ban thường vụ nhiều nhất 9 người; 11 thì thừa 2.", {"số cấp ủy viên": "29", "số ủy viên ban thường vụ": "11"},
         "29 : 3 = 9,67, làm tròn xuống 9", "9", THIRD, True),
        ("Ban thường vụ nhiều nhất 9 người; 11 thì thừa 3.", {"số cấp ủy viên": "29", "số ủy viên ban thường vụ": "11"},
         "29 : 3 = 9,67, làm tròn xuống 9", "9", THIRD, False),
        ("Ban thường vụ nhiều nhất 9 người; 11 thì không quá mức này.",
         {"số cấp ủy viên": "29", "số ủy viên ban thường vụ": "11"}, "29 : 3 = 9,67, làm tròn xuống 9", "9", THIRD,
         False),
        ("Ban thường vụ nhiều nhất 33 người (68 : 2 = 34, lấy số nguyên liền dưới là 33).", {"số cấp ủy viên": "68"},
         "68 : 2 = 34, lấy số nguyên liền dưới là 33", "33", BELOW, True),
        ("Ban thường vụ nhiều nhất 34 người (68 : 2 = 34).", {"số cấp ủy viên": "68"}, "68 : 2 = 34", "34", BELOW,
         False),
        ("Từ tháng 7/2025 đến tháng 5/2029 còn 46 tháng.", {"đến": "5/2029", "số tháng": "48"},
         "từ 7/2025 đến 5/2029 = 46 tháng", "46", SINCE + MONTHS, True),
        ("Từ tháng 8/2025 đến tháng 5/2029 còn 45 tháng.", {"đến": "5/2029", "số tháng": "48"},
         "từ 8/2025 đến 5/2029 = 45 tháng", "45", SINCE + MONTHS, False),
        ("Từ tháng 4/2025 đến tháng 7/2025 còn 3 tháng.", {"đến": "5/2029", "số tháng": "48"},
         "từ 4/2025 đến 7/2025 = 3 tháng", "3", SINCE + MONTHS, False),
        ("Còn 46 tháng, so với ít nhất 48 tháng thì thiếu 2 tháng (48 − 46 = 2).", {"số tháng": "46"}, "48 − 46 = 2",
         "2", MONTHS, True),
        ("Còn 50 tháng, so với ít nhất 48 tháng thì không thiếu (50 − 48 = 2).", {"số tháng": "50"}, "50 − 48 = 2",
         "2", MONTHS, True),
        ("Còn 46 tháng, so với ít nhất 48 tháng thì không thiếu (48 − 46 = 2).", {"số tháng": "46"}, "48 − 46 = 2",
         "2", MONTHS, False),
        ("Đại hội tháng 05/2025 thì sớm nhất tháng 05/2024, muộn nhất tháng 05/2026.", {"tháng mốc": "05/2025"},
         "05/2025 − 1 năm = 05/2024; 05/2025 + 1 năm = 05/2026", "05/2026", AGAIN, True),
        ("Đại hội tháng 05/2025 thì sớm nhất tháng 05/2024, muộn nhất tháng 06/2026.", {"tháng mốc": "05/2025"},
         "05/2025 − 1 năm = 05/2024; 05/2025 + 1 năm = 05/2026", "05/2026", AGAIN, False),
        ("Đại hội tháng 05/2025 thì muộn nhất ngày 01/05/2026.", {"tháng mốc": "05/2025"},
         "05/2025 + 1 năm = 05/2026", "2026-05-01", AGAIN, False),
    ],
)  # fmt: skip
def test_bounds_and_months(
    text: str, inputs: dict[str, str], formula: str, result: str, quote: str, right: bool
) -> None:
    found = faults(text, inputs, formula, result, quote)
    assert (not found) is right, found


def test_a_base_is_taken_in_one_step() -> None:
    """In several steps the total stands among those looked for behind ``trừ``, and is not there."""
    inputs = {"tạm giam": "3", WHOLE: "60", "khởi tố": "1", "đi vắng": "2"}
    formula = "60 − 1 = 59; 59 − 2 = 57; 57 − 3 = 54"
    assert "r12.input" in faults("Mẫu số là 54.", inputs, formula, "54", BASE)


ADDED = "Số cấp ủy viên sau khi bổ sung không được vượt tổng số cấp ủy viên mà đại hội đã quyết định."
LEFT = {"tổng số cấp ủy viên": "19", "số cấp ủy viên": "16", "số cấp ủy viên thôi": "2"}


@pytest.mark.parametrize(
    ("formula", "result", "right"),
    [
        ("16 − 2 = 14; 19 − 14 = 5", "5", True),
        ("19 − 2 = 17; 17 − 16 = 1", "1", False),
        ("16 − 2 = 14; 19 − 16 = 3", "3", False),
        ("16 − 2 = 14; 19 − 14 = 6", "6", False),
        ("16 + 2 = 18; 19 − 16 = 3", "3", False),
    ],
)
def test_figures_taken_off_in_steps(formula: str, result: str, right: bool) -> None:
    found = faults(f"Được bổ sung nhiều nhất {result} người.", LEFT, formula, result, ADDED)
    assert (not found) is right, found


@pytest.mark.parametrize(
    ("text", "inputs", "formula", "result", "quote", "reason"),
    [
        ("Mẫu số: 60 − 1 (tạm vắng) = 59.", {WHOLE: "60", "tạm vắng": "1"}, "60 − 1 = 59", "59", BASE, "r12.input"),
        ("Mẫu số: 60 − 1 (sinh hoạt tạm) = 59.", {WHOLE: "60", "sinh hoạt tạm": "1"}, "60 − 1 = 59", "59", BASE,
         "r12.input"),
        ("Mẫu số: 60 − 1 (chính thức) = 59.", {WHOLE: "60", "chính thức": "1"}, "60 − 1 = 59", "59", BASE, "r12.input"),
        ("Mẫu số: 60 − 2 (tạm giam) = 58.", {WHOLE: "60", "tạm giam": "1"}, "60 − 2 = 58", "58", BASE, "r12.input"),
        ("Mẫu số: 60 − 1 (tạm giam) = 58.", {WHOLE: "60", "tạm giam": "1"}, "60 − 1 = 58", "58", BASE, "r12.formula"),
        ("Với tổng số 59, quá một nửa là từ 29 trở lên (59 : 2 = 29,5, làm tròn xuống 29).", {WHOLE: "59"},
         "59 : 2 = 29,5, làm tròn xuống 29", "29", HALF, "r12.rounding"),
        ("Với tổng số 58, quá một nửa là từ 29 trở lên (58 : 2 = 29).", {WHOLE: "58"}, "58 : 2 = 29", "29", HALF,
         "r12.rounding"),
        ("Với tổng số 59, quá một nửa là từ 30 trở lên; 28 thì đã quá một nửa.", {WHOLE: "59", "số phiếu": "28"},
         "59 : 2 = 29,5, lấy số nguyên liền trên là 30", "30", HALF, "r12.finding"),
        ("Với tổng số 59, quá một nửa là từ 30 trở lên; 28 thì chưa quá một nửa, thiếu 3.",
         {WHOLE: "59", "số phiếu": "28"}, "59 : 2 = 29,5, lấy số nguyên liền trên là 30", "30", HALF, "r12.finding"),
        ("Với tổng số 59, quá một nửa là từ 30 trở lên; 31, 40 (3 người) thì đã quá một nửa.",
         {WHOLE: "59", "số phiếu 1": "31", "số phiếu 2": "40"}, "59 : 2 = 29,5, lấy số nguyên liền trên 30", "30", HALF,
         "r12.finding"),
        ("Số dư nhiều nhất là 3 (27 × 15% = 4,05, làm tròn lên 5).", {"số cần bầu": "27"},
         "27 × 15% = 4,05, làm tròn lên 5; 27 + 5 = 32", "32", LIST, "r12.rounding"),
        ("Từ tháng 7/2025 đến tháng 5/2029 còn 46 tháng; so với ít nhất 48 tháng thì đạt.",
         {"từ": "7/2025", "đến": "5/2029", "số tháng": "48"}, "từ 7/2025 đến 5/2029 = 46 tháng", "46", MONTHS,
         "r12.finding"),
        ("Từ tháng 8/2025 đến tháng 5/2029 còn 45 tháng.", {"từ": "7/2025", "đến": "5/2029"},
         "từ 8/2025 đến 5/2029 = 45 tháng", "45", MONTHS, "r12.input"),
        ("Sớm nhất ngày 10/09/2026, muộn nhất ngày 10/09/2027.", {"ngày mốc": "2027-03-10", "số tháng": "6"},
         "10/03/2027 − 6 tháng = 10/09/2026; 10/03/2027 + 6 tháng = 10/09/2027", "2027-09-10", KEPT, "r12.rounding"),
        ("Bế mạc ngày 16/06/2025 thì lưu phiếu đến ngày 16/12/2025.", {"ngày mốc": "2025-06-15", "số tháng": "6"},
         "16/06/2025 + 6 tháng = 16/12/2025", "2025-12-16", KEPT, "r12.input"),
        ("Bế mạc ngày 15/06/2025 thì lưu phiếu đến ngày 15/01/2026.", {"ngày mốc": "2025-06-15", "số tháng": "7"},
         "15/06/2025 + 7 tháng = 15/01/2026", "2026-01-15", KEPT, "r12.input"),
    ],
)  # fmt: skip
def test_wrong_sums(text: str, inputs: dict[str, str], formula: str, result: str, quote: str, reason: str) -> None:
    assert reason in faults(text, inputs, formula, result, quote)
