"""Brings a database up to date at start: everything in one transaction, so that a failure leaves it as it was."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from bot.logs import log
from bot.records import StoreUnavailable

HERE = Path(__file__).resolve().parent
VERSIONS = HERE / "versions"
USER_VERSION = 3
"""``PRAGMA user_version`` of a SQLite file: 1 or 2 before Alembic; 3 since, which programs of that time leave alone."""


def migrate(engine: Engine, versions: Sequence[Path] = (VERSIONS,)) -> None:
    """Take every step that the database has not seen yet; ``versions`` are the folders of the steps.

    Raises ``StoreUnavailable`` when a newer version of this program made the database, and the driver's errors.
    """
    config = Config()
    config.set_main_option("script_location", _escaped(HERE))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(map(_escaped, versions)))
    script = ScriptDirectory.from_config(config)
    with _changing(engine) as connection:
        seen = set(MigrationContext.configure(connection).get_current_heads())
        _known_ensure(connection, script, seen)
        if seen == set(script.get_heads()):
            return
        config.attributes["connection"] = connection
        logging.getLogger("alembic").setLevel(logging.WARNING)
        command.upgrade(config, "head")
        _sqlite_finish(connection)
        log("migrated", came_from=",".join(sorted(seen)) or "nothing", to=",".join(script.get_heads()))


@contextmanager
def _changing(engine: Engine) -> Iterator[Connection]:
    """A writing transaction in which tables may be made anew without taking along the rows that refer to them."""
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect().execution_options(write=True) as connection:
        if is_sqlite:  # cannot be switched within a transaction
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
        finally:
            if is_sqlite:
                connection.connection.cursor().execute("PRAGMA foreign_keys=ON")


def _known_ensure(connection: Connection, script: ScriptDirectory, seen: set[str]) -> None:
    known = {step.revision for step in script.walk_revisions()}
    newer = sorted(seen - known)
    if not newer and connection.dialect.name == "sqlite":
        version = connection.execute(text("PRAGMA user_version")).scalar_one()
        newer = [str(version)] if version > USER_VERSION else []
    if newer:
        raise StoreUnavailable(
            f"made by a newer version ({newer[0]}; this program knows {script.get_current_head()} and older). "
            "Start that version, or bring back the backup that was made before it"
        )


def _sqlite_finish(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    lost = connection.execute(text("PRAGMA foreign_key_check")).first()
    if lost is not None:
        raise StoreUnavailable(f"broken (a row of {lost[0]} refers to nothing)")
    connection.execute(text(f"PRAGMA user_version = {USER_VERSION}"))


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")
