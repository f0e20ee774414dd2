"""What readers thought of answers: counts by reason and cited rule, and nothing else.

Edge: a table of the store. A count says how often a reason was given for answers that rest on a rule; no question,
answer, day or person is kept, so the table tells where the corpus or the assistant is weak and nothing about who asked.
It is bounded: there are no more rows than reasons times known rules.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Column, Connection, Integer, String, Table, select

from assistant.feedback.reasons import FeedbackReason
from assistant.store.database import Store, utc_now
from assistant.store.tables import IMPORTS, METADATA, insert_into

LOG = logging.getLogger("assistant")
NO_RULE = "-"
"""Stands for the rule where an answer rests on none: a refusal, a document's state."""
MAX_RULES = 8
"""Most rules of one answer that a reason is counted for, the first ones."""
PROVISION_CHARS = 300
"""Longest id of a provision that is counted."""
FEEDBACK_COUNTS = Table(
    "feedback_counts",
    METADATA,
    Column("reason", String(40), primary_key=True),
    Column("provision", String(PROVISION_CHARS), primary_key=True),
    Column("times", Integer, nullable=False),
)


@dataclass(frozen=True, slots=True)
class FeedbackCount:
    """How often a reason was given for answers that rest on a rule."""

    reason: FeedbackReason
    provision: str
    times: int


class FeedbackBook:
    """The counts of a store; safe to share between threads and processes."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def count(self, reason: FeedbackReason, provisions: Iterable[str]) -> None:
        """Count a reason once for every rule of an answer; on disk when this returns.

        Raises:
            StoreAwayError: ``store.away``.
        """
        named = dict.fromkeys(one for one in provisions if len(one) <= PROVISION_CHARS)
        with self._store.write() as connection:
            for provision in sorted(list(named)[:MAX_RULES] or [NO_RULE]):  # one order, or two writers block each other
                _add(connection, reason, provision, 1)

    def counts(self) -> list[FeedbackCount]:
        """All counts, the most frequent first.

        Raises:
            StoreAwayError: ``store.away``.
        """
        table = FEEDBACK_COUNTS.c
        order = select(FEEDBACK_COUNTS).order_by(table.times.desc(), table.provision, table.reason)
        with self._store.read() as connection:
            rows = connection.execute(order).all()
        return [FeedbackCount(FeedbackReason(row.reason), row.provision, row.times) for row in rows]


def take_over(store: Store, file: Path) -> int:
    """Add the counts of a file of earlier versions, once, and rename it; returns how many rows there were.

    A file that is no such file stays where it is, with a line in the log.

    Raises:
        StoreAwayError: ``store.away``; the file stays and is taken over another time.
    """
    if not file.is_file():
        return 0
    try:
        rows = _rows(file)
    except (sqlite3.Error, ValueError) as error:
        LOG.warning("ratings of %s not taken over: %s", file.name, error)
        return 0
    mark = f"feedback:{hashlib.sha256(repr(rows).encode()).hexdigest()}"
    with store.write() as connection:
        made = insert_into(connection, IMPORTS).values(name=mark, made_at=utc_now()).on_conflict_do_nothing()
        if connection.execute(made.returning(IMPORTS.c.name)).scalar() is not None:
            for reason, provision, times in rows:
                _add(connection, reason, provision, times)
    file.replace(file.with_suffix(".imported"))
    return len(rows)


def _rows(file: Path) -> list[tuple[FeedbackReason, str, int]]:
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as book:
        found = book.execute("SELECT reason, provision, times FROM counts ORDER BY provision, reason").fetchall()
    return [
        (FeedbackReason(reason), str(provision)[:PROVISION_CHARS], int(times)) for reason, provision, times in found
    ]


def _add(connection: Connection, reason: FeedbackReason, provision: str, times: int) -> None:
    insert = insert_into(connection, FEEDBACK_COUNTS).values(reason=reason.value, provision=provision, times=times)
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=[FEEDBACK_COUNTS.c.reason, FEEDBACK_COUNTS.c.provision],
            set_={"times": FEEDBACK_COUNTS.c.times + insert.excluded.times},
        )
    )
