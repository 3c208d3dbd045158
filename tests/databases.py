"""A database for each test, on SQLite and on a real PostgreSQL that is started once, from the machine's own programs.

``from tests.databases import database_url, postgresql`` in a conftest gives its tests the fixtures. Every test that
takes ``database_url`` runs twice. Its database is a copy of one whose tables are made already.
"""

from __future__ import annotations

import os
import pwd
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from bot.database import Database
from bot.engines import WRITERS
from launch import postgresql as programs

# What PostgreSQL says when it cannot make a file longer: 53100, disk_full.
FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON messages EXECUTE FUNCTION full_disk();
"""
PATIENCE = 30.0  # seconds until the cluster must have started
TEMPLATE = "made"
# Nothing here outlives a power cut, so nothing waits for the disk.
FAST = {
    "listen_addresses": "", "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
    "shared_buffers": "32MB", "max_connections": "300",
}  # fmt: skip


class Cluster:
    """PostgreSQL of its own in a temporary folder, reached by a socket there; it ends when this process ends."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        # Not in pytest's folder: PostgreSQL refuses to be root, and nobody else may enter that.
        self.folder = Path(tempfile.mkdtemp(prefix="jiefen-postgres-"))
        self._owner = _owner()
        if self._owner:
            os.chown(self.folder, self._owner.pw_uid, self._owner.pw_gid)
        self._number = 0
        self._run(["initdb", "-D", "data", "-U", "jiefen", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"])
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = [part for name, value in FAST.items() for part in ("-c", f"{name}={value}")]
        # The shell ends PostgreSQL when its own input ends, which it does however this process ends, and cleans up
        # unless it was told only to stop.
        script = '"$@" >>log 2>&1 & child=$!; read -r word; kill -INT $child; wait $child; [ "$word" ] || rm -rf "$PWD"'
        server = [str(self._programs / "postgres"), "-D", "data", "-k", str(self.folder), *options]
        self._process = subprocess.Popen(
            ["sh", "-c", script, "sh", *server], cwd=self.folder, stdin=subprocess.PIPE, **self._as_owner()
        )
        ends_at = time.monotonic() + PATIENCE
        while not self._answers():
            if time.monotonic() > ends_at or self._process.poll() is not None:
                pytest.fail("PostgreSQL did not start: " + (self.folder / "log").read_text()[-2000:])
            time.sleep(0.05)  # it tells nobody when it is ready

    def stop(self) -> None:
        """End it at once, with whatever is open."""
        self._end(b"stop\n")

    def remove(self) -> None:
        """End it and leave nothing."""
        self._end(b"")

    def _end(self, word: bytes) -> None:
        self._process.communicate(word, timeout=PATIENCE)

    def url(self, name: str) -> str:
        """The address of a database."""
        return f"postgresql://jiefen@/{name}?host={self.folder}"

    def make(self, template: str | None = None) -> str:
        """A new database, empty or like ``template``; returns its name."""
        self._number += 1
        name = f"test_{self._number}"
        self.execute(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still in it."""
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def execute(self, statement: str) -> None:
        """Run one statement of an administrator."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _answers(self) -> bool:
        try:
            self.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, command: list[str]) -> None:
        command = [str(self._programs / command[0]), *command[1:]]
        ended = subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, timeout=120, check=False, **self._as_owner()
        )
        if ended.returncode != 0:
            pytest.fail(f"{command[0]} failed: {ended.stdout}{ended.stderr}")

    def _as_owner(self) -> dict[str, Any]:
        environ = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}
        if not self._owner:
            return {"env": environ}
        return {"env": environ, "user": self._owner.pw_uid, "group": self._owner.pw_gid, "extra_groups": []}


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


def _owner() -> pwd.struct_passwd | None:
    """As whom PostgreSQL runs, when we are root and it therefore must be somebody else."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """A running PostgreSQL with nothing in it but a database to copy. Skips where there are no programs for it."""
    named = os.environ.get("TEST_POSTGRES")  # `make test` sets it, after installing them if need be
    found = Path(named) if named else programs.find(os.environ)
    if found is None:
        pytest.skip("PostgreSQL's initdb and postgres are not on this machine")
    cluster = Cluster(found)
    cluster.execute(f"CREATE DATABASE {TEMPLATE}")
    Database(cluster.url(TEMPLATE)).close()
    yield cluster
    cluster.remove()


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
    name = cluster.make(TEMPLATE)
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The database behind ``database_url``, open."""
    database = Database(database_url)
    yield database
    database.close()
