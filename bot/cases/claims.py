"""Who holds a case: claimed by one conditional update under a lease, put back with its place in the queue kept."""

from __future__ import annotations

from typing import Any, NoReturn

from sqlalchemy import select, update

from bot.cases import floor
from bot.cases.access import check, standings
from bot.cases.floor import language_of, tell
from bot.cases.machine import Step
from bot.cases.notices import able, leads, new_case_settled, notices_add
from bot.cases.queue import waiting
from bot.cases.records import (
    Case,
    ClaimLost,
    ConflictOfInterest,
    Event,
    Forbidden,
    Member,
    WrongState,
)
from bot.cases.rows import case_of, event_add, name_of
from bot.cases.sentences import waiting_say
from bot.cases.tables import cases, conflicts, staff
from bot.cases.work import Work


def claim(work: Work, identity: str) -> Case:
    """The actor takes a case out of their organisation's queue; claiming what one holds already changes nothing.

    Of two at the same instant one gets it. Raises ``ClaimLost``, ``ConflictOfInterest``, ``WrongState``,
    ``CaseHidden`` and ``Forbidden``.
    """
    case = work.read(identity)
    member = work.actor
    if isinstance(member, Member) and case.is_held and standings(member, case) & {"mediator", "lead"}:
        if case.holder == member.id:
            return case
        raise ClaimLost(name_of(work.connection, case.holder) or "")
    check("claim", member, case, work.participants(case))
    if not isinstance(member, Member):
        raise Forbidden
    _conflict_check(work, case, member.id)
    return _held(work, case, member.id, "case_claimed")


def hand_on(work: Work, identity: str, to: str, why: str) -> Case:
    """The colleague with the id ``to`` holds the case from now on; a lead may so assign one from the queue.

    Raises what ``claim`` does, and ``Forbidden`` when the colleague does not work on cases of this organisation.
    """
    case, _state = work.take(identity, "hand_on")
    colleague = work.connection.execute(select(staff).where(staff.c.id == to)).first()
    if colleague is None or not colleague.active or colleague.organisation != case.organisation:
        raise Forbidden
    if colleague.role not in ("mediator", "lead") or to == case.holder:
        raise Forbidden
    _conflict_check(work, case, to)
    case = floor.hand_back(work, case, told=False)
    case = _held(work, case, to, "case_handed_on", why)
    notices_add(work.connection, case, "handed_on", work.at, [to])
    return case


def release(work: Work, identity: str, why: str) -> Case:
    """Put the case back into the queue, at the place that it had."""
    case, _state = work.take(identity, "release")
    return put_back(work, case, "release", "case_released", why)


def put_back(work: Work, case: Case, step: Step, event: Event, why: str) -> Case:
    """Nobody holds the case any more, and the assistant speaks; it waits at the place that it had."""
    state = check(step, work.actor, case, work.participants(case))
    holder = case.holder
    case = floor.hand_back(work, case, told=False)
    timers = work.office.timers(case.organisation, state, work.at)
    details = {"holder": holder}
    case = work.change(case, event, to=state, why=why, details=details, holder=None, lease_until=None, **timers)
    if event == "case_lease_ended":
        notices_add(work.connection, case, "lease_ended", work.at, [holder, *leads(work.connection, case.organisation)])
    notices_add(work.connection, case, "case_routed", work.at, set(able(work.connection, case)) - {holder})
    queue = waiting(work.connection, work.office, case, work.at)
    words = waiting_say(queue, language_of(work.connection, case))
    tell(work, case, "put_back", "put_back", place=queue.place, until=case.due_at, waiting=words)
    return case


def conflict_of(work: Work, case: Case, member: str) -> bool:
    """Whether the member declared a conflict of interest with somebody who may be a party of the case."""
    hashes = work.connection.execute(select(cases.c.party_hashes).where(cases.c.id == case.id)).scalar_one()
    declared = select(conflicts.c.name_hash).where(conflicts.c.staff == member)
    return not set(hashes).isdisjoint(work.connection.execute(declared).scalars())


def _conflict_check(work: Work, case: Case, member: str) -> None:
    if conflict_of(work, case, member):
        raise ConflictOfInterest


def _held(work: Work, case: Case, member: str, event: Event, why: str | None = None) -> Case:
    """The case as ``member`` holds it. One statement decides: it changes the case only as it was read."""
    office, at = work.office, work.at
    values = office.timers(case.organisation, "in_progress", at)
    if case.state == "routed" and case.conversation is not None and case.first_reply_at is None:
        values |= _first_contact(work, case)
    lease = office.lease_until(case.organisation, at)
    as_read = (cases.c.id == case.id, cases.c.state == case.state, cases.c.version == case.version)
    taken = update(cases).where(*as_read).values(
        **values, state="in_progress", holder=member, lease_until=lease, claimed_at=case.claimed_at or at,
        version=case.version + 1,
    )  # fmt: skip
    row = work.connection.execute(taken.returning(cases)).first()
    if row is None:
        _lost(work, case)
    held = case_of(row, office.sealer)
    states = None if case.state == held.state else (case.state, held.state)
    details = {"holder": member} | ({"from": case.holder} if case.holder else {})
    event_add(work.connection, held, at, work.actor, event, why=why, details=details, states=states)
    new_case_settled(work.connection, held, at)
    sentence = "claimed" if case.holder is None else "handed_on"
    name, organisation = name_of(work.connection, member), office.organisation(held.organisation).name
    tell(work, held, "claimed", sentence, name=name, organisation=organisation[language_of(work.connection, held)])
    return held


def _first_contact(work: Work, case: Case) -> dict[str, Any]:
    """The promise of a first contact goes on after the claim, until it is kept or broken."""
    if case.due_at is None or case.due_at <= work.at:
        return {}
    return {"due_at": case.due_at, "warn_at": case.warn_at, "warned_at": case.warned_at}


def _lost(work: Work, case: Case) -> NoReturn:
    now = work.read(case.id)
    if now.is_held:
        raise ClaimLost(name_of(work.connection, now.holder) or "")
    raise WrongState(now.state)

