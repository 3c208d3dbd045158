"""A last day as a calendar file (RFC 5545) that any telephone or computer can take in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from actions.deadlines.rules import Due
from actions.deadlines.words import counted
from actions.knowledge.models import Language
from actions.texts import say

PRODUCT = "-//Jiefen//Deadlines//ZH"
ALARM_DAYS = (7, 1)
ALARM_HOUR = 9
"""An all-day event begins at midnight where its owner is; an alarm counts from there, and nobody wants it at night."""


def calendar_file(due: Due, law: str, language: Language, now: datetime) -> bytes:
    """One all-day event on the last day, with two alarms before it.

    ``law`` is the sentence that cites the law; ``now`` (with its time zone) is when the file is made. The same
    deadline has the same identity each time, so that a calendar replaces it rather than showing it twice.
    """
    title = say("calendar_title", language, name=due.rule.name.in_language(language))
    event = Event()
    event.add("uid", f"{due.rule.id}-{due.starts.isoformat()}@jiefen")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("summary", title)
    event.add("description", "\n".join([*counted(due, language), law, say("deadline_check", language)]))
    event.add("dtstart", due.ends)
    event.add("dtend", due.ends + timedelta(days=1))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    for days in ALARM_DAYS:
        event.add_component(_alarm(days, title))
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return calendar.to_ical()


def _alarm(days: int, title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(days=-days, hours=ALARM_HOUR))
    return alarm
