"""Signing in and being signed in: a random token in a cookie, kept as a hash, that ends by itself."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete, select, update

from bot.cases.tables import staff, staff_secrets
from bot.database import Database
from bot.desk.lockout import Lockout
from bot.desk.passwords import Passwords
from bot.desk.staff import StaffMember, member_by
from bot.logs import log
from bot.staff_secrets import secret_hash, secret_make

IDLE_SECONDS = 2 * 3600.0  # without any request
LONGEST_SECONDS = 12 * 3600.0  # one working day
SEEN_EVERY = 60.0  # seconds: a write for every request would be too many


class SignedOut(Exception):
    """There is no session, or it has ended."""


class SignInRefused(Exception):
    """Login and password do not belong together, or the member is not active; which of these, nobody is told."""


class PasswordWrong(Exception):
    """The member's password is another."""


@dataclass(frozen=True)
class Session:
    """Somebody who is signed in; ``hash`` names the session in the database."""

    hash: str
    csrf: str
    member: StaffMember


class Sessions:
    """All sessions. Every method blocks and may raise ``StoreUnavailable``; ``clock`` gives Unix seconds."""

    def __init__(
        self, database: Database, passwords: Passwords, lockout: Lockout, clock: Callable[[], float]
    ) -> None:
        self._database = database
        self._passwords = passwords
        self._lockout = lockout
        self._clock = clock

    def sign_in(self, login: str, password: str, address: str) -> tuple[str, Session]:
        """A new session and its token. Raises ``SignInRefused``, ``SignInLocked`` and ``AddressLocked``."""
        return self.begin(self._prove(login, password, address))

    def begin(self, member: StaffMember) -> tuple[str, Session]:
        """A new session of a member who has proved who they are, and its token."""
        csrf = secrets.token_urlsafe(24)
        with self._database.writing() as connection:
            connection.execute(delete(staff_secrets).where(staff_secrets.c.expires_at <= self._clock()))
            token = secret_make(connection, member.id, "session", self._clock(), LONGEST_SECONDS, csrf)
        return token, Session(secret_hash(token), csrf, member)

    def password_check(self, session: Session, password: str, address: str) -> None:
        """Make sure that it is the member who asks, and not whoever found the desk open.

        Raises ``PasswordWrong``, ``SignInLocked`` and ``AddressLocked``: failures count as those of a sign-in do.
        """
        try:
            self._prove(session.member.login, password, address)
        except SignInRefused as error:
            raise PasswordWrong from error

    def get(self, token: str) -> Session:
        """The session of a token, which counts as seen. Raises ``SignedOut``."""
        now, mine = self._clock(), staff_secrets.c.hash == secret_hash(token)
        session, seen_at = self._find(secret_hash(token))
        if now - seen_at >= SEEN_EVERY:
            with self._database.writing() as connection:
                connection.execute(update(staff_secrets).where(mine).values(seen_at=now))
        return session

    def still(self, session: Session) -> Session:
        """The same session as it is now, without counting as seen. Raises ``SignedOut``."""
        return self._find(session.hash)[0]

    def sign_out(self, session: Session) -> None:
        """End a session. Repeating it is harmless."""
        with self._database.writing() as connection:
            connection.execute(delete(staff_secrets).where(staff_secrets.c.hash == session.hash))

    def _prove(self, login: str, password: str, address: str) -> StaffMember:
        self._lockout.take(login, address)
        with self._database.reading() as connection:
            found = member_by(connection, login)
        member, kept = found or (None, None)
        if not self._passwords.is_right(password, kept) or member is None or not member.active:
            log("sign_in_refused", level=logging.WARNING)
            raise SignInRefused
        self._lockout.forgive(login, address)
        log("signed_in", member=member.id)
        return member

    def _find(self, hashed: str) -> tuple[Session, float]:
        now = self._clock()
        mine = (staff_secrets.c.hash == hashed, staff_secrets.c.purpose == "session")
        alive = (staff_secrets.c.expires_at > now, staff_secrets.c.seen_at > now - IDLE_SECONDS, staff.c.active)
        rows = select(staff_secrets.c.csrf, staff_secrets.c.seen_at, staff.c.login).join_from(staff_secrets, staff)
        with self._database.reading() as connection:
            row = connection.execute(rows.where(*mine, *alive)).first()
            found = None if row is None else member_by(connection, row.login)
        if row is None or found is None:
            raise SignedOut
        return Session(hashed, row.csrf, found[0]), row.seen_at
