"""Vectors on a real PostgreSQL: the embedded index's hits to the last bit, also while the server is killed."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import numpy as np
import pytest
from typer.testing import CliRunner

from assistant.model import Answer, Question
from assistant.service import Assistant
from eval.suites.cases import load, suites
from indexing.cli.commands import app
from indexing.ports import Hit, Mask
from indexing.remote.database import publish
from indexing.remote.search import REST_S, RemoteIndex
from tests.conftest import HOME
from tests.databases import Postgres

pytestmark = pytest.mark.heavy


@pytest.fixture(scope="module")
def address(postgres_server: Postgres, assistant: Assistant) -> str:
    """A database that serves the shipped snapshot."""
    found = postgres_server.database()
    assert publish(found, assistant.snapshot)
    assert not publish(found, assistant.snapshot)
    return found


@pytest.fixture
def clock() -> list[float]:
    return [0.0]


@pytest.fixture
def remote(address: str, assistant: Assistant, clock: list[float]) -> RemoteIndex:
    return RemoteIndex(address, assistant.snapshot, lambda: clock[0])


def over(assistant: Assistant, remote: RemoteIndex) -> Assistant:
    """The same assistant, its vectors searched on the database."""
    retriever = replace(assistant.search.retriever, elsewhere=remote)
    return replace(assistant, search=replace(assistant.search, retriever=retriever))


def told(answer: Answer) -> Answer:
    return replace(answer, timings_ms={})


def masks(assistant: Assistant) -> dict[str, Mask | None]:
    """No filter, a day, one document, and a handful of provisions that are no whole document."""
    filters, registry = assistant.search.retriever.filters, assistant.registry
    provisions = [provision.id for provision, _ in registry.provisions()][5:400:7]
    return {
        "none": None,
        "day": filters.of_day(assistant.search.retriever.search.eligible, assistant.today(), cards=False),
        "document": filters.of_records({"dieu-le-2011"}, cards=True),
        "provisions": filters.of_provisions(provisions),
    }


@pytest.mark.parametrize("name", ["none", "day", "document", "provisions"])
def test_hits_are_those_of_the_embedded_index_to_the_last_bit(
    assistant: Assistant, remote: RemoteIndex, name: str
) -> None:
    allowed, snapshot = masks(assistant)[name], assistant.snapshot
    queries = np.concatenate([snapshot.vectors.rows(np.arange(0, len(snapshot.passages), 599)), np.eye(384)[:5]])
    for query in queries.astype(np.float32):
        for k in (1, 60):
            assert remote.search(query, k, allowed) == snapshot.vectors.search(query, k, allowed)
    assert remote.asked == 2 * len(queries)
    assert remote.failed == 0


def test_r13_answers_are_the_same_whichever_index_is_searched(assistant: Assistant, remote: RemoteIndex) -> None:
    other = over(assistant, remote)
    for case in load(suites(["shipped.dev"]))[::30]:
        assert told(other.answer(case.asked())) == told(assistant.answer(case.asked()))
    assert remote.asked > 0


def test_the_server_is_killed_while_it_is_asked_and_answers_go_on(
    assistant: Assistant, remote: RemoteIndex, postgres_server: Postgres, clock: list[float]
) -> None:
    queries = assistant.snapshot.vectors.rows(np.arange(0, len(assistant.snapshot.passages), 97))
    right = [assistant.snapshot.vectors.search(query, 20) for query in queries]
    done = Event()

    def keep_asking(first: int) -> int:
        at = first
        while not done.is_set():
            assert remote.search(queries[at % len(queries)], 20) == right[at % len(queries)]
            at += 1
        return at - first

    with ThreadPoolExecutor(2) as pool:
        asking = [pool.submit(keep_asking, first) for first in (0, 5)]
        try:
            while remote.asked < 20:
                assert not any(job.done() for job in asking)
            postgres_server.stop()
            while not remote.failed:
                assert not any(job.done() for job in asking)
        finally:
            postgres_server.start()
            done.set()
        assert sum(job.result() for job in asking) > 20
    before, gone = remote.asked, remote.failed
    assert remote.search(queries[0], 20) == right[0]  # left alone for a while
    assert (remote.asked, remote.failed) == (before, gone)
    clock[0] += REST_S
    assert remote.search(queries[0], 20) == right[0]
    assert remote.asked == before + 1


def test_a_snapshot_that_was_never_loaded_is_searched_here(address: str, assistant: Assistant) -> None:
    snapshot = assistant.snapshot
    manifest = replace(snapshot.manifest, id="chua-dua-len")
    twin = type(snapshot)(
        manifest, snapshot.registry, snapshot.passages, snapshot.lexical, snapshot.vectors, lambda: snapshot.encoder
    )
    remote = RemoteIndex(address, twin)
    query = snapshot.vectors.rows(np.array([3]))
    found: list[Hit] = remote.search(query, 5)
    assert found == snapshot.vectors.search(query, 5)
    assert (remote.asked, remote.failed) == (0, 1)


def test_the_command_says_that_a_snapshot_is_there_already(address: str, assistant: Assistant) -> None:
    done = CliRunner().invoke(app, ["publish", "--home", str(HOME), "--corpus", "shipped", "--index-url", address])
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("Đã có sẵn")
    assert assistant.snapshot.manifest.id in done.stdout


def test_a_question_is_answered_over_an_address_where_nobody_listens(assistant: Assistant) -> None:
    remote = RemoteIndex("postgresql://x@127.0.0.1:9/x", assistant.snapshot)
    question = Question("Đại hội chi bộ hợp lệ khi nào?")
    assert told(over(assistant, remote).answer(question)) == told(assistant.answer(question))
    assert remote.failed == 1
