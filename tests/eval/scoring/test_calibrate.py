import json
from pathlib import Path

import pytest

from corpus.core.errors import InputError
from eval.runs.observe import observe
from eval.scoring.calibrate import calibrate, judge_view, read_pairs, to_json
from eval.scoring.measures import Graded, grade_all
from eval.suites.cases import Case
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
    dev, kept = found.chosen(found.dev), found.chosen(found.heldout)
    assert found.threshold == pytest.approx(0.5)
    assert [rate.value for rate in (dev.answered, dev.refused) if rate] == [0.75, 1.0]
    assert [rate.value for rate in (kept.answered, kept.refused, kept.right) if rate] == [0.25, 1.0, 1.0]
    assert json.loads(json.dumps(to_json(found)))["heldout"]["thresholds"][0]["answered"]["value"] == 1.0


def test_what_was_decided_without_the_judge_stays_decided() -> None:
    rows = [(case("a"), 0.9), (case("b"), None), (case("c", expected="refused", reason="unsafe"), None)]
    found = judge_view(graded(*rows))  # type: ignore[arg-type]
    assert found.scores == (0.9, 1.0, 0.0)
    assert found.judged == (True, False, False)


def test_what_cannot_be_graded_is_left_out_and_counted() -> None:
    rows = [(case("c", gold=[["quy-dinh-moi#99"]]), 0.9), (case("d", expected="clarify"), 0.9)]
    assert judge_view(graded(*rows)).left_out == 2  # type: ignore[arg-type]


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
