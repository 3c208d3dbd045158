"""What only a database can do: outlive the process, go away, come back, or lack what is needed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import closing

import numpy as np
import psycopg
import pytest

from actions.search.engines import ExactEngine, FallbackEngine, PgvectorEngine, VectorEngineError, engine_for
from actions.search.engines.fallback import PATIENCE
from tests.databases import Cluster
from tests.search.engine_sets import agrees, hold, keys_of, rows_of

ROW = rows_of([1])[0]
NOWHERE = "postgresql://jiefen:secret@127.0.0.1:1/none"


@pytest.fixture
def address(pgvector: Cluster) -> Iterator[str]:
    with pgvector.database() as address:
        yield address


@pytest.fixture
def engine(address: str) -> Iterator[PgvectorEngine]:
    with closing(PgvectorEngine("articles", "model", address)) as engine:
        yield engine


def ask(address: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(address, autocommit=True) as connection:
        return connection.execute(statement.encode()).fetchall()


def rows_written(address: str) -> list[tuple[object, ...]]:
    """Each row with the transaction that wrote it."""
    return ask(address, "SELECT key, xmin::text FROM jiefen_vectors.articles ORDER BY key")


def test_only_what_is_missing_is_written(engine: PgvectorEngine, address: str) -> None:
    hold(engine, [1, 2, 3])
    before = dict(rows_written(address))
    hold(engine, [2, 3, 4])
    after = dict(rows_written(address))
    assert list(after) == keys_of([2, 3, 4])
    assert {key for key in after if after[key] == before.get(key)} == set(keys_of([2, 3]))


def test_the_same_set_costs_nothing_also_in_the_next_process(engine: PgvectorEngine, address: str) -> None:
    hold(engine, [1, 2, 3])
    before = rows_written(address)
    with closing(PgvectorEngine("articles", "model", address)) as later:
        hold(later, [3, 1, 2])
        assert rows_written(address) == before
        agrees(later, [1, 2, 3], ROW, 9)


def test_another_model_leaves_no_vector_of_the_old_one(engine: PgvectorEngine, address: str) -> None:
    hold(engine, [1, 2])
    with closing(PgvectorEngine("articles", "another model", address)) as later:
        later.replace(keys_of([1, 2]), rows_of([2, 1]))
        assert later.nearest(ROW, 1)[0][0] == "key 02"


def test_what_another_process_put_there_is_not_taken_for_ours(engine: PgvectorEngine, address: str) -> None:
    hold(engine, [1, 2])
    with closing(PgvectorEngine("articles", "model", address)) as other:
        hold(other, [2, 3])
    with pytest.raises(VectorEngineError, match="other vectors"):
        engine.nearest(ROW, 3)


def test_it_connects_again_after_a_restart(engine: PgvectorEngine, pgvector: Cluster) -> None:
    hold(engine, [1, 2])
    agrees(engine, [1, 2], ROW, 9)
    pgvector.stop()
    try:
        with pytest.raises(VectorEngineError, match="does not answer"):
            engine.nearest(ROW, 3)
        with pytest.raises(VectorEngineError, match="cannot keep"):
            hold(engine, [3])
    finally:
        pgvector.start()
    agrees(engine, [1, 2], ROW, 9)
    pgvector.stop()
    pgvector.start()
    agrees(engine, [1, 2], ROW, 9)


def test_a_server_that_dies_amid_a_replacement_leaves_the_old_set(
    engine: PgvectorEngine, address: str, pgvector: Cluster
) -> None:
    hold(engine, [1, 2])
    with psycopg.connect(address, autocommit=True) as administrator:
        administrator.execute(
            "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN IF NEW.key = 'key 05' THEN PERFORM pg_sleep(600); END IF; RETURN NEW; END $$; "
            "CREATE TRIGGER wait BEFORE INSERT ON jiefen_vectors.articles FOR EACH ROW EXECUTE FUNCTION wait()"
        )
    failed: list[VectorEngineError] = []

    def replace() -> None:
        try:
            hold(engine, [2, 3, 4, 5, 6])
        except VectorEngineError as error:
            failed.append(error)

    replacing = threading.Thread(target=replace)
    replacing.start()
    while not ask(address, "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'"):
        assert replacing.is_alive()
    agrees(engine, [1, 2], ROW, 9)
    pgvector.stop()
    try:
        replacing.join(30)
        assert len(failed) == 1
    finally:
        pgvector.start()
    agrees(engine, [1, 2], ROW, 9)
    assert ask(address, "SELECT count(*) FROM jiefen_vectors.articles") == [(2,)]


def test_a_database_without_the_extension_says_so(postgresql: Cluster) -> None:
    if postgresql.offers("vector"):
        pytest.skip("this machine's PostgreSQL has pgvector")
    with (
        postgresql.database() as address,
        closing(PgvectorEngine("articles", "model", address)) as engine,
    ):
        with pytest.raises(VectorEngineError, match="vector") as failure:
            hold(engine, [1])
        assert "\n" not in str(failure.value)
        assert engine.nearest(ROW, 3) == []


@pytest.mark.parametrize("name", ["", "Articles", "a;b", "a" * 41, "sets"])
def test_a_space_has_a_plain_name(name: str) -> None:
    with pytest.raises(ValueError, match="space"):
        PgvectorEngine(name, "model", NOWHERE)


def test_without_an_address_vectors_are_in_memory() -> None:
    assert isinstance(engine_for("articles", "model", None), ExactEngine)


def test_an_unreachable_database_is_told_in_one_line_and_memory_answers(caplog: pytest.LogCaptureFixture) -> None:
    engine = engine_for("articles", "model", NOWHERE)
    with caplog.at_level(logging.INFO):
        hold(engine, [1, 2])
        agrees(engine, [1, 2], ROW, 9)
        hold(engine, [2, 3])
        agrees(engine, [2, 3], ROW, 9)
    (line,) = [record.getMessage() for record in caplog.records]
    assert line.startswith("vectors of articles are searched in memory instead: the database cannot keep the vectors")
    assert "\n" not in line and "secret" not in line


def test_memory_answers_while_the_database_is_away(
    engine: PgvectorEngine, pgvector: Cluster, caplog: pytest.LogCaptureFixture
) -> None:
    now = 0.0
    steady = FallbackEngine(engine, ExactEngine("articles", "model"), lambda: now)
    hold(steady, [1, 2])
    pgvector.stop()
    try:
        agrees(steady, [1, 2], ROW, 9)
        hold(steady, [2, 3])
    finally:
        pgvector.start()
    agrees(steady, [2, 3], ROW, 9)
    assert len(caplog.records) == 1
    now = PATIENCE
    agrees(steady, [2, 3], ROW, 9)  # begins to fill the database again, beside the search
    for thread in threading.enumerate():
        if thread.name == "vectors-articles":
            thread.join(30)
    assert caplog.records[-1].getMessage() == "vectors of articles: the database answers again"
    agrees(engine, [2, 3], ROW, 9)
    assert np.isfinite(steady.scores(ROW, keys_of([2, 3]))).all()
