"""A word before the sentence of a sum, and taken off again."""

import pytest

from assistant.heads.opened import opened, unopened

OF_TODAY = "Với tổng số 24, quá một nửa là từ 13 trở lên; 12 thì chưa quá một nửa, thiếu 1."
FORMER = "Tính theo quy định gần nhất đã biết, đã được thay từ 08/04/2026: Với 25 cấp ủy viên, …; 9 thì thừa 1."


@pytest.mark.parametrize(
    ("text", "former", "begins"),
    [(OF_TODAY, False, "Chưa. Với tổng số 24"), (FORMER, True, "Chưa, tính theo quy định gần nhất đã biết, đã được")],
)
def test_the_word_opens_the_sentence_and_comes_off_again(text: str, former: bool, begins: str) -> None:
    told = opened("Chưa", text, former=former)
    assert told.startswith(begins)
    assert unopened(told, former=former) == ("Chưa", text)


def test_without_a_word_nothing_comes_off() -> None:
    assert unopened("Tính thử", former=True) == ("", "Tính thử")
