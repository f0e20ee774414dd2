"""Routes of the operator's pages: nothing stored on the way, forms from their own session alone.

Edge (FastAPI). A form is read and its mark compared before the handler runs, for every method that changes anything, so
no handler can forget it.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.datastructures import FormData, UploadFile

from assistant.accounts.access import OPERATOR_PAGES
from assistant.accounts.door import check_form, cookie_of
from assistant.accounts.identity import NOBODY, Identity, Role, visitor
from assistant.accounts.opening import Accounts
from assistant.site.layout import page
from corpus.core.codes import Code
from corpus.core.errors import InputError

NEVER_STORED = {"cache-control": "no-store"}
MAX_REASON = 500
SECTIONS: tuple[tuple[str, str, Role], ...] = (
    (OPERATOR_PAGES, "Tổng quan", Role.MODERATOR),
    (f"{OPERATOR_PAGES}/kien-nghi", "Kiến nghị", Role.MODERATOR),
    (f"{OPERATOR_PAGES}/chua-tra-loi", "Chưa trả lời", Role.MODERATOR),
    (f"{OPERATOR_PAGES}/them", "Nạp tệp", Role.OPERATOR),
    (f"{OPERATOR_PAGES}/viec", "Việc đã giao", Role.OPERATOR),
    (f"{OPERATOR_PAGES}/kiem-tra", "Kiểm tra kho", Role.OPERATOR),
    (f"{OPERATOR_PAGES}/khoa", "Khóa API", Role.OPERATOR),
    (f"{OPERATOR_PAGES}/nhat-ky", "Nhật ký", Role.OPERATOR),
)
"""Address, name and role of the sections, in their order."""


def operator_route(accounts: Accounts) -> type[APIRoute]:
    """The class of routes of the operator's pages of a service."""
    cookie = accounts.door.policy.cookie

    class OperatorRoute(APIRoute):
        """A route whose forms are checked."""

        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            """The handler behind the check."""
            handle = super().get_route_handler()

            async def checked(request: Request) -> Response:
                if request.method not in ("GET", "HEAD"):
                    form = await request.form(max_files=1, max_fields=100)
                    check_form(cookie_of(request.scope, cookie), field(form, "csrf"))
                return await handle(request)

            return checked

    return OperatorRoute


def field(form: FormData, name: str) -> str:
    """A field of a form as text, without space around it; empty when it is not there."""
    value = form.get(name, "")
    return "" if isinstance(value, UploadFile) else value.strip()


def reason(form: FormData) -> str:
    """Why something is done, as the log keeps it.

    Raises:
        InputError: ``input.reason``.
    """
    said = " ".join(field(form, "ly_do").split())
    if not 3 <= len(said) <= MAX_REASON:
        raise InputError(Code.INPUT_REASON, f"Cần ghi lý do, từ 3 đến {MAX_REASON} ký tự.")
    return said


def here() -> Identity:
    """Who sent the request."""
    return visitor() or NOBODY


def operator_page(template: str, *, status: int = 200, **values: Any) -> Response:
    """A page of the operator's, which nobody keeps on the way."""
    who = here()
    sections = [(address, name) for address, name, role in SECTIONS if who.may(role)]
    response = page(template, status=status, who=who, sections=sections, reason_limit=MAX_REASON, **values)
    response.headers.update(NEVER_STORED)
    return response
