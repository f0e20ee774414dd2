"""The recording: what differs is named, unless another processor tells just that."""

from pathlib import Path
from typing import Any

from eval.frozen import ELSEWHERE, differences, write


def row(key: str, text: str, score: float = 0.5) -> dict[str, Any]:
    return {"key": key, "answer": {"claims": [text], "evidence": [{"score": score}]}}


def test_a_row_on_the_edge_may_be_told_both_ways_and_no_third(tmp_path: Path) -> None:
    write("answers.x", [row("a", "one"), row("b", "one")], tmp_path)
    now = [row("a", "two"), row("b", "one", score=0.6)]
    assert differences("answers.x", now, folder=tmp_path) == ["a"]
    write(f"answers.x{ELSEWHERE}", [row("a", "two")], tmp_path)
    assert differences("answers.x", now, folder=tmp_path) == []
    assert differences("answers.x", [row("a", "three"), row("b", "one")], folder=tmp_path) == ["a"]


def test_a_row_that_is_gone_or_new_differs(tmp_path: Path) -> None:
    write("answers.x", [row("a", "one")], tmp_path)
    write(f"answers.x{ELSEWHERE}", [row("a", "two")], tmp_path)
    assert differences("answers.x", [row("b", "one")], folder=tmp_path) == ["a", "b"]
