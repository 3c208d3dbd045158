"""Working time by the Chinese calendar: holidays, moved working days, years that are not published yet."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cases.calendar import Calendar, Limit, NeverOpen, Span, is_working_day
from tests.cases.world import ROUTING, shanghai

CENTRE = ROUTING.organisations["centre"].calendar  # 9:00-11:30 and 13:30-17:00 on working days
ALWAYS = ROUTING.organisations["night"].calendar
NEVER = Calendar(())
MOMENTS = st.floats(shanghai("2025-12-01 00:00"), shanghai("2026-12-31 00:00"))
HOURS = st.floats(1, 400 * 3600)


@pytest.mark.parametrize(
    ("day", "works", "sure"),
    [
        (date(2026, 11, 25), True, True),
        (date(2026, 11, 28), False, True),  # a Saturday
        (date(2026, 10, 1), False, True),  # National Day, a Thursday
        (date(2026, 2, 17), False, True),  # the Spring Festival
        (date(2026, 2, 14), True, True),  # a Saturday that is worked in its place
        (date(2031, 10, 1), True, False),  # a Wednesday, but nobody knows yet
    ],
)
def test_which_days_are_worked(day: date, works: bool, sure: bool) -> None:
    assert is_working_day(day) == (works, sure)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-11-25 10:00", "2026-11-25 10:00"),
        ("2026-11-25 12:00", "2026-11-25 13:30"),
        ("2026-11-25 17:00", "2026-11-26 09:00"),
        ("2026-11-27 18:00", "2026-11-30 09:00"),  # Friday evening
        ("2026-09-30 18:00", "2026-10-08 09:00"),  # the golden week
    ],
)
def test_when_somebody_is_there_next(at: str, opens: str) -> None:
    assert CENTRE.opens(shanghai(at)).at == shanghai(opens)
    assert CENTRE.is_open(shanghai(at)) is (at == opens)


def test_a_year_that_is_not_published_is_said_to_be_unsure() -> None:
    assert not CENTRE.opens(shanghai("2031-10-01 18:00")).is_sure
    assert CENTRE.opens(shanghai("2026-11-25 18:00")).is_sure


@pytest.mark.parametrize(
    ("limit", "ends"),
    [
        (Limit(working_hours=1), "2026-11-25 11:00"),
        (Limit(working_hours=3), "2026-11-25 15:00"),  # over the lunch break
        (Limit(working_hours=6), "2026-11-26 10:00"),  # on the next day
        (Limit(working_days=1), "2026-11-26 17:00"),  # the day itself does not count
        (Limit(working_days=3), "2026-11-30 17:00"),  # over the weekend
        (Limit(days=15), "2026-12-11 00:00"),
        (Limit(days=3), "2026-12-01 00:00"),  # a Saturday: Monday is the last day
    ],
)
def test_when_a_period_ends(limit: Limit, ends: str) -> None:
    assert CENTRE.after(shanghai("2026-11-25 10:00"), limit) == shanghai(ends)


@pytest.mark.parametrize(
    ("limit", "begins"),
    [
        (Limit(working_hours=2), "2026-11-25 09:00"),
        (Limit(working_hours=4), "2026-11-24 15:00"),
        (Limit(days=1), "2026-11-24 11:00"),
        (Limit(working_days=3), "2026-11-20 11:00"),  # over the weekend
    ],
)
def test_how_long_before_the_end(limit: Limit, begins: str) -> None:
    assert CENTRE.before(shanghai("2026-11-25 11:00"), limit) == shanghai(begins)


@pytest.mark.parametrize(
    ("at", "moved"),
    [
        ("2026-11-25 10:00", "2026-11-25 10:00"),
        ("2026-11-28 10:00", "2026-11-30 17:00"),
        ("2026-10-03 10:00", "2026-10-08 17:00"),
    ],
)
def test_nothing_ends_while_nobody_is_there(at: str, moved: str) -> None:
    assert CENTRE.not_while_closed(shanghai(at)) == shanghai(moved)


def test_hours_in_which_nobody_is_there_are_refused() -> None:
    for tried in (
        lambda: NEVER.opens(0.0),
        lambda: NEVER.add(0.0, 1),
        lambda: NEVER.subtract(shanghai("2026-01-01 00:00"), 1),
        lambda: NEVER.after(0.0, Limit(working_days=1)),
    ):
        with pytest.raises(NeverOpen):
            tried()


def test_spans_of_other_days_count_on_those_only() -> None:
    saturday = Calendar((Span(540, 1020),), (Span(600, 720),))
    assert saturday.is_open(shanghai("2026-11-28 10:00")) and not saturday.is_open(shanghai("2026-11-28 09:30"))
    assert saturday.after(shanghai("2026-11-27 10:00"), Limit(working_days=1)) == shanghai("2026-11-30 17:00")


@given(MOMENTS, HOURS)
def test_adding_and_measuring_agree(at: float, seconds: float) -> None:
    end = CENTRE.add(at, seconds)
    assert CENTRE.between(at, end) == pytest.approx(seconds, abs=1e-3)


@given(MOMENTS, HOURS)
def test_subtracting_undoes_adding(at: float, seconds: float) -> None:
    end = CENTRE.add(at, seconds)
    assert CENTRE.between(CENTRE.subtract(end, seconds), end) == pytest.approx(seconds, abs=1e-3)


@given(MOMENTS, HOURS)
def test_who_is_always_there_has_every_second(at: float, seconds: float) -> None:
    assert ALWAYS.add(at, seconds) == pytest.approx(at + seconds, abs=1e-3)
    assert ALWAYS.is_open(at)
