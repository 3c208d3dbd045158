"""The shapes in which the desk shows what was done with a case: the audit trail and private notes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel

from bot.cases.records import CaseEvent, Note, State
from bot.desk.case_shapes import Named, moment


class ActorShown(BaseModel):
    """Who did something."""

    kind: Literal["staff", "citizen", "assistant", "system", "partner"]
    name: str | None


class EventShown(BaseModel):
    """One line of the audit trail."""

    id: int
    at: datetime
    actor: ActorShown
    event: str
    from_state: State | None
    to_state: State | None
    why: str | None
    details: dict[str, Any]


class EventList(BaseModel):
    """The audit trail, the oldest first."""

    events: list[EventShown]


class NoteShown(BaseModel):
    """A private note."""

    id: str
    at: datetime
    by: Named
    text: str


class NoteList(BaseModel):
    """The notes, the oldest first."""

    notes: list[NoteShown]


def event_shown(event: CaseEvent, names: Mapping[str, str]) -> EventShown:
    """A line of the audit trail; ``names`` are those of members by id."""
    kind, _, who = event.actor.partition(":")
    name = names.get(who) if kind == "staff" else who or None
    return EventShown.model_validate(
        {
            "id": event.id,
            "at": moment(event.at),
            "actor": {"kind": kind, "name": name},
            "event": event.event,
            "from_state": event.from_state,
            "to_state": event.to_state,
            "why": event.why,
            "details": dict(event.details),
        }
    )


def note_shown(note: Note, names: Mapping[str, str]) -> NoteShown:
    """A private note; ``names`` are those of members by id."""
    by = Named(id=note.staff or "", name=names.get(note.staff or ""))
    return NoteShown(id=note.id, at=moment(note.at), by=by, text=note.text)
