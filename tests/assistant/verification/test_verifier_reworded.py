"""``check_pair`` on other words and another order, and on the false sentences that each allowance could let in.

All sentences are our own. Every true one uses an allowance of the verifier; every false one abuses it.
"""

import pytest

from assistant.parsing.reader import atoms
from assistant.verification.polarity import agrees, opening
from assistant.verification.verifier import check_pair

FALSE = [
    ("Chi bộ có tối thiểu 9 đảng viên bầu bí thư; nếu cần thì bầu 1 phó bí thư.",
     "Chi bộ có từ 9 đảng viên trở lên bầu chi ủy, rồi bầu bí thư.\nChi bộ có dưới 9 đảng viên bầu bí thư; nếu cần thì "
     "bầu 1 phó bí thư."),
    ("Quy định sẽ được sửa trong năm 2026.",
     "Quy định đã được sửa trong năm 2026."),
    ("Quy định đã được sửa trong năm 2026.",
     "Quy định sẽ được sửa trong năm 2026."),
    ("Quy định được sửa trong năm 2026.",
     "Quy định sẽ được sửa trong năm 2026."),
    ("Đại hội đã quyết định nhân sự.",
     "Nhân sự sẽ do đại hội quyết định."),
    ("Nhiệm kỳ 5 năm được thí điểm đối với chi bộ.",
     "Nhiệm kỳ 5 năm được thí điểm đối với chi bộ không phải là chi bộ cơ sở."),
    ("Đối với chi bộ, nhiệm kỳ là 5 năm.",
     "Đối với chi bộ không phải là chi bộ cơ sở, nhiệm kỳ là 5 năm."),
    ("Đảng viên và tương đương trở lên phải nộp hồ sơ ứng cử.",
     "Đảng viên không phải là đại biểu muốn ứng cử ở cấp huyện và tương đương trở lên phải nộp hồ sơ ứng cử."),
    ("Số người bị điều động không được quá 1/3 tổng số cấp ủy viên.",
     "Số người bị điều động không được quá một phần ba (1/3) tổng số cấp ủy viên do đại hội đã bầu."),
    ("Trong cả hai trường hợp đều phải được ban thường vụ đồng ý, riêng đảng bộ phải được Bộ Chính trị đồng ý.",
     "Trong cả hai trường hợp đều phải được ban thường vụ đồng ý, riêng đảng bộ trực thuộc Trung ương phải được Bộ "
     "Chính trị đồng ý."),
    ("Hội nghị cấp ủy có thể thảo luận văn kiện.",
     "Hội nghị cấp ủy do ban thường vụ triệu tập; họp bất thường khi cần.\nPhiên trù bị bầu đoàn chủ tịch; có thể thảo "
     "luận văn kiện."),
    ("Đoàn chủ tịch chuẩn bị thành viên điều hành các phiên họp và phân công nội dung.",
     "Đoàn chủ tịch phân công thành viên điều hành các phiên họp và chuẩn bị nội dung."),
    ("Chi bộ được họp sớm khi có sự đồng ý của chi ủy.",
     "Chi bộ được họp sớm khi được đảng ủy cơ sở đồng ý."),
    ("Có, đại hội chi bộ không bầu ủy ban kiểm tra.",
     "Đại hội chi bộ không bầu ủy ban kiểm tra."),
    ("Không, đảng viên dự bị được đề cử.",
     "Đảng viên dự bị được đề cử."),
    ("Không được, đảng viên dự bị có quyền đề cử.",
     "Đảng viên dự bị có quyền đề cử."),
    ("Đại hội không hợp lệ nếu có dưới 2/3 số đại biểu được triệu tập đến dự.",
     "Đại hội hợp lệ khi có ít nhất 2/3 số đại biểu được triệu tập đến dự."),
    ("Đại hội không hợp lệ nếu có trên 2/3 số đại biểu được triệu tập đến dự.",
     "Đại hội chỉ hợp lệ khi có ít nhất 2/3 số đại biểu được triệu tập đến dự."),
    ("Đại hội không hợp lệ nếu có không quá 2/3 số đại biểu được triệu tập đến dự.",
     "Đại hội chỉ hợp lệ khi có ít nhất 2/3 số đại biểu được triệu tập đến dự."),
    ("Đại hội hợp lệ nếu có dưới 2/3 số đại biểu được triệu tập đến dự.",
     "Đại hội chỉ hợp lệ khi có ít nhất 2/3 số đại biểu được triệu tập đến dự."),
    ("Hồ sơ phải nộp trong vòng 15 ngày làm việc kể từ ngày khai mạc đại hội.",
     "Hồ sơ phải nộp chậm nhất 15 ngày làm việc trước ngày khai mạc đại hội."),
    ("Chậm nhất 7 ngày làm việc trước ngày bế mạc đại hội, cấp ủy phải gửi báo cáo.",
     "Trong thời hạn 7 ngày làm việc kể từ ngày bế mạc đại hội, cấp ủy phải gửi báo cáo."),
    ("Sớm nhất 7 ngày làm việc kể từ ngày bế mạc đại hội, cấp ủy phải gửi báo cáo.",
     "Trong thời hạn 7 ngày làm việc kể từ ngày bế mạc đại hội, cấp ủy phải gửi báo cáo."),
    ("Đại biểu được ứng cử.",
     "Đại biểu và đảng viên chính thức được ứng cử."),
    ("Đảng viên được ứng cử.",
     "Đảng viên và đại biểu chính thức của đại hội được ứng cử."),
    ("Ban thường vụ quyết định nhân sự.",
     "Ban thường vụ và ủy ban kiểm tra thống nhất quyết định nhân sự."),
    ("Ủy ban kiểm tra quyết định nhân sự.",
     "Ban thường vụ và ủy ban kiểm tra thống nhất quyết định nhân sự."),
    ("Ủy ban kiểm tra quyết định nhân sự.",
     "Ban thường vụ phối hợp với ủy ban kiểm tra quyết định nhân sự."),
    ("Ủy ban kiểm tra quyết định nhân sự.",
     "Ban thường vụ hoặc ủy ban kiểm tra quyết định nhân sự."),
    ("Ban thường vụ triệu tập đại hội.",
     "Đại hội do cấp ủy triệu tập; hội nghị do ban thường vụ triệu tập."),
    ("Cấp ủy triệu tập hội nghị.",
     "Đại hội do cấp ủy triệu tập; hội nghị do ban thường vụ triệu tập."),
    ("Bí thư chi bộ triệu tập đại hội chi bộ.",
     "Đại hội chi bộ do chi ủy triệu tập; nơi chưa có chi ủy thì do bí thư chi bộ triệu tập."),
    ("Nơi chưa có chi ủy thì chi ủy triệu tập đại hội chi bộ.",
     "Đại hội chi bộ do chi ủy triệu tập; nơi chưa có chi ủy thì do bí thư chi bộ triệu tập."),
    ("Nghiêm cấm đại hội cấp dưới bác tư cách đại biểu.",
     "Cấp ủy triệu tập đại hội không được bác tư cách đại biểu do đại hội cấp dưới bầu."),
    ("Việc này theo quy định của Ban Chấp hành Trung ương.",
     "Việc này theo quy định của Trung ương."),
    ("Chi bộ được bầu quá 3 chi ủy viên.",
     "Chi bộ không được bầu quá 3 chi ủy viên."),
    ("Chi bộ không được bầu 3 chi ủy viên.",
     "Chi bộ không được bầu quá 3 chi ủy viên."),
    ("Chi bộ bầu ít nhất 3 chi ủy viên.",
     "Chi bộ không được bầu quá 3 chi ủy viên."),
    ("Nghị quyết có giá trị khi không được quá nửa số thành viên tán thành.",
     "Nghị quyết có giá trị khi được quá nửa số thành viên tán thành."),
    ("Nghị quyết có giá trị khi được quá bán số đại biểu tán thành.",
     "Nghị quyết có giá trị khi được quá bán số thành viên tán thành."),
    ("Nghị quyết có giá trị khi được ít nhất một nửa số thành viên tán thành.",
     "Nghị quyết có giá trị khi được quá bán số thành viên tán thành."),
    ("Quy định 294-QĐ/TW ngày 01/7/2025 có hiệu lực từ ngày 01/7/2025.",
     "Quy định 294-QĐ/TW ngày 26/5/2025 có hiệu lực từ ngày 01/7/2025."),
    ("Điều 12 khoản 3 quy định đại hội quyết định số lượng cấp ủy viên.",
     "Đại hội quyết định số lượng cấp ủy viên."),
    ("Đảng viên có quyền giới thiệu ứng cử.",
     "Đảng viên được giới thiệu ứng cử."),
    ("Cấp ủy có quyền điều động cấp dưới.",
     "Cấp ủy được điều động về cấp dưới."),
    ("Đại biểu dự khuyết không được cử đại biểu chính thức thay thế.",
     "Không được cử đại biểu dự khuyết thay thế đại biểu chính thức."),
    ("Đại biểu chính thức không được cử thay thế đại biểu dự khuyết.",
     "Không được cử đại biểu dự khuyết thay thế đại biểu chính thức."),
    ("Phải có trên 2/3 số đại biểu được triệu tập đến dự thì đại hội mới hợp lệ.",
     "Đại hội chỉ hợp lệ khi có ít nhất 2/3 số đại biểu được triệu tập đến dự."),
    ("Phải có ít nhất 2/3 số đại biểu được triệu tập đến dự thì đại hội mới hợp lệ.",
     "Đại hội hợp lệ khi có ít nhất 2/3 số đại biểu được triệu tập đến dự, hoặc khi cấp trên đồng ý."),
    ("Chi bộ họp mỗi tháng một lần.",
     "Chi bộ họp hai tháng một lần."),
    ("Chi bộ họp một năm một lần.",
     "Chi bộ họp mỗi tháng một lần."),
    ("Cấp ủy khóa trước ủy nhiệm một phó bí thư ký văn bản với chức danh bí thư.",
     "Một phó bí thư được cấp ủy ủy nhiệm ký văn bản với chức danh phó bí thư."),
    ("Một phó bí thư ủy nhiệm cấp ủy ký văn bản.",
     "Một phó bí thư được cấp ủy ủy nhiệm ký văn bản."),
    ("Đảng viên đang bị khởi tố thì được triệu tập dự đại hội.",
     "Đảng viên chính thức thì được triệu tập dự đại hội; đảng viên đang bị khởi tố thì không được "
     "triệu tập dự đại hội."),
    ("Trường hợp đặc biệt, đại hội cùng cấp bầu cấp ủy.",
     "Cấp ủy do đại hội cùng cấp bầu; trường hợp đặc biệt thì do cấp ủy cấp trên chỉ định."),
    ("Cấp ủy cấp trên chỉ định cấp ủy.",
     "Cấp ủy do đại hội cùng cấp bầu; trường hợp đặc biệt thì do cấp ủy cấp trên chỉ định."),
    ("Việc bầu cử có thể thực hiện bằng phiếu kín.",
     "Việc bầu cử phải thực hiện bằng phiếu kín."),
    ("Không phải bầu cử bằng phiếu kín.",
     "Việc bầu cử phải thực hiện bằng phiếu kín."),
    ("Đối với đảng bộ cơ sở, không quá 10% số cấp ủy viên.",
     "Đối với đảng bộ cấp trên, không quá 10% số cấp ủy viên; đối với đảng bộ cơ sở, không quá 20% số cấp ủy viên."),
    ("Đại hội cấp xã không quá 3 ngày.",
     "Ở cấp tỉnh, đại hội không quá 3 ngày; ở cấp xã, đại hội không quá 2 ngày."),
    ("Mốc tính tuổi đối với cấp tỉnh là tháng 4/2025.",
     "Mốc tính tuổi là tháng 4/2025 đối với cấp cơ sở, tháng 9/2025 đối với cấp tỉnh."),
    ("Đảng viên dự bị có quyền biểu quyết.",
     "Đảng viên dự bị có các quyền của đảng viên, trừ ba quyền: không có quyền biểu quyết, không có "
     "quyền ứng cử và không có quyền bầu cử."),
    ("Cấp ủy cấp trên trực tiếp của ủy ban kiểm tra xác minh khiếu nại.",
     "Khiếu nại do ủy ban kiểm tra của cấp ủy cấp trên trực tiếp xác minh."),
]  # fmt: skip
TRUE = [
    ("Đại hội sẽ quyết định nhân sự.",
     "Nhân sự sẽ do đại hội quyết định."),
    ("Chi bộ không phải là chi bộ cơ sở được thí điểm.",
     "Chi bộ không phải chi bộ cơ sở được thí điểm."),
    ("Không, đại hội chi bộ không bầu ủy ban kiểm tra.",
     "Đại hội chi bộ không bầu ủy ban kiểm tra."),
    ("Có, đảng viên dự bị được đề cử.",
     "Đảng viên dự bị được đề cử."),
    ("Đúng, đảng viên dự bị được đề cử.",
     "Đảng viên dự bị được đề cử."),
    ("Không, số chi ủy viên không quá 7.",
     "Số chi ủy viên không quá 7."),
    ("Nghiêm cấm cấp ủy triệu tập đại hội bác tư cách đại biểu.",
     "Cấp ủy triệu tập đại hội không được bác tư cách đại biểu."),
    ("Việc này theo quy định của Trung ương.",
     "Việc này theo quy định của Ban Chấp hành Trung ương."),
    ("Cấp ủy cấp trên có quyền điều động một số cấp ủy viên.",
     "Cấp ủy cấp trên được điều động một số cấp ủy viên."),
    ("Đại hội cấp xã không quá 2 ngày.",
     "Đại hội cấp xã, dù là đại hội đảng viên hay đại hội đại biểu, không quá 2 ngày."),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "quote"), TRUE)
def test_other_words_and_another_order_are_proved(claim: str, quote: str) -> None:
    assert check_pair(claim, quote) == ()


@pytest.mark.parametrize(("claim", "quote"), FALSE)
def test_what_an_allowance_could_let_in_is_refused(claim: str, quote: str) -> None:
    assert check_pair(claim, quote) != ()


@pytest.mark.parametrize("quote", [quote for _, quote in TRUE + FALSE])
def test_a_quote_proves_itself(quote: str) -> None:
    assert check_pair(quote, quote) == ()


@pytest.mark.parametrize(
    ("claim", "word", "rest"),
    [
        ("Không, chi bộ không bầu.", "không", "chi bộ không bầu."),
        ("Có. Chi bộ bầu.", "có", "Chi bộ bầu."),
        ("Không ai được vào.", "", "Không ai được vào."),
        ("Có thể họp sớm.", "", "Có thể họp sớm."),
        ("Căn cứ Điều lệ Đảng và Quy định này, chi bộ bầu.", "", "Căn cứ Điều lệ Đảng và Quy định này, chi bộ bầu."),
        ("Điều 12 khoản 2 Điều lệ Đảng quy định đại hội bầu.", "", "Theo Điều 12 khoản 2 Điều lệ Đảng, đại hội bầu."),
    ],
)
def test_openings(claim: str, word: str, rest: str) -> None:
    assert opening(claim) == (word, rest)
    assert agrees("đúng", rest, atoms(rest))
