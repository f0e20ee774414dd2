"""The store on both databases: transactions, tables brought up to date once, what happens when it is away."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from importlib import import_module
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from assistant.store.database import REST_S, Store
from assistant.store.errors import RETRY_AFTER_S, StoreAwayError, StoreSetupError
from assistant.store.tables import IMPORTS, METADATA
from tests.databases import Postgres
from tests.test_architecture import MODULES

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def names(store: Store) -> list[str]:
    with store.read() as connection:
        return sorted(connection.execute(select(IMPORTS.c.name)).scalars())


def put(store: Store, name: str) -> None:
    with store.write() as connection:
        connection.execute(IMPORTS.insert().values(name=name, made_at=NOW))


def test_the_steps_give_the_tables_that_the_rooms_describe(store: Store) -> None:
    for module, path in MODULES.items():
        if "METADATA" in path.read_text("utf-8"):
            import_module(module)
    with store.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_the_steps_are_one_chain(store: Store) -> None:
    state = store.state()
    assert state.current
    files = sorted((ROOT / "assistant/store/migrations/versions").glob("v*.py"))
    assert files[-1].stem.startswith(f"v{state.version}_")
    made = [re.findall(r"^(?:down_)?revision = (.+)$", file.read_text("utf-8"), re.MULTILINE) for file in files]
    assert [after for _, after in made] == ["None", *[own for own, _ in made[:-1]]]


def test_stores_that_are_opened_together_bring_the_tables_up_to_date_once(empty_store_address: str) -> None:
    """Each has connections of its own, as processes have; servers that start together are in ``bench/kills.py``."""
    stores = [Store(empty_store_address) for _ in range(5)]
    with ThreadPoolExecutor(5) as pool:
        states = list(pool.map(Store.upgrade, stores))
    assert {state.version for state in states} == {stores[0].state().version} == {stores[0].state().newest}
    for store in stores:
        store.close()


def test_threads_that_use_a_new_store_together_wait_for_its_tables(empty_store_address: str) -> None:
    store = Store(empty_store_address)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda number: put(store, str(number)), range(6)))
    assert names(store) == list("012345")
    store.close()


def test_a_block_that_fails_leaves_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.write() as connection:  # noqa: PT012
        connection.execute(IMPORTS.insert().values(name="nửa chừng", made_at=NOW))
        1 / 0  # noqa: B018
    put(store, "trọn vẹn")
    with pytest.raises(IntegrityError):
        put(store, "trọn vẹn")
    assert names(store) == ["trọn vẹn"]


def test_an_instant_comes_back_as_it_was_and_needs_a_zone(store: Store) -> None:
    local = NOW.astimezone(timezone(timedelta(hours=7)))
    with store.write() as connection:
        connection.execute(IMPORTS.insert().values(name="a", made_at=local))
    with store.read() as connection:
        kept = connection.execute(select(IMPORTS.c.made_at)).scalar_one()
    assert (kept, kept.utcoffset()) == (NOW, timedelta())
    with pytest.raises(Exception, match="time zone"), store.write() as connection:
        connection.execute(IMPORTS.insert().values(name="b", made_at=NOW.replace(tzinfo=None)))


def test_tables_of_a_newer_program_are_left_alone(empty_store_address: str) -> None:
    store = Store(empty_store_address)
    store.upgrade()
    with store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    other = Store(empty_store_address)
    with pytest.raises(StoreSetupError) as told:
        put(other, "a")
    assert (told.value.code, told.value.retryable) == ("store.version", False)
    assert not other.state().current
    store.close()
    other.close()


def test_a_file_that_cannot_be_opened_is_away(tmp_path: Path) -> None:
    (tmp_path / "kho").write_text("một tệp", "utf-8")
    with pytest.raises(StoreAwayError) as told:
        Store(f"sqlite:///{tmp_path}/kho/store.sqlite").upgrade()
    assert (told.value.code.status, told.value.retryable, told.value.retry_after_s) == (503, True, RETRY_AFTER_S)
    assert "tạm thời không ghi được" in told.value.message


def test_a_file_that_another_holds_too_long_is_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.store.engine.BUSY_S", 0)
    store = Store(f"sqlite:///{tmp_path}/store.sqlite")
    put(store, "trước")
    with store.write() as held:
        held.execute(IMPORTS.insert().values(name="giữ", made_at=NOW))
        with pytest.raises(StoreAwayError):
            put(store, "chen ngang")
        assert names(store) == ["trước"]  # readers do not wait for a writer
    put(store, "sau")
    assert names(store) == ["giữ", "sau", "trước"]
    store.close()


@pytest.mark.heavy
def test_postgresql_may_go_and_come_back(postgres_server: Postgres) -> None:
    clock = [0.0]
    store = Store(postgres_server.database(), monotonic=lambda: clock[0])
    put(store, "trước")
    try:
        with pytest.raises(StoreAwayError), store.write() as connection:  # noqa: PT012
            connection.execute(IMPORTS.insert().values(name="dở dang", made_at=NOW))
            postgres_server.stop()
        with pytest.raises(StoreAwayError):
            put(store, "trong lúc vắng")
    finally:
        postgres_server.start()
    with pytest.raises(StoreAwayError):
        put(store, "chưa hỏi lại")  # left alone for a moment, so that nobody waits
    clock[0] += REST_S
    put(store, "sau")
    assert names(store) == ["sau", "trước"]
    store.close()


@pytest.mark.parametrize(
    "address", ["", "sqlite://", "sqlite:///:memory:", "mysql://a:mật@b/c", "không phải", "sqlite:///a?mode=ro"]
)
def test_what_is_no_address_of_a_store_is_told_and_not_repeated(address: str) -> None:
    with pytest.raises(StoreSetupError) as told:
        Store(address)
    assert told.value.code == "store.url"
    assert "mật@" not in str(told.value)


def test_a_password_is_shown_nowhere() -> None:
    for scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        store = Store(f"{scheme}://người:mật-khẩu@máy/kho")
        assert store.address == "postgresql+psycopg://ng%C6%B0%E1%BB%9Di:***@máy/kho"
