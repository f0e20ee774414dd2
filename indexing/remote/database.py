"""Snapshots on PostgreSQL with pgvector: loading one, and saying which one is served (edge, psycopg).

Tables::

    tldh_snapshots    snapshot, corpus, fingerprint, encoder, passages, loaded_at
    tldh_served       corpus → snapshot: one row a corpus, changed last; its change is told (NOTIFY)
    tldh_vectors_…    of one snapshot: passage, rows of the validity filter, vector; never changed once loaded

A snapshot is loaded and served in one transaction: it is there as a whole or not at all, and whoever still reads the
one before goes on reading it.
"""

from __future__ import annotations

import hashlib
import os
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import psycopg
from psycopg import Connection, sql
from psycopg.conninfo import conninfo_to_dict

from corpus.core.codes import Code
from corpus.core.errors import IndexingError
from indexing.manifest import Manifest
from indexing.remote.forms import forms_of
from indexing.snapshot import Snapshot

CHANNEL = "tldh_served"
CONNECT_S = 2
STATEMENT_S = 2
"""Seconds that a search may take there; after it, answers are searched for here."""
KEEP = 3
"""Snapshots of a corpus that stay, the served one included."""
_SCHEME = "postgresql://"
_LOCK = 7_368_143
_TABLES = """
CREATE EXTENSION IF NOT EXISTS vector;
CREATE TABLE IF NOT EXISTS tldh_snapshots (
  snapshot text PRIMARY KEY, corpus text NOT NULL, fingerprint text NOT NULL, encoder text NOT NULL,
  passages integer NOT NULL, loaded_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE IF NOT EXISTS tldh_served (corpus text PRIMARY KEY, snapshot text NOT NULL REFERENCES tldh_snapshots)
"""


def connect(address: str, *, loading: bool = False) -> Connection:
    """A connection; each statement is a transaction of its own unless one is begun.

    Args:
        address: ``postgresql://…``, as ``TLDH_INDEX_URL`` gives it.
        loading: whether statements may take as long as they need.

    Raises:
        IndexingError: ``index.url`` when the address is none; it may hold a password and is not repeated.
        psycopg.Error: the server is away.
    """
    address = address.replace("postgresql+psycopg://", _SCHEME, 1)
    try:
        if not address.startswith((_SCHEME, "postgres://")):
            raise ValueError("another scheme")
        conninfo_to_dict(address)
    except (ValueError, psycopg.ProgrammingError) as error:
        raise IndexingError(
            Code.INDEX_URL,
            "TLDH_INDEX_URL không phải địa chỉ PostgreSQL.",
            hint="Ví dụ: postgresql://tên:mật_khẩu@máy/cơ_sở.",
        ) from error
    limit = 0 if loading else STATEMENT_S * 1000
    return psycopg.connect(
        address,
        autocommit=True,
        connect_timeout=CONNECT_S,
        options=f"-c statement_timeout={limit}",
        tcp_user_timeout=STATEMENT_S * 1000,  # a machine that is gone answers nothing, not even that it is gone
        application_name="tro-ly-dai-hoi",
    )


class Connections:
    """Connections for one thread at a time each, kept for the next; closed when nobody holds this any more.

    Args:
        address: of the database.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._process = os.getpid()
        self._free: list[Connection] = []
        self._inherited: list[Connection] = []
        weakref.finalize(self, _close_all, self._free, os.getpid())

    @contextmanager
    def one(self) -> Iterator[Connection]:
        """A connection; one on which the block fails is closed.

        Raises:
            IndexingError: ``index.url``.
            psycopg.Error: the server is away.
        """
        if os.getpid() != self._process:  # what the parent opened is the parent's: two on one line garble each other
            self._process, self._inherited, self._free = os.getpid(), self._free, []
            weakref.finalize(self, _close_all, self._free, os.getpid())
        try:
            connection = self._free.pop()
        except IndexError:
            connection = connect(self._address)
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        self._free.append(connection)


def _close_all(connections: list[Connection], process: int) -> None:
    if os.getpid() == process:
        for connection in connections:
            connection.close()


def table_of(snapshot: str) -> sql.Identifier:
    """The table of a snapshot's vectors."""
    # Names of tables are cut at 63 bytes.
    return sql.Identifier(f"tldh_vectors_{hashlib.sha256(snapshot.encode()).hexdigest()[:32]}")


def literal(vector: np.ndarray) -> str:
    """A vector as pgvector reads it; each figure comes back as the same 32 bits."""
    return f"[{','.join(map(str, vector.tolist()))}]"


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        raise IndexingError(
            Code.INDEX_AWAY,
            f"Không dùng được cơ sở dữ liệu của chỉ mục ({type(error).__name__}: {error}).".replace("\n", " "),
            hint="Cần PostgreSQL có pgvector; lần đầu cần quyền CREATE EXTENSION.",
        ) from error


def publish(address: str, snapshot: Snapshot, progress: Callable[[int], None] = lambda _: None) -> bool:
    """Load a snapshot and let it be served, in one transaction; the oldest beyond ``KEEP`` go.

    Args:
        address: of the database.
        snapshot: what to load.
        progress: called with the number of vectors loaded so far.

    Returns:
        Whether it had to be loaded; served it is in any case.

    Raises:
        IndexingError: ``index.url``, ``index.away``.
    """
    manifest = snapshot.manifest
    corpus = str(manifest.settings["corpus"])
    with _told(), connect(address, loading=True) as connection, connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])  # two that load stand in line
        for statement in _TABLES.split(";"):
            connection.execute(sql.SQL(statement))
        known = connection.execute("SELECT 1 FROM tldh_snapshots WHERE snapshot = %s", [manifest.id]).fetchone()
        if known is None:
            _load(connection, snapshot, manifest, corpus, progress)
        connection.execute(
            "INSERT INTO tldh_served VALUES (%s, %s) ON CONFLICT (corpus) DO UPDATE SET snapshot = EXCLUDED.snapshot",
            [corpus, manifest.id],
        )
        _prune(connection, corpus)
        connection.execute("SELECT pg_notify(%s, %s)", [CHANNEL, corpus])
    return known is None


def _load(
    connection: Connection, snapshot: Snapshot, manifest: Manifest, corpus: str, progress: Callable[[int], None]
) -> None:
    table, total = table_of(manifest.id), len(snapshot.passages)
    connection.execute(
        sql.SQL(
            "CREATE TABLE {} (passage integer PRIMARY KEY, form integer NOT NULL, record text NOT NULL, "
            "kind text NOT NULL, valid_from date, valid_until date, vector vector({}) NOT NULL)"
        ).format(table, sql.Literal(manifest.dimension))
    )
    forms, of_passage = forms_of(snapshot)
    with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(table)) as rows:
        for start in range(0, total, 1024):
            numbers = np.arange(start, min(start + 1024, total), dtype=np.int64)
            for number, vector in zip(numbers.tolist(), snapshot.vectors.rows(numbers), strict=True):
                form = forms[of_passage[number]]
                window = form.validity.valid_from, form.validity.valid_until
                rows.write_row((number, int(of_passage[number]), form.record, form.kind, *window, literal(vector)))
            progress(min(start + 1024, total))
    connection.execute(
        "INSERT INTO tldh_snapshots (snapshot, corpus, fingerprint, encoder, passages) VALUES (%s, %s, %s, %s, %s)",
        [manifest.id, corpus, manifest.fingerprint, manifest.encoder, total],
    )


def _prune(connection: Connection, corpus: str) -> None:
    """Drop the oldest snapshots; one that somebody is reading at this moment is waited for."""
    older = connection.execute(
        "DELETE FROM tldh_snapshots WHERE corpus = %s AND snapshot NOT IN (SELECT snapshot FROM tldh_served) "
        "AND snapshot NOT IN (SELECT snapshot FROM tldh_snapshots WHERE corpus = %s ORDER BY loaded_at DESC LIMIT %s) "
        "RETURNING snapshot",
        [corpus, corpus, KEEP],
    ).fetchall()
    for (name,) in older:
        connection.execute(sql.SQL("DROP TABLE {}").format(table_of(name)))


def served(connection: Connection, corpus: str) -> str:
    """Id of the snapshot that is served; empty for none.

    Raises:
        psycopg.Error: the server is away, or nothing was ever loaded.
    """
    row = connection.execute("SELECT snapshot FROM tldh_served WHERE corpus = %s", [corpus]).fetchone()
    return str(row[0]) if row else ""
