"""Who of those who work here is told what; the desk and Telegram each show it once."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, insert, select, update

from bot.cases.records import Case, NoticeKind
from bot.cases.tables import notices, staff

READERS = ("mediator", "lead")


def notices_add(connection: Connection, case: Case, kind: NoticeKind, at: float, members: Iterable[str | None]) -> None:
    """Tell members of staff, once each, as long as they have not seen the same about this case before."""
    wanted = {member for member in members if member is not None}
    same = (notices.c.case == case.id, notices.c.kind == kind, notices.c.seen_at.is_(None))
    told = select(notices.c.staff).where(*same, notices.c.staff.in_(wanted))
    wanted -= set(connection.execute(told).scalars())
    for member in sorted(wanted):
        connection.execute(insert(notices).values(staff=member, case=case.id, kind=kind, at=at))


def new_case_settled(connection: Connection, case: Case, at: float) -> None:
    """The case waits no longer to be claimed: nobody need still look at the notice that it is new."""
    told = (notices.c.case == case.id, notices.c.kind == "case_routed", notices.c.seen_at.is_(None))
    connection.execute(update(notices).where(*told).values(seen_at=at))


def able(connection: Connection, case: Case, *, on_duty: bool = False) -> list[str]:
    """Who in the organisation in charge takes such a case: its kind, and its language if anybody there speaks it."""
    mine = (staff.c.organisation == case.organisation, staff.c.active, staff.c.role.in_(READERS))
    there = connection.execute(select(staff).where(*mine, *((staff.c.on_duty,) if on_duty else ()))).all()
    fit = [row for row in there if not row.kinds or case.kind in row.kinds]
    speak = [row for row in fit if case.language in row.languages]
    return [row.id for row in speak or fit]


def leads(connection: Connection, organisation: str) -> list[str]:
    """The leads of an organisation."""
    mine = (staff.c.organisation == organisation, staff.c.active, staff.c.role == "lead")
    return list(connection.execute(select(staff.c.id).where(*mine)).scalars())
