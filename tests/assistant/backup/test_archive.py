"""A backup and its way back: complete, as of one moment, checked, and never over what is there."""

import gzip
import hashlib
import io
import json
import sqlite3
import tarfile
import threading
import zlib
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.backup.archive import DUMP, LIST, restore, save
from assistant.cli.ask import app
from assistant.feedback.ratings import FeedbackBook
from assistant.feedback.reasons import FeedbackReason
from assistant.store.database import Store
from corpus.core.codes import Code
from corpus.core.errors import InputError, SetupError
from corpus.ingest.library import Addition, Library
from tests.conftest import make_document, make_record
from tests.databases import Postgres, programs

KEPT = {
    "library/CURRENT": b"1",
    "library/originals/a.pdf": bytes(range(256)),
    "widget/0123456789abcdef.js": b"x",
    "them/sau/nay.json": "{“đ”}".encode(),
    "tep-le.txt": b"",
}
LEFT_OUT = (
    "index/merged/CURRENT",
    "models/m.bin",
    "chat/x",
    ".indexed",
    ".cache/x/y.db",
    "library/.lock",
    ".new-abc/x",
    "them/.new-1",
)


def filled(home: Path) -> Path:
    for name, content in {**KEPT, **dict.fromkeys(LEFT_OUT, b"made again")}.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(content)
    (home / "store").mkdir()
    with closing(sqlite3.connect(home / "store" / "store.sqlite")) as database, database:
        database.execute("CREATE TABLE proposals (number TEXT)")
        database.execute("INSERT INTO proposals VALUES ('KN-1')")
    return home


def held(home: Path) -> dict[str, bytes]:
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for path in home.rglob("*")
        if path.is_file() and path.suffix != ".sqlite"
    }


def rows(home: Path) -> list[tuple[str]]:
    with closing(sqlite3.connect(home / "store" / "store.sqlite")) as database:
        return database.execute("SELECT number FROM proposals ORDER BY number").fetchall()


def code(raised: pytest.ExceptionInfo[InputError]) -> Code:
    return raised.value.code


def test_what_cannot_be_made_again_comes_back_byte_for_byte(tmp_path: Path) -> None:
    saved = save(filled(tmp_path / "a"), tmp_path / "kho" / "sao-luu.tar.gz")
    assert set(saved.files) == {*KEPT, "store/store.sqlite"}
    assert (tmp_path / "kho" / "sao-luu.tar.gz").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "kho").iterdir()] == ["sao-luu.tar.gz"]
    back = restore(tmp_path / "kho" / "sao-luu.tar.gz", tmp_path / "b")
    assert back == saved
    assert held(tmp_path / "b") == KEPT
    assert rows(tmp_path / "b") == [("KN-1",)]


def test_a_database_in_use_is_saved_as_of_one_moment(tmp_path: Path) -> None:
    home = filled(tmp_path / "a")
    done, begun = threading.Event(), threading.Event()

    def write() -> None:
        """Pairs of rows, each pair in one transaction."""
        with closing(sqlite3.connect(home / "store" / "store.sqlite", timeout=30)) as database:
            database.execute("PRAGMA journal_mode=WAL")
            number = 0
            while not done.is_set():
                with database:
                    database.executemany("INSERT INTO proposals VALUES (?)", [(f"W{number}a",), (f"W{number}b",)])
                number += 1
                begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert begun.wait(30)
    try:
        for attempt in range(3):
            save(home, tmp_path / f"{attempt}.tar.gz")
            restore(tmp_path / f"{attempt}.tar.gz", tmp_path / str(attempt))
            found = [number for (number,) in rows(tmp_path / str(attempt)) if number.startswith("W")]
            assert found
            assert {number[:-1] + "a" for number in found} | {number[:-1] + "b" for number in found} == set(found)
    finally:
        done.set()
        writer.join()


def test_a_library_is_saved_whole_while_documents_are_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library(tmp_path / "a" / "library")

    def add(number: int) -> None:
        document = make_document(make_record(f"qd-{number}"), {"1": f"Văn bản {number}."})
        library.add([Addition(document, f"tệp {number}".encode(), ".txt")], by="thử")

    add(1)
    read = Path.read_bytes

    def read_and_add(path: Path) -> bytes:
        content = read(path)
        if path.name == "CURRENT":
            add(2)
        return content

    monkeypatch.setattr(Path, "read_bytes", read_and_add)
    save(tmp_path / "a", tmp_path / "x.tar.gz")
    monkeypatch.undo()
    restore(tmp_path / "x.tar.gz", tmp_path / "b")
    assert [document.record.id for document in Library(tmp_path / "b" / "library").documents()] == ["qd-1"]
    assert [document.record.id for document in library.documents()] == ["qd-1", "qd-2"]


def test_data_that_are_there_are_never_overwritten(tmp_path: Path) -> None:
    save(filled(tmp_path / "a"), tmp_path / "x.tar.gz")
    (tmp_path / "b" / "library").mkdir(parents=True)
    (tmp_path / "b" / "library" / "CURRENT").write_text("7")
    (tmp_path / "b" / "index").mkdir()
    with pytest.raises(InputError) as raised:
        restore(tmp_path / "x.tar.gz", tmp_path / "b")
    assert code(raised) is Code.BACKUP_OCCUPIED
    assert held(tmp_path / "b") == {"library/CURRENT": b"7"}
    restore(tmp_path / "x.tar.gz", tmp_path / "b", replace=True)
    (before,) = (tmp_path / "b").glob("truoc-khi-phuc-hoi-*")
    assert (before / "library" / "CURRENT").read_text() == "7"
    assert (tmp_path / "b" / "library" / "CURRENT").read_text() == "1"
    assert (tmp_path / "b" / "index").is_dir()


def packed(entries: list[tuple[str, bytes]]) -> bytes:
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as tar:
        for name, content in entries:
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return gzip.compress(plain.getvalue())


def listing(*names: str, content: bytes = b"x", form: int = 1) -> tuple[str, bytes]:
    files = dict.fromkeys(names, hashlib.sha256(content).hexdigest())
    return LIST, json.dumps({"format": form, "created": "", "files": files}).encode()


@pytest.mark.parametrize(
    "entries",
    [
        [("library/CURRENT", b"x")],
        [("library/CURRENT", b"y"), listing("library/CURRENT")],
        [("library/CURRENT", b"x"), listing("library/CURRENT", "library/log.jsonl")],
        [("library/CURRENT", b"x"), ("library/them", b"x"), listing("library/CURRENT")],
        [listing("library/CURRENT"), ("library/CURRENT", b"x")],
        [("../ngoai", b"x"), listing("../ngoai")],
        [("/tmp/tldh-ngoai", b"x"), listing("/tmp/tldh-ngoai")],
        [("a", b"x"), ("a", b"x"), listing("a")],
        [("a", b"x"), ("a/b", b"x"), listing("a", "a/b")],
        [("a", b"x"), listing("a", form=2)],
        [("a", b"x"), (LIST, b"[]")],
        [("a", b"x"), (LIST, b"\xff")],
    ],
)
def test_a_file_that_is_not_what_its_list_says_changes_nothing(
    tmp_path: Path, entries: list[tuple[str, bytes]]
) -> None:
    (tmp_path / "x.tar.gz").write_bytes(packed(entries))
    with pytest.raises(InputError) as raised:
        restore(tmp_path / "x.tar.gz", tmp_path / "trong" / "b")
    assert code(raised) is Code.BACKUP_DAMAGED
    assert list((tmp_path / "trong").rglob("*")) == [tmp_path / "trong" / "b"]
    assert not (tmp_path / "trong" / "ngoai").exists()


def test_a_link_in_a_backup_is_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "x.tar.gz", "w:gz") as tar:
        link = tarfile.TarInfo("library")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc"
        tar.addfile(link)
    with pytest.raises(InputError) as raised:
        restore(tmp_path / "x.tar.gz", tmp_path / "b")
    assert code(raised) is Code.BACKUP_DAMAGED


def unpacks_to(packed_up: bytes, content: bytes) -> bool:
    try:
        return gzip.decompress(packed_up) == content
    except (OSError, EOFError, zlib.error):
        return False


def test_a_cut_or_changed_backup_is_never_taken_for_a_whole_one(tmp_path: Path) -> None:
    save(filled(tmp_path / "a"), tmp_path / "x.tar.gz")
    whole = (tmp_path / "x.tar.gz").read_bytes()
    changed = [whole[: len(whole) * part // 8] for part in range(8)]
    changed += [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(10, len(whole), 41)]
    # A changed bit may point at other zeros of the same padding: what it unpacks to is then whole.
    changed = [content for content in changed if not unpacks_to(content, gzip.decompress(whole))]
    for number, content in enumerate(changed):
        (tmp_path / "y.tar.gz").write_bytes(content)
        with pytest.raises(InputError) as raised:
            restore(tmp_path / "y.tar.gz", tmp_path / str(number))
        assert code(raised) in (Code.BACKUP_UNREADABLE, Code.BACKUP_DAMAGED)
        assert list((tmp_path / str(number)).iterdir()) == []


def test_a_store_of_another_kind_is_told_before_anything_is_touched(tmp_path: Path) -> None:
    save(filled(tmp_path / "a"), tmp_path / "x.tar.gz")
    (tmp_path / "y.tar.gz").write_bytes(packed([(DUMP, b"x"), listing(DUMP)]))
    for name, url in (("x.tar.gz", "postgresql+psycopg://u@h/d"), ("y.tar.gz", "")):
        with pytest.raises(InputError) as raised:
            restore(tmp_path / name, tmp_path / "b", url)
        assert code(raised) is Code.BACKUP_STORE
        assert list((tmp_path / "b").iterdir()) == []


@pytest.mark.heavy
def test_a_store_in_postgresql_comes_back_and_takes_the_place_of_another_only_when_told(
    tmp_path: Path, postgres_server: Postgres
) -> None:
    tools = next(place for place in programs() if (place / "pg_dump").exists())
    address, other = postgres_server.database(), postgres_server.database()
    filled(tmp_path / "a")
    with closing(Store(address)) as store, closing(Store(other)) as restored:
        FeedbackBook(store).count(FeedbackReason.WRONG, ["d/1", "d/2"])
        saved = save(tmp_path / "a", tmp_path / "x.tar.gz", address, tools)
        assert DUMP in saved.files
        FeedbackBook(store).count(FeedbackReason.WRONG, ["d/1"])
        restore(tmp_path / "x.tar.gz", tmp_path / "b", other, tools)
        assert restored.state().current
        assert {(one.provision, one.times) for one in FeedbackBook(restored).counts()} == {("d/1", 1), ("d/2", 1)}
        with pytest.raises(SetupError) as raised:  # tables are there
            restore(tmp_path / "x.tar.gz", tmp_path / "c", address, tools)
        assert raised.value.code is Code.BACKUP_TOOL
        assert list((tmp_path / "c").iterdir()) == []
        assert {(one.provision, one.times) for one in FeedbackBook(store).counts()} == {("d/1", 2), ("d/2", 1)}
        store.close()
        restore(tmp_path / "x.tar.gz", tmp_path / "c", address, tools, replace=True)
        assert {(one.provision, one.times) for one in FeedbackBook(store).counts()} == {("d/1", 1), ("d/2", 1)}


def test_a_store_elsewhere_on_the_disk_is_not_silently_left_out(tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        save(filled(tmp_path / "a"), tmp_path / "x.tar.gz", f"sqlite:///{tmp_path}/noi-khac/store.sqlite")
    assert code(raised) is Code.BACKUP_STORE
    assert save(tmp_path / "a", tmp_path / "x.tar.gz", f"sqlite:///{tmp_path}/a/store/store.sqlite")


def test_a_backup_inside_of_what_it_saves_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        save(filled(tmp_path / "a"), tmp_path / "a" / "x.tar.gz")
    assert code(raised) is Code.BACKUP_UNWRITABLE


def test_a_database_that_cannot_be_read_stops_the_backup_and_leaves_the_old_one(tmp_path: Path) -> None:
    home = filled(tmp_path / "a")
    save(home, tmp_path / "x.tar.gz")
    before = (tmp_path / "x.tar.gz").read_bytes()
    (home / "store" / "store.sqlite").write_bytes(b"not a database" * 100)
    with pytest.raises(InputError) as raised:
        save(home, tmp_path / "x.tar.gz")
    assert code(raised) is Code.BACKUP_UNREADABLE
    assert (tmp_path / "x.tar.gz").read_bytes() == before


def test_the_commands_save_and_bring_back(tmp_path: Path) -> None:
    filled(tmp_path / "a")
    run, file = CliRunner(), str(tmp_path / "x.tar.gz")
    assert run.invoke(app, ["backup", file, "--home", str(tmp_path / "a")]).exit_code == 0
    done = run.invoke(app, ["restore", file, "--home", str(tmp_path / "b")])
    assert done.exit_code == 0
    assert "Đã phục hồi 6 tệp" in done.output
    again = run.invoke(app, ["restore", file, "--home", str(tmp_path / "b")])
    assert again.exit_code == 2
    assert "[backup.occupied]" in again.output
    assert run.invoke(app, ["restore", str(tmp_path / "khong"), "--home", str(tmp_path / "c")]).exit_code == 2
