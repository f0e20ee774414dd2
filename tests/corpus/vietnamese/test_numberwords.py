"""Number words are read as they are written, and words with a second meaning only where the next word tells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.core.text import tone_key
from corpus.vietnamese.numberwords import in_words, whole


def read(text: str) -> tuple[int, int] | None:
    return whole([tone_key(word) for word in text.split()])


@given(st.integers(1, 999_999))
def test_what_is_written_is_read(value: int) -> None:
    words = f"{in_words(value)} đồng"
    assert read(words) == (value, len(words.split()) - 1)


@pytest.mark.parametrize(
    ("words", "value", "length"),
    [
        ("hai mươi mốt người", 21, 3),
        ("hai mươi nhăm ngày", 25, 3),
        ("ba trăm lẻ tư", 304, 4),
        ("mười năm", 10, 1),
        ("năm ngày", 5, 1),
        ("năm năm", 5, 1),
        ("một đồng chí", 1, 1),
        ("một đến ba", 1, 1),
        ("hai nghìn không trăm hai mươi lăm", 2025, 7),
        ("hai nghìn không trăm linh một đại biểu", 2001, 6),
        ("ba triệu hai trăm nghìn đồng", 3_200_000, 5),
        ("hai tỉ", 2_000_000_000, 2),
        ("ba trăm năm qua", 300, 2),
    ],
)
def test_numerals(words: str, value: int, length: int) -> None:
    assert read(words) == (value, length)


@pytest.mark.parametrize("words", ["", "năm qua", "một số", "không triệu tập", "tư cách", "đại hội"])
def test_words_that_are_no_figure(words: str) -> None:
    assert read(words) is None


@pytest.mark.parametrize("value", [-1, 1_000_000])
def test_what_is_not_written(value: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        in_words(value)


def test_zero() -> None:
    assert in_words(0) == "không"
