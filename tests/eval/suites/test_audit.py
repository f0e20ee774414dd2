from pathlib import Path

import pytest

from eval.suites.audit import AuditFinding, audit, freeze, read_frozen
from eval.suites.cases import Case
from tests.eval.fakes import RULES, case, lookup


def kinds(*cases: Case, frozen: dict[str, str] | None = None) -> list[str]:
    return [finding.kind for finding in audit(cases, lookup(), frozen)]


def test_a_sound_set_has_no_findings() -> None:
    assert (
        kinds(case("a", required=["2/3"]), case("b", question="Thông báo trước mấy ngày?", gold=[["quy-dinh-moi#1.2"]]))
        == []
    )


@pytest.mark.parametrize(
    ("cases", "kind"),
    [
        ([case("a"), case("b")], "trùng câu hỏi"),
        ([case("a"), case("b", gold=[["quy-dinh-moi#1.2"]])], "đáp án mâu thuẫn"),
        ([case("a"), case("b", expected="refused", reason="no_provision")], "đáp án mâu thuẫn"),
        ([case("a", gold=[["quy-dinh-moi#77"]])], "kho không có điều khoản cần trích"),
        ([case("a", required=["3/4"])], "điều khoản cần trích không nêu dữ kiện"),
        ([case("a", pair="p")], "cặp theo ngày chỉ có một câu"),
        (
            [case("a", pair="p"), case("b", pair="p", as_of="2020-01-01", suite="shipped.heldout")],
            "cặp theo ngày nằm ở hai tập",
        ),
        (
            [case("a"), case("b", question="Bao nhiêu đại biểu thì đại hội hợp lệ vậy?", suite="shipped.heldout")],
            "gần trùng giữa hai tập",
        ),
        ([case("a", question=f"Có đúng là {RULES['quy-dinh-moi'][0][1]}")], "chép nguyên lời văn bản"),
    ],
)
def test_each_kind_is_found(cases: list[Case], kind: str) -> None:
    assert kind in kinds(*cases)


def test_a_later_suite_is_compared_with_the_first_of_its_corpus() -> None:
    assert "trùng câu hỏi" in kinds(case("a", suite="shipped.dev"), case("b", suite="shipped2.dev"))


def test_the_same_question_on_two_days_is_no_repetition() -> None:
    assert "trùng câu hỏi" not in kinds(case("a", as_of="2020-01-01"), case("b", as_of="2025-01-01"))


def test_spelling_of_tone_and_numbers_does_not_hide_a_repetition() -> None:
    assert "trùng câu hỏi" in kinds(
        case("a", question="Uỷ viên cần 2/3 phiếu?"), case("b", question="Ủy viên cần hai phần ba phiếu?")
    )


def test_a_frozen_suite_that_changes_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "split.json"
    one = case("a", suite="shipped.heldout")
    freeze([one], path)
    assert "tập đã khóa bị thay đổi" not in kinds(one, frozen=read_frozen(path))
    found: list[AuditFinding] = audit(
        [case("a", suite="shipped.heldout", required=["2/3"])], lookup(), read_frozen(path)
    )
    assert found[0].error
    assert found[0].kind == "tập đã khóa bị thay đổi"
    assert read_frozen(tmp_path / "none.json") == {}
