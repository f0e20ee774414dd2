"""The frame that all pages share: templates, navigation, and a page as a response.

Edge (Jinja2, autoescaped). A page works without a script; style sheets and scripts are files under ``/static``, which
is all that the content policy of pages allows (``assistant.server.guard``).
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from assistant.output import views
from assistant.output.render import DISCLOSURE
from corpus.core.display import name_of, vn_date

TEMPLATES = Path(__file__).with_name("templates")
NAVIGATION = (
    ("/chat/", "Hỏi trợ lý"),
    ("/so-tay", "Sổ tay"),
    ("/bang-tinh", "Bảng tính"),
    ("/ke-hoach", "Kế hoạch"),
    ("/bieu-mau", "Biểu mẫu"),
    ("/documents", "Văn bản"),
    ("/docs", "API"),
)
"""Address and name of the pages in the head of every page, in their order."""


@cache
def templates() -> Environment:
    """The environment of all page templates; a name that a template misses is an error, not an empty place."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["vn_date"] = vn_date
    environment.filters["iso_date"] = date.fromisoformat
    environment.globals.update(
        disclosure=DISCLOSURE,
        name_of=name_of,
        navigation=NAVIGATION,
        place_name=views.place_name,
        standing_words=views.standing_words,
    )
    return environment


def page(template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page from ``templates/``.

    Args:
        template: file name of the template.
        status: HTTP status, such as 422 for a form that comes back with its errors.
        **values: what the template shows.
    """
    return HTMLResponse(templates().get_template(template).render(**values), status_code=status)
