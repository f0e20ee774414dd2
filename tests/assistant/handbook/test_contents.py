"""What the handbook lists under a choice."""

from datetime import date

import pytest

from assistant.handbook.contents import (
    GENERAL,
    Choice,
    Entry,
    at_label,
    choose,
    found_by,
    grouped,
    level_counts,
    listed,
    page_of,
    phase_counts,
    topic_counts,
)
from assistant.handbook.plan import shipped_plan
from assistant.handbook.rules import CURRENT, Handbook, Mark, handbook_of
from assistant.model import Evidence, Found
from corpus.core.codes import Code
from corpus.core.errors import InputError
from corpus.core.model import Level
from corpus.core.registry import Registry
from tests.conftest import TODAY


@pytest.fixture(scope="module")
def book(shipped: Registry) -> Handbook:
    return handbook_of(shipped)


def test_without_a_choice_all_that_may_answer_today_is_listed(book: Handbook) -> None:
    entries = listed(book, Choice(TODAY))
    assert {entry.rule.id for entry in entries} == {
        rule.id for rule in book.rules if book.states(TODAY)[rule.id].mark in CURRENT
    }
    marks = [entry.state.mark for entry in entries]
    assert marks == sorted(marks, key=[Mark.IN_FORCE, Mark.LAST_KNOWN, Mark.SEASON].index)


def test_everything_takes_in_what_has_ended(book: Handbook) -> None:
    ended = {entry.rule.id for entry in listed(book, Choice(TODAY, everything=True))}
    assert len(ended) == len(book.rules)
    assert "td-qd-244-tw-2014/so-du" in ended
    assert "td-qd-244-tw-2014/so-du" not in {e.rule.id for e in listed(book, Choice(TODAY))}
    assert "td-qd-244-tw-2014/so-du" in {e.rule.id for e in listed(book, Choice(date(2024, 10, 9)))}


def test_a_choice_narrows_by_phase_topic_and_level(book: Handbook) -> None:
    phase = listed(book, Choice(TODAY, phase="tru-bi"))
    assert phase
    assert all("tru-bi" in entry.rule.phases for entry in phase)
    general = listed(book, Choice(TODAY, phase=GENERAL))
    assert general
    assert not any(entry.rule.phases for entry in general)
    cell = listed(book, Choice(TODAY, topic="bau_chuc_danh", level=Level.CELL))
    assert all(not e.rule.levels or Level.CELL in e.rule.levels for e in cell)
    assert len(cell) < len(listed(book, Choice(TODAY, topic="bau_chuc_danh")))


def test_each_entry_stands_in_one_group_and_first_under_what_is_asked(book: Handbook) -> None:
    choice = Choice(TODAY, phase="sau-dai-hoi")
    entries = listed(book, choice)
    groups = grouped(book.plan, entries, choice)
    shown = [entry.rule.id for group in groups for entry in group.entries]
    assert sorted(shown) == sorted(entry.rule.id for entry in entries)
    order = [topic.id for topic in book.plan.topics]
    assert [group.topic for group in groups] == sorted((g.topic for g in groups), key=order.index)
    topic = Choice(TODAY, topic="thoi_gian")
    assert [group.topic for group in grouped(book.plan, listed(book, topic), topic)] == ["thoi_gian"]


def test_counts_say_what_a_click_will_list(book: Handbook) -> None:
    choice = Choice(TODAY, level=Level.CELL)
    for count in phase_counts(book, choice):
        assert count.rules == len(listed(book, Choice(TODAY, phase=count.id, level=Level.CELL))), count.id
    for count in topic_counts(book, choice):
        assert count.rules == len(listed(book, Choice(TODAY, topic=count.id, level=Level.CELL))), count.id
    for count in level_counts(book, choice):
        assert count.rules == len(listed(book, Choice(TODAY, level=Level(count.id)))), count.id


@pytest.mark.parametrize("wrong", [{"phase": "x"}, {"topic": "x"}, {"level": "huyen"}, {"level": "CHI_BO"}])
def test_a_choice_that_there_is_not_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(InputError) as raised:
        choose(shipped_plan(), TODAY, everything=False, **wrong)
    assert raised.value.code is Code.HANDBOOK_CHOICE


def test_a_choice_is_read_from_its_words() -> None:
    choice = choose(shipped_plan(), TODAY, phase="chung", topic="so_du", level="chi_bo", everything=True)
    assert choice == Choice(TODAY, "chung", "so_du", Level.CELL, True)
    assert choice.narrowed
    assert not choose(shipped_plan(), TODAY, everything=True).narrowed


def test_what_stands_at_the_place_typed_comes_before_what_is_near(book: Handbook) -> None:
    known = {entry.rule.id: entry for entry in listed(book, Choice(TODAY))}
    near = known["td-qd-190-tw-2024/d15"]
    told = Found((Evidence(near.rule.provision, near.rule.document, near.state.validity, 0.4),), sure=False)
    for typed in ("11.4.2", "mục 11.4.2", "Mục  11.4.2"):
        hits = found_by(known, typed, told)
        assert [entry.rule.provision.label for entry in hits.entries] == ["11.4.2", "11.4.2", "Điều 15"]
        assert hits.sure
    assert not found_by(known, "phiếu", told).sure
    article = at_label(known.values(), "dieu 11 khoan 6")
    assert [entry.rule.document.record.id for entry in article] == ["dieu-le-2011"] * 2


def test_pages_cut_a_list_and_a_page_past_the_end_is_the_last(book: Handbook) -> None:
    entries: list[Entry] = listed(book, Choice(TODAY))[:7]
    assert page_of(entries, 1, 3) == (entries[:3], 3)
    assert page_of(entries, 99, 3) == (entries[6:], 3)
    assert page_of(entries, 0, 3) == (entries[:3], 3)
    assert page_of([], 1, 3) == ([], 1)
