"""One piece of work on cases: who does it, when, in which transaction. What it changes is kept whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from bot.cases import access, rows
from bot.cases.machine import Step
from bot.cases.office import Office
from bot.cases.records import Actor, Case, CaseHidden, Event, Member, Part, Participant, State
from bot.cases.tables import case_participants


@dataclass(frozen=True)
class Work:
    """``at`` is when it is done, in Unix seconds: the same for everything in it."""

    connection: Connection
    office: Office
    actor: Actor
    at: float

    def read(self, identity: str) -> Case:
        """The case with this id, whoever asks. Raises ``CaseHidden``."""
        return rows.case_read(self.connection, self.office.sealer, identity)

    def participants(self, case: Case) -> tuple[Participant, ...]:
        """The organisations that take part beside the one in charge, the longest first."""
        table = case_participants
        listed = select(table).where(table.c.case == case.id).order_by(table.c.since, table.c.organisation)
        return tuple(Participant(row.organisation, row.role, row.since) for row in self.connection.execute(listed))

    def parts(self, case: Case) -> frozenset[Part]:
        """What the actor sees of the case; for one who may not see it, nothing."""
        # Who works where the case is needs no look at who else takes part: lists ask this for every row.
        at_home = isinstance(self.actor, Member) and self.actor.organisation == case.organisation
        others = () if at_home else self.participants(case)
        return access.sees(self.actor, case, others, self.office.routing.roles)

    def sees(self, case: Case) -> frozenset[Part]:
        """What the actor sees of the case. Raises ``CaseHidden`` when nothing."""
        seen = self.parts(case)
        if not seen:
            raise CaseHidden
        return seen

    def take(self, identity: str, action: Step) -> tuple[Case, State]:
        """The case on which the actor may do ``action`` now, and the state that follows.

        Raises ``CaseHidden``, ``NotHolder``, ``Forbidden`` and ``WrongState``.
        """
        case = self.read(identity)
        return case, access.check(action, self.actor, case, self.participants(case))

    def change(
        self,
        case: Case,
        event: Event,
        *,
        to: State | None = None,
        why: str | None = None,
        details: Mapping[str, Any] | None = None,
        **values: Any,
    ) -> Case:
        """Change the case and write it down. What its holder does renews their claim."""
        if access.is_holder(self.actor, case) and "holder" not in values:
            values.setdefault("lease_until", self.office.lease_until(case.organisation, self.at))
        sealer = self.office.sealer
        return rows.change(
            self.connection, sealer, case, self.at, self.actor, event, to=to, why=why, details=details, **values
        )

    def note(
        self, case: Case, event: Event, *, why: str | None = None, details: Mapping[str, Any] | None = None
    ) -> None:
        """Write down something that changes no column of the case."""
        rows.event_add(self.connection, case, self.at, self.actor, event, why=why, details=details)
