"""Each contradiction that the check looks for, made on purpose."""

from dataclasses import replace
from datetime import date

from corpus.core.codes import Code
from corpus.core.errors import CorpusError
from corpus.core.model import Document, Kind, Provision, Record, TextKind, Unit, Validity
from indexing.upkeep.check import CorpusFinding, check, figures

SOURCES = {"S01": "https://example.org"}
CHARTER = Record(
    "dieu-le", "Điều lệ Đảng", Kind.CHARTER, "Đại hội", date(2011, 1, 19), "Điều lệ", Validity(date(2011, 1, 19))
)
RULE = Record(
    "qd-1",
    "1-QĐ/TW",
    Kind.REGULATION,
    "Ban thử",
    date(2020, 1, 1),
    "Quy định",
    Validity(date(2020, 1, 1), date(2025, 1, 1)),
)
NEXT = Record(
    "qd-2", "2-QĐ/TW", Kind.REGULATION, "Ban thử", date(2025, 1, 1), "Quy định mới", Validity(date(2025, 1, 1)),
    supersedes=("qd-1",),
)  # fmt: skip


def provision(document_id: str, path: str, text: str, **other: object) -> Provision:
    fields = {"basis": "1-QĐ/TW, mục 1", "sources": ("S01",), "label": path} | other
    span = {"start": 0, "end": len(text)}
    return Provision(
        id=f"{document_id}/{path}", document_id=document_id, path=path, unit=Unit.CLAUSE, text=text, **span,
        **fields,  # type: ignore[arg-type]
    )  # fmt: skip


def document(record: Record, *provisions: Provision, kind: TextKind = TextKind.DIGEST, name: str = "") -> Document:
    text, placed = "", []
    for item in provisions:
        placed.append(replace(item, start=len(text), end=len(text) + len(item.text)))
        text += item.text
    return Document(name or provisions[0].document_id, record, kind, text, tuple(placed))


def codes(records: list[Record], documents: list[Document] | None = None) -> set[str]:
    return {finding.code for finding in check(records, documents or [], SOURCES)}


def test_a_sound_corpus_has_no_findings() -> None:
    assert check([CHARTER, RULE, NEXT], [document(RULE, provision("td-qd-1", "1", "Số dư là 15%."))], SOURCES) == []


def test_overlap_with_the_superseded() -> None:
    assert codes([replace(RULE, validity=Validity(date(2020, 1, 1), date(2026, 1, 1))), NEXT]) == {"check.overlap"}


def test_no_end_of_its_own_is_ended_by_the_successor() -> None:
    assert codes([replace(RULE, validity=Validity(date(2020, 1, 1))), NEXT]) == set()


def test_a_circle_of_successors() -> None:
    assert codes([replace(RULE, supersedes=("qd-2",)), NEXT]) >= {"corpus.successor_cycle"}


def test_unknown_records() -> None:
    assert codes([replace(NEXT, supersedes=(), guides=("qd-9",))]) == {"check.unknown_record"}


def test_duplicate_ids_and_numbers() -> None:
    assert codes([RULE, RULE]) == {"check.duplicate_id"}
    assert codes([RULE, replace(RULE, id="qd-1-bis")]) == {"check.same_number"}
    first = document(RULE, provision("td-qd-1", "1", "Một."))
    assert "check.duplicate_id" in codes([RULE], [first, first])


def test_a_record_that_two_documents_claim() -> None:
    documents = [document(RULE, provision(name, "1", "Một.")) for name in ("td-qd-1", "td-khac")]
    assert codes([RULE], documents) == {"check.claimed_twice"}
    official = document(RULE, provision("qd-1", "1", "Một."), kind=TextKind.OFFICIAL)
    assert codes([RULE], [official, documents[0]]) == set()


def test_sources_and_basis() -> None:
    assert codes([RULE], [document(RULE, provision("td-qd-1", "1", "Một.", sources=()))]) == {"check.no_source"}
    assert codes([RULE], [document(RULE, provision("td-qd-1", "1", "Một.", sources=("S99",)))]) == {
        "check.unknown_source"
    }
    wrong = document(RULE, provision("td-qd-1", "1", "Một.", basis="1-KL/TW, mục 1"))
    assert codes([RULE], [wrong]) == {"check.unknown_basis"}
    vague = document(RULE, provision("td-qd-1", "1", "Một.", basis="tin báo"))
    assert codes([RULE], [vague]) == {"check.vague_basis"}


def test_validity_of_a_rule_outside_its_document() -> None:
    late = document(RULE, provision("td-qd-1", "1", "Một.", validity=Validity(date(2026, 1, 1))))
    assert codes([RULE], [late]) == {"check.outside"}


def test_broken_references() -> None:
    made = document(RULE, provision("td-qd-1", "1", "Một.", references=("td-qd-1/9", "Điều 3", "qd-la/1")))
    assert codes([RULE], [made]) == {"check.reference"}


def test_one_fact_with_two_figures() -> None:
    places = [
        provision("td-qd-1", path, text, label="1", facts=("F1",))
        for path, text in (("1", "Là 15%."), ("1-2", "Là 20%."))
    ]
    assert codes([RULE], [document(RULE, *places)]) == {"check.figures"}
    apart = [replace(places[0], validity=Validity(date(2020, 1, 1), date(2021, 1, 1))),
             replace(places[1], validity=Validity(date(2021, 1, 1), date(2022, 1, 1)))]  # fmt: skip
    assert codes([RULE], [document(RULE, *apart)]) == set()


def test_figures_against_the_official_text() -> None:
    official = document(RULE, provision("qd-1", "1", "Số dư tối đa 15%, ngày 01/5/2020."), kind=TextKind.OFFICIAL)
    agreeing = document(RULE, provision("td-qd-1", "1", "Không quá 15% (1-QĐ/TW)."))
    differing = document(RULE, provision("td-qd-1", "1", "Không quá 30%."))
    assert codes([RULE], [official, agreeing]) == set()
    assert codes([RULE], [official, differing]) == {"check.figures_official"}


def test_unreadable_files_are_errors_and_come_first() -> None:
    found = check([RULE, replace(RULE, id="b")], [], SOURCES, [CorpusError(Code.CORPUS_DIGEST, "Tệp sai.")])
    assert found[0].severity == "error"
    assert CorpusFinding("error", "corpus.digest", "Tệp sai.", "") in found


def test_figures() -> None:
    assert figures("06-HD/TW ngày 09/06/2025: 2/3, 15%") == {"6", "9/6/2025", "2/3", "15"}
