"""How a question asks for the state of a document, clause by clause."""

from collections.abc import Callable

import pytest

from assistant.answering.asking import doubts, how_asked
from assistant.question.understanding import Understood
from corpus.core.statements import HowAsked

Read = Callable[..., Understood]


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("Quy định 294 còn dùng được nữa không hay hết rồi?", HowAsked.STILL),
        ("190-QĐ/TW còn hiệu lực không, sợ bị thay mất rồi", HowAsked.STILL),
        ("Biên bản ghi theo 244-QĐ/TW thì căn cứ ấy còn đúng không?", HowAsked.STILL),
        ("Quy định 66 hết hiệu lực chưa?", HowAsked.ALREADY),
        ("Hướng dẫn 36 đã bị thay chưa?", HowAsked.ALREADY),
        ("Có văn bản nào thay 190 chưa?", HowAsked.ALREADY),
        ("Dẫn 01-HD/TW năm 2021, có phải sửa thành hướng dẫn khác không?", HowAsked.ENDED),
        ("Nghe nói 190 bị thay rồi, phải không?", HowAsked.ENDED),
        ("377-QĐ/TW do ai ban hành, đã có hướng dẫn thực hiện chưa?", HowAsked.PLAIN),
        ("Quy định 399 về văn bản của Đảng có áp dụng cho chi bộ không?", HowAsked.PLAIN),
        ("Cái nào thay 294?", HowAsked.PLAIN),
        ("Nghe nói Quy định 294 vẫn còn hiệu lực đến hết nhiệm kỳ, đúng không?", HowAsked.STILL),
    ],
)
def test_the_word_of_state_nearest_to_the_end_decides(read: Read, text: str, how: HowAsked) -> None:
    assert how_asked(read(text)) is how


def test_a_doubt_is_a_question_by_yes_or_no(read: Read) -> None:
    assert doubts(read("Có đúng là 04-HD/TW năm 2025 mới ban hành không, nhiều trang ghi thế?"))
    assert not doubts(read("04-HD/TW ban hành năm nào?"))
