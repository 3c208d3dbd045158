"""Looks after cases while nobody does: claims that have run out, promises about to break, what is to be forgotten.

Each case is dealt with in a transaction of its own that looks again whether it is still due. So nothing is done twice,
whatever is killed when, and one broken case does not hold up the others.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi.concurrency import run_in_threadpool
from sqlalchemy import ColumnElement, and_, func, or_, select

from bot.cases import claims, erasing, moves
from bot.cases.cases import Cases
from bot.cases.notices import able, leads, notices_add
from bot.cases.records import HELD, OPEN, Case, System
from bot.cases.register import loads
from bot.cases.tables import cases
from bot.cases.work import Work
from bot.logs import log
from bot.records import StoreUnavailable
from bot.sealing import SealBroken

MOST_AT_ONCE = 200
"""Cases of one duty in one look, so that after a long standstill the others wait no longer than they must."""


Done = tuple[Case, Sequence[str]]
"""The case as it is then, and the ids of files whose contents are to be deleted."""


@dataclass(frozen=True)
class Duty:
    """Something that becomes due with time: for which cases at a moment, and what is then done with each."""

    name: str
    due: Callable[[float], ColumnElement[bool]]
    do: Callable[[Work, Case], Done]


class Watch:
    """Looks after all cases by the door's own clock. ``drop`` deletes the contents of files with these ids."""

    def __init__(self, door: Cases, drop: Callable[[Sequence[str]], None]) -> None:
        self._door = door
        self._office = door.office
        self._drop = drop
        self._duties = (
            Duty("stranded", self._is_stranded, _reroute),
            Duty("lease", _lease_ended, _put_back),
            Duty("warning", _warn_due, _warn),
            Duty("limit", _limit_passed, _overdue),
            Duty("retention", self._is_old, _forget),
        )

    async def run(self, every: float) -> None:
        """For ever: do what is due, and look again after ``every`` seconds."""
        while True:
            try:
                while await run_in_threadpool(self.look) >= MOST_AT_ONCE:
                    pass
            except StoreUnavailable as error:
                log("watch_postponed", level=logging.WARNING, why=error.reason)
            await asyncio.sleep(every)

    def look(self) -> int:
        """Do what is due now, at most ``MOST_AT_ONCE`` of each duty; returns how much was done. Blocks."""
        return sum(self._look(duty) for duty in self._duties)

    def _look(self, duty: Duty) -> int:
        due = select(cases.c.id).where(duty.due(self._office.clock())).order_by(cases.c.due_at).limit(MOST_AT_ONCE)
        with self._office.database.reading() as connection:
            identities = connection.execute(due).scalars().all()
        return sum(self._one(duty, identity) for identity in identities)

    def _one(self, duty: Duty, identity: str) -> bool:
        try:
            done = self._done(duty, identity)
        except SealBroken:
            # Logged at every look until somebody brings the key back: what nobody can read is left alone.
            log("case_seal_broken", level=logging.ERROR, case=identity, duty=duty.name)
            return False
        if done is None:
            return False
        case, files = done
        log("case_watched", duty=duty.name, number=case.number)
        # After the transaction: what is not deleted now is swept with the files that no row names.
        self._drop(files)
        self._door.announce(case)
        return True

    def _done(self, duty: Duty, identity: str) -> Done | None:
        now = self._office.clock()
        with self._office.database.writing() as connection:
            still = select(cases.c.id).where(cases.c.id == identity, duty.due(now))
            if connection.execute(still).first() is None:
                return None
            work = Work(connection, self._office, System(), now)
            return duty.do(work, work.read(identity))

    def _is_stranded(self, _now: float) -> ColumnElement[bool]:
        """The organisation in charge is gone from the rules: nobody would see the case any more."""
        return and_(cases.c.state.in_(OPEN), cases.c.organisation.not_in(self._office.routing.organisations))

    def _is_old(self, now: float) -> ColumnElement[bool]:
        ended = func.coalesce(cases.c.closed_at, cases.c.state_at)
        names_somebody = or_(cases.c.sealed.is_not(None), cases.c.code_hash.is_not(None))
        return and_(cases.c.state.not_in(OPEN), ended <= now - self._office.retention, names_somebody)


def _forget(work: Work, case: Case) -> Done:
    erased = erasing.erase(work, case.id)
    return erased.case, erased.files


def _lease_ended(now: float) -> ColumnElement[bool]:
    return and_(cases.c.state.in_(HELD), cases.c.lease_until <= now)


def _put_back(work: Work, case: Case) -> Done:
    return claims.put_back(work, case, "lease_end", "case_lease_ended", "the lease ended"), ()


def _warn_due(now: float) -> ColumnElement[bool]:
    return and_(cases.c.warned_at.is_(None), cases.c.warn_at <= now, cases.c.due_at > now)


def _warn(work: Work, case: Case) -> Done:
    """Tell the holder, and where nobody holds it whoever could take it, before the promise breaks."""
    notices_add(work.connection, case, "due_soon", work.at, _responsible(work, case))
    return work.change(case, "case_warned", warned_at=work.at), ()


def _limit_passed(now: float) -> ColumnElement[bool]:
    told_before = or_(cases.c.overdue_at.is_(None), cases.c.overdue_at < cases.c.due_at)
    return and_(cases.c.due_at <= now, told_before)


def _overdue(work: Work, case: Case) -> Done:
    """The state should have ended: the case rises, the leads are told; one that is worked on is seen to."""
    told = [*_responsible(work, case), *leads(work.connection, case.organisation)]
    notices_add(work.connection, case, "overdue", work.at, told)
    if case.state == "in_progress" and not _only_first_contact(work, case):
        case = moves.supervise(work, case.id, "the period has passed")
        return work.change(case, "case_overdue", overdue_at=work.at), ()
    values: dict[str, Any] = {"overdue_at": work.at, "priority": max(case.priority, 1)}
    if case.state == "in_progress":
        values |= work.office.timers(case.organisation, case.state, case.state_at) | {"overdue_at": work.at}
    return work.change(case, "case_overdue", **values), ()


def _only_first_contact(work: Work, case: Case) -> bool:
    """Whether what passed is the promise of a first contact, while the case's own period goes on."""
    whole = work.office.timers(case.organisation, case.state, case.state_at)["due_at"]
    return case.first_reply_at is None and case.due_at is not None and case.due_at < whole and work.at < whole


def _responsible(work: Work, case: Case) -> list[str]:
    if case.holder is not None:
        return [case.holder]
    return able(work.connection, case) if case.is_open else leads(work.connection, case.organisation)


def _reroute(work: Work, case: Case) -> Done:
    about = (case.kind, case.district, case.language, case.priority)
    chosen = work.office.routing.route(*about, loads(work.connection), work.at)
    return moves.transfer(work, case.id, chosen.organisation, f"{case.organisation} is gone from the rules"), ()
