"""The tables of proposals. A contact stands apart from its proposal, so that it can go first."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text

from assistant.store.tables import METADATA, UtcTime

PROPOSALS = Table(
    "proposals",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("intake_id", String(40), nullable=False, unique=True),
    Column("digest", String(64), nullable=False),
    Column("number", String(20), nullable=False, unique=True),
    Column("code_hash", String(64), nullable=False),
    Column("state", String(20), nullable=False),
    Column("category", String(40), nullable=False),
    Column("level", String(40), nullable=False),
    Column("text", Text, nullable=False),
    Column("folded", Text, nullable=False),  # for searching: databases fold ASCII alone
    Column("channel", String(20), nullable=False),
    Column("received_at", UtcTime, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
    Column("closed_at", UtcTime, nullable=True),
    Column("assignee", String(120), nullable=False),
    Column("reply", Text, nullable=False),
    Column("passed_to", String(200), nullable=False),
    Column("citations", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    Index("ix_proposals_state_received_at", "state", "received_at"),
    Index("ix_proposals_closed_at", "closed_at"),
)
PROPOSAL_CONTACTS = Table(
    "proposal_contacts",
    METADATA,
    Column("proposal_id", Integer, ForeignKey("proposals.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String(120), nullable=False),
    Column("reach", String(120), nullable=False),
    Column("consent_at", UtcTime, nullable=False),
)
PROPOSAL_EVENTS = Table(
    "proposal_events",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("proposal_id", Integer, ForeignKey("proposals.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", UtcTime, nullable=False),
    Column("actor", String(120), nullable=False),
    Column("state", String(20), nullable=False),
    Column("note", Text, nullable=False),
)
