"""Pages of what is loaded: overview, one document with findings, validity and succession, removal. Edge (FastAPI)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from assistant.accounts.access import OPERATOR_PAGES
from assistant.operator.adding import terms_of
from assistant.operator.desk import STATE_WORDS, OperatorDesk, labels
from assistant.operator.overview import (
    SEVERITY_WORDS,
    OneText,
    findings,
    one_text,
    overview,
    provision_rows,
)
from assistant.operator.route import here, operator_page, operator_route, reason
from assistant.server.problems import NotFoundError
from corpus.core.codes import Code
from corpus.core.model import Document, Kind, Record
from corpus.ingest.library import Library
from corpus.ingest.proposal import Clearable
from indexing.upkeep.loading import Statements


def document_pages(office: OperatorDesk) -> APIRouter:
    """The pages of what is loaded.

    Args:
        office: where they act from.
    """
    router = APIRouter(prefix=OPERATOR_PAGES, include_in_schema=False, route_class=operator_route(office.accounts))

    @router.get("")
    async def first() -> Response:
        if not here().may_operate:
            return operator_page("operator_moderator.html")
        seen = await asyncio.to_thread(overview, office.config, office.records(), office.desk, office.store)
        jobs = await asyncio.to_thread(office.jobs.all, 8)
        return operator_page(
            "operator.html",
            seen=seen,
            jobs=jobs,
            job_label=labels,
            state_words=STATE_WORDS,
            when=office.when,
            severities=SEVERITY_WORDS,
            corpus=office.config.corpus,
        )

    @router.get("/kiem-tra")
    async def checked() -> Response:
        found = await asyncio.to_thread(findings, office.config)
        return operator_page("operator_check.html", found=found)

    @router.get("/van-ban/{document_id}")
    async def shown(document_id: str) -> Response:
        text = await asyncio.to_thread(_found, office, document_id)
        return operator_page(
            "operator_document.html",
            text=text,
            rows=provision_rows(text.document.provisions),
            records=office.records(),
            severities=SEVERITY_WORDS,
            said=said_of(text.document, office.records()),
            kinds=[kind.value for kind in Kind],
        )

    @router.post("/van-ban/{document_id}/hieu-luc")
    async def restated(document_id: str, request: Request) -> Response:
        """Validity and succession as the operator says them: the same file read again, previewed before it counts.

        The form shows them as they are, so that a field made empty takes back what was said or known.
        """
        text = await asyncio.to_thread(_found, office, document_id)
        original = Library(office.config.library_folder).original(document_id)
        assert original is not None
        terms = terms_of(await request.form(max_files=1, max_fields=100))
        terms = replace(terms, said=emptied(said_of(text.document, office.records()), terms.said))
        content = await asyncio.to_thread(original.read_bytes)
        made = await asyncio.to_thread(office.uploads.put, text.document.source or original.name, content, terms)
        detail = {"upload": made.id, "cleared": [one.value for one in terms.said.cleared]}
        await office.note("document.restate", document_id, detail)
        return RedirectResponse(f"{OPERATOR_PAGES}/them/{made.id}", 303)

    @router.post("/van-ban/{document_id}/go")
    async def removed(document_id: str, request: Request) -> Response:
        why = reason(await request.form())
        await asyncio.to_thread(_found, office, document_id)
        job = await office.start("remove", why, document_id, documents=(document_id,))
        return RedirectResponse(f"{OPERATOR_PAGES}/viec/{job.id}", 303)

    return router


def said_of(document: Document, records: Mapping[str, Record]) -> Statements:
    """What would have to be said for the document to be as it is now."""
    record = document.record
    span = record.validity

    def written(day: date | None) -> str:
        return day.isoformat() if day else ""

    return Statements(
        number=record.number or "",
        issued=written(record.issued),
        kind=record.kind.value,
        title=record.title,
        valid_from=written(span.valid_from),
        valid_until=written(span.valid_until),
        record=record.id if record.id in records else "",
        supersedes=record.supersedes,
    )


def emptied(before: Statements, said: Statements) -> Statements:
    """What is said, with what was there before and is empty now as cleared."""
    gone = {one for one in Clearable if getattr(before, one.value) and not getattr(said, one.value)}
    return replace(said, cleared=tuple(one for one in Clearable if one in gone or one in said.cleared))


def _found(office: OperatorDesk, document_id: str) -> OneText:
    text = one_text(office.config, office.records(), document_id)
    if text is None:
        raise NotFoundError(Code.DOCUMENT_NOT_FOUND, "Thư viện không có văn bản này.")
    return text
