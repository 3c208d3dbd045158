"""How actions speak: one sentence of data/texts.yml, or messages that are built already."""

from __future__ import annotations

from collections.abc import Iterable

from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.knowledge.models import Language
from actions.replies import Button, Message
from actions.texts import say

MEDIATION = frozenset(
    {
        "peoples-mediation", "industry-mediation", "commercial-mediation", "labour-mediation", "medical-mediation",
        "financial-mediation", "securities-mediation", "ip-mediation", "three-office-linkage", "governance-centre",
        "one-stop-online", "non-litigation-centre",
    }
)  # fmt: skip
"""Channels (data/channels.yml) that a case with a mediator can lead to."""


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


def open_case_button(language: Language) -> Button:
    """Leads to a case with a mediator."""
    return replies.button(say("button_open_case", language), "/open_case")


def case_buttons(ways: Iterable[str], language: Language) -> list[Button]:
    """Opens a case, where one of the channels is a mediation that a case leads to; else nothing."""
    return [open_case_button(language)] if MEDIATION & set(ways) else []


def put_through_button(reason: str, language: Language) -> Button:
    """Pressing it opens a short case for whoever was shown what it is used for."""
    return replies.button(say(f"button_put_through_{reason}", language), f'/put_through{{"case_reason": "{reason}"}}')
