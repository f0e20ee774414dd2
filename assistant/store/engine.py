"""The connection to the database of an address: what SQLite and PostgreSQL need to behave alike (edge, SQLAlchemy).

SQLite: write-ahead log, so that readers and one writer do not wait for each other; a write takes its lock when it
begins, so that it waits for others instead of failing half-way; foreign keys hold; a commit is on the disk. PostgreSQL:
short waits for connection, lock and statement, and connections that broke are replaced before they are used.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, exc, make_url
from sqlalchemy.engine import URL

from assistant.store.errors import StoreSetupError, store_away
from corpus.core.codes import Code

BUSY_S = 5
"""Seconds that a write waits for others."""
CONNECT_S = 3
WRITES = "tldh_writes"
"""Execution option of a connection that is going to write."""
_POSTGRESQL = frozenset({"postgres", "postgresql", "postgresql+psycopg"})


def address_of(text: str) -> URL:
    """The address of a store: ``sqlite:///…/file`` or ``postgresql+psycopg://…``, also without the driver's name.

    Raises:
        StoreSetupError: ``store.url`` for anything else; the address, which may hold a password, is not repeated.
    """
    try:
        url = make_url(text)
    except (exc.ArgumentError, ValueError) as error:
        raise _no_address() from error
    if url.drivername in _POSTGRESQL:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername != "sqlite" or url.database in (None, "", ":memory:") or url.query:
        raise _no_address()
    return url


def _no_address() -> StoreSetupError:
    return StoreSetupError(
        Code.STORE_URL,
        "TLDH_STORE_URL không phải địa chỉ một cơ sở dữ liệu dùng được.",
        hint="Ví dụ: postgresql+psycopg://tên:mật_khẩu@máy/cơ_sở, hoặc sqlite:////thư/mục/store.sqlite.",
    )


def engine_of(url: URL) -> Engine:
    """An engine for this address; connects at its first use."""
    if url.drivername == "sqlite":
        engine = create_engine(url, connect_args={"timeout": BUSY_S}, pool_timeout=BUSY_S)
        event.listen(engine, "connect", _dress)
        event.listen(engine, "begin", _begin)
        return engine
    options = f"-c statement_timeout={BUSY_S * 1000} -c lock_timeout={BUSY_S * 1000}"
    return create_engine(
        url,
        connect_args={"connect_timeout": CONNECT_S, "options": options, "application_name": "tro-ly-dai-hoi"},
        pool_pre_ping=True,
        pool_timeout=BUSY_S,
    )


def prepare(url: URL) -> None:
    """Make the file of an SQLite store with its write-ahead log, in a folder of its user's own; nothing for PostgreSQL.

    Raises:
        OSError: when the folder cannot be made.
        sqlite3.Error: when the file cannot be opened or is no such file.
    """
    if url.drivername != "sqlite" or url.database is None:
        return
    folder = Path(url.database).parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder), closing(sqlite3.connect(url.database, timeout=BUSY_S)) as file:
        file.execute("PRAGMA journal_mode = WAL")  # fails at once, without waiting, when two do it together


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Only one process at a time is in here for a folder."""
    place = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(place, fcntl.LOCK_EX)
        yield
    finally:
        os.close(place)


@contextmanager
def told() -> Iterator[None]:
    """Errors of the database that mean "away" leave as ``StoreAwayError``; mistakes of ours stay what they are.

    A broken rule of a table (``IntegrityError``) is for the room that wrote, a wrong statement a defect.
    """
    try:
        yield
    except (exc.OperationalError, exc.InterfaceError, exc.InternalError, exc.TimeoutError) as error:
        raise store_away() from error
    except exc.DBAPIError as error:
        if error.connection_invalidated or type(error) is exc.DatabaseError:  # no file of SQLite, or a damaged one
            raise store_away() from error
        raise
    except (OSError, sqlite3.Error) as error:  # the file or its folder cannot be made
        raise store_away() from error


def _dress(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver begins no transaction of its own; `_begin` does
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
