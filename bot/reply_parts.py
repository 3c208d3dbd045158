"""What replies are made of: buttons, channels, citations, contacts, links. Whatever is put into one is checked."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from bot.sentences import Language

INTENT_PAYLOAD = re.compile(r"/[A-Za-z][\w+]*(\{.*\})?\Z", re.DOTALL)


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


def outcome_name(name: object) -> str | None:
    """``name`` as one under which a reply is counted, or None: only short plain names count."""
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


class Spoken(Part):
    """Base of every reply that is shown."""

    language: Language
    buttons: tuple[Button, ...] = ()
    # Under which it is counted. Kept, so that a mediator is shown what was asked and not answered.
    outcome: Annotated[str | None, BeforeValidator(outcome_name)] = None
