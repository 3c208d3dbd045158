"""Answers from guidance: the card that fits, or an honest word that none does, or that search is down."""

from __future__ import annotations

import asyncio
import logging

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.knowledge import Card
from actions.knowledge.models import Language
from actions.law import answer_from_law
from actions.replies import Button
from actions.saying import case_buttons, human_button, open_case_button, show, tell
from actions.search.results import Found, NothingFits, Outcome, SearchUnavailable
from actions.services import Services, services
from actions.texts import say
from actions.turn import Turn
from understanding.language import is_scribble

log = logging.getLogger(__name__)

SEARCH_SECONDS = 4.0
"""A citizen waits at most five seconds for a reply; this leaves one for Rasa and the gateway."""


async def find(question: str, turn: Turn, context: str | None = None) -> Outcome:
    """Search with a time limit. Whatever goes wrong is ``SearchUnavailable``, never "nothing fits"."""
    kit = services()
    look = asyncio.to_thread(kit.search.search, question, context=context, on=kit.today())
    try:
        return await asyncio.wait_for(look, SEARCH_SECONDS)
    except TimeoutError:
        log.warning("search took longer than %s s", SEARCH_SECONDS)
        return SearchUnavailable("too slow")
    except (OSError, RuntimeError, ValueError):
        log.exception("search failed")
        return SearchUnavailable("failed")


def card_buttons(card: Card, language: Language, kit: Services) -> list[Button]:
    """What may come after a card: was it helpful, its deadline, its channels, aid, a case, a person."""
    buttons = [
        replies.button(say("button_helpful", language), "/feedback_helpful"),
        replies.button(say("button_unhelpful", language), "/feedback_unhelpful"),
    ]
    rule = next((one.rule for one in card.deadlines if one.rule in kit.deadlines.rules), None)
    if rule:
        payload = f'/compute_deadline{{"deadline_rule": "{rule}"}}'
        buttons.append(replies.button(say("button_deadline", language), payload))
    if len(card.channels) > 1:
        buttons.append(replies.button(say("button_channels", language), "/find_channel"))
    if "legal-aid" in card.channels:
        buttons.append(replies.button(say("button_legal_aid", language), "/screen_legal_aid"))
    return [*buttons, *case_buttons(card.channels, language), human_button(language)]


def show_card(dispatcher: CollectingDispatcher, card: Card, language: Language) -> list[EventType]:
    """Give the card, and remember it as what the conversation is about."""
    kit = services()
    buttons = card_buttons(card, language, kit)
    show(dispatcher, [replies.card(card, kit.knowledge, kit.statutes, language, kit.today(), buttons)])
    return [SlotSet("card_id", card.id), SlotSet("feedback_pending", True)]


def say_outcome(dispatcher: CollectingDispatcher, outcome: Outcome, language: Language) -> list[EventType]:
    """The three outcomes, each in its own words."""
    if isinstance(outcome, Found):
        events = show_card(dispatcher, outcome.hits[0].card, language)
        # Kept for "not helpful" and for "the second one".
        return [*events, SlotSet("offered", [hit.card_id for hit in outcome.hits[1:]])]
    if isinstance(outcome, NothingFits):
        return offer_titles(dispatcher, [hit.card for hit in outcome.closest], "nothing_fits", language)
    tell(dispatcher, language, "search_unavailable", [human_button(language)], "unavailable")
    return []


def offer_titles(dispatcher: CollectingDispatcher, cards: list[Card], key: str, language: Language) -> list[EventType]:
    """Ask back with the closest titles, "none of these", a case and a person."""
    people = [open_case_button(language), human_button(language)]
    if not cards:
        tell(dispatcher, language, "nothing_fits_no_titles", people, "nothing")
        return [SlotSet("offered", [])]
    buttons = [*replies.title_buttons(cards, language), *people]
    tell(dispatcher, language, key, buttons, "nothing")
    return [SlotSet("offered", [card.id for card in cards])]


async def answer(dispatcher: CollectingDispatcher, turn: Turn) -> list[EventType]:
    """The answer to a question in words: the article that it asks for, else guidance, else what the law may have."""
    if ask_back(dispatcher, turn):
        return []
    outcome = await find(turn.text, turn)
    from_law = await answer_from_law(dispatcher, turn, outcome, services())
    if from_law is not None:
        return from_law
    return say_outcome(dispatcher, outcome, turn.language)


def ask_back(dispatcher: CollectingDispatcher, turn: Turn) -> bool:
    """Asks again where letters were pressed at random; tells whether they were."""
    if not is_scribble(turn.text):
        return False
    tell(dispatcher, turn.language, "scribble", [human_button(turn.language)], "nothing")
    return True


class ActionChooseOption(Action):
    """One of the titles that were offered, by button, by number, or none of them."""

    def name(self) -> str:
        return "action_choose_option"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        turn = Turn.of(tracker)
        if turn.intent == "none_of_these":
            tell(dispatcher, turn.language, "none_of_these_reply", [human_button(turn.language)], "none_of_these")
            return [SlotSet("offered", [])]
        card = _chosen(turn)
        if card is None:
            tell(dispatcher, turn.language, "ask_your_question")
            return []
        if not card.applies_on(services().today()):
            tell(dispatcher, turn.language, "card_gone")
            return []
        return show_card(dispatcher, card, turn.language)


def _chosen(turn: Turn) -> Card | None:
    """The card meant by a button's ``card_id`` or by an ordinal (1-based; -1 is the last) in the offered list."""
    card_id = turn.entities.get("card_id")
    ordinal = turn.entities.get("ordinal", "")
    if card_id is None and turn.offered and ordinal.lstrip("-").isdigit():
        position = int(ordinal) - 1 if int(ordinal) > 0 else int(ordinal)
        if -len(turn.offered) <= position < len(turn.offered):
            card_id = turn.offered[position]
    return services().knowledge.cards.get(card_id or "")
