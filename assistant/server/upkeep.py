"""What the server does by itself, beside its requests: when it starts and then from time to time (edge, threads).

A job that fails is written to the log and done again the next time; nothing else depends on it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

from corpus.core.errors import AssistantError

LOG = logging.getLogger("assistant")
EVERY_S = 3600.0
SOON_S = 30.0
"""Seconds until the next round after one in which a job failed."""
Job = Callable[[], object]


async def keep_up(
    jobs: Mapping[str, Job],
    close: Job,
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
    *,
    after: Callable[[], Awaitable[object]] | None = None,
) -> None:
    """Do all jobs in their order, wait, do them again; ends when it is cancelled.

    Args:
        jobs: by name; each runs in a thread, one after the other.
        close: done at the end.
        wait: waits for seconds.
        after: what the jobs leave the processor to, whether or not it ends well.
    """
    try:
        if after is not None:
            with suppress(AssistantError):  # told by whoever did it
                await after()
        while True:
            failed = [name for name, job in jobs.items() if not await _done(name, job)]
            await wait(SOON_S if failed else EVERY_S)
    finally:
        close()


async def _done(name: str, job: Job) -> bool:
    try:
        await asyncio.to_thread(job)
    except AssistantError as error:
        LOG.warning("upkeep: %s: %s", name, error)
        return False
    except Exception:
        LOG.exception("upkeep: %s", name)
        return False
    return True
