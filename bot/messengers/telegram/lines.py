"""One worker for each chat that has something to do, so that chats do not wait for one another."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.logs import log, logger
from bot.messengers.telegram.courier import Courier, Place, Undeliverable
from bot.messengers.telegram.pieces import TextPart
from bot.pushes import wait_until_set
from bot.records import StoreUnavailable

STORE_PAUSE = 2.0  # seconds
Aside = tuple[Place, TextPart]


@dataclass
class Line:
    """A chat at work: ``asides`` are the bot's own words, which belong to no conversation."""

    asides: deque[Aside] = field(default_factory=deque)
    fresh: asyncio.Event = field(default_factory=asyncio.Event)


class Lines:
    """Chats at work. ``work(chat)`` does what there is to do and returns after how many seconds to look again.

    It returns None when nothing is expected; then only ``wake`` makes it look again.
    """

    def __init__(self, courier: Courier, work: Callable[[int], Awaitable[float | None]]) -> None:
        self._courier = courier
        self._work = work
        self._lines: dict[int, Line] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def wake(self, chat: int) -> None:
        """There may be something new for ``chat``."""
        line = self._lines.get(chat)
        if line is None:
            line = Line()
            self._begin(chat, line)
        line.fresh.set()

    def aside(self, place: Place, part: TextPart) -> None:
        """Say something that belongs to no conversation, after what is being said. A restart may lose it."""
        self.wake(place.chat)
        self._lines[place.chat].asides.append((place, part))

    async def close(self) -> None:
        """Stop. What is in the store is brought after the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _begin(self, chat: int, line: Line) -> None:
        self._lines[chat] = line
        task = asyncio.create_task(self._run(chat, line))
        self._tasks.add(task)
        task.add_done_callback(lambda task: self._finished(chat, line, task))

    async def _run(self, chat: int, line: Line) -> None:
        try:
            while True:
                line.fresh.clear()
                while line.asides:
                    await self._say(*line.asides.popleft())
                again = await self._work_safely(chat)
                if line.fresh.is_set() or line.asides:
                    continue
                if again is None:
                    return
                await wait_until_set(line.fresh, again)
        finally:
            del self._lines[chat]

    async def _say(self, place: Place, part: TextPart) -> None:
        try:
            await self._courier.text(place, part)
        except Undeliverable:
            log("telegram_aside_lost", level=logging.ERROR)

    async def _work_safely(self, chat: int) -> float | None:
        try:
            return await self._work(chat)
        except StoreUnavailable as error:
            log("telegram_store_unavailable", level=logging.ERROR, why=error.reason)
            return STORE_PAUSE

    def _finished(self, chat: int, line: Line, task: asyncio.Task[None]) -> None:
        """The edge: a fault in one chat is logged and stays there, and takes no aside along."""
        self._tasks.discard(task)
        if task.cancelled() or (error := task.exception()) is None:
            return
        logger.error("telegram_line_failed", exc_info=error)
        if line.asides and chat not in self._lines:
            self._begin(chat, line)
