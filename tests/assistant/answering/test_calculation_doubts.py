"""Stories whose figures are not those of the matter asked about, or not certain: no sum, or that of the rest.

Each ``TRAPS`` story was worked, wrongly, before what makes its figure doubtful was read: a figure for each of several
units, a rough one, one of others or of another term of office, hearsay, a wish, a denial, a miscount, people told of
without a figure, days that were moved.
"""

from collections.abc import Callable

import pytest

from assistant.question.understanding import Understood
from corpus.core.registry import Registry
from tests.assistant.answering_sums import computed

TRAPS = [
    # working days
    "Em chuyển công tác, quyết định có hiệu lực được 7 tuần, mỗi tuần 5 ngày làm việc. Còn mấy ngày làm việc nữa thì "
    "hết hạn chuyển sinh hoạt đảng?",
    "Quyết định điều động có hiệu lực từ 8 tuần trước, mỗi tuần tính 6 ngày làm việc. Thời hạn chuyển sinh hoạt đảng "
    "chính thức còn mấy ngày làm việc?",
    "Cấp trên chuẩn y kết quả bầu cử, mỗi cán bộ thẩm định mất 3 ngày làm việc, có 4 cán bộ. So với hạn thì còn mấy "
    "ngày làm việc?",
    "Bạn em bảo hạn chuyển sinh hoạt đảng là 30 ngày làm việc. Em đã chờ hơn một tháng, còn mấy ngày làm việc?",
    "Em nghe đồn chuyển sinh hoạt đảng chỉ có 20 ngày làm việc, vậy em còn mấy ngày?",
    "Đơn ứng cử em nộp trước khai mạc khoảng 3 tuần, văn phòng nói trễ 2 ngày làm việc. Trễ thật không, trễ mấy ngày "
    "làm việc?",
    "Năm ngoái cơ quan em chuyển hồ sơ sinh hoạt đảng mất 25 ngày làm việc. Năm nay quyết định có hiệu lực rồi, còn "
    "mấy ngày làm việc?",
    "Nộp báo cáo kết quả bầu cử sau bế mạc, chi bộ bạn nộp sau 3 ngày làm việc. Chi bộ em còn mấy ngày làm việc?",
    "Chưa quá 10 ngày làm việc từ khi quyết định có hiệu lực, em còn mấy ngày làm việc để chuyển sinh hoạt đảng?",
    # for each
    "Chi bộ em có 40 đảng viên chính thức, mỗi tổ 8 người, 3 tổ đến đủ. Vậy quá nửa là mấy phiếu thì trúng?",
    "Chi bộ 36 đảng viên chính thức, 4 tổ, mỗi tổ vắng 1 người xin phép cả buổi được chi ủy đồng ý. Trúng cử cần mấy "
    "phiếu?",
    "Đại hội triệu tập 120 đại biểu, mỗi chi bộ vắng 2 đại biểu, có 10 chi bộ. Đủ số khai mạc chưa?",
    "Có 18 chi bộ trực thuộc, 11 chi bộ có đại biểu dự, mỗi chi bộ 3 đại biểu. Đại hội hợp lệ chưa?",
    "Bình quân mỗi chi bộ có 9 đảng viên chính thức, đảng bộ có 6 chi bộ. Đại hội đảng viên cần mấy người để khai mạc?",
    "Đảng bộ em có 3 đảng ủy cơ sở, mỗi nơi 15 ủy viên. Ban thường vụ mỗi nơi tối đa mấy người?",
    "Đảng ủy xã tôi 33 người, mỗi thôn 1 nữ, có 5 thôn. Tỷ lệ nữ đạt chưa?",
    # another time, other people
    "Khóa trước triệu tập 200 đại biểu, 130 người đến. Khóa này triệu tập 160, chưa biết ai đến. Khai mạc cần ít nhất "
    "bao nhiêu?",
    "Năm 2020 chi bộ em 28 đảng viên chính thức, bầu chi ủy 15 phiếu trúng. Năm nay kết nạp thêm nhiều. Nay cần mấy "
    "phiếu trúng?",
    "Đại biểu dự kiến 150, thực tế triệu tập 145, đến 96. Cần mấy người thì mở được?",
    "Đảng ủy khóa trước 27 ủy viên, khóa này bầu 25, ban thường vụ tối đa mấy người?",
    "Chi bộ em 12 đảng viên chính thức bầu chi ủy 5 người, chi bộ bạn 20 người cũng bầu 5. Chi ủy được tối đa mấy "
    "người?",
    "Chi bộ bên cạnh có 40 đảng viên chính thức mà anh ấy được 22 phiếu trúng. Chi bộ em ít hơn 6 người, cần mấy phiếu "
    "thì trúng?",
    "Đại hội chi bộ 33 đảng viên chính thức, đại hội đoàn 60 đoàn viên. Đại hội chi bộ cần mấy người để mở?",
    # miscounts, hearsay, denials, wishes
    "Chi bộ em có 30 đảng viên chính thức nhưng bí thư ghi nhầm 33. Có 16 phiếu thì trúng chưa?",
    "Biên bản ghi 44 đảng viên chính thức được triệu tập, thực ra đếm lại ít hơn. Trúng cử mấy phiếu?",
    "Nghe nói sắp tới thêm 5 đảng viên chính thức chuyển về, hiện 20 người. Hôm đại hội quá nửa là mấy phiếu?",
    "Giá như chi bộ có đủ 30 đảng viên chính thức thì tốt, bây giờ mới chừng hai chục. Trúng cử cần mấy phiếu?",
    "Chi bộ không phải 24 đảng viên chính thức như tin đồn. Bầu chi ủy mấy phiếu là trúng?",
    "Hình như chi bộ em có 34 đảng viên chính thức. Trúng cử mấy phiếu?",
    "Đại hội triệu tập 180 đại biểu, có người nói 175 mới đúng. Khai mạc cần mấy người?",
    "Đại hội triệu tập 180 đại biểu, danh sách in sai 3 người trùng tên. Khai mạc cần mấy người?",
    # rough
    "Gần 40 đảng viên chính thức, đến hơn 25 người. Khai mạc được chưa?",
    "Chi bộ trên 30 đảng viên chính thức. Trúng cử mấy phiếu?",
    "Chi bộ khoảng 50 đảng viên chính thức, ông Thân 26 phiếu. Trúng chưa?",
    "Chi bộ tầm 45 đảng viên chính thức. Trúng cử mấy phiếu?",
    "Chị ấy còn khoảng 45 tháng, tái cử cấp ủy phường thiếu mấy tháng?",
    # people and changes without a figure, or already taken off
    "Chi bộ 20 đảng viên chính thức, hai vợ chồng bác Tư vắng suốt có xin phép và được đồng ý. Trúng cử mấy phiếu?",
    "Chi bộ 20 đảng viên chính thức, gia đình bác Tư vắng suốt có xin phép và được đồng ý. Trúng cử mấy phiếu?",
    "Chi bộ 38 đảng viên chính thức, một nửa tổ 2 xin vắng cả buổi được đồng ý. Trúng cử mấy phiếu?",
    "Chi bộ 38 đảng viên chính thức, 10% vắng suốt có phép. Trúng cử mấy phiếu?",
    "Chi bộ em 50 đảng viên chính thức, đã trừ 3 người bị đình chỉ sinh hoạt đảng rồi. Trúng cử mấy phiếu?",
    "Chi bộ em còn 47 đảng viên chính thức sau khi trừ 3 người được miễn không dự. Trúng cử mấy phiếu?",
    "Tổng số 60 đại biểu tính cả 4 khách mời của huyện. Khai mạc cần bao nhiêu đại biểu?",
    "Tổng số 60 đại biểu kể cả 3 dự khuyết. Khai mạc cần bao nhiêu đại biểu?",
    "Đảng bộ 500 đảng viên, đại hội đại biểu dự kiến 15% số đó. Cần mấy đại biểu mới khai mạc?",
    "Chi ủy hiện 3 người, dự kiến tăng lên gấp đôi. Có vượt tối đa không, vượt mấy?",
    "Đảng ủy 21 người nhưng 2 người vừa bị cách chức. Ban thường vụ nhiều nhất mấy người?",
    "Đại hội quyết định 19 cấp ủy viên, bầu được 17, sau đó 2 người chuyển đi, bổ sung 1 người. Nay được bổ sung nhiều "
    "nhất mấy người?",
    "Đảng bộ có 6 chi bộ trực thuộc, tuần trước giải thể 1 chi bộ. Cần mấy chi bộ có đại biểu dự?",
    "Bầu 15, sau khi bầu lần một được 12. Bầu thêm 3 thì danh sách nhiều nhất mấy người?",
    # days that were moved, months with others
    "Anh Tấn kết nạp 10/5/2024, em kết nạp sau anh 3 tháng. Bao giờ em hết dự bị?",
    "Đại hội định khai mạc 15/7/2026 rồi hoãn lại 1 tuần. Gửi thông báo triệu tập chậm nhất ngày nào?",
    "Khai mạc dự kiến 10/8/2026, nếu dời sang tuần sau thì hạn nộp đơn ứng cử là ngày nào?",
    "Lễ kết nạp dự kiến 20/5/2026 nhưng mưa bão chưa làm. Dự bị đến ngày nào?",
    "Cấp trên nhận báo cáo ngày 2/3/2026, trả lại vì thiếu, ngày 12/3/2026 nhận lại. Chuẩn y chậm nhất ngày nào?",
    "Tính từ 7/2025 cô Vân còn 50 tháng, có người tính 46 tháng. Đủ tuổi tái cử cấp ủy phường chưa, thiếu mấy tháng?",
    "Anh nghỉ hưu tháng 6/2029 nhưng được kéo dài 12 tháng. Tái cử cấp ủy xã, còn mấy tháng từ mốc 7/2025?",
]

CERTAIN = [
    # the same words where nothing is in doubt
    ("Chi bộ bản có 33 đảng viên chính thức. Trúng cử mấy phiếu?", ["17"]),
    ("Đúng 26 phiếu trên 52 người được triệu tập có trúng không?", ["27"]),
    ("Chi bộ 34 đảng viên chính thức chứ không phải 36. Trúng cử mấy phiếu?", ["18"]),
    ("Cấp trên nhận báo cáo đã 11 ngày làm việc, còn mấy ngày nữa hết hạn chuẩn y?", ["4"]),
    ("Chi bộ có 31 đảng viên chính thức, tổ 3 ngồi cuối hội trường. Trúng cử mấy phiếu?", ["16"]),
    ("Nghe nói 18 phiếu là trúng, chi bộ em 34 đảng viên chính thức. Trúng cử mấy phiếu?", ["18"]),
    (
        "Đảng bộ không sáp nhập, ban chấp hành 15 người, giữ lại 12 bác khóa cũ. Đổi mới vậy còn thiếu mấy người mới?",
        ["5"],
    ),
    ("Ban chấp hành 30 người, giữ lại 22 đồng chí cũ. Gương mặt mới cần mấy người?", ["10"]),
]


@pytest.mark.parametrize("question", TRAPS, ids=lambda value: value[:40])
def test_no_sum_where_a_figure_is_in_doubt(question: str, read: Callable[..., Understood], shipped: Registry) -> None:
    assert computed(question, read, shipped) == []


@pytest.mark.parametrize(("question", "results"), CERTAIN, ids=lambda value: str(value)[:40])
def test_the_same_words_where_nothing_is_in_doubt(
    question: str, results: list[str], read: Callable[..., Understood], shipped: Registry
) -> None:
    assert computed(question, read, shipped) == results
