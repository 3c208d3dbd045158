"""Cases, those who work on them, and what the store needs for both to talk."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let a mediator speak in a conversation, and make the tables of cases."""
    op.add_column("conversations", sa.Column("speaker", sa.String(16), server_default="assistant", nullable=False))
    op.add_column("conversations", sa.Column("floor_case", sa.String(32)))
    op.add_column("conversations", sa.Column("read_seq", sa.Integer, server_default="0", nullable=False))
    op.add_column("messages", sa.Column("sealed", sa.Text))
    _offers_hash()
    _tables_make()


def _offers_hash() -> None:
    """Offered payloads are kept as hashes, for PostgreSQL cannot index long ones."""
    connection = op.get_bind()
    before = sa.table("offers", sa.column("conversation"), sa.column("payload"))
    rows = [
        {"conversation": row.conversation, "payload_hash": hashlib.sha256(row.payload.encode()).hexdigest()}
        for row in connection.execute(sa.select(before))
    ]
    op.drop_table("offers")
    offers = op.create_table(
        "offers",
        sa.Column("conversation", sa.String(64), nullable=False),
        sa.Column("payload_hash", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("conversation", "payload_hash"),
    )
    op.bulk_insert(offers, rows)


def _tables_make() -> None:
    op.create_table(
        "case_events",
        sa.Column("id", sa.Integer, autoincrement=True, nullable=False),
        sa.Column("case", sa.String(32), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("event", sa.String(32), nullable=False),
        sa.Column("from_state", sa.String(16)),
        sa.Column("to_state", sa.String(16)),
        sa.Column("why", sa.String(500)),
        sa.Column("details", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("case_events_by_case", "case_events", ["case", "id"])
    op.create_table(
        "offsets",
        sa.Column("messenger", sa.String(16), nullable=False),
        sa.Column("offset", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("messenger"),
    )
    op.create_table(
        "packets_in",
        sa.Column("partner", sa.String(64), nullable=False),
        sa.Column("packet", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("case", sa.String(32), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("partner", "packet"),
    )
    op.create_table(
        "sealing_keys",
        sa.Column("fingerprint", sa.String(32), nullable=False),
        sa.Column("hashes", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("fingerprint"),
    )
    op.create_table(
        "sign_in_failures",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("last_at", sa.Float, nullable=False),
        sa.Column("locked_until", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("login", sa.String(64), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("password", sa.String(255)),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("organisation", sa.String(64), nullable=False),
        sa.Column("languages", sa.JSON, nullable=False),
        sa.Column("kinds", sa.JSON, nullable=False),
        sa.Column("on_duty", sa.Boolean, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("telegram_user", sa.String(32)),
        sa.Column("created_at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("login"),
        sa.UniqueConstraint("telegram_user"),
    )
    op.create_table(
        "addresses",
        sa.Column("messenger", sa.String(16), nullable=False),
        sa.Column("address_hash", sa.String(64), nullable=False),
        sa.Column("conversation", sa.String(64), nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("delivered_seq", sa.Integer, nullable=False),
        sa.Column("blocked_at", sa.Float),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("messenger", "address_hash"),
    )
    op.create_index(op.f("ix_addresses_conversation"), "addresses", ["conversation"])
    op.create_table(
        "aliases",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("conversation", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index(op.f("ix_aliases_conversation"), "aliases", ["conversation"])
    op.create_table(
        "approvals",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("conversation", sa.String(64), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("card", sa.String(100), nullable=False),
        sa.Column("answer", sa.JSON, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("decided_by", sa.String(32)),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.key"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("conversation", "seq"),
    )
    op.create_index("approvals_waiting", "approvals", ["state", "at"])
    op.create_table(
        "cases",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column("conversation", sa.String(64)),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("district", sa.String(32)),
        sa.Column("subdistrict", sa.String(64)),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("organisation", sa.String(64), nullable=False),
        sa.Column("routed_why", sa.JSON, nullable=False),
        sa.Column("holder", sa.String(32)),
        sa.Column("lease_until", sa.Float),
        sa.Column("queued_at", sa.Float, nullable=False),
        sa.Column("opened_at", sa.Float, nullable=False),
        sa.Column("state_at", sa.Float, nullable=False),
        sa.Column("due_at", sa.Float),
        sa.Column("warn_at", sa.Float),
        sa.Column("warned_at", sa.Float),
        sa.Column("overdue_at", sa.Float),
        sa.Column("claimed_at", sa.Float),
        sa.Column("first_reply_at", sa.Float),
        sa.Column("closed_at", sa.Float),
        sa.Column("outcome", sa.String(16)),
        sa.Column("satisfaction", sa.Integer),
        sa.Column("amount", sa.Float),
        sa.Column("happened_on", sa.String(10)),
        sa.Column("consent_at", sa.Float),
        sa.Column("consent_version", sa.String(16)),
        sa.Column("code_hash", sa.String(64)),
        sa.Column("sealed", sa.Text),
        sa.Column("party_hashes", sa.JSON, nullable=False),
        sa.Column("erased_at", sa.Float),
        sa.Column("read_seq", sa.Integer, server_default="0", nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.key"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["holder"], ["staff.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code_hash"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("cases_by_conversation", "cases", ["conversation", "opened_at"])
    op.create_index("cases_by_due", "cases", ["state", "due_at"])
    op.create_index("cases_by_holder", "cases", ["holder", "state"])
    op.create_index("cases_by_opened", "cases", ["opened_at"])
    op.create_index(
        "cases_by_queue", "cases", ["organisation", "state", sa.literal_column("priority DESC"), "queued_at"]
    )
    op.create_table(
        "conflicts",
        sa.Column("staff", sa.String(32), nullable=False),
        sa.Column("name_hash", sa.String(64), nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["staff"], ["staff.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("staff", "name_hash"),
    )
    op.create_table(
        "staff_secrets",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("staff", sa.String(32), nullable=False),
        sa.Column("purpose", sa.String(16), nullable=False),
        sa.Column("csrf", sa.String(64)),
        sa.Column("expires_at", sa.Float, nullable=False),
        sa.Column("seen_at", sa.Float, nullable=False),
        sa.ForeignKeyConstraint(["staff"], ["staff.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_table(
        "case_files",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("case", sa.String(32), nullable=False),
        sa.Column("seq", sa.Integer),
        sa.Column("type", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_case_files_case"), "case_files", ["case"])
    op.create_table(
        "case_notes",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("case", sa.String(32), nullable=False),
        sa.Column("staff", sa.String(32)),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["staff"], ["staff.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_case_notes_case"), "case_notes", ["case"])
    op.create_table(
        "case_participants",
        sa.Column("case", sa.String(32), nullable=False),
        sa.Column("organisation", sa.String(64), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("since", sa.Float, nullable=False),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("case", "organisation"),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer, autoincrement=True, nullable=False),
        sa.Column("staff", sa.String(32), nullable=False),
        sa.Column("case", sa.String(32)),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("seen_at", sa.Float),
        sa.Column("sent_at", sa.Float),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["staff"], ["staff.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("notices_by_staff", "notices", ["staff", "id"])
    op.create_table(
        "packets_out",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("case", sa.String(32), nullable=False),
        sa.Column("partner", sa.String(64), nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_at", sa.Float, nullable=False),
        sa.Column("acknowledged_at", sa.Float),
        sa.Column("failed_at", sa.Float),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
