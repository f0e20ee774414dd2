"""Sessions on both databases: found by their token alone, over after a time, kept as hashes."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from assistant.accounts.identity import Role
from assistant.accounts.sessions import SessionBook, SessionLife, csrf_of, hash_of
from assistant.accounts.tables import ACCOUNT_SESSIONS
from assistant.store.database import Store

LIFE = SessionLife(timedelta(minutes=30), timedelta(hours=8))


class Clock:
    def __init__(self) -> None:
        self.time = datetime(2026, 11, 22, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


def test_a_token_finds_its_session_and_the_store_cannot_be_used_in_its_place(store: Store) -> None:
    book = SessionBook(store, LIFE)
    token = book.begin("an", "Nguyễn Văn An", Role.MODERATOR, "id")
    found = book.find(token)
    assert found is not None
    assert (found.name, found.subject, found.role) == ("Nguyễn Văn An", "an", Role.MODERATOR)
    assert found.csrf == csrf_of(token) != token
    with store.read() as connection:
        row = connection.execute(select(ACCOUNT_SESSIONS)).one()
    assert token not in [str(value) for value in row]
    for other in (row.token_hash, "", "\0", token + "x", token.swapcase(), "ế\ud800"):
        assert book.find(other) is None


def test_a_session_ends_without_use_and_at_last_whatever_its_use(store: Store) -> None:
    clock = Clock()
    book = SessionBook(store, LIFE, now=clock)
    idle, used = book.begin("a", "A", Role.ORGANISER, ""), book.begin("b", "B", Role.ORGANISER, "")
    for _ in range(19):
        clock.time += timedelta(minutes=25)
        assert book.find(used) is not None
    clock.time += timedelta(minutes=5)
    assert (book.find(used), book.find(idle)) == (None, None)
    assert book.forget() == 2


def test_signing_in_again_ends_the_session_before_and_signing_out_ends_it(store: Store) -> None:
    book = SessionBook(store, LIFE)
    first = book.begin("an", "A", Role.OPERATOR, "một")
    second = book.begin("an", "A", Role.OPERATOR, "hai", instead_of=first)
    assert book.find(first) is None
    assert book.end(second) == "hai"
    assert book.find(second) is None
    assert book.end(second) == ""


@pytest.mark.parametrize("name", ["x" * 500, "Ế" * 300])
def test_long_names_are_cut(store: Store, name: str) -> None:
    book = SessionBook(store, LIFE)
    found = book.find(book.begin("an", name, Role.OPERATOR, ""))
    assert found is not None
    assert found.name == name[:200]
    assert len(hash_of(name)) == 64
