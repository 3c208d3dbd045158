"""Doors to a conversation, and who speaks in it: what a citizen's conversation owes to its cases.

A conversation has its own key, and those of other devices that came with the code of one of its cases.
"""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from bot.cases.tables import aliases, cases, staff
from bot.records import Speaker


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


def speaker_read(connection: Connection, floor_case: str | None) -> Speaker:
    """Who speaks while the case with this id has the floor; None when no case has it."""
    if floor_case is None:
        return Speaker()
    holders = cases.outerjoin(staff, staff.c.id == cases.c.holder)
    found = select(staff.c.name, cases.c.number, cases.c.read_seq).select_from(holders).where(cases.c.id == floor_case)
    row = connection.execute(found).first()
    return Speaker("mediator", row.name, row.number, row.read_seq) if row else Speaker()
