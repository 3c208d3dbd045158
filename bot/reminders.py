"""Says what citizens asked to be reminded of, when its time has come, once."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from fastapi.concurrency import run_in_threadpool
from sqlalchemy import delete, select

from bot.counters import count
from bot.database import Database
from bot.logs import log
from bot.pushes import Pushes
from bot.records import StoreUnavailable
from bot.sentences import say
from bot.store import said_add
from bot.tables import reminders

SHANGHAI = ZoneInfo("Asia/Shanghai")
MOST_AT_ONCE = 200
"""In one transaction, so that a long outage's reminders do not hold up those who write meanwhile."""


class Reminders:
    """Speaks into conversations of its own accord. ``clock`` gives Unix seconds."""

    def __init__(self, database: Database, pushes: Pushes, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._pushes = pushes
        self._clock = clock

    async def run(self, every: float) -> None:
        """For ever: say what is due, and look again after ``every`` seconds."""
        while True:
            try:
                while keys := await run_in_threadpool(self.deliver):
                    for key in keys:
                        self._pushes.wake(key)
                        log("reminded", key=key)
            except StoreUnavailable as error:
                log("reminders_postponed", level=logging.WARNING, why=error.reason)
            await asyncio.sleep(every)

    def deliver(self) -> list[str]:
        """Say what is due, at most so many at once; returns in which conversations. Blocks.

        A reminder becomes a message and ceases to be due in one transaction, so that neither a crash nor a second
        look says it twice or not at all. May raise ``StoreUnavailable``.
        """
        now = self._clock()
        due = select(reminders).where(reminders.c.due_at <= now).order_by(reminders.c.due_at).limit(MOST_AT_ONCE)
        with self._database.reading() as connection:
            if connection.execute(due.limit(1)).first() is None:
                return []
        with self._database.writing() as connection:
            rows = connection.execute(due).all()
            for row in rows:
                said = delete(reminders).where(
                    reminders.c.conversation == row.conversation,
                    reminders.c.id == row.id,
                    reminders.c.due_at == row.due_at,
                )
                connection.execute(said)
                source_id = f"reminder/{row.id}@{row.due_at:.0f}"
                said_add(connection, row.conversation, source_id, _message(row.body, row.day, now), now)
            count(connection, ["reminded"] * len(rows))
        return [row.conversation for row in rows]


def _message(body: Mapping[str, Any], day: str, now: float) -> dict[str, Any]:
    """The reminder with how many days are left as it is said, which may be later than it was meant to be."""
    left = (date.fromisoformat(day) - datetime.fromtimestamp(now, SHANGHAI).date()).days
    name = {0: "reminder_today", 1: "reminder_tomorrow"}.get(left, "reminder_days" if left > 0 else "reminder_passed")
    return {**body, "text": f"{say(name, body['language'], days=abs(left))}\n{body['text']}"}
