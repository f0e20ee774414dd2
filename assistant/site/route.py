"""Errors of pages as pages: whoever opens a page in a browser is told in words, not in JSON (edge, FastAPI)."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from assistant.server import problems
from assistant.site.layout import page
from corpus.core.errors import AssistantError


class PageRoute(APIRoute):
    """A route whose ``AssistantError`` leaves as a page with its status, words and code."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler with the errors of ours turned into pages."""
        handle = super().get_route_handler()

        async def told(request: Request) -> Response:
            try:
                return await handle(request)
            except AssistantError as error:
                return problem_page(error)

        return told


def problem_page(error: AssistantError) -> Response:
    """The page of an error: what went wrong, what to do next, its stable code."""
    status, body, headers = problems.problem_of(error)
    response = page("problem.html", status=status, title=body["title"], error=error)
    response.headers.update(headers)
    return response
