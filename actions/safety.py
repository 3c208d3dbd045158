"""Danger and fraud in progress: the right number at once, before anything else.

A dialogue that is on is left: nobody in danger should be asked its next question.
"""

from __future__ import annotations

from collections.abc import Mapping

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.dialogues.form import answers_of, dialogue_of
from actions.dialogues.registry import intake
from actions.knowledge.models import Language
from actions.replies import Button
from actions.saying import human_button, put_through_button, show
from actions.services import services
from actions.texts import say
from actions.turn import Turn, dialogue_left

LINES: Mapping[str, tuple[str, ...]] = {
    "violence": ("110", "120", "12338"),
    "threat": ("110", "12348"),
    "self_harm": ("120", "110", "962525", "12356"),
    "child_at_risk": ("110", "120", "12345", "12355"),
    "other": ("110", "120"),
}
"""Which numbers are shown for which danger, most urgent first (ids in data/hotlines.yml)."""

FRAUD_LINES = ("110", "96110")

NEXT_CARD: Mapping[str, str] = {"violence": "domestic-violence-now"}
"""What can be read once the person is safe, where guidance has it."""


class ActionSafetyDanger(Action):
    """Somebody is in danger."""

    def name(self) -> str:
        return "action_safety_danger"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        turn, knowledge = Turn.of(tracker), services().knowledge
        kind = turn.entities.get("safety_kind", "other")
        kind = kind if kind in LINES else "other"
        lines = [knowledge.hotlines[number] for number in LINES[kind] if number in knowledge.hotlines]
        buttons = [human_button(turn.language)]
        if NEXT_CARD.get(kind, "") in knowledge.cards:
            payload = f'/choose_option{{"card_id": "{NEXT_CARD[kind]}"}}'
            buttons.insert(0, replies.button(say("danger_next_violence", turn.language), payload))
        show(
            dispatcher,
            [
                replies.text(say(f"danger_{kind}", turn.language), turn.language, outcome="danger"),
                replies.contacts(
                    say("danger_contacts", turn.language), lines, turn.language, urgent=True, buttons=buttons
                ),
                _offer(turn.language, _on_again(tracker, turn.language)),
            ],
        )
        return _left(tracker, turn)


def _offer(language: Language, on_again: list[Button]) -> replies.Message:
    """A mediator with priority, for afterwards; the press is the consent to what stands beside it."""
    words = say("danger_offer", language, purpose=intake().purpose_in_short[language])
    return replies.text(words, language, [put_through_button("danger", language), *on_again])


def _on_again(tracker: Tracker, language: Language) -> list[Button]:
    """Leads back to the dialogue that is left, if one was on: a false alarm must not cost what was told."""
    return [replies.button(say("button_resume", language), "/resume")] if dialogue_of(tracker) else []


def _left(tracker: Tracker, turn: Turn) -> list[EventType]:
    """Leaves the dialogue, and keeps the words: a mediator has to see them, and an intake can use them as the story."""
    if not turn.text:
        return dialogue_left()
    events = [SlotSet("last_question", turn.text), *dialogue_left()]
    answers = answers_of(tracker)
    if tracker.get_slot("dialogue") == "intake" and "what_happened" not in answers:
        events.append(SlotSet("dialogue_answers", {**answers, "_story": turn.text}))
    return events


class ActionSafetyFraud(Action):
    """A fraud is going on now: stop, call, keep the proof."""

    def name(self) -> str:
        return "action_safety_fraud"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        turn, knowledge = Turn.of(tracker), services().knowledge
        lines = [knowledge.hotlines[number] for number in FRAUD_LINES if number in knowledge.hotlines]
        human = human_button(turn.language)
        show(
            dispatcher,
            [
                replies.text(say("fraud_now", turn.language), turn.language, outcome="fraud"),
                replies.contacts(say("danger_contacts", turn.language), lines, turn.language, urgent=True),
                replies.text(
                    say("fraud_keep", turn.language), turn.language, [human, *_on_again(tracker, turn.language)]
                ),
            ],
        )
        return _left(tracker, turn)
