"""The commands of the store: what the tables are, and bringing them up to date."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli.ask import app


def test_tables_are_checked_and_brought_up_to_date(empty_store_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TLDH_STORE_URL", empty_store_address)
    before = CliRunner().invoke(app, ["store", "check"])
    assert (before.exit_code, "chưa có" in before.stdout) == (1, True)
    assert CliRunner().invoke(app, ["store", "upgrade"]).exit_code == 0
    after = CliRunner().invoke(app, ["store", "check"])
    assert (after.exit_code, "chưa có" in after.stdout) == (0, False)


def test_a_store_that_is_away_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kho").write_text("một tệp", "utf-8")
    monkeypatch.setenv("TLDH_STORE_URL", f"sqlite:///{tmp_path}/kho/store.sqlite")
    for command in ("check", "upgrade"):
        done = CliRunner().invoke(app, ["store", command])
        assert (done.exit_code, "[store.away]" in done.stderr) == (1, True)
