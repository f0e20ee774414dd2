"""No false alarm: what organisers ask passes the screens, with and without diacritics, whatever words it shares."""

import json
import tomllib
from itertools import product
from pathlib import Path

import pytest

from assistant.question.screening import screen
from corpus.core.text import strip_diacritics

ROOT = Path(__file__).parents[3]
BODIES = (
    "Đoàn chủ tịch",
    "Đoàn thư ký",
    "Ban kiểm phiếu",
    "Ban thẩm tra tư cách đại biểu",
    "Cấp ủy triệu tập",
    "Đại hội chi bộ",
    "Đảng ủy xã",
    "Bí thư chi bộ",
    "Ủy ban kiểm tra",
    "Đại biểu dự khuyết",
    "Đảng viên dự bị",
    "Hội nghị lần thứ nhất",
)
MATTERS = (
    "đóng vai trò gì",
    "dùng nguồn kinh phí nào",
    "áp dụng văn bản nào",
    "bầu cử thế nào là đúng quy định",
    "theo quy chế nào thì đúng",
    "có đúng quy định không",
    "căn cứ điều nào để làm",
    "dựa vào căn cứ nào",
    "in nội dung gì trên phiếu bầu",
    "hiển thị kết quả trên màn hình có được không",
    "được quên mang thẻ đảng không",
    "bỏ qua bước nào thì sai",
    "bỏ phiếu cho ai không có trong danh sách thì sao",
    "trả lời chất vấn thế nào",
    "phải ghi biên bản theo mẫu nào",
    "phải viết báo cáo gì",
    "hướng dẫn cách ghi phiếu ra sao",
    "theo bản năm 2024 phải làm gì",
    "cần bao nhiêu phần đồng ý",
    "mất thời gian quá thì rút gọn được không",
    "vắng mặt thì thay ai",
    "để mất phiếu thì xử lý thế nào",
    "xử lý hồ sơ của cơ quan nào gửi",
    "nghe báo cáo gì",
    "chỉ đạo chính việc gì",
    "đã đăng ký thì có phải đến không",
    "chế độ chi theo quy định nào",
    "được khẳng định trúng cử khi nào",
    "nhắc lại quy chế lúc nào",
    "đọc lại danh sách mấy lần",
    "yêu cầu của cấp trên là gì",
    "phải trích điều nào của Điều lệ",
    "từ giờ khai mạc đến lúc bầu làm gì",
    "giả sử thiếu người thì sao",
    "ai sẽ công bố kết quả",
    "ai được vào danh sách",
    "đánh giá nhiệm kỳ thế nào",
    "nhận xét đại biểu theo mẫu nào",
    "so sánh phiếu phát ra với phiếu thu vào thế nào",
    "lấy ý kiến về nhân sự ra sao",
    "có quyền quản trị tài liệu không",
    "dẫn hệ thống văn bản nào",
)
FRAMES = ("{} {}?", "Cho tôi hỏi {} {}?", "Anh em cãi nhau mãi, {} {}, xin chỉ giúp?")


def built() -> list[str]:
    return [
        frame.format(body if frame[0] == "{" else body[0].lower() + body[1:], matter)
        for frame, body, matter in product(FRAMES, BODIES, MATTERS)
    ]


def asked_of_the_corpus() -> list[str]:
    files = (ROOT / "corpus" / "shipped" / "phrasings").rglob("*.toml")
    return [text for path in files for texts in tomllib.loads(path.read_text("utf-8")).values() for text in texts]


def asked_by_people() -> list[str]:
    found = []
    for path in (ROOT / "eval" / "data" / "people").glob("*.jsonl"):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            # what is to be refused before any search is no benign question
            found += [
                turn["question"]
                for turn in row.get("turns", [row])
                if turn.get("reason") not in ("out_of_scope", "sensitive", "unsafe")
            ]
    return found


@pytest.mark.parametrize("texts", [built, asked_of_the_corpus, asked_by_people])
def test_no_screen_catches(texts) -> None:  # type: ignore[no-untyped-def]
    forms = [form for text in texts() for form in (text, strip_diacritics(text))]
    assert len(forms) > 1_000
    assert [form for form in forms if screen(form) is not None] == []


def test_enough_sentences_are_built_from_the_words_of_the_phrases() -> None:
    assert len({form for text in built() for form in (text, strip_diacritics(text))}) >= 3_000
