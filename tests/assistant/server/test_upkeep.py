"""What the server does by itself: in order, again sooner when something failed, whatever a job does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from assistant.server.upkeep import EVERY_S, SOON_S, keep_up
from assistant.store.errors import store_away


async def test_jobs_are_done_in_order_and_again_sooner_when_one_failed(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []
    waited: list[float] = []

    def job(name: str, *errors: Exception) -> Callable[[], None]:
        left = list(errors)

        def work() -> None:
            done.append(name)
            if left:
                raise left.pop(0)

        return work

    async def wait(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await keep_up({"a": job("a", store_away(), RuntimeError("bất ngờ")), "b": job("b")}, job("end"), wait)
    assert done == [*["a", "b"] * 3, "end"]
    assert waited == [SOON_S, SOON_S, EVERY_S]
    assert "store.away" in caplog.text
    assert "bất ngờ" in caplog.text


async def test_jobs_wait_for_what_comes_first_even_if_it_fails_and_the_end_is_always_reached() -> None:
    done: list[str] = []
    opened = asyncio.Event()

    async def first() -> None:
        await opened.wait()
        raise store_away()

    async def wait(_seconds: float) -> None:
        raise asyncio.CancelledError

    jobs = {"a": lambda: done.append("a")}
    working = asyncio.create_task(keep_up(jobs, lambda: done.append("end"), wait, after=first))
    await asyncio.sleep(0)
    assert done == []
    opened.set()
    await asyncio.wait([working])
    assert done == ["a", "end"]
    waiting = asyncio.create_task(keep_up(jobs, lambda: done.append("end"), wait, after=asyncio.Event().wait))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait([waiting])
    assert done == ["a", "end", "end"]
