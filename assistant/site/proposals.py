"""Sending a proposal and seeing where one stands: ``/kien-nghi``, ``/kien-nghi/{số}`` (edge, FastAPI).

What is typed comes in the body of a request, never in an address; the code of a proposal, too. Without a script
everything works, only slower: the puzzle is replaced by a wait. A form that comes back keeps what was typed and its
challenge, so that sending again stores nothing twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from assistant.proposals.errors import ProposalError
from assistant.proposals.model import STATE_NAMES, ProposalDraft, ProposalState
from assistant.proposals.puzzle import as_number
from assistant.proposals.service import Intake
from assistant.site.layout import page
from assistant.store.errors import RateLimitedError, StoreAwayError
from corpus.core.codes import Code
from corpus.core.display import LEVEL_NAMES
from corpus.core.errors import AssistantError

PATH = "/kien-nghi"
NEVER_KEPT = {"cache-control": "no-store"}
_ECHOED = 20_000
"""Characters of a field that come back with its fault."""
_NEW_CHALLENGE = frozenset({Code.PROPOSAL_CHALLENGE, Code.PROPOSAL_REPEATED})
_FIELDS = {
    "category": "loai",
    "level": "cap",
    "text": "noi_dung",
    "contact_name": "ten",
    "contact_reach": "lien_he",
    "consent": "dong_y",
}
"""Names of the draft's fields in the form."""


def install(app: FastAPI, intake: Intake, *, zone: str) -> None:
    """Add the pages of proposals.

    Args:
        app: where to add the pages.
        intake: takes proposals in.
        zone: time zone of the times that are shown.
    """
    router = APIRouter(prefix=PATH, include_in_schema=False)

    async def empty(request: Request) -> Response:
        return await _form(intake, request, {}, None)

    async def sent(request: Request) -> Response:
        typed = await _typed(request)
        draft = _draft(typed)
        try:
            receipt = await asyncio.to_thread(intake.submit, draft, _client(request))
        except (ProposalError, RateLimitedError, StoreAwayError) as error:
            return await _form(intake, request, typed, error)
        return _page("proposal_sent.html", receipt=receipt, at=receipt.received_at.astimezone(ZoneInfo(zone)))

    def look(request: Request) -> Response:
        return _page("proposal.html", number=as_number(request.path_params["so"]), found=None, error=None, code="")

    async def find(request: Request) -> Response:
        typed = await _typed(request)
        number = as_number(typed.get("so") or request.path_params.get("so", ""))
        return await _status(intake, request, number, typed.get("ma", ""), ZoneInfo(zone))

    async def withdraw(request: Request) -> Response:
        typed = await _typed(request)
        number, code = as_number(request.path_params["so"]), typed.get("ma", "")
        if typed.get("chac_chan") == "1":
            try:
                await asyncio.to_thread(intake.withdraw, number, code, _client(request))
            except (ProposalError, RateLimitedError, StoreAwayError) as error:
                return _page("proposal.html", status=error.code.status, number=number, found=None, error=error, code="")
        return await _status(intake, request, number, code, ZoneInfo(zone))

    router.add_api_route("", empty, methods=["GET"])
    router.add_api_route("", sent, methods=["POST"])
    router.add_api_route("/tra-cuu", lambda: RedirectResponse(PATH, 303), methods=["GET"])
    router.add_api_route("/tra-cuu", find, methods=["POST"])
    router.add_api_route("/{so}", look, methods=["GET"])
    router.add_api_route("/{so}", find, methods=["POST"])
    router.add_api_route("/{so}/rut", withdraw, methods=["POST"])
    app.include_router(router)


async def _form(intake: Intake, request: Request, typed: Mapping[str, str], error: AssistantError | None) -> Response:
    """The form, as it was typed and with what is wrong; it keeps its challenge as long as that can be used."""
    token, rules = typed.get("phieu", ""), intake.rules
    if not token or error is None or error.code in _NEW_CHALLENGE:
        try:
            token = (await asyncio.to_thread(intake.challenge, _client(request))).token
        except (RateLimitedError, StoreAwayError) as away:
            if error is None:
                raise
            error = away
    faults: dict[str, list[str]] = {}
    for fault in error.faults if isinstance(error, ProposalError) else ():
        faults.setdefault(_FIELDS[fault.field], []).append(fault.words)
    response = _page(
        "proposals.html",
        status=error.code.status if error else 200,
        rules=rules,
        levels=LEVEL_NAMES,
        typed={name: value[:_ECHOED] for name, value in typed.items()},
        error=error,
        faults=faults,
        token=token,
        solution=typed.get("nghiem", "")[:20] if token == typed.get("phieu") else "",
    )
    if error is not None and error.retry_after_s:
        response.headers["retry-after"] = str(error.retry_after_s)
    return response


async def _status(intake: Intake, request: Request, number: str, code: str, zone: ZoneInfo) -> Response:
    try:
        found = await asyncio.to_thread(intake.status, number, code, _client(request))
    except (ProposalError, RateLimitedError, StoreAwayError) as error:
        response = _page("proposal.html", status=error.code.status, number=number, found=None, error=error, code="")
        if error.retry_after_s:
            response.headers["retry-after"] = str(error.retry_after_s)
        return response
    return _page(
        "proposal.html",
        number=number,
        found=found,
        error=None,
        code=code[:60],
        state=STATE_NAMES[found.state],
        erased=found.state is ProposalState.ERASED,
        category=intake.rules.category_name(found.category),
        received=found.received_at.astimezone(zone),
        changed=found.changed_at.astimezone(zone),
    )


def _page(template: str, *, status: int = 200, **values: Any) -> Response:
    response = page(template, status=status, **values)
    response.headers.update(NEVER_KEPT)
    return response


async def _typed(request: Request) -> dict[str, str]:
    """The fields of an ordinary HTML form, the last of a name."""
    body = (await request.body()).decode("utf-8", "replace")
    return dict(parse_qsl(body, keep_blank_values=True, errors="replace", separator="&", max_num_fields=None)[:40])


def _draft(typed: Mapping[str, str]) -> ProposalDraft:
    return ProposalDraft(
        challenge=typed.get("phieu", ""),
        solution=typed.get("nghiem", "").strip(),
        category=typed.get("loai", ""),
        level=typed.get("cap", ""),
        text=typed.get("noi_dung", ""),
        contact_name=typed.get("ten", ""),
        contact_reach=typed.get("lien_he", ""),
        consent=typed.get("dong_y") == "1",
        trap=typed.get("website", ""),
    )


def _client(request: Request) -> str:
    return request.client.host if request.client else ""
