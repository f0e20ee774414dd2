"""Documents that a question names, and whether it asks about them or for their rules."""

from collections.abc import Callable

import pytest

from assistant.question.documents import about_documents, speaks_of_documents, told_apart
from assistant.question.understanding import Understood
from corpus.core.registry import Registry

Read = Callable[..., Understood]


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ("Cái 20 ngày 8/4/2026 hết từ bao giờ?", ["qd-20-tw-2026"]),
        ("Việc tháng 2/2026 thì lấy 294 hay 20?", ["qd-294-tw-2025", "qd-20-tw-2026"]),
        ("69 với 212 cái nào đang dùng?", ["qd-69-tw-2022", "qd-212-tw-2026"]),
        ("Quy chế bầu cử mang số 77 do ai ban hành?", ["qd-77-tw-2000"]),
        ("Điều lệ Đảng hiện hành là bản năm nào?", ["dieu-le-2011"]),
        ("Lấy 45 hay 43 làm mẫu số?", []),
        ("Quy định thi hành Điều lệ mới nhất?", []),
    ],
)
def test_a_short_figure_names_a_document_of_the_line_spoken_of(
    shipped: Registry, text: str, records: list[str]
) -> None:
    found = about_documents(text, shipped)
    assert [r.id for one in found.named for r in one.candidates] == records


def test_the_matter_of_a_title_names_its_document(shipped: Registry) -> None:
    found = about_documents("Phông lưu trữ Đảng Cộng sản theo quy định nào?", shipped)
    assert [topic.records for topic in found.topics] == [("qd-270-tw-2014",)]


def test_words_that_look_alike_are_told_apart_where_there_are_diacritics() -> None:
    assert "thay" not in told_apart("Em thấy đảng bộ ghi thế").split()
    assert "thay" in told_apart("em thay dang bo ghi the").split()
    assert told_apart("377-QĐ/TW ngày 8/10/2025") == "377 ngay 8_10_2025"


def test_what_becomes_of_documents_is_told_from_what_they_rule(read: Read) -> None:
    assert speaks_of_documents("còn hiệu lực không?")
    assert not speaks_of_documents("gồm mấy người?")
    assert read("Quy chế 190 hết hiệu lực chưa?").about is not None
    assert read("Quy chế 190 quy định số dư thế nào?").about is None
