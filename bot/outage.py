"""Knows whether the assistant can be asked now, and looks again and again until it can."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator


def pauses(first: float, longest: float) -> Iterator[float]:
    """Seconds to wait before each new try: ``first``, then twice as long each time up to ``longest``, for ever."""
    pause = first
    while True:
        yield min(pause, longest)
        pause = min(pause * 2, longest)


class Outage:
    """One for the process: whoever finds the assistant gone begins it, and everyone waits for the same end."""

    def __init__(
        self, is_well: Callable[[str], Awaitable[bool]], on_change: Callable[[], None], first: float, longest: float
    ) -> None:
        """``is_well(part)`` looks at a part; ``on_change`` is told of each begin and end; pauses in seconds."""
        self._is_well = is_well
        self._on_change = on_change
        self._first = first
        self._longest = longest
        self._missing: set[str] = set()
        self._over = asyncio.Event()
        self._over.set()
        self._watch: asyncio.Task[None] | None = None

    @property
    def is_on(self) -> bool:
        """Whether the assistant is gone as far as is known."""
        return not self._over.is_set()

    def begin(self, part: str) -> None:
        """``part`` was found to be gone."""
        self._missing.add(part)
        self._over.clear()
        self._on_change()
        if self._watch is None or self._watch.done():
            self._watch = asyncio.create_task(self._look())

    def seen(self, part: str) -> None:
        """``part`` has just answered, which is as good as a look at it."""
        self._missing.discard(part)
        if not self._missing and self.is_on:
            self._over.set()
            self._on_change()

    async def end(self) -> None:
        """Return as soon as everything that was gone is back."""
        await self._over.wait()

    async def close(self) -> None:
        """Stop looking."""
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)

    async def _look(self) -> None:
        for pause in pauses(self._first, self._longest):
            await asyncio.sleep(pause)
            for part in sorted(self._missing):
                if await self._is_well(part):
                    self.seen(part)
            if not self.is_on:
                return
