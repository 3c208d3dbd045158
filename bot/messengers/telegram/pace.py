"""How fast Telegram may be written to: its own limits, and what it says when they were passed all the same."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

# https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
ALL_PER_SECOND = 28.0  # the limit is 30
CHAT_EVERY, CHAT_BURST = 1.0, 20  # "short bursts" over one a second are let pass
GROUP_EVERY, GROUP_BURST = 3.0, 20  # 20 a minute
MOST_CHATS = 10_000


class Pace:
    """Says when the next message may go out. ``clock`` gives seconds of any beginning."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._all_from = 0.0  # nobody before
        self._due: dict[int, float] = {}  # per chat, when its messages at an even pace would have gone
        self._closed: dict[int, float] = {}  # per chat, until when Telegram refuses

    async def turn(self, chat: int, *, is_message: bool = True) -> None:
        """Return when something may go to ``chat``; a message counts as sent then."""
        while (wait := self.wait(chat)) > 0:
            await asyncio.sleep(wait)
        if is_message:
            self._count(chat, self._clock())

    def _count(self, chat: int, now: float) -> None:
        self._all_from = max(now, self._all_from) + 1 / ALL_PER_SECOND
        every, _burst = _limits(chat)
        self._due[chat] = max(now, self._due.get(chat, 0.0)) + every
        if len(self._due) > MOST_CHATS:
            self._tidy(now)

    def wait(self, chat: int) -> float:
        """How many seconds until ``chat`` may be written to; 0 for now."""
        every, burst = _limits(chat)
        evenly = self._due.get(chat, 0.0) - every * (burst - 1)
        # All have a few in hand, too: what matters is the second, not the thirtieth of it.
        free = max(self._all_from - 0.5, evenly, self._closed.get(chat, 0.0))
        return max(0.0, free - self._clock())

    def flooded(self, chat: int, seconds: float) -> None:
        """Telegram refuses ``chat`` for so long. When it refuses a second chat meanwhile, it means everyone."""
        now = self._clock()
        others = [until for other, until in self._closed.items() if other != chat and until > now]
        self._closed[chat] = max(now + seconds, self._closed.get(chat, 0.0))
        if others:
            self._all_from = max(self._all_from, now + seconds + 0.5)

    def _tidy(self, now: float) -> None:
        self._due = {chat: due for chat, due in self._due.items() if due > now}
        self._closed = {chat: until for chat, until in self._closed.items() if until > now}


def _limits(chat: int) -> tuple[float, int]:
    """Seconds between two messages, and how many may go at once. Groups have negative ids."""
    return (GROUP_EVERY, GROUP_BURST) if chat < 0 else (CHAT_EVERY, CHAT_BURST)
