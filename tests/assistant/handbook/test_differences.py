"""Words that differ between two texts."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from assistant.handbook.differences import Stretch, side_by_side

WORDS = st.lists(st.sampled_from(["đại", "hội", "chi", "bộ", "30%", "số", "dư,", "Số", "\n"]), max_size=25).map(
    " ".join
)


def differing(parts: tuple[Stretch, ...]) -> list[str]:
    return [part.text.strip() for part in parts if part.differs]


def test_only_the_words_that_differ_are_marked() -> None:
    old, new = side_by_side("Số dư không quá 30% số cần bầu.", "Số dư không quá 15% số cần bầu.")
    assert (differing(old), differing(new)) == (["30%"], ["15%"])


def test_case_and_a_final_mark_are_no_difference() -> None:
    old, new = side_by_side("Theo quy chế, đại hội bầu.", "Đại hội bầu")
    assert (differing(old), differing(new)) == (["Theo quy chế,"], [])


def test_a_word_alone_between_two_changes_goes_with_them() -> None:
    old, new = side_by_side("a b c", "x b y")
    assert (differing(old), differing(new)) == (["a b c"], ["x b y"])


def test_equal_texts_have_nothing_marked_and_empty_ones_no_part() -> None:
    assert side_by_side("Một câu.", "Một câu.") == ((Stretch("Một câu.", False),), (Stretch("Một câu.", False),))
    assert side_by_side("", "") == ((), ())
    assert side_by_side("", "mới") == ((), (Stretch("mới", True),))


@given(WORDS, WORDS)
def test_r2_the_parts_of_a_side_are_its_text_byte_for_byte(old: str, new: str) -> None:
    olds, news = side_by_side(old, new)
    assert "".join(part.text for part in olds) == old
    assert "".join(part.text for part in news) == new
    for parts in (olds, news):
        assert all(a.differs is not b.differs for a, b in pairwise(parts))


@given(WORDS)
def test_a_text_beside_itself_differs_nowhere(text: str) -> None:
    olds, news = side_by_side(text, text)
    assert not any(part.differs for part in (*olds, *news))
