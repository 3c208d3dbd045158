"""Makes sure that one gateway alone works on a store, for two would both answer."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import text

from bot.database import clear_errors
from bot.engines import engine_open
from bot.records import StoreUnavailable
from bot.settings import Settings

ALONE = 0x4A47  # the advisory lock of the one gateway of a PostgreSQL database


class AlreadyRunning(Exception):
    """Another gateway works on the same store."""


def alone_ensure(settings: Settings) -> ExitStack:
    """Hold locks that the system takes back however the process ends; closing the result gives them back.

    On PostgreSQL the lock lives as long as its connection: after a restart of PostgreSQL it guards no more against a
    gateway on another machine. Raises ``AlreadyRunning`` and ``StoreUnavailable``.
    """
    held = ExitStack()
    held.callback(_folder_hold(settings.var).close)
    url = settings.database_url
    if url is not None and not url.startswith("sqlite"):
        _database_hold(url, settings.store_timeout, held)
    return held


def _folder_hold(var: Path) -> sqlite3.Connection:
    try:
        var.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(var / "gateway.lock", timeout=0, isolation_level=None, check_same_thread=False)
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        raise AlreadyRunning(f"another gateway uses {var}, or it cannot be written ({error})") from error
    except OSError as error:
        raise StoreUnavailable(f"broken ({error.strerror})") from error
    return connection


def _database_hold(url: str, timeout: float, held: ExitStack) -> None:
    with clear_errors():
        engine = engine_open(url, timeout)
        held.callback(engine.dispose)
        connection = held.enter_context(engine.connect().execution_options(isolation_level="AUTOCOMMIT"))
        if not connection.execute(text(f"SELECT pg_try_advisory_lock({ALONE})")).scalar_one():
            held.close()
            raise AlreadyRunning("another gateway uses the database of JIEFEN_DATABASE_URL")
