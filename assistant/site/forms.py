"""Forms and scripts: ``/bieu-mau``, one page a form with its preview, and the same as a Word file.

Edge (FastAPI). What is typed comes in the body of a request and lives as long as it: never in an address, a log or a
file. The preview and the file are made of the same blocks. Without a script everything works; ``forms.js`` only hides
fields that a choice makes needless.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, FastAPI, Request, Response

from assistant.export.blocks import Piece
from assistant.export.file import MEDIA_TYPE, write
from assistant.forms.counting import check_count
from assistant.forms.entry import MAX_TEXT, FormValues, fresh, read_entry
from assistant.forms.filling import TAKE_OFF, FilledForm, fill
from assistant.forms.library import FormTemplate, templates
from assistant.output import views
from assistant.server.executor import Desk
from assistant.server.problems import NotFoundError
from assistant.site.layout import page
from corpus.core.codes import Code
from corpus.core.registry import Registry

PATH = "/bieu-mau"
MAX_FIELDS = 200
NEVER_KEPT = {"cache-control": "no-store"}


def install(app: FastAPI, desk: Desk, *, today: Callable[[], date] = date.today) -> None:
    """Add the list of forms, a page a form, and its Word file.

    Args:
        app: where to add the pages.
        desk: holds the registry.
        today: clock, injectable.
    """
    router = APIRouter(prefix=PATH, include_in_schema=False)

    @router.get("")
    def index() -> Response:
        return page("forms.html", forms=list(templates().values()))

    @router.get("/{form_id}")
    def empty(form_id: str) -> Response:
        template = _template(form_id)
        typed = fresh(template)
        values = read_entry(template, typed, today())
        values.errors.clear()  # nobody has typed anything yet
        return _page(template, typed, values, desk.assistant().registry, today(), sent=False)

    @router.post("/{form_id}")
    async def filled(form_id: str, request: Request) -> Response:
        template = _template(form_id)
        typed = await _typed(request)
        values = _values(template, typed, today())
        return _page(template, typed, values, desk.assistant().registry, today(), sent=True)

    @router.post("/{form_id}/word")
    async def file(form_id: str, request: Request) -> Response:
        template = _template(form_id)
        typed = await _typed(request)
        values = _values(template, typed, today())
        if values.errors:
            return _page(template, typed, values, desk.assistant().registry, today(), sent=True)
        paper = fill(template, values, desk.assistant().registry, today()).paper()
        return word_file(await desk.do(write, paper), template.id)

    app.include_router(router)


def word_file(content: bytes, name: str) -> Response:
    """A Word file as a download that nobody keeps on the way; ``name`` is plain ASCII."""
    headers = {"content-disposition": f'attachment; filename="{name}.docx"', **NEVER_KEPT}
    return Response(content, media_type=MEDIA_TYPE, headers=headers)


def piece_kind(piece: Piece) -> str:
    """What a template asks to know how to show a piece."""
    return type(piece).__name__


def _template(form_id: str) -> FormTemplate:
    found = templates().get(form_id)
    if found is None:
        raise NotFoundError(Code.RESOURCE_NOT_FOUND, "Không có biểu mẫu này.")
    return found


async def _typed(request: Request) -> dict[str, str]:
    """The fields of an ordinary HTML form, the last of a name; what is more than a form has is left out."""
    body = (await request.body()).decode("utf-8", "replace")
    pairs = parse_qsl(body[: MAX_TEXT * 40], keep_blank_values=True, errors="replace", separator="&")
    return dict(pairs[:MAX_FIELDS])


def _values(template: FormTemplate, typed: Mapping[str, str], today: date) -> FormValues:
    values = read_entry(template, typed, today)
    if template.share[0]:
        check_count(template, values)
    return values


def _page(
    template: FormTemplate, typed: Mapping[str, str], values: FormValues, registry: Registry, today: date, *, sent: bool
) -> Response:
    shown: FilledForm | None = None if values.errors else fill(template, values, registry, today)
    response = page(
        "form.html",
        status=422 if values.errors else 200,
        form=template,
        typed=typed,
        errors=values.errors,
        shown=shown,
        sent=sent,
        kind=piece_kind,
        links=_links(shown, registry),
        limit=MAX_TEXT,
        take_off=TAKE_OFF,
    )
    response.headers.update(NEVER_KEPT)
    return response


def _links(shown: FilledForm | None, registry: Registry) -> dict[int, str]:
    """Address of the place that each ground quotes, by its number."""
    found: dict[int, Any] = {}
    for ground in shown.grounds if shown else ():
        provision = registry.provision(ground.provision_id)
        if provision is not None:
            found[ground.number] = views.page_address(provision[0], *ground.span)
    return found
