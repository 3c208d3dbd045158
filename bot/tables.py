"""The tables of the message store."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

# A conversation is kept under the hash of its secret: whoever reads the file cannot join the talk.
conversations = Table(
    "conversations",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("rasa_sender", String(64), nullable=False),
    Column("language", String(2)),
    Column("last_seq", Integer, nullable=False, default=0),
    Column("erased_to", Integer, nullable=False, default=0),
    Column("active_at", Float, nullable=False),
    # Who speaks: assistant or mediator. Changed by bot.cases.floor alone.
    Column("speaker", String(16), nullable=False, default="assistant", server_default="assistant"),
    Column("floor_case", String(32)),  # whose mediator speaks; null while the assistant does. By bot.cases.floor alone.
    Column("read_seq", Integer, nullable=False, default=0, server_default="0"),  # how far the citizen has read
)

messages = Table(
    "messages",
    metadata,
    Column("conversation", ForeignKey("conversations.key", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("source_id", String(128), nullable=False),
    Column("author", String(16), nullable=False),
    Column("at", Float, nullable=False),
    Column("body", JSON, nullable=False),
    # Of a citizen's message: pending or answered. Of any other: null.
    Column("state", String(16)),
    Column("attempts", Integer, nullable=False, default=0),
    Column("in_reply_to", Integer),
    # What must not be in the body in clear, JSON, encrypted by bot.sealing: merged over it when it is shown.
    Column("sealed", Text),
    UniqueConstraint("conversation", "source_id"),
)
_is_pending = messages.c.state == "pending"
Index(
    "pending_messages",
    messages.c.conversation,
    messages.c.seq,
    sqlite_where=_is_pending,
    postgresql_where=_is_pending,
)
Index("replies", messages.c.conversation, messages.c.in_reply_to)

# Payloads of the buttons that a conversation has been shown, as hashes: PostgreSQL cannot index long ones.
offers = Table(
    "offers",
    metadata,
    Column("conversation", ForeignKey("conversations.key", ondelete="CASCADE"), primary_key=True),
    Column("payload_hash", String(64), primary_key=True),
)

# What is to be said unasked, and when. A row is gone as soon as it is said or no longer wanted.
reminders = Table(
    "reminders",
    metadata,
    Column("conversation", ForeignKey("conversations.key", ondelete="CASCADE"), primary_key=True),
    Column("id", String(100), primary_key=True),
    Column("due_at", Float, primary_key=True),
    Column("day", String(10), nullable=False),
    Column("body", JSON, nullable=False),
)
Index("due_reminders", reminders.c.due_at)

# Rasa's names of conversations that were erased here and may still be in Rasa's tracker.
forgotten = Table(
    "forgotten", metadata, Column("rasa_sender", String(64), primary_key=True), Column("at", Float, nullable=False)
)

# With which keys something here is sealed, told by fingerprints, and which one makes the hashes.
sealing_keys = Table(
    "sealing_keys",
    metadata,
    Column("fingerprint", String(32), primary_key=True),
    Column("hashes", Boolean, nullable=False),
)

counters = Table(
    "counters", metadata, Column("name", String(64), primary_key=True), Column("count", Integer, nullable=False)
)
