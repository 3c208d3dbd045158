"""Answers of new cards wait for a person's nod, the first so many of them, so that a mistake reaches nobody.

An answer is held only while somebody who may nod is on duty: with nobody there it would come late and unread, while the
card has been reviewed like every other. Nothing that has to do with danger is ever held.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Connection, Row, and_, insert, select, update

from bot.cases.approval_rules import ApprovalRules
from bot.cases.approval_sentences import said
from bot.cases.tables import approvals, staff
from bot.counters import count
from bot.database import Database
from bot.logs import log
from bot.pushes import Pushes
from bot.records import Answer, Message, StoreUnavailable
from bot.sentences import Language
from bot.store import replies_add
from bot.tables import conversations, counters, messages
from understanding.language import language_of

APPROVERS = ("lead", "maintainer")
"""The roles that nod. A citizen's words are shown to them masked, and nothing of a case."""
WAITING, APPROVED, REFUSED, TIMED_OUT = "waiting", "approved", "refused", "timed_out"


class NothingWaits(Exception):
    """No answer of this id waits: it was decided already, its time ran out, or its conversation is erased."""


@dataclass(frozen=True)
class Held:
    """An answer that waits. ``until`` is when its time runs out; times in Unix seconds. ``answer`` is its card."""

    id: str
    at: float
    until: float
    card_id: str
    title: str
    question: str
    answer: Mapping[str, Any]


class Approvals:
    """Holds answers and lets them go. ``is_danger`` tells of a citizen's message whether it is about danger."""

    def __init__(
        self,
        database: Database,
        rules: ApprovalRules,
        is_danger: Callable[[Message], bool],
        pushes: Pushes,
        clock: Callable[[], float],
    ) -> None:
        self._database = database
        self._rules = rules
        self._is_danger = is_danger
        self._pushes = pushes
        self._clock = clock
        self._loop: asyncio.AbstractEventLoop | None = None

    def hold(self, connection: Connection, key: str, message: Message, answer: Answer) -> Answer:
        """``answer`` as it is to be given now: as it is, or a sentence that a person looks at it first.

        Called in the transaction that stores the answer. What the answer does besides speaking stays as it is.
        """
        card = self._card_to_hold(connection, message, answer)
        if card is None:
            return answer
        row = {"id": uuid.uuid4().hex, "conversation": key, "seq": message.seq, "card": card["card_id"]}
        row |= {"answer": {"replies": list(answer.replies)}, "state": WAITING, "at": self._clock()}
        connection.execute(insert(approvals).values(row))
        notice = said("held", card["language"], minutes=round(self._rules.wait_minutes))
        return replace(answer, replies=(notice,), counted=(*answer.counted, "held"))

    def held(self) -> list[Held]:
        """All that waits, the oldest first. Blocks; may raise ``StoreUnavailable``."""
        same = and_(messages.c.conversation == approvals.c.conversation, messages.c.seq == approvals.c.seq)
        listed = select(approvals, messages.c.body).join(messages, same).where(approvals.c.state == WAITING)
        with self._database.reading() as connection:
            return [self._shown(row) for row in connection.execute(listed.order_by(approvals.c.at))]

    def waiting(self, connection: Connection) -> int:
        """How many wait."""
        listed = select(approvals.c.id).where(approvals.c.state == WAITING)
        return len(connection.execute(listed).all())

    def decide(self, identity: str, is_approved: bool, member: str) -> None:
        """The member of staff with the id ``member`` lets an answer go, or does not. The citizen is told either way.

        Blocks. Raises ``NothingWaits``; may raise ``StoreUnavailable``.
        """
        with self._database.writing() as connection:
            row = connection.execute(select(approvals).where(approvals.c.id == identity)).first()
            if row is None or row.state != WAITING:
                raise NothingWaits(identity)
            self._end(connection, row, APPROVED if is_approved else REFUSED, member)
        self._wake(row.conversation)

    def time_out(self) -> int:
        """Tell the citizens whose answers waited too long, and offer them a person; returns how many.

        Blocks; may raise ``StoreUnavailable``.
        """
        too_old = self._clock() - self._rules.wait_minutes * 60
        late = select(approvals).where(approvals.c.state == WAITING, approvals.c.at <= too_old)
        with self._database.reading() as connection:
            if connection.execute(late.limit(1)).first() is None:
                return 0
        with self._database.writing() as connection:
            rows = connection.execute(late.order_by(approvals.c.at)).all()
            for row in rows:
                self._end(connection, row, TIMED_OUT, None)
        for row in rows:
            self._wake(row.conversation)
        return len(rows)

    async def run(self, every: float) -> None:
        """For ever: end what waited too long, and look again after ``every`` seconds."""
        self._loop = asyncio.get_running_loop()
        while True:
            try:
                if ended := await run_in_threadpool(self.time_out):
                    log("approvals_timed_out", level=logging.WARNING, answers=ended)
            except StoreUnavailable as error:
                log("approvals_postponed", level=logging.WARNING, why=error.reason)
            await asyncio.sleep(every)

    def _card_to_hold(self, connection: Connection, message: Message, answer: Answer) -> Mapping[str, Any] | None:
        """The first card of the answer that still needs a nod, if the answer may be held."""
        is_urgent = any(reply.get("urgent") for reply in answer.replies)
        if answer.erases or is_urgent or self._is_danger(message):
            return None
        for reply in answer.replies:
            if reply["kind"] == "card":
                needed = self._rules.nods_needed(reply["card_id"])
                if needed and _nods(connection, reply["card_id"]) < needed and _somebody_is_there(connection):
                    return reply
        return None

    def _wake(self, key: str) -> None:
        """Wake whoever listens, from whatever thread this is called in."""
        if self._loop is None or self._loop.is_closed():
            self._pushes.wake(key)
        else:
            self._loop.call_soon_threadsafe(self._pushes.wake, key)

    def _shown(self, row: Row[Any]) -> Held:
        card = next(reply for reply in row.answer["replies"] if reply.get("card_id") == row.card)
        until = row.at + self._rules.wait_minutes * 60
        return Held(row.id, row.at, until, row.card, card["title"], row.body["text"], card)

    def _end(self, connection: Connection, row: Row[Any], state: str, member: str | None) -> None:
        ended = update(approvals).where(approvals.c.id == row.id)
        connection.execute(ended.values(state=state, decided_by=member, answer={}))
        place = and_(messages.c.conversation == row.conversation, messages.c.seq == row.seq)
        asked = connection.execute(select(messages).where(place)).first()
        if asked is None or asked.body.get("erased"):
            return  # the citizen has had it erased: nothing is said to it any more
        message = Message(asked.seq, asked.source_id, asked.author, asked.at, asked.body, asked.state)
        if state == APPROVED:
            replies = row.answer["replies"]
            count(connection, (counter_of(row.card),))
        else:
            replies = [said(state, _language(connection, message, row.conversation))]
        replies_add(connection, row.conversation, message, replies, self._clock())
        count(connection, (f"answer_{state}",))


def counter_of(card: str) -> str:
    """The counter of a card's nods. It outlives the conversations in which they were given."""
    return f"approved/{card}"


def _nods(connection: Connection, card: str) -> int:
    nods = select(counters.c["count"]).where(counters.c.name == counter_of(card))
    return connection.execute(nods).scalar_one_or_none() or 0


def _somebody_is_there(connection: Connection) -> bool:
    there = select(staff.c.id).where(staff.c.on_duty, staff.c.active, staff.c.role.in_(APPROVERS))
    return connection.execute(there.limit(1)).first() is not None


def _language(connection: Connection, message: Message, key: str) -> Language:
    fixed = select(conversations.c.language).where(conversations.c.key == key)
    language: Language | None = connection.execute(fixed).scalar_one_or_none()
    return language or ("en" if language_of(message.body["text"]) == "en" else "zh")
