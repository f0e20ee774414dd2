"""Pages of what went unanswered: by topic with the nearest rule, the questions where they are kept, a case of each.

Edge (FastAPI). Nothing is written into the evaluation's files: a case leaves as a line to download, since what a case
expects is a person's to decide.
"""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse

from assistant.accounts.access import OPERATOR_PAGES
from assistant.feedback.cases import case_line, questions_csv
from assistant.feedback.reasons import FeedbackReason
from assistant.feedback.unanswered import NO_RULE, UnansweredCount
from assistant.handbook.plan import shipped_plan
from assistant.model import RefusalReason
from assistant.operator.desk import OperatorDesk
from assistant.operator.route import NEVER_STORED, field, operator_page, operator_route, reason
from assistant.output.render import LEVELS, REFUSAL_TITLES
from assistant.server.problems import NotFoundError
from corpus.core.codes import Code
from corpus.core.display import name_of
from corpus.core.errors import AssistantError, InputError
from corpus.core.registry import Registry

PATH = f"{OPERATOR_PAGES}/chua-tra-loi"
ON_PAGE = 50
ROWS = 20
"""Rows shown of one topic, the most frequent; what lies beyond is told by number."""
NO_TOPIC = "Chưa rõ chủ đề"
_PLACES = re.compile(r"[\s,;]+")
_KINDS = {one.value: title for one, title in REFUSAL_TITLES.items()} | {
    one.value: f"Bị chê: {one.vietnamese.lower()}" for one in FeedbackReason
}
_REFUSALS = frozenset(one.value for one in RefusalReason)
_LEVELS = {level.value: name for level, name in LEVELS.items()}
_TOPICS = {topic.id: topic.name for topic in shipped_plan().topics}


@dataclass(frozen=True, slots=True)
class UnansweredRow:
    """How often, why, and the nearest rule with its name; both empty where there is none."""

    times: int
    kind: str
    nearest: str
    caption: str


@dataclass(frozen=True, slots=True)
class UnansweredTopic:
    """A topic with its most frequent rows.

    Attributes:
        more: rows that are not shown.
    """

    name: str
    times: int
    rows: list[UnansweredRow]
    more: int


def unanswered_pages(office: OperatorDesk) -> APIRouter:
    """The pages of what went unanswered.

    Args:
        office: where they act from.
    """
    book = office.unanswered
    router = APIRouter(prefix=PATH, include_in_schema=False, route_class=operator_route(office.accounts))

    async def shown(before: int | None = None, error: InputError | None = None) -> Response:
        counts = await asyncio.to_thread(book.counts)
        questions = await asyncio.to_thread(lambda: book.newest(before=before, limit=ON_PAGE))
        registry = _registry(office)
        return operator_page(
            "operator_unanswered.html",
            status=error.code.status if error else 200,
            topics=topics_of(counts, registry),
            total=sum(one.times for one in counts),
            keeps=book.keeps_words,
            days=office.question_days,
            questions=questions if book.keeps_words else [],
            left=bool(questions),
            on_page=ON_PAGE,
            kinds=_KINDS,
            levels=_LEVELS,
            topic_names=_TOPICS,
            caption=lambda one: _caption(one.what.nearest, registry),
            needs_place=lambda one: one.what.kind not in _REFUSALS,
            when=lambda at: office.when(at.isoformat()),
            error=error,
        )

    @router.get("")
    async def listed(truoc: int | None = None) -> Response:
        return await shown(truoc)

    @router.post("/ca")
    async def case(request: Request) -> Response:
        form = await request.form(max_files=1, max_fields=100)
        one = await asyncio.to_thread(book.question, _number(form))
        if one is None:
            raise _gone()
        places = [item for item in _PLACES.split(field(form, "noi")) if item][:20]
        try:
            line = case_line(one, office.desk.assistant().registry, places)
        except InputError as error:
            return await shown(error=error)
        await office.note("unanswered.case", str(one.id), {"places": places})
        named = {"content-disposition": f'attachment; filename="un-{one.id}.jsonl"'}
        return Response(line + "\n", media_type="application/jsonl", headers=named | NEVER_STORED)

    @router.get("/xuat.csv")
    async def exported() -> Response:
        await office.note("unanswered.export")
        file = await asyncio.to_thread(lambda: questions_csv(book.every(), str(office.zone)))
        named = {"content-disposition": 'attachment; filename="chua-tra-loi.csv"'}
        return Response(file, media_type="text/csv; charset=utf-8", headers=named | NEVER_STORED)

    @router.post("/xoa")
    async def erased(request: Request) -> Response:
        form = await request.form(max_files=1, max_fields=100)
        if field(form, "tat_ca") == "1":
            try:
                why = reason(form)
            except InputError as error:
                return await shown(error=error)
            await office.note("unanswered.erase_all", "", {"reason": why})
            await asyncio.to_thread(book.erase_all)
        else:
            number = _number(form)
            await office.note("unanswered.erase", str(number))
            if not await asyncio.to_thread(book.erase, [number]):
                raise _gone()
        return RedirectResponse(PATH, 303)

    return router


def topics_of(counts: list[UnansweredCount], registry: Registry | None) -> list[UnansweredTopic]:
    """Counts by topic, the most frequent first in either; questions without a rule nearby are a topic of their own.

    Args:
        counts: the most frequent first.
        registry: names the rules; ``None`` while nothing is served.
    """
    found: dict[str, list[UnansweredCount]] = defaultdict(list)
    for one in counts:
        found[one.what.topic].append(one)
    topics = []
    for topic, held in found.items():
        rows = [
            UnansweredRow(
                one.times,
                _KINDS.get(one.what.kind, one.what.kind),
                "" if one.what.nearest == NO_RULE else one.what.nearest,
                _caption(one.what.nearest, registry),
            )
            for one in held[:ROWS]
        ]
        name = _TOPICS.get(topic, topic) or NO_TOPIC
        topics.append(UnansweredTopic(name, sum(one.times for one in held), rows, max(0, len(held) - ROWS)))
    return sorted(topics, key=lambda topic: -topic.times)


def _registry(office: OperatorDesk) -> Registry | None:
    """What names the rules; the page is there before an index is."""
    try:
        return office.desk.assistant().registry
    except AssistantError:
        return None


def _caption(nearest: str, registry: Registry | None) -> str:
    found = registry.provision(nearest) if registry is not None else None
    if found is None:
        return "" if nearest == NO_RULE else nearest
    provision, document = found
    return f"{provision.label} – {name_of(document.record)}"


def _number(form: FormData) -> int:
    text = field(form, "ma")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _gone() -> NotFoundError:
    return NotFoundError(Code.RESOURCE_NOT_FOUND, "Câu hỏi này không còn: đã xóa hoặc hết hạn giữ.")
