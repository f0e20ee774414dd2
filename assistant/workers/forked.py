"""Processes forked from one that has loaded what all need: started again when they die, stopped together (edge, POSIX).

What the parent holds when it forks is shared by all, page by page, until somebody writes to it. So the parent loads,
freezes what it has loaded (the collector of a child would write into every object), and from then on does nothing but
wait: it has one thread, and may fork again at any time. Listening sockets are the parent's; connections that nobody has
taken up yet outlive the process that would have.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from types import FrameType

LOG = logging.getLogger("assistant")
STOPS = (signal.SIGTERM, signal.SIGINT)
PAUSE_S = 0.2
"""Seconds before a process that died is started again, so that one that cannot live does not hold a core."""
FORK = multiprocessing.get_context("fork")


class Siblings:
    """Processes that live and end together.

    Args:
        members: what each does until it is told to stop, by name; called in the process of its own.
    """

    def __init__(self, members: Mapping[str, Callable[[], object]]) -> None:
        self._members = dict(members)
        self._processes: dict[str, ForkProcess] = {}
        self._stopping = False

    def run(self) -> int:
        """Start all, and return when all have ended.

        SIGTERM or SIGINT stops them, each in its own time. One that a signal ended, or that ended by itself, is started
        again; one that gives up with an exit code ends all, for the same would befall it again.

        Returns:
            An exit code: that of the one that gave up, else 0.
        """
        failed = 0
        gc.collect()
        gc.freeze()
        before = {number: signal.signal(number, self._told) for number in STOPS}
        try:
            for name in self._members:
                self._start(name)
            while self._processes:
                ended = set(wait([process.sentinel for process in self._processes.values()]))
                for name, process in list(self._processes.items()):
                    if process.sentinel in ended:
                        failed = self._ended(name, process) or failed
        finally:
            self._stop()
            for number, handler in before.items():
                signal.signal(number, handler)
            gc.unfreeze()
        return failed

    def _start(self, name: str) -> None:
        process = FORK.Process(target=self._live, args=(name,), name=name)
        # No signal reaches the child before it has handlers of its own, nor the parent before it knows the child.
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
        try:
            process.start()
            self._processes[name] = process
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
        LOG.info("process %s: %s", name, process.pid)
        if self._stopping:  # told while it was being started
            process.terminate()

    def _live(self, name: str) -> None:
        for number in STOPS:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
        self._members[name]()

    def _ended(self, name: str, process: ForkProcess) -> int:
        process.join()
        del self._processes[name]
        code = process.exitcode or 0
        if self._stopping:
            return max(code, 0)
        if code > 0:
            LOG.error("process %s gave up with %s; the others are stopped", name, code)
            self._stop()
            return code
        LOG.warning("process %s ended (%s) and is started again", name, code)
        time.sleep(PAUSE_S)
        self._start(name)
        return 0

    def _told(self, _number: int, _frame: FrameType | None) -> None:
        self._stop()

    def _stop(self) -> None:
        self._stopping = True
        for process in list(self._processes.values()):
            with suppress(OSError):
                process.terminate()


def parent_gone() -> int | None:
    """A file descriptor that can be read once the parent of this process is gone; ``None`` where there is none."""
    parent = multiprocessing.parent_process()
    return None if parent is None else int(parent.sentinel)
