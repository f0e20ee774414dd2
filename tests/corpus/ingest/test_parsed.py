"""From files to the library: matching, overrides, duplicates, versions, conflicts, the commands, the safe process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from corpus.core.codes import DefectCode
from corpus.core.errors import CorpusError
from corpus.core.model import Kind, Record, Validity
from corpus.core.registry import Registry
from corpus.ingest.intake import addition_of, compare, examine, find_files
from corpus.ingest.library import Library
from corpus.ingest.parsed import Limits, Sandbox, read_document
from corpus.ingest.proposal import Ingested, Overrides, build_document
from corpus.ingest.wire import ingested_from_json, ingested_to_json, overrides_from_json, overrides_to_json
from corpus.readers.ocr import available, lines_of
from corpus.shipped.catalogue import load_catalogue
from corpus.structure.extract import Defect, Extract, Line
from indexing.cli.ingest import register
from indexing.cli.options import CommandGroup
from tests.corpus.ingest_samples import DATA, DECIMAL, lines, pdf_bytes

ROW = Record(
    id="qd-77-tn-2025",
    number="77-QĐ/TN",
    kind=Kind.REGULATION,
    issuer="Ban Chấp hành Thử nghiệm",
    issued=date(2025, 3, 5),
    title="Việc thử nghiệm Điều lệ Đảng",
    validity=Validity(date(2025, 4, 1), date(2026, 1, 1)),
)
NONE: dict[str, Record] = {}
KNOWN = {ROW.id: ROW}


def extract(text: str) -> Extract:
    return Extract(tuple(Line(line) for line in lines(text)), "text")


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text("\n\n".join(lines(text)), "utf-8")
    return path


# what a document is


def test_number_and_date_match_the_catalogue() -> None:
    found = build_document(extract(DECIMAL), "a.txt", "0" * 64, KNOWN)
    assert (found.document.id, found.matched, found.from_catalogue, found.unknown) == (ROW.id, True, True, ())
    assert found.document.record == ROW
    assert found.signed_by == "T/M BAN CHẤP HÀNH"
    body = [item for item in found.document.provisions if item.path not in ("dau", "noi-nhan")]
    assert len(body) > 3
    assert all(item.citable for item in body)


def test_without_a_row_a_record_is_proposed_and_said_so() -> None:
    found = build_document(extract(DECIMAL), "a.txt", "0" * 64, NONE)
    assert found.document.id == "qd-77-tn-2025"
    assert found.document.record.validity.valid_from == date(2025, 4, 1)
    assert "registry.proposal" in {defect.code for defect in found.defects}


def test_the_same_number_of_another_day_is_another_document() -> None:
    other = DECIMAL.replace("05 tháng 3 năm 2025", "06 tháng 3 năm 2024")
    assert build_document(extract(other), "a.txt", "0" * 64, KNOWN).document.id == "qd-77-tn-2024"


@pytest.mark.parametrize(
    ("cut", "missing"), [("Số 77-QĐ/TN", "number"), ("Hà Nội, ngày 05 tháng 3 năm 2025", "issued")]
)
def test_without_number_or_date_nothing_can_be_cited_until_given(cut: str, missing: str) -> None:
    text = DECIMAL.replace(cut, "...")
    found = build_document(extract(text), "a.txt", "0" * 64, KNOWN)
    assert found.unknown == (missing,)
    assert not any(item.citable for item in found.document.provisions)
    given = Overrides(number="77-QĐ/TN", issued=date(2025, 3, 5))
    confirmed = build_document(extract(text), "a.txt", "0" * 64, KNOWN, given)
    assert confirmed.unknown == ()
    assert any(item.citable for item in confirmed.document.provisions)


def test_overrides_win_and_leave_the_catalogue() -> None:
    given = Overrides(title="Tên khác", kind=Kind.GUIDANCE, valid_from=date(2025, 5, 1), valid_until=date(2027, 1, 1))
    record = build_document(extract(DECIMAL), "a.txt", "0" * 64, KNOWN, given).document.record
    assert (record.title, record.kind, record.validity) == (
        "Tên khác",
        Kind.GUIDANCE,
        Validity(date(2025, 5, 1), date(2027, 1, 1)),
    )
    with pytest.raises(CorpusError) as caught:
        build_document(extract(DECIMAL), "a.txt", "0" * 64, KNOWN, Overrides(record="khong-co"))
    assert caught.value.code == "corpus.unknown_record"


def test_the_charter_of_another_organisation_does_not_rank_with_the_partys() -> None:
    text = "HỘI THỬ\nHà Nội, ngày 05 tháng 3 năm 2025\nĐIỀU LỆ\nHỘI NHỮNG NGƯỜI THỬ\nĐiều 1. Tên\nĐiều 2. Trụ sở"
    assert build_document(extract(text), "a.txt", "0" * 64, NONE).document.record.kind is Kind.OTHER


def test_what_crosses_the_process_border_comes_back_equal() -> None:
    found = build_document(extract(DECIMAL), "a.txt", "0" * 64, KNOWN)
    assert ingested_from_json(json.loads(json.dumps(ingested_to_json(found)))) == found
    given = Overrides(number="5", issued=date(2025, 1, 2), kind=Kind.LETTER, valid_until=date(2026, 1, 1))
    assert overrides_from_json(json.loads(json.dumps(overrides_to_json(given)))) == given


# the safe process


@pytest.mark.heavy
def test_read_document_goes_the_whole_way(tmp_path: Path) -> None:
    found = read_document(write(tmp_path, "quy định “lạ”.txt", DECIMAL), KNOWN)
    assert found.document.id == ROW.id
    assert found.document.source == "quy định “lạ”.txt"


def test_special_files_and_missing_files_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "empty.pdf").touch()
    with Sandbox(Limits(), NONE) as sandbox:
        for name, code in (
            ("pipe.pdf", "corpus.unsupported"),
            ("absent.pdf", "corpus.unreadable"),
            ("empty.pdf", "corpus.empty"),
            (".", "corpus.unsupported"),
        ):
            with pytest.raises(CorpusError) as caught:
                sandbox.ingest(tmp_path / name)
            assert caught.value.code == code


@pytest.mark.heavy
def test_too_slow_a_file_is_stopped_and_the_next_one_is_read(tmp_path: Path) -> None:
    slow = tmp_path / "slow.pdf"
    slow.write_bytes(pdf_bytes([[(72, 700, "1. " + "7" * 20)]] * 400))
    with Sandbox(Limits(seconds=0.001), NONE) as sandbox, pytest.raises(CorpusError) as caught:
        sandbox.ingest(slow)
    assert caught.value.code == "corpus.timeout"
    with Sandbox(Limits(), NONE) as sandbox:
        assert sandbox.ingest(slow, Overrides(kind=Kind.OTHER)).pages == 400


@pytest.mark.heavy
def test_a_reader_that_dies_is_replaced(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", DECIMAL)
    with Sandbox(Limits(), NONE) as sandbox:
        sandbox.ingest(path)
        assert sandbox._worker is not None
        sandbox._worker.kill()
        sandbox._worker.wait()
        assert sandbox.ingest(path).document.id == "qd-77-tn-2025"


def test_the_reading_process_may_not_open_sockets_or_start_programs() -> None:
    from corpus.ingest.sandbox import _refuse

    for event in ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec"):
        with pytest.raises(PermissionError):
            _refuse(event, ())
    _refuse("open", ("x",))


def test_recognised_text_cannot_be_cited_until_compared() -> None:
    scanned = replace(extract(DECIMAL), defects=(Defect(DefectCode.DOUBT_OCR, "OCR"),), confidence=0.9)
    found = build_document(scanned, "a.pdf", "0" * 64, KNOWN)
    assert found.unknown == ("review",)
    assert build_document(scanned, "a.pdf", "0" * 64, KNOWN, Overrides(reviewed=True)).unknown == ()


# What Tesseract would say of a page: clean of a white one, hardly sure of one with ink.
TESSERACT = """#!{python}
import sys
if "--list-langs" in sys.argv:
    print("vie")
    raise SystemExit
page = sys.stdin.buffer.read()
inked = min(page[20:]) < 128
lines = ["2. Việc thử khác do nơi thử quyết định."] if inked else {lines!r}
print("level page_num block_num par_num line_num word_num left top width height conf text".replace(" ", "\\t"))
for row, line in enumerate(lines):
    for place, word in enumerate(line.split()):
        box = (100 + 60 * place, 100 + 60 * row, 50, 20)
        print("\\t".join(map(str, (5, 1, 1, 1, row, place, *box, 60 if inked else 95, word))))
"""


@pytest.mark.heavy
def test_a_scan_is_corrected_by_the_corpus_and_cited_only_once_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recognised = lines(DECIMAL.replace("77-QĐ/TN", "78-QĐ/TN").replace("Người thử phải", "Người thừ phải"))
    program = tmp_path / "bin" / "tesseract"
    program.parent.mkdir()
    program.write_text(TESSERACT.format(python=sys.executable, lines=recognised), "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    available.cache_clear()
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(pdf_bytes([[], [(72, 700, "x) Tj ET 0 g 100 100 300 300 re f BT /F1 9 Tf (y")]]))
    home = tmp_path / "home"
    common = ("--home", home, "--corpus", "official", "--no-build")
    assert run("add", write(tmp_path, "a.txt", DECIMAL), *common)[0] == 0

    code, out, _ = run("add", "--ocr", scan, *common)
    told = " ".join(out.split())
    assert code == 0
    assert "tr. 2 (60%)" in told
    assert "tr. 1: thừ → thử" in told
    assert "--reviewed" in told
    library = Library(home / "library")
    assert not any(p.citable for p in {d.id: d for d in library.documents()}["qd-78-tn-2025"].provisions)
    assert run("add", "--ocr", "--reviewed", scan, *common)[0] == 0
    assert any(p.citable for p in {d.id: d for d in library.documents()}["qd-78-tn-2025"].provisions)
    available.cache_clear()


def test_lines_of_recognised_words() -> None:
    head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
    rows = ["5\t1\t1\t1\t1\t1\t200\t100\t50\t20\t90\tĐiều", "5\t1\t1\t1\t1\t2\t260\t100\t20\t20\t80\t1."]
    found = lines_of("\n".join([head, "1\t1\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t", *rows]), 3)
    assert [(line.text, line.page) for line in found.lines] == [("Điều 1.", 3)]
    assert found.confidence == pytest.approx(0.85)


# many files


def test_folders_are_searched_without_following_links(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    (inside / "deep").mkdir(parents=True)
    for name in ("b.pdf", "a.PDF", ".hidden.pdf", "~$lock.docx", "x.exe", "deep/c.md"):
        (inside / name).write_text("x")
    (tmp_path / "outside.pdf").write_text("x")
    (inside / "link.pdf").symlink_to(tmp_path / "outside.pdf")
    (inside / "loop").symlink_to(inside)
    assert [path.name for path in find_files([inside])] == ["a.PDF", "b.pdf", "c.md"]
    assert find_files([tmp_path / "absent.pdf"]) == (tmp_path / "absent.pdf",)


@pytest.mark.heavy
def test_duplicates_new_versions_and_conflicts(tmp_path: Path) -> None:
    library = Library(tmp_path / "library")
    first = write(tmp_path, "a.txt", DECIMAL)
    outcomes = list(examine([first], library, KNOWN))
    library.add([addition_of(outcome) for outcome in outcomes], by="x")

    same, spaced = write(tmp_path, "b.txt", DECIMAL), tmp_path / "c.txt"
    spaced.write_text("\n\n\n".join(lines(DECIMAL)), "utf-8")
    changed = write(tmp_path, "d.txt", DECIMAL.replace("đủ 3 lần thử", "đủ 4 lần thử"))
    far = write(tmp_path, "e.txt", DECIMAL.split("1. Điều 9")[0] + "1. Việc hoàn toàn khác.\n2. Nữa.")
    codes = {path.name: next(iter(examine([path], library, KNOWN))) for path in (same, spaced, changed, far)}
    assert [codes[name].error.code if codes[name].error else None for name in ("b.txt", "c.txt", "d.txt", "e.txt")] == [
        "corpus.already_loaded",
        "corpus.already_loaded",
        None,
        "corpus.number_conflict",
    ]
    assert codes["d.txt"].change is not None
    assert codes["d.txt"].change.changed == ("1.1.1",)
    assert next(iter(examine([far], library, KNOWN, replace=True))).ok
    assert next(iter(examine([same], library, KNOWN, dry_run=True))).ok
    both = list(examine([changed, far], library, KNOWN))
    assert [outcome.error.code if outcome.error else None for outcome in both] == [None, "corpus.number_conflict"]


def test_compare_names_provisions() -> None:
    old = build_document(extract(DECIMAL), "a", "0", KNOWN).document
    new = build_document(extract(DECIMAL.replace("- Lưu hồ sơ.", "- Lưu hồ sơ.\n- Ký tên.")), "a", "0", KNOWN).document
    change = compare(old, new)
    assert (change.added, change.removed, change.changed) == (("2.2 gạch đầu dòng 3",), (), ())
    assert change.similarity > 0.9


# the commands


def app() -> typer.Typer:
    application = typer.Typer(cls=CommandGroup)
    register(application)
    return application


def run(*arguments: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(app(), [str(argument) for argument in arguments])
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.heavy
def test_a_batch_survives_broken_files_and_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    write(folder, "good.txt", DECIMAL)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 rac")
    (folder / "empty.docx").touch()
    home = tmp_path / "home"
    code, out, _ = run("add", folder, "--home", home, "--no-build", "--by", "người thử")
    assert code == 1
    assert "[corpus.unreadable]" in out
    assert "[corpus.empty]" in out
    assert "3 tệp: 1 đã nạp, 2 không." in " ".join(out.split())
    library = Library(home / "library")
    assert [item.id for item in library.documents()] == ["qd-77-tn-2025"]
    assert library.history()[0]["who"] == "người thử"


@pytest.mark.heavy
def test_dry_run_json_is_one_object_a_file_and_changes_nothing(tmp_path: Path) -> None:
    good, bad = write(tmp_path, "good.txt", DECIMAL), tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7 rac")
    home = tmp_path / "home"
    code, out, _ = run("add", "--dry-run", "--json", good, bad, "--home", home)
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert not home.exists()
    assert {"path", "ok", "error", "document", "provisions", "defects", "text"} <= set(rows[0])
    assert (rows[0]["ok"], rows[0]["document"]["number"], rows[0]["error"]) == (True, "77-QĐ/TN", None)
    assert {
        "id": "qd-77-tn-2025/2.1.a",
        "label": "2.1 điểm a",
        "text": "a) Người thử vắng mặt.",
        "citable": True,
    } in rows[0]["provisions"]
    assert all(item["text"] in rows[0]["text"] for item in rows[0]["provisions"])
    assert (rows[1]["ok"], rows[1]["error"]["code"], rows[1]["document"]) == (False, "corpus.unreadable", None)


@pytest.mark.heavy
def test_preview_remove_rollback_and_log(tmp_path: Path) -> None:
    path, home = write(tmp_path, "a.txt", DECIMAL), tmp_path / "home"
    assert "2.1 điểm a" in run("add", "--dry-run", path, "--home", home)[1]
    assert run("add", path, "--home", home, "--no-build")[0] == 0
    assert run("remove", "qd-77-tn-2025", "--home", home, "--no-build")[0] == 0
    assert Library(home / "library").documents() == ()
    assert run("rollback", "--home", home, "--no-build")[0] == 0
    assert len(Library(home / "library").documents()) == 1
    rows = [json.loads(line) for line in run("log", "--json", "--home", home)[1].splitlines()]
    assert [row["action"] for row in rows] == ["add", "remove", "rollback"]
    assert run("remove", "khong-co", "--home", home, "--no-build")[0] == 1


def test_overrides_take_one_file_only(tmp_path: Path) -> None:
    first, second = write(tmp_path, "a.txt", DECIMAL), write(tmp_path, "b.txt", DECIMAL)
    assert run("add", "--dry-run", first, second, "--number", "5")[0] == 2
    assert run("add", "--dry-run", first, "--kind", "thơ")[0] == 2
    assert run("add", "--dry-run", first, "--issued", "hôm qua")[0] == 2
    assert run("add", "--dry-run", tmp_path / "none.txt")[0] == 1


# real files

real = pytest.mark.skipif(not DATA.exists(), reason="the real files in ../shared/data are not here")


@pytest.mark.data
@real
def test_party_documents_have_the_hand_counted_provisions(tmp_path: Path) -> None:
    from bench.ingest import provisions

    records = {record.id: record for record in load_catalogue()}
    with Sandbox(Limits(), records) as sandbox:
        found = provisions(DATA, sandbox)
        documents = [sandbox.ingest(DATA / "party" / name).document for name in found]
    assert {row["share"] for row in found.values()} == {1.0}
    assert {row["raw"]["missing"] for row in found.values() if row["raw"]} == {0}
    assert {document.id for document in documents} == {"qd-294-tw-2025", "hd-06-tw-2025", "dieu-le-2011"}
    registry = Registry(records.values(), documents)
    for name in ("qd-294-tw-2025/11.4.2", "qd-294-tw-2025/11.4.4.a", "dieu-le-2011/d11.k6", "hd-06-tw-2025/19.1.đ"):
        assert registry.provision(name) is not None
    library = Library(tmp_path)
    outcomes = list(examine([DATA / "party" / name for name in found], library, records))
    library.add([addition_of(outcome) for outcome in outcomes], by="x")
    assert sorted(library.documents(records), key=lambda d: d.id) == sorted(documents, key=lambda d: d.id)


@pytest.mark.data
@real
def test_charter_references_of_294_exist_in_the_charter() -> None:
    records = {record.id: record for record in load_catalogue()}
    with Sandbox(Limits(), records) as sandbox:
        charter = sandbox.ingest(DATA / "party" / "dieu-le-dang-2011.md").document
        regulation = sandbox.ingest(DATA / "party" / "quy-dinh-294-QD-TW.pdf").document
    there = {provision.id for provision in charter.provisions}
    named = {name for item in regulation.provisions for name in item.references if name.startswith("dieu-le-2011/")}
    assert len(named) > 60
    assert named - there <= {"dieu-le-2011/d21.k6"}


@pytest.mark.data
@real
def test_articles_asked_for_are_found_and_pages_are_structured() -> None:
    from bench.ingest import pages, questions

    with Sandbox(Limits(), NONE) as sandbox:
        assert questions(DATA, sandbox) == {"found": 9, "file_absent": 1}
        rows = pages(DATA, sandbox).values()
        assert rows
        assert all(row["articles"] >= 2 and row["number"] for row in rows)


SMALL: dict[str, dict[str, str]] = {
    "r1-title-thuc-hien.html": {"I.1": "Mục I.1", "I.2": "Mục I.2"},
    "r2-doan.html": {"I.1.1.g1": "Mục I.1.1 gạch đầu dòng 1", "I.2": "Mục I.2", "II.2": "Mục II.2"},
    "r3-dieu4.html": {"I.1.2.g1": "Mục I.1.2 gạch đầu dòng 1", "I.2.g1": "Mục I.2 gạch đầu dòng 1"},
    "r4-II-II.html": {"II~2.2": "Mục II.2", "IV.1": "Mục IV.1"},
    "r10-kemtheo.html": {"d2": "Điều 2", "kt1.d1.k2": "Quy định kèm theo, Điều 1 khoản 2"},
    "r21.docx": {"kt1.d1.k2": "Quy định kèm theo, Điều 1 khoản 2"},
    "r20.docx": {"I.2": "Mục I.2", "I.5": "Mục I.5", "II.1": "Mục II.1", "II.2": "Mục II.2"},
    "r11-toc.html": {"c2": "Chương II", "d2": "Điều 2"},
}
HEADS: dict[str, tuple[str, str | None, str]] = {
    "r1-title-thuc-hien.html": ("ĐẢNG ỦY XÃ A", "11-HD/ĐU", "Thực hiện quy trình tổ chức đại hội chi bộ"),
    "r8-number-dot.html": ("CHÍNH PHỦ", "66.15/2026/NQ-CP", "Về cơ chế xử lý khó khăn"),
    "r10-kemtheo.html": ("TRƯỜNG B", "05/QĐ-ĐHB", "Ban hành Quy định đánh giá"),
    "r11-toc.html": ("CHÍNH PHỦ", "5/2025/NĐ-CP", "Về đối thoại"),
    "r20.docx": ("ĐẢNG ỦY XÃ BÌNH AN", "12-HD/ĐU", "Công tác tổ chức đại hội chi bộ"),
    "r21.docx": ("TRƯỜNG B", "05/QĐ-ĐHB", "Ban hành Quy định về tiêu chí và quy trình đánh giá"),
}
# What the document writes of others: as wholes, in part; from when it is in force; what is settled before it is cited.
FORCE: dict[str, tuple[tuple[str, ...], tuple[str, ...], date, tuple[str, ...]]] = {
    "r5-partial-supersede.html": ((), ("06-HD/TW",), date(2025, 8, 5), ("kind",)),
    "r6-forged-supersede.html": (("294-QĐ/TW",), (), date(2025, 8, 5), ("kind",)),
    "r6.html": ((), ("06-HD/TW",), date(2025, 8, 5), ()),
    "r7.html": (("190-QĐ/TW",), (), date(2025, 8, 5), ()),
    "r7-effects-validity.html": ((), ("06/2003/TT-BA",), date(2025, 2, 2), ()),
    "r10-kemtheo.html": ((), (), date(2025, 1, 18), ()),
}


@pytest.fixture(scope="module")
def small() -> dict[str, Ingested]:
    """The small inputs that failed once, read with the shipped catalogue."""
    with Sandbox(Limits(), {record.id: record for record in load_catalogue()}) as sandbox:
        return {path.name: sandbox.ingest(path) for path in sorted((DATA / "unseen-2026-11" / "small").iterdir())}


@pytest.mark.data
@real
def test_every_small_input_is_asked_and_has_the_right_labels_and_head(small: dict[str, Ingested]) -> None:
    assert set(small) == {*SMALL, *HEADS, *FORCE}
    for name, labels in SMALL.items():
        ours = {provision.path: provision.label for provision in small[name].document.provisions}
        assert {path: ours.get(path) for path in labels} == labels, name
    for name, head in HEADS.items():
        found = small[name]
        assert (found.document.record.issuer, found.head.number, found.head.title) == head, name
    assert all(item.head.issued for item in small.values())
    assert not any("d4" in provision.path for provision in small["r3-dieu4.html"].document.provisions)
    assert not any("~2" in provision.path for provision in small["r11-toc.html"].document.provisions)


@pytest.mark.data
@real
def test_small_inputs_are_read_as_their_authors_show_them(small: dict[str, Ingested]) -> None:
    word = small["r20.docx"].document
    texts = {provision.path: provision.text for provision in word.provisions}
    assert texts["I.2"] == "2. Thời hạn là 15 ngày làm việc."
    assert word.text.count("hạn nộp 20/8/2025") == 1
    assert {defect.code for defect in small["r20.docx"].defects} >= {"doubt.tracked_changes", "repair.auto_numbering"}
    assert small["r11-toc.html"].document.text.count("Điều 1. Phạm vi") == 1


@pytest.mark.data
@real
def test_r17_small_inputs_end_nothing_and_say_what_they_write(small: dict[str, Ingested]) -> None:
    for name, (wholes, parts, since, unknown) in FORCE.items():
        found = small[name]
        record = found.document.record
        assert tuple(number for effect in found.effects for number in effect.numbers) == wholes, name
        assert tuple(number for effect in found.effects for number in effect.parts) == parts, name
        assert (record.supersedes, record.validity.valid_from, found.unknown) == ((), since, unknown), name
        outranked = {number for number in (*wholes, *parts) if number.endswith("/TW")}
        assert ("effect.outranked" in {defect.code for defect in found.defects}) is bool(outranked), name


@pytest.mark.data
@real
@pytest.mark.slow
def test_labels_of_guidances_agree_with_the_raw_lines() -> None:
    from bench.labels import READINGS, judge

    files = {path.name: path for path in DATA.rglob("*") if path.is_file()}
    with Sandbox(Limits(), NONE) as sandbox:
        counts = [judge(files[name], reading, sandbox, lambda _: None) for name, reading in READINGS.items()]
    right, total = (sum(column) for column in zip(*counts, strict=True))
    assert total > 1200
    assert right / total >= 0.99


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("may-chu-thu-nghiem\n", "corpus.not_regulation"),
        ("Article 1. Scope\n1. This Decree provides for the trial of all trials and of whoever is tried, with no end.",
         "corpus.foreign"),
    ],
)  # fmt: skip
def test_what_is_no_vietnamese_regulation_is_refused(text: str, code: str, tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", text)
    with Sandbox(Limits(), NONE) as sandbox:
        with pytest.raises(CorpusError) as caught:
            sandbox.ingest(path)
        assert caught.value.code == code
        assert sandbox.ingest(path, Overrides(kind=Kind.OTHER)).document.text


def test_a_number_given_later_takes_the_place_of_the_load_without_one(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", DECIMAL.replace("Số 77-QĐ/TN\n", ""))
    library = Library(tmp_path / "library")
    first = next(iter(examine([path], library, NONE)))
    library.add([addition_of(first)], by="x")
    assert first.ingested is not None
    assert first.ingested.unknown == ("number",)
    again = next(iter(examine([path], library, NONE, overrides=Overrides(number="77-QĐ/TN"))))
    assert again.ok
    assert again.instead_of == first.ingested.document.id
    library.publish([library.stage(addition_of(again))], by="x", instead_of=[again.instead_of])
    assert list(library.current().entries) == ["qd-77-tn-2025"]


def test_a_reader_that_nobody_waits_for_any_more_ends() -> None:
    code = "from corpus.ingest.sandbox import limit_processor; limit_processor(0.1)\nwhile True: pass"
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[3], timeout=120, check=False)
    assert done.returncode == -signal.SIGXCPU
