"""The handbook's pages: rules and search, one rule on a day, changes between two days, old → new (edge, FastAPI).

Every page is a plain address that works without a script: forms are sent with GET, so that what is shown can be kept
and passed on. With the script the results of the same form are fetched while one types (``manh=1`` gives them without
the frame). A day that is no day leaves as the same form with the fault at its field and status 422.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, FastAPI, Query, Request, Response

from assistant.handbook.changes import changes
from assistant.handbook.contents import (
    Choice,
    Entry,
    Hits,
    choose,
    found_by,
    grouped,
    level_counts,
    listed,
    page_of,
    phase_counts,
    topic_counts,
)
from assistant.handbook.days import boundaries, in_order, read_day
from assistant.handbook.rules import CURRENT, BookRule, Handbook, Mark, RuleState, handbook_of
from assistant.handbook.succession import table
from assistant.handbook.wire import address_of
from assistant.model import Question
from assistant.output import views
from assistant.server.executor import Desk
from assistant.server.presence import while_here
from assistant.server.problems import NotFoundError
from assistant.site.layout import page
from corpus.core.codes import Code
from corpus.core.display import LEVEL_NAMES, name_of, numbered
from corpus.core.errors import InputError
from corpus.core.model import TextKind
from corpus.core.registry import Registry

PAGE = 30
"""Rules on one page of a list."""
PAIRS = 20
"""Pairs on one page of changes."""
EXCERPT = 420
"""Characters of a rule that a list shows; the rest stands on the rule's own page."""
LATEST = 6
"""Boundary days that the first page names."""

Text = Annotated[str, Query(max_length=4000)]
Word = Annotated[str, Query(max_length=60)]
_DAY_FAULTS = {Code.HANDBOOK_DATE, Code.HANDBOOK_FUTURE, Code.HANDBOOK_ORDER}


@dataclass(frozen=True, slots=True)
class Finder:
    """What stands in the search form, as it was sent."""

    q: str = ""
    ngay: str = ""
    giai_doan: str = ""
    chu_de: str = ""
    cap: str = ""
    tat_ca: bool = False

    def query(self, **other: str) -> str:
        """The address of the same choice with some fields changed; empty fields are left out."""
        values = {
            "q": self.q,
            "ngay": self.ngay,
            "giai-doan": self.giai_doan,
            "chu-de": self.chu_de,
            "cap": self.cap,
            "tat-ca": "1" if self.tat_ca else "",
        }
        values |= {name.replace("_", "-"): value for name, value in other.items()}
        filled = {name: value for name, value in values.items() if value}
        return f"/so-tay?{urlencode(filled)}" if filled else "/so-tay"


def install(app: FastAPI, desk: Desk, *, sources: Mapping[str, str], today: Callable[[], date] = date.today) -> None:
    """Add ``/so-tay``, ``/so-tay/thay-doi``, ``/so-tay/cu-moi`` and ``/so-tay/{provision id}``.

    Args:
        app: where to add the pages.
        desk: searches and holds the registry.
        sources: addresses of source marks.
        today: clock, injectable.
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/so-tay")
    async def rules(
        request: Request,
        q: Text = "",
        ngay: Word = "",
        giai_doan: Annotated[str, Query(alias="giai-doan", max_length=60)] = "",
        chu_de: Annotated[str, Query(alias="chu-de", max_length=60)] = "",
        cap: Word = "",
        tat_ca: Annotated[str, Query(alias="tat-ca", max_length=9)] = "",
        trang: Word = "",
        manh: Word = "",
    ) -> Response:
        form = Finder(q.strip(), ngay.strip(), giai_doan, chu_de, cap, bool(tat_ca))
        now, assistant = today(), desk.assistant()
        book = handbook_of(assistant.registry)
        try:
            choice = choose(
                book.plan,
                read_day(form.ngay, now),
                phase=form.giai_doan,
                topic=form.chu_de,
                level=form.cap,
                everything=form.tat_ca,
            )
            found = None
            if form.q:
                known = {entry.rule.id: entry for entry in listed(book, choice)}
                told = await while_here(request, desk.do(assistant.find, Question(form.q, choice.day), known.keys()))
                found = found_by(known, form.q, told)
        except InputError as error:
            shown = replace(form, ngay="" if error.code in _DAY_FAULTS else form.ngay)
            return _finder(book, Choice(now), shown, now, manh, error=error, typed=form.ngay)
        return _finder(book, choice, form, now, manh, found=found, number=_number(trang))

    @router.get("/so-tay/thay-doi")
    def changed(tu: Word = "", den: Word = "", trang: Word = "") -> Response:
        now, book = today(), handbook_of(desk.assistant().registry)
        shown: dict[str, Any] = {"tu": tu, "den": den, "now": now, "error": None, "fault": "", "found": None}
        shown["turns"] = boundaries(book.registry, now)
        if not (tu.strip() or den.strip()):
            return page("handbook_changes.html", **shown)
        fault = "tu"
        try:
            if not tu.strip():
                raise InputError(Code.HANDBOOK_DATE, "Chưa chọn ngày trước.", hint="Xin chọn cả hai ngày.")
            since = read_day(tu, now)
            fault = "den"
            since, until = in_order(since, read_day(den, now))
        except InputError as error:
            status = error.code.status
            return page("handbook_changes.html", status=status, **(shown | {"error": error, "fault": fault}))
        found = changes(book, since, until)
        number, pages = _pages(len(found.pairs), _number(trang), PAIRS)
        return page(
            "handbook_changes.html",
            **shown
            | {
                "tu": since.isoformat(),
                "den": until.isoformat(),
                "found": found,
                "pairs": found.pairs[(number - 1) * PAIRS : number * PAIRS],
                "number": number,
                "pages": pages,
                "gone": _by_document(found.gone),
                "come": _by_document(found.come),
                "address_of": address_of,
                "place": _place,
                "TextKind": TextKind,
            },
        )

    @router.get("/so-tay/cu-moi")
    def succession(ngay: Word = "") -> Response:
        now, registry = today(), desk.assistant().registry
        shown: dict[str, Any] = {"now": now, "ngay": ngay, "read": _readers(registry), "brief": _brief}
        try:
            day = read_day(ngay, now)
        except InputError as error:
            return page("handbook_succession.html", status=error.code.status, error=error, table=None, **shown)
        return page(
            "handbook_succession.html", error=None, table=table(registry, day), **shown | {"ngay": day.isoformat()}
        )

    @router.get("/so-tay/{provision_id:path}")
    def rule(provision_id: str, ngay: Word = "") -> Response:
        now, book = today(), handbook_of(desk.assistant().registry)
        found = book.rule(provision_id)
        if found is None:
            raise NotFoundError(Code.PROVISION_NOT_FOUND, f"Không có điều khoản mang mã “{provision_id}”.")
        shown: dict[str, Any] = {"rule": found, "now": now, "ngay": ngay, "place": _place, "error": None}
        try:
            day = read_day(ngay, now)
        except InputError as error:
            return page("handbook_rule.html", status=error.code.status, **shown | {"error": error})
        return page("handbook_rule.html", **shown | _told(book, found, day, now, sources))

    app.include_router(router)


def _finder(
    book: Handbook,
    choice: Choice,
    form: Finder,
    now: date,
    part: str,
    *,
    found: Hits | None = None,
    error: InputError | None = None,
    typed: str = "",
    number: int = 1,
) -> Response:
    """The first page, a list or what was found; only the results of it when a part is asked for."""
    entries: list[Entry] = []
    known = {entry.rule.id: entry for entry in listed(book, choice)}
    if found is not None:
        entries = list(found.entries)
    elif choice.narrowed or choice.everything:
        entries = list(known.values())
    groups, pages = [], 1
    if found is None and entries:
        # The order of the groups is the order of the pages.
        ordered = [entry for group in grouped(book.plan, entries, choice) for entry in group.entries]
        shown, pages = page_of(ordered, number, PAGE)
        groups = grouped(book.plan, shown, choice)
    values = {
        "form": form,
        "typed": typed or form.ngay or now.isoformat(),
        "day": choice.day,
        "now": now,
        "choice": choice,
        "error": error,
        "found": found,
        "entries": entries,
        "groups": groups,
        "number": min(max(1, number), pages),
        "pages": pages,
        "total": len(known),
        "plan": book.plan,
        "phases": phase_counts(book, choice),
        "topics": topic_counts(book, choice),
        "levels": level_counts(book, choice),
        "latest": boundaries(book.registry, now)[:LATEST],
        "carried": sum(entry.state.mark is Mark.LAST_KNOWN for entry in entries),
        "address_of": address_of,
        "place": _place,
        "excerpt": _excerpt,
        "brief": _brief,
        "TextKind": TextKind,
    }
    template = "handbook_results.html" if part else "handbook.html"
    return page(template, status=error.code.status if error else 200, **values)


def _told(book: Handbook, rule: BookRule, day: date, now: date, sources: Mapping[str, str]) -> dict[str, Any]:
    """What the page of a rule shows beside its text."""
    registry, document = book.registry, rule.document
    view = views.view_provision(registry, rule.id, day)
    assert view is not None, "a rule of the handbook is a provision of its registry"
    state = book.state(rule, day)
    plan = book.plan
    return {
        "day": day,
        "ngay": day.isoformat(),
        "state": state,
        "view": view,
        "moments": _moments(registry, rule, state, now),
        "later": [(other, of) for other, of in registry.carried_on(rule.provision, document, day)],
        "offered": registry.offers(rule.id) or document.text_kind is TextKind.CATALOGUE,
        "listed": state.mark in CURRENT,
        "phases": [phase for phase in plan.phases if phase.id in rule.phases],
        "topics": [topic for topic in plan.topics if topic.id in rule.topics],
        "levels": [name for level, name in LEVEL_NAMES.items() if level in rule.levels],
        "kind_words": views.KIND_WORDS[document.text_kind],
        "validity": views.validity_words(state.validity),
        "links": [
            (views.source_name(mark, address), address)
            for mark, address in views.source_addresses(rule.provision, document, sources)
        ],
        "reading": views.page_address(rule.provision),
        "permanent": address_of(rule.id, day),
        "address_of": address_of,
        "numbered": numbered,
        "TextKind": TextKind,
    }


def _moments(registry: Registry, rule: BookRule, state: RuleState, now: date) -> list[tuple[date, str]]:
    """Days on which something happened to a rule, oldest first: its beginning, its end, and what followed it."""
    span, record = state.validity, rule.document.record
    found: list[tuple[date, str]] = []
    if span.valid_from is not None:
        found.append((span.valid_from, "Quy định bắt đầu có hiệu lực"))
    if span.valid_until is not None:
        found.append((span.valid_until, "Quy định hết hiệu lực"))
    for later in registry.succession(record.id, now):
        start = later.validity.valid_from
        if start is not None:
            found.append((start, f"{name_of(later)} có hiệu lực"))
    return sorted((day, words) for day, words in found if day <= now)


def _readers(registry: Registry) -> dict[str, str]:
    """Addresses of the reading pages by record, the official text before the digest."""
    found: dict[str, str] = {}
    for document in views.texts(registry):
        if document.text_kind is TextKind.OFFICIAL or document.record.id not in found:
            found[document.record.id] = f"/documents/{document.id}"
    return found


def _by_document(items: Any) -> list[tuple[str, list[Any]]]:
    """Rules without counterpart under the names of their documents."""
    found: dict[str, list[Any]] = {}
    for item in items:
        found.setdefault(name_of(item.rule.document.record), []).append(item)
    return list(found.items())


def _place(rule: BookRule) -> str:
    """``Mục 11.4.2, Quy định 294-QĐ/TW``: where a rule stands."""
    return f"{views.place_name(rule.provision.label)}, {numbered(rule.document.record)}"


def _brief(state: RuleState) -> str:
    """The dates that a list shows beside the state."""
    words = views.validity_words(state.validity)
    return f"{words[:1].upper()}{words[1:]}"


def _excerpt(text: str) -> tuple[str, bool]:
    """The beginning of a text up to a word's end, and whether that is not all of it."""
    if len(text) <= EXCERPT:
        return text, False
    return text[: text.rfind(" ", 0, EXCERPT)].rstrip(), True


def _number(text: str) -> int:
    """The number of a page; whatever is no number is the first page."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("10000") else 1


def _pages(items: int, number: int, size: int) -> tuple[int, int]:
    pages = max(1, -(-items // size))
    return min(max(1, number), pages), pages
