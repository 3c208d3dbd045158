"""How everything comes to cases: in one transaction, as somebody, and then whoever listens is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection, select

from bot.cases.office import Office
from bot.cases.records import Actor, Case, Changed
from bot.cases.tables import case_events, case_participants, notices
from bot.cases.work import Work

Result = TypeVar("Result")
Listener = Callable[[Changed], None]


class Door:
    """Every method blocks, and may raise ``StoreUnavailable`` and the refusals of ``bot.cases.records``."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Tell ``listener`` of every change once it is kept, in the thread in which it was made."""
        self._listeners.append(listener)

    def announce(self, case: Case | None) -> None:
        """Tell the listeners that a case has changed, after the caller's own transaction is kept."""
        if case is None or not self._listeners:
            return
        with self.office.database.reading() as connection:
            changed = _changed(connection, case)
        for listener in self._listeners:
            listener(changed)

    def _write(
        self, actor: Actor, within: Connection | None, do: Callable[[Work], tuple[Case | None, Result]]
    ) -> Result:
        """Do something within the caller's transaction, or in one of its own and then tell the listeners."""
        if within is not None:
            return do(self._work(within, actor))[1]
        with self.office.database.writing() as connection:
            case, result = do(self._work(connection, actor))
        self.announce(case)
        return result

    @contextmanager
    def _reading(self, actor: Actor, within: Connection | None = None) -> Iterator[Work]:
        if within is not None:
            yield self._work(within, actor)
            return
        with self.office.database.reading() as connection:
            yield self._work(connection, actor)

    def _work(self, connection: Connection, actor: Actor) -> Work:
        return Work(connection, self.office, actor, self.office.clock())


def _changed(connection: Connection, case: Case) -> Changed:
    """Whom a change concerns: also organisations that had to do with the case, for their pages may show it still."""
    part = select(case_participants.c.organisation).where(case_participants.c.case == case.id)
    moved = select(case_events.c.details).where(case_events.c.case == case.id)
    moved = moved.where(case_events.c.event.in_(("case_transferred", "participant_removed")))
    before = {row.details.get(name) for row in connection.execute(moved) for name in ("from", "organisation")}
    organisations = {case.organisation, *connection.execute(part).scalars(), *before} - {None}
    told = select(notices.c.staff).where(notices.c.case == case.id, notices.c.seen_at.is_(None)).distinct()
    staff = frozenset(connection.execute(told).scalars())
    return Changed(case.id, case.number, case.conversation, frozenset(organisations), staff)
