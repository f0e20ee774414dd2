"""What is made late is made once, for all who wait, and again after a failure."""

import asyncio
import threading
from typing import Any

import pytest

from assistant.chat.later import Later, Made


class Maker:
    """Makes two applications that tell their name; halts until it may, and fails as often as told."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.times = 0
        self.may = threading.Event()

    def __call__(self) -> Made:
        self.times += 1
        self.may.wait(30)
        if self.times <= self.failures:
            raise ValueError("hỏng")

        def telling(name: str) -> Any:
            async def application(scope: Any, receive: Any, send: Any) -> None:
                await send((name, scope["path"]))

            return application

        return {"page": telling("page"), "actions": telling("actions")}


async def told(later: Later, name: str) -> Any:
    """What one of the applications sends."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    await later.part(name)({"path": f"/{name}"}, None, send)
    return sent[0]


async def test_nothing_is_made_before_somebody_comes_and_then_once_for_all() -> None:
    maker = Maker()
    later = Later(maker)
    later.part("page")
    assert maker.times == 0
    waiting = [asyncio.create_task(told(later, name)) for name in ("page", "actions", "page")]
    await asyncio.sleep(0)  # all three have come
    maker.may.set()
    assert await asyncio.gather(*waiting) == [("page", "/page"), ("actions", "/actions"), ("page", "/page")]
    assert await told(later, "actions") == ("actions", "/actions")
    assert maker.times == 1


async def test_who_goes_away_does_not_stop_the_making() -> None:
    maker = Maker()
    later = Later(maker)
    gone, stays = asyncio.create_task(told(later, "page")), asyncio.create_task(told(later, "page"))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.wait([gone])
    maker.may.set()
    assert await stays == ("page", "/page")
    assert (gone.cancelled(), maker.times) == (True, 1)


async def test_a_failure_is_told_to_all_who_waited_and_the_next_one_has_it_tried_again() -> None:
    maker = Maker(failures=1)
    maker.may.set()
    later = Later(maker)
    found = await asyncio.gather(told(later, "page"), told(later, "actions"), return_exceptions=True)
    assert [str(one) for one in found] == ["hỏng", "hỏng"]
    assert await told(later, "page") == ("page", "/page")
    assert maker.times == 2
    with pytest.raises(KeyError):
        await told(later, "khác")
