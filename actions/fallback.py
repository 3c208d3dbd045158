"""Not understood: search first, then "did you mean", then an honest last word."""

from __future__ import annotations

from collections.abc import Mapping

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet, UserUtteranceReverted
from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.guidance import ask_back, find
from actions.knowledge.models import Language
from actions.law import answer_from_law
from actions.replies import Button
from actions.saying import human_button, tell
from actions.search.results import Found, NothingFits
from actions.services import services
from actions.texts import say
from actions.turn import Turn

MOST_GUESSES = 2
MOST_TITLES = 3

GUESSES: Mapping[str, str] = {
    "ask_human": "button_human",
    "find_channel": "button_channels",
    "screen_legal_aid": "button_legal_aid",
    "compute_deadline": "button_deadline",
    "ask_capabilities": "button_capabilities",
    "open_case": "button_open_case",
    "check_case": "button_check_case",
    "withdraw_case": "button_withdraw_case",
    "erase_data": "button_erase",
    "change_language": "button_language",
    "stop": "button_stop",
    "resume": "button_resume",
}
"""Acts that can be offered as a guess, with the words on their button."""


class ActionDefaultAskAffirmation(Action):
    """First stage: offers the closest guidance and the likeliest acts, and "none of these"."""

    def name(self) -> str:
        return "action_default_ask_affirmation"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        turn = Turn.of(tracker)
        if ask_back(dispatcher, turn):
            return []
        cards = []
        if turn.text:
            outcome = await find(turn.text, turn)
            from_law = await answer_from_law(dispatcher, turn, outcome, services())
            if from_law is not None:
                return from_law
            if isinstance(outcome, Found | NothingFits):
                hits = outcome.hits if isinstance(outcome, Found) else outcome.closest
                cards = [hit.card for hit in hits[:MOST_TITLES]]
        *titles, none = replies.title_buttons(cards, turn.language)
        buttons = [*titles, *guess_buttons(tracker.latest_message, turn.language), none]
        tell(dispatcher, turn.language, "did_you_mean", buttons, "did_you_mean")
        return [SlotSet("offered", [card.id for card in cards])]


class ActionDefaultFallback(Action):
    """Last stage: says that it did not understand, points to a person, and forgets the misunderstood turn."""

    def name(self) -> str:
        return "action_default_fallback"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        turn = Turn.of(tracker)
        tell(dispatcher, turn.language, "fallback_rephrase", [human_button(turn.language)], "fallback")
        return [UserUtteranceReverted()]


def guess_buttons(message: Mapping, language: Language) -> list[Button]:
    """The likeliest acts that can be offered as guesses, best first."""
    ranking = [one.get("name") for one in message.get("intent_ranking") or []]
    names = [name for name in ranking if name in GUESSES][:MOST_GUESSES]
    return [replies.button(say(GUESSES[name], language), f"/{name}") for name in names]
