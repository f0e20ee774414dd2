"""All of the operator's pages, added to the application. Edge (FastAPI)."""

from __future__ import annotations

from fastapi import FastAPI

from assistant.operator.adding import adding_pages
from assistant.operator.changes import job_pages, manage_api
from assistant.operator.desk import OperatorDesk
from assistant.operator.documents import document_pages
from assistant.operator.keeping import keeping_pages
from assistant.operator.moderating import moderation_pages
from assistant.operator.unanswered import unanswered_pages


def install(app: FastAPI, office: OperatorDesk) -> None:
    """Add the pages under ``/quan-tri`` and the API under ``/api/v1/manage``.

    Args:
        app: where to add them.
        office: where they act from.
    """
    app.include_router(document_pages(office))
    app.include_router(adding_pages(office))
    app.include_router(job_pages(office))
    app.include_router(keeping_pages(office))
    app.include_router(moderation_pages(office))
    app.include_router(unanswered_pages(office))
    app.include_router(manage_api(office))
