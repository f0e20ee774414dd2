"""One question and its answer as a page that can be passed on: ``/hoi?cau=…&ngay=…``.

Edge (FastAPI). The address holds the question and the day, nothing of a person; opening it asks again, so that the page
never shows what the server has not verified now. Beside it the same answer as a Word file and as its certificate. The
chat posts the questions of a whole conversation and gets them as one Word file, asked again, too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Query, Request, Response
from fastapi.responses import JSONResponse

from assistant.export.answers import exported, paper_of
from assistant.export.file import write
from assistant.model import MAX_CHARS, Answer, Question, too_long
from assistant.output import views
from assistant.output.certificate import certify
from assistant.output.render import cited_text, layout, references
from assistant.server.conversations import MAX_ANSWERS, ask_in_order
from assistant.server.executor import Desk
from assistant.server.presence import while_here
from assistant.site.forms import word_file
from assistant.site.layout import page
from assistant.site.sheets import parsed
from corpus.core.codes import Code
from corpus.core.errors import AssistantError, InputError
from corpus.core.model import Level
from corpus.core.registry import Registry

PATH = "/hoi"
Asked = Annotated[str, Query(max_length=MAX_CHARS * 4)]
Day = Annotated[str, Query(max_length=40)]


@dataclass(frozen=True, slots=True)
class _Address:
    """What an address asks."""

    question: str
    on: date | None
    level: Level | None

    def asks(self) -> Question:
        return Question(self.question, self.on, level=self.level)


def install(app: FastAPI, desk: Desk, *, today: Callable[[], date] = date.today) -> None:
    """Add ``/hoi``, its Word file ``/hoi/word`` and its certificate ``/hoi/chung-thu``.

    Args:
        app: where to add the pages.
        desk: answers questions and holds the registry.
        today: clock, injectable.
    """
    router = APIRouter(prefix=PATH, include_in_schema=False)

    @router.get("")
    async def show(request: Request, cau: Asked = "", ngay: Day = "", cap: str = "") -> Response:
        typed: dict[str, Any] = {"cau": cau, "ngay": ngay, "cap": cap, "today": today()}
        if not cau.strip():
            return page("answer.html", answer=None, problem=None, **typed)
        await request.body()  # read before the wait for who may leave
        try:
            asked = _read(cau, ngay, cap)
            answer = await while_here(request, desk.ask(asked.asks()))
        except AssistantError as error:
            return page("answer.html", status=error.code.status, **typed, answer=None, problem=error)
        base = str(request.base_url).rstrip("/")
        return page("answer.html", problem=None, **typed, **_shown(answer, asked, desk.assistant().registry, base))

    @router.get("/word")
    async def file(request: Request, cau: Asked, ngay: Day = "", cap: str = "") -> Response:
        await request.body()
        answer = await while_here(request, desk.ask(_read(cau, ngay, cap).asks()))
        base, registry = str(request.base_url).rstrip("/"), desk.assistant().registry
        item = await while_here(request, desk.do(exported, answer, registry, base, cap))
        return word_file(await while_here(request, desk.do(write, paper_of([item]))), "tra-loi")

    @router.post("/word")
    async def conversation(request: Request) -> Response:
        asked = _conversation((await request.body()).decode("utf-8", "replace"))
        answers = await ask_in_order(request, desk, [item.asks() for item in asked])
        base, registry = str(request.base_url).rstrip("/"), desk.assistant().registry
        items = [
            await while_here(request, desk.do(exported, answer, registry, base, item.level or ""))
            for answer, item in zip(answers, asked, strict=True)
        ]
        return word_file(await while_here(request, desk.do(lambda: write(paper_of(items)))), "trao-doi")

    @router.get("/chung-thu")
    async def certificate(request: Request, cau: Asked, ngay: Day = "", cap: str = "") -> Response:
        await request.body()
        answer = await while_here(request, desk.ask(_read(cau, ngay, cap).asks()))
        content = await while_here(request, desk.do(certify, answer, {}, desk.assistant().registry))
        return JSONResponse(content, headers={"content-disposition": 'attachment; filename="chung-thu.json"'})

    app.include_router(router)


def _conversation(body: str) -> list[_Address]:
    """The questions of a posted conversation, each with its day and level; the fields stand in the order of asking.

    Raises:
        InputError: ``request.invalid`` for no question, too many, or fields that do not belong together; as ``_read``.
    """
    fields = parsed(body)
    questions, days, levels = (list(fields.get(name, ())) for name in ("cau", "ngay", "cap"))
    if not questions or len(questions) > MAX_ANSWERS or {len(days), len(levels)} != {len(questions)}:
        words = f"Cần từ 1 đến {MAX_ANSWERS} câu hỏi, mỗi câu kèm ngày và cấp (có thể trống)."
        raise InputError(Code.REQUEST_INVALID, words)
    return [_read(*item) for item in zip(questions, days, levels, strict=True)]


def _read(question: str, on: str, level: str) -> _Address:
    """What an address asks.

    Raises:
        InputError: ``question.too_long``, ``question.date`` for what is no day, ``request.invalid`` for no level.
    """
    if len(question) > MAX_CHARS:
        raise too_long(question)
    try:
        day = date.fromisoformat(on) if on.strip() else None
    except ValueError as error:
        raise InputError(
            Code.QUESTION_DATE, f"“{on}” không phải là một ngày.", hint="Ghi theo dạng 2026-11-29 hoặc để trống."
        ) from error
    try:
        known = Level(level) if level else None
    except ValueError as error:
        raise InputError(Code.REQUEST_INVALID, "Không có cấp tổ chức đảng này.") from error
    return _Address(question, day, known)


def _shown(answer: Answer, asked: _Address, registry: Registry, base: str) -> dict[str, Any]:
    """What the template shows of an answer."""
    links = {}
    nearest = []
    for reference in references(answer):
        found = registry.provision(reference.provision_id)
        if found is None:
            continue
        address = views.page_address(found[0], reference.start, reference.end)
        if reference.number:
            links[reference.number] = address
        else:
            nearest.append((reference.caption, address))
    level = asked.level.value if asked.level else ""
    fixed = views.question_address(answer.question, answer.as_of, level)
    query = fixed.partition("?")[2]
    return {
        "answer": answer,
        "blocks": list(layout(answer)),
        "links": links,
        "nearest": nearest,
        "address": f"{base}{fixed}",
        "query": query,
        "text": cited_text(answer, f"{base}{fixed}"),
    }
