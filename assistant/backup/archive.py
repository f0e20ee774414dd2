"""A backup: everything in the data folder that cannot be made again, and the store, in one checked file (edge).

Saved is all that lies in the folder except what the programs make again by themselves, so that what a later version
adds is saved as well. The last entry of the file is a list of all others with their SHA-256; without it a file is no
backup. A server may run meanwhile: SQLite databases are copied as of one moment, and pointers (``CURRENT``) are read
before what they lead to is looked for, which is never rewritten.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO

from assistant.backup.database import (
    BESIDE,
    SQLITE,
    copy_sqlite,
    dump_postgres,
    is_postgres,
    restore_postgres,
    sqlite_path,
)
from corpus.core.codes import Code
from corpus.core.errors import InputError
from corpus.core.files import ASIDE, swap_in

MADE_AGAIN = frozenset({"models", "index", "chat", "bench", "runs", ".indexed", ".cache"})
"""What the programs make again: encoder, index, Chainlit's files, measurements."""
LIST = "danh-sach.json"
DUMP = "store.dump"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Saved:
    """What a backup holds: when it was made, and SHA-256 by path."""

    created: str
    files: dict[str, str]


def save(home: Path, target: Path, store_url: str = "", programs: Path | None = None) -> Saved:
    """Write a backup; the file is there whole or not at all.

    Args:
        home: the data folder.
        target: the file to write, replaced where it is there.
        store_url: address of the store; one in PostgreSQL is dumped, a file in ``home`` is saved anyway.
        programs: folder of PostgreSQL's programs.

    Raises:
        InputError: ``backup.unreadable`` when a file cannot be read, ``backup.unwritable`` when the target cannot be
            written, ``backup.store`` when the store is a file outside of ``home``.
        SetupError: ``backup.tool``.
    """
    if target.absolute().is_relative_to(home.absolute()):
        raise InputError(
            Code.BACKUP_UNWRITABLE, "Bản sao lưu không được nằm trong thư mục dữ liệu.", hint="Chọn nơi khác."
        )
    if (elsewhere := sqlite_path(store_url)) and not elsewhere.absolute().is_relative_to(home.absolute()):
        raise InputError(
            Code.BACKUP_STORE,
            f"Kho dữ liệu “{elsewhere}” nằm ngoài thư mục dữ liệu nên không được sao lưu cùng.",
            hint="Để kho trong thư mục dữ liệu, hoặc sao lưu riêng tệp đó rồi chạy với --store-url để trống.",
        )
    saved = Saved(datetime.now(UTC).isoformat(timespec="seconds"), {})
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=ASIDE) as folder:
            aside = Path(folder) / "backup"
            with aside.open("wb") as file:
                _write(file, home, saved, Path(folder), store_url, programs)
            aside.chmod(0o600)
            swap_in(aside, target)
    except OSError as error:
        raise InputError(Code.BACKUP_UNWRITABLE, f"Không sao lưu được vào “{target}”: {error.strerror}.") from error
    return saved


def _write(file: BinaryIO, home: Path, saved: Saved, folder: Path, store_url: str, programs: Path | None) -> None:
    with (
        gzip.GzipFile("", fileobj=file, mode="wb", compresslevel=6) as packed,
        tarfile.open(fileobj=packed, mode="w") as tar,
    ):
        for name, path in _entries(home):
            _add(tar, name, _content(path, folder / "copy.sqlite"), saved)
        if is_postgres(store_url):
            dump_postgres(store_url, folder / DUMP, programs)
            _add(tar, DUMP, (folder / DUMP).read_bytes(), saved)
        told = {"format": FORMAT, "created": saved.created, "files": saved.files}
        _add(tar, LIST, json.dumps(told, ensure_ascii=False).encode(), Saved("", {}))


def _entries(home: Path) -> Iterator[tuple[str, Path]]:
    """Name in the backup and path of what is saved, pointers before what they lead to."""
    for pointers in (True, False):
        for path in sorted(_files(home)):
            left_out = path.name.endswith(BESIDE) or path.name == ".lock" or path.name.startswith(ASIDE)
            if not left_out and (path.name == "CURRENT") is pointers:
                yield path.relative_to(home).as_posix(), path


def _files(home: Path) -> Iterator[Path]:
    for top in home.iterdir() if home.is_dir() else ():
        if top.name in MADE_AGAIN or top.name.startswith(ASIDE):
            continue
        if top.is_file():
            yield top
        for at, _, names in os.walk(top):  # a folder of the operator's elsewhere is followed from here
            yield from (Path(at) / name for name in names if (Path(at) / name).is_file())


def _content(path: Path, copy: Path) -> bytes:
    try:
        if path.suffix not in SQLITE:
            return path.read_bytes()
        copy.unlink(missing_ok=True)
        copy_sqlite(path, copy)
        return copy.read_bytes()
    except (OSError, sqlite3.Error) as error:
        raise InputError(Code.BACKUP_UNREADABLE, f"Không đọc được “{path}” để sao lưu: {error}.") from error


def _add(tar: tarfile.TarFile, name: str, content: bytes, saved: Saved) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    tar.addfile(entry, io.BytesIO(content))
    saved.files[name] = hashlib.sha256(content).hexdigest()


def restore(
    source: Path, home: Path, store_url: str = "", programs: Path | None = None, *, replace: bool = False
) -> Saved:
    """Bring a backup back; nothing is touched before all of it was read and checked.

    Args:
        source: what ``save`` wrote.
        home: the data folder; no server may use it.
        store_url: address of the store, for a backup that holds one of PostgreSQL.
        programs: folder of PostgreSQL's programs.
        replace: move what is there aside, into a folder ``truoc-khi-phuc-hoi-…`` of ``home``, and take its place.

    Raises:
        InputError: ``backup.unreadable``, ``backup.damaged``, ``backup.occupied``, ``backup.unwritable`` or
            ``backup.store`` when a PostgreSQL store and the address given do not go together.
        SetupError: ``backup.tool``.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=home, prefix=ASIDE) as folder:
            saved = _unpacked(source, Path(folder))
            _fits(saved, store_url)
            names = sorted({PurePosixPath(name).parts[0] for name in saved.files if name != DUMP})
            there = [name for name in names if (home / name).exists()]
            if there and not replace:
                raise InputError(
                    Code.BACKUP_OCCUPIED,
                    f"Thư mục “{home}” đã có {', '.join(there)}.",
                    hint="Chọn thư mục trống, hoặc thêm --replace để chuyển dữ liệu đang có sang một bên.",
                )
            if DUMP in saved.files:
                restore_postgres(store_url, Path(folder) / DUMP, programs, replace=replace)
            _swap(Path(folder), home, names, there)
    except OSError as error:
        raise InputError(Code.BACKUP_UNWRITABLE, f"Không ghi được vào “{home}”: {error.strerror}.") from error
    return saved


def _swap(folder: Path, home: Path, names: list[str], there: list[str]) -> None:
    if there:
        before = home / f"truoc-khi-phuc-hoi-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
        before.mkdir()
        for name in there:
            (home / name).rename(before / name)
    for name in names:
        swap_in(folder / name, home / name)


def _fits(saved: Saved, store_url: str) -> None:
    if (DUMP in saved.files) != is_postgres(store_url):
        kind = "PostgreSQL" if DUMP in saved.files else "tệp SQLite"
        raise InputError(
            Code.BACKUP_STORE,
            f"Kho dữ liệu trong bản sao lưu là {kind}, không khớp với TLDH_STORE_URL.",
            hint="Đặt TLDH_STORE_URL như khi sao lưu.",
        )


def _unpacked(source: Path, folder: Path) -> Saved:
    """The files of a backup, laid out in ``folder`` and checked against its list."""
    found: dict[str, str] = {}
    listed: bytes | None = None
    try:
        with gzip.open(source) as packed:
            with tarfile.open(fileobj=packed, mode="r|") as tar:
                for entry in tar:
                    content = tar.extractfile(entry) if entry.isreg() else None
                    if content is None or listed is not None:
                        raise _damaged(source)
                    if entry.name == LIST:
                        listed = content.read()
                    else:
                        found[entry.name] = _laid_out(source, folder, entry.name, content)
            while packed.read(1 << 20):  # to the end, where the checksum of all stands
                continue
    except FileNotFoundError as error:
        raise InputError(Code.BACKUP_UNREADABLE, f"Không có tệp “{source}”.") from error
    except (tarfile.TarError, EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise InputError(Code.BACKUP_UNREADABLE, f"“{source}” không phải bản sao lưu hoặc bị cắt cụt.") from error
    for item in folder.rglob("*"):
        item.chmod(0o700 if item.is_dir() else 0o600)
    told = _list(source, listed)
    if told.get("files") != found:
        raise _damaged(source)
    return Saved(str(told.get("created", "")), found)


def _laid_out(source: Path, folder: Path, name: str, content: IO[bytes]) -> str:
    """Write one file below ``folder``; returns its SHA-256."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise _damaged(source)
    place = folder / path
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as file:
            shutil.copyfileobj(content, file)
    except (FileExistsError, NotADirectoryError) as error:  # two entries of one name
        raise _damaged(source) from error
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _list(source: Path, listed: bytes | None) -> dict[str, Any]:
    try:
        told = json.loads(listed or b"")
    except ValueError as error:
        raise _damaged(source) from error
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise _damaged(source)
    return told


def _damaged(source: Path) -> InputError:
    return InputError(
        Code.BACKUP_DAMAGED,
        f"Bản sao lưu “{source}” không nguyên vẹn: nội dung khác danh sách kèm theo.",
        hint="Xin dùng bản sao lưu khác.",
    )
