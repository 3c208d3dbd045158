"""One gateway for a module's tests, beside a server that speaks Rasa's protocol; each test has its own conversation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.gateway import Client, gateway_in_thread
from tests.bot.rasa_double import RasaDouble
from tests.databases import database, database_url, postgresql, sqlite_made

__all__ = ["database", "database_url", "postgresql", "sqlite_made"]


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the shared gateway's store and of Rasa's tracker."""
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="module")
def running_rasa(var: Path) -> Iterator[RasaDouble]:
    double = RasaDouble(var / "tracker.db")
    yield double
    double.reset()
    double.stop()


@pytest.fixture
def rasa(running_rasa: RasaDouble) -> RasaDouble:
    """Rasa, well and with nothing asked yet."""
    running_rasa.reset()
    return running_rasa


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
