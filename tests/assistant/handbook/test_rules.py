"""Rules of the handbook: topics, phases, levels, and a state that says no more than the registry."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from assistant.handbook.plan import read_plan, shipped_plan
from assistant.handbook.rules import CURRENT, Handbook, Mark, handbook_of, is_title, record_state, state_of
from assistant.output.views import provision_json, standing_words, view_provision
from corpus.core.display import standing_note
from corpus.core.model import Document, Kind, Level, Provision, Record, TextKind, Validity
from corpus.core.registry import Force, Registry
from corpus.core.statements import state
from tests.assistant.handbook.test_plan import PLAN
from tests.conftest import TODAY, make_document, make_record

DAYS = [
    TODAY,
    date(2026, 7, 26),
    date(2026, 4, 8),
    date(2025, 8, 15),
    date(2024, 10, 9),
    date(2021, 6, 1),
    date(2005, 1, 1),
]


def of(registry: Registry, name: str) -> tuple[Provision, Document]:
    found = registry.provision(name)
    assert found is not None
    return found


def test_every_rule_of_the_digest_is_listed_once_with_its_place(shipped: Registry) -> None:
    book = handbook_of(shipped)
    wanted = [p.id for p, d in shipped.provisions() if d.text_kind is not TextKind.CATALOGUE]
    assert [rule.id for rule in book.rules] == wanted
    assert all(rule.topics for rule in book.rules)
    assert handbook_of(shipped) is book


@pytest.mark.parametrize("day", DAYS)
def test_r15_the_state_shown_is_a_sentence_of_the_registry(shipped: Registry, day: date) -> None:
    book = handbook_of(shipped)
    for rule in book.rules:
        shown = book.states(day)[rule.id]
        provision, document = rule.provision, rule.document
        record = document.record
        standing = shipped.standing(record.id, day, shipped.validity(provision))
        assert shown.standing == standing
        assert shown.validity == shipped.told_validity(provision)
        if standing.force is Force.IN_FORCE:
            told = shipped.told_validity(provision)
            assert shown.words == state(shipped, record.id, day).text or (
                shown.words.startswith("Còn hiệu lực – có hiệu lực từ")
                and (told.valid_until is None) == ("hết hiệu lực" not in shown.words)
            )
        else:
            assert shown.words == standing_note(standing)


def test_r5_only_what_is_in_force_is_marked_so(shipped: Registry) -> None:
    book = handbook_of(shipped)
    for day in DAYS:
        for rule in book.rules:
            shown = book.states(day)[rule.id]
            assert (shown.mark in (Mark.IN_FORCE, Mark.SEASON)) == shown.standing.holds
            if shown.mark is Mark.LAST_KNOWN:
                assert not shown.standing.successor_loaded


def test_a_season_that_is_over_is_told_and_our_own_overviews_have_none(shipped: Registry) -> None:
    directive = state_of(shipped, *of(shipped, "td-ct-45-tw-2025/m1"), TODAY)
    assert directive.mark is Mark.SEASON
    assert "kỳ đại hội đó đã xong" in directive.words
    assert state_of(shipped, *of(shipped, "td-ct-45-tw-2025/m1"), date(2025, 6, 1)).mark is Mark.IN_FORCE
    ours = state_of(shipped, *of(shipped, "td-thuc-te-dai-hoi-2025-2026/lang-hoa"), TODAY)
    assert ours.mark is Mark.IN_FORCE


def test_an_end_that_only_the_next_season_gives_is_never_told(shipped: Registry) -> None:
    name = "td-ct-35-tw-2019/thoi-gian-co-so"
    inside = state_of(shipped, *of(shipped, name), date(2019, 12, 1))
    assert (inside.mark, inside.validity.valid_until) == (Mark.IN_FORCE, None)
    assert "2024" not in inside.words
    view = view_provision(shipped, name, date(2019, 12, 1))
    assert view is not None
    assert standing_words(view.standing) == inside.words
    assert provision_json(view, date(2019, 12, 1), {})["validity"]["valid_until"] is None
    over = state_of(shipped, *of(shipped, name), TODAY)
    assert over.mark is Mark.FORMER
    assert "14/06/2024" not in over.words


def test_the_last_known_rule_gives_way_once_its_successor_is_loaded() -> None:
    old = make_record("cu", "1-QĐ/TW", since=date(2020, 1, 1), until=date(2025, 1, 1))
    new = make_record("moi", "2-QĐ/TW", since=date(2025, 1, 1), supersedes=("cu",))
    text = make_document(old, {"1": "Một điều."}, kind=TextKind.DIGEST)
    alone, both = Registry([old, new], [text]), Registry([old, new], [text, make_document(new, {"1": "Hai điều."})])
    assert state_of(alone, *of(alone, "td-cu/1"), TODAY).mark is Mark.LAST_KNOWN
    assert state_of(both, *of(both, "td-cu/1"), TODAY).mark is Mark.FORMER
    assert state_of(both, *of(both, "td-cu/1"), date(2024, 12, 31)).mark is Mark.IN_FORCE
    assert state_of(both, *of(both, "moi/1"), date(2024, 12, 31)).mark is Mark.NOT_YET
    assert record_state(alone, old, TODAY).mark is Mark.FORMER
    assert state_of(alone, *of(alone, "td-cu/1"), TODAY).mark in CURRENT


def test_a_provision_with_dates_of_its_own_is_told_apart_from_its_document() -> None:
    record = make_record("a", since=date(2020, 1, 1))
    document = make_document(record, {"1": "Một điều.", "2": "Hai điều."}, kind=TextKind.DIGEST)
    short = replace(document.provisions[1], validity=Validity(date(2020, 1, 1), date(2021, 1, 1)))
    registry = Registry([record], [replace(document, provisions=(document.provisions[0], short))])
    book = Handbook(registry, read_plan(PLAN))
    states = book.states(date(2022, 1, 1))
    assert (states["td-a/1"].mark, states["td-a/2"].mark) == (Mark.IN_FORCE, Mark.FORMER)
    assert "vẫn còn hiệu lực" in states["td-a/2"].words


def test_an_unknown_beginning_is_told_as_unknown() -> None:
    record = make_record("a", since=None)
    assert record_state(Registry([record], []), record, TODAY).mark is Mark.UNKNOWN


def test_an_official_text_has_the_topics_and_levels_of_its_place() -> None:
    record = make_record("r")
    digest = make_document(
        record, {"11.4": "Tóm lược.", "11.4-2": "Tóm lược nữa.", "12": "Khác."}, kind=TextKind.DIGEST
    )
    marked = replace(
        digest,
        provisions=tuple(
            replace(p, topics=("phieu",), levels=frozenset({Level.CELL})) if p.path.startswith("11") else p
            for p in digest.provisions
        ),
    )
    official = make_document(record, {"11.4": "11.4. Nguyên văn.", "11.4.a": "a) Nguyên văn.", "13": "13. Nguyên văn."})
    book = Handbook(Registry([record], [marked, official]), read_plan(PLAN))
    rules = {rule.id: rule for rule in book.rules}
    assert set(rules) == {"r/11.4", "r/11.4.a", "r/13", "td-r/12"}
    assert rules["r/11.4"].topics == rules["r/11.4.a"].topics == ("phieu",)
    assert rules["r/11.4.a"].levels == {Level.CELL}
    assert rules["r/11.4"].phases == ("truoc", "sau")
    assert (rules["r/13"].topics, rules["r/13"].phases) == ((), ())
    assert rules["r/13"].concerns(Level.PROVINCE)
    assert not rules["r/11.4"].concerns(Level.PROVINCE)
    stepped_back = book.rule("td-r/11.4")
    assert stepped_back is not None
    assert book.rule("td-r/99") is None


@pytest.mark.parametrize(
    ("text", "heading", "title"),
    [
        ("Điều 18.", "", True),
        ("6.1. Phát thẻ đảng viên.", "Phát thẻ đảng viên", True),
        ("6.1.1. Thẻ đảng viên được phát cho đảng viên chính thức.", "", False),
    ],
)
def test_a_unit_that_only_names_the_units_below_is_no_rule(text: str, heading: str, title: bool) -> None:
    document = make_document(make_record("r"), {"1": text})
    assert is_title(replace(document.provisions[0], heading=heading)) is title


def test_the_shipped_state_changes_at_every_boundary_that_is_told(shipped: Registry) -> None:
    def shown(record: Record, day: date) -> tuple[Mark, str]:
        found = record_state(shipped, record, day)
        return found.mark, found.words

    for record in shipped.records.values():
        span = shipped.told_record_validity(record)
        for boundary in (span.valid_from, span.valid_until):
            if boundary is not None and boundary <= TODAY:
                before = shown(record, boundary - timedelta(days=1))
                assert before != shown(record, boundary), (record.id, boundary)
                assert before[0] is not shown(record, boundary)[0], (record.id, boundary)


def test_kinds_of_our_own_are_few_and_known(shipped: Registry) -> None:
    ours = {r.id for r in shipped.records.values() if r.kind is Kind.OTHER}
    assert "tong-quan-van-ban-2026" in ours
    assert len(shipped_plan().topics) == 24
