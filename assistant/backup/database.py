"""Copies of databases: SQLite files while they are in use, PostgreSQL by its own programs (edge)."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from corpus.core.codes import Code
from corpus.core.errors import SetupError

SQLITE = (".sqlite", ".sqlite3", ".db")
"""Suffixes of files that are SQLite databases."""
BESIDE = ("-wal", "-shm", "-journal")
"""Endings of the files that SQLite keeps beside a database; a copy has them in itself."""


def copy_sqlite(source: Path, target: Path) -> None:
    """A copy of a database as of one moment, whoever writes to it meanwhile.

    Raises:
        sqlite3.Error: when ``source`` is no database or stays locked.
    """
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as read,
        closing(sqlite3.connect(target)) as written,
    ):
        read.backup(written)
        written.execute("PRAGMA journal_mode=DELETE")  # in one file, whatever the mode of the original


def is_postgres(url: str) -> bool:
    """Whether an address of a store is one of PostgreSQL."""
    return urlsplit(url).scheme.partition("+")[0] in ("postgresql", "postgres")


def sqlite_path(url: str) -> Path | None:
    """The file of an SQLite store; ``None`` for another kind of address."""
    scheme, _, path = url.partition(":///")
    return Path(path) if scheme == "sqlite" and path else None


def dump_postgres(url: str, target: Path, programs: Path | None = None) -> None:
    """All tables of a database as of one moment, in the form that ``restore_postgres`` reads.

    Args:
        url: address as the store takes it, ``postgresql+psycopg://…``.
        target: file to write.
        programs: folder of ``pg_dump``; looked for on the path when absent.

    Raises:
        SetupError: ``backup.tool``: the program is missing or failed.
    """
    with _connection(url) as address:
        _run("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", f"--file={target}", address], programs)


def restore_postgres(url: str, source: Path, programs: Path | None = None, *, replace: bool) -> None:
    """Bring the tables of a copy into a database, all or none.

    Args:
        url: address as the store takes it.
        source: what ``dump_postgres`` wrote.
        programs: folder of ``pg_restore``.
        replace: take the place of tables that are there; else their being there is a failure.

    Raises:
        SetupError: ``backup.tool``.
    """
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    options += ["--clean", "--if-exists"] if replace else []
    with _connection(url) as address:
        _run("pg_restore", [*options, f"--dbname={address}", str(source)], programs)


@contextmanager
def _connection(url: str) -> Iterator[str]:
    """An address for libpq; a password goes into a file of ours, for command lines are seen by everybody."""
    parts = urlsplit(url)
    user, _, host = parts.netloc.rpartition("@")
    name, _, password = user.partition(":")
    with tempfile.TemporaryDirectory(prefix="tldh-") as folder:
        query = parts.query
        if password:
            file = Path(folder) / "pass"
            file.touch(mode=0o600)
            escaped = unquote(password).replace("\\", "\\\\").replace(":", "\\:")
            file.write_text(f"*:*:*:*:{escaped}\n", "utf-8")
            query = "&".join(part for part in (query, f"passfile={quote(str(file), safe='')}") if part)
        yield urlunsplit(("postgresql", f"{name}@{host}" if name else host, parts.path, query, ""))


def _run(program: str, options: Sequence[str], programs: Path | None) -> None:
    found = str(programs / program) if programs else shutil.which(program)
    if found is None:
        raise SetupError(
            Code.BACKUP_TOOL,
            f"Không tìm thấy chương trình {program} của PostgreSQL.",
            hint="Cài gói postgresql-client cùng bản với máy chủ cơ sở dữ liệu.",
        )
    done = subprocess.run([found, "--no-password", *options], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = done.stderr.strip().splitlines() or ["không rõ lý do"]
        raise SetupError(Code.BACKUP_TOOL, f"{program} không chạy xong: {said[0]}")
