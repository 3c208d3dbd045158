"""How actions speak: one sentence of data/texts.yml, or messages that are built already."""

from __future__ import annotations

from collections.abc import Iterable

from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.knowledge.models import Language
from actions.replies import Button, Message
from actions.texts import say


def show(dispatcher: CollectingDispatcher, messages: Iterable[Message]) -> None:
    """Say each message, in order."""
    for message in messages:
        dispatcher.utter_message(json_message=message)


def tell(
    dispatcher: CollectingDispatcher,
    language: Language,
    key: str,
    buttons: Iterable[Button] = (),
    outcome: str | None = None,
) -> None:
    """Say the sentence ``key``; ``outcome`` is the name under which the gateway counts it."""
    show(dispatcher, [replies.text(say(key, language), language, buttons, outcome)])


def human_button(language: Language) -> Button:
    """Leads to the people who can be reached."""
    return replies.button(say("button_human", language), "/ask_human")
