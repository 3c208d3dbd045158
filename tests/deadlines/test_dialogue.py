"""The deadline dialogue through the form that runs it, and what its conclusion offers to keep."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogues.deadline import DeadlineDialogue
from actions.dialogues.form import ActionConcludeDialogue, ValidateDialogueForm
from actions.dialogues.navigator import NavigatorDialogue
from tests.action_server import KIT

RULE = {"deadline_rule": "labour-award-suit"}


@pytest.fixture(autouse=True)
def standing_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actions.dialogues.form.services", lambda: KIT)
    dialogues = {"deadline": DeadlineDialogue(KIT.deadlines), "navigator": NavigatorDialogue(KIT.navigator)}
    monkeypatch.setattr("actions.dialogues.form.dialogues", lambda: dialogues)


def tracker(dialogue: str, answers: dict[str, str]) -> Tracker:
    slots = {"dialogue": dialogue, "dialogue_answers": answers, "language": "zh"}
    return Tracker("c", slots, {"text": "x", "intent": {"name": "inform"}}, [], False, None, {}, "action_listen")


async def answered(dialogue: str, answers: dict[str, str], said: str) -> Any:
    form = ValidateDialogueForm()
    slots = await form.validate_dialogue_answer(said, CollectingDispatcher(), tracker(dialogue, answers), {})
    return slots["dialogue_answers"]


@pytest.mark.parametrize(
    ("said", "starts"),
    [("today", "2026-11-24"), ("unsure", "unsure"), ("2026年11月20日", "2026-11-20"), ("三周前", "~2026-11-03")],
)
async def test_a_day_is_kept_as_the_day_that_it_was_when_it_was_said(said: str, starts: str) -> None:
    assert await answered("deadline", RULE, said) == {**RULE, "deadline_starts": starts}


async def test_a_button_of_another_screen_still_names_its_answer() -> None:
    answers = {"urgent": "none", "group:": "工作"}
    assert (await answered("navigator", answers, "rent"))["kind"] == "rent"


@pytest.mark.parametrize(
    ("starts", "keeps"), [("2026-11-20", True), ("2026-11-09", False), ("2026-10-01", False), ("unsure", False)]
)
def test_a_day_that_is_still_to_come_can_be_kept(starts: str, keeps: bool) -> None:
    answers, dispatcher = {**RULE, "deadline_starts": starts}, CollectingDispatcher()
    events = ActionConcludeDialogue().run(dispatcher, tracker("deadline", answers), {})
    (said,) = [message["custom"] for message in dispatcher.messages]
    payloads = [button["payload"] for button in said["buttons"]]
    assert any(payload.startswith("/set_reminder") for payload in payloads) is keeps
    assert bool(said.get("links")) is keeps
    assert {"deadline": answers} in [event["value"] for event in events]


def test_the_link_says_all_that_the_file_needs() -> None:
    dialogue = DeadlineDialogue(KIT.deadlines)
    (said,) = dialogue.conclude({**RULE, "deadline_starts": "~2026-11-20"}, "en", KIT, date(2026, 11, 24))
    assert said["links"] == [
        {"title": "Add to calendar", "url": "/api/deadlines.ics?rule=labour-award-suit&starts=2026-11-20&language=en"}
    ]
