"""Keeps reminders and takes them back, in the transaction of the answer that says so."""

from __future__ import annotations

from sqlalchemy import Connection, and_, delete, insert

from bot.counters import count
from bot.records import Answer
from bot.schema import Reminder, TextReply
from bot.tables import reminders


def reminders_keep(connection: Connection, key: str, answer: Answer) -> None:
    """Do what ``answer`` says about the reminders of the conversation ``key``."""
    for identity in answer.cancelled:
        _drop(connection, key, identity)
        count(connection, ("reminder_cancelled",))
    for reminder in answer.reminders:
        _drop(connection, key, reminder.id)
        connection.execute(insert(reminders), _rows(key, reminder))
        count(connection, ("reminder_set",))


def _drop(connection: Connection, key: str, identity: str | None) -> None:
    mine = reminders.c.conversation == key
    connection.execute(delete(reminders).where(mine if identity is None else and_(mine, reminders.c.id == identity)))


def _rows(key: str, reminder: Reminder) -> list[dict[str, object]]:
    said = TextReply(language=reminder.language, text=reminder.text, buttons=reminder.buttons).model_dump(mode="json")
    row = {"conversation": key, "id": reminder.id, "day": reminder.on.isoformat(), "body": said}
    return [row | {"due_at": at} for at in sorted({moment.timestamp() for moment in reminder.at})]
