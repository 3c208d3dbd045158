"""All vectors in PostgreSQL with pgvector, for an operator who has one; each is compared, as in memory.

No approximate index (HNSW, IVFFlat): it would lose articles, and reading 25,000 or 100,000 rows is fast enough. A set
is replaced in one transaction, and a question is one statement, so nobody ever sees half of a set.
"""

import re
import struct
import threading
from collections.abc import Sequence
from contextlib import closing

import numpy as np
import psycopg
from psycopg import Connection, sql
from psycopg.rows import TupleRow

from actions.search.engines.engine import VectorEngineError, checked, set_identity

SCHEMA = "jiefen_vectors"
CONNECTING = 5  # seconds
READING = 5_000  # milliseconds for one statement
REPLACING = 600_000  # the same, while a set is replaced
_LOCK = 0x4A56  # the advisory lock of whoever makes the tables
# MAIN: a vector stays beside its key, where the default would put it elsewhere once it is longer than 2 kB.
_TABLES = """
CREATE EXTENSION IF NOT EXISTS vector;
CREATE SCHEMA IF NOT EXISTS {schema};
CREATE TABLE IF NOT EXISTS {schema}.sets (space text PRIMARY KEY, identity text NOT NULL, model text NOT NULL);
CREATE TABLE IF NOT EXISTS {table} (key text COLLATE "C" PRIMARY KEY, vector vector NOT NULL);
ALTER TABLE {table} ALTER COLUMN vector SET STORAGE MAIN;
"""
_NEAREST = "SELECT key, vector <#> {row} AS far FROM {table} ORDER BY far, key LIMIT {limit}"
_SCORES = "SELECT key, vector <#> {row} AS far FROM {table} WHERE key = ANY({keys})"
# Beside what is found, which set it was found in: both as of the same moment.
_ASKED = """
SELECT held.identity, found.key, -found.far
FROM {schema}.sets AS held LEFT JOIN LATERAL ({question}) AS found ON true
WHERE held.space = {space} ORDER BY found.far, found.key
"""


class PgvectorEngine:
    """Vectors in a database that outlives the process; one connection, opened when needed and again when it broke."""

    def __init__(self, space: str, model: str, address: str) -> None:
        """``model`` is the identity of the model that makes the vectors, ``address`` as in ``postgresql://…``.

        Connects to nothing yet. Two processes must not keep different sets under one ``space`` of one database.
        """
        if space == "sets" or not re.fullmatch(r"[a-z][a-z_]{0,39}", space):
            raise ValueError(f"{space!r} is no name of a space: lower-case letters and _")
        self.space = space
        self._model = model
        self._address = address
        names = {"schema": sql.Identifier(SCHEMA), "table": sql.Identifier(SCHEMA, space)}
        self._names: dict[str, sql.Composable] = {**names, "space": sql.Literal(space)}
        self._identity: str | None = None
        self._connection: Connection[TupleRow] | None = None
        self._reading = threading.Lock()
        self._replacing = threading.Lock()

    def replace(self, keys: Sequence[str], rows: np.ndarray) -> None:
        """See ``VectorEngine``. Makes its schema and tables at first use."""
        once, chosen = checked(keys, rows)
        identity = set_identity(self._model, once)
        try:
            with self._replacing, closing(_connected(self._address, REPLACING)) as connection:
                with connection.transaction():
                    self._make_tables(connection)
                # Not "with transaction()": readers must meet the new rows and their identity at the same moment.
                connection.autocommit = False
                is_new = self._fill(connection, identity, once, chosen)
                with self._reading:
                    connection.commit()
                    self._identity = identity
                if is_new:
                    connection.autocommit = True
                    connection.execute(self._sql("VACUUM (ANALYZE) {table}"))
        except psycopg.Error as error:
            raise VectorEngineError(f"the database cannot keep the vectors: {_line(error)}") from error

    def nearest(self, row: np.ndarray, limit: int) -> list[tuple[str, float]]:
        """See ``VectorEngine``."""
        if limit < 1:
            raise ValueError("limit must be at least 1")
        return self._ask(self._sql(_NEAREST, row=_literal(row), limit=sql.Literal(limit)))

    def scores(self, row: np.ndarray, keys: Sequence[str]) -> np.ndarray:
        """See ``VectorEngine``."""
        wanted = sql.Literal(sorted(set(keys)))
        cosines = dict(self._ask(self._sql(_SCORES, row=_literal(row), keys=wanted))) if keys else {}
        return np.array([cosines.get(key, np.nan) for key in keys], np.float64)

    def close(self) -> None:
        """See ``VectorEngine``."""
        with self._reading:
            self._disconnect()

    def _make_tables(self, connection: Connection[TupleRow]) -> None:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        there = connection.execute("SELECT to_regclass(%s)", [f"{SCHEMA}.{self.space}"]).fetchone()
        # Not each time: it would wait for another process's long replacement, and its readers would wait for us.
        if there == (None,):
            connection.execute(self._sql(_TABLES))

    def _fill(self, connection: Connection[TupleRow], identity: str, keys: list[str], rows: np.ndarray) -> bool:
        """Bring the rows to this set within a transaction that is left open; False when there was nothing to do."""
        connection.execute(self._sql("INSERT INTO {schema}.sets VALUES ({space}, '', '') ON CONFLICT DO NOTHING"))
        found = connection.execute(
            self._sql("SELECT identity, model FROM {schema}.sets WHERE space = {space} FOR UPDATE")
        )
        held, model = found.fetchone() or ("", "")
        if held == identity:
            return False
        if model != self._model:
            connection.execute(self._sql("DELETE FROM {table}"))
        there = {key for (key,) in connection.execute(self._sql("SELECT key FROM {table}"))}
        connection.execute(self._sql("DELETE FROM {table} WHERE key = ANY(%s)"), [sorted(there - set(keys))])
        missing = [place for place, key in enumerate(keys) if key not in there]
        with connection.cursor().copy(self._sql("COPY {table} FROM STDIN (FORMAT BINARY)")) as copy:
            for place in missing:
                copy.write_row((keys[place], _packed(rows[place])))
        changed = self._sql("UPDATE {schema}.sets SET identity = %s, model = %s WHERE space = {space}")
        connection.execute(changed, [identity, self._model])
        return True

    def _ask(self, question: sql.Composed) -> list[tuple[str, float]]:
        asked = self._sql(_ASKED, question=question)
        with self._reading:
            if self._identity is None:
                return []
            answers = self._answers(asked)
            identity = self._identity
        if not answers or answers[0][0] != identity:
            raise VectorEngineError("the database holds other vectors than this process put there")
        return [(key, cosine) for _, key, cosine in answers if key is not None]

    def _answers(self, asked: sql.Composed) -> list[TupleRow]:
        """What the database says, after connecting again if the connection broke since the last question."""
        was_open = self._connection is not None
        try:
            if self._connection is None:
                self._connection = _connected(self._address, READING)
            return self._connection.execute(asked).fetchall()
        except psycopg.Error as error:
            is_broken = self._connection is not None and self._connection.broken
            self._disconnect()
            if was_open and is_broken:
                return self._answers(asked)
            if isinstance(error, psycopg.errors.DataException):
                raise ValueError(_line(error)) from error
            raise VectorEngineError(f"the database does not answer: {_line(error)}") from error

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _sql(self, text: str, **parts: sql.Composable) -> sql.Composed:
        return sql.SQL(text).format(**self._names, **parts)


def _connected(address: str, limit: int) -> Connection[TupleRow]:
    connection = psycopg.connect(
        address, autocommit=True, connect_timeout=CONNECTING, application_name="jiefen", prepare_threshold=None,
        # A server whose machine vanished says nothing: better an error than to wait for hours.
        keepalives_idle=15, keepalives_interval=5, keepalives_count=3, tcp_user_timeout=limit,
    )  # fmt: skip
    connection.execute(sql.SQL("SET statement_timeout = {}").format(sql.Literal(limit)))
    return connection


def _packed(row: np.ndarray) -> bytes:
    """A vector as pgvector sends and receives it: width, two bytes for nothing, and the numbers, high byte first."""
    return struct.pack(">HH", len(row), 0) + row.astype(">f4").tobytes()


def _literal(row: np.ndarray) -> sql.Composable:
    numbers = ",".join(map(repr, np.asarray(row, np.float32).tolist()))
    return sql.SQL("{}::vector").format(sql.Literal(f"[{numbers}]"))


def _line(error: psycopg.Error) -> str:
    """The first line of what went wrong, without the statement, which says nothing to an operator."""
    return str(error).partition("\n")[0].strip() or type(error).__name__
