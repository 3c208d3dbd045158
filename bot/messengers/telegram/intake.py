"""Every update goes through here once: to the citizens' part, the mediators' or the groups', in order within a chat."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

from telegram import Update

from bot.logs import log
from bot.outage import pauses
from bot.records import StoreUnavailable

MOST_REMEMBERED = 5_000
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 5.0
Handler = Callable[[Update], Awaitable[bool]]
"""Takes an update that is its own and returns True; False for one that another should look at."""


class Intake:
    """``handlers`` are asked one after the other whose an update is."""

    def __init__(self, handlers: Sequence[Handler]) -> None:
        self._handlers = handlers
        self._turns = Turns()
        self._taken: OrderedDict[int, None] = OrderedDict()

    async def take(self, update: Update) -> None:
        """Store what an update brings. One that was taken before changes nothing. Raises ``StoreUnavailable``."""
        async with self._turns.of(_chat(update)):
            await self._once(update)

    async def insist(self, update: Update) -> None:
        """The same, again and again while the store is not there; what came later in the chat waits."""
        async with self._turns.of(_chat(update)):
            for pause in pauses(FIRST_PAUSE, LONGEST_PAUSE):
                try:
                    await self._once(update)
                    return
                except StoreUnavailable as error:
                    log("telegram_store_unavailable", level=logging.ERROR, why=error.reason)
                    await asyncio.sleep(pause)

    async def _once(self, update: Update) -> None:
        # What matters is recognised in the store, also after a restart; this spares people a second "what is that?".
        if update.update_id in self._taken:
            return
        for handler in self._handlers:
            if await handler(update):
                break
        self._taken[update.update_id] = None
        if len(self._taken) > MOST_REMEMBERED:
            self._taken.popitem(last=False)


class Turns:
    """One at a time for each chat, in the order of coming."""

    def __init__(self) -> None:
        self._locks: dict[int, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def of(self, chat: int) -> AsyncIterator[None]:
        """Hold the turn of ``chat``."""
        lock, waiting = self._locks.get(chat, (asyncio.Lock(), 0))
        self._locks[chat] = lock, waiting + 1
        try:
            async with lock:
                yield
        finally:
            _, waiting = self._locks[chat]
            if waiting == 1:
                del self._locks[chat]
            else:
                self._locks[chat] = lock, waiting - 1


def _chat(update: Update) -> int:
    return update.effective_chat.id if update.effective_chat else 0
