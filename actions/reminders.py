"""Reminders of a last day: what is to be said when is worked out here; the gateway keeps it and says it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.deadlines import Due
from actions.deadlines.reminders import reminder_times
from actions.dialogues.deadline import ROUNDED, RULE, STARTS, calendar_link
from actions.dialogues.form import concluded_of
from actions.knowledge.models import Language
from actions.saying import human_button, show
from actions.services import Services, services
from actions.texts import say
from actions.turn import Turn


class ActionSetReminder(Action):
    """Promises a reminder of the deadline that a button names, or of the one worked out last."""

    def name(self) -> str:
        return "action_set_reminder"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        turn, kit = Turn.of(tracker), services()
        due = _meant(turn, concluded_of(tracker), kit)
        if due is None:
            compute = replies.button(say("button_deadline", turn.language), "/compute_deadline")
            show(dispatcher, [replies.text(say("reminder_for_what", turn.language), turn.language, [compute])])
            return []
        times = reminder_times(due.ends, kit.clock.now())
        show(dispatcher, _promise(due, times, turn.language) if times else [_too_late(due, turn.language)])
        return []


class ActionCancelReminder(Action):
    """Takes back the reminder that a button names, or all of this conversation."""

    def name(self) -> str:
        return "action_cancel_reminder"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        turn = Turn.of(tracker)
        gone = replies.effect("cancel_reminder", turn.entities.get("reminder"))
        show(dispatcher, [gone, replies.text(say("reminders_cancelled", turn.language), turn.language)])
        return []


def _meant(turn: Turn, concluded: Mapping[str, Mapping[str, str]], kit: Services) -> Due | None:
    """The deadline of the button, else of the deadline that was worked out last; None when there is none."""
    said = turn.entities
    if RULE not in said:
        said = concluded.get("deadline", {})
    try:
        starts = date.fromisoformat(said.get(STARTS, "").lstrip(ROUNDED))
    except ValueError:
        return None
    known = said.get(RULE) in kit.deadlines.rules
    return kit.deadlines.due(said[RULE], starts, kit.today()) if known else None


def _promise(due: Due, times: list[datetime], language: Language) -> list[replies.Message]:
    name, identity = due.rule.name.in_language(language), f"{due.rule.id}-{due.ends.isoformat()}"
    days = say("list_separator", language).join(moment.date().isoformat() for moment in times)
    cancel = replies.button(
        say("button_no_reminder", language), f"/cancel_reminder{json.dumps({'reminder': identity})}"
    )
    buttons = [cancel, human_button(language)]
    what = say("reminder_text", language, name=name, ends=due.ends.isoformat())
    reminder = {
        "id": identity,
        "on": due.ends.isoformat(),
        "at": [moment.isoformat() for moment in times],
        "language": language,
        "text": f"{what}\n{say(f'reminder_{due.rule.kind}', language)}",
        "buttons": buttons,
    }
    words = [
        say("reminder_set", language, days=days, name=name, ends=due.ends.isoformat()),
        say("reminder_where", language),
    ]
    links = [calendar_link(due, language)]
    promise = replies.text("\n".join(words), language, buttons, outcome="reminder", links=links)
    return [promise, replies.effect("remind", reminder)]


def _too_late(due: Due, language: Language) -> replies.Message:
    name = due.rule.name.in_language(language)
    return replies.text(say("reminder_too_late", language, name=name, ends=due.ends.isoformat()), language)
