"""Alembic's entry: runs the steps in the transaction that ``bot.migrations.migrate`` hands in."""

from __future__ import annotations

from alembic import context

from bot.cases import tables as _of_cases  # noqa: F401  # they register themselves in the same metadata
from bot.tables import metadata

connection = context.config.attributes["connection"]
# Batch: SQLite changes a table by making it anew.
context.configure(
    connection=connection, target_metadata=metadata, render_as_batch=connection.dialect.name == "sqlite"
)
with context.begin_transaction():
    context.run_migrations()
