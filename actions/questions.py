"""A question or a problem in the citizen's own words."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.followup import follow_up
from actions.guidance import answer
from actions.saying import tell
from actions.search.follow_up import is_thin
from actions.turn import Turn
from understanding.normalise import normalise


class ActionAnswerGuidance(Action):
    """A question, or a problem told without a question; what only points is about the last answer, if there is one."""

    def name(self) -> str:
        return "action_answer_guidance"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        turn = Turn.of(tracker)
        if not turn.text:
            tell(dispatcher, turn.language, "ask_your_question")
            return []
        if turn.card_id and is_thin(normalise(turn.text)):
            return await follow_up(dispatcher, turn)
        return [SlotSet("last_question", turn.text), *await answer(dispatcher, turn)]
