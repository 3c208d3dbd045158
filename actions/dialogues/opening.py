"""The acts that open a dialogue, with what was already said."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogues.dialogue import Answers
from actions.dialogues.form import answers_of, read, read_ahead
from actions.dialogues.registry import dialogues
from actions.saying import tell
from actions.services import services
from actions.turn import Turn


def start(tracker: Tracker, name: str, answers: Answers, dispatcher: CollectingDispatcher) -> list[EventType]:
    """Open the dialogue ``name``; one of that name that was left unfinished goes on where it was."""
    turn = Turn.of(tracker)
    unfinished = answers_of(tracker) if tracker.get_slot("dialogue") == name else {}
    key = "dialogue_resume" if unfinished else f"{name}_start"
    tell(dispatcher, turn.language, key)
    return [
        SlotSet("dialogue", name),
        SlotSet("dialogue_answers", {**unfinished, **answers}),
        # The words that opened it were taken for an answer of the dialogue that was on, and are none of this one.
        SlotSet("dialogue_answer", None),
    ]


class ActionScreenLegalAid(Action):
    """Opens the legal-aid screening."""

    def name(self) -> str:
        return "action_screen_legal_aid"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        return start(tracker, "screening", await topic_of(tracker, "screening"), dispatcher)


async def topic_of(tracker: Tracker, name: str) -> dict[str, str]:
    """The topic as far as it was told, now or in the last question."""
    turn, dialogue = Turn.of(tracker), dialogues()[name]
    return await read_ahead(dialogue, {}, turn.text) or await read_ahead(dialogue, {}, turn.last_question or "")


class ActionFindChannel(Action):
    """Opens the navigator."""

    def name(self) -> str:
        return "action_find_channel"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        return start(tracker, "navigator", await topic_of(tracker, "navigator"), dispatcher)


class ActionComputeDeadline(Action):
    """Opens the deadline dialogue, with what was already said."""

    def name(self) -> str:
        return "action_compute_deadline"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        turn, kit = Turn.of(tracker), services()
        answers: dict[str, str] = {}
        rule = turn.entities.get("deadline_rule", "")
        if rule in kit.deadlines.rules:
            answers["deadline_rule"] = rule
        dialogue = dialogues()["deadline"]
        # The kind first, then the day: both may stand in the sentence that asked.
        for _ in ("kind", "day"):
            question = dialogue.next(answers)
            told = await read(dialogue, question, turn.text) if question and turn.text else None
            if question and told:
                answers[question.id] = told
        return start(tracker, "deadline", answers, dispatcher)
