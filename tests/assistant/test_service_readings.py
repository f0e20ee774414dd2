"""What a reading of 300 answers found to be false is not said again."""

import json
from datetime import date
from typing import Any

import pytest

from assistant.model import Question, Turn
from assistant.service import Assistant
from eval import DATA

ROWS = [
    row
    for path in sorted((DATA / "reading").glob("*.jsonl"))
    for row in map(json.loads, path.read_text("utf-8").splitlines())
    if "not_said" in row
]


@pytest.mark.parametrize("row", ROWS, ids=[row["question"][:40] for row in ROWS])
def test_a_false_statement_is_not_said_again(assistant: Assistant, row: dict[str, Any]) -> None:
    day = date.fromisoformat(row["as_of"]) if row["as_of"] else None
    history = tuple(Turn(question) for question in row.get("history", ()))
    answer = assistant.answer(Question(row["question"], as_of=day, history=history))
    said = [claim.text for claim in answer.claims] + list(answer.warnings)
    said += [citation.quote for claim in answer.claims for citation in claim.citations]
    said += [answer.refusal.message] if answer.refusal else []
    assert not [
        text for text in said if text == row["not_said"] or (len(row["not_said"]) > 8 and row["not_said"] in text)
    ]
