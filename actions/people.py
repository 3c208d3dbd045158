"""Mediators: opening a case, being put through to a person, asking after a case, taking it back.

No action touches a case: what is wanted goes to the gateway as an effect (docs/cases.md, "Effects").
"""

from __future__ import annotations

import asyncio

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.dialogues.form import answers_of, concluded_of, dialogue_of
from actions.dialogues.opening import start
from actions.dialogues.registry import dialogues, intake
from actions.intake.entities import Told
from actions.knowledge.models import Language
from actions.saying import open_case_button, put_through_button, show, tell
from actions.services import services
from actions.texts import say
from actions.turn import Turn, dialogue_left

PEOPLE = ("12348", "12345", "12333", "12315", "12368")
PUT_THROUGH = ("person", "danger")
"""Why somebody may want to be put through at once, as the button says."""


class ActionOfferHuman(Action):
    """A person is wanted: a mediator after one clear yes, or somebody to call."""

    def name(self) -> str:
        return "action_offer_human"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        turn = Turn.of(tracker)
        offer = say("human_offer", turn.language, purpose=intake().purpose_in_short[turn.language])
        buttons = [
            put_through_button("person", turn.language),
            open_case_button(turn.language),
        ]
        # One message: a list of lines with a button each would push the way to a mediator off a phone's screen.
        words = "\n".join([offer, "", say("human_lines", turn.language), *_lines(turn.language)])
        show(dispatcher, [replies.text(words, turn.language, buttons, outcome="human")])
        return dialogue_left()


def _lines(language: Language) -> list[str]:
    """Each number with what it is for."""
    hotlines = services().knowledge.hotlines
    separator = ": " if language == "en" else "："
    lines = [hotlines[number] for number in PEOPLE if number in hotlines]
    return [f"· {line.number}{separator}{line.use_for.in_language(language)}" for line in lines]


class ActionPutThrough(Action):
    """The yes to a person: a short case, with what is known already."""

    def name(self) -> str:
        return "action_put_through"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        turn = Turn.of(tracker)
        said = turn.entities.get("case_reason", "")
        reason = said if said in PUT_THROUGH else "person"
        answers = answers_of(tracker) if tracker.get_slot("dialogue") == "intake" else await _begun(tracker, turn)
        wish = intake().wish({"what_happened": "story", **answers}, reason, turn.language)
        show(dispatcher, [replies.effect("open_case", wish)])
        return [SlotSet("dialogue", None), SlotSet("dialogue_answers", None), *dialogue_left()]


class ActionOpenCase(Action):
    """Opens the intake, with what was already said."""

    def name(self) -> str:
        return "action_open_case"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        turn = Turn.of(tracker)
        if tracker.get_slot("dialogue") == "intake":
            return start(tracker, "intake", {}, dispatcher)
        answers = await _begun(tracker, turn)
        events = start(tracker, "intake", answers, dispatcher)
        noted = intake().noted(answers, turn.language)
        if noted:
            words = "\n".join([say("intake_noted", turn.language), *noted, say("intake_noted_end", turn.language)])
            show(dispatcher, [replies.text(words, turn.language)])
        return events


class ActionCheckCase(Action):
    """The state of a case is asked after; the gateway knows it."""

    def name(self) -> str:
        return "action_check_case"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        turn = Turn.of(tracker)
        tell(dispatcher, turn.language, "check_case_elsewhere", outcome="check_case")
        show(dispatcher, [replies.effect("case_status")])
        return dialogue_left()


class ActionWithdrawCase(Action):
    """A case is to be taken back; the gateway asks once more before it is."""

    def name(self) -> str:
        return "action_withdraw_case"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        show(dispatcher, [replies.effect("withdraw_case")])
        return dialogue_left()


async def _begun(tracker: Tracker, turn: Turn) -> dict[str, str]:
    """What is known before the intake has asked anything, read in a thread: telling meaning takes milliseconds."""
    return await asyncio.to_thread(_known, tracker, turn)


def _known(tracker: Tracker, turn: Turn) -> dict[str, str]:
    kit, concluded = services(), concluded_of(tracker)
    if dialogue_of(tracker):
        # What another dialogue was told before it was left counts too.
        concluded = {**concluded, tracker.get_slot("dialogue"): answers_of(tracker)}
    today = kit.today()
    now = kit.intake_reader.read(turn.text, today) if turn.text else Told()
    # "Open a case" alone tells nothing; "open a case, my landlord keeps 9,000 yuan" is the story.
    stories = [story for story in (turn.last_question, turn.text if now != Told() else None) if story]
    attached = {
        name: dialogues()[dialogue].in_words(concluded[dialogue], turn.language, kit)
        for name, dialogue in (("screening", "screening"), ("route", "navigator"))
        if dialogue in concluded
    }
    return intake().begun(stories, concluded, {name: words for name, words in attached.items() if words}, today)
