"""Questions that went unanswered become cases that the evaluation reads, and tables without formulas."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.feedback.cases import case_line, questions_csv
from assistant.feedback.unanswered import KeptQuestion, Unanswered
from assistant.model import RefusalReason, Status
from corpus.core.errors import InputError
from eval.suites.cases import load
from tests.fakes import TODAY, small_registry


def question(
    kind: str = "no_provision", words: str = "Ai cử người thay thế?", nearest: str = "td-qd-1/11.4.2"
) -> KeptQuestion:
    return KeptQuestion(
        7, Unanswered(kind, "nhan_su", nearest), words, TODAY, "chi_bo", datetime(2026, 11, 22, 8, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    ("kind", "gold", "expected", "reason"),
    [
        ("no_provision", [], Status.REFUSED, RefusalReason.NO_PROVISION),
        ("no_provision", ["qd-1#11.4.2"], Status.ANSWERED, None),
        ("sai", ["qd-1#11.4.2"], Status.ANSWERED, None),
    ],
)
def test_a_question_becomes_a_case_that_the_evaluation_reads(
    tmp_path: Path, kind: str, gold: list[str], expected: Status, reason: RefusalReason | None
) -> None:
    file = tmp_path / "shipped.dev.jsonl"
    file.write_text(case_line(question(kind), small_registry(), gold) + "\n", "utf-8")
    (case,) = load([file])
    assert (case.id, case.question, case.as_of, case.expected, case.reason) == (
        "un-7", "Ai cử người thay thế?", TODAY, expected, reason,
    )  # fmt: skip
    assert case.note == f"{kind}; gần nhất: qd-1#11.4.2"
    assert case.topic == "nhan_su"


@pytest.mark.parametrize(("kind", "gold"), [("sai", []), ("no_provision", ["qd-1#khong-co"])])
def test_a_case_that_the_evaluation_could_not_read_is_none(kind: str, gold: list[str]) -> None:
    with pytest.raises(InputError, match=r"input\.case"):
        case_line(question(kind), small_registry(), gold)


def test_without_a_near_rule_the_note_says_why_alone() -> None:
    assert '"note": "out_of_scope"' in case_line(question("out_of_scope", nearest="-"), small_registry())


def test_a_table_holds_no_formula() -> None:
    content = questions_csv([question(words="=1+1"), question()], "Asia/Ho_Chi_Minh")
    first, second = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    assert (first["Câu hỏi"], second["Câu hỏi"]) == ("'=1+1", "Ai cử người thay thế?")
    assert first["Hỏi lúc"] == "22/11/2026 15:00"
