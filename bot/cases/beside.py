"""What stands beside a case: private notes, other organisations that take part, the audit trail, what staff is told."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, select, update

from bot.cases.access import standings
from bot.cases.records import Case, CaseEvent, Event, Forbidden, Member, Note, Notice
from bot.cases.rows import event_of
from bot.cases.tables import case_events, case_notes, case_participants, cases, notices
from bot.cases.work import Work

VIEW_EVERY = 600.0
"""Seconds in which a member's looks at a case are one row of the audit trail."""


def viewed(work: Work, case: Case, *, only_look: bool = False) -> bool:
    """Write down that a member of staff looks at a case, unless they just did; whether there was something to write."""
    if not isinstance(work.actor, Member):
        return False
    seen = (case_events.c.case == case.id, case_events.c.actor == work.actor.name, case_events.c.event == "case_viewed")
    recent = select(case_events.c.id).where(*seen, case_events.c.at > work.at - VIEW_EVERY)
    if work.connection.execute(recent.limit(1)).first() is not None:
        return False
    if not only_look:
        work.note(case, "case_viewed")
    return True


def note_add(work: Work, identity: str, text: str) -> Note:
    """Add a private note, which citizens never see. Raises ``Forbidden`` for who may not see notes."""
    case, _state = work.take(identity, "note")
    if "notes" not in work.sees(case) or not isinstance(work.actor, Member):
        raise Forbidden
    note = Note(uuid.uuid4().hex, work.actor.id, work.at, text)
    row = {"id": note.id, "case": case.id, "staff": note.staff, "at": note.at}
    work.connection.execute(insert(case_notes).values(row | {"sealed": work.office.sealer.seal_json({"text": text})}))
    work.change(case, "note_added")
    return note


def note_list(work: Work, case: Case) -> list[Note]:
    """The notes of a case, the oldest first. Raises ``Forbidden`` for who may not see them."""
    if "notes" not in work.sees(case):
        raise Forbidden
    rows = work.connection.execute(select(case_notes).where(case_notes.c.case == case.id).order_by(case_notes.c.at))
    unseal = work.office.sealer.unseal_json
    return [Note(row.id, row.staff, row.at, unseal(row.sealed)["text"]) for row in rows]


def event_list(work: Work, case: Case) -> list[CaseEvent]:
    """The audit trail of a case, the oldest first, for who works in the organisation in charge."""
    if not standings(work.actor, case) & {"mediator", "lead", "holder", "system"}:
        raise Forbidden
    rows = work.connection.execute(select(case_events).where(case_events.c.case == case.id).order_by(case_events.c.id))
    return [event_of(row) for row in rows]


def event_add(work: Work, identity: str, event: Event, details: Mapping[str, Any]) -> Case:
    """Write down what another module did with a case that the actor sees; ``details`` must name nobody."""
    case = work.read(identity)
    work.sees(case)
    work.note(case, event, details=details)
    return case


def participant_add(work: Work, identity: str, organisation: str, role: str) -> Case:
    """Let another organisation take part, in a role that says what it sees; again with another role changes it.

    Raises ``Forbidden`` for an organisation or role that is unknown, and for the organisation in charge.
    """
    case, _state = work.take(identity, "participants")
    routing = work.office.routing
    if organisation not in routing.organisations or role not in routing.roles or organisation == case.organisation:
        raise Forbidden
    _participant_drop(work, case, organisation)
    row = {"case": case.id, "organisation": organisation, "role": role, "since": work.at}
    work.connection.execute(insert(case_participants).values(row))
    return work.change(case, "participant_added", details={"organisation": organisation, "role": role})


def participant_remove(work: Work, identity: str, organisation: str) -> Case:
    """The organisation takes part no longer, and sees nothing of the case any more."""
    case, _state = work.take(identity, "participants")
    _participant_drop(work, case, organisation)
    return work.change(case, "participant_removed", details={"organisation": organisation})


def notice_list(work: Work, member: Member, after: int, only_unseen: bool) -> list[Notice]:
    """What the member was told after the notice ``after``, the oldest first."""
    listed = select(notices, cases.c.number).outerjoin(cases, cases.c.id == notices.c.case)
    mine = [notices.c.staff == member.id, notices.c.id > after] + ([notices.c.seen_at.is_(None)] if only_unseen else [])
    rows = work.connection.execute(listed.where(*mine).order_by(notices.c.id))
    return [Notice(row.id, row.staff, row.case, row.number, row.kind, row.at, row.seen_at) for row in rows]


def notices_seen(work: Work, member: Member, up_to: int) -> None:
    """The member has seen their notices up to this one."""
    mine = (notices.c.staff == member.id, notices.c.id <= up_to, notices.c.seen_at.is_(None))
    work.connection.execute(update(notices).where(*mine).values(seen_at=work.at))


def _participant_drop(work: Work, case: Case, organisation: str) -> None:
    mine = (case_participants.c.case == case.id, case_participants.c.organisation == organisation)
    work.connection.execute(delete(case_participants).where(*mine))
