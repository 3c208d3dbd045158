"""Holds back whoever tries passwords: five failures for one login, or twenty from one address, lock for a quarter hour.

Counted in the database, so that a restart forgives nothing, and for logins that do not exist alike.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable

from sqlalchemy import Connection, case, delete, insert, select, update

from bot.cases.tables import sign_in_failures
from bot.database import Database
from bot.logs import log
from bot.sealing import Sealer

MOST_BY_LOGIN = 5
MOST_BY_ADDRESS = 20
LOCKED_FOR = 900.0  # seconds; failures older than this count no more
failures = sign_in_failures.c


class SignInLocked(Exception):
    """This login is locked for so many ``seconds``."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class AddressLocked(SignInLocked):
    """From this address nobody may try for so many ``seconds``."""


class Lockout:
    """Counts tries under keyed hashes: who tried from where is nobody's to read. ``clock`` gives Unix seconds."""

    def __init__(self, database: Database, sealer: Sealer, clock: Callable[[], float]) -> None:
        self._database = database
        self._sealer = sealer
        self._clock = clock

    def take(self, login: str, address: str) -> None:
        """Count a try as failed before it is made, so that many at once are not one try each.

        Raises ``SignInLocked`` and, for the address, ``AddressLocked``; then nothing may be compared.
        """
        now = self._clock()
        by_login, by_address = self._keys(login, address)
        with self._database.writing() as connection:
            connection.execute(delete(sign_in_failures).where(failures.last_at <= now - LOCKED_FOR))
            if seconds := _locked(connection, by_address, now):
                log("sign_in_locked", level=logging.WARNING, by="address")
                raise AddressLocked(seconds)
            if seconds := _locked(connection, by_login, now):
                log("sign_in_locked", level=logging.WARNING, by="login")
                raise SignInLocked(seconds)
            _count(connection, by_login, now, MOST_BY_LOGIN)
            _count(connection, by_address, now, MOST_BY_ADDRESS)

    def forgive(self, login: str, address: str) -> None:
        """The try was right: the login's failures are forgotten, the address's but for this one are not."""
        by_login, by_address = self._keys(login, address)
        mine = failures.key == by_address
        with self._database.writing() as connection:
            connection.execute(delete(sign_in_failures).where(failures.key == by_login))
            less = {"count": failures.count - 1, "locked_until": 0.0}
            connection.execute(update(sign_in_failures).where(mine).values(less))

    def _keys(self, login: str, address: str) -> tuple[str, str]:
        return self._sealer.hash("sign-in login", login), self._sealer.hash("sign-in address", address)


def _locked(connection: Connection, key: str, now: float) -> int:
    """For how many more seconds; 0 when it is not."""
    until = connection.execute(select(failures.locked_until).where(failures.key == key)).scalar_one_or_none()
    return max(0, math.ceil((until or 0.0) - now))


def _count(connection: Connection, key: str, now: float, most: int) -> None:
    until = case((failures.count + 1 >= most, now + LOCKED_FOR), else_=0.0)
    more = {"count": failures.count + 1, "last_at": now, "locked_until": until}
    if not connection.execute(update(sign_in_failures).where(failures.key == key).values(more)).rowcount:
        first = {"key": key, "count": 1, "last_at": now, "locked_until": 0.0}
        connection.execute(insert(sign_in_failures).values(first))
