"""Acts about the conversation itself: language, erasing, stopping, going on, feedback, what is out of scope."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.dialogues.form import FORM
from actions.guidance import ask_back, find, offer_titles, show_card
from actions.knowledge.models import Language
from actions.law import named_articles
from actions.saying import human_button, show, tell
from actions.search.results import Found
from actions.services import services
from actions.texts import say
from actions.turn import Turn, dialogue_left

SURE_OF_NOT_OURS = 0.6
"""Below this probability a message that the search has a card for is asked back. Chosen on dev parts."""
MOST_TITLES = 3


class ActionChangeLanguage(Action):
    """Fixes the language of the replies; the gateway keeps it for the conversation."""

    def name(self) -> str:
        return "action_change_language"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        turn = Turn.of(tracker)
        said = turn.entities.get("language_wanted")
        if said in ("zh", "en"):
            wanted: Language = "en" if said == "en" else "zh"
            show(dispatcher, [replies.effect("language", wanted)])
            tell(dispatcher, wanted, "language_changed")
            return [SlotSet("language", wanted)]
        buttons = [
            replies.button(say(f"button_{name}", turn.language), f'/change_language{{"language_wanted": "{code}"}}')
            for name, code in (("chinese", "zh"), ("english", "en"))
        ]
        tell(dispatcher, turn.language, "language_which", buttons)
        return []


class ActionEraseData(Action):
    """Says what will go, asks once, and erases on the yes that follows."""

    def name(self) -> str:
        return "action_erase_data"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        turn = Turn.of(tracker)
        if turn.intent == "affirm":
            show(dispatcher, [replies.text(say("erase_done", turn.language), turn.language), replies.effect("erase")])
            return []
        if turn.intent == "deny":
            tell(dispatcher, turn.language, "erase_kept")
            return []
        buttons = [
            replies.button(say("erase_yes", turn.language), "/affirm"),
            replies.button(say("erase_no", turn.language), "/deny"),
        ]
        # Under this outcome the gateway, which alone knows of cases, says first what becomes of them.
        tell(dispatcher, turn.language, "erase_ask", buttons, "erase_ask")
        # A dialogue that was on ends here: else the yes would be taken for its next answer.
        return dialogue_left()


class ActionStop(Action):
    """Stops what is going on; nothing said is lost."""

    def name(self) -> str:
        return "action_stop"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        turn = Turn.of(tracker)
        key = "stopped" if turn.card_id else "stopped_nothing"
        tell(dispatcher, turn.language, key)
        return []


class ActionResume(Action):
    """Goes on where the conversation was."""

    def name(self) -> str:
        return "action_resume"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        turn, kit = Turn.of(tracker), services()
        if tracker.get_slot("dialogue"):
            tell(dispatcher, turn.language, "dialogue_resume")
            return [FollowupAction(FORM)]
        card = kit.knowledge.cards.get(turn.card_id or "")
        if card is None or not card.applies_on(kit.today()):
            tell(dispatcher, turn.language, "resume_nothing")
            return []
        title = card.in_language(turn.language).title
        show(dispatcher, [replies.text(say("resume_card", turn.language, title=title), turn.language)])
        return show_card(dispatcher, card, turn.language)


class ActionFeedback(Action):
    """Was the answer of use? The gateway counts it; "no" brings the runners-up and a person."""

    def name(self) -> str:
        return "action_feedback"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        turn, knowledge = Turn.of(tracker), services().knowledge
        done: list[EventType] = [SlotSet("feedback_pending", None)]
        if turn.intent == "feedback_helpful":
            tell(dispatcher, turn.language, "feedback_thanks", outcome="helpful")
            return done
        others = [knowledge.cards[one] for one in turn.offered if one in knowledge.cards and one != turn.card_id]
        tell(dispatcher, turn.language, "feedback_what", outcome="unhelpful")
        return [*done, *offer_titles(dispatcher, others[:3], "feedback_sorry", turn.language)]


class ActionOutOfScope(Action):
    """Says what it cannot do and what it can. An article that was named is read out all the same."""

    def name(self) -> str:
        return "action_out_of_scope"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        turn = Turn.of(tracker)
        articles = named_articles(turn, services(), only=True)
        if articles:
            show(dispatcher, articles)
            return []
        if ask_back(dispatcher, turn):
            return []
        outcome = await find(turn.text, turn) if turn.sureness < SURE_OF_NOT_OURS else None
        if isinstance(outcome, Found):
            # It may be ours after all: asked back, and never answered as if it were.
            cards = [hit.card for hit in outcome.hits[:MOST_TITLES]]
            return offer_titles(dispatcher, cards, "did_you_mean", turn.language)
        tell(dispatcher, turn.language, "out_of_scope", [human_button(turn.language)], "out_of_scope")
        return []
