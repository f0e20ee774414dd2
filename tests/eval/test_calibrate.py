import json
from pathlib import Path

import pytest

from corpus.errors import InputError
from eval.calibrate import calibrate, judged, read_pairs, to_json
from eval.cases import Case
from eval.measures import Graded, grade_all
from eval.observe import observe
from tests.eval.fakes import answer, case, lookup, refusal

NEW = "quy-dinh-moi/1.1"


def graded(*rows: tuple[Case, float | None]) -> tuple[Graded, ...]:
    seen = {}
    for one, sure in rows:
        given = answer((NEW, "")) if one.expected == "answered" else refusal()
        seen[one.id] = observe(one, given if sure is None else {**given, "confidence": sure}, 1.0, lookup())
    return grade_all([one for one, _ in rows], seen)


def split(name: str, *sure: float) -> list[tuple[Case, float | None]]:
    """Four answerable questions with these confidences, and one to refuse at .5."""
    rows: list[tuple[Case, float | None]] = [
        (case(f"{name}{i}", suite=f"shipped.{name}"), s) for i, s in enumerate(sure)
    ]
    return [*rows, (case(f"{name}-no", suite=f"shipped.{name}", expected="refused", reason="no_provision"), 0.5)]


def test_the_threshold_is_chosen_on_dev_alone() -> None:
    found = calibrate(graded(*split("dev", 0.9, 0.8, 0.7, 0.4), *split("heldout", 0.9, 0.45, 0.3, 0.2)), refuse=1.0)
    assert found.threshold == pytest.approx(0.5)
    assert (found.dev.answered, found.dev.refused) == (0.75, 1.0)
    assert found.answered is not None
    assert found.answered.value == 0.25
    assert found.right_of_answered is not None
    assert found.right_of_answered.value == 1.0
    assert json.loads(json.dumps(to_json(found)))["heldout"]["refused"]["value"] == 1.0


def test_questions_that_never_reached_the_judge_are_counted() -> None:
    rows = [(case("a"), 0.9), (case("b"), None), (case("c", gold=[["quy-dinh-moi#99"]]), 0.9)]
    found = judged(graded(*rows))  # type: ignore[arg-type]
    assert (found.scores, found.left_out) == ((0.9,), 2)


def test_both_splits_are_needed() -> None:
    with pytest.raises(InputError) as caught:
        calibrate(graded(*split("dev", 0.9)))
    assert caught.value.code == "eval.no_cases"


def test_pairs_of_any_score(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text('{"score": 0.7, "correct": true}\n{"score": 0.1, "correct": false}\n', "utf-8")
    assert read_pairs(path) == ([0.7, 0.1], [True, False])
    path.write_text('{"score": "x"}\n', "utf-8")
    with pytest.raises(InputError, match=r"pairs.jsonl:1"):
        read_pairs(path)
