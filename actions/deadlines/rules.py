"""The rules of ``data/deadlines.yml`` and the arithmetic that turns a starting day into a last day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import yaml
from dateutil.relativedelta import relativedelta
from pydantic import Field, ValidationError

from actions.deadlines.calendar import Calendar, UnknownYear, add_working_days, next_working_day
from actions.knowledge.models import Bilingual, Citation, Entry
from actions.questionnaire import Option

SOON_DAYS = 7
"""From this many days before the end a citizen is told to act at once: legal aid is given in advance of its
check when fewer than seven days are left (Legal Aid Law, article 44)."""


class DeadlinesError(ValueError):
    """``data/deadlines.yml`` cannot be used; the message names the rule."""


class Length(Entry):
    """How long the period is. Years and months end on the corresponding day (Civil Code, article 202)."""

    count: Annotated[int, Field(gt=0)]
    unit: Literal["days", "working_days", "months", "years"]


class Example(Entry):
    """A worked example: a period that starts on one day ends on the other."""

    starts: date
    ends: date


class DeadlineRule(Entry):
    """One deadline.

    ``starts`` tells the citizen which day to count from; that day itself is not counted. ``shifts`` cites
    the article by which a last day on a rest day moves to the next working day; without it the last day
    stays where it is, which is the safe side. ``stops`` explains what suspends or interrupts the period.
    ``kind``: ``act`` binds the citizen; ``reply`` is the time that an office has to answer them. ``asked``
    are ways in which people ask for it.
    """

    id: str
    kind: Literal["act", "reply"] = "act"
    name: Bilingual
    asked: tuple[str, ...] = ()
    starts: Bilingual
    length: Length
    shifts: Citation | None = None
    stops: Bilingual
    afterwards: Bilingual
    citations: Annotated[tuple[Citation, ...], Field(min_length=1)]
    examples: Annotated[tuple[Example, ...], Field(min_length=1)]

    def as_option(self) -> Option:
        """The rule as an answer to "which deadline?"."""
        return Option(id=self.id, label=self.name, examples=self.asked)


class Status(StrEnum):
    """Where today stands against the last day."""

    NOT_STARTED = "not_started"
    OPEN = "open"
    SOON = "soon"
    TODAY = "today"
    PASSED = "passed"


@dataclass(frozen=True)
class Due:
    """The last day under a rule, as seen from ``today``.

    ``moved_from`` is the last day before it moved off a rest day. ``calendar_unknown`` tells that the
    holiday calendar of that year is not published yet, so no move was made. ``days_left`` is negative once
    the day has passed.
    """

    rule: DeadlineRule
    starts: date
    ends: date
    today: date
    moved_from: date | None = None
    calendar_unknown: bool = False

    @property
    def days_left(self) -> int:
        return (self.ends - self.today).days

    @property
    def status(self) -> Status:
        if self.starts > self.today:
            return Status.NOT_STARTED
        if self.days_left < 0:
            return Status.PASSED
        if self.days_left == 0:
            return Status.TODAY
        return Status.SOON if self.days_left <= SOON_DAYS else Status.OPEN


class Deadlines:
    """The rules by id, and the calendar that they are counted on."""

    def __init__(self, rules: Mapping[str, DeadlineRule], calendar: Calendar) -> None:
        self.rules = rules
        self._calendar = calendar

    @classmethod
    def load(cls, path: Path, calendar: Calendar) -> Deadlines:
        """Reads and checks the rules. Raises ``DeadlinesError`` naming the rule that cannot be used."""
        rules: dict[str, DeadlineRule] = {}
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            try:
                rule = DeadlineRule.model_validate(entry)
            except ValidationError as error:
                raise DeadlinesError(f"{path.name}: {entry.get('id', '?')}: {error}") from error
            if rule.id in rules:
                raise DeadlinesError(f"{path.name}: {rule.id}: is there twice")
            rules[rule.id] = rule
        return cls(rules, calendar)

    def due(self, rule_id: str, starts: date, today: date) -> Due:
        """The last day of ``rule_id`` when its period starts on ``starts``. Raises ``KeyError``."""
        rule = self.rules[rule_id]
        try:
            last = self._end(rule.length, starts)
            if rule.shifts is None:
                return Due(rule, starts, last, today)
            moved = next_working_day(last, self._calendar)
        except UnknownYear:
            return Due(rule, starts, _plain_end(rule.length, starts), today, calendar_unknown=True)
        return Due(rule, starts, moved, today, moved_from=last if moved != last else None)

    def _end(self, length: Length, starts: date) -> date:
        if length.unit == "working_days":
            return add_working_days(starts, length.count, self._calendar)
        return _plain_end(length, starts)


def _plain_end(length: Length, starts: date) -> date:
    """The last day with no regard to rest days; working days of an unknown calendar count Monday to Friday."""
    if length.unit == "days":
        return starts + timedelta(days=length.count)
    if length.unit == "months":
        return starts + relativedelta(months=length.count)
    if length.unit == "years":
        return starts + relativedelta(years=length.count)
    day, left = starts, length.count
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day
