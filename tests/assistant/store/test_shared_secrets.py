"""Values that processes share: made once, and salts that are gone after their day."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

from sqlalchemy import select

from assistant.store.database import Store
from assistant.store.shared_secrets import daily_salt, shared_secret
from assistant.store.tables import SHARED_SECRETS

DAY = date(2026, 11, 22)


def test_whoever_asks_gets_the_same_value(store_address: str) -> None:
    stores = [Store(store_address), Store(store_address)]
    with ThreadPoolExecutor(6) as pool:
        values = set(pool.map(lambda place: shared_secret(stores[place % 2], "phiếu"), range(12)))
    assert len(values) == 1
    assert len(values.pop()) == 32
    assert shared_secret(stores[0], "khác") != shared_secret(stores[1], "phiếu")
    for store in stores:
        store.close()


def test_a_salt_ends_with_its_day(store: Store) -> None:
    lasting = shared_secret(store, "a_b")
    first = daily_salt(store, "a", DAY)
    assert daily_salt(store, "a", DAY) == first
    assert daily_salt(store, "b", DAY) != first
    assert daily_salt(store, "a", DAY + timedelta(days=1)) != first
    daily_salt(store, "a", DAY + timedelta(days=2))
    with store.read() as connection:
        names = set(connection.execute(select(SHARED_SECRETS.c.name)).scalars())
    assert names == {"a:2026-11-23", "a:2026-11-24", "b:2026-11-22", "a_b"}
    assert daily_salt(store, "a", DAY) != first
    assert shared_secret(store, "a_b") == lasting
