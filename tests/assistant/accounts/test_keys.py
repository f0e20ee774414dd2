"""Keys of portals on both databases: shown once, kept as hashes, within quotas, over when revoked or at their end."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from assistant.accounts.errors import KeyFormError, SignInError
from assistant.accounts.identity import KeyScope
from assistant.accounts.keys import ApiKey, KeyBook
from assistant.accounts.tables import API_KEYS
from assistant.store.database import Store
from assistant.store.errors import RateLimitedError

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> datetime:
        return self.time


def made(book: KeyBook, **more: object) -> tuple[ApiKey, str]:
    usual = {"per_minute": 5, "per_day": 8, "by": "an"}
    return book.make("Cổng thử", [KeyScope.PROPOSE, KeyScope.ASK], **(usual | more))  # type: ignore[arg-type]


def test_a_key_is_found_and_the_store_holds_none(store: Store) -> None:
    book = KeyBook(store)
    known, key = made(book)
    assert book.find(key) == known
    assert known.identity.scopes == {KeyScope.ASK, KeyScope.PROPOSE}
    assert known.identity.subject == f"key:{known.id}"
    assert known.identity.role is None
    with store.read() as connection:
        values = [str(value) for value in connection.execute(select(API_KEYS)).one()]
    assert key not in values
    assert key.rpartition("_")[2] not in " ".join(values)
    assert book.all() == [known]


def test_a_revoked_key_and_one_at_its_end_open_nothing(store: Store) -> None:
    clock = Clock()
    book = KeyBook(store, now=clock)
    known, key = made(book, ends_at=NOW + timedelta(days=1))
    clock.time += timedelta(days=1)
    with pytest.raises(SignInError, match=r"key\.revoked"):
        book.find(key)
    clock.time = NOW
    revoked = book.revoke(known.id)
    assert revoked is not None
    assert revoked.revoked_at == NOW
    assert book.revoke(known.id) is None
    assert book.revoke("khác") is None
    with pytest.raises(SignInError, match=r"key\.revoked"):
        book.find(key)
    for other in ("", "tldh_", key[:-1], key + "0", key.upper(), f"tldh_{known.id}_{'0' * 64}"):
        with pytest.raises(SignInError, match=r"key\.invalid"):
            book.find(other)


def test_quotas_are_of_a_minute_and_of_a_day_and_of_one_key(store: Store) -> None:
    clock = Clock()
    book = KeyBook(store, now=clock)
    known, other = made(book)[0], made(book)[0]
    for _ in range(5):
        book.use(known)
    with pytest.raises(RateLimitedError) as caught:
        book.use(known)
    assert caught.value.retry_after_s <= 60
    book.use(other)
    clock.time += timedelta(minutes=1)
    book.use(known)
    book.use(known)
    book.use(known)
    with pytest.raises(RateLimitedError) as caught:
        book.use(known)
    assert caught.value.retry_after_s > 3600
    clock.time += timedelta(days=1)
    book.use(known)


@pytest.mark.parametrize(
    "name, scopes, more",
    [
        ("", [KeyScope.ASK], {}),
        (" \n", [KeyScope.ASK], {}),
        ("x" * 121, [KeyScope.ASK], {}),
        ("cổng", [], {}),
        ("cổng", [KeyScope.ASK], {"per_minute": 0}),
        ("cổng", [KeyScope.ASK], {"per_day": 10**9}),
        ("cổng", [KeyScope.ASK], {"ends_at": NOW}),
    ],
)
def test_a_key_needs_a_name_a_purpose_and_quotas(
    store: Store, name: str, scopes: list[KeyScope], more: dict[str, int]
) -> None:
    book = KeyBook(store, now=Clock())
    with pytest.raises(KeyFormError, match=r"key\.form"):
        book.make(name, scopes, **({"per_minute": 1, "per_day": 1, "by": "an"} | more))  # type: ignore[arg-type]
    assert book.all() == []
