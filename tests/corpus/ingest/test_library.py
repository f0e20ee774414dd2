"""The library: versions, atomic publishing, rollback, the log, damage; and documents as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.core.errors import CorpusError
from corpus.core.model import (
    Certainty,
    Document,
    Kind,
    Level,
    Record,
    Succession,
    TextKind,
    Validity,
)
from corpus.core.serialise import document_from_json, document_to_json, record_from_json, record_to_json
from corpus.ingest.library import Addition, Library
from corpus.structure.extract import Paragraph
from corpus.structure.tree import structure

RECORD = Record(
    id="qd-5-tn-2025",
    number="5-QĐ/TN",
    kind=Kind.REGULATION,
    issuer="Ban Thử",
    issued=date(2025, 3, 5),
    title="Việc thử",
    validity=Validity(date(2025, 4, 1), date(2026, 4, 1), Certainty.MEDIUM),
    supersedes=("qd-1-tn-2020",),
    levels=frozenset({Level.CELL, Level.PROVINCE}),
    sources=("S01",),
    succession=Succession.INFERRED,
)


def document(name: str = "qd-5-tn-2025", text: str = "1. Một.\n2. Hai.") -> Document:
    built = structure([Paragraph(line) for line in text.split("\n")], name, 0)
    return Document(name, replace(RECORD, id=name), TextKind.OFFICIAL, built.text, built.provisions, "a.pdf", "0" * 64)


def addition(name: str = "qd-5-tn-2025", text: str = "1. Một.\n2. Hai.") -> Addition:
    return Addition(document(name, text), f"bytes of {text}".encode(), ".PDF")


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_missing_folder_is_an_empty_library(tmp_path: Path) -> None:
    library = Library(tmp_path / "none")
    assert library.documents() == ()
    assert library.history() == ()
    assert library.original("x") is None
    assert not (tmp_path / "none").exists()


def test_added_documents_come_back_equal_with_their_originals(tmp_path: Path) -> None:
    library = Library(tmp_path)
    version = library.add([addition("b"), addition("a")], by="người thử", note="lần đầu")
    assert version.number == 1
    assert library.documents() == (document("a"), document("b"))
    original = library.original("a")
    assert original is not None
    assert original.read_bytes() == addition("a").original
    assert original.suffix == ".pdf"
    assert library.history()[0]["who"] == "người thử"


def test_rollback_walks_back_and_the_log_only_grows(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.add([addition("a")], by="x")
    library.add([addition("b")], by="x")
    library.remove(["a"], by="y")
    assert [item.id for item in library.documents()] == ["b"]
    log = (tmp_path / "log.jsonl").read_bytes()
    library.rollback(by="z")
    assert [item.id for item in library.documents()] == ["a", "b"]
    library.rollback(by="z")
    assert [item.id for item in library.documents()] == ["a"]
    library.add([addition("c")], by="x")
    assert [item.id for item in library.documents()] == ["a", "c"]
    assert library.current().number == 4
    assert (tmp_path / "log.jsonl").read_bytes().startswith(log)
    assert [row["action"] for row in library.history()] == ["add", "add", "remove", "rollback", "rollback", "add"]
    library.rollback(by="z")
    library.rollback(by="z")
    with pytest.raises(CorpusError) as caught:
        library.rollback(by="z")
    assert caught.value.code == "corpus.no_history"


def test_removing_what_is_not_there_changes_nothing(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.add([addition("a")], by="x")
    before = files(tmp_path)
    with pytest.raises(CorpusError) as caught:
        library.remove(["a", "zz"], by="x")
    assert caught.value.code == "corpus.not_loaded"
    assert files(tmp_path) == before


def test_a_failed_write_leaves_the_old_version_served(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.add([addition("a")], by="x")
    before = library.documents()
    unwritable = replace(addition("c"), document=document("c", "1. Nửa ký tự \ud800 không ghi được."))
    with pytest.raises(UnicodeEncodeError):
        library.add([addition("b"), unwritable], by="x")
    assert library.documents() == before
    assert not list(tmp_path.rglob(".new-*"))


@pytest.mark.parametrize("victim", ["versions/000001.json", "documents"])
def test_damage_is_a_typed_error(tmp_path: Path, victim: str) -> None:
    library = Library(tmp_path)
    library.add([addition("a")], by="x")
    path = tmp_path / victim
    path = next(path.iterdir()) if path.is_dir() else path
    path.write_text(path.read_text("utf-8")[:50], "utf-8")
    with pytest.raises(CorpusError) as caught:
        library.documents()
    assert caught.value.code == "corpus.damaged"


def test_catalogue_rows_refresh_records_taken_from_it(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.add([replace(addition("a"), from_catalogue=True), addition("b")], by="x")
    fresh = {name: replace(RECORD, id=name, title="Tên mới") for name in ("a", "b")}
    assert [item.record.title for item in library.documents(fresh)] == ["Tên mới", "Việc thử"]


def test_suffixes_cannot_leave_the_folder(tmp_path: Path) -> None:
    library = Library(tmp_path / "library")
    library.add([replace(addition("a"), suffix="./../../x")], by="x")
    assert {path.parent for path in tmp_path.rglob("*.*") if path.is_file()} <= {
        tmp_path / "library",
        tmp_path / "library" / "versions",
        tmp_path / "library" / "documents",
    }


def test_records_and_documents_survive_json() -> None:
    assert record_from_json(json.loads(json.dumps(record_to_json(RECORD)))) == RECORD
    first, *others = document().provisions
    noted = replace(document(), provisions=(replace(first, note="Chưa đối chiếu nguyên văn."), *others))
    assert document_from_json(json.loads(json.dumps(document_to_json(noted)))) == noted


def test_a_record_saved_before_succession_was_told_apart_counts_as_stated() -> None:
    data = record_to_json(RECORD)
    del data["succession"]
    assert record_from_json(data) == replace(RECORD, succession=Succession.STATED)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(alphabet="abđ .:;()123-", min_size=1, max_size=30).filter(str.strip), min_size=1, max_size=12))
def test_any_structured_document_survives_json(paragraphs: list[str]) -> None:
    built = structure([Paragraph(" ".join(text.split())) for text in paragraphs], "x", 0)
    item = Document("x", RECORD, TextKind.OFFICIAL, built.text, built.provisions, "f", "0")
    assert document_from_json(json.loads(json.dumps(document_to_json(item)))) == item


def test_a_newer_format_is_refused() -> None:
    with pytest.raises(CorpusError) as caught:
        document_from_json({**document_to_json(document()), "format": 99})
    assert caught.value.code == "corpus.damaged"


@pytest.mark.parametrize(
    "change, field",
    [
        ({"text_kind": "lạ"}, "text_kind"),
        ({"provisions": [{"path": "1", "label": "1", "unit": "lạ", "start": 0, "end": 1}]}, "provisions.0.unit"),
        ({"provisions": [{"label": "1", "unit": "khoản", "start": 0, "end": 1}]}, "path"),
        ({"provisions": [{"path": "1", "label": "1", "unit": "khoản", "start": 0, "end": 10**6}]}, "provisions.0"),
    ],
)
def test_a_damaged_document_names_the_field(change: dict[str, object], field: str) -> None:
    with pytest.raises(CorpusError, match=field) as caught:
        document_from_json(document_to_json(document()) | change)
    assert caught.value.code == "corpus.damaged"
