"""Who of those who work here is in Telegram, and in which group an organisation works."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, insert, select, update

from bot.cases.records import Member
from bot.cases.tables import staff, telegram_groups
from bot.database import Database
from bot.sentences import Language
from bot.staff_secrets import secret_take

MAY_LINK_GROUPS = ("lead",)
"""Whoever is in the group sees the organisation's cases: who sees them all decides that."""


class NotAllowed(Exception):
    """The code is good, and this is not for its member to do."""


@dataclass(frozen=True)
class Mate:
    """A member of staff. ``user`` is the id in Telegram, which is also that of the private chat; None when unlinked."""

    member: Member
    language: Language
    on_duty: bool
    user: int | None


class Roster:
    """Every method blocks and may raise ``StoreUnavailable``; ``clock`` gives Unix seconds."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def by_user(self, user: int) -> Mate | None:
        """Who writes from this account; None for a citizen."""
        return self._one(staff.c.telegram_user == str(user))

    def by_id(self, member: str | None) -> Mate | None:
        """The member with this id."""
        return self._one(staff.c.id == member)

    def linked(self) -> list[Mate]:
        """Everybody who has linked an account."""
        with self._database.reading() as connection:
            rows = connection.execute(select(staff).where(staff.c.active, staff.c.telegram_user.is_not(None))).all()
        return [_mate(row) for row in rows]

    def link(self, user: int, code: str) -> Mate | None:
        """Link an account by a code from the desk, which is used up; None when the code is not good.

        An account belongs to one member: whoever had it before has it no longer.
        """
        with self._database.writing() as connection:
            member = secret_take(connection, "telegram", code, self._clock())
            if member is None:
                return None
            connection.execute(update(staff).where(staff.c.telegram_user == str(user)).values(telegram_user=None))
            connection.execute(update(staff).where(staff.c.id == member).values(telegram_user=str(user)))
        return self.by_id(member)

    def unlink(self, user: int) -> None:
        """The account belongs to nobody any more."""
        with self._database.writing() as connection:
            connection.execute(update(staff).where(staff.c.telegram_user == str(user)).values(telegram_user=None))

    def duty(self, member: str, on_duty: bool) -> None:
        """Whether new cases are brought to the member."""
        with self._database.writing() as connection:
            connection.execute(update(staff).where(staff.c.id == member).values(on_duty=on_duty))

    def group_link(self, chat: int, code: str) -> str | None:
        """Let the organisation of the code's member work in a group; returns the organisation, None for a bad code.

        The organisation's former group, if any, is let go. Raises ``NotAllowed``; the code is used up all the same.
        """
        with self._database.writing() as connection:
            member = secret_take(connection, "telegram", code, self._clock())
            row = connection.execute(select(staff).where(staff.c.id == member)).first()
            if row is None:
                return None
            is_allowed = row.role in MAY_LINK_GROUPS
            if is_allowed:
                same = (telegram_groups.c.chat == chat) | (telegram_groups.c.organisation == row.organisation)
                connection.execute(telegram_groups.delete().where(same))
                made = {"chat": chat, "organisation": row.organisation, "linked_by": row.id, "at": self._clock()}
                connection.execute(insert(telegram_groups).values(made))
        if not is_allowed:
            raise NotAllowed
        organisation: str = row.organisation
        return organisation

    def group_unlink(self, chat: int) -> None:
        """The group is gone, or no longer used."""
        with self._database.writing() as connection:
            connection.execute(telegram_groups.delete().where(telegram_groups.c.chat == chat))

    def group_moved(self, before: int, after: int) -> None:
        """The group has another id now."""
        with self._database.writing() as connection:
            mine = update(telegram_groups).where(telegram_groups.c.chat == before)
            connection.execute(mine.values(chat=after))

    def groups(self) -> dict[int, str]:
        """The organisation of each group."""
        with self._database.reading() as connection:
            return {row.chat: row.organisation for row in connection.execute(select(telegram_groups))}

    def _one(self, which: ColumnElement[bool]) -> Mate | None:
        with self._database.reading() as connection:
            row = connection.execute(select(staff).where(and_(staff.c.active, which))).first()
        return None if row is None else _mate(row)


def _mate(row: Row[Any]) -> Mate:
    user = int(row.telegram_user) if row.telegram_user else None
    language: Language = "zh" if "zh" in row.languages or not row.languages else "en"
    return Mate(Member.of(row), language, row.on_duty, user)
