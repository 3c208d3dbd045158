"""What the assistant can do, said in one breath, with a button for each."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.saying import tell
from actions.texts import say
from actions.turn import Turn

OFFERED = (
    ("button_channels", "/find_channel"),
    ("button_legal_aid", "/screen_legal_aid"),
    ("button_deadline", "/compute_deadline"),
    ("button_open_case", "/open_case"),
    ("button_human", "/ask_human"),
)


class ActionCapabilities(Action):
    """Says what can be asked for."""

    def name(self) -> str:
        return "action_capabilities"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        turn = Turn.of(tracker)
        buttons = [replies.button(say(key, turn.language), payload) for key, payload in OFFERED]
        tell(dispatcher, turn.language, "capabilities", buttons)
        return []
