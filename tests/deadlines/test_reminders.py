"""When to remind, and what the actions promise and pass on to the gateway."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.deadlines.reminders import reminder_times
from actions.reminders import ActionCancelReminder, ActionSetReminder
from tests.action_server import KIT, NOW

AWARD = {"deadline_rule": "labour-award-suit", "deadline_starts": "2026-11-20"}
"""Its last day is Monday 7 December 2026."""


@pytest.mark.parametrize(
    ("ends", "days"),
    [
        (date(2027, 11, 24), ["2027-11-17", "2027-11-23"]),
        (date(2026, 12, 2), ["2026-11-25", "2026-12-01"]),
        (date(2026, 12, 1), ["2026-11-25", "2026-11-30"]),  # nine o'clock of the seventh day before has passed
        (date(2026, 11, 27), ["2026-11-25", "2026-11-26"]),
        (date(2026, 11, 26), ["2026-11-25"]),
        (date(2026, 11, 25), ["2026-11-25"]),
        (date(2026, 11, 24), []),
        (date(2026, 11, 1), []),
    ],
)
def test_seven_days_and_one_day_before_or_tomorrow(ends: date, days: list[str]) -> None:
    times = reminder_times(ends, NOW)
    assert [moment.date().isoformat() for moment in times] == days
    assert {(moment.hour, moment.utcoffset()) for moment in times} <= {(9, NOW.utcoffset())}


@pytest.fixture(autouse=True)
def standing_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actions.reminders.services", lambda: KIT)


def run(action: Any, entities: dict[str, str], **slots: object) -> list[dict[str, Any]]:
    heard = [{"entity": name, "value": value} for name, value in entities.items()]
    message = {"text": "/x", "intent": {"name": "x"}, "entities": heard}
    tracker = Tracker("c", slots, message, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    assert action.run(dispatcher, tracker, {}) == []
    return [said["custom"] for said in dispatcher.messages]


@pytest.mark.parametrize(("language", "name"), [("zh", "不服劳动仲裁裁决"), ("en", "labour")])
def test_a_button_sets_what_it_names(language: str, name: str) -> None:
    promise, effect = run(ActionSetReminder(), AWARD, language=language)
    for day in ("2026-11-30", "2026-12-06", "2026-12-07"):
        assert day in promise["text"]
    reminder = effect["value"]
    assert (effect["effect"], reminder["on"]) == ("remind", "2026-12-07")
    assert reminder["id"] == "labour-award-suit-2026-12-07"
    assert reminder["at"] == ["2026-11-30T09:00:00+08:00", "2026-12-06T09:00:00+08:00"]
    assert name in reminder["text"] and reminder["language"] == language


def test_words_mean_the_deadline_that_was_worked_out_last() -> None:
    concluded = {"deadline": {**AWARD, "deadline_starts": "~2026-11-20"}, "navigator": {"kind": "rent"}}
    _promise, effect = run(ActionSetReminder(), {}, concluded=concluded)
    assert effect["value"]["on"] == "2026-12-07"


@pytest.mark.parametrize(
    "concluded",
    [
        None,
        {"navigator": {"kind": "rent"}},
        {"deadline": {**AWARD, "deadline_starts": "unsure"}},
        {"deadline": {**AWARD, "deadline_rule": "gone"}},
    ],
)
def test_without_a_last_day_it_asks_for_which(concluded: object) -> None:
    (asked,) = run(ActionSetReminder(), {}, concluded=concluded)
    assert asked["buttons"][0]["payload"] == "/compute_deadline"


def test_too_late_is_said_and_nothing_set() -> None:
    (said,) = run(ActionSetReminder(), {**AWARD, "deadline_starts": "2026-11-01"})
    assert said["kind"] == "text" and "2026-11-16" in said["text"]


def test_the_button_of_a_reminder_cancels_that_one_and_words_cancel_all() -> None:
    promise, _effect = run(ActionSetReminder(), AWARD)
    payload = promise["buttons"][0]["payload"]
    entities = json.loads(payload.removeprefix("/cancel_reminder"))
    one, _said = run(ActionCancelReminder(), entities)
    every, _said = run(ActionCancelReminder(), {})
    assert (one["effect"], one["value"]) == ("cancel_reminder", "labour-award-suit-2026-12-07")
    assert (every["effect"], every["value"]) == ("cancel_reminder", None)
