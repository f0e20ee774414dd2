"""Signing in: what an honest server gives, and everything that a dishonest one or somebody in between may try."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from assistant.accounts.errors import AccountSetupError, ForbiddenError, SignOnError
from assistant.accounts.identity import Role
from assistant.accounts.sign_on import LEEWAY_S, PENDING, SignOn, SignOnOptions, roles_from
from assistant.store.database import Store
from tests.issuer import CLIENT, SECRET, Liar

ROLES = {"quan-tri": Role.OPERATOR, "operator": Role.OPERATOR, "to-chuc": Role.ORGANISER}


def options(**more: Any) -> SignOnOptions:
    usual = {"client_id": CLIENT, "client_secret": SECRET, "roles": ROLES, "address": "https://tro-ly.example"}
    return SignOnOptions(**({"issuer": "https://sso.example"} | usual | more))


async def now(work: Any, *arguments: Any) -> Any:
    """Runs what waits for the store at once."""
    return work(*arguments)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One store for tests of what the sign-on server says, which hardly touch it."""
    with closing(Store(f"sqlite:///{tmp_path_factory.mktemp('kho')}/store.sqlite")) as store:
        yield store


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.time = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.time


async def sign_in(liar: Liar, store: Store, clock: Clock | None = None, **more: Any) -> Any:
    on = SignOn(options(**more), store, now=clock or Clock(), transport=liar.transport())
    leaving = await on.depart("/quan-tri", now)
    _, answer = liar.begin(leaving.url)
    return await on.arrive(answer, leaving.browser, now)


async def test_an_honest_server_says_who_it_is(kept: Store) -> None:
    liar = Liar(claims={"name": "Nguyễn Văn An", "roles": ["to-chuc", "quan-tri", "khác"]})
    came = await sign_in(liar, kept)
    assert (came.subject, came.name, came.role, came.goes_to) == ("an", "Nguyễn Văn An", Role.OPERATOR, "/quan-tri")
    assert "/userinfo" not in liar.asked


async def test_the_request_names_the_service_and_hides_the_verifier(kept: Store) -> None:
    on = SignOn(options(), kept, transport=Liar().transport())
    asked = parse_qs(urlsplit((await on.depart("/", now)).url).query)
    assert asked["redirect_uri"] == ["https://tro-ly.example/dang-nhap/tra-ve"]
    assert asked["response_type"] == ["code"]
    assert set(asked["scope"][0].split()) == {"openid", "profile"}
    assert len(asked["state"][0]) >= 43
    assert len(asked["nonce"][0]) >= 43
    assert "code_verifier" not in asked


@pytest.mark.parametrize(
    "claim, place",
    [("realm_access.roles", {"realm_access": {"roles": ["to-chuc"]}}), ("vai", {"vai": "to-chuc"})],
)
async def test_roles_stand_where_the_settings_say(kept: Store, claim: str, place: dict[str, Any]) -> None:
    came = await sign_in(Liar(claims=place, without=("roles",)), kept, role_claim=claim)
    assert came.role is Role.ORGANISER


async def test_roles_may_come_from_what_the_server_says_besides(kept: Store) -> None:
    liar = Liar(without=("roles",), userinfo={"sub": "an", "roles": "to-chuc"})
    assert (await sign_in(liar, kept)).role is Role.ORGANISER


@pytest.mark.parametrize(
    "liar, code",
    [
        (Liar(claims={"iss": "https://khac.example"}), "account.token"),
        (Liar(claims={"aud": "khac"}), "account.token"),
        (Liar(claims={"aud": [CLIENT, "khac"], "azp": "khac"}), "account.token"),
        (Liar(claims={"nonce": "cũ"}), "account.token"),
        (Liar(without=("nonce",)), "account.token"),
        (Liar(without=("exp",)), "account.token"),
        (Liar(without=("sub",)), "account.token"),
        (Liar(claims={"sub": ""}), "account.token"),
        (Liar(claims={"exp": 1}), "account.token"),
        (Liar(claims={"exp": int(time.time()) - LEEWAY_S - 60}), "account.token"),
        (Liar(claims={"nbf": int(time.time()) + LEEWAY_S + 86_400}), "account.token"),
        (Liar(claims={"at_hash": "AAAA"}), "account.token"),
        (Liar(signed_with="bad"), "account.token"),
        (Liar(signed_with="bad", header={"kid": "good"}), "account.token"),
        (Liar(header={"alg": "none"}), "account.token"),
        (Liar(without=("roles",), userinfo={"sub": "bình", "roles": ["operator"]}), "account.token"),
        (Liar(without=("roles",), userinfo={"sub": "an", "roles": ["khách"]}), "account.no_role"),
        (Liar(claims={"roles": "khách"}, userinfo={"sub": "an"}), "account.no_role"),
        (Liar(without=("roles",)), "account.issuer"),
        (Liar(description={"issuer": "https://khac.example"}), "account.issuer"),
        (Liar(description={"token_endpoint": None}), "account.issuer"),
        (Liar(down=frozenset({"/.well-known/openid-configuration"})), "account.issuer"),
        (Liar(down=frozenset({"/token"})), "account.issuer"),
        (Liar(down=frozenset({"/jwks"})), "account.issuer"),
    ],
)
async def test_what_is_forged_over_or_meant_for_others_lets_nobody_in(kept: Store, liar: Liar, code: str) -> None:
    with pytest.raises((SignOnError, ForbiddenError)) as caught:
        await sign_in(liar, kept)
    assert caught.value.code == code


@pytest.mark.parametrize("seconds", [LEEWAY_S - 30, -(LEEWAY_S - 30)])
async def test_clocks_may_differ_a_little(kept: Store, seconds: int) -> None:
    at = int(time.time()) + seconds
    came = await sign_in(Liar(claims={"iat": at, "nbf": at, "exp": at + 1 if seconds < 0 else at + 300}), kept)
    assert came.subject == "an"


async def test_new_keys_of_the_server_are_fetched_when_they_are_needed(kept: Store) -> None:
    liar = Liar(published=("good",))
    on = SignOn(options(), kept, transport=liar.transport())
    for name in ("good", "new"):
        leaving = await on.depart("/", now)
        liar.published, liar.signed_with, liar.claims, liar.used = (name,), name, {}, set()
        assert (await on.arrive(liar.begin(leaving.url)[1], leaving.browser, now)).subject == "an"
    assert liar.asked.count("/jwks") == 2


async def test_an_answer_counts_once_in_the_browser_that_asked_and_in_time(store: Store) -> None:
    liar, clock = Liar(), Clock()
    on = SignOn(options(), store, now=clock, transport=liar.transport())

    async def refused(answer: dict[str, str], browser: str) -> str:
        with pytest.raises(SignOnError) as caught:
            await on.arrive(answer, browser, now)
        return caught.value.code

    leaving = await on.depart("/", now)
    _, answer = liar.begin(leaving.url)
    assert await refused(answer | {"state": "khác"}, leaving.browser) == "account.state"
    await on.arrive(answer, leaving.browser, now)
    assert await refused(answer, leaving.browser) == "account.state", "replayed"
    leaving = await on.depart("/", now)
    assert await refused(liar.begin(leaving.url)[1], "trình duyệt khác") == "account.state"
    leaving = await on.depart("/", now)
    assert await refused(liar.begin(leaving.url)[1], leaving.browser) == "account.state", "a used code"
    leaving = await on.depart("/", now)
    clock.time += PENDING + timedelta(seconds=1)
    assert await refused(liar.begin(leaving.url)[1], leaving.browser) == "account.state"
    assert on.forget() == 0, "what was tried is gone"
    await on.depart("/", now)
    clock.time += PENDING
    assert on.forget() == 1


async def test_a_code_is_worth_nothing_without_the_verifier_of_the_sign_in(kept: Store) -> None:
    liar = Liar()
    on = SignOn(options(), kept, transport=liar.transport())
    mine, theirs = await on.depart("/", now), await on.depart("/", now)
    _, stolen = liar.begin(theirs.url)
    state, _ = Liar().begin(mine.url)
    with pytest.raises(SignOnError, match=r"account\.state"):
        await on.arrive(stolen | {"state": state}, mine.browser, now)
    assert liar.used == set()


async def test_a_server_that_turns_people_away_is_told_and_an_answer_of_another_issuer_is_refused(kept: Store) -> None:
    liar = Liar()
    on = SignOn(options(), kept, transport=liar.transport())
    for more, code in (
        ({"error": "access_denied"}, "account.denied"),
        ({"iss": "https://khac.example"}, "account.token"),
    ):
        leaving = await on.depart("/", now)
        with pytest.raises(SignOnError) as caught:
            await on.arrive(liar.begin(leaving.url)[1] | more, leaving.browser, now)
        assert caught.value.code == code
    assert "/token" not in liar.asked


async def test_a_farewell_leads_to_the_server_where_it_has_a_place_for_it(kept: Store) -> None:
    on = SignOn(options(), kept, transport=Liar().transport())
    told = parse_qs(urlsplit(await on.farewell("mã thông báo")).query)
    assert told["id_token_hint"] == ["mã thông báo"]
    assert told["post_logout_redirect_uri"] == ["https://tro-ly.example/dang-nhap"]
    for liar in (
        Liar(description={"end_session_endpoint": None}),
        Liar(down=frozenset({"/.well-known/openid-configuration"})),
    ):
        assert await SignOn(options(), kept, transport=liar.transport()).farewell("") == ""


@pytest.mark.parametrize(
    "more",
    [
        {"issuer": "http://sso.example"},
        {"issuer": "sso.example"},
        {"address": "http://tro-ly.example"},
        {"client_id": ""},
        {"client_secret": "mật khẩu"},
        {"scope": "profile"},
        {"roles": {}},
    ],
)
def test_settings_that_would_send_secrets_in_the_clear_or_let_nobody_in_are_refused(more: dict[str, Any]) -> None:
    with pytest.raises(AccountSetupError, match=r"account\.settings"):
        options(**more)
    assert options(issuer="http://localhost:1", address="http://127.0.0.1:2").secure is False
    assert SECRET not in repr(options())


def test_roles_are_read_from_text() -> None:
    assert roles_from(" cn=a=operator, to-chuc=organiser,") == {"cn=a": Role.OPERATOR, "to-chuc": Role.ORGANISER}
    for text in ("operator", "=operator", "a=khách"):
        with pytest.raises(AccountSetupError):
            roles_from(text)
