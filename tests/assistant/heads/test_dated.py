"""A sum of days gives the word where a told day is too early or too late for it, and to no other question."""

import pytest

from assistant.heads.dated import day_word

KEPT = "Bế mạc ngày 10/06/2026 thì cấp ủy cùng cấp cho hủy phiếu từ ngày 10/12/2026 (6 tháng sau ngày đó)."
PROBATION = "Lễ kết nạp ngày 05/12/2025 thì thời kỳ dự bị đến ngày 05/12/2026 (12 tháng sau ngày đó)."
MOVED = (
    "Đến hạn tháng 03/2027 thì đại hội chi bộ trực thuộc được triệu tập sớm nhất tháng 09/2026, muộn nhất tháng "
    "09/2027 (6 tháng trước hoặc sau tháng đó)."
)
BARRED = "Quyết định ngày 04/05/2026 thì không được bầu vào cấp ủy đến ngày 04/05/2027 (1 năm sau ngày đó)."
COMPLAINT = (
    "Bế mạc ngày 10/06/2026 thì khiếu nại về bầu cử chậm nhất là ngày 01/07/2026 (15 ngày làm việc sau ngày đó, không "
    "tính thứ bảy, chủ nhật, ngày nghỉ lễ)."
)


@pytest.mark.parametrize(
    ("asked", "sentence", "word"),
    [
        ("Bế mạc 10/6/2026, ngày 1/12/2026 đã hủy phiếu được chưa?", KEPT, "Chưa"),
        ("Bế mạc 10/6/2026, tháng 11/2026 đòi đốt hết. Được chưa, sớm nhất ngày nào?", KEPT, "Chưa"),
        ("Bế mạc 10/6/2026 mà 2/11 đã đòi đốt. Đã hủy được chưa?", KEPT, "Chưa"),
        ("Be mac 10/6/2026, 1/12/2026 huy phieu duoc khong?", KEPT, "Không"),
        ("Lễ kết nạp 5/12/2025, tới 30/11/2026 đủ thời gian dự bị chưa?", PROBATION, "Chưa"),
        ("Lễ kết nạp 5/12/2025, đến tháng 10/2026 đã hết dự bị chưa ạ?", PROBATION, "Chưa"),
        ("Nhiệm kỳ hết 3/2027, đảng ủy cho lùi tới 11/2027. Được không, muộn nhất tháng mấy?", MOVED, "Không"),
        ("Đến hạn 3/2027, muốn làm sớm từ 7/2026. Được không?", MOVED, "Không"),
        ("Bế mạc 10/6/2026, ngày 30/7/2026 tôi khiếu nại. Có kịp không?", COMPLAINT, "Không"),
        ("Bế mạc 10/6/2026, hôm nay 30/7/2026 mới viết đơn. Còn trong thời hạn khiếu nại không?", COMPLAINT, "Không"),
        ("Đến hạn tháng 3/2027 mà hội trường sửa, lùi sang 11/2027. Lùi thế có được không?", MOVED, "Không"),
        ("Bị cách chức 4/5/2026, ngày 1/2/2027 đại hội. Hôm đó bầu vào cấp ủy được không?", BARRED, "Không"),
        ("Bị cách chức 4/5/2026, tới 1/2/2027 bầu vào cấp ủy được chưa?", BARRED, "Chưa"),
    ],
)
def test_a_day_too_early_or_too_late_answers(asked: str, sentence: str, word: str) -> None:
    assert day_word(asked, sentence) == word


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        # kept, or on the day itself: never a yes
        ("Bế mạc 10/6/2026, ngày 10/12/2026 đã hủy phiếu được chưa?", KEPT),
        ("Bế mạc 10/6/2026, tháng 12/2026 đã hủy phiếu được chưa?", KEPT),
        ("Lễ kết nạp 5/12/2025, tới 5/12/2026 đủ thời gian dự bị chưa?", PROBATION),
        ("Đến hạn 3/2027, lùi tới 9/2027. Được không?", MOVED),
        ("Bế mạc 10/6/2026, ngày 1/7/2026 tôi khiếu nại. Có kịp không?", COMPLAINT),
        # another act, or the other way round
        ("Bế mạc 10/6/2026, ngày 1/12/2026 đã niêm phong phiếu chưa?", KEPT),
        ("Bế mạc 10/6/2026, ngày 1/12/2026 mở hòm được chưa?", KEPT),
        ("Lễ kết nạp 5/12/2025, ngày 20/6/2026 có được dự họp không?", PROBATION),
        ("Lễ kết nạp 5/12/2025, ngày 20/6/2026 còn dự bị không?", PROBATION),
        ("Lễ kết nạp 5/12/2025, ngày 20/6/2026 chưa hết dự bị phải không?", PROBATION),
        ("Bế mạc 10/6/2026, ngày 30/7/2026 tôi khiếu nại có bị muộn không?", COMPLAINT),
        ("Bị cách chức 4/5/2026, ngày 1/7/2027 bầu vào cấp ủy được không?", BARRED),
        ("Bị cách chức 4/5/2026, ngày 1/2/2027 có được bỏ phiếu không?", BARRED),
        # no other day, two of them, or not the day of the event
        ("Bế mạc 10/6/2026, đã hủy phiếu được chưa?", KEPT),
        ("Bế mạc 10/6/2026, ngày 1/8/2026 hay 1/12/2026 hủy phiếu được chưa?", KEPT),
        ("Bế mạc 11/6/2026, ngày 1/12/2026 hủy phiếu được chưa?", KEPT),
        ("Bế mạc 10/6/2026, ngày 1/12/2026 hủy phiếu thì ai ký?", KEPT),
    ],
)
def test_any_other_question_gets_no_word(asked: str, sentence: str) -> None:
    assert day_word(asked, sentence) == ""
