"""What a page may say of its conversation: one form, one size, and nothing else is heard."""

from datetime import date

import pytest

from assistant.chat.context import MAX_TURNS, ChatContext, told
from assistant.model import Question, Turn
from corpus.core.model import Level

TURN = {"question": "Hỏi?", "answer": "Đáp."}


def test_day_level_and_turns_are_read() -> None:
    found = told({"tldh": {"day": "2025-08-15", "level": "chi_bo", "turns": [TURN]}})
    assert found == ChatContext(date(2025, 8, 15), Level.CELL, (Turn("Hỏi?", "Đáp."),))


def test_what_is_left_empty_is_not_chosen() -> None:
    assert told({"tldh": {"day": "", "level": "", "turns": []}}) == ChatContext()
    assert told({"tldh": {}}) == ChatContext()


@pytest.mark.parametrize(
    "data",
    [
        None,
        "x",
        [],
        {},
        {"type": "webpackOk"},
        {"tldh": 5},
        {"tldh": {}, "more": 1},
        {"tldh": {"day": "15/08/2025"}},
        {"tldh": {"day": 20250815}},
        {"tldh": {"day": "2025-02-30"}},
        {"tldh": {"level": "huyen"}},
        {"tldh": {"as_of": "2025-08-15"}},
        {"tldh": {"turns": [TURN] * (MAX_TURNS + 1)}},
        {"tldh": {"turns": [{**TURN, "claims": []}]}},
        {"tldh": {"turns": [{"question": "x" * 2001}]}},
        {"tldh": {"turns": [{"question": "x", "answer": "y" * 401}]}},
        {"tldh": {"turns": [{"question": "\ud800"}]}},
        {"tldh": {"turns": [{"question": 5}]}},
    ],
)
def test_anything_else_is_nothing(data: object) -> None:
    assert told(data) is None


def test_earlier_turns_go_along_only_until_this_session_has_its_own() -> None:
    context = ChatContext(date(2025, 8, 15), Level.CELL, (Turn("Trước?"),))
    assert context.question("Nay?") == Question("Nay?", date(2025, 8, 15), (Turn("Trước?"),), Level.CELL)
    assert context.question("Nay?", (Turn("Vừa rồi?"),)).history == (Turn("Vừa rồi?"),)
