"""The table old → new agrees with the catalogue, row by row."""

from datetime import date

from assistant.handbook.rules import Mark, record_state
from assistant.handbook.succession import StepKind, steps, table
from corpus.core.display import INFERRED, name_of
from corpus.core.model import Succession
from corpus.core.registry import Registry
from corpus.core.statements import effect
from tests.conftest import TODAY, make_record


def test_every_row_is_a_relation_of_the_catalogue_and_every_relation_is_a_row(shipped: Registry) -> None:
    rows = [(step.older.id, step.newer.id, step.effect) for step in steps(shipped)]
    wanted = {
        (older, newer.id, kind)
        for newer in shipped.records.values()
        for kind, ids in ((StepKind.REPLACED, newer.supersedes), (StepKind.AMENDED, newer.amends))
        for older in ids
    }
    assert len(rows) == len(set(rows))
    assert set(rows) == wanted


def test_every_row_has_the_dates_the_certainty_and_the_words_of_the_registry(shipped: Registry) -> None:
    for step in steps(shipped):
        old, new = shipped.records[step.older.id], shipped.records[step.newer.id]
        span = shipped.told_record_validity(old)
        assert (step.older, step.newer, step.since) == (old, new, new.validity.valid_from)
        assert step.certainty is span.certainty
        told = effect(shipped, new.id, old.id)
        assert told is not None
        assert step.words in told.text
        if step.effect is StepKind.AMENDED:
            assert (step.until, step.succession) == (None, Succession.STATED)
            continue
        assert step.until == span.valid_until
        assert step.succession is new.succession
        assert (INFERRED in step.words) == (step.succession is Succession.INFERRED)
        # The row's day is the day on which the older document stops, by the registry's own reckoning.
        assert step.until is not None
        assert not shipped.standing(old.id, step.until).holds
        assert shipped.next_record(old.id) == new


def test_every_document_stands_in_the_table_with_its_state(shipped: Registry) -> None:
    for day in (TODAY, date(2025, 8, 15)):
        found = table(shipped, day)
        in_lines = [record for line in found.lines for record in line.records]
        alone = [record.id for record, _ in found.others]
        assert len(in_lines) == len(set(in_lines))
        assert sorted(in_lines + alone) == sorted(shipped.records)
        for record, state in (*found.others, *(pair for line in found.lines for pair in line.last)):
            assert state == record_state(shipped, record, day)
        for line in found.lines:
            replaced = {step.older.id for step in line.steps if step.effect is StepKind.REPLACED}
            assert {record.id for record, _ in line.last} == set(line.records) - replaced


def test_the_page_that_most_templates_get_wrong(shipped: Registry) -> None:
    rows = {(step.older.id, step.newer.id): step for step in steps(shipped)}
    assert rows["qd-294-tw-2025", "qd-20-tw-2026"].succession is Succession.INFERRED
    assert rows["qd-20-tw-2026", "qd-208-tw-2026"].until == date(2026, 7, 26)
    assert rows["hd-06-tw-2025", "hd-01-tw-2026"].until == date(2026, 5, 19)
    assert rows["qd-66-tw-2017", "qd-399-tw-2026"].succession is Succession.STATED
    line = next(line for line in table(shipped, TODAY).lines if "qd-208-tw-2026" in line.records)
    assert [(record.id, state.mark) for record, state in line.last] == [("qd-208-tw-2026", Mark.IN_FORCE)]
    assert [name_of(step.older).split()[2] for step in line.steps] == [
        "29-QĐ/TW", "24-QĐ/TW", "232-QĐ/TW", "294-QĐ/TW", "20-QĐ/TW",
    ]  # fmt: skip


def test_a_relation_to_a_document_that_is_not_in_the_catalogue_is_no_row() -> None:
    assert steps(Registry([make_record("b", supersedes=("a",))], [])) == []


def test_two_that_one_document_replaced_are_one_line() -> None:
    records = [
        make_record("a", since=date(2020, 1, 1)),
        make_record("b", since=date(2021, 1, 1)),
        make_record("c", since=date(2022, 1, 1), supersedes=("a", "b")),
        make_record("d", since=date(2023, 1, 1)),
    ]
    found = table(Registry(records, []), TODAY)
    assert [sorted(line.records) for line in found.lines] == [["a", "b", "c"]]
    assert [record.id for record, _ in found.others] == ["d"]
    assert found.lines[0].changed == date(2022, 1, 1)
