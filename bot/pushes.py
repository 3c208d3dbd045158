"""Wake-up calls inside the process: whoever waits on a conversation reads the store again when something changed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Pushes:
    """Carries no data, so that nothing can be lost or come twice: the store alone says what there is."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self._told: list[Callable[[str], None]] = []

    def tell(self, function: Callable[[str], None]) -> None:
        """Have ``function(key)`` called at each change of any conversation; it must be quick and raise nothing."""
        self._told.append(function)

    def wake(self, key: str) -> None:
        """Something changed in the conversation ``key``."""
        for event in self._waiting.get(key, ()):
            event.set()
        for function in self._told:
            function(key)

    def wake_all(self) -> None:
        """Something changed for every conversation."""
        for key in self._waiting:
            self.wake(key)

    @contextmanager
    def listening(self, key: str) -> Iterator[asyncio.Event]:
        """An event that is set at each change. Clear it before reading the store, so that no change is missed."""
        event = asyncio.Event()
        self._waiting.setdefault(key, set()).add(event)
        try:
            yield event
        finally:
            self._waiting[key].discard(event)
            if not self._waiting[key]:
                del self._waiting[key]

    def listeners(self) -> int:
        """How many are waiting now."""
        return sum(map(len, self._waiting.values()))


async def wait_until_set(event: asyncio.Event, seconds: float) -> bool:
    """Wait for ``event``; False when ``seconds`` pass first."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return False
    return True
