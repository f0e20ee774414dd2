"""Stories as people tell them, written from the provisions: the figures that are due, or none at all.

Each was worked by hand. A figure that is due is the result of a computed claim; where no rule gives one, or the story
leaves open who counts, no computed claim may stand in the answer.
"""

from collections.abc import Callable
from datetime import date

import pytest

from assistant.answering.calculation import calculate
from assistant.question.understanding import Understood
from corpus.core.registry import Registry
from tests.assistant.answering_sums import computed

TODAY = date(2026, 11, 28)

QUORUM = [
    ("Chi bộ em 38 đảng viên đều được mời dự đại hội, hôm đó có mặt 25 người. Thế đã đủ để khai mạc chưa?", ["26"]),
    (
        "Đại hội đảng bộ triệu tập 160 đại biểu, sáng nay mới điểm danh được 107. Khai mạc được chưa ạ, cần bao nhiêu?",
        ["107"],
    ),
    ("dai hoi trieu tap 90 dai bieu thi vang toi da may nguoi de van hop le", ["60"]),
    ("Chi bộ mười lăm đảng viên, vắng năm người thì đại hội có hợp lệ không?", ["10"]),
    (
        "Đảng bộ có 12 chi bộ trực thuộc, triệu tập 130 đại biểu; hôm khai mạc có 90 đại biểu của 7 chi bộ. Đại hội "
        "hợp lệ chưa?",
        ["87", "8"],
    ),
    ("DH chi bo 22 dv, chi co 14 dong chi den, bi thu noi qua nua la duoc. dung ko?", ["15"]),
    ("Triệu tập 300 đại biểu, xin hỏi số đại biểu tối thiểu phải có mặt để đại hội hợp lệ?", ["200"]),
    ("Có 9 tổ chức đảng trực thuộc, 2 tổ chức không cử được đại biểu tham dự. Đại hội có hợp lệ không?", ["6"]),
    (
        "Ban đầu dự kiến 210 đại biểu, sau rà soát chốt triệu tập 205 đại biểu. Khai mạc cần tối thiểu bao nhiêu "
        "người?",
        ["137"],
    ),
    (
        "Chi bộ 17 đảng viên chính thức được triệu tập, có 12 đồng chí đến. Ông phó bí thư đòi phải đủ 13. Ai đúng?",
        ["12"],
    ),
    (
        "Đảng ủy xã triệu tập 240 đại biểu từ 32 chi bộ. Nhờ tính số đại biểu và số chi bộ tối thiểu phải có người dự.",
        ["160", "22"],
    ),
    ("Đại hội chi bộ có 26 đảng viên, 8 đồng chí đi công tác không về được. Vậy có mở được đại hội không?", ["18"]),
]

MAJORITY = [
    ("Chi bộ 41 đảng viên chính thức dự đủ. Anh Tân được 21 phiếu thì có trúng chi ủy không?", ["21"]),
    (
        "Chi bộ có 33 đảng viên chính thức, 1 đồng chí đang bị tạm giam. Những người khác dự đủ. Trúng cử phải bao "
        "nhiêu phiếu?",
        ["32", "17"],
    ),
    (
        "Đại hội đảng viên có 70 đảng viên chính thức được triệu tập, 3 cụ được miễn sinh hoạt không đến, 2 đồng chí "
        "vắng suốt đại hội có lý do và được cấp ủy đồng ý. Bao nhiêu phiếu thì trúng?",
        ["65", "33"],
    ),
    (
        "Đại hội đại biểu triệu tập 120 đại biểu chính thức, 1 cấp ủy viên vắng mặt suốt đại hội. Trúng cử cần bao "
        "nhiêu phiếu?",
        ["119", "60"],
    ),
    ("chi bo 19 dang vien chinh thuc, du ca, bau bi thu phai may phieu moi trung", ["10"]),
    (
        "Chi bộ 36 người, trong đó có 3 đảng viên dự bị, hôm đại hội đông đủ. Mẫu số tính trúng cử là mấy, bao nhiêu "
        "phiếu trúng?",
        ["33", "17"],
    ),
    (
        "Đảng viên chính thức 52 người, 2 đồng chí đã giới thiệu sinh hoạt tạm thời nơi khác không về dự. Ngưỡng "
        "trúng cử là mấy phiếu?",
        ["50", "26"],
    ),
    (
        "Chi bộ 29 đảng viên chính thức, một đồng chí bị khởi tố, một đồng chí bị đình chỉ sinh hoạt đảng. Trúng chi "
        "ủy cần mấy phiếu?",
        ["27", "14"],
    ),
    ("Đại hội 150 đại biểu được triệu tập, dự đủ. Ông Hùng được 75 phiếu, đúng một nửa. Trúng chưa?", ["76"]),
    (
        "Chi bộ 44 đảng viên chính thức, 5 đồng chí về sớm không bỏ phiếu. Ban kiểm phiếu lấy mẫu số 39. Vậy ngưỡng "
        "trúng là bao nhiêu?",
        ["23"],
    ),
    (
        "Chi bộ 50 đảng viên chính thức, 6 cụ được miễn sinh hoạt, hai cụ vẫn đến bỏ phiếu. Quá bán là bao nhiêu "
        "phiếu?",
        ["46", "24"],
    ),
    ("Đảng bộ bộ phận 63 đảng viên chính thức, 4 đồng chí vắng không xin phép. Bao nhiêu phiếu thì trúng cử?", ["32"]),
    (
        "Đại hội đại biểu triệu tập 200 đại biểu, ba đại biểu ốm vắng suốt mà không còn dự khuyết thay. Quá nửa là "
        "bao nhiêu?",
        ["197", "99"],
    ),
    ("80 đại biểu được triệu tập, dự đủ, chị Hà được 50 phiếu. Tỷ lệ trúng cử là bao nhiêu phần trăm?", ["41"]),
    (
        "Chi bộ 25 đảng viên chính thức đủ mặt, bầu 3 chi ủy viên. Kết quả: Nam 24, Tuấn 20, Hoa 13, Lệ 12. Ai trúng?",
        ["13"],
    ),
    (
        "Phát ra 88 phiếu, thu về 88 phiếu, hợp lệ 85. Đại hội triệu tập 90 đại biểu, 2 đại biểu chỉ vắng buổi bầu "
        "cử. Bao nhiêu phiếu thì trúng?",
        ["46"],
    ),
    (
        "Một chi bộ có 31 đảng viên chính thức, 2 đồng chí đi học sinh hoạt tạm thời ở trường, một người về dự đại "
        "hội và bỏ phiếu, một người không về. Trúng cử phải mấy phiếu?",
        ["30", "16"],
    ),
]

RESOLUTION = [
    ("Ban chấp hành 39 ủy viên họp, nghị quyết phải bao nhiêu người tán thành thì có giá trị?", ["20"]),
    ("Đảng ủy có 15 ủy viên, vắng 2 người có xin phép, 7 người tán thành nghị quyết. Thông qua được chưa?", ["8"]),
    ("Cấp ủy 21 ủy viên, 1 ủy viên đang bị khởi tố. Nghị quyết cần bao nhiêu phiếu tán thành?", ["20", "11"]),
    (
        "Đại hội đại biểu triệu tập 180 đại biểu, 2 cấp ủy viên vắng mặt suốt đại hội. Nghị quyết đại hội cần bao "
        "nhiêu người biểu quyết tán thành?",
        ["178", "90"],
    ),
    ("Nghị quyết đại hội chi bộ 30 đảng viên chính thức dự đủ cần mấy người tán thành?", ["16"]),
]

LISTS = [
    ("Đại hội bầu 11 đảng ủy viên thì danh sách bầu cử nhiều nhất mấy người?", ["14"]),
    ("bau 7 chi uy vien, danh sach toi da may nguoi", ["9"]),
    ("Hội nghị bầu 13 ủy viên ban thường vụ thì số dư tối đa mấy người?", ["16"]),
    ("Cần bầu 33 ủy viên ban chấp hành, có người bảo danh sách được 43 người. Tối đa bao nhiêu?", ["42"]),
    (
        "Bầu 15 đảng ủy viên, phần cấp ủy chuẩn bị phải có số dư từ 10% đến 15% thì danh sách từ mấy đến mấy người?",
        ["17", "17"],
    ),
    ("Chi bộ bầu 3 chi ủy viên thì danh sách bầu cử tối đa mấy người?", ["4"]),
    ("200 đại biểu dự đại hội, đồng chí tự ứng cử ngoài danh sách cần bao nhiêu người đồng ý?", ["61"]),
    (
        "Đại hội có 90 đảng viên dự, anh Phú được đề cử ngoài danh sách, 27 người đồng ý. Đưa vào danh sách được chưa?",
        ["28"],
    ),
]

COMMITTEES = [
    ("Đảng ủy 27 đồng chí thì ban thường vụ nhiều nhất được mấy người?", ["9"]),
    ("Đảng ủy cơ sở đại hội quyết định 11 ủy viên, cấp trên chỉ định tăng thêm tối đa mấy người?", ["2"]),
    ("Đảng ủy cấp trên trực tiếp cơ sở có 39 ủy viên do đại hội quyết định, được chỉ định tăng thêm mấy người?", ["3"]),
    ("Đại hội bầu 33 cấp ủy viên, cấp trên điều động cùng một lúc nhiều nhất được mấy người?", ["11"]),
    ("Đại hội quyết định 27 ủy viên nhưng chỉ bầu được 24, giữa nhiệm kỳ bổ sung tối đa mấy người?", ["3"]),
    (
        "Đại hội định 15 đảng ủy viên mà bầu thiếu 8 người. Hướng dẫn nói thiếu trên một nửa phải bổ sung từng bước, "
        "vậy từ bao nhiêu?",
        ["8"],
    ),
    (
        "Hệ số quy hoạch từ 1,0 đến 1,5 lần, ban thường vụ được quy định 9 ủy viên thì quy hoạch tối đa bao nhiêu "
        "người?",
        ["13", "9"],
    ),
    ("Ban chấp hành 24 ủy viên, mức phấn đấu đổi mới cấp ủy là bao nhiêu người mới?", ["8"]),
    ("Muốn mở đại hội bất thường, ban chấp hành có 35 ủy viên thì phải bao nhiêu ủy viên tán thành?", ["18"]),
    (
        "Đảng ủy có 20 cấp ủy viên muốn điều chỉnh cơ cấu khác với đề án nhân sự đại hội đã thông qua, cần bao nhiêu "
        "phiếu tán thành?",
        ["14"],
    ),
    (
        "Giải tán tổ chức đảng: cấp ủy cấp trên trực tiếp có 33 ủy viên, cấp ủy cách một cấp có 51 ủy viên. Phải bao "
        "nhiêu người đồng ý?",
        ["22", "26"],
    ),
    (
        "Tổng 300 đại biểu triệu tập, có 45 ủy viên ban chấp hành đương nhiệm, 10 đại biểu chỉ định. Số đại biểu do "
        "cấp dưới bầu là bao nhiêu?",
        ["245"],
    ),
]

DAYS = [
    ("Đại hội bế mạc ngày 25/4/2025 thì hạn gửi báo cáo kết quả bầu cử là ngày nào?", ["2025-05-08"]),
    ("Khai mạc đại hội ngày 20/5/2025, phải thông báo thời gian khai mạc chậm nhất ngày nào?", ["2025-04-03"]),
    ("Đại hội bế mạc ngày 10/7/2025, ngày 20/7/2025 có đơn. Hạn khiếu nại bầu cử đến ngày nào?", ["2025-07-31"]),
    (
        "Đại hội kết thúc ngày 30/8/2025, phiếu bầu niêm phong được hủy từ ngày nào nếu không có khiếu nại?",
        ["2026-02-28"],
    ),
    ("Em được kết nạp ngày 19/5/2026 thì khi nào hết dự bị?", ["2027-05-19"]),
    ("Đồng chí bị kỷ luật cách chức, quyết định ngày 05/3/2026, đến ngày nào mới được bầu vào cấp ủy?", ["2027-03-05"]),
    ("Chi bộ trực thuộc đến hạn đại hội ngày 15/6/2027, muốn lùi thì muộn nhất đến ngày nào?", ["2027-12-15"]),
    ("Cấp trên nhận báo cáo kết quả bầu cử ngày 04/8/2025 thì chậm nhất ngày nào phải chuẩn y?", ["2025-08-25"]),
    ("Cấp ủy mới bầu ngày 13/8/2025 phải nhận bàn giao chậm nhất ngày nào?", ["2025-09-05"]),
    ("Bế mạc ngày 21/12/2027 thì báo cáo kết quả chậm nhất ngày nào?", ["2027-12-30"]),
]

MORE = [
    (
        "Sáng qua chi bộ thôn tôi đại hội, sổ có 46 đảng viên chính thức mà trời mưa to nên chỉ 30 người tới. Bí thư "
        "vẫn cho khai mạc. Làm vậy có hợp lệ không?",
        ["31"],
    ),
    ("ad cho hoi, dai hoi dang bo truong em trieu tap 118 dang vien, co mat 79 thi co khai mac dc k", ["79"]),
    (
        "Đảng ủy tổng công ty triệu tập 275 đại biểu, sát giờ mới có 180 đồng chí có mặt, xe chở đoàn miền Trung hỏng"
        " dọc đường. Cần tối thiểu bao nhiêu đại biểu nữa?",
        ["184"],
    ),
    (
        "Chi bộ có 20 đảng viên chính thức và 3 đảng viên dự bị. Đại hội phải có ít nhất mấy đảng viên được triệu tập"
        " đến dự thì hợp lệ?",
        [],
    ),
    (
        "Đảng bộ có 18 tổ chức đảng trực thuộc, hôm đó chỉ 11 tổ chức có đại biểu tham dự vì lũ. Đại hội có hợp lệ "
        "không, thiếu mấy?",
        ["12"],
    ),
    (
        "Hôm bầu chi ủy, chi bộ 22 đảng viên chính thức có mặt đủ cả. Chị Mận được 11 phiếu, mọi người bảo thế là "
        "trúng. Đúng không?",
        ["12"],
    ),
    ("Đảng bộ phường triệu tập 199 đại biểu, có mặt đủ. Trúng cử vào ban chấp hành phải từ bao nhiêu phiếu?", ["100"]),
    (
        "Chi bộ em có 27 đồng chí chính thức, một đồng chí đang bị truy tố, còn lại có mặt hết. Cần mấy phiếu để "
        "trúng bí thư?",
        ["26", "14"],
    ),
    (
        "Đại hội đảng viên 58 đảng viên chính thức. Một cụ được miễn sinh hoạt vẫn chống gậy đến bỏ phiếu, một cụ "
        "được miễn sinh hoạt thì nằm viện. Mấy phiếu thì trúng?",
        ["57", "29"],
    ),
    (
        "Tổng số đảng viên chính thức được triệu tập là 84, trong đó 3 đồng chí sinh hoạt tạm thời ở nơi khác không "
        "về dự, 1 đồng chí bị khởi tố. Tính giúp mẫu số và số phiếu trúng cử.",
        ["80", "41"],
    ),
    (
        "Chi bộ 39 đảng viên chính thức, 2 đồng chí vắng suốt đại hội không có lý do. Ngưỡng trúng là bao nhiêu phiếu?",
        ["20"],
    ),
    (
        "Đại hội đại biểu được triệu tập 140 đại biểu, 3 đại biểu vắng nhưng đã có dự khuyết thay, dự đủ. Quá bán là "
        "bao nhiêu phiếu?",
        ["71"],
    ),
    (
        "Đại hội có 66 đảng viên chính thức, ban kiểm phiếu phát 66 phiếu, thu 66 phiếu, 60 phiếu hợp lệ. Đồng chí "
        "Bảo được 32 phiếu. Trúng cử chưa?",
        ["34"],
    ),
    (
        "Chi bộ 48 đảng viên chính thức, buổi chiều 7 đồng chí bỏ về nên chỉ còn 41 người bỏ phiếu. Trúng cử tính "
        "trên 41 hay 48, bao nhiêu phiếu thì trúng?",
        ["25"],
    ),
    (
        "Ba lần bầu mà chưa được bí thư chi bộ. Chi bộ 16 đảng viên chính thức đủ mặt, người cao nhất được 8 phiếu. "
        "Thiếu mấy phiếu?",
        ["9"],
    ),
    (
        "Đại hội bầu 9 chi ủy viên không được thì phải? Thôi cho em hỏi: bầu 7 chi ủy viên, danh sách 10 người có "
        "vượt mức 30% không, tối đa mấy người?",
        ["9"],
    ),
    ("bau 21 dang uy vien thi so du toi da la may", ["27"]),
    ("Hội nghị cấp ủy lần đầu bầu 11 ủy viên ban thường vụ, danh sách tối đa bao nhiêu người ạ?", ["14"]),
    ("Đại hội bầu 5 chi ủy viên, danh sách nhiều nhất mấy người?", ["6", "6"]),
    ("BCH khóa mới 31 đồng chí, BTV tối đa mấy người?", ["10"]),
    (
        "Đảng ủy cơ sở có 13 ủy viên theo quyết định của đại hội, xin cấp trên chỉ định tăng thêm 4 người có được "
        "không?",
        ["2"],
    ),
    (
        "Đại hội bất thường: ban chấp hành 41 ủy viên, 26 tổ chức đảng trực thuộc. Cần bao nhiêu ủy viên hoặc bao "
        "nhiêu tổ chức nhất trí?",
        ["21", "14"],
    ),
    (
        "Họp ban chấp hành 25 ủy viên, 4 đồng chí xin vắng, 13 đồng chí giơ tay tán thành nghị quyết. Nghị quyết có "
        "giá trị không?",
        ["13"],
    ),
    ("Đảng bộ tôi không sáp nhập, bầu 15 ủy viên, cần ít nhất mấy người mới để đạt mức đổi mới cấp ủy?", ["5"]),
    (
        "Cấp ủy 19 ủy viên do đại hội bầu, cấp trên rút cùng một lúc 7 người. Nhiều nhất được điều động mấy người?",
        ["6"],
    ),
    (
        "Đồng chí ứng cử ngoài danh sách cấp ủy được 55 phiếu đồng ý trong tổng 180 đại biểu dự đại hội. Thế đã đủ "
        "chưa?",
        ["55"],
    ),
    ("Khai mạc ngày 16/6/2025, muốn ứng cử mà không phải đại biểu thì hạn nộp hồ sơ ngày nào?", ["2025-05-26"]),
    ("Đại hội xong hôm 18/8/2025, bao giờ hết hạn báo cáo kết quả bầu cử lên cấp trên?", ["2025-08-27"]),
    ("Đại hội bế mạc 22/9/2025, hôm nay 10/10/2025 còn khiếu nại bầu cử được không, hạn đến ngày nào?", ["2025-10-13"]),
    ("Đảng bộ cơ sở đại hội ngày 10/6/2025, nhiệm kỳ sau mở sớm nhất và muộn nhất khi nào?", ["2031-06-10"]),
    ("Bà con hỏi: chi bộ có 11 đảng viên trong đó có 3 đảng viên dự bị thì có bầu chi ủy không?", ["8"]),
    ("Kiểm phiếu: phát 75, thu 75, hợp lệ 70, không hợp lệ 6. Sao cộng không khớp?", ["76"]),
    (
        "Bí thư tái cử nghỉ hưu tháng 8/2029, mốc tính tuổi của cấp cơ sở là tháng 4/2025. Còn bao nhiêu tháng, đủ "
        "điều kiện tái cử không?",
        ["52"],
    ),
    ("Chi bộ 60 đảng viên thì bầu được tối đa mấy chi ủy viên?", []),
    ("Đảng bộ cơ sở có 31 đảng viên, 4 chi bộ trực thuộc. Đại hội nên tổ chức đại hội đảng viên không?", []),
    ("Đại hội đảng viên 45 người, 6 người vắng, kết quả bầu anh Dũng 24 phiếu. Trúng chưa?", []),
    ("Chi đoàn có 30 đoàn viên, 16 người dự thì đại hội chi đoàn có hợp lệ không?", []),
    ("Đại biểu dự khuyết có 5 người, chính thức 40 người; ai chuyển đại biểu dự khuyết thành chính thức?", []),
    ("Cần lấy 3 chữ ký của 5 ủy viên cho biên bản phải không?", []),
    ("Hai đồng chí bằng phiếu cùng 40 phiếu thì xử lý thế nào?", []),
]

LATER = [
    (
        "Xã tôi có hội trường nhỏ, đảng ủy gửi giấy triệu tập tới 172 đại biểu chính thức. Sát giờ khai mạc, ban tổ "
        "chức đếm được 114 người do đoạn đường đèo sạt lở. Chủ tọa cho rằng trên nửa là ổn. Số tối thiểu là bao "
        "nhiêu, còn thiếu mấy?",
        ["115"],
    ),
    (
        "Tổ chức đại hội chi bộ tiểu học, 14 đảng viên chính thức, cô Hạnh nghỉ sinh, thầy Long đi tập huấn, còn 12 "
        "người ngồi đây. Khai mạc được chưa?",
        ["10"],
    ),
    ("Đảng bộ bệnh viện triệu tập 133 đảng viên, vắng 45. Đại hội có hợp lệ không?", ["89"]),
    (
        "Chi bộ 60 đảng viên chính thức, hai đồng chí đang bị đình chỉ sinh hoạt đảng, ba cụ miễn sinh hoạt ở nhà "
        "không đi. Lấy mẫu số mấy, trúng cử từ mấy phiếu?",
        ["55", "28"],
    ),
    (
        "Hỏi giùm ông nội: chi bộ 18 người, ông được miễn sinh hoạt mà vẫn ra hội trường bỏ phiếu. Vậy bao nhiêu "
        "phiếu thì trúng bí thư?",
        [],
    ),
    (
        "Đại hội đảng bộ huyện, 230 đại biểu được triệu tập, có 4 đồng chí bị ốm phải vắng suốt kỳ đại hội nhưng đoàn"
        " đã cử dự khuyết thay đủ 4. Trúng cử cần bao nhiêu phiếu?",
        ["116"],
    ),
    (
        "Ban kiểm phiếu công bố bà Thu trúng với 71 phiếu trên 140 phiếu hợp lệ, trong khi đại hội triệu tập 146 đại "
        "biểu và không ai vắng suốt. Có đúng không, ngưỡng là mấy?",
        ["74"],
    ),
    ("Họp đảng ủy 17 ủy viên, 3 vắng. Nghị quyết có 9 người tán thành thì có giá trị chưa?", ["9"]),
    ("Chi bộ em có 24 đảng viên chính thức thì bầu chi ủy không quá mấy người?", []),
    ("bch dang bo xa 27 uy vien, bau 9 uy vien btv, danh sach 12 nguoi dc ko, toi da may", ["11"]),
    (
        "Đại hội chốt bầu 17 đảng ủy viên. Danh sách gồm 19 người do cấp ủy chuẩn bị, thêm 4 người được đề cử tại chỗ"
        " thành 23 người. Có vượt mức cho phép không, tối đa mấy người?",
        ["23", "22"],
    ),
    (
        "Cấp ủy khóa cũ giới thiệu nhân sự cho 30 suất, phần do cấp ủy chuẩn bị phải dư ít nhất mấy, nhiều nhất mấy "
        "người?",
        ["33", "34"],
    ),
    (
        "Có 3 tổ chức trực thuộc trong tổng 10 tổ chức không cử người dự đại hội, người thì đủ 2/3 rồi. Đại hội hợp "
        "lệ không?",
        ["7"],
    ),
    ("Khai mạc đại hội 17/9/2025 thì chậm nhất bao giờ phải thông báo cho cấp dưới biết thời gian?", ["2025-08-04"]),
    ("Đại hội bế mạc 14/5/2025, đến hôm 20/5/2025 văn phòng mới soạn. Hạn gửi báo cáo là ngày nào?", ["2025-05-23"]),
    ("Phiếu bầu của đại hội kết thúc ngày 20/6/2025 giữ đến khi nào thì hủy?", ["2025-12-20"]),
    ("Em làm lễ kết nạp ngày 26/3/2026, bao giờ hết thời gian dự bị?", ["2027-03-26"]),
    ("Đảng ủy cơ sở 12 ủy viên do đại hội quyết định, muốn tăng thêm 3. Được tối đa mấy người?", ["2"]),
    ("Huyện ủy cũ 41 cấp ủy viên, cấp trên chỉ định tăng thêm được mấy người theo 10%?", ["4"]),
    ("Ban chấp hành 20 ủy viên thì ban thường vụ được mấy người nhiều nhất, có phải 7 không?", ["6"]),
    (
        "Đang họp bàn điều chỉnh cơ cấu ban thường vụ khác đề án nhân sự mà đại hội đã thông qua, 33 ủy viên, được 22"
        " phiếu. Đủ chưa?",
        ["23"],
    ),
    (
        "Ban chấp hành đảng bộ có 45 ủy viên, muốn triệu tập đại hội bất thường cần bao nhiêu ủy viên tán thành bằng "
        "phiếu kín?",
        ["23"],
    ),
    (
        "Anh Bằng bầu lần trước được 45% nên trượt, đại hội ngày 12/8/2025. Khi nào sớm nhất được đề nghị bổ sung vào"
        " đảng ủy?",
        ["2026-08-12"],
    ),
    ("Chi bộ có 12 đảng viên, trong đó 4 đảng viên dự bị. Có phải bầu chi ủy không?", ["8"]),
    (
        "Đại hội đảng viên 37 đồng chí chính thức, ông Cẩn đang bị tạm giam. Còn lại dự đủ. Mấy phiếu thì trúng?",
        ["36", "19"],
    ),
    (
        "Đại hội đảng viên công ty 95 đảng viên chính thức, trong đó 6 đồng chí vắng suốt buổi: 4 có lý do và được "
        "cấp ủy đồng ý, 2 tự ý vắng. Mẫu số và ngưỡng trúng cử?",
        ["91", "46"],
    ),
    ("Đại hội 88 đại biểu dự đủ, bầu 11 ủy viên, ông Phúc 44 phiếu, bà Loan 45 phiếu. Ai trúng?", ["45"]),
    (
        "Bầu đoàn đại biểu 5 chính thức, 1 dự khuyết, đại hội 72 đại biểu có mặt đủ, phiếu: 70, 66, 61, 58, 50, 36. "
        "Người 36 phiếu làm dự khuyết được không?",
        ["37"],
    ),
    (
        "Một đồng chí nghỉ hưu tháng 10/2029, mốc tuổi cấp trên cơ sở tháng 6/2025, muốn tái cử cấp ủy. Còn bao nhiêu"
        " tháng?",
        ["52"],
    ),
    (
        "Tổng số đại biểu 210, gồm 30 ủy viên ban chấp hành đương nhiệm, 8 đại biểu chỉ định, còn lại do cấp dưới "
        "bầu. Bao nhiêu?",
        ["172"],
    ),
    (
        "Chi bộ 32 đảng viên chính thức. Lúc bỏ phiếu có 3 đồng chí ra ngoài nên chỉ thu 29 phiếu. Bí thư cần mấy "
        "phiếu?",
        ["17"],
    ),
    ("Lớp tôi có 40 sinh viên, bầu lớp trưởng được 21 phiếu là quá bán chưa?", []),
    ("Đại hội cổ đông 100 cổ đông dự 60 có hợp lệ không?", []),
    ("Hội nghị đại biểu mặt trận 80 đại biểu có mặt 50 thì khai mạc được không?", []),
    ("Chi bộ 26 đảng viên chính thức, 2 đồng chí chuyển sinh hoạt tạm thời nơi khác, bầu bí thư cần mấy phiếu?", []),
    ("Đại hội 120 đại biểu, một số đại biểu bỏ về, quá bán là bao nhiêu?", []),
    ("Đảng bộ có 310 đảng viên, 14 chi bộ; đại hội đại biểu nên có bao nhiêu đại biểu?", []),
    ("Kinh phí 100 triệu cho 200 đại biểu, mỗi người được bao nhiêu?", []),
    ("Đồng chí phó bí thư được 30 phiếu, bí thư được 28 phiếu, ai làm trưởng đoàn?", []),
    ("Đảng bộ cơ sở mở đại hội ngày 18/5/2025, nhiệm kỳ sau được mở sớm nhất, muộn nhất năm nào?", ["2031-05-18"]),
]

SECOND = [
    (
        "Đảng bộ phường triệu tập 188 đại biểu thuộc 17 chi bộ. Giờ khai mạc có 126 người, đại diện cho 11 chi "
        "bộ. Vậy hợp lệ chưa?",
        ["126", "12"],
    ),
    (
        "Đại hội huyện mời 210 đại biểu của 30 tổ chức đảng trực thuộc; có mặt 150 người nhưng chỉ của 19 tổ "
        "chức. Khai mạc được không?",
        ["140", "20"],
    ),
    (
        "Nhà máy có 9 chi bộ, 3 chi bộ bận ca không ai đi. 160 đại biểu triệu tập thì 120 người có mặt. Đại hội "
        "có mở được không?",
        ["107", "6"],
    ),
    (
        "Phường có 21 chi bộ trực thuộc, triệu tập 230 đại biểu. Mức có mặt thấp nhất về số người và số chi bộ là "
        "bao nhiêu?",
        ["154", "14"],
    ),
    (
        "Chi bộ trường mời 26 đảng viên, hôm đại hội lụt nên 9 người không tới được. Thiếu mấy người nữa mới đủ "
        "túc số?",
        ["18"],
    ),
    ("Đại hội có 143 đại biểu được gọi, đến trưa mới đếm được 95, chủ tịch đoàn hỏi đã đủ chưa hay còn chờ?", ["96"]),
    (
        "Cấp ủy lên danh sách 150 đại biểu, 2 người bị khởi tố nên không triệu tập, giấy gửi 148. Tối thiểu bao "
        "nhiêu người đến thì hợp lệ?",
        ["99"],
    ),
    ("chi bo minh 23 dang vien ma hom nay di co 14, bi thu bao lam luon, hoi co hop le ko", ["16"]),
    ("Đại hội mời 12 khách mời và triệu tập 90 đại biểu, có mặt 62 đại biểu. Đủ chưa?", ["60"]),
    (
        "Chi bộ 30 đảng viên chính thức, 2 đảng viên dự bị; dự bị có được tính vào mẫu số không, trúng cử cần mấy "
        "phiếu?",
        ["16"],
    ),
    (
        "48 đảng viên chính thức được triệu tập, một người xin phép nghỉ suốt đại hội vì mổ, chi ủy đã đồng ý; 2 "
        "người về sớm. Mấy phiếu mới trúng?",
        ["47", "24"],
    ),
    (
        "Chi bộ 30 đảng viên chính thức, 3 đồng chí đi công tác suốt đại hội, có báo cáo và được chi ủy đồng ý. "
        "Trúng cử mấy phiếu?",
        ["27", "14"],
    ),
    (
        "Chi bộ có 41 đảng viên chính thức, 2 bạn từ chi bộ khác đến sinh hoạt tạm thời cũng dự. Muốn trúng chi "
        "ủy phải mấy phiếu?",
        ["21"],
    ),
    ("Chi bộ 29 đảng viên chính thức, hai anh bỏ về nửa chừng. Số phiếu để trúng là mấy?", ["15"]),
    (
        "Triệu tập 180 đại biểu, 4 đại biểu vắng suốt đã có dự khuyết thay, 2 đại biểu vắng suốt chẳng ai thay. "
        "Trúng cử cần bao nhiêu phiếu?",
        ["178", "90"],
    ),
    (
        "Triệu tập 96 đại biểu, 2 đại biểu ốm vắng suốt, cả hai đã được dự khuyết thay. Đồng chí Mai được 48 "
        "phiếu. Trúng chưa?",
        ["49"],
    ),
    (
        "Đại hội 140 đại biểu, 5 người vắng suốt trong đó 2 người có dự khuyết thay còn 3 người thì không. Bao "
        "nhiêu phiếu trúng?",
        ["137", "69"],
    ),
    (
        "Triệu tập 100 đại biểu, 3 đại biểu vắng suốt: 2 người được dự khuyết thay, người thứ ba không còn ai "
        "thay. Trúng cử mấy phiếu?",
        ["99", "50"],
    ),
    ("Mẫu số là 58. Chị Lê được 29 phiếu, anh Quý 30 phiếu, ai trúng?", ["30"]),
    (
        "Đại hội 90 đại biểu có mặt đủ, bầu 5 đại biểu chính thức 1 dự khuyết. 6 người được 85, 80, 71, 60, 52, "
        "47 phiếu. Người thứ sáu có làm dự khuyết được không?",
        ["46"],
    ),
    (
        "Nghị quyết của đại hội chi bộ 46 đảng viên chính thức có mặt đủ, 23 người giơ tay tán thành đã thông qua "
        "chưa?",
        ["24"],
    ),
    (
        "Bầu 20 đảng ủy viên, danh sách bầu cử nhiều nhất mấy người và phần do cấp ủy chuẩn bị từ bao nhiêu đến "
        "bao nhiêu?",
        ["22", "23", "26"],
    ),
    (
        "Bầu 31 cấp ủy viên: phần cấp ủy chuẩn bị dư mấy người, còn danh sách bầu cử tối đa mấy người?",
        ["35", "35", "40"],
    ),
    ("Chi bộ tôi bầu chi ủy 4 người thì danh sách có mấy tên, nhiều nhất?", ["5", "5"]),
    ("Đại hội quyết định đảng ủy cơ sở 21 người, muốn chỉ định tăng thêm 5 người, có vượt không?", ["4"]),
    ("Đại hội bầu 40 cấp ủy viên, cấp trên một lúc điều động 14 người đi nơi khác, có vượt một phần ba không?", ["13"]),
    ("Đảng ủy có 33 cấp ủy viên, đề án ghi 12 ủy viên ban thường vụ. Nhiều nhất được mấy người?", ["11"]),
    ("Đại hội quyết định 25 cấp ủy viên, hiện còn 21 đồng chí, bổ sung nhiều nhất mấy người?", ["4"]),
    ("Đại hội chốt 33 cấp ủy viên, bầu được 31, sau đó 1 đồng chí chuyển công tác. Còn được bổ sung bao nhiêu?", ["3"]),
    (
        "Quy hoạch nhiệm kỳ 2030-2035, mốc tháng 9/2030, đồng chí đối tượng 2 nghỉ hưu tháng 10/2040. Được bao "
        "nhiêu tháng, đủ không?",
        ["121"],
    ),
    (
        "Người đối tượng 1 quy hoạch cấp ủy, mốc tháng 4/2030, đến tháng 5/2035 thì nghỉ hưu: mấy tháng, đạt không?",
        ["61"],
    ),
    (
        "Tái cử đảng ủy phường, mốc tính tuổi tháng 6/2025, tháng 9/2029 tôi về hưu, còn bao nhiêu tháng và đủ chưa?",
        ["51"],
    ),
    (
        "Quyết định nghỉ hưu có hiệu lực từ 01/12/2025, chậm nhất ngày nào tôi phải chuyển sinh hoạt đảng?",
        ["2026-03-03"],
    ),
    (
        "Cấp ủy chốt danh sách triệu tập, giấy chỉ gửi 165 đại biểu. Ít nhất mấy người có mặt thì khai mạc được?",
        ["110"],
    ),
    (
        "Chi bộ có 55 đảng viên chính thức, 6 cụ được miễn sinh hoạt nhưng 4 cụ vẫn đến, 2 cụ không. Mấy phiếu "
        "thì trúng?",
        ["53", "27"],
    ),
    ("Đảng ủy có 24 ủy viên, dự kiến ban thường vụ 9 người có vượt không?", ["8"]),
    ("Nghị quyết đảng ủy 19 người: 9 tán thành, 8 không, 2 không ý kiến. Thông qua chưa?", ["10"]),
    ("Đại hội lập danh sách bầu 10 người trong 14 ứng viên có vượt 30% không?", ["13"]),
    ("Đảng ủy viên 25 người, 9 người điều đi nơi khác cùng lúc có được không?", ["8"]),
]

THIRD = [
    ("Giải tán chi bộ: đảng ủy cấp trên trực tiếp có 18 người thì mấy người đề nghị?", ["12"]),
    (
        "Chi bộ 62 đảng viên chính thức với 4 em dự bị. 5 anh đi xuất khẩu lao động đã chuyển sinh hoạt tạm thời, "
        "không về; 3 cụ được miễn ở nhà; 1 người bị truy tố; 2 chị xin vắng suốt, chi ủy cho. Mấy phiếu thì trúng?",
        ["51", "26"],
    ),
    (
        "Đại hội đại biểu triệu tập 170 đại biểu, vắng suốt có 1 cấp ủy viên và 4 đại biểu thường, trong đó 3 người đã "
        "có dự khuyết lên thay. Ngưỡng trúng cử là bao nhiêu phiếu?",
        ["168", "85"],
    ),
    ("Gọi 58 người mà sáng nay mới có 38 người đến. Khai mạc được chưa, cần mấy người?", ["39"]),
    (
        "Chi bộ có 33 đảng viên: 4 dự bị, 29 chính thức, 1 anh chính thức đang bị tạm giam, còn lại dự đủ. Trúng chi "
        "ủy phải mấy phiếu?",
        ["28", "15"],
    ),
    (
        "56 đảng viên chính thức, 7 cụ được miễn họp thì 3 cụ vẫn ra bầu, 4 cụ nằm nhà. Quá bán là bao nhiêu phiếu?",
        ["52", "27"],
    ),
    ("Còn 24 ngày làm việc nữa là khai mạc mà chưa thông báo thời gian, chậm mất mấy ngày?", ["6"]),
    ("Cấp trên nhận báo cáo đã 9 ngày làm việc, còn mấy ngày nữa hết hạn chuẩn y?", ["6"]),
    ("Đảng bộ hợp nhất đã qua 17 kỳ đại hội, lần tới tính là lần thứ mấy?", ["18"]),
    (
        "Hệ số quy hoạch từ 1,0 đến 1,5 lần: khung có 21 ủy viên ban chấp hành, 7 ủy viên ban thường vụ, trần mỗi bên "
        "là mấy người?",
        ["31", "10"],
    ),
    ("Đảng ủy cơ sở đại hội quyết định 20 ủy viên, tăng thêm hết mức thì tổng cộng tối đa mấy người?", ["24"]),
    ("Đảng bộ có 15 chi bộ, mới có 7 chi bộ đòi họp đại hội bất thường, phải bao nhiêu chi bộ?", ["8"]),
]

NONE = [
    "Đại hội chi bộ có 40 đại biểu, được hỗ trợ tất cả bao nhiêu tiền?",
    "Chi bộ 40 đảng viên chính thức, 3 người về quê, 2 người không rõ đi đâu. Mấy phiếu thì trúng?",
    "Triệu tập 90 đại biểu, 4 đại biểu vắng suốt, chưa rõ ai thay. Trúng cử cần bao nhiêu phiếu?",
    "Đảng ủy cơ sở có 7 ủy viên thì có bầu ban thường vụ không?",
    "Đại hội có 150 đại biểu, ban kiểm phiếu 15 người, có quy định tỷ lệ không?",
    "Đại hội 180 đại biểu thì đoàn chủ tịch bao nhiêu người?",
    "Bầu 12 đại biểu đi dự đại hội cấp trên thì số dư tối đa bao nhiêu?",
    "Bầu bí thư có 2 người trong danh sách, số dư 30% tính thế nào?",
    "Chi bộ họp sinh hoạt tháng có 12 trên 20 đảng viên, cuộc họp có hợp lệ không?",
    "Ban chấp hành 33 ủy viên họp thường kỳ chỉ có 20 người dự, có đủ số không?",
    "Bầu tổ trưởng dân phố 90 hộ, 50 hộ bỏ phiếu, phải bao nhiêu phiếu mới trúng?",
    "Công ty có 200 cổ đông, 120 người dự đại hội cổ đông thì có hợp lệ không?",
    "Chi bộ 40 đảng viên chính thức, vắng 3 người. Trúng cử phải bao nhiêu phiếu?",
    "Chi bộ có 30 đảng viên chính thức, một số cụ được miễn sinh hoạt. Bao nhiêu phiếu thì trúng?",
    "Chi bộ 28 đảng viên, 2 đảng viên dự bị. Bao nhiêu phiếu thì trúng cử?",
    (
        "Chi bộ có 35 đảng viên chính thức, 3 cụ được miễn sinh hoạt, một cụ đến bỏ phiếu, còn hai cụ chưa rõ. Quá "
        "bán là mấy?"
    ),
    "Đảng bộ có 250 đảng viên thì mở đại hội đảng viên hay đại hội đại biểu?",
    "Chi bộ có 12 đảng viên chính thức thì bầu mấy chi ủy viên?",
    "Tỉ lệ nữ trong 120 đại biểu phải là bao nhiêu người?",
    "Đại hội đại biểu xã 220 đại biểu, chi 150 nghìn đồng một người có đúng không?",
    "Năm 2025 đại hội chi bộ có mấy nội dung?",
    "Quy định 294 mục 9.3 nói gì về mẫu số khi bầu cử?",
    "Đại hội bế mạc ngày 12/5/2025. Ai có thẩm quyền chuẩn y?",
    "Bầu lại riêng hai người bằng phiếu, chị Lan 30, chị Mai 28, đại hội có 70 đại biểu. Chị Lan trúng không?",
    "Chi bộ 40 đảng viên chính thức, 2 đồng chí bị khởi tố, 2 đồng chí đi nước ngoài. Bao nhiêu phiếu thì trúng?",
    "Chi bộ 40 đảng viên chính thức, 1 đồng chí bị khởi tố, mấy cụ miễn sinh hoạt không đến. Mấy phiếu thì trúng?",
    "Chi bộ 40 đảng viên chính thức, có mặt 36. Trúng cử phải bao nhiêu phiếu?",
    "Đảng bộ sáp nhập của tôi bầu 21 ủy viên, phải đổi mới cấp ủy ít nhất bao nhiêu người?",
    "Đại hội bế mạc tuần trước, hôm nay ngày 10/6/2025. Chậm nhất ngày nào phải báo cáo kết quả?",
    "Đại hội công đoàn triệu tập 60 đại biểu, có mặt 35, có hợp lệ không?",
    "Chi bộ có 45 đảng viên chính thức, 40 đảng viên dự đại hội. Trúng cử phải bao nhiêu phiếu?",
    "Triệu tập 150 đại biểu trong đó 30 đại biểu nữ, có mặt 110. Khai mạc được chưa?",
    "Hội nghị ban chấp hành 27 ủy viên bầu bí thư, trúng cử phải mấy phiếu?",
    "101 đại biểu dự, người ngoài danh sách được 31 phiếu, trúng cử chưa?",
    "Chi bộ 22 đảng viên trong đó 2 dự bị, có mặt 15 thì đại hội hợp lệ chưa?",
    "Đồng chí 58 tuổi còn 20 tháng công tác có được tái cử không?",
    "Chi bộ được phân bổ 18 đại biểu chính thức thì được bầu nhiều nhất mấy đại biểu dự khuyết, tính theo tỷ lệ nào?",
    "Đoàn 25 đại biểu chính thức thì được bao nhiêu đại biểu dự khuyết, tối đa bao nhiêu phần trăm?",
    "Chi bộ 40 đảng viên chính thức bầu mấy đại biểu dự khuyết là đủ?",
    "Làm quy hoạch cấp ủy, mốc 4/2030, anh nghỉ hưu tháng 3/2035, còn mấy tháng, đủ chưa?",
    "Mốc tháng 7/2030, bà tái cử nhiệm kỳ 2030-2035, nghỉ hưu tháng 6/2034. Còn mấy tháng, đủ không?",
    "Bổ nhiệm lần đầu, mốc tháng 5/2026, nghỉ hưu tháng 6/2030, còn mấy tháng, đủ điều kiện không?",
    "Hỏi tái cử HĐND: mốc tháng 3/2026, nghỉ hưu tháng 4/2030, còn mấy tháng, lọt không?",
    "Chi bộ 30 đảng viên, kể cả dự bị có được tính không, trúng cử cần mấy phiếu?",
    "Chi bộ tôi có 52 đảng viên, mẫu số 47. Anh Bình được 24 phiếu, trúng chưa?",
    "Đại hội 180 đại biểu được triệu tập, 7 đại biểu vắng suốt, thay được 5. Trúng cử cần bao nhiêu phiếu?",
    "Triệu tập 188 đại biểu, có mặt 130. Đảng bộ có 17 chi bộ, 2 chi bộ mới lập, 15 chi bộ cũ. Hợp lệ không?",
]


@pytest.mark.parametrize(
    ("question", "results"),
    [*QUORUM, *MAJORITY, *RESOLUTION, *LISTS, *COMMITTEES, *DAYS, *MORE, *LATER, *SECOND, *THIRD],
    ids=lambda value: str(value)[:40],
)
def test_the_figures_of_a_story(
    question: str, results: list[str], read: Callable[..., Understood], shipped: Registry
) -> None:
    assert computed(question, read, shipped) == results


@pytest.mark.parametrize("question", NONE, ids=lambda value: value[:40])
def test_no_figure_where_no_rule_gives_one(question: str, read: Callable[..., Understood], shipped: Registry) -> None:
    assert computed(question, read, shipped) == []


@pytest.mark.parametrize(
    "told",
    [
        "Đại hội chi bộ gọi 50 đảng viên chính thức, bầu lấy 4: ông An 45, bà Bình 30, anh Chi 27, chị Dần 27 phiếu. "
        "Những ai trúng?",
        "Đảng ủy có 13 ủy viên, hôm họp còn 9 người giơ tay thì được 6. Nghị quyết đã thông qua chưa?",
    ],
)
def test_alike_votes_and_those_who_raised_a_hand_are_not_counted_wrongly(
    told: str, read: Callable[..., Understood], shipped: Registry
) -> None:
    claims = calculate(read(told), shipped, TODAY) or []
    assert not any("người) thì" in claim.text for claim in claims)
