"""Limits shared by all processes: so many times in a window of so many seconds (edge, the store).

A window is counted by whole multiples of its length since 1970, so that all processes mean the same one. Clocks of
hosts differ: one that lags counts into the window that another has begun, and a window that lies further ahead than the
next one is the work of a wrong clock and is begun again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, delete

from assistant.store.database import Store, utc_now
from assistant.store.errors import rate_limited
from assistant.store.tables import RATE_LIMITS, insert_into


@dataclass(frozen=True, slots=True)
class RateLimit:
    """So many times in so many seconds."""

    times: int
    seconds: int


@dataclass(frozen=True, slots=True)
class RateUse:
    """How a limit stands after it was used: how many times are left, and in how many seconds its window ends."""

    left: int
    ends_in_s: int


class RateLimits:
    """The limits of one store.

    Args:
        store: where uses are counted.
        now: clock, injectable; aware.
    """

    def __init__(self, store: Store, *, now: Callable[[], datetime] = utc_now) -> None:
        self._store = store
        self._now = now

    def take(
        self,
        name: str,
        limit: RateLimit,
        *,
        cost: int = 1,
        words: str = "Đã quá số lần cho phép trong khoảng thời gian này.",
    ) -> RateUse:
        """Use a limit.

        Args:
            name: of what is limited, such as ``proposals:`` and a hash of the address; at most 200 characters.
            limit: how often.
            cost: how many times this counts.
            words: what a person is told when the limit is reached.

        Raises:
            RateLimitedError: ``limit.reached``, with the seconds until the window ends.
            StoreAwayError: ``store.away``.
        """
        now = int(self._now().timestamp())
        number = now // limit.seconds
        with self._store.write() as connection:
            insert = insert_into(connection, RATE_LIMITS).values(
                name=name, number=number, used=cost, ends=(number + 1) * limit.seconds
            )
            kept = and_(RATE_LIMITS.c.number >= number, RATE_LIMITS.c.number <= number + 1)
            upsert = insert.on_conflict_do_update(
                index_elements=[RATE_LIMITS.c.name],
                set_={
                    "used": case((kept, RATE_LIMITS.c.used + cost), else_=cost),
                    "number": case((kept, RATE_LIMITS.c.number), else_=number),
                    "ends": case((kept, RATE_LIMITS.c.ends), else_=(number + 1) * limit.seconds),
                },
            ).returning(RATE_LIMITS.c.used, RATE_LIMITS.c.ends)
            used, ends = connection.execute(upsert).one()
        ends_in = max(1, ends - now)
        if used > limit.times:
            raise rate_limited(words, ends_in)
        return RateUse(limit.times - used, ends_in)

    def forget(self) -> int:
        """Remove windows that ended an hour ago or more; returns how many.

        Raises:
            StoreAwayError: ``store.away``.
        """
        before = int(self._now().timestamp()) - 3600
        with self._store.write() as connection:
            return connection.execute(delete(RATE_LIMITS).where(RATE_LIMITS.c.ends < before)).rowcount
