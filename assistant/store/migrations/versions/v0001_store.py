"""The first tables: limits, shared secrets, what was taken over, counts of ratings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from assistant.store.tables import UtcTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "rate_limits",
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("ends", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_rate_limits"),
    )
    op.create_index("ix_rate_limits_ends", "rate_limits", ["ends"])
    op.create_table(
        "shared_secrets",
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("value", sa.String(128), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_shared_secrets"),
    )
    op.create_table(
        "imports",
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_imports"),
    )
    op.create_table(
        "feedback_counts",
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("provision", sa.String(300), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("reason", "provision", name="pk_feedback_counts"),
    )
