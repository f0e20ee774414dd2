"""Changes of documents and index under way: one at a time, in a process of its own, told in a file (edge, processes).

The file of a job is written by the process that works on it and read by whoever shows it, also by other servers over
the same data folder and after a restart. While a job runs its process holds a lock, so one that died is told from one
that goes on, whatever its file says last.
"""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import secrets
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from assistant.server.problems import NotFoundError, ServerError
from corpus.core.codes import Code
from corpus.core.files import write_atomic
from indexing.upkeep.loading import Statements
from indexing.upkeep.pace import Pace

JobKind = Literal["add", "remove", "roll_back", "build"]
JobState = Literal["running", "done", "failed", "interrupted"]
KEPT = 200
"""Files of jobs that are kept, the newest."""
_ID_CHARS = frozenset("0123456789abcdefT-")


@dataclass(frozen=True, slots=True, kw_only=True)
class JobOrder:
    """What is to be done.

    Attributes:
        kind: add files, remove documents, go back a version, or make the index.
        home: the data folder; ``corpus`` and ``encoder`` as in ``IndexConfig``.
        by: who asked for it.
        note: why.
        files: to add.
        said: about the one file.
        replace: take a different text of a loaded document.
        ocr: recognise scanned pages.
        documents: ids to remove.
        force: make the index although nothing changed.
    """

    kind: JobKind
    home: str
    corpus: str
    encoder: str
    by: str
    note: str
    files: tuple[str, ...] = ()
    said: Statements = field(default_factory=Statements)
    replace: bool = False
    ocr: bool = False
    documents: tuple[str, ...] = ()
    force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One change, as it stands.

    Attributes:
        id: begins with the instant at which it began, so that names sort.
        state: ``interrupted`` when its process is gone without an end.
        stage: what is being done, in Vietnamese; with how much of how much, and what it will still take in seconds,
            where that can be said.
        message: how it ended, in Vietnamese.
        code: of the error that ended it.
        documents: ids that were loaded or removed.
    """

    id: str
    kind: JobKind
    by: str
    note: str
    began: str
    state: JobState = "running"
    stage: str = ""
    done: int = 0
    total: int = 0
    left_s: int | None = None
    ended: str = ""
    message: str = ""
    code: str = ""
    documents: tuple[str, ...] = ()

    @property
    def runs(self) -> bool:
        """Whether it is still being worked on."""
        return self.state == "running"


_JOB, _ORDER = TypeAdapter(Job), TypeAdapter(JobOrder)


def order_to_json(order: JobOrder) -> str:
    """The order as the worker reads it."""
    return _ORDER.dump_json(order).decode()


def order_from_json(text: str) -> JobOrder:
    """The inverse of ``order_to_json``."""
    return _ORDER.validate_json(text)


class JobBook:
    """The jobs of one data folder.

    Args:
        folder: where their files are.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def all(self, limit: int = 20) -> list[Job]:
        """The latest jobs, the newest first."""
        names = sorted((path.stem for path in self.folder.glob("*.json")), reverse=True)
        return [job for name in names[:limit] if (job := self._read(name)) is not None]

    def find(self, job_id: str) -> Job:
        """One job.

        Raises:
            NotFoundError: ``job.not_found``.
        """
        job = self._read(job_id) if job_id and set(job_id) <= _ID_CHARS else None
        if job is None:
            raise NotFoundError(Code.JOB_NOT_FOUND, "Không có việc này.")
        return job

    def write(self, job: Job) -> None:
        """Keep a job as it stands."""
        write_atomic(self.folder / f"{job.id}.json", json.dumps(asdict(job), ensure_ascii=False))

    def taken(self, job_id: str = "") -> int | None:
        """The lock of a job, or of the one job that may run, as an open file; ``None`` when another holds it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(self.folder / f".lock{job_id}", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return None
        return lock

    def begun(self, order: JobOrder) -> tuple[Job, int]:
        """A new job, kept, with its lock; the oldest beyond those kept go."""
        now = datetime.now(UTC)
        job = Job(
            id=f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}",
            kind=order.kind,
            by=order.by,
            note=order.note,
            began=now.isoformat(timespec="seconds"),
        )
        lock = self.taken(job.id)
        assert lock is not None
        self.write(job)
        for path in sorted(self.folder.glob("*.json"), reverse=True)[KEPT:]:
            path.unlink(missing_ok=True)
            (self.folder / f".lock{path.stem}").unlink(missing_ok=True)
        return job, lock

    def _read(self, name: str) -> Job | None:
        try:
            job = _JOB.validate_json((self.folder / f"{name}.json").read_bytes())
        except (OSError, ValidationError):
            return None
        if not job.runs or (lock := self.taken(name)) is None:
            return job
        os.close(lock)
        job = _JOB.validate_json((self.folder / f"{name}.json").read_bytes())  # it may have ended just now
        return job if not job.runs else replace(job, state="interrupted", message="Tiến trình đã dừng đột ngột.")


class JobTeller:
    """Writes how far a job is, not more often than anybody looks.

    Args:
        book: where it is written.
        job: as it began.
        every_s: least seconds between two writes.
    """

    def __init__(self, book: JobBook, job: Job, every_s: float = 0.5) -> None:
        self._book = book
        self._job = job
        self._every_s = every_s
        self._written = float("-inf")
        self._pace = Pace()

    def progress(self, stage: str, done: int, total: int) -> None:
        """How far the current stage is."""
        left_s = self._pace.left_s(stage, done, total)
        self._job = replace(self._job, stage=stage, done=done, total=total, left_s=left_s)
        if (now := time.monotonic()) - self._written >= self._every_s or done >= total:
            self._written = now
            self._book.write(self._job)

    def end(self, state: JobState, message: str, code: str = "", documents: tuple[str, ...] = ()) -> None:
        """How it ended."""
        ended = datetime.now(UTC).isoformat(timespec="seconds")
        self._job = replace(
            self._job,
            state=state,
            message=message,
            code=code,
            documents=documents,
            ended=ended,
            stage="",
            done=0,
            total=0,
            left_s=None,
        )
        self._book.write(self._job)


class JobRunner:
    """Starts jobs and hears when they end.

    Args:
        book: of the jobs.
        ended: told of every job that this server started, once it has ended.
    """

    def __init__(self, book: JobBook, ended: Callable[[Job], Awaitable[None]]) -> None:
        self.book = book
        self._ended = ended
        self._following: set[asyncio.Task[None]] = set()

    async def start(self, order: JobOrder) -> Job:
        """Begin a job; it goes on when this server stops.

        Raises:
            ServerError: ``job.running``.
        """
        one = self.book.taken()
        if one is None:
            raise ServerError(
                Code.JOB_RUNNING,
                "Đang có một thay đổi khác về văn bản hoặc chỉ mục.",
                hint="Chờ việc ấy xong rồi làm lại.",
            )
        locks = [one]
        try:
            job, lock = self.book.begun(order)
            locks.append(lock)
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-X",
                "utf8",
                "-c",
                _start(),
                str(self.book.folder),
                job.id,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=None,
                pass_fds=locks,
                start_new_session=True,
            )
        finally:
            for lock in locks:
                os.close(lock)  # the worker holds them on
        assert process.stdin is not None
        with suppress(ConnectionError):  # a worker that died at once is told by its missing end
            process.stdin.write(order_to_json(order).encode())
            await process.stdin.drain()
        process.stdin.close()
        task = asyncio.create_task(self._follow(process, job.id))
        self._following.add(task)
        task.add_done_callback(self._following.discard)
        return job

    async def _follow(self, process: asyncio.subprocess.Process, job_id: str) -> None:
        await process.wait()
        await self._ended(await asyncio.to_thread(self.book.find, job_id))


def _start() -> str:
    root = str(Path(__file__).resolve().parents[2])
    return f"import sys; sys.path.insert(0, {root!r}); from assistant.operator.worker import main; main(sys.argv[1:])"


def job_values(job: Job) -> dict[str, Any]:
    """A job as plain values."""
    return asdict(job)
