"""Typing questions otherwise: what each way does, and what counts as another answer."""

from random import Random

import pytest

from assistant.service import Assistant
from corpus.core.text import fold, strip_diacritics
from eval.people import single
from eval.retyped import WAYS, Typed, TypingTally, compare, half, letters_swapped, tones_moved, wrong_tone


@pytest.mark.parametrize(
    ("written", "moved"),
    [
        ("hòa bình, thủy lợi, khỏe, mùa", "hoà bình, thuỷ lợi, khoẻ, mùa"),
        ("hoà bình, thuỷ lợi", "hòa bình, thủy lợi"),
        ("quý vị, toàn quốc, bầu", "quý vị, toàn quốc, bầu"),
    ],
)
def test_tones_of_open_syllables_move(written: str, moved: str) -> None:
    assert tones_moved(written) == moved


def test_no_way_changes_more_than_it_says() -> None:
    question = "Đại hội bầu Ủy ban kiểm tra thế nào, có được hoãn không?"
    for name, way in WAYS.items():
        typed = way(question, Random(7))
        assert typed != question, name
        if way is letters_swapped:
            assert sorted(typed) == sorted(question)
        else:
            assert fold(typed) == fold(question), name


def test_half_of_the_words_lose_their_marks() -> None:
    words = ["đảng"] * 200
    typed = half(" ".join(words), Random(1)).split()
    assert 60 < sum(word == strip_diacritics("đảng") for word in typed) < 140


def test_a_wrong_tone_is_one_that_people_mix_up() -> None:
    assert wrong_tone("bỏ phiếu", Random(1)) == "bõ phiếu"
    assert wrong_tone("phiếu", Random(1)) == "phiêu"
    assert wrong_tone("phieu", Random(1)) == "phieu"


def test_a_changed_answer_and_a_lost_one_are_counted_apart() -> None:
    written = Typed(True, ("answered", "a", "Có"))
    tally = TypingTally()
    tally.add(written, written)
    tally.add(written, Typed(True, ("answered", "b", "Có")))
    tally.add(written, Typed(False, ("no_provision", "", "")))
    assert (tally.asked, tally.changed, tally.answered, tally.lost) == (3, 2, 3, 1)


def test_decomposed_and_capital_letters_change_no_answer(assistant: Assistant) -> None:
    found = compare(assistant, [case for case in single() if case.id == "yn-001"])
    assert found["NFD"] == TypingTally(1, 0, 1, 0)
    assert found["chữ hoa"].changed == 0
