"""Limits on how fast one conversation and one address may write, so that one of them cannot silence the others."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address

Networks = Sequence[IPv4Network | IPv6Network]


class Buckets:
    """Token buckets by name. Each holds ``burst`` tokens and regains ``per_minute``; the least used are dropped."""

    def __init__(
        self, burst: int, per_minute: float, *, most: int = 20_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._burst = float(burst)
        self._per_second = per_minute / 60
        self._most = most
        self._clock = clock
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, name: str) -> int:
        """Take one token: 0 when there was one, else the whole seconds until there will be."""
        now = self._clock()
        level, since = self._levels.pop(name, (self._burst, now))
        level = min(self._burst, level + (now - since) * self._per_second)
        missing = 1 - level
        self._levels[name] = (level if missing > 0 else level - 1, now)
        if len(self._levels) > self._most:
            self._levels.popitem(last=False)
        return math.ceil(missing / self._per_second) if missing > 0 else 0

    def give_back(self, name: str) -> None:
        """Give back a token that was taken for something that does not count after all."""
        if name in self._levels:
            level, since = self._levels[name]
            self._levels[name] = min(self._burst, level + 1), since


class Places:
    """How many of something each name holds at the same time."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: dict[str, int] = {}

    def take(self, name: str) -> bool:
        """Take a place; False when all are taken."""
        if self._held.get(name, 0) >= self._most:
            return False
        self._held[name] = self._held.get(name, 0) + 1
        return True

    def give_back(self, name: str) -> None:
        """Give a place back that was taken."""
        self._held[name] -= 1
        if not self._held[name]:
            del self._held[name]


def address_of(peer: str, headers: Mapping[str, str], proxies: Networks) -> str:
    """The address of the sender: ``peer``, or what trusted proxies say stands behind them.

    The header is read from the right, for only the last proxies are ours; a client can write whatever it likes
    at the left. An IPv6 sender counts as its /64, which is what one customer is given.
    """
    chain = [part.strip() for part in headers.get("x-forwarded-for", "").split(",") if part.strip()]
    sender = peer
    while chain and _is_in(sender, proxies):
        sender = chain.pop()
    return _customer(sender)


def _is_in(address: str, networks: Networks) -> bool:
    try:
        return any(ip_address(address) in network for network in networks)
    except ValueError:
        return False


def _customer(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    return str(IPv6Network((parsed, 64), strict=False)) if parsed.version == 6 else address
