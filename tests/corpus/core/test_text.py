"""Normalisation, folding and its way back."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.core.text import (
    fold,
    fold_with_offsets,
    has_diacritics,
    one_to_one,
    strip_diacritics,
    syllables,
    to_nfc,
    tone_key,
)

VIETNAMESE = st.text(alphabet="aăâeêioôơuưyđ ạáàảãếềệỗợứừửĐẠÊ0123456789.,-/\n", max_size=60)


@pytest.mark.parametrize(
    ("text", "key"), [("Đại hội", "dai hoi"), ("ỦY BAN", "uy ban"), ("đồng chí", "dong chi"), ("10%", "10%")]
)
def test_fold(text: str, key: str) -> None:
    assert fold(text) == key


def test_fold_is_the_same_for_both_normal_forms() -> None:
    text = "Đại hội đảng bộ trường"
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


def test_tone_key_ignores_only_the_place_of_the_tone() -> None:
    assert tone_key("Uỷ ban hoà") == tone_key("ủy ban hòa")
    assert tone_key("hoa") != tone_key("hòa")
    assert tone_key("đa") != tone_key("da")


@pytest.mark.parametrize(("text", "has"), [("dai hoi", False), ("đai hoi", True), ("Đại hội", True), ("", False)])
def test_has_diacritics(text: str, has: bool) -> None:
    assert has_diacritics(text) is has


def test_syllables_keep_figures_whole() -> None:
    assert syllables("Ngày 26/5/2025, mục 11.4.2: 10%") == ["ngày", "26/5/2025", "mục", "11.4.2", "10"]


@given(VIETNAMESE)
def test_folding_is_idempotent_and_keeps_the_way_back(text: str) -> None:
    text = to_nfc(text)
    folded = fold_with_offsets(text)
    assert folded.key == fold(text)
    assert fold(folded.key) == folded.key
    assert len(folded.offsets) == len(folded.key) + 1
    assert list(folded.offsets) == sorted(folded.offsets)
    assert strip_diacritics(strip_diacritics(text)) == strip_diacritics(text)


@given(VIETNAMESE.filter(lambda t: len(t) > 1), st.data())
def test_a_span_of_the_key_comes_from_its_source_span(text: str, data: st.DataObject) -> None:
    text = to_nfc(text)
    folded = fold_with_offsets(text)
    start = data.draw(st.integers(0, len(folded.key) - 1))
    end = data.draw(st.integers(start + 1, len(folded.key)))
    a, b = folded.span(start, end)
    assert folded.key[start:end] in fold(text[a:b])


def test_an_empty_span_is_refused() -> None:
    with pytest.raises(ValueError, match="not a span"):
        fold_with_offsets("abc").span(2, 2)


@given(st.text())
def test_one_to_one_keeps_places(text: str) -> None:
    written = one_to_one(to_nfc(text))
    assert len(fold(written)) == len(written)


@pytest.mark.parametrize(
    ("text", "written"), [("Đại hội ở đâu?", "Đại hội ở đâu?"), ("\u0663/\u0664", "3/4"), ("ß\ufb03", "ssffi")]
)
def test_one_to_one_leaves_vietnamese_alone(text: str, written: str) -> None:
    assert one_to_one(text) == written


def test_marks_are_kept_to_a_measure() -> None:
    assert len(to_nfc("a" + "\u0316\u0317" * 10_000)) == 1 + 30
    assert to_nfc("…" * 100) == "…" * 100


@given(st.text(alphabet=st.characters(max_codepoint=0x3000), max_size=20))
def test_r13_letters_looked_up_fold_as_the_standard_says(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text.translate(str.maketrans("đĐðÐ", "dDdD")))
    plain = unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))
    assert strip_diacritics(text) == plain
    assert fold(text) == plain.casefold()
