"""Short questions about the last answer: what it costs, how long it takes, what to bring, where to go."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.guidance import answer, card_buttons, find, say_outcome, show_card
from actions.knowledge import Card, Channel
from actions.knowledge.models import Language
from actions.law import named_articles
from actions.saying import show, tell
from actions.search.follow_up import is_thin
from actions.search.results import Found, NothingFits, SearchUnavailable
from actions.services import Services, services
from actions.texts import say
from actions.turn import Turn
from understanding.normalise import normalise

Fact = Callable[[Card, Language, Services], list[str]]


def _ways(card: Card, kit: Services) -> list[Channel]:
    return [kit.knowledge.channels[way] for way in card.channels]


def _fact_of_ways(fact: str) -> Fact:
    def lines(card: Card, language: Language, kit: Services) -> list[str]:
        separator = ": " if language == "en" else "："
        return [
            f"{way.name.in_language(language)}{separator}{getattr(way, fact).in_language(language)}"
            for way in _ways(card, kit)
        ]

    return lines


def _cost(card: Card, language: Language, kit: Services) -> list[str]:
    own = card.in_language(language).cost
    return ([own] if own else []) + _fact_of_ways("fee")(card, language, kit)


def _duration(card: Card, language: Language, kit: Services) -> list[str]:
    own = card.in_language(language).duration
    return ([own] if own else []) + _fact_of_ways("time")(card, language, kit)


def _deadlines(card: Card, language: Language, kit: Services) -> list[str]:
    return [deadline.text for deadline in card.in_language(language).deadlines]


def _papers(card: Card, language: Language, kit: Services) -> list[str]:
    return list(card.in_language(language).papers)


def _law(card: Card, language: Language, kit: Services) -> list[str]:
    return [one["label"] for one in replies.citations(card.citations, kit.statutes, kit.today())]


ASPECTS: Mapping[str, Fact] = {
    "cost": _cost,
    "duration": _duration,
    "deadline": _deadlines,
    "papers": _papers,
    "result": _fact_of_ways("enforcement"),
    "failure": _fact_of_ways("if_it_fails"),
    "law": _law,
}


class ActionAnswerFollowup(Action):
    """Answers about the card that the conversation is about; without one, asks which matter is meant."""

    def name(self) -> str:
        return "action_answer_followup"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        return await follow_up(dispatcher, Turn.of(tracker))


async def follow_up(dispatcher: CollectingDispatcher, turn: Turn) -> list[EventType]:
    """What the last card says of the aspect that is asked for; all of it where it says nothing of its own."""
    kit = services()
    if named_articles(turn, kit, only=True):
        return await answer(dispatcher, turn)
    card = kit.knowledge.cards.get(turn.card_id or "")
    if card is None or not card.applies_on(kit.today()):
        return await _without_card(dispatcher, turn)
    aspect = turn.entities.get("aspect", "")
    if turn.intent == "ask_more" or aspect == "steps":
        return show_card(dispatcher, card, turn.language)
    if aspect == "place":
        return _show_places(dispatcher, card, turn.language, kit)
    lines = ASPECTS[aspect](card, turn.language, kit) if aspect in ASPECTS else []
    if not lines:
        return await _beyond_the_card(dispatcher, card, turn)
    title = say(f"followup_{aspect}", turn.language, title=card.in_language(turn.language).title)
    words = "\n".join([title, *(f"· {line}" for line in lines)])
    show(dispatcher, [replies.text(words, turn.language, card_buttons(card, turn.language, kit), "followup")])
    return []


async def _without_card(dispatcher: CollectingDispatcher, turn: Turn) -> list[EventType]:
    """A question that only sounded like a follow-up may still name its own matter."""
    if turn.text and not is_thin(normalise(turn.text)):
        return [SlotSet("last_question", turn.text), *await answer(dispatcher, turn)]
    tell(dispatcher, turn.language, "followup_no_card")
    return []


async def _beyond_the_card(dispatcher: CollectingDispatcher, card: Card, turn: Turn) -> list[EventType]:
    """The card does not say it in so many words: perhaps another card does, or this one in another place."""
    title = card.in_language(turn.language).title
    if not is_thin(normalise(turn.text)):
        outcome = await find(turn.text, turn, context=card.id)
        if isinstance(outcome, SearchUnavailable) or (
            isinstance(outcome, Found) and outcome.hits[0].card_id != card.id
        ):
            return say_outcome(dispatcher, outcome, turn.language)
        if isinstance(outcome, NothingFits):
            words = say("followup_unknown", turn.language, title=title)
            buttons = card_buttons(card, turn.language, services())
            show(dispatcher, [replies.text(words, turn.language, buttons, "followup_unknown")])
            return []
    # A question that only points (那个呢) has no better answer than everything that there is.
    show(dispatcher, [replies.text(say("followup_in_full", turn.language, title=title), turn.language)])
    return show_card(dispatcher, card, turn.language)


def _show_places(dispatcher: CollectingDispatcher, card: Card, language: Language, kit: Services) -> list[EventType]:
    title = say("followup_place", language, title=card.in_language(language).title)
    buttons = card_buttons(card, language, kit)
    show(dispatcher, [replies.channels(title, _ways(card, kit), kit.knowledge, language, buttons)])
    return []
