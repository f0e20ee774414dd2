"""The log of what was done to the service: appended to, never changed, each line bound to the one before (edge, store).

A line's hash covers its own fields and the hash of the line before, so a line changed, dropped or put in afterwards
shows, and so does an end cut off, since the last line is kept beside the log. Triggers of the database refuse changes
by mistake. Whoever may write the database at will could make the whole chain anew; against that the last hash is noted
somewhere else and compared (``verify(head=…)``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from assistant.accounts.errors import AuditError
from assistant.accounts.tables import AUDIT_HEAD, AUDIT_LOG
from assistant.store.database import Store, utc_now
from assistant.store.tables import insert_into
from corpus.core.codes import Code

START = "0" * 64
"""Stands for the line before the first one."""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One thing that was done.

    Attributes:
        number: from 1 on, without a gap.
        at: instant in UTC, ISO 8601.
        who: name and id of the person, the key or the command line.
        action: what, such as ``documents.add``.
        target: on what.
        detail: further values, as JSON.
        before: hash of the line before.
        hash: of this line.
    """

    number: int
    at: str
    who: str
    action: str
    target: str
    detail: str
    before: str
    hash: str

    def expected(self) -> str:
        """The hash that the line ought to have."""
        fields = [self.number, self.at, self.who, self.action, self.target, self.detail, self.before]
        return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class AuditHead:
    """Where the log ends."""

    number: int
    hash: str


class AuditLog:
    """The log of one store.

    Args:
        store: where it is kept.
        now: clock, injectable; aware.
    """

    def __init__(self, store: Store, *, now: Callable[[], datetime] = utc_now) -> None:
        self._store = store
        self._now = now

    def write(self, who: str, action: str, target: str = "", detail: Mapping[str, Any] | None = None) -> AuditLine:
        """Append a line; processes that write at once do it one after the other.

        Raises:
            StoreAwayError: ``store.away``; the line may have been written.
        """
        told = json.dumps(dict(detail or {}), ensure_ascii=False, sort_keys=True, default=str)
        with self._store.write() as connection:
            before = _locked(connection)
            made = AuditLine(
                number=before.number + 1,
                at=self._now().isoformat(timespec="milliseconds"),
                who=_clean(who, 300),
                action=action,
                target=_clean(target, 300),
                detail=_clean(told, 20_000),
                before=before.hash,
                hash="",
            )
            fields = {
                name: getattr(made, name) for name in ("number", "at", "who", "action", "target", "detail", "before")
            }
            connection.execute(insert(AUDIT_LOG).values(**fields, hash=made.expected()))
            connection.execute(update(AUDIT_HEAD).values(number=made.number, hash=made.expected()))
        return AuditLine(**fields, hash=made.expected())

    def lines(self, *, before: int | None = None, limit: int = 100) -> list[AuditLine]:
        """The latest lines, the newest first; ``before`` a number for those further back.

        Raises:
            StoreAwayError: ``store.away``.
        """
        query = select(AUDIT_LOG).order_by(AUDIT_LOG.c.number.desc()).limit(limit)
        if before is not None:
            query = query.where(AUDIT_LOG.c.number < before)
        with self._store.read() as connection:
            return [_line(row) for row in connection.execute(query)]

    def verify(self, head: AuditHead | None = None) -> AuditHead:
        """Read the whole log and work every hash again; gives where it ends.

        Args:
            head: where it ended at some time before; it must still be in the log.

        Raises:
            AuditError: ``audit.broken``, naming the first line that is not what was written.
            StoreAwayError: ``store.away``.
        """
        last, met = AuditHead(0, START), head is None or head == AuditHead(0, START)
        with self._store.read() as connection:
            kept = connection.execute(select(AUDIT_HEAD.c.number, AUDIT_HEAD.c.hash)).one_or_none()
            for line in self._all(connection):
                if line.number != last.number + 1:
                    raise _broken(f"thiếu dòng {last.number + 1}")
                if line.before != last.hash or line.hash != line.expected():
                    raise _broken(f"dòng {line.number} đã bị sửa")
                last = AuditHead(line.number, line.hash)
                met = met or last == head
        if last != (AuditHead(kept.number, kept.hash) if kept else AuditHead(0, START)):
            raise _broken(f"các dòng sau dòng {last.number} không còn")
        if not met:
            raise _broken("không có dòng đã ghi lại trước đây")
        return last

    def _all(self, connection: Connection) -> Iterator[AuditLine]:
        """All lines, first to last, some at a time."""
        number = 0
        query = select(AUDIT_LOG).order_by(AUDIT_LOG.c.number).limit(1000)
        while rows := connection.execute(query.where(AUDIT_LOG.c.number > number)).all():
            yield from map(_line, rows)
            number = rows[-1].number

    def count(self) -> int:
        """How many lines there are.

        Raises:
            StoreAwayError: ``store.away``.
        """
        with self._store.read() as connection:
            return connection.execute(select(func.count()).select_from(AUDIT_LOG)).scalar_one()


def _locked(connection: Connection) -> AuditHead:
    """Where the log ends, held until this transaction does; the first writer makes the row."""
    connection.execute(insert_into(connection, AUDIT_HEAD).values(id=1, number=0, hash=START).on_conflict_do_nothing())
    row = connection.execute(select(AUDIT_HEAD.c.number, AUDIT_HEAD.c.hash).with_for_update()).one()
    return AuditHead(row.number, row.hash)


def _clean(text: str, longest: int) -> str:
    """Text that every database keeps, cut to its place."""
    return text.encode("utf-8", "replace").decode().replace("\0", "�")[:longest]


def _line(row: Row[tuple[object, ...]]) -> AuditLine:
    return AuditLine(row.number, row.at, row.who, row.action, row.target, row.detail, row.before, row.hash)


def _broken(what: str) -> AuditError:
    return AuditError(
        Code.AUDIT_BROKEN, f"Nhật ký kiểm soát không còn nguyên vẹn: {what}.", hint="So với bản sao lưu gần nhất."
    )
