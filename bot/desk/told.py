"""What the assistant told the citizen already, and what it was asked and did not answer. Pure, of the transcript."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import zip_longest

from pydantic import BaseModel

from bot.records import Message

NOT_ANSWERED = frozenset({"fallback", "unavailable", "no_answer"})
ASKED_BACK = frozenset({"nothing", "did_you_mean", "law_search"})
"""Counted as these, a reply offers what comes closest: an answer only if the citizen then takes one of them."""
NONE_OF_THESE = "/none_of_these"


class ShownCard(BaseModel):
    """A guidance card that the citizen was shown, and when first."""

    card_id: str
    title: str
    at: datetime


class Unanswered(BaseModel):
    """What the citizen said and the assistant had no answer to."""

    text: str
    at: datetime


def shown_cards(messages: Sequence[Message]) -> list[ShownCard]:
    """The cards in the order in which they were first shown."""
    found: dict[str, ShownCard] = {}
    for message in messages:
        if message.author == "assistant" and message.body.get("kind") == "card":
            card_id, title = str(message.body["card_id"]), str(message.body["title"])
            found.setdefault(card_id, ShownCard(card_id=card_id, title=title, at=_time(message)))
    return list(found.values())


def unanswered(messages: Sequence[Message]) -> list[Unanswered]:
    """What was not answered, the oldest first. Messages from before replies kept their outcome count as answered."""
    spoken = [message for message in messages if message.author == "citizen" and "text" in message.body]
    outcomes: dict[int, set[str]] = {}
    for message in messages:
        if message.in_reply_to is not None:
            outcomes.setdefault(message.in_reply_to, set()).add(str(message.body.get("outcome")))
    return [
        Unanswered(text=str(message.body["text"]), at=_time(message))
        for message, after in zip_longest(spoken, spoken[1:])
        if not message.body.get("erased") and _was_left_open(outcomes.get(message.seq, set()), after)
    ]


def _was_left_open(outcomes: set[str], after: Message | None) -> bool:
    if outcomes & NOT_ANSWERED:
        return True
    pressed = None if after is None else after.body.get("payload")
    return bool(outcomes & ASKED_BACK) and pressed in (None, NONE_OF_THESE)


def _time(message: Message) -> datetime:
    return datetime.fromtimestamp(message.at, UTC)
