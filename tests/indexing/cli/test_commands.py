"""The commands as a person runs them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from corpus.core.installation import HOME
from indexing.cli.commands import app
from indexing.config import IndexConfig
from indexing.manifest import current
from indexing.upkeep.loading import Upkeep

ROOT = Path(__file__).parents[3]
HEAVY = ("torch", "faiss", "bm25s", "underthesea", "onnxruntime", "sentence_transformers", "transformers", "numpy")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_list_names_documents_and_their_state(tmp_path: Path) -> None:
    rows = json.loads(
        run("list", "--json", "--corpus", "shipped", "--home", str(tmp_path), "--as-of", "2026-11-22").stdout
    )
    by_record = {row["record"]: row for row in rows}
    assert by_record["dieu-le-2011"]["force"] == "in_force"
    assert by_record["qd-294-tw-2025"]["force"] == "superseded"
    assert "208-QĐ/TW" in by_record["qd-294-tw-2025"]["force_vi"]
    assert all(row["text_kind"] == "digest" for row in rows)


def test_list_prints_a_table(tmp_path: Path) -> None:
    result = run("list", "--corpus", "shipped", "--home", str(tmp_path))
    assert result.exit_code == 0
    assert "294-QĐ/TW" in result.stdout


def test_show_finds_a_document_by_number_and_a_provision_by_id(tmp_path: Path) -> None:
    common = ("--corpus", "shipped", "--home", str(tmp_path), "--as-of", "2025-08-15")
    document = json.loads(run("show", "294-QĐ/TW", "--json", *common).stdout)
    assert document["force"] == "in_force"
    item = document["items"][0]
    provision = json.loads(run("show", item["id"], "--json", *common).stdout)
    assert provision["text"] == item["text"]
    text = run("show", item["id"], *common).stdout
    assert item["id"] in text
    assert "còn hiệu lực (xét ngày 15/08/2025)" in " ".join(text.split())


@pytest.mark.parametrize(
    "arguments, code",
    [
        (("show", "khong-co"), "input.unknown_id"),
        (("list", "--corpus", "khac"), "input.corpus"),
        (("list", "--as-of", "hôm qua"), "input.date"),
    ],
)
def test_the_callers_mistakes_exit_with_2(tmp_path: Path, arguments: tuple[str, ...], code: str) -> None:
    result = run(*arguments, "--home", str(tmp_path))
    assert result.exit_code == 2
    assert f"[{code}]" in result.stderr
    assert "Traceback" not in result.output


def test_an_empty_corpus_exits_with_1(tmp_path: Path) -> None:
    result = run("list", "--corpus", "official", "--home", str(tmp_path))
    assert result.exit_code == 1
    assert "[corpus.empty]" in result.stderr


def test_a_home_that_is_a_file_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("", "utf-8")
    result = run("build", "--corpus", "shipped", "--home", str(tmp_path / "home"))
    assert result.exit_code == 1
    assert result.stderr.strip().startswith("[io]")
    assert "Traceback" not in result.output


def test_check_finds_no_error_in_the_shipped_corpus(tmp_path: Path) -> None:
    result = run("check", "--corpus", "shipped", "--home", str(tmp_path))
    assert result.exit_code == 0, result.stdout
    assert "0 lỗi" in result.stdout


def test_export_is_one_provision_a_line(tmp_path: Path) -> None:
    lines = run("export", "--corpus", "shipped", "--home", str(tmp_path)).stdout.splitlines()
    rows = [json.loads(line) for line in lines]
    assert len({row["id"] for row in rows}) == len(rows) > 60
    assert set(rows[0]) == {
        "id", "text", "label", "document_number", "document_id", "heading", "valid_from", "valid_until", "text_kind",
        "basis", "certainty", "citable",
    }  # fmt: skip


@pytest.mark.heavy
def test_build_says_what_it_did() -> None:
    """The project's own index: whatever the first run finds to do, the second finds nothing."""
    first = run("build", "--corpus", "shipped", "--home", str(HOME), "--json")
    assert first.exit_code == 0, first.output
    assert json.loads(first.stdout)["passages"] > 60
    second = run("build", "--corpus", "shipped", "--home", str(HOME))
    assert "không có gì phải làm" in second.stdout
    manifest = current(IndexConfig(home=HOME, corpus="shipped"))
    assert manifest is not None
    assert manifest.id == json.loads(first.stdout)["snapshot"]


@pytest.mark.heavy
@pytest.mark.parametrize("command", ["list", "export", "check"])
def test_reading_commands_import_nothing_heavy(tmp_path: Path, command: str) -> None:
    code = (
        "import sys\nfrom indexing.cli.commands import app\n"
        f"try:\n    app(['{command}', '--corpus', 'shipped', '--home', {str(tmp_path)!r}])\n"
        f"except SystemExit:\n    pass\nprint(sorted(set(sys.modules) & set({HEAVY!r})), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.strip().splitlines()[-1] == "[]"


ANSWERING = """
import sys
from pathlib import Path
from typing import Any
from indexing.config import IndexConfig
from indexing.snapshot import load
snapshot = load(IndexConfig(home=Path(sys.argv[1]), digest=Path(sys.argv[2]), corpus="shipped"))
snapshot.lexical.search("đại hội", 3)
snapshot.vectors.search(snapshot.encoder.encode_queries(["đại hội"]), 3)
print(sorted({"torch", "underthesea", "transformers", "sentence_transformers"} & set(sys.modules)))
"""


def test_answering_needs_no_torch(built: IndexConfig) -> None:
    command = [sys.executable, "-c", ANSWERING, str(built.home), str(built.digest)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("arguments", [("add", "khong-co.txt"), ("remove", "khong-co"), ("rollback",)])
def test_changes_of_the_library_follow_the_encoder_that_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    seen: list[str] = []

    def recorded(config: IndexConfig, *rest: Any) -> Upkeep:
        seen.append(config.encoder)
        return Upkeep(config, *rest)

    monkeypatch.setattr("indexing.cli.ingest.Upkeep", recorded)
    monkeypatch.setenv("TLDH_ENCODER", "other/model")
    assert run(*arguments, "--home", str(tmp_path)).exit_code == 1
    assert seen == ["other/model"]


@pytest.mark.parametrize("option", ["--by", "--note", "--number", "--title", "--supersedes"])
def test_values_that_are_not_utf8_are_refused(option: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("HƯỚNG DẪN\nVề thử\n1. Một việc.\n2. Hai việc.", "utf-8")
    told = subprocess.run(
        [
            sys.executable,
            "-m",
            "indexing",
            "add",
            tmp_path / "a.txt",
            option,
            b"\xff",
            "--no-build",
            "--home",
            tmp_path,
        ],
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    assert told.returncode == 2
    assert b"[input.encoding]" in told.stderr
    assert b"Traceback" not in told.stderr


def test_a_number_of_blanks_is_none(tmp_path: Path) -> None:
    text = "BAN THỬ\nA, ngày 05 tháng 8 năm 2025\nHƯỚNG DẪN\nVề thử\n1. Một việc.\n2. Hai việc."
    (tmp_path / "a.txt").write_text(text, "utf-8")
    result = run("add", str(tmp_path / "a.txt"), "--number", "  ", "--dry-run", "--json", "--home", str(tmp_path))
    document = json.loads(result.stdout)["document"]
    assert document["number"] is None
    assert document["missing"] == ["number"]
