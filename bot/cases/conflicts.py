"""With whom a mediator has a conflict of interest: a list of their own, compared with the parties by keyed hashes."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import delete, select

from bot.cases.claims import conflict_of, put_back
from bot.cases.names import name_hash
from bot.cases.records import HELD, Case, Forbidden, Member, System
from bot.cases.rows import case_of
from bot.cases.tables import cases, conflicts
from bot.cases.work import Work
from bot.database import insert_into

LONGEST = 100


class Conflict(NamedTuple):
    """Somebody with whom the member has a conflict of interest; ``id`` is the hash of the name."""

    id: str
    name: str


def conflict_list(work: Work) -> list[Conflict]:
    """What the actor has declared, by name. Nobody sees another's list."""
    rows = work.connection.execute(select(conflicts).where(conflicts.c.staff == _member(work).id))
    declared = [Conflict(row.name_hash, work.office.sealer.unseal(row.sealed)) for row in rows]
    return sorted(declared, key=lambda one: one.name)


def conflict_add(work: Work, name: str) -> tuple[Conflict, list[Case]]:
    """Declare a conflict of interest. Cases of that party which the member holds go back into the queue: those too.

    Raises ``Forbidden`` for a name of less than two characters, which would fit almost everybody.
    """
    member, name = _member(work), " ".join(name.split())[:LONGEST]
    if len(name) < 2:
        raise Forbidden
    made = Conflict(name_hash(work.office.sealer, name), name)
    row = {"staff": member.id, "name_hash": made.id, "sealed": work.office.sealer.seal(name)}
    work.connection.execute(insert_into(work.connection, conflicts).values(row).on_conflict_do_nothing())
    held = select(cases).where(cases.c.holder == member.id, cases.c.state.in_(HELD))
    mine = [case_of(row, work.office.sealer) for row in work.connection.execute(held).all()]
    system, why = replace(work, actor=System()), "conflict of interest"
    touched = [case for case in mine if conflict_of(work, case, member.id)]
    return made, [put_back(system, case, "lease_end", "case_released", why) for case in touched]


def conflict_remove(work: Work, identity: str) -> None:
    """Take a declaration back. One that is not there is no error."""
    mine = (conflicts.c.staff == _member(work).id, conflicts.c.name_hash == identity)
    work.connection.execute(delete(conflicts).where(*mine))


def _member(work: Work) -> Member:
    if not isinstance(work.actor, Member) or work.actor.role not in ("mediator", "lead"):
        raise Forbidden
    return work.actor
