"""How a last day was counted, in words; the conversation and the calendar file say it alike."""

from __future__ import annotations

from actions.deadlines.rules import DeadlineRule, Due, Status
from actions.knowledge.models import Language
from actions.texts import say


def length(rule: DeadlineRule, language: Language) -> str:
    """How long the period is, such as "15 days"."""
    return say(f"length_{rule.length.unit}", language, count=rule.length.count)


def counted(due: Due, language: Language) -> list[str]:
    """From which day and how long, and why the last day moved or may have to."""
    starts = due.starts.isoformat()
    lines = [say("deadline_counted", language, starts=starts, length=length(due.rule, language))]
    if due.moved_from:
        lines.append(say("deadline_moved", language, day=due.moved_from.isoformat(), ends=due.ends.isoformat()))
    if due.calendar_unknown:
        lines.append(say("deadline_calendar_unknown", language))
    if due.status is Status.NOT_STARTED:
        lines.append(say("deadline_future", language, starts=starts))
    return lines


def verdict(due: Due, language: Language) -> list[str]:
    """The last day as seen from today, and how it was counted."""
    name = due.rule.name.in_language(language)
    key = "reply" if due.rule.kind == "reply" else "act"
    status = Status.OPEN if due.status in (Status.OPEN, Status.NOT_STARTED) else due.status
    first = say(f"deadline_{key}_{status}", language, name=name, ends=due.ends.isoformat(), left=abs(due.days_left))
    return [first, *counted(due, language)]
