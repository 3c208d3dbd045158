"""Rest days and working days of the Chinese calendar, adjusted working days included."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Protocol

import chinese_calendar


class UnknownYear(ValueError):
    """The State Council's holiday notice for this year is not in the calendar yet."""


class Calendar(Protocol):
    """Tells rest days from working days."""

    def is_rest_day(self, day: date) -> bool:
        """Whether ``day`` is a public holiday or a weekend that is not worked. Raises ``UnknownYear``."""
        ...


class ChineseCalendar:
    """The State Council's yearly holiday notices, as the package ``chinesecalendar`` carries them."""

    def is_rest_day(self, day: date) -> bool:
        try:
            return bool(chinese_calendar.is_holiday(day))
        except NotImplementedError as error:
            raise UnknownYear(str(day.year)) from error


def next_working_day(day: date, calendar: Calendar) -> date:
    """``day`` itself when it is worked, else the first day after the rest days."""
    while calendar.is_rest_day(day):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, count: int, calendar: Calendar) -> date:
    """The ``count``-th working day after ``day``; the day itself does not count."""
    while count:
        day += timedelta(days=1)
        if not calendar.is_rest_day(day):
            count -= 1
    return day
