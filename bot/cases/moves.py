"""What else can happen to a case: passed on, seen to, ended, begun again. Who may do it when is in the machine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import delete

from bot.case_shapes import CaseEvent
from bot.cases import floor
from bot.cases.floor import language_of, tell
from bot.cases.notices import able, leads, new_case_settled, notices_add
from bot.cases.queue import waiting
from bot.cases.records import Case, Event, Forbidden, NoticeKind, Outcome, State, System, WrongState
from bot.cases.rows import facts_values
from bot.cases.sentences import moment, waiting_say
from bot.cases.tables import case_participants
from bot.cases.work import Work
from bot.privacy import mask
from bot.sentences import Language

CHANNELS = ("button_channels", "/find_channel")


def transfer(work: Work, identity: str, organisation: str, why: str) -> Case:
    """Another organisation is in charge from now on; the case waits there at the place that it had.

    Raises ``Forbidden`` for an organisation that is unknown or in charge already.
    """
    case, state = work.take(identity, "transfer")
    known = work.office.routing.organisations
    if organisation not in known or organisation == case.organisation:
        raise Forbidden
    case = floor.hand_back(work, case, told=False)
    taken_part = (case_participants.c.case == case.id, case_participants.c.organisation == organisation)
    work.connection.execute(delete(case_participants).where(*taken_part))
    before = work.office.organisation(case.organisation).name
    reason = {"rule": "transfer", "zh": f"由{before['zh']}转来。", "en": f"Passed on by {before['en']}."}
    new_case_settled(work.connection, case, work.at)
    values: dict[str, Any] = {"organisation": organisation, "routed_why": reason, "holder": None, "lease_until": None}
    details = {"from": case.organisation, "organisation": organisation}
    timers = work.office.timers(organisation, state, work.at)
    case = work.change(case, "case_transferred", to=state, why=why, details=details, **values, **timers)
    return _queued(work, case, "transferred", "transferred")


def refuse(work: Work, identity: str, why: str) -> Case:
    """The organisation does not take the case; the citizen is told why, in these words."""
    case, state = work.take(identity, "refuse")
    case = _end(work, case, "case_refused", state, why=why, holder=None)
    tell(work, case, "refused", "refused", buttons=[CHANNELS], why=mask(why))
    return case


def supervise(work: Work, identity: str, why: str) -> Case:
    """A lead sees to the case until it moves; its holder keeps it."""
    case, state = work.take(identity, "supervise")
    timers = work.office.timers(case.organisation, state, work.at)
    case = work.change(case, "case_supervised", to=state, why=why, **timers)
    kind: NoticeKind = "overdue" if isinstance(work.actor, System) else "supervised"
    notices_add(work.connection, case, kind, work.at, [case.holder, *leads(work.connection, case.organisation)])
    tell(work, case, "supervised", "supervised")
    return case


def resume(work: Work, identity: str) -> Case:
    """The case moves again; its period begins anew."""
    case, state = work.take(identity, "resume")
    timers = work.office.timers(case.organisation, state, work.at)
    return work.change(case, "case_resumed", to=state, **timers)


def close(work: Work, identity: str, outcome: Outcome, why: str, agreement: Mapping[str, Any]) -> Case:
    """The work is done. The citizen is told how it ended and asked how it was; the holder stays known."""
    case, state = work.take(identity, "close")
    sealed = facts_values(work.office.sealer, replace(case.facts, agreement=dict(agreement))) if agreement else {}
    details = {"outcome": outcome}
    case = _end(work, case, "case_closed", state, why=why, details=details, outcome=outcome, **sealed)
    ways = [CHANNELS] if outcome == "no_agreement" else []
    tell(work, case, "closed", f"closed_{outcome}", "ask_rating", buttons=ways + _ratings(case.number))
    return case


def review(work: Work, identity: str, visit: Mapping[str, Any]) -> Case:
    """The return visit has been made. The satisfaction told then counts if the citizen gave no number before."""
    case, state = work.take(identity, "review")
    values: dict[str, Any] = {}
    if visit:
        values |= facts_values(work.office.sealer, replace(case.facts, visit=dict(visit)))
    satisfied = visit.get("satisfied")
    if case.satisfaction is None and isinstance(satisfied, int) and 1 <= satisfied <= 5:
        values["satisfaction"] = satisfied
    timers = work.office.timers(case.organisation, state, work.at)
    return work.change(case, "case_reviewed", to=state, **values, **timers)


def reopen(work: Work, identity: str, why: str) -> Case:
    """An ended case waits again, at the end of the queue. One whose facts are erased cannot: ``WrongState``."""
    case, state = work.take(identity, "reopen")
    if case.erased_at is not None:
        raise WrongState(case.state)
    timers = work.office.timers(case.organisation, state, work.at)
    values: dict[str, Any] = {"holder": None, "lease_until": None, "closed_at": None, "outcome": None}
    values["queued_at"] = work.at
    case = work.change(case, "case_reopened", to=state, why=why, **values, **timers)
    return _queued(work, case, "reopened", "reopened")


def raise_to(work: Work, identity: str, priority: int, why: str) -> Case:
    """Give the case a priority: 0 usual, 1 raised, 2 danger. Of danger everybody who can help is told."""
    case, _state = work.take(identity, "raise")
    if priority not in (0, 1, 2):
        raise Forbidden
    if priority != case.priority:
        details = {"from": case.priority, "priority": priority}
        case = work.change(case, "case_raised", why=why, details=details, priority=priority)
    if priority == 2:
        told = [case.holder] if case.is_held else able(work.connection, case)
        notices_add(work.connection, case, "danger", work.at, [*told, *leads(work.connection, case.organisation)])
    return case


def withdraw(work: Work, identity: str, why: str) -> Case:
    """The citizen does not want the case any more."""
    case, state = work.take(identity, "withdraw")
    case = _end(work, case, "case_withdrawn", state, why=why, outcome="withdrawn")
    notices_add(work.connection, case, "message", work.at, [case.holder])
    again = "/case_reopen" + json.dumps({"case": case.number})
    tell(work, case, "withdrawn", "withdrawn", buttons=[("button_reopen", again)])
    return case


def send(work: Work, identity: str, partner: str, why: str) -> Case:
    """The case leaves with a packet for a partner, who deals with it from now on. The caller makes the packet."""
    case, state = work.take(identity, "send")
    if partner not in work.office.routing.partners:
        raise Forbidden
    case = _end(work, case, "case_sent", state, why=why, details={"partner": partner}, holder=None)
    name = work.office.routing.partners[partner].name[language_of(work.connection, case)]
    tell(work, case, "transferred", "sent", organisation=name)
    return case


def rate(work: Work, identity: str, value: int) -> Case:
    """How satisfied the citizen is, 1 to 5; a later number takes the place of an earlier one."""
    case, _state = work.take(identity, "rate")
    if not 1 <= value <= 5:
        raise Forbidden
    return work.change(case, "case_rated", details={"value": value}, satisfaction=value)


def _end(work: Work, case: Case, event: Event, state: State, **values: Any) -> Case:
    """Nothing more is to be done now, and the assistant speaks."""
    case = floor.hand_back(work, case, told=False)
    new_case_settled(work.connection, case, work.at)
    timers = work.office.timers(case.organisation, state, work.at)
    ended = {"closed_at": work.at, "holder": case.holder, "lease_until": None}
    return work.change(case, event, to=state, **(ended | values), **timers)


def _queued(work: Work, case: Case, event: CaseEvent, sentence: str) -> Case:
    """Tell those who can take the case, and the citizen where it waits."""
    notices_add(work.connection, case, "case_routed", work.at, able(work.connection, case))
    language: Language = language_of(work.connection, case)
    queue = waiting(work.connection, work.office, case, work.at)
    tell(
        work, case, event, sentence, place=queue.place, until=case.due_at, waiting=waiting_say(queue, language),
        organisation=work.office.organisation(case.organisation).name[language],
        due=moment(case.due_at or work.at, language),
    )  # fmt: skip
    return case


def _ratings(number: str) -> list[tuple[str, str]]:
    return [(str(value), "/case_rate" + json.dumps({"case": number, "value": str(value)})) for value in range(1, 6)]
