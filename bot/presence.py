"""Who is writing just now: worth knowing for some seconds, and nothing that a restart need keep."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Literal

from bot.pushes import Pushes

Side = Literal["citizen", "mediator"]
TYPING_SECONDS = 6.0
"""How long somebody counts as writing after their page said so; pages say it again every few seconds."""


class Presence:
    """Who writes in which conversation. Belongs to the event loop; ``clock`` gives seconds."""

    def __init__(self, pushes: Pushes, clock: Callable[[], float] = time.monotonic) -> None:
        self._pushes = pushes
        self._clock = clock
        self._until: dict[tuple[str, Side], tuple[float, str]] = {}

    def typing(self, key: str, side: Side, name: str = "") -> None:
        """Somebody on this side of the conversation ``key`` is writing; ``name`` is what the other side is shown."""
        is_news = self.name_of(key, side) != name
        self._until[key, side] = self._clock() + TYPING_SECONDS, name
        asyncio.get_running_loop().call_later(TYPING_SECONDS + 0.1, self._end, key, side)
        if is_news:
            self._pushes.wake(key)

    def stopped(self, key: str, side: Side) -> None:
        """What was being written is sent, or given up."""
        if self._until.pop((key, side), None) is not None:
            self._pushes.wake(key)

    def name_of(self, key: str, side: Side) -> str | None:
        """The name of who is writing on this side, None when nobody is."""
        until, name = self._until.get((key, side), (0.0, ""))
        return name if until > self._clock() else None

    def _end(self, key: str, side: Side) -> None:
        if (key, side) in self._until and self.name_of(key, side) is None:
            self.stopped(key, side)
