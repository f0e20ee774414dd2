"""What was refused or rated badly: counted by topic, always; in its words only where the operator wants so.

Edge: two tables of the store. Counts hold no words: why, the topic, the nearest rule, how often; there are no more rows
than reasons times rules. Words are kept when switched on, without who asked, never of what was refused as classified,
personal or aimed at the machine, and never when they look so; they go after their days. Noting waits for no database:
it is written aside, and what cannot be written is kept in memory and tried again.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Column, Connection, Date, Integer, Row, String, Table, Text, delete, insert, select

from assistant.feedback.reasons import FeedbackReason
from assistant.model import Answer, Question, RefusalReason
from assistant.proposals.cleaning import clean_line
from assistant.proposals.screening import screen_hits
from assistant.store.database import Store, utc_now
from assistant.store.errors import StoreAwayError
from assistant.store.tables import METADATA, UtcTime, insert_into

LOG = logging.getLogger("assistant")
NO_RULE = "-"
MOST_WAITING = 200
"""Questions kept in memory while the store is away, the newest."""
WITHOUT_WORDS = frozenset({RefusalReason.UNSAFE, RefusalReason.SENSITIVE})
"""Refusals that are counted and whose words are never kept."""
_WORDS = frozenset(reason.value for reason in RefusalReason if reason not in WITHOUT_WORDS) | {
    reason.value for reason in FeedbackReason
}
UNANSWERED_COUNTS = Table(
    "unanswered_counts",
    METADATA,
    Column("kind", String(40), primary_key=True),
    Column("topic", String(60), primary_key=True),
    Column("nearest", String(300), primary_key=True),
    Column("times", Integer, nullable=False),
)
UNANSWERED_QUESTIONS = Table(
    "unanswered_questions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("topic", String(60), nullable=False),
    Column("nearest", String(300), nullable=False),
    Column("question", Text, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("level", String(40), nullable=False),
    Column("asked_at", UtcTime, nullable=False, index=True),
)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Why something went unanswered, and where the nearest rule stands: a refusal's reason or a reader's.

    Attributes:
        topic: id of the topic of the nearest rule; empty where there is none.
        nearest: id of the nearest rule, or ``-``.
    """

    kind: str
    topic: str
    nearest: str


@dataclass(frozen=True, slots=True)
class UnansweredCount:
    """How often something went unanswered."""

    what: Unanswered
    times: int


@dataclass(frozen=True, slots=True)
class KeptQuestion:
    """A question that went unanswered, in its words; ``id`` is 0 before it is stored."""

    id: int
    what: Unanswered
    question: str
    as_of: date
    level: str
    asked_at: datetime


class UnansweredBook:
    """What one store holds of it; safe to share between threads.

    Args:
        store: where it is kept.
        keep_words: whether questions are kept in their words.
        topic_of: id of the topic of a rule; empty for none.
        now: clock, injectable; aware.
        aside: where writing runs; a thread of its own when absent.
    """

    def __init__(
        self,
        store: Store,
        *,
        keep_words: bool,
        topic_of: Callable[[str], str] = lambda _: "",
        now: Callable[[], datetime] = utc_now,
        aside: Executor | None = None,
    ) -> None:
        self._store = store
        self._keep_words = keep_words
        self._topic_of = topic_of
        self._now = now
        self._aside = aside or ThreadPoolExecutor(1, thread_name_prefix="unanswered")
        self._lock = threading.Lock()
        self._counts: Counter[tuple[str, str]] = Counter()
        self._questions: deque[KeptQuestion] = deque(maxlen=MOST_WAITING)
        self._queued = False

    @property
    def keeps_words(self) -> bool:
        """Whether questions are kept in their words."""
        return self._keep_words

    def answered(self, question: Question, answer: Answer) -> None:
        """Note an answer where it is a refusal; returns at once."""
        if answer.refusal is None:
            return
        near = answer.refusal.nearest
        nearest = near[0].provision_id if near else NO_RULE
        self._note(answer.refusal.reason.value, nearest, answer, question.level.value if question.level else "")

    def rated(self, reason: FeedbackReason, answer: Answer, provisions: Iterable[str]) -> None:
        """Note an answer that a reader found wrong, incomplete or beside the point; returns at once."""
        if reason is not FeedbackReason.USEFUL:
            self._note(reason.value, next(iter(provisions), NO_RULE), answer, "")

    def disliked(self, reason: FeedbackReason, provisions: Iterable[str]) -> None:
        """The same where nobody says what was asked: counted, no words; returns at once."""
        if reason is not FeedbackReason.USEFUL:
            self._count(reason.value, next(iter(provisions), NO_RULE))

    def flush(self) -> None:
        """Write what waits.

        Raises:
            StoreAwayError: ``store.away``; it goes on waiting.
        """
        with self._lock:
            self._queued = False
            counts, self._counts = self._counts, Counter()
            questions = list(self._questions)
            self._questions.clear()
        if not counts:
            return
        try:
            self._write(counts, questions)
        except Exception:
            with self._lock:
                self._counts += counts
                self._questions.extendleft(reversed(questions[: MOST_WAITING - len(self._questions)]))
            raise

    def counts(self) -> list[UnansweredCount]:
        """What went unanswered, the most frequent first.

        Raises:
            StoreAwayError: ``store.away``.
        """
        table = UNANSWERED_COUNTS.c
        query = select(UNANSWERED_COUNTS).order_by(table.times.desc(), table.topic, table.nearest, table.kind)
        with self._store.read() as connection:
            rows = connection.execute(query).all()
        return [UnansweredCount(Unanswered(row.kind, row.topic, row.nearest), row.times) for row in rows]

    def questions(self, *, after: int = 0, limit: int = 200) -> list[KeptQuestion]:
        """Questions in their words, in the order they were stored, those after an id.

        Raises:
            StoreAwayError: ``store.away``.
        """
        table = UNANSWERED_QUESTIONS.c
        query = select(UNANSWERED_QUESTIONS).where(table.id > after).order_by(table.id).limit(limit)
        with self._store.read() as connection:
            rows = connection.execute(query).all()
        return [_kept(row) for row in rows]

    def every(self) -> Iterator[KeptQuestion]:
        """All questions in their words, in the order they were stored.

        Raises:
            StoreAwayError: ``store.away``.
        """
        last = 0
        while found := self.questions(after=last):
            yield from found
            last = found[-1].id

    def newest(self, *, before: int | None = None, limit: int = 50) -> list[KeptQuestion]:
        """Questions in their words, the last stored first, those before an id.

        Raises:
            StoreAwayError: ``store.away``.
        """
        table = UNANSWERED_QUESTIONS.c
        query = select(UNANSWERED_QUESTIONS).order_by(table.id.desc()).limit(limit)
        with self._store.read() as connection:
            rows = connection.execute(query if before is None else query.where(table.id < before)).all()
        return [_kept(row) for row in rows]

    def question(self, number: int) -> KeptQuestion | None:
        """A question by its id.

        Raises:
            StoreAwayError: ``store.away``.
        """
        return next((one for one in self.questions(after=number - 1, limit=1) if one.id == number), None)

    def erase_all(self) -> int:
        """Remove every question; returns how many there were.

        Raises:
            StoreAwayError: ``store.away``.
        """
        with self._store.write() as connection:
            return connection.execute(delete(UNANSWERED_QUESTIONS)).rowcount

    def erase(self, ids: Iterable[int]) -> int:
        """Remove questions by their ids; returns how many there were.

        Raises:
            StoreAwayError: ``store.away``.
        """
        with self._store.write() as connection:
            return connection.execute(
                delete(UNANSWERED_QUESTIONS).where(UNANSWERED_QUESTIONS.c.id.in_(list(ids)))
            ).rowcount

    def purge(self, days: int) -> int:
        """Remove questions older than so many days; returns how many.

        Raises:
            StoreAwayError: ``store.away``.
        """
        before = self._now() - timedelta(days=days)
        with self._store.write() as connection:
            return connection.execute(
                delete(UNANSWERED_QUESTIONS).where(UNANSWERED_QUESTIONS.c.asked_at < before)
            ).rowcount

    def close(self) -> None:
        """Write what waits, as far as it can be, and end the thread."""
        self._aside.shutdown(wait=True)

    def _note(self, kind: str, nearest: str, answer: Answer, level: str) -> None:
        kept: KeptQuestion | None = None
        if self._keep_words and kind in _WORDS:
            words, what = answer.standalone or answer.question, Unanswered(kind, "", nearest)
            kept = KeptQuestion(0, what, words, answer.as_of, level, self._now())
        self._count(kind, nearest, kept)

    def _count(self, kind: str, nearest: str, kept: KeptQuestion | None = None) -> None:
        with self._lock:
            self._counts[kind, nearest] += 1
            if kept is not None:
                self._questions.append(kept)
            queue, self._queued = not self._queued, True
        if queue:
            self._aside.submit(self._flush)

    def _flush(self) -> None:
        try:
            self.flush()
        except StoreAwayError as error:
            LOG.warning("unanswered: %s", error)
        except Exception:
            LOG.exception("unanswered")

    def _write(self, counted: Counter[tuple[str, str]], waiting: list[KeptQuestion]) -> None:
        with self._store.write() as connection:  # first: while the store is away, nothing below is done
            self._write_with(connection, *self._looked_up(counted, waiting))

    def _looked_up(
        self, counted: Counter[tuple[str, str]], waiting: list[KeptQuestion]
    ) -> tuple[dict[Unanswered, int], list[KeptQuestion]]:
        """Counts and questions with their topics; questions that look as if they must not be kept are left out."""
        topics = {nearest: self._topic_of(nearest) if nearest != NO_RULE else "" for _, nearest in counted}
        counts = {Unanswered(kind, topics[nearest], nearest): times for (kind, nearest), times in counted.items()}
        questions = []
        for one in waiting:
            words = clean_line(one.question)
            if words and not screen_hits(words):
                what = replace(one.what, topic=topics[one.what.nearest])
                questions.append(replace(one, question=words, what=what))
        return counts, questions

    def _write_with(self, connection: Connection, counts: dict[Unanswered, int], questions: list[KeptQuestion]) -> None:
        for what, times in sorted(counts.items(), key=lambda item: repr(item[0])):  # one order for all writers
            row = {"kind": what.kind, "topic": what.topic, "nearest": what.nearest, "times": times}
            added = insert_into(connection, UNANSWERED_COUNTS).values(row)
            connection.execute(
                added.on_conflict_do_update(
                    index_elements=["kind", "topic", "nearest"],
                    set_={"times": UNANSWERED_COUNTS.c.times + added.excluded.times},
                )
            )
        if questions:
            connection.execute(
                insert(UNANSWERED_QUESTIONS),
                [
                    {
                        "kind": one.what.kind,
                        "topic": one.what.topic,
                        "nearest": one.what.nearest,
                        "question": one.question,
                        "as_of": one.as_of,
                        "level": one.level,
                        "asked_at": one.asked_at,
                    }
                    for one in questions
                ],
            )


def _kept(row: Row[tuple[object, ...]]) -> KeptQuestion:
    what = Unanswered(row.kind, row.topic, row.nearest)
    return KeptQuestion(row.id, what, row.question, row.as_of, row.level, row.asked_at)
