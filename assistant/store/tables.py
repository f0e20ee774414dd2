"""The one set of tables, and the parts that tables of all rooms are made of.

A table stands in the room that reads and writes it, over ``METADATA`` of this module; how it comes into a database is a
step in ``assistant/store/migrations/versions``. A test compares the two.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, TypeAlias

from sqlalchemy import BigInteger, Column, Connection, Dialect, Integer, MetaData, String, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import DateTime, TypeDecorator, TypeEngine

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""All tables of all rooms."""
NAME_CHARS = 200
"""Longest name of a limit, a secret or an import."""

Insert: TypeAlias = sqlite.Insert | postgresql.Insert


class UtcTime(TypeDecorator[datetime]):
    """An instant, aware and in UTC on the way in and out; SQLite keeps it as text that sorts."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type of this database."""
        return dialect.type_descriptor(DateTime(timezone=dialect.name != "sqlite"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """An aware instant as the database keeps it; one without a zone is a mistake of ours."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        moved = value.astimezone(UTC)
        return moved.replace(tzinfo=None) if dialect.name == "sqlite" else moved

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """What the database keeps as an aware instant."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


RATE_LIMITS = Table(
    "rate_limits",
    METADATA,
    Column("name", String(NAME_CHARS), primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("used", Integer, nullable=False),
    Column("ends", BigInteger, nullable=False, index=True),
)
SHARED_SECRETS = Table(
    "shared_secrets",
    METADATA,
    Column("name", String(NAME_CHARS), primary_key=True),
    Column("value", String(128), nullable=False),
    Column("made_at", UtcTime, nullable=False),
)
IMPORTS = Table(
    "imports",
    METADATA,
    Column("name", String(NAME_CHARS), primary_key=True),
    Column("made_at", UtcTime, nullable=False),
)
"""What was taken over from files of earlier versions, once."""


def insert_into(connection: Connection, table: Table) -> Insert:
    """An ``INSERT`` that knows ``ON CONFLICT``, in the words of the database that is connected."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
