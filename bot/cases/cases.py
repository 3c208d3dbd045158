"""The one door to cases. Pages, messengers and partners come through it, and none of them queries by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.cases.catalogue import catalogue_load
from bot.cases.categories import categories_load
from bot.cases.office import Office
from bot.cases.reads import CaseReads
from bot.cases.routing_file import routing_load
from bot.cases.steps import CaseSteps
from bot.database import Database
from bot.sealing import Sealer
from bot.settings import Settings


class Cases(CaseSteps, CaseReads):
    """Everything that can be done with cases and learned of them; each method asks who asks."""


def cases_open(
    database: Database, sealer: Sealer, settings: Settings, data: Path, clock: Callable[[], float]
) -> Cases:
    """The door, with the rules in the folder ``data``.

    Raises ``CatalogueError``, ``CategoriesError`` and ``RoutingError``.
    """
    catalogue = catalogue_load(data)
    routing = routing_load(data / "routing.yml", catalogue)
    lease, retention = settings.claim_lease * 3600, settings.case_retention_days * 86400
    categories = categories_load(data / "categories.yml")
    return Cases(Office(database, sealer, routing, catalogue, categories, clock, lease, retention))
