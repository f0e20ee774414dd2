"""What readers thought of answers: counts by reason and cited rule, and nothing else.

Edge: an SQLite file in the data folder. A count says how often a reason was given for answers that rest on a rule; no
question, answer, day or person is kept, so the file tells where the corpus or the assistant is weak and nothing about
who asked. It is bounded: there are no more rows than reasons times known rules.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

NO_RULE = "-"
"""Stands for the rule where an answer rests on none: a refusal, a document's state."""
MAX_RULES = 8
"""Most rules of one answer that a reason is counted for, the first ones."""


class FeedbackReason(StrEnum):
    """What a reader may say of an answer."""

    USEFUL = "co_ich"
    WRONG = "sai"
    MISSING = "thieu"
    BESIDE = "khong_dung_cau_hoi"


@dataclass(frozen=True, slots=True)
class FeedbackCount:
    """How often a reason was given for answers that rest on a rule."""

    reason: FeedbackReason
    provision: str
    times: int


class FeedbackBook:
    """The counts of one data folder; safe to share between threads and processes.

    Args:
        path: the file; made, with its folder, at the first count.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def count(self, reason: FeedbackReason, provisions: Iterable[str]) -> None:
        """Count a reason once for every rule of an answer; on disk when this returns.

        Raises:
            OSError: when the folder cannot be written.
            sqlite3.Error: when the file cannot be written or is no such file.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        rows = list(dict.fromkeys(provisions))[:MAX_RULES] or [NO_RULE]
        with self._opened() as book:
            book.executemany(
                "INSERT INTO counts VALUES (?, ?, 1) ON CONFLICT (reason, provision) DO UPDATE SET times = times + 1",
                [(reason.value, provision) for provision in rows],
            )

    def counts(self) -> list[FeedbackCount]:
        """All counts, the most frequent first.

        Raises:
            sqlite3.Error: when the file is no such file.
        """
        if not self._path.is_file():
            return []
        with self._opened() as book:
            rows = book.execute("SELECT reason, provision, times FROM counts ORDER BY times DESC, provision, reason")
            return [FeedbackCount(FeedbackReason(reason), provision, times) for reason, provision, times in rows]

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are on disk when the block ends well."""
        with closing(sqlite3.connect(self._path, timeout=5)) as book, book:
            book.execute("PRAGMA synchronous = FULL")
            book.execute(
                "CREATE TABLE IF NOT EXISTS counts (reason TEXT NOT NULL, provision TEXT NOT NULL, "
                "times INTEGER NOT NULL, PRIMARY KEY (reason, provision))"
            )
            yield book
