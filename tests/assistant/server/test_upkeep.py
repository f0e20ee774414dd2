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
