import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.model import Status
from corpus.core.errors import InputError
from eval.suites.cases import FACT, FOLDER, Locator, content_hash, load, parse, read_file, suites, to_row
from tests.eval.fakes import case

ROW = {"id": "a", "question": "Hỏi?", "expected": "answered", "gold": [["vb#1.1", "vb#1.2"], ["vb#2"]]}


def write(folder: Path, name: str, *rows: object) -> Path:
    path = folder / name
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows), "utf-8")
    return path


def test_reads_alternatives_and_suite(tmp_path: Path) -> None:
    (found,) = load([write(tmp_path, "shipped.heldout.jsonl", ROW)])
    assert found.suite == "shipped.heldout"
    assert found.split == "heldout"
    assert found.gold == ((Locator("vb", "1.1"), Locator("vb", "1.2")), (Locator("vb", "2"),))


def test_a_numbered_suite_belongs_to_its_corpus() -> None:
    assert case(suite="official2.dev").written_for == "official"
    assert case(suite="shipped.heldout").written_for == "shipped"


def test_the_delivered_sets_can_be_read_together() -> None:
    cases = load([*suites(["all"]), *sorted((FOLDER.parent / "training").glob("*.jsonl"))])
    assert {c.written_for for c in cases} == {"official", "shipped"}


def test_every_problem_is_reported_at_once(tmp_path: Path) -> None:
    path = write(
        tmp_path, "x.dev.jsonl", ROW, "{", {**ROW, "id": "b", "gold": []}, {**ROW, "id": "c", "expected": "maybe"},
        {**ROW, "id": "d", "colour": "red"}, {**ROW, "id": "e", "expected": "refused"}, {**ROW, "as_of": "22/11/2026"},
    )  # fmt: skip
    cases, problems = read_file(path)
    assert [c.id for c in cases] == ["a"]
    assert [problem.split(":")[1] for problem in problems] == ["2", "3", "4", "5", "6", "7"]
    with pytest.raises(InputError) as caught:
        load([path])
    assert caught.value.code == "eval.bad_cases"


def test_the_same_id_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="đã có ở shipped"):
        load([write(tmp_path, "shipped.dev.jsonl", ROW), write(tmp_path, "shipped.heldout.jsonl", ROW)])


def test_facts_stand_in_for_gold() -> None:
    found = parse({**ROW, "gold": [], "facts": ["F1", "F2"]}, suite="shipped.dev")
    assert found.gold == ((Locator(FACT, "F1", ("F1",)),), (Locator(FACT, "F2", ("F2",)),))
    whole = parse({**ROW, "gold": [["vb"]], "facts": ["F1"]}, suite="shipped.dev")
    assert whole.gold == ((Locator("vb", "", ("F1",)),),)


def test_an_edited_question_or_gold_is_another_key() -> None:
    one = case()
    assert case(note="khác").key == one.key
    assert case(question="Câu khác?").key != one.key
    assert case(gold=[["quy-dinh-moi#1.2"]]).key != one.key
    assert case(as_of="2020-01-01").key != one.key


def test_suites_by_corpus_split_and_name(tmp_path: Path) -> None:
    for name in ("shipped.dev", "shipped.heldout", "official.dev"):
        write(tmp_path, f"{name}.jsonl", ROW)
    write(tmp_path, "injection.jsonl", ROW)

    def chosen(*names: str) -> list[str]:
        return sorted(path.stem for path in suites(names, tmp_path))

    assert chosen("shipped") == ["shipped.dev", "shipped.heldout"]
    assert chosen("dev") == ["official.dev", "shipped.dev"]
    assert chosen("official.dev", "heldout") == ["official.dev", "shipped.heldout"]
    assert len(chosen("all")) == 3
    with pytest.raises(InputError) as caught:
        chosen("nowhere")
    assert caught.value.code == "eval.no_suite"


@given(
    st.builds(
        dict,
        id=st.text(min_size=1).filter(str.strip),
        question=st.text(),
        expected=st.just(Status.ANSWERED.value),
        gold=st.just([["vb#Điều 1 khoản 2"], ["vb"]]),
        facts=st.lists(st.sampled_from(["F1", "F2"]), unique=True),
        required=st.lists(st.text(min_size=1).filter(str.strip)),
        as_of=st.none() | st.dates().map(lambda day: day.isoformat()),
        history=st.lists(st.builds(dict, question=st.text())),
        pair=st.none() | st.text(min_size=1),
    )
)
def test_a_case_survives_writing_and_reading(row: dict[str, object]) -> None:
    found = parse(row, suite="shipped.dev")
    assert parse(json.loads(json.dumps(to_row(found))), suite="shipped.dev") == found


def test_the_hash_sees_grading_fields_but_not_order() -> None:
    one, two = case("a"), case("b")
    assert content_hash([one, two]) == content_hash([two, one])
    assert content_hash([one]) != content_hash([case("a", required=["2/3"])])
