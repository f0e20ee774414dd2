"""At the door: who a connection comes from, and whether it may go where it wants to (edge, ASGI).

Asked by the guard before a body is read, so that nobody unknown can make the server take in a large file. A key is
counted where it is used; reading without one can be limited by address. When the store is away, what is open to
everybody goes on.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import time
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope

from assistant.accounts.access import Access, access_of, check
from assistant.accounts.errors import ForbiddenError, SignInError
from assistant.accounts.identity import NOBODY, Identity, set_visitor
from assistant.accounts.keys import KeyBook
from assistant.accounts.sessions import SessionBook, csrf_of, hash_of
from assistant.store.errors import StoreAwayError
from assistant.store.limits import RateLimit, RateLimits
from corpus.core.codes import Code

LOG = logging.getLogger("assistant")
CHECK_EVERY_S = 30.0
"""Seconds after which a chat that is open asks again whether its session goes on."""
_SAFE = {"GET", "HEAD", "OPTIONS"}
_COUNTED = {Access.READ, Access.PROPOSE, Access.MANAGE}


@dataclass(frozen=True, slots=True)
class DoorPolicy:
    """What the door asks for.

    Attributes:
        public: reading and asking are open to everybody.
        address: address of this service as browsers see it.
        per_address: most questions in a minute from one address without a key or a session; 0 for any number.
    """

    public: bool
    address: str
    per_address: int = 0

    @property
    def secure(self) -> bool:
        """Whether cookies are for https alone."""
        return self.address.startswith("https://")

    @property
    def cookie(self) -> str:
        """Name of the session's cookie; the prefix binds it to this host."""
        return f"{'__Host-' if self.secure else ''}tldh-phien"

    @property
    def sign_in_cookie(self) -> str:
        """Name of the cookie of a sign-in under way."""
        return f"{'__Host-' if self.secure else ''}tldh-vao"


class Door:
    """Looks at every connection; see the module's header.

    Args:
        policy: what is asked for.
        sessions: of persons.
        keys: of portals.
        limits: uses by address.
    """

    def __init__(self, policy: DoorPolicy, sessions: SessionBook, keys: KeyBook, limits: RateLimits) -> None:
        self.policy = policy
        self.sessions = sessions
        self.keys = keys
        self._limits = limits

    async def __call__(self, scope: Scope) -> None:
        """Let a connection in; who it comes from is then ``visitor()``.

        Raises:
            SignInError: ``account.sign_in``, ``key.invalid`` or ``key.revoked``.
            ForbiddenError: ``account.forbidden``, or ``request.origin`` for a form of another site.
            RateLimitedError: ``limit.reached``.
            StoreAwayError: ``store.away``, where an answer depends on who asks.
        """
        access = access_of(str(scope["path"]))
        set_visitor(NOBODY)
        if (access is Access.OPEN and not self._cookie(scope)) or scope.get("method") == "OPTIONS":
            return
        identity = await self._identity(scope, access)
        check(identity, access, public=self.policy.public)
        self._same_site(scope, access, identity)
        set_visitor(identity)
        if not identity.known and access in (Access.READ, Access.PROPOSE):
            await self._count(scope)

    def watched(self, scope: Scope, receive: Receive) -> Receive:
        """``receive`` of a chat that is open: it ends when the session that opened it does."""
        token, asked = self._cookie(scope), time.monotonic()
        if self.policy.public:
            return receive

        async def goes_on() -> Message:
            nonlocal asked
            message = await receive()
            if message["type"] == "websocket.receive" and time.monotonic() - asked >= CHECK_EVERY_S:
                asked = time.monotonic()
                if await asyncio.to_thread(self.sessions.find, token) is None:
                    return {"type": "websocket.disconnect", "code": 4401}
            return message

        return goes_on

    async def _identity(self, scope: Scope, access: Access) -> Identity:
        bearer = _bearer(Headers(scope=scope).get("authorization", ""))
        if bearer is not None:
            key = await asyncio.to_thread(self.keys.find, bearer)
            check(key.identity, access, public=self.policy.public)
            if access in _COUNTED:
                await asyncio.to_thread(self.keys.use, key)
            return key.identity
        token = self._cookie(scope)
        if not token:
            return NOBODY
        try:
            return await asyncio.to_thread(self.sessions.find, token) or NOBODY
        except StoreAwayError:
            if access is Access.OPEN or (self.policy.public and access is Access.READ):
                return NOBODY
            raise

    def _same_site(self, scope: Scope, access: Access, identity: Identity) -> None:
        """A session's cookie counts for changes from pages of this service alone."""
        if identity.is_key or scope.get("method", "GET") in _SAFE or access in (Access.READ, Access.PROPOSE):
            return
        headers = Headers(scope=scope)
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        # Our pages send no referrer, and browsers then write "null" for their origin; the site they name is true.
        ours = (
            origin is None or origin.lower() == self.policy.address.lower() or (origin == "null" and site is not None)
        )
        if not ours or site not in (None, "same-origin"):
            raise ForbiddenError(Code.REQUEST_ORIGIN, "Yêu cầu này đến từ một trang web khác nên không được nhận.")

    async def _count(self, scope: Scope) -> None:
        if not self.policy.per_address or scope.get("method") != "POST":
            return
        address = (scope.get("client") or ("", 0))[0]
        limit = RateLimit(self.policy.per_address, 60)
        words = "Đã hỏi quá nhiều lần từ địa chỉ này."
        try:
            await asyncio.to_thread(self._limits.take, f"address:{hash_of(address)}", limit, words=words)
        except StoreAwayError:
            LOG.warning("the limit by address is not counted: the store is away")

    def _cookie(self, scope: Scope) -> str:
        return cookie_of(scope, self.policy.cookie)


def cookie_of(scope: Scope, name: str) -> str:
    """A cookie of a request; empty when it has none of this name."""
    try:
        found = SimpleCookie(Headers(scope=scope).get("cookie", "")).get(name)
    except CookieError:
        return ""
    return found.value if found and len(found.value) <= 200 else ""


def check_form(token: str, mark: str) -> None:
    """Whether a form carries the mark of the session it was shown to.

    Raises:
        ForbiddenError: ``account.csrf``.
    """
    if not token or not hmac.compare_digest(csrf_of(token).encode(), mark.encode("utf-8", "surrogatepass")):
        raise ForbiddenError(
            Code.ACCOUNT_CSRF,
            "Biểu mẫu này không thuộc phiên đăng nhập hiện tại nên chưa thực hiện.",
            "Xin mở lại trang rồi gửi lại.",
        )


def _bearer(header: str) -> str | None:
    """The key of an ``Authorization`` header; ``None`` without one.

    Raises:
        SignInError: ``key.invalid`` for another kind of authorisation.
    """
    if not header:
        return None
    kind, _, value = header.strip().partition(" ")
    if kind.lower() != "bearer":
        raise SignInError(Code.KEY_INVALID, "Chỉ nhận Authorization: Bearer.", "Gửi khóa API dạng Bearer tldh_…")
    return value.strip()
