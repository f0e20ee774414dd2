"""The store as rooms use it: transactions that read or write, and tables brought up to date (edge).

::

    with store.write() as connection:
        connection.execute(…)

What a block writes is on disk when it ends well, and not there when it does not. Tables are brought up to date at the
first use, by one process at a time. When the database cannot be reached, uses fail at once for a moment instead of
waiting for it again and again, so that whoever answers questions is not held up.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from assistant.store.engine import WRITES, address_of, engine_of, prepare, told
from assistant.store.errors import StoreAwayError, StoreSetupError, store_away
from corpus.core.codes import Code

if TYPE_CHECKING:  # imported where tables are brought up to date, which no server waits for
    from alembic.config import Config

REST_S = 2.0
"""Seconds without a new attempt after the database could not be reached."""
_LOCK = 7_368_142
"""Number of the lock in PostgreSQL under which tables are brought up to date."""
_VERSION_TABLE = "alembic_version"


def utc_now() -> datetime:
    """The clock of this machine."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class StoreState:
    """What is known of a store.

    Attributes:
        address: without its password.
        version: the last step its tables have seen; empty for none.
        newest: the last step that this program knows.
    """

    address: str
    version: str
    newest: str

    @property
    def current(self) -> bool:
        """Whether the tables are those of this program."""
        return self.version == self.newest


class Store:
    """One database; safe to share between threads, and between processes that have the same address.

    Args:
        address: ``sqlite:///…`` or ``postgresql+psycopg://…``.
        monotonic: clock of the rest after a failure, seconds.

    Raises:
        StoreSetupError: ``store.url`` for an address that is none.
    """

    def __init__(self, address: str, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._url = address_of(address)
        self._engine = engine_of(self._url)
        self._monotonic = monotonic
        self._upgrading = threading.Lock()
        self._upgraded = False
        self._rests_until = float("-inf")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of the database.

        Raises:
            StoreAwayError: ``store.away``.
            StoreSetupError: ``store.version``.
        """
        self._up_to_date()
        with self._connected(writes=False) as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection whose changes are on disk when the block ends well, and undone when it does not.

        Raises:
            StoreAwayError: ``store.away``.
            StoreSetupError: ``store.version``.
        """
        self._up_to_date()
        with self._connected(writes=True) as connection, connection.begin():
            yield connection

    def upgrade(self) -> StoreState:
        """Bring the tables up to date; processes that start together do it one after the other.

        Raises:
            StoreAwayError: ``store.away``.
            StoreSetupError: ``store.version`` when a newer program made the tables.
        """
        with self._connected(writes=True) as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL statement_timeout = 0"))
                connection.execute(text("SET LOCAL lock_timeout = 0"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            version, config = _version(connection), _config(connection)
            newest = _newest(config)
            if version != newest:
                from alembic import command

                _known(config, version)
                command.upgrade(config, "head")
        self._upgraded = True
        return StoreState(self.address, newest, newest)

    def state(self) -> StoreState:
        """What the tables are, without changing them.

        Raises:
            StoreAwayError: ``store.away``.
        """
        with self._connected(writes=False) as connection, connection.begin():
            return StoreState(self.address, _version(connection), _newest(_config(connection)))

    @property
    def address(self) -> str:
        """The address without its password."""
        return self._url.render_as_string(hide_password=True)

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def _up_to_date(self) -> None:
        if self._upgraded:
            return
        with self._upgrading:
            if not self._upgraded:
                self.upgrade()

    @contextmanager
    def _connected(self, *, writes: bool) -> Iterator[Connection]:
        with told(), self._opened() as connection:
            yield connection.execution_options(**{WRITES: writes})

    @contextmanager
    def _opened(self) -> Iterator[Connection]:
        """A connection; when there is none to be had, nobody asks again for a moment."""
        if self._monotonic() < self._rests_until:
            raise store_away()
        try:
            with told():
                if not self._upgraded:
                    prepare(self._url)
                connection = self._engine.connect()
        except StoreAwayError:
            self._rests_until = self._monotonic() + REST_S
            raise
        with connection:
            yield connection


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "assistant.store:migrations")
    config.attributes["connection"] = connection
    return config


def _newest(config: Config) -> str:
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(config).get_current_head() or ""


def _version(connection: Connection) -> str:
    if not inspect(connection).has_table(_VERSION_TABLE):
        return ""
    return connection.execute(text(f"SELECT version_num FROM {_VERSION_TABLE}")).scalar() or ""  # noqa: S608


def _known(config: Config, version: str) -> None:
    from alembic.script import ScriptDirectory
    from alembic.util.exc import CommandError

    try:
        ScriptDirectory.from_config(config).get_revision(version or "base")
    except CommandError as error:
        raise StoreSetupError(
            Code.STORE_VERSION,
            f"Các bảng của kho dữ liệu ở bước “{version}”, mới hơn chương trình này.",
            hint="Dùng bản chương trình mới, hoặc khôi phục bản sao lưu trước khi nâng cấp.",
        ) from error
