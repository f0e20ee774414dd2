"""What a document says about others follows only from the operator's word; a lower one never ends a higher one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from corpus.core.errors import CorpusError
from corpus.core.model import Kind, Record, Validity
from corpus.ingest.proposal import Clearable, Ingested, Overrides, build_document
from corpus.structure.extract import Extract, Line
from corpus.structure.signs import outranked
from tests.conftest import make_record

CENTRAL = make_record("hd-6-tw-2025", "6-HD/TW", since=date(2025, 6, 9))
LOCAL = make_record("qd-3-tn-2020", "3-QĐ/TN", since=date(2020, 1, 1))
NOTHING = Overrides()
KNOWN = {record.id: record for record in (CENTRAL, LOCAL)}


def loaded(
    closing: str,
    *,
    number: str = "18-QĐ/ĐU",
    kind: str = "QUY ĐỊNH",
    given: Overrides = NOTHING,
    known: Mapping[str, Record] = KNOWN,
) -> Ingested:
    text = f"""ĐẢNG ỦY XÃ THỬ
*
Số {number}
ĐẢNG CỘNG SẢN VIỆT NAM
Thử, ngày 05 tháng 8 năm 2025
{kind}
Về công tác đại hội ở xã
-----
Điều 1. Phạm vi
Văn bản này áp dụng ở xã.
Điều 2. Hiệu lực
{closing}"""
    given_lines = tuple(Line(line) for line in text.splitlines())
    return build_document(Extract(given_lines, "text"), "a.txt", "0" * 64, known, given)


@pytest.mark.parametrize(
    ("closing", "code"),
    [
        ("Quy định này có hiệu lực từ ngày ký và thay thế Hướng dẫn số 6-HD/TW ngày 09/6/2025.", "effect.outranked"),
        ("Quy định này thay thế điểm 5.2 mục I Hướng dẫn số 6-HD/TW ngày 09/6/2025.", "effect.outranked"),
        ("Quy định này thay thế khoản 2 Quy định số 3-QĐ/TN.", "effect.part"),
        ("Quy định này thay thế Quy định số 3-QĐ/TN.", "effect.unconfirmed"),
    ],
)
def test_r17_no_document_ends_another_by_its_own_words(closing: str, code: str) -> None:
    found = loaded(closing)
    assert found.document.record.supersedes == ()
    assert code in {defect.code for defect in found.defects}


def test_r17_the_operator_confirms_what_is_replaced_but_not_against_rank() -> None:
    closing = "Quy định này thay thế Quy định số 3-QĐ/TN."
    found = loaded(closing, given=Overrides(supersedes=("qd-3-tn-2020",)))
    assert found.document.record.supersedes == ("qd-3-tn-2020",)
    assert "effect.unconfirmed" not in {defect.code for defect in found.defects}
    for name, code in (("hd-6-tw-2025", "corpus.outranked"), ("khong-co", "corpus.unknown_record")):
        with pytest.raises(CorpusError) as caught:
            loaded(closing, given=Overrides(supersedes=(name,)))
        assert caught.value.code == code


def test_what_was_confirmed_or_known_is_taken_back_and_what_is_given_counts() -> None:
    end, closing = date(2031, 1, 1), "Quy định này có hiệu lực từ ngày ký."
    record = replace(LOCAL, validity=Validity(date(2020, 1, 1), end), supersedes=("qd-0-tn",))
    every = tuple(Clearable)
    taken = loaded(
        closing, number="3-QĐ/TN", given=Overrides(record=record.id, cleared=every), known={record.id: record}
    )
    told = taken.document.record
    assert (told.validity.valid_from, told.validity.valid_until, told.supersedes) == (None, None, ())
    assert "head.no_valid_from" in {defect.code for defect in taken.defects}
    given = Overrides(record=record.id, cleared=every, valid_until=end, valid_from=end.replace(year=2026))
    kept = loaded(closing, number="3-QĐ/TN", given=given, known={record.id: record}).document.record
    assert (kept.validity.valid_until, kept.supersedes) == (end, ())
    nothing = loaded(
        closing, number="3-QĐ/TN", given=Overrides(record=record.id), known={record.id: record}
    ).document.record
    assert (nothing.validity, nothing.supersedes) == (record.validity, record.supersedes)


@pytest.mark.parametrize(
    ("number", "other", "lower"),
    [
        ("18-QĐ/ĐU", "6-HD/TW", True),
        (None, "6-HD/TW", True),
        ("9-HD/BTCTW", "6-HD/TW", False),
        ("2-QĐ/TU", "1-QĐ/TU", False),
    ],
)
def test_only_the_centre_ends_what_the_centre_gave(number: str | None, other: str, lower: bool) -> None:
    assert outranked(number, other) is lower


def test_number_and_kind_that_contradict_each_other_are_settled_before_anything_is_cited() -> None:
    found = loaded("Văn bản này có hiệu lực từ ngày ký.", number="17-HD/ĐU")
    assert found.unknown == ("kind",)
    assert not any(provision.citable for provision in found.document.provisions)
    settled = loaded("Văn bản này có hiệu lực từ ngày ký.", number="17-HD/ĐU", given=Overrides(kind=Kind.GUIDANCE))
    assert settled.unknown == ()
    assert any(provision.citable for provision in settled.document.provisions)
