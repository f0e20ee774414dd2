"""The door of a service that is open to the public: who is counted, and what goes on while the store is away."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.accounts.door import Door, DoorPolicy
from assistant.accounts.errors import ForbiddenError, SignInError
from assistant.accounts.identity import NOBODY, Role, visitor
from assistant.accounts.keys import KeyBook
from assistant.accounts.sessions import SessionBook, SessionLife
from assistant.store.database import Store
from assistant.store.errors import RateLimitedError, StoreAwayError
from assistant.store.limits import RateLimits

HTTPS = DoorPolicy(public=True, address="https://tro-ly.example", per_address=2)


def door(store: Store, policy: DoorPolicy = HTTPS) -> Door:
    return Door(policy, SessionBook(store, SessionLife()), KeyBook(store), RateLimits(store))


def scope(path: str, method: str = "GET", client: str = "192.0.2.1", **headers: str) -> dict[str, Any]:
    told = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "path": path, "method": method, "headers": told, "client": (client, 1)}


@pytest.fixture
def away(tmp_path: Any) -> Store:
    """A store that cannot be reached."""
    (tmp_path / "kho").write_text("no folder", "utf-8")
    return Store(f"sqlite:///{tmp_path}/kho/store.sqlite")


async def test_who_asks_without_a_key_is_counted_by_address(store: Store) -> None:
    here = door(store)
    for _ in range(2):
        await here(scope("/api/v1/answers", "POST"))
    with pytest.raises(RateLimitedError):
        await here(scope("/api/v1/answers", "POST"))
    await here(scope("/api/v1/answers", "POST", client="192.0.2.2"))
    await here(scope("/so-tay"))
    assert visitor() is NOBODY


async def test_the_public_reads_while_the_store_is_away_and_nothing_else_goes_on(away: Store) -> None:
    here = door(away)
    cookie = f"{HTTPS.cookie}=abc"
    await here(scope("/api/v1/answers", "POST"))
    await here(scope("/api/v1/answers", "POST", cookie=cookie))
    await here(scope("/healthz", cookie=cookie))
    for refused in (
        scope("/quan-tri", cookie=cookie),
        scope("/so-tay", authorization=f"Bearer tldh_{'0' * 12}_{'0' * 64}"),
    ):
        with pytest.raises(StoreAwayError):
            await here(refused)


async def test_a_cookie_is_bound_to_the_host_by_its_name_where_there_is_https(store: Store) -> None:
    here = door(store)
    token = here.sessions.begin("an", "An", Role.OPERATOR, "")
    assert HTTPS.cookie.startswith("__Host-")
    await here(scope("/quan-tri/khoa", cookie=f"a=b; {HTTPS.cookie}={token}"))
    assert (visitor() or NOBODY).may(Role.OPERATOR)
    for other in (f"tldh-phien={token}", f"{HTTPS.cookie}={token}x", f"{HTTPS.cookie}={'x' * 5000}", "\x00;;=", ""):
        with pytest.raises(SignInError):
            await here(scope("/quan-tri/khoa", cookie=other))
        assert visitor() is NOBODY


@pytest.mark.parametrize(
    "headers, allowed",
    [
        ({}, True),
        ({"origin": "https://tro-ly.example"}, True),
        ({"origin": "https://TRO-LY.example", "sec_fetch_site": "same-origin"}, True),
        ({"origin": "null", "sec_fetch_site": "same-origin"}, True),
        ({"origin": "null"}, False),
        ({"origin": "null", "sec_fetch_site": "cross-site"}, False),
        ({"origin": "https://tro-ly.example", "sec_fetch_site": "same-site"}, False),
        ({"origin": "https://tro-ly.example.khac.example"}, False),
        ({"origin": "http://tro-ly.example"}, False),
    ],
)
async def test_changes_come_from_pages_of_this_service(store: Store, headers: dict[str, str], allowed: bool) -> None:
    here = door(store)
    cookie = f"{HTTPS.cookie}={here.sessions.begin('an', 'An', Role.OPERATOR, '')}"
    posted = scope("/quan-tri/khoa", "POST", cookie=cookie, **headers)
    if allowed:
        await here(posted)
    else:
        with pytest.raises(ForbiddenError, match=r"request\.origin"):
            await here(posted)


async def test_an_open_chat_ends_with_its_session(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = door(store, DoorPolicy(public=False, address="https://tro-ly.example"))
    token = closed.sessions.begin("an", "An", Role.ORGANISER, "")

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.receive", "text": "2"}

    monkeypatch.setattr("assistant.accounts.door.CHECK_EVERY_S", 0)
    told = closed.watched(scope("/chat/ws/socket.io/", cookie=f"{HTTPS.cookie}={token}"), receive)
    assert (await told())["type"] == "websocket.receive"
    closed.sessions.end(token)
    assert (await told())["type"] == "websocket.disconnect"
