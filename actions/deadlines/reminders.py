"""When to remind somebody of a last day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

FIRST_DAYS, LAST_DAYS = 7, 1
HOUR = time(9)


def reminder_times(ends: date, now: datetime) -> list[datetime]:
    """Seven days and one day before ``ends``, at nine in the morning in the time zone of ``now``, earliest first.

    With fewer than seven days left the first comes tomorrow morning, at the latest on the last day itself. Empty
    when there is no morning left before the day is over.
    """
    first, last = (datetime.combine(ends - timedelta(days=days), HOUR, now.tzinfo) for days in (FIRST_DAYS, LAST_DAYS))
    if first <= now:
        first = datetime.combine(now.date() + timedelta(days=1), HOUR, now.tzinfo)
    return sorted({moment for moment in (first, last) if now < moment and moment.date() <= ends})
