"""Random values that all processes share: keys that sign what goes out and comes back, salts that end with their day.

Edge, the store. A value is made by whoever asks first and never leaves the service.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, delete, select

from assistant.store.database import Store, utc_now
from assistant.store.tables import SHARED_SECRETS, insert_into

BYTES = 32
"""Length of a value."""


def shared_secret(store: Store, name: str) -> bytes:
    """The value of this name, made at its first use.

    Raises:
        StoreAwayError: ``store.away``.
    """
    with store.write() as connection:
        return _value(connection, name, utc_now())


def daily_salt(store: Store, purpose: str, day: date) -> bytes:
    """The salt of a purpose and a day; those from before the day before it are removed, so that nobody can repeat them.

    Raises:
        StoreAwayError: ``store.away``.
    """
    with store.write() as connection:
        begun = f"{purpose}:{(day - timedelta(days=1)).isoformat()}"
        connection.execute(
            delete(SHARED_SECRETS).where(
                SHARED_SECRETS.c.name.startswith(f"{purpose}:", autoescape=True), SHARED_SECRETS.c.name < begun
            )
        )
        return _value(connection, f"{purpose}:{day.isoformat()}", utc_now())


def _value(connection: Connection, name: str, now: datetime) -> bytes:
    made = {"name": name, "value": secrets.token_hex(BYTES), "made_at": now}
    connection.execute(insert_into(connection, SHARED_SECRETS).values(made).on_conflict_do_nothing())
    kept = connection.execute(select(SHARED_SECRETS.c.value).where(SHARED_SECRETS.c.name == name)).scalar_one()
    return bytes.fromhex(kept)
