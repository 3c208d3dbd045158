"""The one shape of a structured reply; whatever comes from Rasa either fits it or is not shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from types import NoneType
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from bot.sentences import Language

INTENT_PAYLOAD = re.compile(r"/[A-Za-z][\w+]*(\{.*\})?\Z", re.DOTALL)


class ReplyError(ValueError):
    """A reply of Rasa does not fit the schema; the message tells where, and holds none of its text."""


def _web_address(url: str) -> str:
    # A page turns this into a link: javascript: and data: must never get there.
    if not re.match(r"https?://[^\s\"'<>]+\Z", url):
        raise ValueError("is not a web address")
    return url


def _own_address(url: str) -> str:
    # Only what this gateway itself gives out: a link may lead nowhere else, by no spelling of the path.
    if ".." in url or not re.match(r"/api/[\w./-]+(\?[\w.~%+&=-]*)?\Z", url, re.ASCII):
        raise ValueError("is not an address under /api/")
    return url


def _intent_payload(payload: str) -> str:
    if not INTENT_PAYLOAD.match(payload):
        raise ValueError("is not /intent or /intent{entities}")
    return payload


def _outcome(name: object) -> str | None:
    return name if isinstance(name, str) and re.fullmatch(r"[a-z_]{1,40}", name) else None


Words = Annotated[str, Field(min_length=1, max_length=20_000)]
Url = Annotated[str, AfterValidator(_web_address)]
OwnUrl = Annotated[str, Field(max_length=2_000), AfterValidator(_own_address)]
Line = Annotated[str, Field(max_length=500)]
ReminderId = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,100}$")]
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


class Link(Part):
    """A file that this gateway gives out."""

    title: Words
    url: OwnUrl


class Picture(Part):
    """A picture that this gateway gives out; ``alt`` says in words what is on it."""

    url: OwnUrl
    alt: Words


class _Reply(Part):
    language: Language
    buttons: tuple[Button, ...] = ()
    # Under which it is counted. Kept, so that a mediator is shown what was asked and not answered.
    outcome: Annotated[str | None, BeforeValidator(_outcome)] = None


class TextReply(_Reply):
    """Plain text, never HTML, with links to files and a picture where there are any.

    ``keeps`` names what a question asks for, when the words of the answer are to be kept (sealed) for a case.
    """

    kind: Literal["text"] = "text"
    text: Words
    links: Annotated[tuple[Link, ...], Field(max_length=5)] = ()
    picture: Picture | None = None
    keeps: Annotated[str, Field(pattern=r"^[a-z_]{1,32}$")] | None = None


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


CaseEvent = Literal[
    "opened", "claimed", "taken_over", "handed_back", "put_back", "transferred", "supervised", "closed", "reopened",
    "withdrawn", "refused", "status", "erased", "rated", "called_back", "code",
]  # fmt: skip


class CaseReply(_Reply):
    """What became of a case, told to the citizen. ``state`` is one of ``docs/cases.md``; ``name`` the mediator's.

    ``place`` is how many cases are before it and itself, ``due`` by when the present state should have ended. Only the
    citizen is ever shown the ``code``.
    """

    kind: Literal["case"] = "case"
    event: CaseEvent
    number: str | None = None
    state: str | None = None
    text: Words
    code: str | None = None
    place: int | None = None
    due: AwareDatetime | None = None
    name: str | None = None


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


class OpenCase(Part):
    """The wish to open a case, as far as the citizen has told. ``kind`` is an id of ``data/intake.yml``.

    ``amount`` is in yuan. Any text may hold the placeholder of a masked number: the words are then taken from what
    the citizen wrote to the question that ``keeps`` this field. ``attachments`` are longer texts by name, such as the
    result of a screening.
    """

    kind: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,31}$")]
    reason: Literal["asked", "person", "danger", "screening"] = "asked"
    what_happened: Annotated[str, Field(max_length=4_000)] | None = None
    other_side: Line | None = None
    wishes: Annotated[str, Field(max_length=2_000)] | None = None
    amount: Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)] | None = None
    district: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,31}$")] | None = None
    subdistrict: Annotated[str, Field(max_length=64)] | None = None
    happened_on: date | None = None
    tried: Annotated[str, Field(max_length=2_000)] | None = None
    evidence: Annotated[tuple[Line, ...], Field(max_length=30)] = ()
    contact: Line | None = None
    consent_version: Annotated[str, Field(max_length=16)] | None = None
    priority: Annotated[int, Field(ge=0, le=2)] = 0
    attachments: Annotated[
        dict[Annotated[str, Field(pattern=r"^[a-z_]{1,32}$")], Annotated[str, Field(max_length=4_000)]],
        Field(max_length=8),
    ] = {}


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


OWN_BUTTONS = frozenset(
    f"/case_{name}" for name in ("status", "assistant", "mediator", "callback", "code", "withdraw")
)
"""Payloads that a page always offers; the gateway itself answers them. They say nothing that could be guessed."""

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
    return _outcome(custom.get("outcome")) if isinstance(custom, dict) else None


def _button(button: Any) -> Any:
    """Rasa lets a button have a type and other keys; only these two matter here."""
    if not isinstance(button, dict):
        return button
    return {"title": button.get("title"), "payload": button.get("payload")}
