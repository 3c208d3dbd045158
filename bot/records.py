"""What goes into the message store and comes out of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from bot.schema import Effect, Reminder
from bot.sentences import Language

Author = Literal["citizen", "assistant", "mediator"]
Replies = Sequence[Mapping[str, Any]]


class StoreUnavailable(Exception):
    """The message store cannot be read or written. ``reason`` is ``full``, ``locked`` or ``broken``."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"message store: {reason}")
        self.reason = reason


class IdReused(Exception):
    """The id of a message already belongs to a different text."""


class SecretInUse(Exception):
    """A secret that was to be new opens a conversation already."""


class PayloadNotOffered(Exception):
    """The payload is not one of a button that this conversation was shown."""


@dataclass(frozen=True)
class Incoming:
    """A citizen's message. ``text`` is masked, as it may be kept; ``language`` only when the citizen fixed it.

    ``words`` are what was really written. They are kept, sealed, when a mediator speaks or a question asked for them.
    """

    source_id: str
    text: str
    payload: str | None = None
    language: Language | None = None
    words: str | None = None


@dataclass(frozen=True)
class Message:
    """One stored message. ``at`` is in seconds of Unix time; ``body`` is what a messenger shows.

    ``words`` are what was sealed, shown over the body to those who may read it: ``shown`` is for the citizen's eyes.
    """

    seq: int
    source_id: str
    author: Author
    at: float
    body: Mapping[str, Any]
    state: str | None = None
    attempts: int = 0
    in_reply_to: int | None = None
    words: Mapping[str, Any] | None = None

    @property
    def is_pending(self) -> bool:
        """Whether a citizen still waits for the answer to this message."""
        return self.state == "pending"

    def shown(self) -> dict[str, Any]:
        """The message in the one shape that it has in replies, events and lists."""
        at = datetime.fromtimestamp(self.at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        relayed = {"relayed": True} if self.state == "relayed" else {}
        return {
            "seq": self.seq, "id": self.source_id, "from": self.author, "at": at, **relayed, **self.body,
            **(self.words or {}),
        }  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What is said to a message. ``counted`` names counters; ``language`` is the preference to fix, if any.

    ``cancelled`` holds the ids of reminders that are taken back, None for all, before ``reminders`` are kept;
    ``effects`` are those that touch cases.
    """

    replies: Replies
    counted: Sequence[str] = ()
    language: Language | None = None
    erases: bool = False
    reminders: Sequence[Reminder] = ()
    cancelled: Sequence[str | None] = ()
    effects: Sequence[Effect] = ()


@dataclass(frozen=True)
class Speaker:
    """Who speaks to the citizen. Of a mediator: the shown ``name``, the number of the ``case``, how far they read."""

    who: Literal["assistant", "mediator"] = "assistant"
    name: str | None = None
    case: str | None = None
    read_seq: int = 0


@dataclass(frozen=True)
class Feed:
    """A conversation after some seq. Up to ``erased_to`` things were erased; 0 when nothing was."""

    messages: Sequence[Message]
    pending: int
    last_seq: int
    erased_to: int
    language: Language | None
    speaker: Speaker = Speaker()


@dataclass(frozen=True)
class Turn:
    """A citizen's message that is to be answered now, and what is needed for it."""

    message: Message
    rasa_sender: str
    language: Language | None


def conversation_key(secret: str) -> str:
    """The name under which the conversation with this ``secret`` is kept."""
    return hashlib.blake2b(secret.encode(), digest_size=20).hexdigest()
