"""The commands for what went unanswered."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant.cli.ask import app
from assistant.feedback.unanswered import UnansweredBook
from assistant.model import Question
from assistant.store.database import Store
from tests.fakes import refused


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["unanswered", *words])


def test_topics_questions_cases_export_and_erasure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"sqlite:///{tmp_path}/store.sqlite"
    monkeypatch.setenv("TLDH_STORE_URL", address)
    monkeypatch.setenv("TLDH_CORPUS", "shipped")
    with closing(Store(address)) as store:
        book = UnansweredBook(store, keep_words=True)
        for words in ("Chi bộ họp ở đâu?", "Ai mời khách?"):
            book.answered(Question(words), refused(words))
        book.close()
    assert run("topics").stdout == "2\tno_provision\t-\ttd-qd-1/11.4.2\n"
    assert "2\tno_provision\t-\ttd-qd-1/11.4.2\tAi mời khách?" in run("list").stdout
    case = json.loads(run("case", "2", "--gold", "qd-294-tw-2025#11.1.1").stdout)
    assert (case["question"], case["gold"]) == ("Ai mời khách?", [["qd-294-tw-2025#11.1.1"]])
    assert run("case", "9").exit_code == 2
    assert run("export", str(tmp_path / "a.csv")).exit_code == 0
    assert "Ai mời khách?" in (tmp_path / "a.csv").read_text("utf-8-sig")
    assert run("erase", "1", "2").stdout == "Đã xóa 2 câu hỏi.\n"
    assert run("purge").stdout == "Đã xóa 0 câu hỏi.\n"
