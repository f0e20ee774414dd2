"""Signing in at an OpenID Connect server: authorization code with PKCE, state and nonce (edge, Authlib).

What may go wrong on the way, and what stands against it: a code or answer from elsewhere (``state``, bound to the
browser by a cookie), an answer used twice (the sign-in is removed as it is used), a stolen code (PKCE), a token of
another sign-in (``nonce``), for another service (``aud``), of another issuer (``iss``), forged or over (signature by
the issuer's keys, ``exp``). Clocks may differ by ``LEEWAY_S``.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from sqlalchemy import delete, insert

from assistant.accounts.errors import AccountSetupError, ForbiddenError, SignOnError
from assistant.accounts.identity import Role
from assistant.accounts.sessions import hash_of
from assistant.accounts.tables import SIGN_INS as T
from assistant.store.database import Store, utc_now
from corpus.core.codes import Code

LEEWAY_S = 120
"""Seconds by which the clocks of this host and of the sign-on server may differ."""
PENDING = timedelta(minutes=10)
"""How long a person may take at the sign-on server."""
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures that are taken; none that is made with a secret shared by both, and not ``none``."""
KEPT_S = 3600.0
"""Seconds for which the server's description and keys are kept."""
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOnOptions:
    """How this service is known at the sign-on server.

    Attributes:
        issuer: the server's identifier, whose description lies under ``/.well-known/openid-configuration``.
        client_id: this service's name there.
        client_secret: its password there; empty for a public client.
        scope: what is asked for, ``openid`` included.
        role_claim: claim that holds the roles; dots lead into objects (``realm_access.roles``).
        roles: value of the claim → role here.
        address: address of this service as browsers see it, without a slash at its end.
        timeout_s: seconds for one call of the server.
    """

    issuer: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    scope: str = "openid profile"
    role_claim: str = "roles"
    roles: Mapping[str, Role]
    address: str
    timeout_s: float = 10.0

    def __post_init__(self) -> None:
        """Refuse what would send tokens or cookies in the clear, or lets nobody in."""
        for name, url in (("TLDH_OIDC_ISSUER", self.issuer), ("TLDH_PUBLIC_URL", self.address)):
            parts = urlsplit(url)
            if not parts.hostname or (parts.scheme != "https" and (parts.scheme, parts.hostname) not in _plain()):
                raise AccountSetupError(
                    Code.ACCOUNT_SETTINGS,
                    f"{name} phải là địa chỉ https.",
                    hint="http chỉ được dùng trên chính máy này.",
                )
        if not self.client_id or "openid" not in self.scope.split():
            raise AccountSetupError(
                Code.ACCOUNT_SETTINGS, "Cần TLDH_OIDC_CLIENT_ID, và TLDH_OIDC_SCOPE phải có openid."
            )
        if not (self.client_id + self.client_secret).isascii():
            raise AccountSetupError(
                Code.ACCOUNT_SETTINGS, "TLDH_OIDC_CLIENT_ID và TLDH_OIDC_CLIENT_SECRET chỉ gồm ký tự ASCII."
            )
        if not self.roles:
            raise AccountSetupError(
                Code.ACCOUNT_SETTINGS, "TLDH_OIDC_ROLES không nêu vai trò nào.", hint="Ví dụ: quan-tri=operator."
            )

    @property
    def redirect(self) -> str:
        """Where the server sends people back to."""
        return f"{self.address}/dang-nhap/tra-ve"

    @property
    def secure(self) -> bool:
        """Whether browsers reach this service by https."""
        return urlsplit(self.address).scheme == "https"


def _plain() -> set[tuple[str, str]]:
    return {("http", host) for host in _LOOPBACK}


def roles_from(text: str) -> dict[str, Role]:
    """Roles by claim value, from ``value=role`` items separated by commas.

    Raises:
        AccountSetupError: an item is not of the form or names no role.
    """
    found = {}
    for item in filter(None, (part.strip() for part in text.split(","))):
        value, sign, role = (part.strip() for part in item.rpartition("="))
        if not sign or not value or role not in set(Role):
            raise AccountSetupError(
                Code.ACCOUNT_SETTINGS,
                f"TLDH_OIDC_ROLES: không hiểu “{item}”.",
                hint=f"Viết giá trị=vai trò, vai trò là: {', '.join(Role)}.",
            )
        found[value] = Role(role)
    return found


@dataclass(frozen=True, slots=True)
class Departure:
    """A person on the way to the sign-on server: where to, and what the browser keeps meanwhile."""

    url: str
    browser: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """A person who came back and is who the server says."""

    subject: str
    name: str
    role: Role
    id_token: str
    goes_to: str


class SignOn:
    """Sign-on at one server.

    Args:
        options: how this service is known there.
        store: where sign-ins under way are kept.
        now: clock, injectable; aware.
        transport: of the calls to the server, for tests of what a server may answer.
    """

    def __init__(
        self,
        options: SignOnOptions,
        store: Store,
        *,
        now: Callable[[], datetime] = utc_now,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self.options = options
        self._store = store
        self._now = now
        self._transport = transport
        self._kept: dict[str, tuple[float, dict[str, Any]]] = {}

    async def depart(self, goes_to: str, keep: Callable[..., Any]) -> Departure:
        """Begin a sign-in.

        Args:
            goes_to: path of this service to come back to.
            keep: runs a function that waits for the store, such as ``asyncio.to_thread``.

        Raises:
            SignOnError: ``account.issuer``.
            StoreAwayError: ``store.away``.
        """
        told = await self._description()
        state, nonce, verifier, browser = (secrets.token_urlsafe(32) for _ in range(4))
        async with self._client() as client:
            url, _ = client.create_authorization_url(
                told["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
            )
        await keep(self._keep, state, browser, nonce, verifier, goes_to)
        return Departure(url, browser)

    async def arrive(self, answer: Mapping[str, str], browser: str, keep: Callable[..., Any]) -> Arrival:
        """Who came back, from what the server sent along.

        Args:
            answer: the parameters of the address that the server sent the browser to.
            browser: what ``depart`` gave the browser.
            keep: as in ``depart``.

        Raises:
            SignOnError: ``account.state``, ``account.denied``, ``account.token`` or ``account.issuer``.
            ForbiddenError: ``account.no_role``.
            StoreAwayError: ``store.away``.
        """
        begun = await keep(self._taken, answer.get("state", ""), browser)
        told = await self._description()
        if answer.get("iss", told["issuer"]) != told["issuer"]:
            raise _bad_token()
        if "error" in answer or not answer.get("code"):
            raise SignOnError(
                Code.ACCOUNT_DENIED,
                "Máy chủ đăng nhập không chấp nhận lượt đăng nhập này.",
                hint="Xin thử lại, hoặc hỏi người quản lý tài khoản.",
            )
        token = await self._token(told, answer["code"], begun.verifier)
        claims = await self._claims(told, token, begun.nonce)
        if self._roles(claims) is None:
            claims = claims | await self._more(told, token, str(claims["sub"]))
        role = self._roles(claims)
        if role is None:
            raise ForbiddenError(Code.ACCOUNT_NO_ROLE, "Tài khoản này chưa có vai trò nào trong hệ thống.")
        name = next((str(claims[key]) for key in ("name", "preferred_username", "email") if claims.get(key)), "")
        subject = str(claims["sub"])
        return Arrival(subject, name or subject, role, str(token["id_token"]), begun.goes_to)

    async def farewell(self, id_token: str) -> str:
        """Where to send the browser of somebody who signs out, so that the server's own session ends too.

        Empty where the server has no such place, or cannot be asked now: the session here has ended all the same.
        """
        try:
            place = (await self._description()).get("end_session_endpoint")
        except SignOnError:
            return ""
        if not isinstance(place, str):
            return ""
        hint = {"id_token_hint": id_token} if id_token else {}
        back = {"client_id": self.options.client_id, "post_logout_redirect_uri": f"{self.options.address}/dang-nhap"}
        return f"{place}{'&' if '?' in place else '?'}{urlencode(hint | back)}"

    def forget(self) -> int:
        """Remove sign-ins that did not come back in time; returns how many.

        Raises:
            StoreAwayError: ``store.away``.
        """
        with self._store.write() as connection:
            return connection.execute(delete(T).where(T.c.made_at <= self._now() - PENDING)).rowcount

    def _keep(self, state: str, browser: str, nonce: str, verifier: str, goes_to: str) -> None:
        row = {"state_hash": hash_of(state), "browser_hash": hash_of(browser), "nonce": nonce, "verifier": verifier}
        with self._store.write() as connection:
            connection.execute(insert(T).values(**row, goes_to=goes_to, made_at=self._now()))

    def _taken(self, state: str, browser: str) -> Any:
        """The sign-in that was begun with this state in this browser; it is gone then."""
        with self._store.write() as connection:
            row = connection.execute(delete(T).where(T.c.state_hash == hash_of(state)).returning(*T.c)).one_or_none()
        here = row is not None and hmac.compare_digest(row.browser_hash, hash_of(browser))
        if row is None or not here or row.made_at <= self._now() - PENDING:
            raise SignOnError(
                Code.ACCOUNT_STATE,
                "Lượt đăng nhập này không bắt đầu từ trình duyệt này, đã dùng rồi hoặc đã quá lâu.",
                hint="Xin đăng nhập lại từ đầu.",
            )
        return row

    async def _token(self, told: Mapping[str, Any], code: str, verifier: str) -> dict[str, Any]:
        try:
            async with self._client() as client:
                token = await client.fetch_token(told["token_endpoint"], code=code, code_verifier=verifier)
        except OAuthError as error:
            raise SignOnError(
                Code.ACCOUNT_STATE, "Mã đăng nhập đã dùng hoặc hết hạn.", hint="Xin đăng nhập lại từ đầu."
            ) from error
        except (httpx2.HTTPError, ValueError) as error:
            raise _away() from error
        if not isinstance(token, dict) or not isinstance(token.get("id_token"), str):
            raise _bad_token()
        return dict(token)

    async def _claims(self, told: Mapping[str, Any], token: Mapping[str, Any], nonce: str) -> dict[str, Any]:
        """What the identity token says, once it is known to be the server's, for us, of this sign-in, and not over."""
        try:
            found = await self._decoded(told, str(token["id_token"]))
            claims = CodeIDToken(
                found.claims,
                found.header,
                options={
                    "iss": {"essential": True, "value": told["issuer"]},
                    "aud": {"essential": True, "value": self.options.client_id},
                },
                params={
                    "nonce": nonce,
                    "client_id": self.options.client_id,
                    "access_token": token.get("access_token"),
                },
            )
            claims.validate(now=int(self._now().timestamp()), leeway=LEEWAY_S)
            if not isinstance(claims["sub"], str) or not claims["sub"]:
                raise _bad_token()
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise _bad_token() from error
        return dict(claims)

    async def _decoded(self, told: Mapping[str, Any], id_token: str) -> jwt.Token:
        keys = KeySet.import_key_set(await self._kept_json(told["jwks_uri"]))  # type: ignore[arg-type]
        try:
            return jwt.decode(id_token, keys, algorithms=list(ALGORITHMS))
        except (JoseError, ValueError):  # the server may have new keys
            keys = KeySet.import_key_set(await self._kept_json(told["jwks_uri"], anew=True))  # type: ignore[arg-type]
            return jwt.decode(id_token, keys, algorithms=list(ALGORITHMS))

    async def _more(self, told: Mapping[str, Any], token: dict[str, Any], subject: str) -> dict[str, Any]:
        """What the server tells of a person besides, where the token does not name the role."""
        place = told.get("userinfo_endpoint")
        if not isinstance(place, str):
            return {}
        try:
            async with self._client(token=token) as client:
                response = await client.get(place)
            response.raise_for_status()
            found = response.json()
        except (httpx2.HTTPError, OAuthError, ValueError) as error:
            raise _away() from error
        if not isinstance(found, dict) or found.get("sub") != subject:
            raise _bad_token()
        return found

    def _roles(self, claims: Mapping[str, Any]) -> Role | None:
        """The highest role that the claim gives."""
        value: Any = claims
        for part in self.options.role_claim.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        named = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        given = {self.options.roles[one] for one in named if isinstance(one, str) and one in self.options.roles}
        return max(given, key=list(Role).index, default=None)

    async def _description(self) -> dict[str, Any]:
        """What the server says of itself."""
        told = await self._kept_json(f"{self.options.issuer.rstrip('/')}/.well-known/openid-configuration")
        needed = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
        if any(not isinstance(told.get(name), str) for name in needed) or told["issuer"] != self.options.issuer:
            raise _away("Mô tả của máy chủ đăng nhập không đúng với thiết lập.")
        return told

    async def _kept_json(self, url: str, *, anew: bool = False) -> dict[str, Any]:
        kept = self._kept.get(url)
        if kept is not None and not anew and time.monotonic() < kept[0]:
            return kept[1]
        try:
            async with httpx2.AsyncClient(timeout=self.options.timeout_s, transport=self._transport) as client:
                response = await client.get(url)
            response.raise_for_status()
            found = response.json()
        except (httpx2.HTTPError, ValueError) as error:
            raise _away() from error
        if not isinstance(found, dict):
            raise _away()
        self._kept[url] = (time.monotonic() + KEPT_S, found)
        return found

    def _client(self, **more: Any) -> AsyncOAuth2Client:
        options = self.options
        return AsyncOAuth2Client(
            client_id=options.client_id,
            client_secret=options.client_secret or None,
            token_endpoint_auth_method="client_secret_basic" if options.client_secret else "none",
            scope=options.scope,
            redirect_uri=options.redirect,
            code_challenge_method="S256",
            timeout=options.timeout_s,
            transport=self._transport,
            **more,
        )


def _away(message: str = "Chưa liên lạc được với máy chủ đăng nhập.") -> SignOnError:
    return SignOnError(Code.ACCOUNT_ISSUER, message, hint="Xin thử lại sau ít phút.")


def _bad_token() -> SignOnError:
    return SignOnError(
        Code.ACCOUNT_TOKEN,
        "Máy chủ đăng nhập gửi về thông tin không hợp lệ, nên chưa đăng nhập.",
        hint="Xin đăng nhập lại; nếu vẫn vậy, báo cho người vận hành.",
    )
