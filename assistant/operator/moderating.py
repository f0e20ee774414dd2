"""Pages of moderators: the queue of proposals, one proposal, what is done with it, the export. Edge (FastAPI)."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse

from assistant.accounts.access import OPERATOR_PAGES
from assistant.accounts.opening import signature
from assistant.operator.desk import OperatorDesk
from assistant.operator.route import NEVER_STORED, field, here, operator_page, operator_route
from assistant.proposals.errors import ProposalError
from assistant.proposals.exporting import as_csv, as_xlsx
from assistant.proposals.model import STATE_NAMES, ProposalCase, ProposalState, may_move
from assistant.proposals.moderation import Moderation, ProposalQuery
from assistant.proposals.rules import shipped_rules
from assistant.server.problems import NotFoundError
from corpus.core.codes import Code

PATH = f"{OPERATOR_PAGES}/kien-nghi"
ON_PAGE = 50
_EXPORTS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
_IDS = re.compile(r"[\s,;]+")


def moderation_pages(office: OperatorDesk) -> APIRouter:
    """The pages of moderators.

    Args:
        office: where they act from.
    """
    queue = Moderation(office.store)
    router = APIRouter(prefix=PATH, include_in_schema=False, route_class=operator_route(office.accounts))

    @router.get("")
    async def listed(trang_thai: str = "", tu: str = "", loai: str = "", bo_qua: int = 0) -> Response:
        states = [ProposalState(trang_thai)] if trang_thai in set(ProposalState) else []
        query, offset = ProposalQuery(states=states, category=loai[:80], words=tu[:200]), max(0, min(bo_qua, 10**9))
        found = await asyncio.to_thread(partial(queue.listing, query, offset=offset, limit=ON_PAGE))
        return operator_page(
            "operator_proposals.html",
            found=found,
            counts=await asyncio.to_thread(queue.counts),
            state=trang_thai,
            words=tu[:200],
            category=loai[:80],
            offset=offset,
            on_page=ON_PAGE,
            **_words(office),
        )

    @router.get("/xuat.{ending}")
    async def exported(ending: str, lien_he: str = "") -> Response:
        if ending not in _EXPORTS:
            raise NotFoundError(Code.RESOURCE_NOT_FOUND, "Không có dạng tệp này.")
        write, media_type = _EXPORTS[ending]
        contacts = lien_he == "1"
        await office.note("proposals.export", ending, {"contacts": contacts})
        zone = str(office.zone)
        file = await asyncio.to_thread(lambda: write(queue.everything(), zone, contacts=contacts))
        named = {"content-disposition": f'attachment; filename="kien-nghi.{ending}"'}
        return Response(file, media_type=media_type, headers=named | NEVER_STORED)

    @router.get("/{number}")
    async def shown(number: str) -> Response:
        return _page(office, await asyncio.to_thread(queue.show, number))

    @router.post("/{number}")
    async def changed(number: str, request: Request) -> Response:
        form = await request.form(max_files=1, max_fields=100)
        action = field(form, "viec")
        work = _work(office, queue, number, action, form)
        await office.note(f"proposal.{action}", number)
        try:
            await asyncio.to_thread(work)
        except ProposalError as error:
            if error.code is Code.PROPOSAL_NOT_FOUND:
                raise
            return _page(office, await asyncio.to_thread(queue.show, number), error)
        return RedirectResponse(f"{PATH}/{number}", 303)

    return router


def _work(office: OperatorDesk, queue: Moderation, number: str, action: str, form: FormData) -> Callable[[], object]:
    """What a press asks for, on the version of the proposal that was seen."""
    seen, actor, text = field(form, "ban"), signature(here()), field(form, "loi")
    version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1

    def answer() -> object:
        provisions = [item for item in _IDS.split(field(form, "dieu_khoan")) if item]
        registry, today = office.desk.assistant().registry, datetime.now(office.zone).date()
        return queue.answer(number, actor, text, provisions, registry, today, version=version)

    works: dict[str, Callable[[], object]] = {
        "assign": partial(queue.assign, number, actor, field(form, "nguoi"), version=version),
        "reopen": partial(queue.reopen, number, actor, text, version=version),
        "answer": answer,
        "forward": partial(queue.forward, number, actor, field(form, "noi"), text, version=version),
        "decline": partial(queue.decline, number, actor, text, version=version),
        "erase": partial(queue.erase, number, actor, text, version=version),
    }
    if action not in works:
        raise NotFoundError(Code.RESOURCE_NOT_FOUND, "Không có việc này.")
    return works[action]


def _page(office: OperatorDesk, case: ProposalCase, error: ProposalError | None = None) -> Response:
    may = {state.value: may_move(case.proposal.state, state) for state in ProposalState}
    return operator_page(
        "operator_proposal.html",
        status=error.code.status if error else 200,
        case=case,
        error=error,
        may=may,
        **_words(office),
    )


def _words(office: OperatorDesk) -> dict[str, Any]:
    return {
        "state_names": STATE_NAMES,
        "categories": {category.id: category for category in shipped_rules().category},
        "when": lambda at: office.when(at.isoformat()),
    }
