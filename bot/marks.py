"""How far conversations have come, and how far their citizens have read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from bot.database import Database
from bot.tables import conversations


@dataclass(frozen=True)
class Marks:
    """``last_seq`` is the end of the conversation, ``read_seq`` how far the citizen has read a mediator's words."""

    last_seq: int
    read_seq: int


def marks_of(database: Database, keys: Collection[str]) -> dict[str, Marks]:
    """The marks of the conversations with these keys, as far as there are such. Blocks."""
    wanted = select(conversations).where(conversations.c.key.in_(sorted(keys)))
    with database.reading() as connection:
        return {row.key: Marks(row.last_seq, row.read_seq) for row in connection.execute(wanted)}
