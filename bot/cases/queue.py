"""A case's place in the queue, and how long it will wait, from real figures or not at all."""

from __future__ import annotations

from statistics import median

from sqlalchemy import Connection, and_, func, or_, select

from bot.cases.calendar import Opening
from bot.cases.notices import able
from bot.cases.office import Office
from bot.cases.records import Case, Waiting
from bot.cases.tables import cases

FEWEST = 5
"""Claims below which nothing is said about how long it takes."""
LATEST = 30
WITHIN = 90 * 86400.0
"""Claims that are counted: the latest 30 of the last ninety days."""


def waiting(connection: Connection, office: Office, case: Case, now: float) -> Waiting:
    """How a case that nobody holds yet stands in its organisation's queue."""
    calendar = office.calendar(case.organisation)
    opens = Opening(now, True) if calendar.is_open(now) else calendar.opens(now)
    waits = _waits(connection, office, case.organisation, now)
    return Waiting(
        place=_place(connection, case),
        seconds=median(waits) if len(waits) >= FEWEST else None,
        from_cases=len(waits),
        on_duty=len(able(connection, case, on_duty=True)),
        opens_at=None if opens.at <= now else opens.at,
        is_sure=opens.is_sure,
    )


def _place(connection: Connection, case: Case) -> int:
    queued = and_(cases.c.organisation == case.organisation, cases.c.state == "routed", cases.c.id != case.id)
    earlier = or_(
        cases.c.queued_at < case.queued_at, and_(cases.c.queued_at == case.queued_at, cases.c.number < case.number)
    )
    before = or_(cases.c.priority > case.priority, and_(cases.c.priority == case.priority, earlier))
    return 1 + connection.execute(select(func.count()).select_from(cases).where(queued, before)).scalar_one()


def _waits(connection: Connection, office: Office, organisation: str, now: float) -> list[float]:
    """How many seconds of working time the latest claimed cases had waited."""
    # Of one that was opened again the first claim was before it waited.
    waited = cases.c.claimed_at >= cases.c.queued_at
    mine = (cases.c.organisation == organisation, cases.c.claimed_at > now - WITHIN, waited)
    latest = select(cases.c.queued_at, cases.c.claimed_at).where(*mine).order_by(cases.c.claimed_at.desc())
    calendar = office.calendar(organisation)
    return [calendar.between(row.queued_at, row.claimed_at) for row in connection.execute(latest.limit(LATEST))]
