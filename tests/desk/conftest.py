"""One gateway for a module's tests, with an office of people at its desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.bot.gateway import gateway_in_thread
from tests.bot.rasa_double import RasaDouble
from tests.databases import database, database_url, postgresql, sqlite_made
from tests.desk.office import Office, data_make

__all__ = ["database", "database_url", "postgresql", "sqlite_made"]


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return data_make(tmp_path_factory.mktemp("data") / "data")


@pytest.fixture(scope="module")
def rasa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RasaDouble]:
    double = RasaDouble(tmp_path_factory.mktemp("rasa") / "tracker.db")
    yield double
    double.stop()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, data: Path, rasa: RasaDouble) -> Iterator[Office]:
    var = tmp_path_factory.mktemp("var")
    with gateway_in_thread(var, rasa, data=data, heartbeat=0.5) as url:
        office = Office(url, Settings(var=var, data=data))
        yield office
        office.close()
