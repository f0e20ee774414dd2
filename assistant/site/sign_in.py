"""Signing in and out, one's account, and what somebody is told who may not go on. Edge (FastAPI)."""

from __future__ import annotations

import asyncio
import re
from urllib.parse import quote

from fastapi import APIRouter, FastAPI, Request, Response
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import Receive, Scope

from assistant.accounts.door import Door, check_form, cookie_of
from assistant.accounts.errors import ForbiddenError, SignInError, SignOnError
from assistant.accounts.identity import NOBODY, visitor
from assistant.accounts.opening import Accounts, signature
from assistant.accounts.sessions import hash_of
from assistant.accounts.sign_on import PENDING
from assistant.server import problems
from assistant.site.layout import page
from assistant.store.limits import RateLimit
from corpus.core.errors import AssistantError

SIGN_IN, ACCOUNT = "/dang-nhap", "/tai-khoan"
NEVER_STORED = {"cache-control": "no-store"}
PER_ADDRESS = RateLimit(30, 60)
"""Sign-ins that one address may begin."""
_PATH = re.compile(r"/(?![/\\])[!-\[\]-~]{0,400}")
"""An address of this service, that no browser takes for one of another."""


def install(app: FastAPI, accounts: Accounts) -> None:
    """Add the pages of signing in and out and of one's account.

    Args:
        app: where to add the pages.
        accounts: of the service.
    """
    router = APIRouter(include_in_schema=False)
    policy = accounts.door.policy

    @router.get(SIGN_IN)
    def sign_in(tiep: str = "") -> Response:
        return _page("sign_in.html", goes_to=_local(tiep))

    @router.get(f"{SIGN_IN}/di")
    async def depart(request: Request, tiep: str = "") -> Response:
        address = request.client.host if request.client else ""
        await asyncio.to_thread(accounts.limits.take, f"sign-in:{hash_of(address)}", PER_ADDRESS)
        leaving = await accounts.sign_on.depart(_local(tiep), asyncio.to_thread)
        response = RedirectResponse(leaving.url, 303, NEVER_STORED)
        _set(response, policy.sign_in_cookie, leaving.browser, secure=policy.secure, age=int(PENDING.total_seconds()))
        return response

    @router.get(f"{SIGN_IN}/tra-ve")
    async def arrive(request: Request) -> Response:
        browser = cookie_of(request.scope, policy.sign_in_cookie)
        try:
            came = await accounts.sign_on.arrive(dict(request.query_params), browser, asyncio.to_thread)
        except (SignOnError, ForbiddenError) as error:
            await asyncio.to_thread(accounts.audit.write, "-", "account.refused", "", {"code": error.code})
            raise
        before = cookie_of(request.scope, policy.cookie)
        token = await asyncio.to_thread(
            lambda: accounts.sessions.begin(came.subject, came.name, came.role, came.id_token, instead_of=before)
        )
        who = f"{came.name} <{came.subject}>"
        await asyncio.to_thread(accounts.audit.write, who, "account.sign_in", came.role.value)
        response = RedirectResponse(came.goes_to, 303, NEVER_STORED)
        _set(response, policy.cookie, token, secure=policy.secure)
        _drop(response, policy.sign_in_cookie, secure=policy.secure)
        return response

    @router.get(ACCOUNT)
    def account() -> Response:
        return _page("account.html")

    @router.post("/dang-xuat")
    async def sign_out(request: Request) -> Response:
        token = cookie_of(request.scope, policy.cookie)
        form = await request.form()
        check_form(token, str(form.get("csrf", "")))
        who = visitor() or NOBODY
        id_token = await asyncio.to_thread(accounts.sessions.end, token)
        await asyncio.to_thread(accounts.audit.write, signature(who), "account.sign_out")
        place = await accounts.sign_on.farewell(id_token)
        response = _page("signed_out.html", place=place)
        if place:  # not a redirect: the content policy lets no form lead to another host
            response.headers["refresh"] = f"0; url={place}"
        _drop(response, policy.cookie, secure=policy.secure)
        return response

    app.include_router(router)


class Doorkeeping:
    """The door as the guard asks it: an error becomes the page or the problem document that tells it."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def refusal(self, scope: Scope) -> Response | None:
        """What to answer instead; ``None`` lets the connection in."""
        try:
            await self._door(scope)
        except AssistantError as error:
            return refusal(scope, error)
        return None

    def watched(self, scope: Scope, receive: Receive) -> Receive:
        """As ``Door.watched``."""
        return self._door.watched(scope, receive)


def refusal(scope: Scope, error: AssistantError) -> Response:
    """The answer to somebody who may not go on: a problem document, or the way to sign in where a browser asks."""
    path = str(scope["path"])
    in_browser = "text/html" in Headers(scope=scope).get("accept", "") and not path.startswith("/api/")
    if in_browser and isinstance(error, SignInError):
        goes_to = quote(path, safe="/") if scope.get("method") == "GET" else ACCOUNT
        response = _page("sign_in.html", status=error.code.status, goes_to=_local(goes_to), error=error)
    else:
        status, body, headers = problems.problem_of(error, path)
        response = Response(problems.encode(body), status, headers, problems.MEDIA_TYPE)
    if isinstance(error, SignInError):
        response.headers["www-authenticate"] = "Bearer"
    response.headers.update(NEVER_STORED)
    return response


def _page(template: str, status: int = 200, **values: object) -> Response:
    response = page(template, status=status, **({"error": None} | values))
    response.headers.update(NEVER_STORED)
    return response


def _local(path: str) -> str:
    """A path of this service, as it is; one's account instead of anything else."""
    return path if _PATH.fullmatch(path) else ACCOUNT


def _set(response: Response, name: str, value: str, *, secure: bool, age: int | None = None) -> None:
    response.set_cookie(name, value, max_age=age, path="/", secure=secure, httponly=True, samesite="lax")


def _drop(response: Response, name: str, *, secure: bool) -> None:
    response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="lax")
