"""Jobs: one at a time, told while they run, told as interrupted when their process dies."""

import asyncio
import json
import os
from pathlib import Path

import pytest

from assistant.operator.jobs import Job, JobBook, JobOrder, JobRunner, JobTeller, order_from_json, order_to_json
from assistant.server.problems import NotFoundError, ServerError
from indexing.upkeep.loading import Statements


def order(home: Path, **more: object) -> JobOrder:
    usual = {"kind": "roll_back", "corpus": "official", "encoder": "bundled", "by": "An <an>", "note": "thử"}
    return JobOrder(home=str(home), **(usual | more))  # type: ignore[arg-type]


def test_an_order_goes_to_the_worker_as_it_is(tmp_path: Path) -> None:
    said = Statements(number="1-QĐ/TW", supersedes=("a", "b"), reviewed=True)
    sent = order(tmp_path, kind="add", files=("tệp.txt",), said=said, replace=True)
    assert order_from_json(order_to_json(sent)) == sent


def test_a_job_without_a_process_is_interrupted_and_one_that_ended_is_not(tmp_path: Path) -> None:
    book = JobBook(tmp_path)
    job, lock = book.begun(order(tmp_path))
    teller = JobTeller(book, job)
    teller.progress("Mã hóa", 1, 4)
    assert (book.find(job.id).state, book.find(job.id).stage, book.find(job.id).total) == ("running", "Mã hóa", 4)
    os.close(lock)
    assert book.find(job.id).state == "interrupted"
    teller.end("done", "Xong.", documents=("a",))
    assert [(one.state, one.documents, one.stage) for one in book.all()] == [("done", ("a",), "")]


@pytest.mark.parametrize("name", ["", "../x", "20261122T000000-00000000", "a/b", "Ế"])
def test_a_job_that_is_none_is_told_so(tmp_path: Path, name: str) -> None:
    (tmp_path.parent / "x.json").write_text(json.dumps({"id": "x"}), "utf-8")
    with pytest.raises(NotFoundError, match=r"job\.not_found"):
        JobBook(tmp_path).find(name)


def test_a_file_that_is_none_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "20261122T000000-00000000.json").write_text("{", "utf-8")
    assert JobBook(tmp_path).all() == []


async def test_no_second_job_begins_beside_the_first(tmp_path: Path) -> None:
    async def ended(_job: Job) -> None:
        raise AssertionError

    book = JobBook(tmp_path)
    first = book.taken()
    assert first is not None
    with pytest.raises(ServerError, match=r"job\.running"):
        await JobRunner(book, ended).start(order(tmp_path))
    assert book.all() == []
    os.close(first)


@pytest.mark.heavy
async def test_a_worker_does_what_is_ordered_and_its_end_is_heard(tmp_path: Path) -> None:
    heard: asyncio.Queue[Job] = asyncio.Queue()
    runner = JobRunner(JobBook(tmp_path / "jobs"), heard.put)
    begun = await runner.start(order(tmp_path))
    told = await asyncio.wait_for(heard.get(), 120)
    assert (told.id, told.state, told.code) == (begun.id, "failed", "corpus.no_history")
    assert "Không có phiên bản nào" in told.message
