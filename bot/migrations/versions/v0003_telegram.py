"""Mediators in Telegram: where they read which case, their groups, open questions, updates that changed something."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "telegram_threads",
        sa.Column("chat", sa.BigInteger, nullable=False),
        sa.Column("case", sa.String(32), nullable=False),
        sa.Column("thread", sa.BigInteger, nullable=False),
        sa.Column("delivered_seq", sa.Integer, nullable=False),
        sa.Column("chosen_at", sa.Float, nullable=False),
        sa.Column("shown", sa.String(255), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat", "case"),
    )
    op.create_table(
        "telegram_groups",
        sa.Column("chat", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("organisation", sa.String(64), nullable=False),
        sa.Column("linked_by", sa.String(32)),
        sa.Column("at", sa.Float, nullable=False),
        sa.ForeignKeyConstraint(["linked_by"], ["staff.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("chat"),
        sa.UniqueConstraint("organisation"),
    )
    op.create_table(
        "telegram_questions",
        sa.Column("place", sa.String(64), nullable=False),
        sa.Column("question", sa.JSON, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("place"),
    )
    op.create_table(
        "telegram_updates",
        sa.Column("id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
