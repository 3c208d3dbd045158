"""One gateway for a module's tests, beside a server that speaks Rasa's protocol; each test has its own conversation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.gateway import Client, gateway_in_thread
from tests.bot.rasa_double import RasaDouble
from tests.bot.rasa_fixtures import rasa, running_rasa, var
from tests.databases import database, database_url, postgresql, sqlite_made

__all__ = ["database", "database_url", "postgresql", "rasa", "running_rasa", "sqlite_made", "var"]


@pytest.fixture(scope="module")
def gateway(var: Path, running_rasa: RasaDouble) -> Iterator[str]:
    with gateway_in_thread(var, running_rasa) as url:
        yield url


@pytest.fixture
def citizen(gateway: str, rasa: RasaDouble) -> Iterator[Client]:
    """Somebody with a conversation of their own, who comes when no test's outage is on any more."""
    client = Client(gateway)
    client.until_well()
    yield client
    client.close()
