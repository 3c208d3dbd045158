"""The database behind everything that is kept: transactions that lose nothing, and errors that say what is wrong."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DatabaseError, DataError, IntegrityError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from bot.engines import engine_open, reason_of
from bot.migrations.migrate import migrate
from bot.records import StoreUnavailable
from bot.settings import Settings


class Database:
    """SQLite or PostgreSQL. Its transactions block, may run in several threads and may raise ``StoreUnavailable``."""

    def __init__(self, place: Path | str, timeout: float = 5.0) -> None:
        """Open a file of SQLite, or an address ``postgresql://…`` or ``sqlite:///…``, and bring its tables up to date.

        ``timeout`` is how many seconds to wait for a lock. Raises ``StoreUnavailable``, also when a newer version of
        this program made the tables.
        """
        self._timeout = timeout
        self.engine = engine_open(place, timeout)
        self._is_sqlite = self.engine.dialect.name == "sqlite"
        # One writer at a time anyway: waiting here is cheaper and fairer than the database's own way.
        self._writer = threading.Lock()
        self._is_closed = False
        event.listen(self.engine, "checkin", self._given_back)
        try:
            self._bring_up_to_date()
        except StoreUnavailable:
            self.engine.dispose()
            raise

    def close(self) -> None:
        """Give the file or the connections back; those of transactions that still run, as soon as these end."""
        self._is_closed = True
        self.engine.dispose()

    def check(self) -> None:
        """Raise ``StoreUnavailable`` when no write lock can be had."""
        with self.writing() as connection:
            connection.execute(text("SELECT 1"))

    def settle(self) -> None:
        """Write SQLite's log of changes back into the file, so that nothing deleted is left in the log.

        While somebody reads, as much as can be; the next call does the rest. PostgreSQL tidies up by itself.
        """
        if self._is_sqlite:
            with clear_errors(), self.engine.connect() as connection:
                connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is kept as a whole when the block ends, and not at all when it raises.

        No other one writes meanwhile: what the block has read stays true until it ends.
        """
        if not self._writer.acquire(timeout=self._timeout):
            raise StoreUnavailable("locked")
        try:
            with clear_errors(), self._connected(write=True) as connection, connection.begin():
                yield connection
        finally:
            self._writer.release()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database and changes nothing."""
        with clear_errors(), self._connected(write=False) as connection, connection.begin():
            yield connection

    def _bring_up_to_date(self) -> None:
        with clear_errors():
            if self._is_sqlite and self.engine.url.database:
                Path(self.engine.url.database).parent.mkdir(parents=True, exist_ok=True)
            migrate(self.engine)

    def _given_back(self, connection: Any, _record: Any) -> None:
        if self._is_closed and connection is not None:
            connection.close()

    def _connected(self, write: bool) -> Connection:
        connection = self.engine.connect()
        if write or self._is_sqlite:
            return connection.execution_options(write=write)
        return connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def database_open(settings: Settings) -> Database:
    """The database that the settings name. Raises ``StoreUnavailable``."""
    return Database(settings.database_url or settings.var / "jiefen.db", settings.store_timeout)


def insert_into(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that may say ``on_conflict_do_nothing`` and ``on_conflict_do_update``, as both databases know it."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


@contextmanager
def clear_errors() -> Iterator[None]:
    """Turn the errors of drivers and of the system into ``StoreUnavailable``."""
    try:
        yield
    except (DataError, IntegrityError) as error:
        # Without the cause: PostgreSQL tells in its message what was in the row, and the message ends up in a log.
        raise StoreUnavailable(reason_of(error.orig)) from None
    except (DatabaseError, NoConnectionFree, sqlite3.DatabaseError) as error:
        raise StoreUnavailable(reason_of(getattr(error, "orig", error))) from error
    except OSError as error:
        raise StoreUnavailable(f"broken ({error.strerror})") from error
