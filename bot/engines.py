"""What differs between SQLite and PostgreSQL: how they are opened, how a transaction begins, how their errors read.

One writer at a time on both. What is stored here is decided over several rows: was this id there before, was this
button offered, who speaks, who holds the case, which number comes next. SQLite has one writer anyway. On PostgreSQL
each writing transaction first takes one advisory lock of the database, which makes it as safe as SQLite's BEGIN
IMMEDIATE and, unlike SERIALIZABLE, has nothing to repeat. A transaction takes one or two milliseconds; whoever waits
longer than the timeout is told that the store is locked. Locking single conversations would let more write at once,
but cases, queues and counters belong to no conversation.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from psycopg import OperationalError as PostgresFailed
from psycopg.abc import Buffer
from psycopg.types.string import StrDumperUnknown
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import TimeoutError as NoConnectionFree

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
CONNECTIONS = {"pool_size": 8, "max_overflow": 40}
"""As many as the threads that Starlette works with, which are 40, and some over."""
SESSION = (
    "SET idle_in_transaction_session_timeout = 60000; "
    # A gateway whose machine died must not hold its locks for hours.
    "SET tcp_keepalives_idle = 15; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3"
)
WRITERS = 0x4A46  # the advisory lock of whoever writes

FULL = ("SQLITE_FULL", "53100")
LOCKED = ("SQLITE_BUSY", "SQLITE_LOCKED", "55P03", "57014", "40001", "40P01")


def engine_open(place: Path | str, timeout: float) -> Engine:
    """An engine for the SQLite file ``place``, or for an address ``postgresql://`` or ``sqlite:///``.

    Opens nothing yet; ``timeout`` is how many seconds to wait for a connection or a lock.
    """
    url = URL.create("sqlite", database=str(place)) if isinstance(place, Path) else make_url(place)
    is_sqlite = url.get_backend_name() == "sqlite"
    # hide_parameters: errors end up in logs, and the parameters are what citizens wrote.
    shared: dict[str, Any] = {"json_serializer": _json, "hide_parameters": True, "pool_timeout": timeout, **CONNECTIONS}
    return _sqlite(url, timeout, shared) if is_sqlite else _postgresql(url, timeout, shared)


def reason_of(error: BaseException | None) -> str:
    """What a driver's error means: ``full``, ``locked`` or ``broken`` with what is known of it and no data."""
    if isinstance(error, NoConnectionFree):
        return "locked"
    code = str(getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None) or "")
    if code.startswith(FULL):
        return "full"
    if code.startswith(LOCKED):
        return "locked"
    if isinstance(error, PostgresFailed) and not code:
        # No answer from the server; its first line says where it was sought and why it failed.
        return f"broken (PostgreSQL does not answer: {str(error).partition(chr(10))[0]})"
    rule = getattr(getattr(error, "diag", None), "constraint_name", None)
    return f"broken ({' '.join(filter(None, (type(error).__name__, code, rule)))})"


def _sqlite(url: URL, timeout: float, shared: dict[str, Any]) -> Engine:
    engine = create_engine(url, connect_args={"timeout": timeout}, **shared)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A reader that turns writer half-way fails with "locked" however long it may wait: writers lock at once.
        writes = _writes(connection)
        connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(url: URL, timeout: float, shared: dict[str, Any]) -> Engine:
    # pool_pre_ping: a restart of PostgreSQL breaks what is open; the next transaction connects again.
    connect = {"connect_timeout": max(2, round(timeout)), "application_name": "jiefen"}
    url = url.set(drivername="postgresql+psycopg")
    engine = create_engine(url, connect_args=connect, pool_pre_ping=True, isolation_level="READ COMMITTED", **shared)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.adapters.register_dumper(str, _WithoutNul)
        wait = max(1, round(timeout * 1000))
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {wait}; {SESSION}")
        connection.commit()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if _writes(connection):
            # The first statement: what it waited for is committed when the others look.
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")

    return engine


class _WithoutNul(StrDumperUnknown):
    """Text without the character NUL, which means nothing and which PostgreSQL alone of all that we use refuses."""

    def dump(self, obj: str) -> Buffer | None:
        return super().dump(obj.replace("\0", ""))


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("write", False))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
