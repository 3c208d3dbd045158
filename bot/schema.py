"""The one shape of a structured reply; whatever comes from Rasa either fits it or is not shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import NoneType
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError, model_validator

from bot.case_shapes import OpenCase
from bot.reply_parts import (
    Button,
    Channel,
    Citation,
    Contact,
    Deadline,
    Link,
    Part,
    Picture,
    ReminderId,
    Spoken,
    Words,
    outcome_name,
)
from bot.sentences import Language


class ReplyError(ValueError):
    """A reply of Rasa does not fit the schema; the message tells where, and holds none of its text."""


class TextReply(Spoken):
    """Plain text, never HTML, with articles to open, links to files and a picture where there are any.

    ``keeps`` names what a question asks for, when the words of the answer are to be kept (sealed) for a case.
    """

    kind: Literal["text"] = "text"
    text: Words
    citations: Annotated[tuple[Citation, ...], Field(max_length=5)] = ()
    links: Annotated[tuple[Link, ...], Field(max_length=5)] = ()
    picture: Picture | None = None
    keeps: Annotated[str, Field(pattern=r"^[a-z_]{1,32}$")] | None = None


class CardReply(Spoken):
    """A guidance card. ``more`` is Markdown without HTML; ``as_of`` an ISO date."""

    kind: Literal["card"] = "card"
    card_id: Words
    title: Words
    answer: Words
    as_of: str | None = None
    steps: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    cost: str | None = None
    duration: str | None = None
    deadlines: tuple[Deadline, ...] = ()
    channels: tuple[Channel, ...] = ()
    citations: tuple[Citation, ...] = ()
    more: str | None = None


class ChannelsReply(Spoken):
    """Several ways to settle a dispute, side by side."""

    kind: Literal["channels"] = "channels"
    title: Words
    channels: Annotated[tuple[Channel, ...], Field(min_length=1)]


class ContactsReply(Spoken):
    """Numbers to call; ``urgent`` means now."""

    kind: Literal["contacts"] = "contacts"
    title: Words
    urgent: bool = False
    contacts: Annotated[tuple[Contact, ...], Field(min_length=1)]


class Reminder(Part):
    """What is to be said in this conversation at the moments ``at``, because of the day ``on``.

    The same ``id`` again takes the place of the earlier one.
    """

    id: ReminderId
    on: date
    at: Annotated[tuple[AwareDatetime, ...], Field(min_length=1, max_length=4)]
    language: Language
    text: Annotated[str, Field(min_length=1, max_length=1_000)]
    buttons: Annotated[tuple[Button, ...], Field(max_length=4)] = ()


TAKES: dict[str, tuple[type, ...]] = {
    "remind": (Reminder,),
    "open_case": (OpenCase,),
    "case_status": (NoneType,),
    "withdraw_case": (str, NoneType),
}
"""What the value of an effect must be, where it matters."""


class Effect(Part):
    """Something that the gateway does and never shows.

    ``language`` takes ``zh`` or ``en``; ``remind`` a ``Reminder``; ``cancel_reminder`` the id of one, or nothing for
    all of the conversation; ``erase`` nothing; ``open_case`` an ``OpenCase``; ``case_status`` nothing;
    ``withdraw_case`` the number of a case, or nothing for the only one.
    """

    kind: Literal["effect"] = "effect"
    effect: Literal["language", "erase", "remind", "cancel_reminder", "open_case", "case_status", "withdraw_case"]
    value: Reminder | OpenCase | Annotated[str, Field(max_length=2_000)] | None = None

    @model_validator(mode="after")
    def _takes_its_own_value(self) -> Effect:
        if not isinstance(self.value, TAKES.get(self.effect, (str, NoneType))):
            raise ValueError("has a value that this effect does not take")
        return self


Reply = TextReply | CardReply | ChannelsReply | ContactsReply
_SHOWN_OR_DONE: TypeAdapter[Reply | Effect] = TypeAdapter(Annotated[Reply | Effect, Field(discriminator="kind")])


def reply_parse(raw: Mapping[str, Any], language: Language) -> tuple[Reply | Effect, ...]:
    """Turn one message of Rasa's REST channel into replies.

    A message with ``custom`` is a structured reply; ``text`` with ``buttons`` becomes a ``TextReply`` in
    ``language``. One message may hold both. Raises ``ReplyError``.
    """
    parsed: list[Reply | Effect] = []
    try:
        if raw.get("text"):
            offered = raw.get("buttons") or []
            buttons = [_button(button) for button in offered] if isinstance(offered, list) else offered
            parsed.append(TextReply.model_validate({"text": raw["text"], "buttons": buttons, "language": language}))
        if raw.get("custom"):
            custom = raw["custom"]
            if isinstance(custom, dict) and "language" not in custom:
                custom = {**custom, "language": language}
            parsed.append(_SHOWN_OR_DONE.validate_python(custom))
    except ValidationError as error:
        places = {".".join(map(str, part["loc"])) + ": " + part["type"] for part in error.errors(include_input=False)}
        raise ReplyError(", ".join(sorted(places))) from error
    if not parsed:
        raise ReplyError("neither text nor custom, but " + ", ".join(sorted(map(str, raw))))
    return tuple(parsed)


def outcome_of(raw: Mapping[str, Any]) -> str | None:
    """The name under which the action wants this reply counted, or None. Only short plain names count."""
    custom = raw.get("custom")
    return outcome_name(custom.get("outcome")) if isinstance(custom, dict) else None


def _button(button: Any) -> Any:
    """Rasa lets a button have a type and other keys; only these two matter here."""
    if not isinstance(button, dict):
        return button
    return {"title": button.get("title"), "payload": button.get("payload")}
