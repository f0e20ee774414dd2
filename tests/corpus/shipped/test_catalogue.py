"""The catalogue: ids, links between documents, the chain of validity, and the number traps of the field."""

import re
from datetime import date

import pytest

from corpus.core.errors import CorpusError
from corpus.core.model import Certainty, Kind, Record, Succession
from corpus.core.registry import Force, Registry
from corpus.shipped.catalogue import load_catalogue, load_sources, record_from

RECORDS = {record.id: record for record in load_catalogue()}
REGISTRY = Registry(RECORDS.values(), [])
_PREFIX = {
    Kind.CHARTER: "dieu-le",
    Kind.REGULATION: "qd",
    Kind.STATUTE: "qd",
    Kind.DECISION: "qd",
    Kind.RESOLUTION: "nq",
    Kind.DIRECTIVE: "ct",
    Kind.CONCLUSION: "kl",
    Kind.GUIDANCE: "hd",
    Kind.LETTER: "cv",
}


def test_ids_are_unique_and_follow_kind_number_and_year() -> None:
    records = load_catalogue()
    assert len(RECORDS) == len(records) > 80
    for record in records:
        if record.kind is not Kind.OTHER:
            assert record.id.startswith(_PREFIX[record.kind]), record.id
        if record.number and record.kind not in (Kind.CHARTER, Kind.OTHER):
            assert record.id.split("-")[1] == record.number.split("-")[0], record.id
        if record.issued and re.search(r"-\d{4}$", record.id):
            assert record.id.endswith(str(record.issued.year)), record.id


def test_links_and_sources_exist() -> None:
    sources = load_sources()
    for record in RECORDS.values():
        assert {*record.supersedes, *record.amends, *record.guides} <= set(RECORDS), record.id
        assert set(record.sources) <= set(sources), record.id
        assert record.id not in {*record.supersedes, *record.amends, *record.guides}
        assert record.sources or "chưa có địa chỉ nguồn" in record.note, record.id


def test_a_superseded_document_ends_when_its_successor_begins() -> None:
    pairs = [(RECORDS[name], record) for record in RECORDS.values() for name in record.supersedes]
    assert len(pairs) > 10
    for older, record in pairs:
        assert older.validity.valid_until == record.validity.valid_from, f"{older.id} → {record.id}"


def test_an_inferred_end_is_never_called_certain() -> None:
    for name in ("qd-294-tw-2025", "hd-06-tw-2025", "qd-232-tw-2025", "qd-20-tw-2026"):
        assert RECORDS[name].validity.certainty is Certainty.MEDIUM


def test_inferred_succession_is_marked_and_its_older_end_never_certain() -> None:
    inferred = {record.id for record in RECORDS.values() if record.succession is Succession.INFERRED}
    assert inferred == {"qd-294-tw-2025", "qd-20-tw-2026", "hd-01-tw-2026", "hd-04-tw-2014"}
    for name in inferred:
        assert RECORDS[name].supersedes, name
        ends = [RECORDS[older].validity.certainty for older in RECORDS[name].supersedes]
        assert Certainty.HIGH not in ends, name


def test_every_row_answers_what_a_question_of_standing_asks() -> None:
    """Number, issuer, title; a day of issue and a start, or the reason why one is missing."""
    for record in RECORDS.values():
        assert record.issuer, record.id
        assert record.title, record.id
        assert record.number or record.kind in (Kind.OTHER, Kind.LETTER, Kind.GUIDANCE), record.id
        assert record.issued or re.search("(?i)chưa rõ|ngày cần kiểm", record.note), record.id
        unsure = "hưa rõ" in record.note or record.certainty is not Certainty.HIGH
        assert record.validity.valid_from or unsure, record.id


@pytest.mark.parametrize(
    ("guide", "rule"),
    [
        ("hd-05-vptw-2026", "qd-399-tw-2026"),
        ("hd-62-vptw-2020", "qd-270-tw-2014"),
        ("hd-42-btctw-2025", "ct-50-tw-2025"),
        ("hd-43-btctw-2025", "qd-366-tw-2025"),
        ("cv-4362-vptw-2014", "qd-39-vptw-2014"),
    ],
)
def test_guides_name_their_rule(guide: str, rule: str) -> None:
    assert RECORDS[guide].guides == (rule,)


@pytest.mark.parametrize(
    ("number", "years"),
    [
        ("01-HD/TW", [2026, 2021, 2016]),
        ("04-HD/TW", [2024, 2014]),
        ("26-HD/BTCTW", [2019, 2014]),
        ("35-CT/TW", [2024, 2019]),
        ("04-NQ/TW", [2026, 2016]),
        ("18-NQ/TW", [2026, 2017]),
        ("99-QĐ/TW", [2023, 2012]),
    ],
)
def test_numbers_used_more_than_once(number: str, years: list[int]) -> None:
    found = REGISTRY.by_number(number)
    assert [record.issued.year for record in found if record.issued] == years
    assert all("Trùng số" in record.note for record in found)


def test_190_is_a_statute_and_a_conclusion() -> None:
    assert [record.id for record in REGISTRY.by_number("190-QĐ/TW")] == ["qd-190-tw-2024"]
    assert [record.id for record in REGISTRY.by_number("190-KL/TW")] == ["kl-190-tw-2025"]
    assert {record.id for record in REGISTRY.by_number("190")} == {"qd-190-tw-2024", "kl-190-tw-2025"}


@pytest.mark.parametrize(
    ("record", "day", "force", "successor"),
    [
        ("qd-294-tw-2025", date(2025, 6, 30), Force.NOT_YET, None),
        ("qd-294-tw-2025", date(2025, 7, 1), Force.IN_FORCE, None),
        ("qd-294-tw-2025", date(2026, 4, 7), Force.IN_FORCE, None),
        ("qd-294-tw-2025", date(2026, 4, 8), Force.SUPERSEDED, "qd-20-tw-2026"),
        ("qd-294-tw-2025", date(2026, 11, 22), Force.SUPERSEDED, "qd-208-tw-2026"),
        ("hd-06-tw-2025", date(2026, 5, 18), Force.IN_FORCE, None),
        ("hd-06-tw-2025", date(2026, 11, 22), Force.SUPERSEDED, "hd-01-tw-2026"),
        ("qd-244-tw-2014", date(2024, 10, 9), Force.IN_FORCE, None),
        ("qd-244-tw-2014", date(2024, 10, 10), Force.SUPERSEDED, "qd-190-tw-2024"),
        ("ct-35-tw-2024", date(2025, 4, 14), Force.SUPERSEDED, "ct-45-tw-2025"),
        ("dieu-le-2011", date(2026, 11, 22), Force.IN_FORCE, None),
        ("kl-137-tw-2025", date(2026, 11, 22), Force.UNKNOWN, None),
        ("qd-66-tw-2017", date(2026, 1, 9), Force.SUPERSEDED, "qd-399-tw-2026"),
        ("hd-36-vptw-2018", date(2026, 5, 26), Force.IN_FORCE, None),
        ("hd-36-vptw-2018", date(2026, 5, 27), Force.SUPERSEDED, "hd-05-vptw-2026"),
        ("qd-39-vptw-2014", date(2015, 5, 1), Force.IN_FORCE, None),
        ("kl-35-tw-2022", date(2026, 11, 22), Force.SUPERSEDED, "qd-368-tw-2025"),
        ("hd-01-tw-2026", date(2026, 9, 1), Force.IN_FORCE, None),
        ("qd-190-tw-2024", date(2026, 11, 28), Force.IN_FORCE, None),
    ],
)
def test_standing_on_a_day(record: str, day: date, force: Force, successor: str | None) -> None:
    standing = REGISTRY.standing(record, day)
    assert standing.force is force
    assert (standing.successor.id if standing.successor else None) == successor


def test_one_rule_on_applying_the_charter_at_a_time() -> None:
    chain = [record for record in RECORDS.values() if record.title.startswith("Thi hành Điều lệ") and _is_rule(record)]
    assert len(chain) == 6
    for day in (date(2017, 1, 1), date(2022, 1, 1), date(2025, 3, 1), date(2025, 8, 1), date(2026, 5, 1)):
        assert sum(record.validity.contains(day) for record in chain) == 1


def _is_rule(record: Record) -> bool:
    return record.kind is Kind.REGULATION


def test_a_row_without_kind_is_refused_by_name() -> None:
    with pytest.raises(CorpusError, match="qd-1") as caught:
        record_from({"id": "qd-1", "issuer": "x", "title": "y"})
    assert caught.value.code == "corpus.catalogue"
