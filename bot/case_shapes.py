"""What is said about cases between Rasa, the gateway and the page: the wish to open one, and what became of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from bot.reply_parts import Line, Part, Spoken, Words

CaseEvent = Literal[
    "opened", "claimed", "taken_over", "handed_back", "put_back", "transferred", "supervised", "closed", "reopened",
    "withdrawn", "refused", "status", "erased", "rated", "called_back", "code",
]  # fmt: skip


class CaseReply(Spoken):
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


OWN_BUTTONS = frozenset(
    f"/case_{name}" for name in ("status", "assistant", "mediator", "callback", "code", "withdraw")
)
"""Payloads that a page always offers; the gateway itself answers them. They say nothing that could be guessed."""
