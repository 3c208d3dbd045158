"""Addresses that end soon, for pages whose address must not give a conversation's secret away."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable

from bot.sentences import Language

SECONDS = 1800.0
MOST = 2_000
Wanted = tuple[str, str, Language]
"""The key of a conversation, the number of one of its cases, and the language to show it in."""


class Tickets:
    """Kept in memory alone: after a restart the page is opened anew from the conversation."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._made: OrderedDict[str, tuple[float, Wanted]] = OrderedDict()

    def make(self, wanted: Wanted) -> str:
        """A new ticket; of too many the oldest ends."""
        ticket = secrets.token_urlsafe(18)
        self._made[ticket] = self._clock() + SECONDS, wanted
        if len(self._made) > MOST:
            self._made.popitem(last=False)
        return ticket

    def get(self, ticket: str) -> Wanted | None:
        """What a ticket leads to; None when it has ended."""
        until, wanted = self._made.get(ticket, (0.0, None))
        return wanted if until > self._clock() else None
