"""Where in Telegram the mediator of a case reads what is said, how far that has come, and what they were asked."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, update

from bot.cases.records import Case
from bot.cases.tables import notices, telegram_questions, telegram_threads, telegram_updates
from bot.database import Database

REMEMBERED = 7 * 86400.0
"""Seconds after which Telegram brings no update again, and a question is not answered any more."""
NOT_SHOWN = -1
"""``delivered_seq`` while nobody there has been shown the case yet: nobody has claimed it."""


@dataclass(frozen=True)
class Thread:
    """Where a case is read: a chat, and a topic of it (0: none). ``shown`` is what its title was last made of."""

    chat: int
    case: str
    thread: int
    delivered_seq: int
    chosen_at: float
    shown: str


@dataclass(frozen=True)
class Told:
    """Something of which a member is to be told in Telegram."""

    id: int
    kind: str
    case: str | None


class Threads:
    """Every method blocks and may raise ``StoreUnavailable``; ``clock`` gives Unix seconds."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def of_chat(self, chat: int) -> list[Thread]:
        """What is read in a chat, what was chosen last first."""
        mine = select(telegram_threads).where(telegram_threads.c.chat == chat)
        with self._database.reading() as connection:
            rows = connection.execute(mine.order_by(telegram_threads.c.chosen_at.desc())).all()
        return [Thread(**row._mapping) for row in rows]

    def get(self, chat: int, case: str) -> Thread | None:
        """How a case is read in a chat; None when it is not."""
        return next((one for one in self.of_chat(chat) if one.case == case), None)

    def topic(self, chat: int, thread: int) -> str | None:
        """The case to which a topic belongs."""
        mine = and_(telegram_threads.c.chat == chat, telegram_threads.c.thread == thread)
        with self._database.reading() as connection:
            return connection.execute(select(telegram_threads.c.case).where(mine)).scalar_one_or_none()

    def begin(self, chat: int, case: str, thread: int, delivered_seq: int) -> None:
        """The case is read there from now on, after seq ``delivered_seq``."""
        row = {"chat": chat, "case": case, "thread": thread, "delivered_seq": delivered_seq, "chosen_at": 0.0}
        with self._database.writing() as connection:
            connection.execute(delete(telegram_threads).where(_is(chat, case)))
            connection.execute(insert(telegram_threads).values(**row, shown=""))

    def change(self, chat: int, case: str, **values: Any) -> None:
        """Note how far it has come, or what its title shows."""
        with self._database.writing() as connection:
            connection.execute(update(telegram_threads).where(_is(chat, case)).values(**values))

    def choose(self, chat: int, case: str) -> None:
        """What is written in the chat is meant for this case."""
        self.change(chat, case, chosen_at=self._clock())

    def end(self, chat: int, case: str) -> None:
        """The case is not read there any more."""
        with self._database.writing() as connection:
            connection.execute(delete(telegram_threads).where(_is(chat, case)))

    def moved(self, before: int, after: int) -> None:
        """A group has another id now; its topics keep theirs."""
        with self._database.writing() as connection:
            mine = update(telegram_threads).where(telegram_threads.c.chat == before)
            connection.execute(mine.values(chat=after))

    # --- questions ---

    def ask(self, place: str, question: Mapping[str, Any]) -> None:
        """The next text at ``place`` answers this."""
        with self._database.writing() as connection:
            connection.execute(delete(telegram_questions).where(telegram_questions.c.place == place))
            row = {"place": place, "question": dict(question), "at": self._clock()}
            connection.execute(insert(telegram_questions).values(row))

    def asked(self, place: str) -> dict[str, Any] | None:
        """What was asked at ``place`` and is not answered."""
        open_ = (telegram_questions.c.place == place, telegram_questions.c.at > self._clock() - REMEMBERED)
        with self._database.reading() as connection:
            found = connection.execute(select(telegram_questions.c.question).where(*open_)).scalar_one_or_none()
        return None if found is None else dict(found)

    def answered(self, place: str) -> None:
        """Nothing is asked at ``place`` any more."""
        with self._database.writing() as connection:
            connection.execute(delete(telegram_questions).where(telegram_questions.c.place == place))

    # --- notices ---

    def untold(self, member: str) -> list[Told]:
        """What a member is to be told and was not, neither here nor at the desk."""
        mine = (notices.c.staff == member, notices.c.sent_at.is_(None), notices.c.seen_at.is_(None))
        with self._database.reading() as connection:
            rows = connection.execute(select(notices).where(*mine).order_by(notices.c.id)).all()
        return [Told(row.id, row.kind, row.case) for row in rows]

    def told(self, notice: int) -> None:
        """The member was told."""
        with self._database.writing() as connection:
            connection.execute(update(notices).where(notices.c.id == notice).values(sent_at=self._clock()))

    def seen(self, member: str, *, case: str | None = None, notice: int | None = None) -> None:
        """The member has acted on what they were told of a case, or on one notice: it is news no longer anywhere.

        What they were not told here stays, for the desk to tell.
        """
        mine = [notices.c.staff == member, notices.c.seen_at.is_(None), notices.c.sent_at.is_not(None)]
        mine.append(notices.c.case == case if notice is None else notices.c.id == notice)
        with self._database.writing() as connection:
            connection.execute(update(notices).where(*mine).values(seen_at=self._clock()))

    # --- once ---

    def once(self, update_id: int, work: Callable[[Connection], Case | None]) -> Case | None:
        """Do ``work`` in one transaction, unless the same update did it before; the case that it changed."""
        now = self._clock()
        with self._database.writing() as connection:
            known = select(telegram_updates.c.id).where(telegram_updates.c.id == update_id)
            if connection.execute(known).first() is not None:
                return None
            changed = work(connection)
            connection.execute(insert(telegram_updates).values(id=update_id, at=now))
            connection.execute(delete(telegram_updates).where(telegram_updates.c.at < now - REMEMBERED))
            return changed


def _is(chat: int, case: str) -> ColumnElement[bool]:
    return and_(telegram_threads.c.chat == chat, telegram_threads.c.case == case)
