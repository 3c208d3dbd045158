"""Asks Telegram for updates, and confirms one only when what it brought is stored.

python-telegram-bot's own loop confirms an update when it is in memory: a kill then loses it. Here several are worked
on at the same time, so that a slow one (a large photo) holds up its own chat alone.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.concurrency import run_in_threadpool
from telegram import Bot, Update
from telegram.error import TelegramError

from bot.logs import log, logger
from bot.messengers.telegram.addresses import Offset
from bot.messengers.telegram.client import reason
from bot.outage import pauses
from bot.records import StoreUnavailable

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
"""Channel posts and the rest are never even sent to us."""
WHILE_OPEN = 1.0  # seconds between two questions while something is being worked on
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0


class Polling:
    """``store`` stores what an update brings, however long it takes, and keeps the order within a chat."""

    def __init__(
        self, bot: Bot, offset: Offset, store: Callable[[Update], Coroutine[Any, Any, None]], seconds: int
    ) -> None:
        self._bot = bot
        self._offset = offset
        self._store = store
        self._seconds = seconds
        self._open: dict[int, asyncio.Task[None]] = {}
        self._stored: set[int] = set()  # those not confirmed yet
        self._kept: int | None = None

    async def run(self) -> None:
        """For ever."""
        pause = pauses(FIRST_PAUSE, LONGEST_PAUSE)
        while True:
            try:
                if self._kept is None:
                    # Telegram gives updates to whoever asks only while it calls nobody.
                    await self._bot.delete_webhook()
                    self._kept = await run_in_threadpool(self._offset.get)
                await self._round(self._kept)
                pause = pauses(FIRST_PAUSE, LONGEST_PAUSE)
                continue
            except TelegramError as error:
                log("telegram_not_asked", level=logging.WARNING, why=reason(error))
            except StoreUnavailable as error:
                log("telegram_store_unavailable", level=logging.ERROR, why=error.reason)
            await asyncio.sleep(next(pause))

    async def close(self) -> None:
        """Stop. What is not stored is not confirmed, and comes again."""
        for task in self._open.values():
            task.cancel()
        await asyncio.gather(*self._open.values(), return_exceptions=True)

    async def _round(self, kept: int) -> None:
        """Ask once, begin with what is new, and note what is stored: the next question confirms it."""
        seconds = 0 if self._open else self._seconds
        updates = await self._bot.get_updates(offset=kept or None, timeout=seconds, allowed_updates=ALLOWED)
        # Telegram repeats what is not confirmed. New is what is neither open nor stored, whatever its number: after a
        # quiet week Telegram begins to count somewhere else.
        for update in sorted(updates, key=lambda update: update.update_id):
            if update.update_id not in self._open and update.update_id not in self._stored:
                self._open[update.update_id] = asyncio.create_task(self._store(update))
        if self._open:
            await asyncio.wait(self._open.values(), timeout=WHILE_OPEN, return_when=asyncio.FIRST_COMPLETED)
            await self._confirm()

    async def _confirm(self) -> None:
        """Everything before the oldest that is still open is stored."""
        for update_id in [update_id for update_id, task in self._open.items() if task.done()]:
            error = self._open.pop(update_id).exception()
            self._stored.add(update_id)
            if error is not None:  # the edge: what no code can take must not come again for ever
                logger.error("telegram_update_failed", exc_info=error)
        offset = min(self._open) if self._open else max(self._stored) + 1
        if offset != self._kept:
            await run_in_threadpool(self._offset.keep, offset)
            self._kept = offset
            self._stored = {update_id for update_id in self._stored if update_id >= offset}
