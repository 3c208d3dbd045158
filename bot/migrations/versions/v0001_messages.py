"""Conversations, messages and reminders: the tables as they were before cases, where they are not there yet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take over a file that was made before Alembic, with or without reminders, or begin a new one."""
    op.create_table(
        "conversations",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("rasa_sender", sa.String(64), nullable=False),
        sa.Column("language", sa.String(2)),
        sa.Column("last_seq", sa.Integer, nullable=False),
        sa.Column("erased_to", sa.Integer, nullable=False),
        sa.Column("active_at", sa.Float, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "messages",
        _conversation(),
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("source_id", sa.String(128), nullable=False),
        sa.Column("author", sa.String(16), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("state", sa.String(16)),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("in_reply_to", sa.Integer),
        sa.UniqueConstraint("conversation", "source_id"),
        if_not_exists=True,
    )
    pending = sa.text("state = 'pending'")
    op.create_index(
        "pending_messages",
        "messages",
        ["conversation", "seq"],
        sqlite_where=pending,
        postgresql_where=pending,
        if_not_exists=True,
    )
    op.create_index("replies", "messages", ["conversation", "in_reply_to"], if_not_exists=True)
    op.create_table("offers", _conversation(), sa.Column("payload", sa.String, primary_key=True), if_not_exists=True)
    op.create_table(
        "reminders",
        _conversation(),
        sa.Column("id", sa.String(100), primary_key=True),
        sa.Column("due_at", sa.Float, primary_key=True),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        if_not_exists=True,
    )
    op.create_index("due_reminders", "reminders", ["due_at"], if_not_exists=True)
    op.create_table(
        "forgotten",
        sa.Column("rasa_sender", sa.String(64), primary_key=True),
        sa.Column("at", sa.Float, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
        if_not_exists=True,
    )


def _conversation() -> sa.Column[str]:
    return sa.Column(
        "conversation", sa.String(64), sa.ForeignKey("conversations.key", ondelete="CASCADE"), primary_key=True
    )
