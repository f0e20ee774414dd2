"""The report files of a small run: everything is in them, nothing is fetched, nothing is injected."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from corpus.core.errors import InputError
from eval.reports.page import render, slice_tables
from eval.reports.report import summary_of, write_report
from eval.runs.run import describe, execute
from eval.runs.store import RunStore
from eval.scoring.gates import Gate, GateState, load_gates
from eval.scoring.measures import BY_NAME
from eval.scoring.titles import shortfall
from eval.suites.cases import Case
from tests.eval.fakes import Scripted, answer, case, lookup, refusal

NEW = "quy-dinh-moi/1.1"
HOSTILE = '</script><script>alert("x")</script><img src=x onerror=alert(1)>'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    cases: list[Case] = [
        case("tot", required=["2/3"], slices=["answerable"]),
        case("sai", required=["9/10"], question=HOSTILE, note="\x0b" + HOSTILE),
        case("tu-choi", expected="refused", reason="out_of_scope", suite="shipped.heldout"),
        case("hong"),
        case("khong-co", gold=[["quy-dinh-moi#99"]]),
    ]
    answers = {
        "tot": answer((NEW, "")),
        "sai": answer((NEW, HOSTILE), ("quy-dinh-moi/1.2", "")),
        "tu-choi": refusal("out_of_scope"),
        "khong-co": answer((NEW, "")),
    }
    script = Scripted(answers)
    path = tmp_path_factory.mktemp("run")
    execute(cases, script, lookup(), RunStore(path), describe("thử", cases, script.fingerprints(), workers=2))
    write_report(path)
    return path


class Page(HTMLParser):
    """Collects what a page refers to and what it holds."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in ("src", "href", "action", "srcset", "data"):
                self.links.append(value or "")
            if name == "id":
                self.ids.append(value or "")


def test_the_page_stands_alone(folder: Path) -> None:
    text = (folder / "report.html").read_text("utf-8")
    page = Page(text)
    assert [link for link in page.links if not link.startswith("#")] == []
    assert not re.search(r"url\(|@import|https?://", text)
    assert page.tags.count("script") == 1
    assert "img" not in page.tags
    assert '<html lang="vi">' in text


def test_the_page_holds_every_case_and_why_it_failed(folder: Path) -> None:
    text = (folder / "report.html").read_text("utf-8")
    page = Page(text)
    assert {"tot", "sai", "tu-choi", "hong", "khong-co"} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert "thiếu dữ kiện bắt buộc" in text
    assert "question.empty" in text
    assert "quy-dinh-moi#99" in text
    assert text.count('<svg class="chart"') == 3


def test_every_failure_is_explained_in_a_sentence(folder: Path) -> None:
    why = {row["id"]: row["why"] for row in json.loads((folder / "report.json").read_text("utf-8"))["cases"]}
    assert why["tot"] == why["tu-choi"] == why["khong-co"] == []
    assert why["hong"] == ["Trợ lý gặp lỗi: question.empty: Không có câu trả lời."]
    assert "Không nêu: “9/10”." in why["sai"]
    assert "Không nêu: “9/10”." in (folder / "junit.xml").read_text("utf-8")


def test_the_page_says_which_gates_fail_and_by_how_much(folder: Path) -> None:
    gates = (Gate("decision", "all", at_least=0.9), Gate("stale_unsaid", "all", at_most=0.0))
    text = render(summary_of(folder, gates))
    assert "1 trên 2 ngưỡng chưa đạt" in text
    assert "thiếu 0,100: còn 1 trên 5 câu phải sửa" in text


def test_slices_of_the_same_cases_are_listed_once(folder: Path) -> None:
    tables = dict(slice_tables(summary_of(folder)))
    assert [name for name, _ in tables["Tập câu hỏi"]] == ["split:dev", "split:heldout"]
    assert "Bộ câu hỏi" not in tables, "each suite holds the cases of its split"
    names = [name for rows in tables.values() for name, _ in rows]
    assert len(names) == len(set(names))


def test_a_run_of_both_splits_shows_the_judge_on_heldout(tmp_path: Path) -> None:
    cases = [case(f"{split}{n}", suite=f"shipped.{split}") for split in ("dev", "heldout") for n in range(4)]
    script = Scripted({item.id: answer((NEW, ""), confidence=0.9) for item in cases})
    execute(cases, script, lookup(), RunStore(tmp_path), describe("thử", cases, script.fingerprints(), workers=1))
    summary = write_report(tmp_path)
    assert summary.judge is not None
    assert summary.judge.heldout_reliability.n == 4
    data = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert data["judge_calibration"]["heldout"]["reliability"]["bins"][0]["n"] == 4
    text = (tmp_path / "report.html").read_text("utf-8")
    assert 'id="hieu-chinh"' in text
    assert text.count('<svg class="chart"') == 5


def test_the_evidence_shows_how_its_text_begins(folder: Path) -> None:
    text = (folder / "report.html").read_text("utf-8")
    assert '<span class="excerpt">Đại hội hợp lệ khi có ít nhất hai phần ba' in text


def test_the_json_counts_what_was_not_scored(folder: Path) -> None:
    data = json.loads((folder / "report.json").read_text("utf-8"))
    assert data["ungradable"] == ["khong-co"]
    assert data["scores"]["all"]["pass"] == pytest.approx(
        {"n": 4, "missing": 1, "unscored": 1, "value": 0.5, "low": 0.15, "high": 0.85}, abs=0.01
    )
    assert data["faults"]["lỗi hệ thống"] == 1
    assert {row["id"]: row["passed"] for row in data["cases"]}["tot"] is True


def test_junit_tells_failure_error_and_skipped_apart(folder: Path) -> None:
    root = ElementTree.fromstring((folder / "junit.xml").read_text("utf-8"))
    dev = next(suite for suite in root if suite.get("name") == "shipped.dev")
    assert {name: dev.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "4", "failures": "1", "errors": "1", "skipped": "1",
    }  # fmt: skip


def test_reporting_again_changes_nothing(folder: Path) -> None:
    before = {name: (folder / name).read_bytes() for name in ("report.html", "report.json", "junit.xml")}
    write_report(folder)
    assert before == {name: (folder / name).read_bytes() for name in before}


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        summary_of(tmp_path)
    assert caught.value.code == "eval.no_run"


@pytest.mark.parametrize(
    ("gate", "gap", "units", "words"),
    [
        (Gate("decision", "all", at_least=0.7), 0.0, 0, ""),
        (Gate("decision", "all", at_least=1.0), 0.2, 1, "thiếu 0,200: còn 1 trên 5 câu phải sửa"),
        (Gate("decision", "all", at_most=0.5), 0.3, 2, "vượt 0,300: còn 2 trên 5 câu phải sửa"),
        (Gate("mrr@10", "all", at_least=1.0), 1 / 3, None, "thiếu 0,333"),
        (Gate("decision", "all", at_least=0.7, least=50), 0.0, 0, "chỉ có 5 câu chấm được, cần ít nhất 50"),
    ],
)
def test_a_gate_says_how_far_it_is_from_its_bound(
    folder: Path, gate: Gate, gap: float, units: int | None, words: str
) -> None:
    checked = summary_of(folder, (gate,)).verdict.gates[0]
    assert checked.gap == pytest.approx(gap)
    assert checked.units == units
    assert shortfall(checked) == words


@pytest.mark.parametrize(
    ("gate", "outcome"),
    [
        (Gate("decision", "all", at_least=0.7), GateState.PASSED),
        (Gate("decision", "all", at_least=0.9), GateState.FAILED),
        (Gate("decision", "all", at_least=0.7, least=50), GateState.NO_DATA),
        (Gate("decision", "no such slice", at_least=0.7), GateState.NO_DATA),
        (Gate("stale_unsaid", "all", at_most=0.0), GateState.PASSED),
    ],
)
def test_gates(folder: Path, gate: Gate, outcome: GateState) -> None:
    assert summary_of(folder, (gate,)).verdict.outcome is outcome


def test_the_shipped_gates_can_be_read() -> None:
    gates = load_gates()
    assert "quotes_exact" in {gate.measure for gate in gates}
    assert {gate.measure for gate in gates} <= set(BY_NAME)
    assert all(gate.why for gate in gates)


def test_a_gate_must_be_able_to_fail(tmp_path: Path) -> None:
    path = tmp_path / "gates.toml"
    path.write_text('[[gate]]\nmeasure = "decision"\nslice = "all"\n', "utf-8")
    with pytest.raises(InputError) as caught:
        load_gates(path)
    assert caught.value.code == "eval.bad_gates"
