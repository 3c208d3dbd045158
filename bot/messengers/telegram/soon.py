"""Small calls to Telegram that nobody waits for and that are not worth a second try."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable

from telegram.error import TelegramError

from bot.logs import log
from bot.messengers.telegram.client import reason


class Soon:
    """Runs such calls beside the rest: the spinner of a pressed button, the tick on it."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def do(self, call: Awaitable[object]) -> None:
        """Make the call; when it fails nothing is lost."""
        task = asyncio.create_task(_quietly(call))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Stop."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _quietly(call: Awaitable[object]) -> None:
    try:
        await call
    except TelegramError as error:
        log("telegram_small_call_failed", level=logging.DEBUG, why=reason(error))
