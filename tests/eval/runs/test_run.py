import json
from dataclasses import replace
from pathlib import Path

from eval.runs.run import describe, execute, run_id
from eval.runs.store import RunStore
from tests.eval.fakes import Scripted, answer, case, lookup, refusal

NEW = "quy-dinh-moi/1.1"
CASES = [case(f"c{i}") for i in range(6)] + [case("no", expected="refused", reason="out_of_scope")]
ANSWERS = {**{f"c{i}": answer((NEW, "")) for i in range(6)}, "no": refusal("out_of_scope")}


def go(folder: Path, script: Scripted, cases: object = CASES, workers: int = 3) -> RunStore:
    store = RunStore(folder)
    manifest = describe("thử", cases, script.fingerprints(), workers=workers)  # type: ignore[arg-type]
    execute(cases, script, lookup(), store, manifest)  # type: ignore[arg-type]
    return store


def test_results_come_in_the_order_of_the_cases_whatever_the_workers(tmp_path: Path) -> None:
    one, many = go(tmp_path / "1", Scripted(ANSWERS), workers=1), go(tmp_path / "8", Scripted(ANSWERS), workers=8)
    assert list(one.results()) == list(many.results()) == [c.id for c in CASES]
    plain = [replace(o, latency_ms=0) for o in one.results().values()]
    assert plain == [replace(o, latency_ms=0) for o in many.results().values()]
    assert one.manifest().complete


def test_a_broken_answer_is_a_result_and_the_rest_goes_on(tmp_path: Path) -> None:
    store = go(tmp_path, Scripted({k: v for k, v in ANSWERS.items() if k != "c2"}))
    found = store.results()
    assert found["c2"].error == "question.empty: Không có câu trả lời."
    assert found["c2"].status == "error"
    assert sum(bool(o.answer) for o in found.values()) == 6


def test_an_answer_of_the_wrong_form_is_named(tmp_path: Path) -> None:
    store = go(tmp_path, Scripted({**ANSWERS, "c1": {"status": "answered"}}))
    assert store.results()["c1"].error.startswith("eval.answer_form")


def test_a_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    store = go(tmp_path, Scripted(ANSWERS), CASES[:4])
    path = tmp_path / "results.jsonl"
    path.write_text(path.read_text("utf-8") + '{"case_id":"c5","key"', "utf-8")  # torn line
    script = Scripted(ANSWERS)
    go(tmp_path, script)
    assert sorted(script.asked) == ["c4", "c5", "no"]
    assert len(store.results()) == len(CASES)


def test_a_broken_case_and_an_edited_case_are_asked_again(tmp_path: Path) -> None:
    go(tmp_path, Scripted({k: v for k, v in ANSWERS.items() if k != "c2"}))
    script = Scripted(ANSWERS)
    edited = [case("c0", question="Câu đã sửa?"), *CASES[1:]]
    store = go(tmp_path, script, edited)
    assert sorted(script.asked) == ["c0", "c2"]
    assert [bool(store.results()[one.id].answer) for one in CASES] == [True] * len(CASES)


def test_other_fingerprints_are_another_run() -> None:
    one, two = (describe("a", CASES, Scripted({}, mark).fingerprints(), workers=1) for mark in ("x", "y"))
    assert run_id(one) != run_id(two)
    assert run_id(one) == run_id(describe("a", CASES, {"index": "x"}, workers=5))


def test_a_run_keeps_its_own_cases(tmp_path: Path) -> None:
    store = go(tmp_path, Scripted(ANSWERS))
    assert store.cases() == tuple(CASES)
    assert json.loads((tmp_path / "manifest.json").read_text("utf-8"))["cases"].keys() == {"shipped.dev"}
