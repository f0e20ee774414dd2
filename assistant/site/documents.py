"""Reading pages: the list of documents, one document with its tree, the API's description.

Edge (FastAPI). Pages need no script. A span to highlight comes from the address as offsets in one
provision's text and is shown only when it fits that text; otherwise nothing is highlighted (contract R2).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Query, Response
from fastapi.responses import FileResponse, PlainTextResponse
from fastapi.staticfiles import StaticFiles

from assistant.output import views
from assistant.server.assets import PANEL
from assistant.server.executor import Desk
from assistant.server.problems import NotFoundError
from assistant.site.layout import page
from corpus.core.codes import Code
from corpus.core.model import Document, Provision, Record, TextKind
from corpus.core.registry import Registry


def install(
    app: FastAPI,
    desk: Desk,
    *,
    public: Path,
    sources: Mapping[str, str],
    originals: Callable[[str], Path | None] = lambda _: None,
    today: Callable[[], date] = date.today,
) -> None:
    """Add ``/documents``, ``/documents/{id}``, the original files, the chat's panel texts, ``/docs`` and ``/static``.

    Args:
        app: where to add the pages.
        desk: holds the registry.
        public: folder of style sheets and images.
        sources: addresses of source marks.
        originals: the file that a loaded document was read from, by document id; ``None`` for our own digest.
        today: clock, injectable.
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/documents")
    def documents() -> Response:
        registry, on = desk.assistant().registry, today()
        return page("documents.html", groups=_groups(registry, on), on=on, registry=registry)

    @router.get("/documents/{document_id}")
    def document(
        document_id: str,
        at: Annotated[str, Query(max_length=200)] = "",
        q_start: int = 0,
        q_end: int = 0,
    ) -> Response:
        registry, on = desk.assistant().registry, today()
        found = registry.all_documents.get(document_id)
        if found is None:
            raise NotFoundError(Code.DOCUMENT_NOT_FOUND, f"Không có văn bản mang mã “{document_id}”.")
        return page(
            "document.html",
            document=found,
            standing=registry.standing(found.record.id, on),
            kind_words=views.KIND_WORDS[found.text_kind],
            has_original=_original(originals, found) is not None,
            rows=_rows(registry, found, on, at, q_start, q_end),
            sources=sources,
            source_addresses=views.source_addresses,
            source_name=views.source_name,
            on=on,
        )

    @router.get("/documents/{document_id}/original")
    def original(document_id: str) -> Response:
        found = desk.assistant().registry.all_documents.get(document_id)
        file = None if found is None else _original(originals, found)
        if file is None:
            raise NotFoundError(Code.DOCUMENT_NO_ORIGINAL, f"Văn bản “{document_id}” không có tệp gốc để tải về.")
        # always a download, never a page of this server: the file may hold scripts
        return FileResponse(file, media_type="application/octet-stream", filename=f"{document_id}{file.suffix}")

    @router.get(PANEL + "/{provision_id:path}")
    def panel(provision_id: str, on: date | None = None, q_start: int = 0, q_end: int = 0) -> Response:
        view = views.view_provision(desk.assistant().registry, provision_id, on or today())
        if view is None:
            raise NotFoundError(Code.PROVISION_NOT_FOUND, f"Không có điều khoản mang mã “{provision_id}”.")
        span = (q_start, q_end) if 0 <= q_start < q_end <= len(view.provision.text) else None
        return PlainTextResponse(views.panel(view, sources, span))

    @router.get("/docs")
    def description() -> Response:
        return page("api.html", api=app.openapi())

    app.include_router(router)
    app.mount("/static", StaticFiles(directory=public))


def _groups(registry: Registry, on: date) -> list[dict[str, Any]]:
    """Documents by how they are available: official, digest, known only."""

    def row(record: Record, document: Document | None = None) -> dict[str, Any]:
        return {"document": document, "record": record, "standing": registry.standing(record.id, on)}

    loaded = views.texts(registry)
    official, digest = (
        [row(item.record, item) for item in loaded if item.text_kind is kind]
        for kind in (TextKind.OFFICIAL, TextKind.DIGEST)
    )
    return [
        {"title": "Văn bản chính thức đã nạp", "rows": official},
        {"title": "Bản tóm lược", "rows": digest},
        {"title": "Đã biết nhưng chưa nạp nội dung", "rows": [row(item) for item in views.not_loaded(registry)]},
    ]


def _original(originals: Callable[[str], Path | None], document: Document) -> Path | None:
    """The operator's file behind an official text, where it is still kept."""
    file = originals(document.id) if document.text_kind is TextKind.OFFICIAL else None
    return file if file is not None and file.is_file() else None


def _rows(registry: Registry, document: Document, on: date, at: str, start: int, end: int) -> list[dict[str, Any]]:
    """One row a provision, in document order, with the highlighted part split out."""
    depths = views.depths(document)
    rows: list[dict[str, Any]] = []
    before: tuple[str, ...] = ()
    for provision in document.provisions:
        new_trail = provision.trail if provision.trail != before and provision.parent is None else ()
        before = provision.trail
        standing = registry.standing_of(provision, on)
        rows.append(
            {
                "provision": provision,
                "depth": depths[provision.id],
                "trail": new_trail,
                "standing": standing if provision.validity is not None else None,
                "parts": _parts(provision, (start, end) if provision.path == at else None),
            }
        )
    return rows


def _parts(provision: Provision, span: tuple[int, int] | None) -> tuple[str, str, str]:
    text = provision.text
    if span is None or not 0 <= span[0] < span[1] <= len(text):
        return text, "", ""
    return text[: span[0]], text[span[0] : span[1]], text[span[1] :]
