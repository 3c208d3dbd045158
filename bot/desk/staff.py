"""Who works here: members of staff, added by invitation, changed by whom the rules allow, and never deleted.

A member who leaves is made inactive, so that the audit trail keeps its names.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, cast, get_args

from sqlalchemy import Connection, Row, func, insert, select, update

from bot.cases.records import Role
from bot.cases.tables import staff, staff_secrets
from bot.database import Database
from bot.desk.passwords import Passwords
from bot.sentences import Language
from bot.staff_secrets import LINK_SECONDS, Purpose, secret_make, secret_take, secrets_drop

INVITATION_SECONDS = 7 * 86400.0
LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")


class LoginTaken(Exception):
    """Another member has this login."""


class InvitationUnknown(Exception):
    """An invitation is unknown, used, or has run out."""


class LastAdministrator(Exception):
    """Without this member nobody could manage staff any more."""


@dataclass(frozen=True)
class Newcomer:
    """A member who is to be added. ``login`` in small letters; ``kinds`` empty for all."""

    login: str
    name: str
    role: Role
    organisation: str
    languages: Sequence[Language] = ("zh",)
    kinds: Sequence[str] = ()


@dataclass(frozen=True)
class StaffMember:
    """A member of staff as the desk knows them, without the password."""

    id: str
    login: str
    name: str
    role: Role
    organisation: str
    languages: tuple[Language, ...]
    kinds: tuple[str, ...]
    on_duty: bool
    active: bool
    telegram: bool


class Staff:
    """The members. Every method blocks and may raise ``StoreUnavailable``; ``clock`` gives Unix seconds."""

    def __init__(self, database: Database, passwords: Passwords, clock: Callable[[], float]) -> None:
        self._database = database
        self._passwords = passwords
        self._clock = clock

    def add(self, newcomer: Newcomer) -> tuple[StaffMember, str]:
        """Add a member, who can sign in after accepting the invitation that comes with it. Raises ``LoginTaken``."""
        row = asdict(newcomer) | {"languages": list(newcomer.languages), "kinds": list(newcomer.kinds)}
        row |= {"id": uuid.uuid4().hex, "on_duty": False, "active": True, "created_at": self._clock()}
        with self._database.writing() as connection:
            if connection.execute(select(staff.c.id).where(staff.c.login == newcomer.login)).first() is not None:
                raise LoginTaken(newcomer.login)
            connection.execute(insert(staff).values(row))
            return _got(connection, row["id"]), self._invitation(connection, row["id"])

    def get(self, member: str) -> StaffMember | None:
        """The member with an id."""
        with self._database.reading() as connection:
            row = connection.execute(select(staff).where(staff.c.id == member)).first()
            return None if row is None else _member(row)

    def list(self, organisation: str | None = None) -> list[tuple[StaffMember, float | None]]:
        """Everybody, or an organisation's, by name, each with the time when last seen at the desk."""
        seen = select(staff_secrets.c.staff, func.max(staff_secrets.c.seen_at).label("at"))
        last = seen.where(staff_secrets.c.purpose == "session").group_by(staff_secrets.c.staff).subquery()
        rows = select(staff, last.c.at).outerjoin(last, last.c.staff == staff.c.id).order_by(staff.c.name, staff.c.id)
        if organisation is not None:
            rows = rows.where(staff.c.organisation == organisation)
        with self._database.reading() as connection:
            return [(_member(row), row.at) for row in connection.execute(rows)]

    def names(self) -> dict[str, str]:
        """The name of everybody who ever worked here, by id."""
        with self._database.reading() as connection:
            return {row.id: row.name for row in connection.execute(select(staff.c.id, staff.c.name))}

    def change(self, member: str, changes: Mapping[str, Any]) -> StaffMember:
        """Change some of a member's fields. One who is made inactive is signed out everywhere, also in Telegram.

        Raises ``LastAdministrator``; then nothing has changed.
        """
        gone = {"on_duty": False, "telegram_user": None} if changes.get("active") is False else {}
        changes = {**changes, **gone}
        with self._database.writing() as connection:
            if changes:
                connection.execute(update(staff).where(staff.c.id == member).values(changes))
            if gone:
                for purpose in get_args(Purpose):
                    secrets_drop(connection, member, purpose)
            changed = _got(connection, member)
            if {"active", "role"} & changes.keys() and not _administrators(connection):
                raise LastAdministrator(member)
            return changed

    def telegram_link(self, member: str) -> str:
        """A code that links the member's Telegram account, good for ``LINK_SECONDS`` and once."""
        with self._database.writing() as connection:
            return secret_make(connection, member, "telegram", self._clock(), LINK_SECONDS)

    def telegram_unlink(self, member: str) -> None:
        """The member's Telegram account is linked no longer, and a code that waits ends."""
        with self._database.writing() as connection:
            secrets_drop(connection, member, "telegram")
            connection.execute(update(staff).where(staff.c.id == member).values(telegram_user=None))

    def invite(self, member: str) -> str:
        """A new invitation, which ends the one before: for the first sign-in, and for a forgotten password."""
        with self._database.writing() as connection:
            return self._invitation(connection, member)

    def accept(self, invitation: str, password: str) -> StaffMember:
        """Use an invitation up and set the password; the member's sessions end.

        Raises ``InvitationUnknown`` and ``PasswordUnfit``; then the invitation stays good.
        """
        with self._database.writing() as connection:
            taken = secret_take(connection, "invitation", invitation, self._clock())
            if taken is None:
                raise InvitationUnknown
            member = _got(connection, taken)
            kept = self._passwords.make(password, member.login)
            connection.execute(update(staff).where(staff.c.id == taken).values(password=kept))
            secrets_drop(connection, taken, "session")
            return member

    def password_set(self, member: StaffMember, password: str, session: str) -> None:
        """Set another password; all sessions but the one with the hash ``session`` end. Raises ``PasswordUnfit``."""
        made = self._passwords.make(password, member.login)
        with self._database.writing() as connection:
            connection.execute(update(staff).where(staff.c.id == member.id).values(password=made))
            secrets_drop(connection, member.id, "session", but=session)
            secrets_drop(connection, member.id, "invitation")

    def _invitation(self, connection: Connection, member: str) -> str:
        return secret_make(connection, member, "invitation", self._clock(), INVITATION_SECONDS)


def invitation_url(base: str, token: str) -> str:
    """Where an invitation is taken up. What follows # is sent to no server, so it gets into no log."""
    return f"{base}/desk#/invitation/{token}"


def member_by(connection: Connection, login: str) -> tuple[StaffMember, str | None] | None:
    """The member with a login, and the hash of the password."""
    row = connection.execute(select(staff).where(staff.c.login == login.strip().lower())).first()
    return None if row is None else (_member(row), row.password)


def _got(connection: Connection, member: str) -> StaffMember:
    return _member(connection.execute(select(staff).where(staff.c.id == member)).one())


def _administrators(connection: Connection) -> bool:
    there = select(staff.c.id).where(staff.c.role == "administrator", staff.c.active)
    return connection.execute(there).first() is not None


def _member(row: Row[Any]) -> StaffMember:
    return StaffMember(
        row.id,
        row.login,
        row.name,
        cast(Role, row.role),
        row.organisation,
        tuple(row.languages),
        tuple(row.kinds),
        row.on_duty,
        row.active,
        row.telegram_user is not None,
    )
