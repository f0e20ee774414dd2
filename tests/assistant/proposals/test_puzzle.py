"""Challenges: signed, solved by work, and numbers and codes that are read as people type them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.proposals.puzzle import as_number, code_hash, issue, read_token, receipt_of, solves
from tests.assistant.proposals.intake import solution

KEY, NOW = b"k" * 32, datetime(2026, 11, 22, 8, tzinfo=UTC)


def test_a_token_says_when_it_was_made_to_who_has_the_key() -> None:
    token = issue(KEY, b"1" * 16, NOW)
    found = read_token(KEY, token)
    assert found is not None
    assert found.made_at == NOW
    assert read_token(b"other" * 8, token) is None


@settings(max_examples=40)
@given(st.text(max_size=80))
def test_nothing_else_is_a_token(text: str) -> None:
    assert read_token(KEY, text) is None


@settings(max_examples=40)
@given(st.integers(0, 90), st.characters())
def test_a_changed_token_is_none(place: int, char: str) -> None:
    token = issue(KEY, b"1" * 16, NOW)
    changed = token[: place % len(token)] + char + token[place % len(token) + 1 :]
    assert changed == token or read_token(KEY, changed) is None


@pytest.mark.parametrize("wrong", ["", "-1", " 1", "1.0", "٣", "1" * 13, "x"])
def test_a_solution_is_a_plain_number_that_fits(wrong: str) -> None:
    token = issue(KEY, b"1" * 16, NOW)
    good = solution(token, 8)
    assert solves(token, good, 8)
    assert not solves(token, wrong, 1)
    assert not solves(token + "x", good, 8) or not solves(token + "y", good, 8)


@settings(max_examples=40)
@given(st.binary(min_size=16, max_size=16))
def test_number_and_code_are_the_same_each_time_and_as_typed(id_: bytes) -> None:
    challenge = read_token(KEY, issue(KEY, id_, NOW))
    assert challenge is not None
    number, code = receipt_of(KEY, challenge.id)
    assert (number, code) == receipt_of(KEY, challenge.id)
    assert len(code.replace("-", "")) == 16
    for typed in (number, number.lower(), number.replace("-", ""), number[3:], f" {number[3:].replace('1', 'l')} "):
        assert as_number(typed) == number
    assert code_hash(code.lower().replace("-", " ").replace("0", "o")) == code_hash(code)
