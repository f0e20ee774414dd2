from pathlib import Path

import pytest

from corpus.core.errors import InputError
from eval.runs.observe import observe
from eval.runs.store import RunManifest
from eval.scoring.compare import Comparison, Values, compare, read_baseline, values_of, write_baseline
from eval.scoring.summary import Summary, summarise
from tests.eval.fakes import answer, case, lookup, refusal

NEW, OLD = "quy-dinh-moi/1.1", "quy-dinh-cu/1.1"
CASES = [case(f"c{i:02}", slices=["typo"] if i < 12 else ["level"]) for i in range(40)]


def run(wrong: set[str], *, name: str = "lượt", given: object = None) -> Summary:
    bad = given or refusal()
    seen = {c.id: observe(c, bad if c.id in wrong else answer((NEW, "")), 5.0, lookup()) for c in CASES}  # type: ignore[arg-type]
    return summarise(RunManifest(name=name, fingerprints={}, cases={}), CASES, seen, ())


def against(wrong: set[str], **more: object) -> Comparison:
    return compare(values_of(run(set())), values_of(run(wrong, **more)))  # type: ignore[arg-type]


def test_the_same_run_has_no_regression() -> None:
    found = against(set())
    assert found.regressions == ()
    assert found.broke == ()


def test_a_loss_in_one_slice_names_the_slice() -> None:
    lost = {f"c{i:02}" for i in range(8)}
    found = against(lost)
    assert {"all", "typo"} <= {change.slice for change in found.regressions if change.measure == "pass"}
    assert "level" not in {change.slice for change in found.regressions}
    assert found.broke == tuple(sorted(lost))


def test_one_flip_is_shown_but_does_not_fail() -> None:
    found = against({"c00"})
    assert found.broke == ("c00",)
    assert found.regressions == ()


def test_one_stale_answer_is_enough() -> None:
    found = against({"c00"}, given=answer((NEW, ""), (OLD, "")))
    assert "stale_unsaid" in {change.measure for change in found.regressions}


def test_a_gain_is_no_regression() -> None:
    lost = {f"c{i:02}" for i in range(10)}
    found = compare(values_of(run(lost)), values_of(run(set())))
    assert found.regressions == ()
    assert any(change.better and change.measure == "pass" for change in found.changes)
    assert found.mended == tuple(sorted(lost))


def test_runs_without_shared_cases_cannot_be_compared() -> None:
    empty = Values("x", {}, {}, {"pass": {"other": 1.0}}, {})
    with pytest.raises(InputError) as caught:
        compare(empty, values_of(run(set())))
    assert caught.value.code == "eval.nothing_shared"


def test_the_baseline_survives_writing_and_reading(tmp_path: Path) -> None:
    values = values_of(run({"c01"}))
    path = tmp_path / "baseline.json"
    write_baseline(values, path)
    assert compare(read_baseline(path), values).broke == ()
    assert read_baseline(path).units["pass"] == values.units["pass"]
    assert "Bao nhiêu" not in path.read_text("utf-8")  # figures and ids only
    with pytest.raises(InputError) as caught:
        read_baseline(tmp_path / "none.json")
    assert caught.value.code == "eval.no_baseline"
