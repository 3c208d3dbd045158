"""The calendar file as a calendar reads it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from icalendar import Calendar, Event

from tests.action_server import action_server

AWARD = {"rule": "labour-award-suit", "starts": "2026-09-17"}
"""Fifteen days end on 2 October, in the National Day holidays."""


async def event_of(**query: str) -> Event:
    async with action_server() as http:
        response = await http.get("/deadlines.ics", params=query)
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    return event


async def test_the_last_day_is_a_whole_day_with_the_rules_name() -> None:
    event = await event_of(**AWARD)
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 10, 8), date(2026, 10, 9))
    assert str(event["summary"]) == "最后一天：不服劳动仲裁裁决去法院起诉"


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("zh", ["从 2026-09-17 的第二天开始数，15 天", "顺延到 2026-10-08", "第五十条", "以法院或有关单位的通知为准"]),
        ("en", ["the day after 2026-09-17: 15 days", "moves to 2026-10-08", "第五十条", "What the court or office"]),
    ],
)
async def test_it_says_how_it_was_counted_by_which_law_and_what_counts(language: str, says: list[str]) -> None:
    description = str((await event_of(**AWARD, language=language))["description"])
    for words in says:
        assert words in description


async def test_it_rings_at_nine_seven_days_and_one_day_before() -> None:
    event = await event_of(**AWARD)
    midnight = datetime(2026, 10, 8)  # noqa: DTZ001 - where the calendar's owner is
    rings = [midnight + alarm.decoded("trigger") for alarm in event.walk("VALARM")]
    assert rings == [midnight - timedelta(days=7, hours=-9), midnight - timedelta(days=1, hours=-9)]


async def test_the_same_deadline_is_one_entry_and_another_is_another() -> None:
    first, again = await event_of(**AWARD), await event_of(**AWARD, language="en")
    other = await event_of(rule="labour-award-suit", starts="2026-09-18")
    assert first["uid"] == again["uid"] != other["uid"]


async def test_lines_are_short_enough_for_old_calendars() -> None:
    async with action_server() as http:
        content = (await http.get("/deadlines.ics", params=AWARD)).content
    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 400),
        ({"rule": "labour-award-suit"}, 400),
        ({**AWARD, "starts": "yesterday"}, 400),
        ({**AWARD, "starts": "2026-02-30"}, 400),
        ({**AWARD, "starts": "9999-12-31"}, 400),
        ({**AWARD, "language": "fr"}, 400),
        ({**AWARD, "rule": "x" * 65}, 400),
        ({**AWARD, "rule": "no-such-rule"}, 404),
        (AWARD, 200),
    ],
)
async def test_what_cannot_be_counted_is_refused(query: dict[str, str], status: int) -> None:
    async with action_server() as http:
        assert (await http.get("/deadlines.ics", params=query)).status_code == status
