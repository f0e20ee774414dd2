"""What all of the operator's pages share: where things are, who may wait for what, and that everything is logged."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from assistant.accounts.opening import Accounts, signature
from assistant.feedback.unanswered import UnansweredBook
from assistant.operator.jobs import Job, JobBook, JobKind, JobOrder, JobRunner, job_values
from assistant.operator.route import here
from assistant.operator.uploads import UploadShelf
from assistant.server.executor import Desk
from assistant.store.database import Store
from corpus.core.errors import AssistantError
from corpus.core.model import Record
from corpus.shipped.catalogue import load_catalogue
from indexing.config import IndexConfig

LOG = logging.getLogger("assistant")
PREVIEWS = 2
"""Files that are read for previews at the same time."""


class OperatorDesk:
    """Where the operator's pages act from.

    Args:
        config: where documents and index are.
        desk: what serves; told when a job has ended.
        accounts: of the service.
        store: of the service.
        unanswered: what went unanswered.
        question_days: days that such a question is kept in its words.
        upload_mb: largest file, MiB.
        zone: whose days and hours are shown.
    """

    def __init__(
        self,
        config: IndexConfig,
        desk: Desk,
        accounts: Accounts,
        store: Store,
        *,
        unanswered: UnansweredBook,
        question_days: int,
        upload_mb: int,
        zone: ZoneInfo,
    ) -> None:
        self.config = config
        self.desk = desk
        self.accounts = accounts
        self.store = store
        self.unanswered = unanswered
        self.question_days = question_days
        self.upload_mb = upload_mb
        self.zone = zone
        folder = config.home / "operator"
        self.uploads = UploadShelf(folder / "uploads")
        self.runner = JobRunner(JobBook(folder / "jobs"), self._ended)
        self.previewing = asyncio.Semaphore(PREVIEWS)
        self._records: dict[str, Record] | None = None

    def when(self, instant: str) -> str:
        """An instant in ISO 8601 as people here read it."""
        return f"{datetime.fromisoformat(instant).astimezone(self.zone):%d/%m/%Y %H:%M:%S}"

    @property
    def jobs(self) -> JobBook:
        """The jobs of this home."""
        return self.runner.book

    def records(self) -> Mapping[str, Record]:
        """The shipped catalogue, by id."""
        if self._records is None:
            self._records = {row.id: row for row in load_catalogue(self.config.digest / "catalogue.toml")}
        return self._records

    async def note(self, action: str, target: str = "", detail: Mapping[str, Any] | None = None) -> None:
        """Log what somebody does, before it is done: what cannot be logged is not done.

        Raises:
            StoreAwayError: ``store.away``.
        """
        await asyncio.to_thread(self.accounts.audit.write, signature(here()), action, target, detail)

    async def start(self, kind: JobKind, note: str, target: str = "", **more: Any) -> Job:
        """Log and begin a job.

        Args:
            kind: what is to be done.
            note: why.
            target: on what, for the log.
            **more: further fields of the order.

        Raises:
            ServerError: ``job.running``.
            StoreAwayError: ``store.away``.
        """
        order = JobOrder(
            kind=kind,
            home=str(Path(self.config.home).absolute()),
            corpus=self.config.corpus,
            encoder=self.config.encoder,
            by=signature(here()),
            note=note,
            **more,
        )
        await self.note(f"job.{kind}", target, {"reason": note})
        return await self.runner.start(order)

    async def _ended(self, job: Job) -> None:
        """Log how a job ended, and serve what it made."""
        try:
            told = {name: job_values(job)[name] for name in ("state", "code", "message", "documents")}
            await asyncio.to_thread(self.accounts.audit.write, job.by, f"job.{job.kind}.ended", job.id, told)
        except AssistantError as error:
            LOG.error("the end of job %s is not in the audit log: %s", job.id, error)
        try:
            await self.desk.refresh()
        except AssistantError as error:
            LOG.error("what job %s made cannot be served: %s", job.id, error)


def labels(kind: str) -> str:
    """A kind of job in words."""
    return {
        "add": "Nạp văn bản",
        "remove": "Gỡ văn bản",
        "roll_back": "Quay lại phiên bản trước",
        "build": "Lập chỉ mục",
    }.get(kind, kind)


STATE_WORDS = {"running": "đang chạy", "done": "xong", "failed": "không thành", "interrupted": "bị ngắt"}
