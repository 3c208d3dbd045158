"""Where a person can be reached, and the honest word that this chat keeps no cases yet."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.saying import human_button, show, tell
from actions.services import services
from actions.texts import say
from actions.turn import Turn, dialogue_left

PEOPLE = ("12348", "12345", "12333", "12315", "12368")
SELF_SERVICE = ("one-stop-online", "non-litigation-centre", "peoples-mediation")


class ActionOfferHuman(Action):
    """A person is wanted."""

    def name(self) -> str:
        return "action_offer_human"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        turn, knowledge = Turn.of(tracker), services().knowledge
        lines = [knowledge.hotlines[number] for number in PEOPLE if number in knowledge.hotlines]
        show(
            dispatcher,
            [
                replies.text(say("human_no_desk", turn.language), turn.language, outcome="human"),
                replies.contacts(say("human_contacts_title", turn.language), lines, turn.language),
            ],
        )
        return dialogue_left()


class ActionOpenCase(Action):
    """A case is to be opened: where that can be done."""

    def name(self) -> str:
        return "action_open_case"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        turn, knowledge = Turn.of(tracker), services().knowledge
        ways = [knowledge.channels[way] for way in SELF_SERVICE]
        title = say("channels_title", turn.language)
        show(
            dispatcher,
            [
                replies.text(say("open_case_not_here", turn.language), turn.language, outcome="open_case"),
                replies.channels(title, ways, knowledge, turn.language),
            ],
        )
        return dialogue_left()


class ActionCheckCase(Action):
    """The state of a case is asked after."""

    def name(self) -> str:
        return "action_check_case"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        turn = Turn.of(tracker)
        tell(dispatcher, turn.language, "check_case_not_here", [human_button(turn.language)], "check_case")
        return dialogue_left()
