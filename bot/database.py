"""The SQLite file behind the message store: transactions that lose nothing, and errors that say what is wrong."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError

from bot.records import StoreUnavailable
from bot.tables import SCHEMA_VERSION, metadata

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")


class Database:
    """One SQLite file. Its transactions block, may run in several threads and may raise ``StoreUnavailable``."""

    def __init__(self, path: Path, timeout: float = 5.0) -> None:
        """Open ``path`` and create what is missing; ``timeout`` is how many seconds to wait for a lock."""
        self._timeout = timeout
        self.engine = _engine(path, timeout)
        # One writer at a time anyway: waiting here is cheaper and fairer than SQLite's busy loop.
        self._writer = threading.Lock()
        with _clear_errors():
            path.parent.mkdir(parents=True, exist_ok=True)
        with self.writing() as connection:
            version = connection.execute(text("PRAGMA user_version")).scalar_one()
            if version > SCHEMA_VERSION:
                raise StoreUnavailable(f"made by a newer version ({version}, this program knows {SCHEMA_VERSION})")
            metadata.create_all(connection)
            connection.execute(text(f"PRAGMA user_version = {SCHEMA_VERSION}"))

    def close(self) -> None:
        """Give the file back."""
        self.engine.dispose()

    def check(self) -> None:
        """Raise ``StoreUnavailable`` when no write lock can be had."""
        with self.writing() as connection:
            connection.execute(text("SELECT 1"))

    def settle(self) -> None:
        """Write the log of changes back into the file, so that nothing deleted is left in the log.

        While somebody reads, as much as can be; the next call does the rest.
        """
        with _clear_errors(), self.engine.connect() as connection:
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is kept as a whole when the block ends, and not at all when it raises."""
        if not self._writer.acquire(timeout=self._timeout):
            raise StoreUnavailable("locked")
        try:
            connected = self.engine.connect
            with _clear_errors(), connected().execution_options(write=True) as connection, connection.begin():
                yield connection
        finally:
            self._writer.release()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the file and changes nothing."""
        with _clear_errors(), self.engine.connect() as connection, connection.begin():
            yield connection


def _engine(path: Path, timeout: float) -> Engine:
    # hide_parameters: errors end up in logs, and the parameters are what citizens wrote.
    engine = create_engine(
        f"sqlite:///{path}", connect_args={"timeout": timeout}, json_serializer=_json, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A reader that turns writer half-way fails with "locked" however long it may wait: writers lock at once.
        write = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


@contextmanager
def _clear_errors() -> Iterator[None]:
    try:
        yield
    except (DatabaseError, sqlite3.DatabaseError) as error:
        raise StoreUnavailable(_reason(getattr(error, "orig", error))) from error
    except OSError as error:
        raise StoreUnavailable(f"broken ({error.strerror})") from error


def _reason(error: BaseException | None) -> str:
    name = str(getattr(error, "sqlite_errorname", ""))
    if name.startswith("SQLITE_FULL"):
        return "full"
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return "locked"
    return f"broken ({name or type(error).__name__})"
