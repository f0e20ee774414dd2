"""Sessions of persons who signed in (edge, the store).

A session is a random token in a cookie; the store knows its hash, so whoever reads the store cannot be anybody. It ends
by itself after a time without use and after a longest time, whatever its use. The mark against forged forms is made of
the token, so it belongs to the session and needs no place of its own.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, insert, or_, select, update

from assistant.accounts.identity import Identity, Role
from assistant.accounts.tables import ACCOUNT_SESSIONS as T
from assistant.store.database import Store, utc_now

SEEN_EVERY = timedelta(minutes=1)
"""How exactly the last use is kept: not every request writes."""


@dataclass(frozen=True, slots=True)
class SessionLife:
    """How long a session lives: without use, and at most."""

    idle: timedelta = timedelta(hours=1)
    longest: timedelta = timedelta(hours=12)


class SessionBook:
    """The sessions of one store.

    Args:
        store: where they are kept.
        life: how long they live.
        now: clock, injectable; aware.
    """

    def __init__(self, store: Store, life: SessionLife, *, now: Callable[[], datetime] = utc_now) -> None:
        self._store = store
        self._life = life
        self._now = now

    def begin(self, subject: str, name: str, role: Role, id_token: str, *, instead_of: str = "") -> str:
        """A new session; gives the token for the cookie.

        Args:
            subject: the person's lasting id.
            name: as shown.
            role: what the person may do.
            id_token: told to the sign-on server when the person signs out.
            instead_of: token of a session in the same browser, which ends.

        Raises:
            StoreAwayError: ``store.away``.
        """
        token, now = secrets.token_urlsafe(32), self._now()
        row = {"subject": subject[:300], "name": name[:200], "role": role.value, "id_token": id_token}
        with self._store.write() as connection:
            connection.execute(delete(T).where(or_(T.c.token_hash == hash_of(instead_of), self._over(now))))
            connection.execute(insert(T).values(token_hash=hash_of(token), made_at=now, seen_at=now, **row))
        return token

    def find(self, token: str) -> Identity | None:
        """Who this token belongs to; ``None`` when it is none, or its session has ended.

        Raises:
            StoreAwayError: ``store.away``.
        """
        now, key = self._now(), hash_of(token)
        with self._store.read() as connection:
            row = connection.execute(select(T).where(T.c.token_hash == key)).one_or_none()
        if row is None or row.made_at <= now - self._life.longest or row.seen_at <= now - self._life.idle:
            return None
        if row.seen_at <= now - SEEN_EVERY:
            with self._store.write() as connection:
                connection.execute(update(T).where(T.c.token_hash == key).values(seen_at=now))
        return Identity(row.name, row.subject, Role(row.role), csrf=csrf_of(token))

    def end(self, token: str) -> str:
        """End a session; gives its identity token for the sign-on server, empty when there was none.

        Raises:
            StoreAwayError: ``store.away``.
        """
        with self._store.write() as connection:
            found = delete(T).where(T.c.token_hash == hash_of(token)).returning(T.c.id_token)
            return connection.execute(found).scalar() or ""

    def forget(self) -> int:
        """Remove sessions that have ended; returns how many.

        Raises:
            StoreAwayError: ``store.away``.
        """
        with self._store.write() as connection:
            return connection.execute(delete(T).where(self._over(self._now()))).rowcount

    def _over(self, now: datetime) -> ColumnElement[bool]:
        return or_(T.c.made_at <= now - self._life.longest, T.c.seen_at <= now - self._life.idle)


def hash_of(token: str) -> str:
    """What is kept of a secret that is random itself."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def csrf_of(token: str) -> str:
    """The mark that forms shown to a session carry."""
    return hmac.new(token.encode(), b"form", hashlib.sha256).hexdigest()
