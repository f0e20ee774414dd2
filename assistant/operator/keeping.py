"""Pages of keys and of the audit log. Edge (FastAPI)."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response
from starlette.datastructures import FormData

from assistant.accounts.access import OPERATOR_PAGES
from assistant.accounts.audit import AuditHead
from assistant.accounts.errors import AuditError, KeyFormError
from assistant.accounts.identity import KeyScope
from assistant.accounts.keys import new_id
from assistant.accounts.opening import signature
from assistant.operator.desk import OperatorDesk
from assistant.operator.route import field, here, operator_page, operator_route, reason
from assistant.server.problems import NotFoundError
from corpus.core.codes import Code
from corpus.core.errors import InputError

LINES = 100
"""Lines of the audit log on one page."""


def keeping_pages(office: OperatorDesk) -> APIRouter:
    """The pages of keys and of the audit log.

    Args:
        office: where they act from.
    """
    accounts, zone = office.accounts, office.zone
    router = APIRouter(prefix=OPERATOR_PAGES, include_in_schema=False, route_class=operator_route(accounts))

    async def keys_page(status: int = 200, shown: str = "", error: InputError | None = None) -> Response:
        keys = await asyncio.to_thread(accounts.keys.all)
        return operator_page(
            "operator_keys.html",
            status=status,
            keys=keys,
            scopes=list(KeyScope),
            shown=shown,
            error=error,
            new_id=new_id(),
            now=datetime.now(UTC),
            zone=zone,
        )

    @router.get("/khoa")
    async def keys() -> Response:
        return await keys_page()

    @router.post("/khoa")
    async def made(request: Request) -> Response:
        form = await request.form(max_files=1, max_fields=100)
        name = field(form, "ten")
        try:
            ends_at, scopes = _end(form, zone), [KeyScope(one) for one in form.getlist("quyen") if one in set(KeyScope)]
            per_minute, per_day = _figure(form, "moi_phut"), _figure(form, "moi_ngay")
            make = partial(
                accounts.keys.make,
                name,
                scopes,
                per_minute=per_minute,
                per_day=per_day,
                ends_at=ends_at,
                key_id=field(form, "ma") or "-",
            )
            await office.note("key.make", " ".join(name.split()), {"scopes": sorted(scopes)})
            _, secret = await asyncio.to_thread(make, by=signature(here()))
        except InputError as error:
            return await keys_page(422, error=error)
        return await keys_page(shown=secret)

    @router.post("/khoa/{key_id}/thu-hoi")
    async def revoked(key_id: str, request: Request) -> Response:
        why = reason(await request.form())
        await office.note("key.revoke", key_id, {"reason": why})
        if await asyncio.to_thread(accounts.keys.revoke, key_id) is None:
            raise NotFoundError(Code.RESOURCE_NOT_FOUND, "Không có khóa này, hoặc khóa đã bị thu hồi.")
        return await keys_page()

    @router.get("/nhat-ky")
    async def log(truoc: int | None = None, kiem: str = "") -> Response:
        lines = await asyncio.to_thread(lambda: accounts.audit.lines(before=truoc, limit=LINES))
        head: AuditHead | None = None
        broken: AuditError | None = None
        if kiem:
            try:
                head = await asyncio.to_thread(accounts.audit.verify)
            except AuditError as error:
                broken = error
        return operator_page(
            "operator_audit.html", lines=lines, head=head, broken=broken, page_length=LINES, when=office.when
        )

    return router


def _figure(form: FormData, name: str) -> int:
    text = field(form, name)
    if not (text.isascii() and text.isdigit() and len(text) <= 8):
        raise KeyFormError(Code.KEY_FORM, "Hạn mức phải là số nguyên dương.")
    return int(text)


def _end(form: FormData, zone: ZoneInfo) -> datetime | None:
    """The end of the day that is given as the key's last one."""
    text = field(form, "het_han")
    if not text:
        return None
    try:
        return datetime.combine(date.fromisoformat(text) + timedelta(days=1), time(), zone)
    except (ValueError, OverflowError) as error:
        raise KeyFormError(Code.KEY_FORM, f"Ngày “{text[:20]}” không đúng.", hint="Viết dạng 2026-12-31.") from error
