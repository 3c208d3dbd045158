"""The citizens' chats: which conversation each belongs to, and how far it has been brought there.

A chat is found by a keyed hash of its id, and the id itself is sealed: whoever reads the database cannot tell who
writes, nor write to them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, insert, select, update

from bot.cases.tables import addresses, offsets
from bot.database import Database
from bot.doors import door_find
from bot.sealing import Sealer
from bot.tables import conversations

MESSENGER = "telegram"


@dataclass(frozen=True)
class Address:
    """A chat with the bot. ``delivered_seq`` is the last message of ``conversation`` that it has."""

    chat: int
    conversation: str
    delivered_seq: int
    is_blocked: bool


class Addresses:
    """Every method that reads or writes blocks and may raise ``StoreUnavailable``."""

    def __init__(self, database: Database, sealer: Sealer, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._sealer = sealer
        self._clock = clock

    def hash(self, chat: int) -> str:
        """Under which a chat is known here, and its conversation unless it came with a case's code."""
        return self._sealer.hash(MESSENGER, str(chat))

    def source_id(self, chat: int, update_id: int) -> str:
        """The id of a message that came from ``chat``; the same update gives the same."""
        return f"{self.sources(chat)}{update_id}"

    def sources(self, chat: int) -> str:
        """How the ids of all messages from ``chat`` begin."""
        return f"tg:{self.hash(chat)[:12]}:"

    def get(self, chat: int) -> Address | None:
        """What is known of a chat; None when nobody wrote from there, or all of it was erased."""
        with self._database.reading() as connection:
            row = connection.execute(select(addresses).where(self._is(chat))).first()
            return None if row is None else _address(chat, row)

    def keep(self, chat: int, delivered_seq: int) -> str:
        """Remember a chat from which something came; returns the key of its conversation.

        ``delivered_seq`` counts when the chat is new or its conversation is another one than before.
        """
        with self._database.writing() as connection:
            key = door_find(connection, self.hash(chat))
            same = update(addresses).where(self._is(chat), addresses.c.conversation == key)
            if connection.execute(same.values(blocked_at=None)).rowcount:
                return key
            connection.execute(addresses.delete().where(self._is(chat)))
            row = {"messenger": MESSENGER, "address_hash": self.hash(chat), "sealed": self._sealer.seal(str(chat))}
            connection.execute(insert(addresses).values(**row, conversation=key, delivered_seq=delivered_seq))
            return key

    def delivered(self, chat: int, conversation: str, seq: int) -> None:
        """The chat has everything of its conversation up to ``seq``."""
        behind = and_(self._is(chat), addresses.c.conversation == conversation, addresses.c.delivered_seq < seq)
        with self._database.writing() as connection:
            connection.execute(update(addresses).where(behind).values(delivered_seq=seq))

    def blocked(self, chat: int, is_blocked: bool) -> None:
        """The citizen has blocked the bot or is gone, or is back."""
        at = self._clock() if is_blocked else None
        with self._database.writing() as connection:
            connection.execute(update(addresses).where(self._is(chat)).values(blocked_at=at))

    def known(self) -> list[Address]:
        """Every chat that may be written to."""
        return self._listed(addresses.c.blocked_at.is_(None))

    def behind(self) -> list[Address]:
        """The chats that do not have everything yet and may be written to."""
        last = select(conversations.c.last_seq).where(conversations.c.key == addresses.c.conversation).scalar_subquery()
        return self._listed(and_(addresses.c.blocked_at.is_(None), addresses.c.delivered_seq < last))

    def _listed(self, which: ColumnElement[bool]) -> list[Address]:
        with self._database.reading() as connection:
            rows = connection.execute(select(addresses).where(addresses.c.messenger == MESSENGER, which)).all()
        return [_address(int(self._sealer.unseal(row.sealed)), row) for row in rows]

    def _is(self, chat: int) -> ColumnElement[bool]:
        return and_(addresses.c.messenger == MESSENGER, addresses.c.address_hash == self.hash(chat))


class Offset:
    """How far Telegram's updates are stored. Its methods block and may raise ``StoreUnavailable``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self) -> int:
        """The first update that is not stored yet, 0 for whatever there is."""
        mine = select(offsets.c.offset).where(offsets.c.messenger == MESSENGER)
        with self._database.reading() as connection:
            return connection.execute(mine).scalar_one_or_none() or 0

    def keep(self, offset: int) -> None:
        """Everything before ``offset`` is stored."""
        with self._database.writing() as connection:
            known = update(offsets).where(offsets.c.messenger == MESSENGER).values(offset=offset)
            if not connection.execute(known).rowcount:
                connection.execute(insert(offsets).values(messenger=MESSENGER, offset=offset))


def _address(chat: int, row: Row[Any]) -> Address:
    return Address(chat, row.conversation, row.delivered_seq, row.blocked_at is not None)
