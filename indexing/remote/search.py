"""``VectorIndex`` on PostgreSQL: the nearest are found there, their scores are worked here (edge, psycopg).

Exact: the database orders all vectors that the filter lets in, and gives the first few more than were asked for; what
they score, and their order, comes from the same arithmetic as the embedded index has, so that both give the same hits
to the last bit. When the database is away, slow or does not have this snapshot, the embedded index of the snapshot's
own files is searched instead: the vectors are the same, and so are the answers.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import numpy as np
import psycopg
from psycopg import sql

from corpus.core.errors import IndexingError
from indexing.ports import Hit, Mask, Vectors
from indexing.remote.database import Connections, literal, table_of
from indexing.remote.forms import as_forms, forms_of
from indexing.snapshot import Snapshot
from indexing.vectors import nearest, unit

LOG = logging.getLogger("assistant")
REST_S = 5.0
"""Seconds without a new attempt after the database could not be used."""
MARGIN = 16
"""Hits beyond those asked for: the database adds up in another order, and may swap what differs by its last bits."""
_HEAD = 4
"""Bytes before the figures of a vector in pgvector's binary form."""


class RemoteIndex:
    """The vectors of a snapshot on a database; safe to share between threads.

    Args:
        address: of the database.
        snapshot: the same one, opened here: whose passages these are, and what is searched when the database is away.
        monotonic: clock of the rest after a failure, seconds.

    Attributes:
        asked: searches that the database answered.
        failed: searches that it did not answer.
    """

    def __init__(self, address: str, snapshot: Snapshot, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._connections = Connections(address)
        self._here = snapshot.vectors
        self._of_passage = forms_of(snapshot)[1]
        self._sizes = np.bincount(self._of_passage)
        self._name = snapshot.manifest.id
        self._monotonic = monotonic
        self._rests_until = float("-inf")
        self.asked = 0
        self.failed = 0

    def search(self, query: Vectors, k: int, allowed: Mask | None = None) -> list[Hit]:
        """Best ``k`` passages by cosine, ties by passage number; ``allowed`` restricts the passages."""
        row = unit(np.asarray(query, dtype=np.float32).reshape(1, -1))
        nothing = k <= 0 or not np.isfinite(row).all() or (allowed is not None and not allowed.any())
        if nothing or self._monotonic() < self._rests_until:
            return self._here.search(query, k, allowed)
        try:
            found = self._ask(row, k + MARGIN, allowed)
        except (psycopg.Error, IndexingError) as error:
            self._rests_until = self._monotonic() + REST_S
            self.failed += 1
            LOG.warning("index database: searched here instead: %s: %s", type(error).__name__, str(error).strip())
            return self._here.search(query, k, allowed)
        self.asked += 1
        numbers = np.array([number for number, _ in found], dtype=np.int64)
        vectors = [np.frombuffer(vector, ">f4", offset=_HEAD) for _, vector in found]
        return nearest(row, np.array(vectors, dtype=np.float32).reshape(len(found), -1), numbers, k)

    def _ask(self, row: Vectors, k: int, allowed: Mask | None) -> list[tuple[int, bytes]]:
        """The nearest, in the order of their numbers."""
        where: sql.Composable = sql.SQL("")
        values: list[list[int]] = []
        if allowed is not None:
            forms = as_forms(allowed, self._of_passage, self._sizes)
            column = "form" if forms is not None else "passage"
            values = [forms if forms is not None else np.flatnonzero(allowed).tolist()]
            where = sql.SQL("WHERE {} = ANY(%b::integer[])").format(sql.Identifier(column))
        statement = sql.SQL(
            "SELECT passage, vector FROM {} {} ORDER BY vector <#> %s::vector, passage LIMIT {}"
        ).format(table_of(self._name), where, sql.Literal(k))
        with self._connections.one() as connection:
            rows = connection.execute(statement, [*values, literal(row[0])], binary=True).fetchall()
        return sorted((int(number), bytes(vector)) for number, vector in rows)
