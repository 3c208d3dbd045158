"""How often what happened, without a word of what was said."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from bot.database import Database, insert_into
from bot.tables import counters


def count(connection: Connection, names: Sequence[str]) -> None:
    """Add one to each of the counters, in the transaction of what is counted."""
    for name in names:
        more = {"count": counters.c["count"] + 1}
        row = insert_into(connection, counters).values(name=name, count=1)
        connection.execute(row.on_conflict_do_update(index_elements=["name"], set_=more))


def counts(database: Database) -> dict[str, int]:
    """All counters by name. May raise ``StoreUnavailable``."""
    with database.reading() as connection:
        return {row[0]: row[1] for row in connection.execute(select(counters).order_by(counters.c.name))}
