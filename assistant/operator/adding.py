"""Pages of adding a file: upload, preview in the sandbox, what is said about it, publish. Edge (FastAPI)."""

from __future__ import annotations

import asyncio
import re

from fastapi import APIRouter, Request, Response
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse

from assistant.accounts.access import OPERATOR_PAGES
from assistant.operator.desk import OperatorDesk
from assistant.operator.overview import SEVERITY_WORDS, ended_by, provision_rows
from assistant.operator.route import field, operator_page, operator_route, reason
from assistant.operator.uploads import Upload, UploadTerms
from corpus.core.codes import Code
from corpus.core.errors import AssistantError, InputError
from corpus.core.model import Kind
from corpus.ingest.intake import Outcome
from corpus.ingest.proposal import Clearable
from indexing.upkeep.loading import Statements, Upkeep

ADD = f"{OPERATOR_PAGES}/them"
SHOWN = 2000
"""Provisions shown in a preview; what lies beyond is told by number."""
_IDS = re.compile(r"[\s,;]+")


def adding_pages(office: OperatorDesk) -> APIRouter:
    """The pages of adding a file.

    Args:
        office: where they act from.
    """
    router = APIRouter(prefix=ADD, include_in_schema=False, route_class=operator_route(office.accounts))

    @router.get("")
    def empty() -> Response:
        return operator_page("operator_add.html", limit_mb=office.upload_mb, error=None)

    @router.post("")
    async def sent(request: Request) -> Response:
        form = await request.form(max_files=1, max_fields=100)
        file = form.get("tep")
        try:
            if not isinstance(file, UploadFile) or not file.filename:
                raise InputError(Code.UPLOAD_FORM, "Chưa chọn tệp.", hint="Xin chọn một tệp rồi gửi lại.")
            content = await file.read()
            made = await asyncio.to_thread(office.uploads.put, file.filename, content, UploadTerms())
        except InputError as error:
            return operator_page("operator_add.html", status=422, limit_mb=office.upload_mb, error=error)
        await office.note("upload.put", made.path.name, {"upload": made.id, "bytes": len(content)})
        return RedirectResponse(f"{ADD}/{made.id}", 303)

    @router.get("/{upload_id}")
    async def preview(upload_id: str) -> Response:
        return await _preview(office, await asyncio.to_thread(office.uploads.find, upload_id))

    @router.post("/{upload_id}")
    async def restated(upload_id: str, request: Request) -> Response:
        found = await asyncio.to_thread(office.uploads.find, upload_id)
        terms = terms_of(await request.form(max_files=1, max_fields=100))
        await asyncio.to_thread(office.uploads.say, found.id, terms)
        return RedirectResponse(f"{ADD}/{found.id}", 303)

    @router.post("/{upload_id}/nap")
    async def published(upload_id: str, request: Request) -> Response:
        form = await request.form(max_files=1, max_fields=100)
        found = await asyncio.to_thread(office.uploads.find, upload_id)
        try:
            why = reason(form)
        except InputError as error:
            return await _preview(office, found, error)
        terms = found.terms
        job = await office.start(
            "add",
            why,
            found.path.name,
            files=(str(found.path.absolute()),),
            said=terms.said,
            replace=terms.replace,
            ocr=terms.ocr,
        )
        return RedirectResponse(f"{OPERATOR_PAGES}/viec/{job.id}", 303)

    @router.post("/{upload_id}/bo")
    async def dropped(upload_id: str) -> Response:
        found = await asyncio.to_thread(office.uploads.find, upload_id)
        await office.note("upload.drop", found.path.name, {"upload": found.id})
        await asyncio.to_thread(office.uploads.drop, found.id)
        return RedirectResponse(OPERATOR_PAGES, 303)

    return router


def terms_of(form: FormData) -> UploadTerms:
    """What the form says about a file; nothing is checked here, the reader does."""
    ticked = [str(value) for value in form.getlist("thay_the") if isinstance(value, str)]
    typed = [item for item in _IDS.split(field(form, "thay_the_khac")) if item]
    said = Statements(
        number=field(form, "so"),
        issued=field(form, "ban_hanh"),
        kind=field(form, "loai"),
        title=" ".join(field(form, "trich_yeu").split())[:500],
        valid_from=field(form, "hieu_luc_tu"),
        valid_until=field(form, "het_hieu_luc"),
        record=field(form, "ban_ghi"),
        supersedes=tuple(dict.fromkeys([*ticked, *typed]))[:50],
        reviewed=field(form, "da_doi_chieu") == "1",
        cleared=tuple(one for one in Clearable if one.value in form.getlist("bo_han")),
    )
    return UploadTerms(said=said, replace=field(form, "thay_ban_da_nap") == "1", ocr=field(form, "ocr") == "1")


async def _preview(office: OperatorDesk, found: Upload, fault: AssistantError | None = None) -> Response:
    outcome: Outcome | None = None
    try:
        async with office.previewing:
            outcome = await asyncio.to_thread(_read, office, found)
    except InputError as error:
        fault = fault or error
    ingested = outcome.ingested if outcome else None
    refused = outcome.error if outcome else None
    return operator_page(
        "operator_preview.html",
        status=422 if fault or refused else 200,
        upload=found,
        outcome=outcome,
        found=ingested,
        rows=provision_rows(ingested.document.provisions[:SHOWN]) if ingested else [],
        more=max(0, len(ingested.document.provisions) - SHOWN) if ingested else 0,
        claims=ended_by(ingested.document, office.records()) if ingested else [],
        records=office.records(),
        kinds=[kind.value for kind in Kind],
        severities=SEVERITY_WORDS,
        fault=fault,
        refused=refused,
    )


def _read(office: OperatorDesk, found: Upload) -> Outcome:
    """What the file would become, read in the sandbox."""
    upkeep = Upkeep(office.config, by="")
    terms = found.terms
    [outcome] = upkeep.preview([found.path], terms.said, replace=terms.replace, ocr=terms.ocr, warn=False)
    return outcome
