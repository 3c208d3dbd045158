"""What a member of staff holds in the hand: a session, an invitation, a code that links Telegram. Only hashes are kept.

Functions work in the caller's transaction; times are Unix seconds.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Literal

from sqlalchemy import Connection, delete, insert, select

from bot.cases.tables import staff, staff_secrets

Purpose = Literal["session", "invitation", "telegram"]
LINK_SECONDS = 600
# To be typed on a phone: without letters and digits that look alike. 32 ** 10 codes, each good for ten minutes.
LINK_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def secret_hash(secret: str) -> str:
    """Under which a secret is kept. It needs no salt and no work factor: the secrets are random and long."""
    return hashlib.sha256(secret.encode()).hexdigest()


def secret_make(
    connection: Connection, member: str, purpose: Purpose, now: float, seconds: float, csrf: str | None = None
) -> str:
    """A new secret of the member with this id, good for so many seconds.

    A new invitation or code ends the one before it; of sessions a member may have many.
    """
    if purpose != "session":
        secrets_drop(connection, member, purpose)
    secret = _link_code() if purpose == "telegram" else secrets.token_urlsafe(32)
    row = {"hash": secret_hash(secret), "staff": member, "purpose": purpose, "csrf": csrf}
    connection.execute(insert(staff_secrets).values(expires_at=now + seconds, seen_at=now, **row))
    return secret


def secret_take(connection: Connection, purpose: Purpose, secret: str, now: float) -> str | None:
    """Use a secret up: the id of its member. None when it is unknown, used, run out, or the member is not active.

    A Telegram code may be typed in small letters and with spaces around it.
    """
    said = secret.strip().upper() if purpose == "telegram" else secret
    mine = staff_secrets.c.hash == secret_hash(said)
    taken = delete(staff_secrets).where(mine, staff_secrets.c.purpose == purpose, staff_secrets.c.expires_at > now)
    member = connection.execute(taken.returning(staff_secrets.c.staff)).scalar_one_or_none()
    active = select(staff.c.id).where(staff.c.id == member, staff.c.active)
    return connection.execute(active).scalar_one_or_none()


def secrets_drop(connection: Connection, member: str, purpose: Purpose, but: str | None = None) -> None:
    """End the member's secrets of one purpose, except the one with the hash ``but``."""
    which = (staff_secrets.c.staff == member, staff_secrets.c.purpose == purpose)
    kept = () if but is None else (staff_secrets.c.hash != but,)
    connection.execute(delete(staff_secrets).where(*which, *kept))


def _link_code() -> str:
    return "".join(secrets.choice(LINK_LETTERS) for _ in range(10))
