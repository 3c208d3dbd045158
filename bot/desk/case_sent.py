"""The shapes of what the desk is sent about cases."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.cases.records import Outcome
from bot.desk.member_shapes import Sent

LONGEST_MESSAGE = 2_000  # characters, as for citizens

Why = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
WhyOrNot = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4_000)]
Slug = Annotated[str, Field(max_length=64)]


class WithWhy(Sent):
    """Why something is done; it is kept in the audit trail."""

    why: Why


class HandOn(Sent):
    """To which colleague, by id."""

    to: Slug
    why: WhyOrNot = ""


class Transfer(WithWhy):
    """To which organisation."""

    organisation: Slug


class Agreement(Sent):
    """What was agreed, as article 29 of the People's Mediation Law asks for it. Every text may be missing."""

    form: Literal["written", "spoken"] | None = None
    disputed: Text | None = None
    responsibility: Text | None = None
    terms: Text | None = None
    way: Text | None = None
    due: Line | None = None


class Close(Sent):
    """How the case ended."""

    outcome: Outcome
    why: WhyOrNot = ""
    agreement: Agreement | None = None


class Visit(Sent):
    """What the return visit found."""

    on: date | None = None
    with_: Annotated[Line | None, Field(alias="with")] = None
    way: Literal["in_person", "phone", "online"] | None = None
    performed: Literal["full", "part", "none", "not_due"] | None = None
    satisfied: Annotated[int, Field(ge=1, le=5)] | None = None
    court: Line | None = None
    hidden_trouble: Text | None = None
    text: Text | None = None


class Review(Sent):
    """The return visit of a closed case."""

    visit: Visit = Visit()


class Raise(Sent):
    """How pressing the case is: 0 usual, 1 raised, 2 danger."""

    priority: Annotated[int, Field(ge=0, le=2)]
    why: WhyOrNot = ""


class SendTo(Sent):
    """To which partner, by id."""

    partner: Slug
    why: WhyOrNot = ""


class ParticipantAdd(Sent):
    """Which organisation takes part as what: ids in ``data/routing.yml``."""

    organisation: Slug
    role: Slug


class Reply(Sent):
    """What the mediator writes to the citizen. The same ``id`` again is the same message."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:-]{1,64}$")]
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_MESSAGE)]


class Read(Sent):
    """Up to which seq the mediator has read."""

    seq: Annotated[int, Field(ge=0)]


class NoteAdd(Sent):
    """A note that the citizen never sees."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4_000)]


class ConflictAdd(Sent):
    """The name of a person or company with whom a conflict of interest exists."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class Seen(Sent):
    """Up to which notice everything was shown."""

    up_to: Annotated[int, Field(ge=0)]


class Decision(Sent):
    """Whether an answer that waits may be given."""

    decision: Literal["approve", "refuse"]
