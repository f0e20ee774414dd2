"""Keys: indifferent to tone placement and case, strict about figures, folded apart from plain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.core.text import strip_diacritics, syllables
from indexing.keys import Family, figure_key, is_accented, passage_keys, query_keys
from indexing.ports import Token


def words(*texts: str) -> list[Token]:
    return [Token(text, 0, len(text)) for text in texts]


def test_families_of_a_passage() -> None:
    keys = passage_keys("Đại hội 06-HD/TW", words("Đại hội"))
    assert {"#06-hd/tw", "~dai", "~dai hoi", "6"} <= set(keys)
    assert len([key for key in keys if "_" in key]) == 1


@pytest.mark.parametrize("old, new", [("hoà", "hòa"), ("Uỷ", "ủy"), ("THUÝ", "thúy")])
def test_tone_placement_and_case_do_not_matter(old: str, new: str) -> None:
    assert passage_keys(old, []) == passage_keys(new, [])


@given(st.text())
def test_any_question_gives_keys_of_its_passage(text: str) -> None:
    in_passage = set(passage_keys(text, []))
    for keys in query_keys(text, lambda key: False).values():
        assert set(keys) <= in_passage


def test_a_question_without_diacritics_asks_for_folded_keys_only() -> None:
    text = "dai hoi chi bo can bao nhieu dang vien"
    assert set(query_keys(text, lambda key: True)) == {Family.FOLDED, Family.FOLDED_BIGRAM, Family.FIGURE}
    assert Family.SYLLABLE in query_keys("Đại hội chi bộ cần bao nhiêu đảng viên", lambda key: False)


def test_a_few_accents_do_not_make_a_question_accented() -> None:
    assert not is_accented(syllables("dai hội chi bo can bao nhieu dang vien co mat"))
    assert is_accented(syllables("Ban kiểm phiếu gồm ai"))
    assert not is_accented([])
    assert not is_accented(["2026"])


def test_words_of_a_question_are_the_known_runs() -> None:
    known = {key for key in passage_keys("", words("đại hội đại biểu", "chi bộ")) if "_" in key}
    found = query_keys("Đại hội đại biểu của chi bộ", known.__contains__)[Family.WORD]
    assert set(found) == known


@pytest.mark.parametrize(
    "first, second",
    [
        ("294-QĐ/TW", "294 - qđ/tw"),
        ("294-QĐ/TW", "294-qd/tw"),
        ("19/01/2011", "19-1-2011"),
        ("10 %", "10%"),
        ("06–HD/TW", "06-HD/TW"),
    ],
)
def test_spellings_of_a_figure_share_a_key(first: str, second: str) -> None:
    assert figure_key(first) == figure_key(second)


@pytest.mark.parametrize(
    "text", ["Quy định 294-QĐ/TW nêu gì", "10,5% số phiếu", "mục 11.4.2 ở đâu", "quá 2/3 số phiếu"]
)
def test_figures_of_a_question_are_found_with_and_without_diacritics(text: str) -> None:
    accented = query_keys(text, lambda key: False)[Family.FIGURE]
    assert len(accented) == 1
    assert query_keys(strip_diacritics(text), lambda key: False)[Family.FIGURE] == accented
