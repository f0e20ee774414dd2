"""Which snapshot the database says is served: asked once, then only when a change is told (edge, psycopg)."""

from __future__ import annotations

import logging

import psycopg
from psycopg import Connection, sql

from corpus.core.errors import IndexingError
from indexing.config import IndexConfig
from indexing.remote.database import CHANNEL, connect, served

LOG = logging.getLogger("assistant")


class RemotePointer:
    """The served snapshot of a corpus. Not for several threads at once.

    Args:
        address: of the database.
        config: whose corpus, and where its snapshots lie on this machine.
    """

    def __init__(self, address: str, config: IndexConfig) -> None:
        self._address = address
        self._config = config
        self._connection: Connection | None = None
        self._name = ""

    def close(self) -> None:
        """End the connection; the next look begins another."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def name(self) -> str:
        """The snapshot to serve; empty where this machine does not have it (yet), or nothing is known.

        While the database is away, what it said last holds.
        """
        try:
            self._look()
        except (psycopg.Error, IndexingError) as error:
            if self._connection is not None:
                LOG.warning("index database: which snapshot is served is not told: %s", str(error).strip())
            self.close()
        here = self._name and (self._config.index_folder / self._name / "manifest.json").is_file()
        return self._name if here else ""

    def _look(self) -> None:
        if self._connection is None:
            self._connection = connect(self._address)
            self._connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
            self._name = served(self._connection, self._config.corpus)
        elif any(self._connection.notifies(timeout=0)):
            self._name = served(self._connection, self._config.corpus)
