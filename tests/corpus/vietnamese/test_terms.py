"""Terms: a word of two syllables is one, whatever else holds its syllables."""

from corpus.core.text import tone_key
from corpus.vietnamese.terms import terms


def test_two_syllables_of_one_word_are_one_term() -> None:
    assert terms("đơn có phải công chứng", accented=True) == ("đơn", f"{tone_key('công')} {tone_key('chứng')}")
    assert terms("cong chung") == ("cong chung",)


def test_syllables_that_stand_apart_are_no_word() -> None:
    assert all(" " not in term for term in terms("công, rồi 15 chứng"))
