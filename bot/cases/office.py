"""What everything that is done to a case needs at hand: the database, the seal, the rules, the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.cases.calendar import Calendar
from bot.cases.catalogue import Catalogue
from bot.cases.categories import Categories
from bot.cases.records import State
from bot.cases.routing import Organisation, Routing
from bot.database import Database
from bot.sealing import Sealer


@dataclass(frozen=True)
class Office:
    """``clock`` gives Unix seconds; ``lease`` and ``retention`` are in seconds."""

    database: Database
    sealer: Sealer
    routing: Routing
    catalogue: Catalogue
    categories: Categories
    clock: Callable[[], float]
    lease: float
    retention: float

    def organisation(self, name: str) -> Organisation:
        """The organisation with this id; one that is gone from the rules is stood in for by the last rule's."""
        known = self.routing.organisations
        return known[name] if name in known else known[self.routing.rules[-1].to[0]]

    def calendar(self, name: str) -> Calendar:
        """The working time of the organisation with this id."""
        return self.organisation(name).calendar

    def timers(self, organisation: str, state: State, at: float) -> dict[str, Any]:
        """The columns of a case that comes to ``state`` at ``at``, with the limit of that state if it has one."""
        limit, calendar = self.routing.limits.get(state), self.calendar(organisation)
        due = None if limit is None else calendar.after(at, limit.within)
        return {"state_at": at, **self.due(organisation, state, due)}

    def due(self, organisation: str, state: State, due: float | None) -> dict[str, Any]:
        """The columns for a limit that ends at ``due``: not yet passed, nobody warned yet."""
        limit, calendar = self.routing.limits.get(state), self.calendar(organisation)
        warn = None if due is None or limit is None else calendar.before(due, limit.warn)
        return {"due_at": due, "warn_at": warn, "warned_at": None, "overdue_at": None}

    def lease_until(self, organisation: str, at: float) -> float:
        """When a claim ends that somebody last did something with at ``at``; never while nobody is there."""
        return self.calendar(organisation).not_while_closed(at + self.lease)
