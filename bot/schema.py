"""The one shape of a structured reply; whatever comes from Rasa either fits it or is not shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot.sentences import Language

INTENT_PAYLOAD = re.compile(r"/[A-Za-z][\w+]*(\{.*\})?\Z", re.DOTALL)


class ReplyError(ValueError):
    """A reply of Rasa does not fit the schema; the message tells where, and holds none of its text."""


def _web_address(url: str) -> str:
    # A page turns this into a link: javascript: and data: must never get there.
    if not re.match(r"https?://[^\s\"'<>]+\Z", url):
        raise ValueError("is not a web address")
    return url


def _intent_payload(payload: str) -> str:
    if not INTENT_PAYLOAD.match(payload):
        raise ValueError("is not /intent or /intent{entities}")
    return payload


Words = Annotated[str, Field(min_length=1, max_length=20_000)]
Url = Annotated[str, AfterValidator(_web_address)]
Payload = Annotated[str, Field(max_length=2_000), AfterValidator(_intent_payload)]


class Part(BaseModel):
    """Base of everything in a reply. Unknown fields are dropped, so that a newer action does not break the page."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Button(Part):
    """Something that the citizen can press; ``payload`` is sent back as it is."""

    title: Words
    payload: Payload


class Channel(Part):
    """A way to settle a dispute, with the six facts that make ways comparable.

    ``why`` one would take it and what to do ``if_it_fails`` come with a route of the navigator.
    """

    id: Words
    name: Words
    why: str | None = None
    if_it_fails: str | None = None
    fee: str = ""
    time: str = ""
    binding: str = ""
    enforcement: str = ""
    decided_by: str = ""
    not_for: str = ""
    how: str | None = None
    number: str | None = None
    url: Url | None = None


class Citation(Part):
    """An article of law; ``has_text`` tells whether ``/api/articles`` has its text."""

    law: Words
    article: str | None = None
    label: Words
    applies_from: str | None = None
    has_text: bool = False


class Deadline(Part):
    """A time limit in words; ``rule`` is the id of the rule that computes it, if one does."""

    text: Words
    rule: str | None = None


class Contact(Part):
    """Someone to call."""

    name: Words
    number: Words
    use_for: str = ""
    hours: str | None = None


class _Reply(Part):
    language: Language
    buttons: tuple[Button, ...] = ()


class TextReply(_Reply):
    """Plain text, never HTML."""

    kind: Literal["text"] = "text"
    text: Words


class CardReply(_Reply):
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


class ChannelsReply(_Reply):
    """Several ways to settle a dispute, side by side."""

    kind: Literal["channels"] = "channels"
    title: Words
    channels: Annotated[tuple[Channel, ...], Field(min_length=1)]


class ContactsReply(_Reply):
    """Numbers to call; ``urgent`` means now."""

    kind: Literal["contacts"] = "contacts"
    title: Words
    urgent: bool = False
    contacts: Annotated[tuple[Contact, ...], Field(min_length=1)]


class Effect(Part):
    """Something that the gateway does and never shows."""

    kind: Literal["effect"] = "effect"
    effect: Literal["language", "erase"]
    value: str | None = None


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
    outcome = custom.get("outcome") if isinstance(custom, dict) else None
    return outcome if isinstance(outcome, str) and re.fullmatch(r"[a-z_]{1,40}", outcome) else None


def _button(button: Any) -> Any:
    """Rasa lets a button have a type and other keys; only these two matter here."""
    if not isinstance(button, dict):
        return button
    return {"title": button.get("title"), "payload": button.get("payload")}
