"""Working time: when an organisation is there, by the Chinese working calendar with its moved working days.

The calendar is published a year at a time. Outside the years that are known, Monday to Friday count as working days,
and ``is_sure`` says so. Pure; times are Unix seconds, days are those of Shanghai.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import chinese_calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = 86400.0
LONGEST_CLOSED = 60
"""Days after which an organisation that has not opened has no hours at all."""


class Span(NamedTuple):
    """Part of a day, in minutes since midnight: [start, end)."""

    start: int
    end: int


class Opening(NamedTuple):
    """When somebody is there; ``is_sure`` False where that year's calendar is not known."""

    at: float
    is_sure: bool


@dataclass(frozen=True)
class Limit:
    """A period, one of the three: working hours, working days (up to the end of the last), or days of any kind."""

    working_hours: float = 0
    working_days: int = 0
    days: int = 0


class NeverOpen(ValueError):
    """The hours of an organisation leave no time in which anybody is there."""


def is_working_day(day: date) -> tuple[bool, bool]:
    """Whether people work on ``day``, and whether that is certain."""
    try:
        return bool(chinese_calendar.is_workday(day)), True
    except NotImplementedError:
        return day.weekday() < 5, False


@dataclass(frozen=True)
class Calendar:
    """When an organisation is there: spans of its working days, and of the others (none for most)."""

    working: Sequence[Span]
    others: Sequence[Span] = ()

    def spans(self, day: date) -> list[tuple[float, float]]:
        """The times [start, end) in which somebody is there on ``day``."""
        midnight = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).timestamp()
        chosen = self.working if is_working_day(day)[0] else self.others
        return [(midnight + span.start * 60, midnight + span.end * 60) for span in chosen]

    def is_open(self, at: float) -> bool:
        """Whether somebody is there at this moment."""
        return any(start <= at < end for start, end in self.spans(_day(at)))

    def opens(self, at: float) -> Opening:
        """The first moment not before ``at`` in which somebody is there. Raises ``NeverOpen``."""
        sure = True
        for day in _days(_day(at)):
            sure = sure and is_working_day(day)[1]
            for start, end in self.spans(day):
                if end > at:
                    return Opening(max(start, at), sure)
        raise NeverOpen

    def add(self, at: float, seconds: float) -> float:
        """The moment by which so many seconds of working time have passed since ``at``. Raises ``NeverOpen``."""
        left, idle = seconds, 0
        day = _day(at)
        while idle <= LONGEST_CLOSED:
            spans = [(max(start, at), end) for start, end in self.spans(day) if end > at]
            for start, end in spans:
                if left <= end - start:
                    return start + left
                left -= end - start
            idle = 0 if spans else idle + 1
            day += timedelta(days=1)
        raise NeverOpen

    def subtract(self, at: float, seconds: float) -> float:
        """The latest moment from which so many seconds of working time are left until ``at``. Raises ``NeverOpen``."""
        left, idle = seconds, 0
        day = _day(at)
        while idle <= LONGEST_CLOSED:
            spans = [(start, min(end, at)) for start, end in self.spans(day) if start < at]
            for start, end in reversed(spans):
                if left <= end - start:
                    return end - left
                left -= end - start
            idle = 0 if spans else idle + 1
            day -= timedelta(days=1)
        raise NeverOpen

    def between(self, start: float, end: float) -> float:
        """Seconds of working time in [start, end)."""
        total, day = 0.0, _day(start)
        while day <= _day(end):
            total += sum(max(0.0, min(close, end) - max(begin, start)) for begin, close in self.spans(day))
            day += timedelta(days=1)
        return total

    def after(self, at: float, limit: Limit) -> float:
        """When a period that began at ``at`` ends. Raises ``NeverOpen``.

        The day of the beginning does not count, and a period of days that would end on a day off ends with the next
        working day (Civil Code, articles 201 and 203).
        """
        if limit.working_hours:
            return self.add(at, limit.working_hours * 3600)
        day = _day(at)
        if limit.working_days:
            return self._close(self._working_days_after(day, limit.working_days))
        day += timedelta(days=limit.days)
        while not is_working_day(day)[0]:
            day += timedelta(days=1)
        return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).timestamp() + DAY

    def before(self, at: float, limit: Limit) -> float:
        """The moment from which the period is left until ``at``. Raises ``NeverOpen``."""
        if limit.working_hours:
            return self.subtract(at, limit.working_hours * 3600)
        if limit.days:
            return at - limit.days * DAY
        day, left = _day(at), limit.working_days
        for back in range(1, LONGEST_CLOSED * left + 1):
            left -= 1 if is_working_day(day - timedelta(days=back))[0] else 0
            if not left:
                return at - back * DAY
        raise NeverOpen

    def not_while_closed(self, at: float) -> float:
        """``at``, or when nobody is there then, the end of the next day on which somebody is. Raises ``NeverOpen``."""
        return at if self.is_open(at) else self._close(_day(self.opens(at).at))

    def _working_days_after(self, day: date, number: int) -> date:
        counted, idle = 0, 0
        while counted < number:
            day += timedelta(days=1)
            idle = 0 if self.spans(day) else idle + 1
            counted += 0 if idle or not is_working_day(day)[0] else 1
            if idle > LONGEST_CLOSED:
                raise NeverOpen
        return day

    def _close(self, day: date) -> float:
        return max(end for _start, end in self.spans(day))


def _day(at: float) -> date:
    # Whole seconds: fromtimestamp rounds, and the last microsecond of a day would be on the next one.
    return datetime.fromtimestamp(at // 1, SHANGHAI).date()


def _days(first: date) -> Iterator[date]:
    for number in range(LONGEST_CLOSED):
        yield first + timedelta(days=number)
