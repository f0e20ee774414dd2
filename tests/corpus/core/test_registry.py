"""Validity, succession, official before digest, numbers that several documents carry."""

from dataclasses import replace
from datetime import date

import pytest

from corpus.core.errors import CorpusError
from corpus.core.model import Document, Kind, TextKind, Validity
from corpus.core.registry import Force, Registry
from corpus.shipped.cards import cards
from tests.conftest import make_document, make_record

OLD = make_record("qd-1-tw-2020", "1-QĐ/TW", since=date(2020, 1, 1))
NEW = make_record("qd-2-tw-2022", "2-QĐ/TW", since=date(2022, 1, 1), supersedes=("qd-1-tw-2020",))
NEWEST = make_record("qd-3-tw-2024", "3-QĐ/TW", since=date(2024, 1, 1), supersedes=("qd-2-tw-2022",))


def test_r5_a_rule_is_in_force_from_its_first_day_until_before_its_end() -> None:
    span = Validity(date(2020, 1, 1), date(2022, 1, 1))
    assert [span.contains(date(*d)) for d in ((2019, 12, 31), (2020, 1, 1), (2021, 12, 31), (2022, 1, 1))] == [
        False,
        True,
        True,
        False,
    ]


def test_an_unknown_start_is_never_in_force() -> None:
    assert not Validity(None, None).contains(date(2020, 1, 1))


def test_a_successor_ends_a_rule() -> None:
    registry = Registry([OLD, NEW], [make_document(OLD, {"1": "Một."})])
    standing = registry.standing(OLD.id, date(2022, 1, 1))
    assert (standing.force, standing.successor, standing.successor_loaded) == (Force.SUPERSEDED, NEW, False)
    assert registry.standing(OLD.id, date(2021, 12, 31)).force is Force.IN_FORCE
    assert registry.standing(NEW.id, date(2021, 12, 31)).force is Force.NOT_YET


def test_what_rules_a_matter_on_a_day_is_found_from_any_other_time() -> None:
    first, second, third = (
        make_document(OLD, {"1": "Một."}),
        make_document(NEW, {"4": "Bốn.", "5": "Năm."}),
        make_document(NEWEST, {"7": "Bảy."}),
    )
    second = replace(
        second, provisions=(replace(second.provisions[0], matters=("qd-1-tw-2020#1",)), second.provisions[1])
    )
    third = replace(third, provisions=(replace(third.provisions[0], matters=("qd-2-tw-2022#4",)),))
    registry = Registry([OLD, NEW, NEWEST], [first, second, third])

    def ruling(document: Document, day: date, at: int = 0) -> list[str]:
        found = registry.on_same_matter(document.provisions[at], document, day)
        return [f"{of.record.id}#{provision.path}" for provision, of in found]

    assert ruling(third, date(2021, 1, 1)) == ["qd-1-tw-2020#1"]
    assert ruling(third, date(2023, 1, 1)) == ["qd-2-tw-2022#4"]
    assert ruling(first, date(2025, 1, 1)) == ["qd-3-tw-2024#7"]
    assert ruling(first, date(2020, 6, 1)) == [], "itself is no counterpart"
    assert ruling(second, date(2025, 1, 1), at=1) == [], "nothing is known of it"


def test_a_digest_is_no_text_of_its_own() -> None:
    digest = make_document(OLD, {"1": "Tóm lược."}, kind=TextKind.DIGEST)
    registry = Registry([OLD], [digest])
    assert registry.is_loaded(OLD.id)
    assert not registry.has_own_text(OLD.id)
    assert Registry([OLD], [make_document(OLD, {"1": "Nguyên văn."})]).has_own_text(OLD.id)


def test_the_successor_named_is_the_one_in_force_on_the_day() -> None:
    registry = Registry([OLD, NEW, NEWEST], [])
    assert registry.standing(OLD.id, date(2023, 5, 1)).successor == NEW
    assert registry.standing(OLD.id, date(2025, 5, 1)).successor == NEWEST


def test_a_circle_of_successors_is_refused() -> None:
    other = make_record("qd-1-tw-2020", "1-QĐ/TW", supersedes=("qd-2-tw-2022",))
    with pytest.raises(CorpusError) as caught:
        Registry([other, NEW], [])
    assert caught.value.code == "corpus.successor_cycle"


def test_r8_the_digest_steps_back_when_the_official_text_is_loaded() -> None:
    digest = make_document(OLD, {"1": "Tóm lược."}, kind=TextKind.DIGEST)
    official = make_document(OLD, {"1": "Nguyên văn."})
    both = Registry([OLD], [digest, official])
    assert [d.id for d in both.documents.values()] == [official.id]
    assert both.provision(f"{digest.id}/1") is not None, "still resolvable by id"
    assert list(Registry([OLD], [digest]).documents) == [digest.id]


def test_an_official_text_steps_in_only_where_it_has_the_place() -> None:
    digest = make_document(
        OLD, {"d1": "Một.", "d2.k1": "Hai.", "d2.k1-2": "Hai nữa.", "d9": "Chín."}, kind=TextKind.DIGEST
    )
    official = make_document(OLD, {"d1": "Nguyên văn một.", "d2": "Điều hai:", "d2.k1": "Nguyên văn hai."})
    registry = Registry([OLD], [digest, official])
    assert {p.path for p, d in registry.provisions() if d.text_kind is TextKind.DIGEST} == {"d9"}
    assert not registry.offers(f"{digest.id}/d2.k1-2")
    assert registry.offers(f"{digest.id}/d9")


def test_an_official_file_without_a_citable_unit_takes_no_fact_away() -> None:
    digest = make_document(OLD, {"d1": "Một."}, kind=TextKind.DIGEST)
    official = make_document(OLD, {})
    registry = Registry([OLD], [digest, official])
    assert [p.id for p, _ in registry.provisions()] == [f"{digest.id}/d1"]


def test_a_card_does_not_count_as_loaded_text() -> None:
    registry = Registry([OLD, NEW], [*cards(Registry([OLD, NEW], []))])
    assert not registry.is_loaded(OLD.id)
    provision, _ = registry.provision("dm-qd-1-tw-2020/the")  # type: ignore[misc]
    assert "đến trước ngày 01/01/2022" in provision.text
    assert "Được thay thế bởi Quy định 2-QĐ/TW" in provision.text


def test_a_document_made_for_one_congress_term_ends_where_the_next_begins() -> None:
    first = make_record("ct-35-tw-2019", "35-CT/TW", kind=Kind.DIRECTIVE, since=date(2019, 5, 30), campaign="2020-2025")
    second = make_record(
        "ct-35-tw-2024", "35-CT/TW", kind=Kind.DIRECTIVE, since=date(2024, 6, 14), campaign="2025-2030"
    )
    registry = Registry([first, second], [])
    assert registry.standing(first.id, date(2024, 6, 13)).force is Force.IN_FORCE
    assert registry.standing(first.id, date(2024, 6, 14)).force is Force.EXPIRED


def test_numbers_are_told_apart_by_their_whole_form() -> None:
    statute = make_record("qd-190-tw-2024", "190-QĐ/TW", kind=Kind.STATUTE)
    conclusion = make_record("kl-190-tw-2025", "190-KL/TW", kind=Kind.CONCLUSION, since=date(2025, 9, 3))
    registry = Registry([statute, conclusion], [])
    assert registry.by_number("190-QĐ/TW") == [statute]
    assert registry.by_number("190-qđ / tw") == [statute]
    assert registry.by_number("190") == [conclusion, statute]


def test_two_documents_with_one_id_are_refused() -> None:
    document = make_document(OLD, {"1": "Một."})
    with pytest.raises(CorpusError) as caught:
        Registry([OLD], [document, document])
    assert caught.value.code == "corpus.duplicate_id"
