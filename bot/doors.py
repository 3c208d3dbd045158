"""Doors to a conversation: its own key, and those of other devices that came with the code of one of its cases."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from bot.cases.tables import aliases


def door_find(connection: Connection, key: str) -> str:
    """The key of the conversation behind the door ``key``: another one's, or its own."""
    behind = select(aliases.c.conversation).where(aliases.c.key == key)
    return connection.execute(behind).scalar_one_or_none() or key


def door_add(connection: Connection, key: str, conversation: str) -> None:
    """Make ``key`` a door to ``conversation``, and to no other one any more."""
    if key == conversation:
        return
    connection.execute(aliases.delete().where(aliases.c.key == key))
    connection.execute(insert(aliases).values(key=key, conversation=conversation))
