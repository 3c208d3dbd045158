"""The deadline rules: every worked example, the Civil Code's arithmetic, and what happens off the calendar."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from actions.deadlines import Deadlines, DeadlinesError, Status
from actions.deadlines.calendar import ChineseCalendar

RULES = Path(__file__).resolve().parents[2] / "data" / "deadlines.yml"
DEADLINES = Deadlines.load(RULES, ChineseCalendar())
TODAY = date(2026, 11, 24)
EXAMPLES = [
    pytest.param(rule.id, example.starts, example.ends, id=f"{rule.id}-{example.starts}")
    for rule in DEADLINES.rules.values()
    for example in rule.examples
]


@pytest.mark.parametrize(("rule_id", "starts", "ends"), EXAMPLES)
def test_worked_examples(rule_id: str, starts: date, ends: date) -> None:
    assert DEADLINES.due(rule_id, starts, TODAY).ends == ends


def test_a_last_day_in_a_holiday_moves_and_says_so() -> None:
    due = DEADLINES.due("labour-award-suit", date(2026, 9, 17), TODAY)
    assert (due.moved_from, due.ends) == (date(2026, 10, 2), date(2026, 10, 8))


def test_an_adjusted_working_weekend_does_not_move() -> None:
    # Saturday 14 February 2026 is worked in exchange for the Spring Festival.
    due = DEADLINES.due("labour-award-suit", date(2026, 1, 30), TODAY)
    assert (due.moved_from, due.ends) == (None, date(2026, 2, 14))


def test_a_year_without_a_published_calendar_is_not_moved_and_says_so() -> None:
    due = DEADLINES.due("general-limitation", date(2026, 11, 1), TODAY)
    assert due.calendar_unknown
    assert due.ends == date(2029, 11, 1)


@pytest.mark.parametrize(
    ("starts", "status", "left"),
    [
        (date(2026, 11, 25), Status.NOT_STARTED, 16),
        (date(2026, 11, 20), Status.OPEN, 13),
        (date(2026, 11, 11), Status.SOON, 2),
        (date(2026, 11, 9), Status.TODAY, 0),
        (date(2026, 11, 3), Status.PASSED, -6),
    ],
)
def test_status_as_seen_today(starts: date, status: Status, left: int) -> None:
    due = DEADLINES.due("labour-award-suit", starts, TODAY)
    assert (due.status, due.days_left) == (status, left)


@pytest.mark.parametrize(
    "text",
    [
        "- {id: lost}\n",
        "- {id: a, length: {count: 0, unit: days}}\n",
    ],
)
def test_a_broken_rule_is_named(tmp_path: Path, text: str) -> None:
    broken = tmp_path / "deadlines.yml"
    broken.write_text(text, encoding="utf-8")
    with pytest.raises(DeadlinesError, match=r"lost|: a:"):
        Deadlines.load(broken, ChineseCalendar())


def test_a_rule_given_twice_is_refused(tmp_path: Path) -> None:
    entries = RULES.read_text(encoding="utf-8").split("\n\n")
    doubled = tmp_path / "deadlines.yml"
    doubled.write_text("\n\n".join([*entries, entries[1]]), encoding="utf-8")
    with pytest.raises(DeadlinesError, match="is there twice"):
        Deadlines.load(doubled, ChineseCalendar())
