"""The commands over run folders: what they print, which files they write, which exit code they leave."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from eval.cli import app
from eval.runs.run import describe, execute
from eval.runs.store import RunStore
from eval.suites.cases import load, suites
from tests.eval.fakes import Scripted, answer, case, lookup, refusal

CASES = [case(f"c{i:02}", suite="shipped.dev" if i % 2 else "shipped.heldout") for i in range(30)]


def call(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def make(folder: Path, wrong: int = 0) -> Path:
    good = {**answer(("quy-dinh-moi/1.1", "")), "confidence": 0.9}
    answers = {one.id: refusal() if i < wrong else good for i, one in enumerate(CASES)}
    script = Scripted(answers)
    execute(CASES, script, lookup(), RunStore(folder), describe(folder.name, CASES, script.fingerprints(), workers=1))
    return folder


@pytest.fixture
def runs(tmp_path: Path) -> tuple[Path, Path]:
    return make(tmp_path / "truoc"), make(tmp_path / "sau", wrong=12)


def test_report_writes_its_three_files(runs: tuple[Path, Path]) -> None:
    found = call("report", runs[0])
    assert found.exit_code == 0
    assert {"report.html", "report.json", "junit.xml"} <= {path.name for path in runs[0].iterdir()}


def test_compare_leaves_1_and_names_the_loss(runs: tuple[Path, Path], tmp_path: Path) -> None:
    before, after = runs
    assert call("compare", before, before).exit_code == 0
    found = call("compare", after, before, "--json", tmp_path / "c.json")
    assert found.exit_code == 1
    assert "c00" in found.output
    assert json.loads((tmp_path / "c.json").read_text("utf-8"))["broke"][0] == "c00"


def test_bless_writes_the_baseline_of_a_whole_run_only(runs: tuple[Path, Path], tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    assert call("bless", runs[0], "--baseline", path).exit_code == 0
    kept = path.read_bytes()
    manifest = runs[1] / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace('"complete": true', '"complete": false'), "utf-8")
    found = call("bless", runs[1], "--baseline", path)
    assert found.exit_code == 2
    assert "[eval.incomplete]" in found.output
    assert path.read_bytes() == kept


def test_a_run_is_compared_with_a_blessed_baseline(runs: tuple[Path, Path], tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    assert "[eval.no_baseline]" in call("compare", runs[0], path).output
    assert call("bless", runs[0], "--baseline", path).exit_code == 0
    assert call("compare", runs[0], path).exit_code == 0
    found = call("compare", runs[1], path)
    assert found.exit_code == 1
    assert "· bộ: shipped" in found.output, "slices are named, though a baseline keeps none"


def test_a_run_with_a_seeded_fault_never_becomes_the_baseline(runs: tuple[Path, Path], tmp_path: Path) -> None:
    manifest = runs[0] / "manifest.json"
    data = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps({**data, "fingerprints": {**data["fingerprints"], "variant": "x"}}), "utf-8")
    found = call("bless", runs[0], "--baseline", tmp_path / "baseline.json")
    assert found.exit_code == 2
    assert "[eval.seeded_fault]" in found.output
    assert not (tmp_path / "baseline.json").exists()


def test_calibrate_needs_questions_to_refuse_or_says_so(runs: tuple[Path, Path], tmp_path: Path) -> None:
    assert call("calibrate", runs[0]).exit_code == 0
    assert call("calibrate").exit_code == 2
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text('{"score": 0.7, "correct": true}\n{"score": 0.2, "correct": false}\n', "utf-8")
    assert "AUROC 1.000" in call("calibrate", "--pairs", pairs).output


def test_mistakes_leave_2_with_a_code(tmp_path: Path) -> None:
    for words in (
        ("report", tmp_path),
        ("run", "--suite", "khong-co"),
        ("run", "--suite", "shipped", "--suite", "official"),
    ):
        found = call(*words)
        assert found.exit_code == 2
        assert "[eval." in found.output


def test_the_questions_of_the_project_can_be_read_and_audited() -> None:
    found = call("audit", "--no-corpus")
    assert found.exit_code == 0
    assert f"{len(load(suites(['all'])))} câu, 0 phát hiện" in found.output
