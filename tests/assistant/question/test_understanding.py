"""Cleaning of input and reading of levels; bad input gets a typed error."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.model import MAX_CHARS
from assistant.question.understanding import Understood, clean, levels_of
from corpus.core.errors import InputError
from corpus.core.model import Level


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "question.empty"),
        (" \n\t", "question.empty"),
        ("\u200b\u200b", "question.empty"),
        ("x" * 10_000, "question.too_long"),
        ("😀😀🎉", "question.no_words"),
        ("?!…", "question.no_words"),
    ],
)
def test_bad_input_has_a_code_and_a_vietnamese_message(text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        clean(text)
    assert caught.value.code == code
    assert caught.value.message


def test_control_characters_and_lone_surrogates_are_dropped() -> None:
    assert clean("đại\x00 hội \ud800chi\u202e bộ\r\n") == "đại hội chi bộ"


@given(st.text(max_size=200))
def test_any_text_is_cleaned_or_refused(text: str) -> None:
    try:
        cleaned = clean(text)
    except InputError:
        return
    assert cleaned == cleaned.strip()
    assert len(cleaned) <= MAX_CHARS
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("đại hội chi bộ", {Level.CELL}),
        ("đảng bộ xã", {Level.COMMUNE}),
        ("cấp trên trực tiếp của tổ chức cơ sở", {Level.ABOVE_GRASSROOTS}),
        ("đảng bộ cơ sở", {Level.GRASSROOTS}),
        ("tỉnh ủy", {Level.PROVINCE}),
        ("đại hội đại biểu toàn quốc", {Level.NATIONAL}),
        ("đại hội bầu cấp ủy", set()),
    ],
)
def test_levels(text: str, levels: set[Level]) -> None:
    assert levels_of(text) == levels


def test_readings_are_kept_as_notes(read: Callable[..., Understood]) -> None:
    understood = read("UBKT do ai bầu năm 2024?")
    assert any("ủy ban kiểm tra" in note for note in understood.readings)
    assert any("31/12/2024" in note for note in understood.notes)
    assert understood.text == "UBKT do ai bầu năm 2024?"
