"""Forgetting: what a citizen or the passing of time erases is gone here at once and from Rasa's tracker soon after."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, and_, delete, or_, select, update

from bot.cases.tables import approvals, cases
from bot.counters import count
from bot.database import Database, insert_into
from bot.records import Answer, Message
from bot.sentences import Language, say
from bot.store import is_pending, replies_add
from bot.tables import conversations, forgotten, messages, offers, reminders

Also = Callable[[Connection, str], None]
"""Erases, in the transaction that erases a conversation, the cases that belong to it, and says what of them stays."""


class Erasure:
    """Deletes conversations. Every method blocks and may raise ``StoreUnavailable``."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def answer(
        self, key: str, message: Message, answer: Answer, language: Language, also: Also | None = None
    ) -> bool:
        """Fulfil the wish to be forgotten that ``message`` holds: delete what was said, blank it, store the replies.

        What the citizen sent after it and is not yet answered stays. Rasa gets a new name for the conversation.
        False when there is nothing to answer any more.
        """
        with self._database.writing() as connection:
            if not is_pending(connection, key, message):
                return False
            self._sender_forget(connection, conversations.c.key == key)
            later = and_(messages.c.seq > message.seq, messages.c.author == "citizen")
            stays = or_(messages.c.seq == message.seq, later)
            connection.execute(delete(messages).where(messages.c.conversation == key, ~stays))
            connection.execute(delete(offers).where(offers.c.conversation == key))
            connection.execute(delete(reminders).where(reminders.c.conversation == key))
            connection.execute(delete(approvals).where(approvals.c.conversation == key))
            body = {"kind": "text", "text": say("erased", language), "erased": True}
            place = and_(messages.c.conversation == key, messages.c.seq == message.seq)
            connection.execute(update(messages).where(place).values(state="answered", body=body, sealed=None))
            # Up to the end, for what was said before the wish may have been answered after it.
            renewed = {"rasa_sender": uuid.uuid4().hex, "erased_to": conversations.c.last_seq}
            connection.execute(update(conversations).where(conversations.c.key == key).values(renewed))
            replies_add(connection, key, message, answer.replies, self._clock())
            if also is not None:
                also(connection, key)
            count(connection, ("answered", "erased", *answer.counted))
            return True

    def conversation(self, key: str, also: Also | None = None) -> None:
        """Delete a conversation with everything in it. Not knowing it is no error."""
        with self._database.writing() as connection:
            if also is not None:
                also(connection, key)
            self._delete(connection, conversations.c.key == key)

    def idle(self, seconds: float) -> int:
        """Delete the conversations in which nothing was said for so long; returns how many.

        One with a reminder still to come stays, for the citizen asked for it, and one with a case, whose own retention
        ends later: erasing the case lets go of it.
        """
        reminded = select(reminders.c.conversation)
        with_case = select(cases.c.conversation).where(cases.c.conversation.is_not(None))
        is_idle = conversations.c.active_at < self._clock() - seconds
        unwanted = and_(is_idle, conversations.c.key.not_in(reminded), conversations.c.key.not_in(with_case))
        with self._database.writing() as connection:
            return self._delete(connection, unwanted)

    def settle(self) -> None:
        """Leave no trace of what was deleted in the database's log either, as far as can be done now."""
        self._database.settle()

    def forgotten(self) -> list[tuple[str, float]]:
        """Rasa's names of erased conversations that may still be in its tracker, and for how many seconds."""
        with self._database.reading() as connection:
            return [(row.rasa_sender, self._clock() - row.at) for row in connection.execute(select(forgotten))]

    def forgotten_drop(self, rasa_sender: str) -> None:
        """Rasa's tracker has forgotten this name for good."""
        with self._database.writing() as connection:
            connection.execute(delete(forgotten).where(forgotten.c.rasa_sender == rasa_sender))

    def _delete(self, connection: Connection, which: Any) -> int:
        self._sender_forget(connection, which)
        return connection.execute(delete(conversations).where(which)).rowcount

    def _sender_forget(self, connection: Connection, which: Any) -> None:
        for sender in connection.execute(select(conversations.c.rasa_sender).where(which)).scalars().all():
            row = insert_into(connection, forgotten).values(rasa_sender=sender, at=self._clock())
            connection.execute(row.on_conflict_do_nothing())
