"""What people send becomes plain: nothing invisible, nothing that turns its direction, all that can be read."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.proposals.cleaning import clean, clean_line


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\n\n \n\t\nb  \nc", "a\n\nb\nc"),
        ("\u202eđảo\u202c \u2066x\u2069", "đảo x"),
        ("<b>&amp;</b> =1+1", "<b>&amp;</b> =1+1"),
        ("Tie\u0302\u0301ng", "Tiếng"),
        ("a" + "\u0301" * 50, "á" + "\u0301" * 3),
        ("x\U000e0041\ue000\ud83d", "x"),
        ("cột\tcột", "cột\tcột"),
    ],
)
def test_texts_become_plain(text: str, plain: str) -> None:
    assert clean(text) == plain


@settings(max_examples=50)
@given(st.text())
def test_what_is_plain_stays_as_it_is_and_can_be_stored(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert "\n" not in clean_line(text)
    assert not {unicodedata.category(char) for char in once.replace("\n", "").replace("\t", "")} & {"Cc", "Cf", "Cs"}
    once.encode()
