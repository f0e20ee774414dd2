"""The tables of accounts; how they come into a database: ``assistant/store/migrations/versions/v0002_accounts.py``."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, String, Table, Text

from assistant.store.tables import METADATA, UtcTime

ACCOUNT_SESSIONS = Table(
    "account_sessions",
    METADATA,
    Column("token_hash", String(64), primary_key=True),
    Column("subject", String(300), nullable=False),
    Column("name", String(200), nullable=False),
    Column("role", String(20), nullable=False),
    Column("id_token", Text, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False, index=True),
)
"""Persons who are signed in; the token itself is in their browser alone."""
SIGN_INS = Table(
    "sign_ins",
    METADATA,
    Column("state_hash", String(64), primary_key=True),
    Column("browser_hash", String(64), nullable=False),
    Column("nonce", String(64), nullable=False),
    Column("verifier", String(128), nullable=False),
    Column("goes_to", String(500), nullable=False),
    Column("made_at", UtcTime, nullable=False, index=True),
)
"""Sign-ins that were begun and have not come back yet; each is used once."""
API_KEYS = Table(
    "api_keys",
    METADATA,
    Column("id", String(16), primary_key=True),
    Column("key_hash", String(64), nullable=False, unique=True),
    Column("name", String(120), nullable=False),
    Column("scopes", String(60), nullable=False),
    Column("per_minute", Integer, nullable=False),
    Column("per_day", Integer, nullable=False),
    Column("made_by", String(200), nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("ends_at", UtcTime, nullable=True),
    Column("revoked_at", UtcTime, nullable=True),
)
"""Keys of portals; the key itself was shown once."""
AUDIT_LOG = Table(
    "audit_log",
    METADATA,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", String(40), nullable=False),
    Column("who", String(300), nullable=False),
    Column("action", String(60), nullable=False, index=True),
    Column("target", String(300), nullable=False),
    Column("detail", Text, nullable=False),
    Column("before", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
"""What was done; a trigger refuses changes, and hashes in a chain show when it was changed all the same."""
AUDIT_HEAD = Table(
    "audit_head",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
)
"""One row: the last line of the log, so that cutting its end off shows."""
