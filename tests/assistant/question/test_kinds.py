"""The kind of answer wanted, the core of a story and the facts around it."""

import pytest

from assistant.question.kinds import Wanted, wish_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Quyết định 244 còn hiệu lực không?", Wanted.STATUS),
        ("van ban nao thay 294 vay", Wanted.STATUS),
        ("Năm 2010 bầu theo quy chế nào?", Wanted.GOVERNING),
        ("Số dư tối đa là 50%, đúng không?", Wanted.PREMISE),
        ("Đảng viên dự bị có được bầu cử không?", Wanted.YES_NO),
        ("Đã đủ số phiếu chưa?", Wanted.YES_NO),
        ("Các bước tiến hành đại hội ra sao?", Wanted.STEPS),
        ("Nhiệm vụ của ban kiểm phiếu gồm những gì?", Wanted.LIST),
        ("Cần bao nhiêu phiếu?", Wanted.HOW_MANY),
        ("Ai chuẩn y kết quả?", Wanted.WHO),
        ("Chào buổi sáng", Wanted.OTHER),
    ],
)
def test_the_main_kind(text: str, kind: Wanted) -> None:
    assert wish_of(text).kind is kind


def test_a_story_has_a_core_and_facts() -> None:
    wish = wish_of("Chi bộ tôi có 24 đảng viên. Sáng nay mưa to. Vậy cần bao nhiêu người mới hợp lệ? Cảm ơn.")
    assert wish.core == "Vậy cần bao nhiêu người mới hợp lệ?"
    assert wish.facts == ("Chi bộ tôi có 24 đảng viên.", "Sáng nay mưa to.", "Cảm ơn.")


def test_a_status_needs_a_document() -> None:
    assert not wish_of("Ông ấy còn hiệu lực không?").wants(Wanted.STATUS)
    assert wish_of("Cái đó còn hiệu lực không?", names_document=True).wants(Wanted.STATUS)
