"""One gateway for a module's tests on SQLite, and again on PostgreSQL, with an office of people at its desk.

``from tests.bot.both_stores import gateway, office, store_url`` in a test module gives its tests the fixtures.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.database import Database
from bot.settings import Settings
from bot.tables import metadata
from tests.bot.gateway import gateway_in_thread
from tests.bot.rasa_double import RasaDouble
from tests.databases import TEMPLATE, Cluster
from tests.desk.office import Office


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, var: Path) -> Iterator[str]:
    """Where the gateway keeps what it keeps."""
    if request.param == "sqlite":
        yield f"sqlite:///{var / 'jiefen.db'}"
        return
    cluster: Cluster = request.getfixturevalue("postgresql")
    name = cluster.make(TEMPLATE)
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture(scope="module")
def gateway(var: Path, running_rasa: RasaDouble, store_url: str) -> Iterator[str]:
    (var / "key").unlink(missing_ok=True)  # each store is sealed with its own
    with gateway_in_thread(var, running_rasa, database_url=store_url) as url:
        yield url


@pytest.fixture
def office(gateway: str, var: Path, store_url: str) -> Iterator[Office]:
    office = Office(gateway, Settings(var=var, database_url=store_url))
    yield office
    office.close()


def kept(store_url: str) -> str:
    """Every row of every table, as somebody reads it who has the database and not the key."""
    database = Database(store_url)
    with database.reading() as connection:
        rows = [str(row) for table in metadata.sorted_tables for row in connection.execute(select(table))]
    database.close()
    on_disk = Path(store_url.removeprefix("sqlite:///")) if store_url.startswith("sqlite") else None
    left = on_disk.read_bytes().decode("utf-8", "ignore") if on_disk else ""
    return "\n".join([*rows, left])
