"""The one desk at which questions are asked: loading, limited concurrency, a waiting line, a deadline.

The assistant is synchronous; answers run in worker threads. A thread cannot be stopped, so a question past its
deadline is answered with an error while its worker finishes and keeps its place: late work never lets more than
``workers`` questions run at once. One that no worker has begun within its part of the deadline is turned away like one
that found no place: begun that late it would only be thrown away. The API and the chat ask at the same desk.
Invariant: every question gets an ``Answer`` or an ``AssistantError``; unexpected exceptions are logged here and become
``server.internal``.

When a new index is published, the assistant over it is loaded beside the one that serves and takes its place at once
(``refresh``). A request sees one of the two from its beginning to its end (``hold``); the old one is let go when the
last request that holds it has ended.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncGenerator, Callable, Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import ContextVar, copy_context
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from assistant.model import Answer, Event, Finished, Found, Question
from assistant.server import logs
from assistant.server.problems import ServerError
from corpus.core.codes import Code
from corpus.core.errors import AssistantError
from corpus.core.registry import Registry

LOG = logging.getLogger("assistant")
T = TypeVar("T")


class Answerer(Protocol):
    """What the surfaces need from an assistant."""

    @property
    def registry(self) -> Registry:
        """The documents that answers cite."""
        ...

    def answer(self, question: Question) -> Answer:
        """Answer one question; called from several threads at once."""
        ...

    def stream(self, question: Question, stop: Callable[[], bool]) -> Iterator[Event]:
        """The same, told claim by claim; ``stop`` says that nobody listens any more."""
        ...

    def find(self, question: Question, among: Collection[str]) -> Found:
        """The provisions nearest to a question among those with these ids, without an answer."""
        ...


@dataclass(frozen=True, slots=True)
class _Served:
    """An assistant with the answer to the warm-up question and the name of the index it was loaded from."""

    assistant: Answerer
    first: Answer | None
    version: str


class _Hold:
    """What one request sees of a desk, once it has looked."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.served: _Served | None = None


_HOLD: ContextVar[_Hold | None] = ContextVar("hold", default=None)


class Desk:
    """Asks an assistant on behalf of many people.

    Args:
        load: makes the assistant; runs in a worker thread when the desk opens, and again for a new index.
        workers: questions answered at the same time.
        waiting: questions that may wait for a worker; more are turned away with ``server.busy``.
        timeout_s: seconds from asking to answer, waiting included.
        line_s: seconds that a question waits for a worker before it is turned away; a third of ``timeout_s`` when
            absent.
        warm_up: a question asked before opening, so that lazily loaded parts are in memory; empty for none.
        version: name of the index that ``load`` would open now; must be quick.

    Attributes:
        told: is told every question with its answer, after it was given; must return at once.
    """

    def __init__(
        self,
        load: Callable[[], Answerer],
        *,
        workers: int = 4,
        waiting: int = 32,
        timeout_s: float = 30.0,
        line_s: float | None = None,
        warm_up: str = "",
        version: Callable[[], str] = lambda: "",
    ) -> None:
        self._load = load
        self._workers = workers
        self._waiting = waiting
        self._timeout_s = timeout_s
        self._line_s = min(timeout_s / 3 if line_s is None else line_s, timeout_s)
        self._warm_up = warm_up
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="answer")
        self._version = version
        self._loading: Future[_Served] | None = None
        self._refreshing = asyncio.Lock()
        self._pending = 0
        self.told: Callable[[Question, Answer], None] | None = None

    def open(self) -> None:
        """Start loading the assistant; returns at once."""
        if self._loading is None:
            self._loading = self._pool.submit(self._make)

    def close(self) -> None:
        """Turn away waiting questions; running ones finish on their own."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def opened(self) -> Answerer:
        """Wait until the assistant is loaded.

        Raises:
            AssistantError: why it could not be loaded.
        """
        if self._loading is None:
            raise ServerError(Code.SERVER_STARTING, "Trợ lý chưa được khởi động.", retry_after_s=5)
        await asyncio.shield(asyncio.wrap_future(self._loading))
        return self.assistant()

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Everything within sees one assistant, the one that served when it first looked."""
        token = _HOLD.set(_Hold(self))
        try:
            yield
        finally:
            _HOLD.reset(token)

    async def refresh(self) -> bool:
        """Load what has been published since, and let it serve; nobody waits for it, and nobody is turned away.

        Returns:
            Whether something else is served now.

        Raises:
            AssistantError: why it cannot be loaded; what served goes on.
        """
        async with self._refreshing:
            loading = self._loading
            if loading is None or not loading.done():
                return False
            served = "" if loading.exception() else loading.result().version
            wanted = await asyncio.to_thread(self._version)
            if not wanted or wanted == served:
                return False
            new: Future[_Served] = Future()
            new.set_result(await asyncio.to_thread(self._make))
            self._loading = new
            LOG.info("index %s takes over from %s", wanted, served or "none")
            return True

    @property
    def first(self) -> Answer | None:
        """The answer to the warm-up question; its fingerprints say what is being served."""
        return self._serving().first if self._loaded() else None

    @property
    def version(self) -> str:
        """Name of the index that is served; empty while nothing is."""
        return self._serving().version if self._loaded() else ""

    def assistant(self) -> Answerer:
        """The loaded assistant.

        Raises:
            ServerError: ``server.starting`` while it loads.
            AssistantError: why it could not be loaded.
        """
        return self._serving().assistant

    def _loaded(self) -> bool:
        return self._loading is not None and self._loading.done() and self._loading.exception() is None

    def _serving(self) -> _Served:
        hold = _HOLD.get()
        if hold is None or hold.desk is not self:
            return self._newest()
        if hold.served is None:
            hold.served = self._newest()
        return hold.served

    def _newest(self) -> _Served:
        if self._loading is None or not self._loading.done():
            raise ServerError(
                Code.SERVER_STARTING, "Trợ lý đang nạp chỉ mục, xin thử lại sau ít giây.", retry_after_s=5
            )
        return self._loading.result()

    async def ask(self, question: Question) -> Answer:
        """Answer one question within the deadline.

        Raises:
            ServerError: ``server.starting``, ``server.busy``, ``server.timeout`` or ``server.internal``.
            AssistantError: what the assistant itself raises, e.g. ``InputError`` for an empty question.
        """
        with logs.line() as answers:
            job = self._submit(self.assistant().answer, question)
            try:
                answers.append(await self._done(job))
            except TimeoutError:
                raise _too_late() from None
            self._tell(question, answers[-1])
            return answers[-1]

    async def spare(self, question: Question) -> Answer | None:
        """Answer one question in spare time, without a line in the log: nobody asked it.

        Returns:
            ``None`` when anybody is being served or waits, or this took too long, and nothing was asked.

        Raises:
            AssistantError: as ``ask``.
        """
        if self._pending:
            return None
        try:
            return await self._done(self._submit(self.assistant().answer, question))
        except TimeoutError:
            return None

    async def do(self, work: Callable[..., T], *args: Any) -> T:
        """Work other than an answer, in the same line and within the same deadline.

        Raises:
            ServerError: as ``ask``.
            AssistantError: what the work itself raises.
        """
        try:
            return await self._done(self._submit(work, *args))
        except TimeoutError:
            raise ServerError(
                Code.SERVER_TIMEOUT, "Việc này cần nhiều thời gian hơn mức cho phép nên trợ lý đã dừng."
            ) from None

    async def _done(self, job: Future[T]) -> T:
        """The result within the deadline; work that has not begun is called off when nobody waits for it any more."""
        waiter = asyncio.wrap_future(job)
        waiter.add_done_callback(_seen)
        try:
            # Shielded: a thread cannot be cancelled, and its place is free only when its work has ended.
            done, _ = await asyncio.wait([waiter], timeout=self._line_s)
            if not done and job.cancel():
                raise _busy()
            return await asyncio.wait_for(asyncio.shield(waiter), self._timeout_s - self._line_s)
        except (TimeoutError, AssistantError):
            raise
        except Exception as error:
            raise _failed(error) from error
        finally:
            job.cancel()

    async def stream(self, question: Question) -> AsyncGenerator[Event, None]:
        """Answer one question within the deadline, told as it goes; closing the generator ends the work.

        Raises:
            ServerError: as ``ask``; before the first event when the question finds no place.
            AssistantError: what the assistant itself raises.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + self._timeout_s
        told: asyncio.Queue[Event | Exception | None] = asyncio.Queue()
        begun = asyncio.Event()
        gone = threading.Event()

        def tell(item: Event | Exception | None) -> None:
            if not gone.is_set():
                loop.call_soon_threadsafe(told.put_nowait, item)

        def work(assistant: Answerer) -> None:
            loop.call_soon_threadsafe(begun.set)
            try:
                for event in assistant.stream(question, gone.is_set):
                    tell(event)
                    if gone.is_set():
                        return
                tell(None)
            except Exception as error:  # noqa: BLE001 - handed to the one who asked, who words and logs it
                tell(error)

        with logs.line() as answers:
            job = self._submit(work, self.assistant())
            try:
                with suppress(TimeoutError):
                    await asyncio.wait_for(begun.wait(), self._line_s)
                if not begun.is_set() and job.cancel():
                    raise _busy()
                while (item := await asyncio.wait_for(told.get(), until - loop.time())) is not None:
                    if isinstance(item, Exception):
                        raise item
                    if isinstance(item, Finished):
                        answers.append(item.answer)
                        self._tell(question, item.answer)
                    yield item
            except TimeoutError:
                raise _too_late() from None
            except AssistantError:
                raise
            except Exception as error:
                raise _failed(error) from error
            finally:
                gone.set()
                job.cancel()

    @property
    def pending(self) -> int:
        """Questions in work or waiting, as of now."""
        return self._pending

    @property
    def most_pending(self) -> int:
        """How many may be in work or wait; more are turned away."""
        return self._workers + self._waiting

    def _tell(self, question: Question, answer: Answer) -> None:
        if self.told is None:
            return
        try:
            self.told(question, answer)
        except Exception:
            LOG.exception("an answer was given and not noted")

    def _submit(self, work: Callable[..., T], *args: Any) -> Future[T]:
        """Give work a place among the workers, or turn it away."""
        if self._pending >= self.most_pending:
            raise _busy()
        self._pending += 1
        job = self._pool.submit(copy_context().run, work, *args)  # its logs belong to the request, too
        asyncio.wrap_future(job).add_done_callback(self._leave)
        return job

    def _leave(self, waiter: asyncio.Future[Any]) -> None:
        self._pending -= 1
        _seen(waiter)

    def _make(self) -> _Served:
        try:
            version = self._version()  # before loading: what is published meanwhile is then seen as new
            assistant = self._load()
            first = assistant.answer(Question(self._warm_up)) if self._warm_up else None
        except AssistantError as error:
            LOG.error("assistant not loaded: %s", error)
            raise
        except Exception as error:
            LOG.exception("assistant not loaded")
            raise ServerError(Code.SERVER_INTERNAL, "Không khởi động được trợ lý; xem nhật ký máy chủ.") from error
        return _Served(assistant, first, version)


def _seen(waiter: asyncio.Future[Any]) -> None:
    """Mark a failure as seen: a late one has nobody left to hear it, and asyncio would log its traceback."""
    if not waiter.cancelled():
        waiter.exception()


def _busy() -> ServerError:
    words = "Trợ lý đang phục vụ nhiều người, xin thử lại sau ít giây."
    return ServerError(Code.SERVER_BUSY, words, retry_after_s=5)


def _too_late() -> ServerError:
    return ServerError(
        Code.SERVER_TIMEOUT,
        "Câu hỏi cần nhiều thời gian hơn mức cho phép nên trợ lý đã dừng.",
        hint="Xin hỏi ngắn hơn hoặc thử lại sau.",
    )


def _failed(error: Exception) -> ServerError:
    LOG.error("question failed", exc_info=error)
    return ServerError(
        Code.SERVER_INTERNAL,
        "Trợ lý gặp lỗi khi xử lý câu hỏi này.",
        hint="Xin báo cho người vận hành.",
        retryable=True,
    )
