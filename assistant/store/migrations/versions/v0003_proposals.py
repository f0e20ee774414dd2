"""Proposals with contacts and events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from assistant.store.tables import UtcTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("intake_id", sa.String(40), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("level", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("received_at", UtcTime(), nullable=False),
        sa.Column("changed_at", UtcTime(), nullable=False),
        sa.Column("closed_at", UtcTime(), nullable=True),
        sa.Column("assignee", sa.String(120), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("passed_to", sa.String(200), nullable=False),
        sa.Column("citations", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
        sa.UniqueConstraint("intake_id", name="uq_proposals_intake_id"),
        sa.UniqueConstraint("number", name="uq_proposals_number"),
    )
    op.create_index("ix_proposals_state_received_at", "proposals", ["state", "received_at"])
    op.create_index("ix_proposals_closed_at", "proposals", ["closed_at"])
    op.create_table(
        "proposal_contacts",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("reach", sa.String(120), nullable=False),
        sa.Column("consent_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("proposal_id", name="pk_proposal_contacts"),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name="fk_proposal_contacts_proposal_id", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "proposal_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("actor", sa.String(120), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_proposal_events"),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name="fk_proposal_events_proposal_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_proposal_events_proposal_id", "proposal_events", ["proposal_id"])
