"""Refusals name their reason (R9), what is known, the nearest places and where to ask."""

from dataclasses import replace
from datetime import date

from assistant.answering import refusals
from assistant.model import Evidence, RefusalReason
from assistant.question.clarification import WHERE_TO_ASK
from corpus.core.model import Level
from corpus.core.registry import Registry
from tests.conftest import make_document, make_record

OLD = make_record("qd-1-tw-2020", "1-QĐ/TW", since=date(2020, 1, 1))
KNOWN = make_record("qd-2-tw-2024", "2-QĐ/TW", since=date(2024, 1, 1), supersedes=(OLD.id,))
NEW = make_record("qd-3-tw-2026", "3-QĐ/TW", since=date(2026, 1, 1), supersedes=(KNOWN.id,))
DOCUMENT = make_document(OLD, {str(number): f"Điều thứ {number} của quy định." for number in range(1, 9)})
REGISTRY = Registry([KNOWN, NEW], [DOCUMENT])
EVIDENCE = [Evidence(item, DOCUMENT, OLD.validity, 1.0) for item in DOCUMENT.provisions]


def test_the_nearest_places_are_the_first_distinct_ones() -> None:
    places = refusals.nearest([EVIDENCE[0], EVIDENCE[0], *EVIDENCE[1:]])
    assert [place.provision_id for place in places] == ["qd-1-tw-2020/1", "qd-1-tw-2020/2", "qd-1-tw-2020/3"]
    assert {place.document_number for place in places} == {"1-QĐ/TW"}


def test_a_document_known_by_name_tells_its_force_and_both_neighbours() -> None:
    refusal = refusals.text_not_loaded(KNOWN, REGISTRY, EVIDENCE)
    assert refusal.reason is RefusalReason.NO_PROVISION
    assert "có hiệu lực từ 01/01/2024" in refusal.message
    assert "thay Quy định 1-QĐ/TW ngày 01/01/2020" in refusal.message
    assert "được thay bởi Quy định 3-QĐ/TW ngày 01/01/2026" in refusal.message


def test_a_rule_that_has_not_begun_tells_when_it_does() -> None:
    day = date(2019, 6, 1)
    notes = refusals.standing_notes(EVIDENCE, REGISTRY, day)
    assert notes == ["Quy định 1-QĐ/TW ngày 01/01/2020 chưa có hiệu lực vào ngày được hỏi; có hiệu lực từ 01/01/2020."]
    refusal = refusals.not_in_force(EVIDENCE, notes)
    assert refusal.reason is RefusalReason.NOT_IN_FORCE
    assert notes[0] in refusal.message
    assert refusal.nearest[0].provision_id == "qd-1-tw-2020/1"


def test_the_levels_found_are_offered_in_the_order_of_the_evidence() -> None:
    levels = (Level.COMMUNE, Level.CELL, Level.COMMUNE)
    found = [
        replace(item, provision=replace(item.provision, levels=frozenset({level})))
        for item, level in zip(EVIDENCE, levels, strict=False)
    ]
    refusal = refusals.which_level(found)
    assert refusal.reason is RefusalReason.NEEDS_LEVEL
    assert refusal.message.endswith("xã, phường, đặc khu; chi bộ.")


def test_a_place_that_is_not_there_is_named() -> None:
    refusal = refusals.no_such_place("Điều 99", OLD, EVIDENCE)
    assert "1-QĐ/TW" in refusal.message
    assert "không có Điều 99" in refusal.message


def test_every_refusal_for_want_of_a_rule_says_where_to_ask() -> None:
    for refusal in (
        refusals.no_provision(EVIDENCE),
        refusals.text_not_loaded(KNOWN, REGISTRY, EVIDENCE),
        refusals.no_such_place("Điều 99", OLD, EVIDENCE),
        refusals.not_in_force(EVIDENCE, []),
    ):
        assert refusal.message.endswith(WHERE_TO_ASK)
        assert refusal.nearest
