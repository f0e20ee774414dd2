"""The commands for moderators do what the functions do, and end with the words of an error."""

from __future__ import annotations

import csv
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant.cli.ask import app
from assistant.store.database import Store
from tests.assistant.proposals.intake import ADDRESS, TEXT, Clock, draft, intake


@pytest.fixture
def number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    address = f"sqlite:///{tmp_path}/store.sqlite"
    monkeypatch.setenv("TLDH_STORE_URL", address)
    monkeypatch.setenv("TLDH_CORPUS", "shipped")
    with closing(Store(address)) as store:
        desk = intake(store, Clock())
        return desk.submit(draft(desk, contact_reach="a@b.vn", consent=True), ADDRESS).number


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["proposals", *words])


def test_a_proposal_is_listed_shown_answered_exported_and_erased(number: str, tmp_path: Path) -> None:
    assert number in run("list", "--state", "moi", "--words", "kiem phieu").stdout
    assert "a@b.vn" in run("show", number).stdout
    cited = run("answer", number, "--by", "a", "--text", "Trả lời.", "--cite", "td-dieu-le-2011/d11.k6")
    assert (cited.exit_code, "Đã trả lời" in cited.stdout) == (0, True)
    assert "“" in run("show", number).stdout
    for name in ("a.csv", "a.xlsx"):
        assert run("export", str(tmp_path / name)).exit_code == 0
    (row,) = csv.DictReader((tmp_path / "a.csv").read_text("utf-8-sig").splitlines())
    assert row["Nội dung"] == TEXT
    assert "Liên hệ" not in row
    assert run("forward", number, "--by", "a", "--to", "Ban Tổ chức").exit_code == 1  # it is answered
    assert run("erase", number, "--by", "a", "--text", "theo yêu cầu").exit_code == 0
    assert TEXT not in run("show", number).stdout
    assert run("purge").stdout == "Đã xóa 0 kiến nghị, 0 liên hệ.\n"


@pytest.mark.parametrize(
    ("words", "code", "status"),
    [
        (["show", "KN-00000-00000"], "proposal.not_found", 1),
        (["list", "--state", "lạ"], "input.kind", 2),
        (["export", "a.doc"], "input.kind", 2),
        (["export", "không/có/a.csv"], "input.unwritable", 2),
        (["decline", "KN-00000-00000", "--by", "a", "--text", " "], "proposal.reply", 2),
    ],
)
def test_errors_end_with_their_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], code: str, status: int
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TLDH_STORE_URL", f"sqlite:///{tmp_path}/store.sqlite")
    done = run(*words)
    assert (done.exit_code, f"[{code}]" in done.stderr) == (status, True)
