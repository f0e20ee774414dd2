"""Keys of portals: made once, kept as a hash, for stated purposes, within a quota, until revoked (edge, the store)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, select, update

from assistant.accounts.errors import KeyFormError, SignInError
from assistant.accounts.identity import Identity, KeyScope
from assistant.accounts.sessions import hash_of
from assistant.accounts.tables import API_KEYS as T
from assistant.store.database import Store, utc_now
from assistant.store.limits import RateLimit, RateLimits
from assistant.store.tables import insert_into
from corpus.core.codes import Code

MAX_NAME = 120
MAX_QUOTA = 10_000_000
_ID = re.compile(r"[0-9a-f]{12}")
_KEY = re.compile(r"tldh_([0-9a-f]{12})_[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What is known of a key; not the key itself.

    Attributes:
        id: stands in the key, and in logs.
        per_minute: most requests in a minute.
        per_day: most requests in a day.
        ends_at: when it ends by itself; ``None`` for never.
    """

    id: str
    name: str
    scopes: frozenset[KeyScope]
    per_minute: int
    per_day: int
    made_by: str
    made_at: datetime
    ends_at: datetime | None
    revoked_at: datetime | None

    @property
    def identity(self) -> Identity:
        """Who a request with this key comes from."""
        return Identity(self.name, f"key:{self.id}", scopes=self.scopes)

    def valid(self, now: datetime) -> bool:
        """Whether it may still be used."""
        return self.revoked_at is None and (self.ends_at is None or now < self.ends_at)


class KeyBook:
    """The keys of one store.

    Args:
        store: where they are kept.
        now: clock, injectable; aware.
    """

    def __init__(self, store: Store, *, now: Callable[[], datetime] = utc_now) -> None:
        self._store = store
        self._now = now
        self._limits = RateLimits(store, now=now)

    def make(
        self,
        name: str,
        scopes: Collection[KeyScope],
        *,
        per_minute: int,
        per_day: int,
        by: str,
        ends_at: datetime | None = None,
        key_id: str = "",
    ) -> tuple[ApiKey, str]:
        """A new key: what is known of it, and the key, which nobody can show again.

        Args:
            name: who uses it.
            scopes: what it is for.
            per_minute: most requests in a minute.
            per_day: most requests in a day.
            by: who makes it.
            ends_at: when it ends by itself.
            key_id: its id (``new_id``), given by a form so that sending the form twice makes one key.

        Raises:
            KeyFormError: ``key.form``: no name, no purpose, or a quota out of bounds.
            StoreAwayError: ``store.away``.
        """
        name = " ".join(name.split())
        if not 0 < len(name) <= MAX_NAME:
            raise KeyFormError(Code.KEY_FORM, f"Khóa cần một tên, tối đa {MAX_NAME} ký tự.")
        if not scopes:
            raise KeyFormError(Code.KEY_FORM, "Khóa cần ít nhất một quyền.")
        if not (1 <= per_minute <= MAX_QUOTA and 1 <= per_day <= MAX_QUOTA):
            raise KeyFormError(Code.KEY_FORM, f"Hạn mức phải từ 1 đến {MAX_QUOTA}.")
        now = self._now()
        if ends_at is not None and ends_at <= now:
            raise KeyFormError(Code.KEY_FORM, "Ngày hết hạn của khóa phải sau hôm nay.")
        if key_id and _ID.fullmatch(key_id) is None:
            raise KeyFormError(Code.KEY_FORM, "Biểu mẫu cấp khóa đã cũ.", hint="Xin mở lại trang.")
        key_id = key_id or new_id()
        key = f"tldh_{key_id}_{secrets.token_hex(32)}"
        made = ApiKey(key_id, name, frozenset(scopes), per_minute, per_day, by[:200], now, ends_at, None)
        row: dict[str, object] = {
            "id": made.id,
            "key_hash": hash_of(key),
            "name": name,
            "scopes": " ".join(sorted(made.scopes)),
        }
        row |= {"per_minute": per_minute, "per_day": per_day, "made_by": made.made_by}
        with self._store.write() as connection:
            new = insert_into(connection, T).values(**row, made_at=now, ends_at=ends_at).on_conflict_do_nothing()
            if connection.execute(new.returning(T.c.id)).one_or_none() is None:
                raise KeyFormError(Code.KEY_FORM, "Khóa này đã được cấp; gửi lại biểu mẫu không cấp thêm khóa.")
        return made, key

    def find(self, key: str) -> ApiKey:
        """The key that a request carries.

        Raises:
            SignInError: ``key.invalid`` or ``key.revoked``.
            StoreAwayError: ``store.away``.
        """
        if _KEY.fullmatch(key) is None:
            raise _unknown()
        with self._store.read() as connection:
            row = connection.execute(select(T).where(T.c.key_hash == hash_of(key))).one_or_none()
        if row is None:
            raise _unknown()
        found = _key(row)
        if not found.valid(self._now()):
            raise SignInError(
                Code.KEY_REVOKED,
                "Khóa API này đã bị thu hồi hoặc hết hạn.",
                "Xin đề nghị người vận hành cấp khóa mới.",
            )
        return found

    def use(self, key: ApiKey) -> None:
        """Count one request.

        Raises:
            RateLimitedError: ``limit.reached``.
            StoreAwayError: ``store.away``.
        """
        words = "Khóa API đã dùng hết hạn mức."
        self._limits.take(f"key:{key.id}:minute", RateLimit(key.per_minute, 60), words=words)
        self._limits.take(f"key:{key.id}:day", RateLimit(key.per_day, 86400), words=words)

    def all(self) -> list[ApiKey]:
        """All keys, the newest first.

        Raises:
            StoreAwayError: ``store.away``.
        """
        with self._store.read() as connection:
            return [_key(row) for row in connection.execute(select(T).order_by(T.c.made_at.desc(), T.c.id))]

    def revoke(self, key_id: str) -> ApiKey | None:
        """Take a key back, from the next request on; ``None`` when there is none of this id that can be used.

        Raises:
            StoreAwayError: ``store.away``.
        """
        change = update(T).where(T.c.id == key_id, T.c.revoked_at.is_(None)).values(revoked_at=self._now())
        with self._store.write() as connection:
            row = connection.execute(change.returning(*T.c)).one_or_none()
        return None if row is None else _key(row)


def new_id() -> str:
    """An id for a key that is to be made."""
    return secrets.token_hex(6)


def _unknown() -> SignInError:
    return SignInError(Code.KEY_INVALID, "Khóa API không đúng.", "Gửi khóa ở đầu mục Authorization: Bearer tldh_…")


def _key(row: Row[tuple[object, ...]]) -> ApiKey:
    return ApiKey(
        row.id,
        row.name,
        frozenset(KeyScope(scope) for scope in row.scopes.split()),
        row.per_minute,
        row.per_day,
        row.made_by,
        row.made_at,
        row.ends_at,
        row.revoked_at,
    )
