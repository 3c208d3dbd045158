"""Between the tables and the records: rows read and unsealed, changes that either happen whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.cases.names import names_hide, party_hashes
from bot.cases.records import Actor, Case, CaseEvent, CaseHidden, Event, Facts, Party, State, WrongState
from bot.cases.tables import case_events, cases, staff
from bot.privacy import mask
from bot.sealing import Sealer

PLAIN = [field.name for field in fields(Case) if field.name != "facts"]
WHY_LONGEST = 500


def case_read(connection: Connection, sealer: Sealer, identity: str) -> Case:
    """The case with this id, its facts unsealed. Raises ``CaseHidden`` and ``SealBroken``."""
    row = connection.execute(select(cases).where(cases.c.id == identity)).first()
    if row is None:
        raise CaseHidden
    return case_of(row, sealer)


def case_of(row: Row[Any], sealer: Sealer) -> Case:
    """The record of a row of ``cases``. Raises ``SealBroken``."""
    facts = Facts() if row.sealed is None else facts_unseal(sealer, row.sealed)
    return Case(**{name: getattr(row, name) for name in PLAIN}, facts=facts)


def facts_seal(sealer: Sealer, facts: Facts) -> str:
    """The facts as they are kept; what is empty is left out."""
    return sealer.seal_json({name: value for name, value in asdict(facts).items() if value})


def facts_values(sealer: Sealer, facts: Facts) -> dict[str, Any]:
    """The columns that keep ``facts``: sealed, and by whose hashes a conflict of interest is found."""
    return {"sealed": facts_seal(sealer, facts), "party_hashes": party_hashes(sealer, facts)}


def facts_unseal(sealer: Sealer, sealed: str) -> Facts:
    """What ``facts_seal`` sealed. Raises ``SealBroken``."""
    given: dict[str, Any] = sealer.unseal_json(sealed)
    given["evidence"] = tuple(given.get("evidence", ()))
    given["parties"] = tuple(Party(**party) for party in given.get("parties", ()))
    return Facts(**given)


def change(
    connection: Connection,
    sealer: Sealer,
    case: Case,
    at: float,
    actor: Actor,
    event: Event,
    *,
    to: State | None = None,
    why: str | None = None,
    details: Mapping[str, Any] | None = None,
    **values: Any,
) -> Case:
    """Change a case and write down who did what and why: the case as it is then.

    It happens only if the case is still as the caller read it; else ``WrongState``, and nothing has changed.
    """
    to = to or case.state
    as_read = (cases.c.id == case.id, cases.c.state == case.state, cases.c.version == case.version)
    changed = update(cases).where(*as_read).values(**values, state=to, version=case.version + 1)
    row = connection.execute(changed.returning(cases)).first()
    if row is None:
        raise WrongState(case_read(connection, sealer, case.id).state)
    states = None if to == case.state else (case.state, to)
    event_add(connection, case, at, actor, event, why=why, details=details, states=states)
    return case_of(row, sealer)


def event_add(
    connection: Connection,
    case: Case,
    at: float,
    actor: Actor,
    event: Event,
    *,
    why: str | None = None,
    details: Mapping[str, Any] | None = None,
    states: tuple[State, State] | None = None,
) -> None:
    """Add a row to the audit trail. It outlives the case's facts: ``why`` is kept without numbers and party names."""
    row = {"case": case.id, "at": at, "actor": actor.name, "event": event, "details": dict(details or {})}
    row |= {"from_state": states and states[0], "to_state": states and states[1]}
    row |= {"why": names_hide(mask(why), case.facts)[:WHY_LONGEST] if why else None}
    connection.execute(insert(case_events).values(row))


def event_of(row: Row[Any]) -> CaseEvent:
    """The record of a row of ``case_events``."""
    return CaseEvent(**{field.name: getattr(row, field.name) for field in fields(CaseEvent)})


def name_of(connection: Connection, member: str | None) -> str | None:
    """The name, as citizens are shown it, of a member of staff."""
    return connection.execute(select(staff.c.name).where(staff.c.id == member)).scalar_one_or_none()
