"""The one action of the acting bot: looks an answer up by the intent, says it, and remembers that."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action
from rasa_sdk.events import SlotSet

ANSWERS = {"greet": "您好，请说您的问题。", "ask": "您好，您的话收到了。", "thanks": "不客气。"}


class ActionAnswer(Action):
    """Answers without any thinking: what it takes is the way there and back."""

    def name(self) -> str:
        """As in domain.yml."""
        return "action_answer"

    def run(self, dispatcher: Any, tracker: Any, domain: dict) -> list:
        """Say the answer of the intent."""
        intent = (tracker.latest_message.get("intent") or {}).get("name") or "ask"
        dispatcher.utter_message(text=ANSWERS.get(intent, ANSWERS["ask"]))
        return [SlotSet("answered", intent)]
