"""The process that works on one job: the same functions as the command line, told in the job's file (edge)."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.operator.jobs import JobBook, JobOrder, JobTeller, order_from_json
from corpus.core.errors import AssistantError
from corpus.ingest.intake import Outcome
from corpus.ingest.library import Version
from indexing.config import IndexConfig
from indexing.upkeep.loading import Upkeep

LOG = logging.getLogger("assistant")


def main(arguments: Sequence[str]) -> None:
    """Work on the job whose order stands on standard input.

    Args:
        arguments: the folder of the jobs, and the job's id.
    """
    folder, job_id = arguments
    book = JobBook(Path(folder))
    work(order_from_json(sys.stdin.read()), JobTeller(book, book.find(job_id)))


def work(order: JobOrder, teller: JobTeller) -> None:
    """Do what is ordered; every end is told, a good one and a bad one."""
    config = IndexConfig(home=Path(order.home), corpus=order.corpus, encoder=order.encoder)
    upkeep = Upkeep(config, order.by, order.note, progress=teller.progress)
    told: list[Outcome] = []
    try:
        version = _done(order, upkeep, told)
    except AssistantError as error:
        teller.end("failed", f"{error.message} {error.hint}".strip(), error.code.value)
        return
    except Exception as error:
        LOG.exception("job failed")
        teller.end("failed", f"Lỗi ngoài dự kiến ({type(error).__name__}); xem nhật ký máy chủ.", "server.internal")
        raise
    refused = next((outcome.error for outcome in told if outcome.error is not None), None)
    if refused is not None:
        teller.end("failed", f"{refused.message} {refused.hint}".strip(), refused.code.value)
        return
    documents = order.documents or tuple(o.ingested.document.id for o in told if o.ingested is not None)
    teller.end("done", _words(upkeep, version), documents=documents)


def _done(order: JobOrder, upkeep: Upkeep, told: list[Outcome]) -> Version | None:
    if order.kind == "add":
        paths = [Path(file) for file in order.files]
        return upkeep.add(paths, order.said, replace=order.replace, ocr=order.ocr, tell=told.append)
    if order.kind == "remove":
        return upkeep.remove(order.documents)
    if order.kind == "roll_back":
        return upkeep.roll_back()
    upkeep.rebuild(force=order.force)
    return None


def _words(upkeep: Upkeep, version: Version | None) -> str:
    words = [f"Thư viện ở phiên bản {version.number}, {len(version.entries)} văn bản."] if version else []
    report = upkeep.report
    if report is not None and report.changed:
        words.append(
            f"Chỉ mục {report.snapshot}: {report.documents} văn bản, {report.provisions} điều khoản; mã hóa mới "
            f"{report.encoded} đoạn, dùng lại {report.reused}."
        )
    elif report is not None:
        words.append(f"Chỉ mục {report.snapshot} đã đúng với kho văn bản; không có gì phải lập lại.")
    elif upkeep.emptied:
        words.append("Bộ văn bản trống; chỉ mục không thay đổi.")
    return " ".join(words)
