"""The tables of cases and of those who work on them. Times are Unix seconds; ids are UUIDs in hexadecimal.

What names a person is in a column ``sealed``: JSON, encrypted by ``bot.sealing``. Everything else may be read by
whoever administers the database.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from bot.tables import metadata

ID = String(32)

staff = Table(
    "staff",
    metadata,
    Column("id", ID, primary_key=True),
    Column("login", String(64), nullable=False, unique=True),
    Column("name", String(64), nullable=False),  # shown to citizens
    Column("password", String(255)),  # argon2id; null until the first sign-in by invitation
    Column("role", String(16), nullable=False),  # mediator, lead, administrator, maintainer
    Column("organisation", String(64), nullable=False),  # id in data/routing.yml
    Column("languages", JSON, nullable=False),  # ["zh", "en"]
    Column("kinds", JSON, nullable=False),  # kinds of dispute; [] for all
    Column("on_duty", Boolean, nullable=False, default=False),
    Column("active", Boolean, nullable=False, default=True),
    Column("telegram_user", String(32), unique=True),
    Column("created_at", Float, nullable=False),
)

# A session, an invitation or a Telegram link is kept under the hash of its secret.
staff_secrets = Table(
    "staff_secrets",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("staff", ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    Column("purpose", String(16), nullable=False),  # session, invitation, telegram
    Column("csrf", String(64)),  # of a session
    Column("expires_at", Float, nullable=False),
    Column("seen_at", Float, nullable=False),
)

# Failed sign-ins, counted by the login that was named and by the address, whether or not there is such a member: so
# nobody learns from being locked out that a login exists.
sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("key", String(64), primary_key=True),  # keyed hash of the login, or of the address
    Column("count", Integer, nullable=False),
    Column("last_at", Float, nullable=False),
    Column("locked_until", Float, nullable=False),
)

# With whom a mediator has a conflict of interest: keyed hashes of names, so that the list names nobody.
conflicts = Table(
    "conflicts",
    metadata,
    Column("staff", ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True),
    Column("name_hash", String(64), primary_key=True),
    Column("sealed", Text, nullable=False),  # the name, for the mediator's own list
)

cases = Table(
    "cases",
    metadata,
    Column("id", ID, primary_key=True),
    Column("number", String(32), nullable=False, unique=True),  # JF2026-000123
    Column("conversation", ForeignKey("conversations.key", ondelete="SET NULL")),
    Column("source", String(16), nullable=False),  # citizen, partner
    Column("state", String(16), nullable=False),
    Column("kind", String(32), nullable=False),  # id in data/intake.yml
    Column("district", String(32)),
    Column("subdistrict", String(64)),
    Column("language", String(2), nullable=False),
    Column("priority", Integer, nullable=False, default=0),  # 0 usual, 1 raised, 2 danger
    Column("organisation", String(64), nullable=False),  # in charge
    Column("routed_why", JSON, nullable=False),  # {rule, zh, en}
    Column("holder", ForeignKey("staff.id", ondelete="SET NULL")),
    Column("lease_until", Float),
    Column("queued_at", Float, nullable=False),  # its place in the queue; kept when it is put back
    Column("opened_at", Float, nullable=False),
    Column("state_at", Float, nullable=False),
    Column("due_at", Float),  # when the present state should have ended
    Column("warn_at", Float),  # when the holder is to be told that due_at comes near
    Column("warned_at", Float),  # when they were told
    Column("overdue_at", Float),  # when it rose because due_at had passed
    Column("claimed_at", Float),  # first claim
    Column("first_reply_at", Float),
    Column("closed_at", Float),
    Column("outcome", String(16)),  # agreement, no_agreement, withdrawn, referred
    Column("satisfaction", Integer),  # 1 to 5
    Column("amount", Float),  # yuan, as the citizen states it
    Column("happened_on", String(10)),
    Column("consent_at", Float),
    Column("consent_version", String(16)),
    Column("code_hash", String(64), unique=True),
    Column("sealed", Text),  # Facts; null once erased
    Column("party_hashes", JSON, nullable=False),  # keyed hashes of the parties' names
    Column("erased_at", Float),
    Column("read_seq", Integer, nullable=False, default=0, server_default="0"),  # how far the holder has read
    Column("version", Integer, nullable=False, default=1),  # counts changes
)
Index("cases_by_queue", cases.c.organisation, cases.c.state, cases.c.priority.desc(), cases.c.queued_at)
Index("cases_by_holder", cases.c.holder, cases.c.state)
Index("cases_by_due", cases.c.state, cases.c.due_at)
Index("cases_by_conversation", cases.c.conversation, cases.c.opened_at)
Index("cases_by_opened", cases.c.opened_at)

# The audit trail: rows are added and never changed. It outlives what it tells of, and names no citizen.
case_events = Table(
    "case_events",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("case", ID, nullable=False),
    Column("at", Float, nullable=False),
    Column("actor", String(64), nullable=False),  # staff:<id>, citizen, assistant, system, partner:<id>
    Column("event", String(32), nullable=False),  # case_opened, case_claimed, case_viewed …
    Column("from_state", String(16)),
    Column("to_state", String(16)),
    Column("why", String(500)),
    Column("details", JSON, nullable=False),
)
Index("case_events_by_case", case_events.c.case, case_events.c.id)

case_participants = Table(
    "case_participants",
    metadata,
    Column("case", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("organisation", String(64), primary_key=True),
    Column("role", String(32), nullable=False),  # id in data/routing.yml `roles`
    Column("since", Float, nullable=False),
)

case_notes = Table(
    "case_notes",
    metadata,
    Column("id", ID, primary_key=True),
    Column("case", ForeignKey("cases.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("staff", ForeignKey("staff.id", ondelete="SET NULL")),
    Column("at", Float, nullable=False),
    Column("sealed", Text, nullable=False),
)

case_files = Table(
    "case_files",
    metadata,
    Column("id", ID, primary_key=True),
    Column("case", ForeignKey("cases.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("seq", Integer),  # of the message that brought it
    Column("type", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("at", Float, nullable=False),
    Column("sealed", Text, nullable=False),  # {name}; the content is var/files/<id>, sealed too
)

# What a member of staff is to be told; the desk and Telegram each show it once.
notices = Table(
    "notices",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("staff", ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    Column("case", ForeignKey("cases.id", ondelete="CASCADE")),
    # a NoticeKind, or approval
    Column("kind", String(32), nullable=False),
    Column("at", Float, nullable=False),
    Column("seen_at", Float),
    Column("sent_at", Float),  # by Telegram
)
Index("notices_by_staff", notices.c.staff, notices.c.id)

# Another secret for the same conversation: a second device, or a Telegram chat that came with a case's code.
aliases = Table(
    "aliases",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("conversation", ForeignKey("conversations.key", ondelete="CASCADE"), nullable=False, index=True),
)

# Where messages are to be sent that do not wait to be fetched, and how far that has come.
addresses = Table(
    "addresses",
    metadata,
    Column("messenger", String(16), primary_key=True),
    Column("address_hash", String(64), primary_key=True),
    Column("conversation", ForeignKey("conversations.key", ondelete="CASCADE"), nullable=False, index=True),
    Column("sealed", Text, nullable=False),  # the address itself
    Column("delivered_seq", Integer, nullable=False, default=0),
    Column("blocked_at", Float),
)

# How far a messenger's own stream of updates is stored.
offsets = Table(
    "offsets", metadata, Column("messenger", String(16), primary_key=True), Column("offset", BigInteger, nullable=False)
)

# How far a case's conversation is brought to where its mediator reads it in Telegram: their own chat, or a topic of
# their organisation's group.
telegram_threads = Table(
    "telegram_threads",
    metadata,
    Column("chat", BigInteger, primary_key=True),
    Column("case", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("thread", BigInteger, nullable=False, default=0),  # the topic; 0 in a mediator's own chat
    Column("delivered_seq", Integer, nullable=False, default=0),
    Column("chosen_at", Float, nullable=False, default=0),  # when the mediator last chose to write in it
    Column("shown", String(255), nullable=False, default=""),  # what the topic's title was last made of
)

# The group in which an organisation works.
telegram_groups = Table(
    "telegram_groups",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("organisation", String(64), nullable=False, unique=True),
    Column("linked_by", ForeignKey("staff.id", ondelete="SET NULL")),
    Column("at", Float, nullable=False),
)

# What a mediator was asked in Telegram and has not answered yet: the next text there is the answer.
telegram_questions = Table(
    "telegram_questions",
    metadata,
    Column("place", String(64), primary_key=True),
    Column("question", JSON, nullable=False),
    Column("at", Float, nullable=False),
)

# Updates by which a mediator has changed something, so that no repetition changes it twice.
telegram_updates = Table(
    "telegram_updates",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Float, nullable=False),
)

# Packets on their way to partners, until acknowledged; and the ids of those that came in.
packets_out = Table(
    "packets_out",
    metadata,
    Column("id", ID, primary_key=True),
    Column("case", ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    Column("partner", String(64), nullable=False),
    Column("sealed", Text, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_at", Float, nullable=False),
    Column("acknowledged_at", Float),
    Column("failed_at", Float),
)
packets_in = Table(
    "packets_in",
    metadata,
    Column("partner", String(64), primary_key=True),
    Column("packet", String(64), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("case", ID, nullable=False),
    Column("at", Float, nullable=False),
)

# Answers of new cards that wait for a person's nod.
approvals = Table(
    "approvals",
    metadata,
    Column("id", ID, primary_key=True),
    Column("conversation", ForeignKey("conversations.key", ondelete="CASCADE"), nullable=False),
    Column("seq", Integer, nullable=False),  # of the citizen's message
    Column("card", String(100), nullable=False),
    Column("answer", JSON, nullable=False),
    Column("state", String(16), nullable=False),  # waiting, approved, refused, timed_out
    Column("at", Float, nullable=False),
    Column("decided_by", ForeignKey("staff.id", ondelete="SET NULL")),
    UniqueConstraint("conversation", "seq"),
)
Index("approvals_waiting", approvals.c.state, approvals.c.at)
