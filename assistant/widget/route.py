"""The widget over HTTP: one version for ever, the newest for a short time, and what to pin it by (edge, FastAPI)."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response

from assistant.widget.bundle import NAME, PREFIX, Shelf, WidgetFile, widget

LOG = logging.getLogger("assistant")
FOR_EVER = "public, max-age=31536000, immutable"
A_WHILE = "public, max-age=300"
_OPEN = {"access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin"}
"""The file is no secret: any page may load it. Which pages may ask is decided where questions come in."""


def widget_files(shelf: Shelf) -> APIRouter:
    """Routes under ``/widget/v1``; the version of this package is put on the shelf.

    Args:
        shelf: where earlier versions are found.
    """
    router = APIRouter(prefix=PREFIX, include_in_schema=False)
    newest = widget()
    try:
        shelf.keep(newest)
    except OSError as error:  # served all the same; the next version will not find this one
        LOG.warning("widget: version %s not kept: %s", newest.version, error)

    @router.api_route(f"/{NAME}.js", methods=["GET", "HEAD"])
    def current(request: Request) -> Response:
        return _script(request, newest, A_WHILE)

    @router.api_route(f"/{NAME}.json", methods=["GET", "HEAD"])
    def about() -> dict[str, Any]:
        return {"version": newest.version, "path": newest.path, "integrity": newest.integrity}

    @router.api_route(f"/{NAME}.{{version}}.js", methods=["GET", "HEAD"])
    def pinned(request: Request, version: str) -> Response:
        known = version.isalnum() and version.isascii()
        found = newest if version == newest.version else shelf.find(version) if known else None
        if found is None:
            raise HTTPException(404)
        return _script(request, found, FOR_EVER)

    return router


def _script(request: Request, file: WidgetFile, caching: str) -> Response:
    headers = {**_OPEN, "cache-control": caching, "etag": f'"{file.version}"'}
    if request.headers.get("if-none-match", "").removeprefix("W/") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    return Response(file.body, headers=headers, media_type="text/javascript; charset=utf-8")
