"""Ratings and next questions over HTTP: only known rules count, nothing that was asked is kept, limits hold."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from assistant.api.application import create_api
from assistant.feedback import opinions
from assistant.feedback.opinions import Opinions
from assistant.feedback.ratings import FeedbackBook, FeedbackCount
from assistant.feedback.reasons import FeedbackReason
from assistant.feedback.unanswered import NO_RULE, Unanswered, UnansweredBook, UnansweredCount
from assistant.server.executor import Desk
from assistant.store.database import Store
from assistant.store.limits import RateLimit
from tests.assistant.chat.test_next_questions import REGISTRY, answer
from tests.fakes import TODAY, Here, ScriptedAssistant

RATINGS, SUGGESTIONS = "/api/v1/ratings", "/api/v1/suggestions"


@asynccontextmanager
async def serving(
    folder: Path, assistant: ScriptedAssistant
) -> AsyncIterator[tuple[httpx.AsyncClient, Store, UnansweredBook]]:
    store = Store(f"sqlite:///{folder}/store.sqlite")
    store.upgrade()
    book = UnansweredBook(store, keep_words=True, aside=Here())
    desk = Desk(lambda: assistant)
    desk.open()
    await desk.opened()
    api = create_api(desk, sources={}, ratings=Opinions(store, book, today=lambda: TODAY))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url="http://tro-ly.test") as client:
        yield client, store, book
    desk.close()
    store.close()


async def test_a_rating_is_counted_for_known_rules_and_a_bad_one_noted_without_words(tmp_path: Path) -> None:
    async with serving(tmp_path, ScriptedAssistant()) as (client, store, book):
        rules = ["khong-co/d1", "td-dieu-le/d12", "td-dieu-le/d12"]
        for reason in ("co_ich", "sai"):
            told = await client.post(RATINGS, json={"reason": reason, "provisions": rules})
            assert (told.status_code, told.content) == (204, b"")
        await client.post(RATINGS, json={"reason": "thieu"})
        assert FeedbackBook(store).counts() == [
            FeedbackCount(FeedbackReason.MISSING, NO_RULE, 1),
            FeedbackCount(FeedbackReason.USEFUL, "td-dieu-le/d12", 1),
            FeedbackCount(FeedbackReason.WRONG, "td-dieu-le/d12", 1),
        ]
        assert book.counts() == [
            UnansweredCount(Unanswered("thieu", "", NO_RULE), 1),
            UnansweredCount(Unanswered("sai", "", "td-dieu-le/d12"), 1),
        ]
        assert list(book.every()) == []


@pytest.mark.parametrize(
    "body", [{"reason": "tot"}, {"reason": "sai", "question": "?"}, {"reason": "sai", "provisions": ["x"] * 9}]
)
async def test_a_rating_that_says_anything_else_is_refused(tmp_path: Path, body: dict[str, object]) -> None:
    async with serving(tmp_path, ScriptedAssistant()) as (client, store, _):
        assert (await client.post(RATINGS, json=body)).status_code == 422
        assert FeedbackBook(store).counts() == []


async def test_one_address_rates_so_often_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opinions, "PER_ADDRESS", RateLimit(2, 10**8))
    async with serving(tmp_path, ScriptedAssistant()) as (client, store, _):
        told = [await client.post(RATINGS, json={"reason": "co_ich"}) for _ in range(3)]
        assert [one.status_code for one in told] == [204, 204, 429]
        assert int(told[2].headers["retry-after"]) > 0
        assert FeedbackBook(store).counts()[0].times == 2


async def test_next_questions_are_those_that_the_assistant_answers_from_their_rule(tmp_path: Path) -> None:
    assistant = ScriptedAssistant(registry=REGISTRY)
    from_rule = {6: 6, 7: 0, 3: 3, 8: 0, 2: 0, 9: 0}  # the rule that each is answered from
    assistant.script = {
        f"Quy tắc {number} nói gì?": lambda _, rule=rule: answer(rule)  # type: ignore[misc]
        for number, rule in from_rule.items()
    }
    async with serving(tmp_path, assistant) as (client, _, _):
        body = {"question": "Hỏi?", "as_of": "2026-11-22", "provisions": ["td/d5"]}
        told = await client.post(SUGGESTIONS, json=body)
        assert set(told.json()["questions"]) == {"Quy tắc 6 nói gì?", "Quy tắc 3 nói gì?"}
        assert {one.as_of for one in assistant.asked} == {TODAY}
        for rules in ([], ["khong-co"]):
            assert (await client.post(SUGGESTIONS, json=body | {"provisions": rules})).json() == {"questions": []}
