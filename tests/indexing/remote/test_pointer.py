"""Which snapshot is served is said by one row; who looks is told of its change."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from psycopg import sql
from tenacity import retry, retry_if_result, stop_after_delay, wait_fixed

from assistant.service import Assistant
from corpus.core.codes import Code
from corpus.core.errors import IndexingError
from indexing.config import IndexConfig
from indexing.manifest import current
from indexing.remote import database
from indexing.remote.database import connect, publish
from indexing.remote.pointer import RemotePointer
from indexing.snapshot import Snapshot
from tests.conftest import HOME
from tests.databases import Postgres

pytestmark = pytest.mark.heavy


@retry(retry=retry_if_result(lambda fits: not fits), wait=wait_fixed(0.01), stop=stop_after_delay(30))
def says(pointer: RemotePointer, name: str) -> bool:
    """Whether the pointer comes to say a name: the change is told a moment after it is made."""
    return pointer.name() == name


def named(snapshot: Snapshot, name: str) -> Snapshot:
    """The first passages of a snapshot as a snapshot of their own."""
    return Snapshot(
        replace(snapshot.manifest, id=name), snapshot.registry, snapshot.passages[:40], snapshot.lexical,
        snapshot.vectors, lambda: snapshot.encoder,
    )  # fmt: skip


def test_a_change_is_told_and_followed_where_the_snapshot_is_at_hand(
    assistant: Assistant, postgres_server: Postgres, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    address, config = postgres_server.database(), IndexConfig(home=tmp_path, corpus="shipped")
    pointer = RemotePointer(address, config)
    request.addfinalizer(pointer.close)
    assert pointer.name() == ""  # no tables yet: nothing is served from there
    for name in ("a1", "a2"):
        assert publish(address, named(assistant.snapshot, name))
        assert pointer.name() == ""  # not on this machine
    for name in ("a1", "a2"):
        folder = config.index_folder / name
        shutil.copytree(HOME / "index" / "shipped" / assistant.snapshot.manifest.id, folder)
    assert says(pointer, "a2")
    assert not publish(address, named(assistant.snapshot, "a1"))  # back to the one before, which is still there
    assert says(pointer, "a1")
    assert current(config, pointer.name()) is not None
    postgres_server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE starts_with(query, 'SELECT snapshot')"
    )
    assert pointer.name() == "a1"  # what was said last holds
    publish(address, named(assistant.snapshot, "a2"))
    assert says(pointer, "a2")


def test_the_oldest_go_and_the_served_stays(
    assistant: Assistant, postgres_server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "KEEP", 2)
    address = postgres_server.database()
    for name in ("b1", "b2", "b3"):
        publish(address, named(assistant.snapshot, name))
    with connect(address) as connection:
        kept = {row[0] for row in connection.execute("SELECT snapshot FROM tldh_snapshots")}
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'tldh_vectors_%'").fetchone()
        vectors = sql.SQL("SELECT count(*), count(DISTINCT record) FROM {}").format(database.table_of("b3"))
        rows = connection.execute(vectors).fetchone()
    assert kept == {"b2", "b3"}
    assert tables == (2,)
    assert rows is not None
    assert rows[0] == 40


@pytest.mark.parametrize("address", ["sqlite:///x", "postgresql://[", "x"])
def test_an_address_that_is_none_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(IndexingError) as caught:
        connect(address)
    assert caught.value.code is Code.INDEX_URL
    assert address not in caught.value.message


def test_a_database_that_is_away_takes_no_snapshot(assistant: Assistant) -> None:
    with pytest.raises(IndexingError) as caught:
        publish("postgresql://x@127.0.0.1:9/x", assistant.snapshot)
    assert caught.value.code is Code.INDEX_AWAY
