"""Passwords of staff: argon2id, rules that help, and the same work for a login that does not exist."""

from __future__ import annotations

import secrets
import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 10
LONGEST = 256  # characters: whoever sends a megabyte does not type
AT_ONCE = 4  # each takes 64 MiB


class PasswordUnfit(Exception):
    """A new password breaks a rule; ``rule`` is short, long or login."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


class Passwords:
    """Makes and compares hashes with ``hasher`` (else argon2id as the library sets it). Both take some 50 ms."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._places = BoundedSemaphore(AT_ONCE)
        # What is compared with when there is nothing to compare with, so that the clock does not tell.
        self._nobodys = self._hasher.hash(secrets.token_urlsafe(16))

    def make(self, password: str, login: str) -> str:
        """The hash of a new password of this login. Raises ``PasswordUnfit``."""
        password = _plain(password)
        if len(password) < SHORTEST:
            raise PasswordUnfit("short")
        if len(password) > LONGEST:
            raise PasswordUnfit("long")
        if password.casefold() == login.casefold():
            raise PasswordUnfit("login")
        with self._places:
            return self._hasher.hash(password)

    def is_right(self, password: str, kept: str | None) -> bool:
        """Whether ``password`` belongs to the hash ``kept``. None belongs to no password, and takes as long."""
        password = _plain(password)[: LONGEST + 1]
        try:
            with self._places:
                return self._hasher.verify(kept or self._nobodys, password) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def _plain(password: str) -> str:
    """One spelling for what keyboards and systems write in several."""
    return unicodedata.normalize("NFKC", password)
