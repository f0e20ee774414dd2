"""What changed between two days."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from assistant.handbook.changes import Changes, Link, changes
from assistant.handbook.days import boundaries
from assistant.handbook.plan import read_plan
from assistant.handbook.rules import CURRENT, Handbook, Mark, handbook_of
from corpus.core.model import Kind, TextKind
from corpus.core.registry import Registry, place_of
from tests.assistant.handbook.test_plan import PLAN
from tests.conftest import TODAY, make_document, make_record

OLD = "Ban thường vụ cấp ủy triệu tập đại hội quyết định việc chuyển đại biểu dự khuyết."
NEW = "Ban thường vụ cấp ủy triệu tập đại hội xem xét, quyết định việc chuyển đại biểu dự khuyết."


@pytest.fixture(scope="module")
def book(shipped: Registry) -> Handbook:
    return handbook_of(shipped)


def between(book: Handbook, since: str, until: str) -> Changes:
    return changes(book, date.fromisoformat(since), date.fromisoformat(until))


def test_what_our_editors_noted_stands_first_and_is_called_so(book: Handbook) -> None:
    found = between(book, "2026-07-25", "2026-07-26")
    noted = {(p.old.provision.path, p.new.provision.path): p.link for p in found.pairs}
    assert noted["14.2", "ban-thuong-vu"] is Link.CONTINUES
    assert noted["10.2", "xa"] is Link.CHANGES
    for pair in found.pairs:
        if pair.link is not Link.ALIKE:
            place = place_of(pair.old.provision, pair.old.document)
            assert place in (*pair.new.provision.continues, *pair.new.provision.changes)


def test_the_election_statute_of_2024_beside_that_of_2014(book: Handbook) -> None:
    found = between(book, "2024-10-09", "2024-10-10")
    pairs = {p.old.provision.path: p.new.provision.path for p in found.pairs}
    assert pairs["d13"] == "d11"
    assert pairs["d20.k2"] == "d18"
    assert all(p.link is Link.ALIKE and "không phải căn cứ thay thế" in p.words for p in found.pairs)
    assert {item.rule.document.record.id for item in found.gone} >= {"qd-244-tw-2014"}
    assert [turn.record.id for turn in found.turns] == ["qd-190-tw-2024", "qd-244-tw-2014"]
    assert "được thay bởi Quy chế 190-QĐ/TW" in found.turns[1].words


def test_nothing_changes_where_nothing_does(book: Handbook) -> None:
    found = between(book, "2026-09-01", "2026-09-02")
    assert (found.turns, found.pairs, found.gone, found.come) == ((), (), (), ())


def test_at_every_boundary_each_rule_that_turned_is_told_exactly_once(book: Handbook) -> None:
    for boundary in boundaries(book.registry, TODAY):
        found = changes(book, boundary.before, boundary.day)
        before, after = book.states(boundary.before), book.states(boundary.day)
        alone = [item.rule.id for item in (*found.gone, *found.come)]
        paired = {rule.id for pair in found.pairs for rule in (pair.old, pair.new)}
        assert len(alone) == len(set(alone))
        assert not paired & set(alone)
        begun = {r.id for r in book.rules if before[r.id].mark is Mark.NOT_YET and after[r.id].mark is Mark.IN_FORCE}
        assert begun <= paired | set(alone), boundary.day
        ended = {r.id for r in book.rules if before[r.id].mark is Mark.IN_FORCE and not after[r.id].standing.holds}
        assert ended <= paired | set(alone), boundary.day
        kinds = {record.id for record in (*boundary.begun, *boundary.ended)}
        assert {turn.record.id for turn in found.turns} == kinds


def test_a_pair_never_crosses_two_lines_and_tells_both_days(book: Handbook) -> None:
    found = between(book, "2014-01-01", TODAY.isoformat())
    for pair in found.pairs:
        assert pair.before.mark in CURRENT
        assert pair.after.mark in (Mark.IN_FORCE, Mark.SEASON)
        assert "".join(part.text for part in pair.olds) == pair.old.provision.text
        assert "".join(part.text for part in pair.news) == pair.new.provision.text
        if pair.link is Link.ALIKE:
            later = {r.id for r in book.registry.succession(pair.old.document.record.id, found.until)}
            assert pair.new.document.record.id in later
    assert all(turn.record.kind is not Kind.OTHER for turn in found.turns)
    days = [turn.day for turn in found.turns]
    assert days == sorted(days)


def two(new_text: str, **noted: tuple[str, ...]) -> Handbook:
    old = make_record("cu", since=date(2020, 1, 1), until=date(2025, 1, 1))
    new = make_record("moi", since=date(2025, 1, 1), supersedes=("cu",))
    stranger = make_record("la", since=date(2025, 1, 1))
    later = make_document(new, {"2": new_text})
    later = replace(later, provisions=(replace(later.provisions[0], **noted),))  # type: ignore[arg-type]
    documents = [make_document(old, {"1": OLD}, kind=TextKind.DIGEST), later, make_document(stranger, {"1": OLD})]
    return Handbook(Registry([old, new, stranger], documents), read_plan(PLAN))


def test_alike_words_are_paired_inside_a_line_only() -> None:
    found = between(two(NEW), "2024-12-31", "2025-01-01")
    (pair,) = found.pairs
    assert (pair.old.id, pair.new.id, pair.link) == ("td-cu/1", "moi/2", Link.ALIKE)
    assert [part.text.strip() for part in pair.news if part.differs] == ["xem xét,"]
    assert [item.rule.id for item in found.come] == ["la/1"]
    assert found.gone == ()


def test_other_words_are_not_paired_unless_noted() -> None:
    other = "Kinh phí do ngân sách bảo đảm."
    apart = between(two(other), "2024-12-31", "2025-01-01")
    assert apart.pairs == ()
    assert [item.rule.id for item in apart.gone] == ["td-cu/1"]
    noted = between(two(other, changes=("cu#1",)), "2024-12-31", "2025-01-01")
    assert [(p.old.id, p.new.id, p.link) for p in noted.pairs] == [("td-cu/1", "moi/2", Link.CHANGES)]


def test_the_same_words_are_said_to_be_the_same() -> None:
    (pair,) = between(two(OLD), "2024-12-31", "2025-01-01").pairs
    assert pair.same


def test_a_day_inside_a_span_of_years_gives_the_same_as_its_two_halves_together(book: Handbook) -> None:
    whole = between(book, "2025-01-01", "2025-12-31")
    halves = between(book, "2025-01-01", "2025-06-30"), between(book, "2025-06-30", "2025-12-31")
    told = {(turn.record.id, turn.day) for half in halves for turn in half.turns}
    # A document that began and ended within the span is told once, by its end.
    assert {(turn.record.id, turn.day) for turn in whole.turns} <= told
    assert timedelta(0) < whole.until - whole.since
