"""The frame that all pages share: templates, styles, navigation, and a page as a response.

Edge (Jinja2, autoescaped). A page works without a script. Its style sheets stand inside it, so that it is painted after
one round trip; the content policy of pages (``assistant.server.guard``) allows these by their hashes, and scripts as
files under ``/static``.
"""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from assistant.accounts.identity import visitor
from assistant.output import views
from assistant.output.render import DISCLOSURE
from assistant.server.assets import PUBLIC
from assistant.site.ways import ways
from corpus.core.display import name_of, vn_date

TEMPLATES = Path(__file__).with_name("templates")
NAVIGATION = (
    ("/chat/", "Hỏi trợ lý"),
    ("/so-tay", "Sổ tay"),
    ("/bang-tinh", "Bảng tính"),
    ("/ke-hoach", "Kế hoạch"),
    ("/bieu-mau", "Biểu mẫu"),
    ("/documents", "Văn bản"),
    ("/kien-nghi", "Kiến nghị"),
    ("/docs", "API"),
)
"""Address and name of the pages in the head of every page, in their order."""

SHEETS = ("reader.css", "handbook.css", "tools.css", "forms.css", "proposals.css", "operator.css")
"""Style sheets of pages."""
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@cache
def style(name: str) -> str:
    """A style sheet as it stands in a page: without comments, white space as one blank."""
    sheet = _COMMENT.sub("", (PUBLIC / name).read_text("utf-8"))
    return " ".join(sheet.split())


def style_hashes() -> tuple[str, ...]:
    """What a content policy allows the style sheets of pages by: ``sha256-…`` of each."""
    return tuple(f"sha256-{b64encode(sha256(style(name).encode()).digest()).decode()}" for name in SHEETS)


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
        visitor=visitor,
        style=style,
        ways=ways,
    )
    return environment


def page(template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page from ``templates/``.

    Args:
        template: file name of the template.
        status: HTTP status, such as 422 for a form that comes back with its errors.
        **values: what the template shows.
    """
    return HTMLResponse(render(template, **values), status_code=status)


def render(template: str, **values: Any) -> str:
    """The text of a page from ``templates/``."""
    return templates().get_template(template).render(**values)
