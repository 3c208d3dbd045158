"""What an action needs to know of the turn it answers, read once from Rasa's tracker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet

from actions.knowledge.models import Language


@dataclass(frozen=True)
class Turn:
    """One citizen message with the slots that give it context.

    ``text`` is empty for a pressed button, whose meaning is in ``entities``.
    ``sureness`` is the probability of ``intent``, 1 where a button says it.
    ``offered`` holds the card ids of the last list that the citizen could choose from, in order.
    """

    language: Language
    text: str
    intent: str
    entities: Mapping[str, str] = field(default_factory=dict)
    card_id: str | None = None
    offered: Sequence[str] = ()
    last_question: str | None = None
    sureness: float = 1.0

    @classmethod
    def of(cls, tracker: Tracker) -> Turn:
        message = tracker.latest_message
        text = (message.get("text") or "").strip()
        intent = message.get("intent") or {}
        return cls(
            language="en" if tracker.get_slot("language") == "en" else "zh",
            text="" if text.startswith("/") else text,
            intent=intent.get("name") or "",
            entities={
                entity["entity"]: str(entity["value"])
                for entity in message.get("entities") or []
                if entity.get("value") is not None
            },
            card_id=tracker.get_slot("card_id"),
            offered=tuple(tracker.get_slot("offered") or ()),
            last_question=tracker.get_slot("last_question"),
            sureness=float(intent.get("confidence") or 1.0),
        )


def dialogue_left() -> list[EventType]:
    """Closes the dialogue that is on, if any. Its answers stay, so that it can be taken up again.

    What was said last is no answer of the dialogue, and must not be found as one when it goes on.
    """
    return [ActiveLoop(None), SlotSet("requested_slot", None), SlotSet("dialogue_answer", None)]
