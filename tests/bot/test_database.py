"""A transaction is kept whole or not at all, and what goes wrong in it is told without telling anything of anyone."""

from __future__ import annotations

import sqlite3
import traceback

import psycopg
import pytest
from sqlalchemy import insert, select

from bot.database import Database
from bot.records import StoreUnavailable
from bot.tables import conversations, counters


def test_what_ends_in_an_error_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError), database.writing() as connection:
        connection.execute(insert(counters).values(name="a", count=1))
        raise RuntimeError
    with database.writing() as connection:
        connection.execute(insert(counters).values(name="b", count=1))
    with database.reading() as connection:
        assert connection.execute(select(counters.c.name)).scalars().all() == ["b"]


def test_a_reader_sees_one_state_whatever_is_written_meanwhile(database: Database) -> None:
    with database.reading() as connection:
        before = connection.execute(select(counters)).all()
        with database.writing() as other:
            other.execute(insert(counters).values(name="a", count=1))
        assert connection.execute(select(counters)).all() == before == []


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(StoreUnavailable, match=r"ReadOnly|READONLY"), database.reading() as connection:
        connection.execute(insert(counters).values(name="a", count=1))


def test_a_row_that_breaks_a_rule_is_named_by_the_rule_and_not_by_its_words(database: Database) -> None:
    row = {"key": "张三的秘密", "rasa_sender": "r", "active_at": 1.0}
    with database.writing() as connection:
        connection.execute(insert(conversations).values(row))
    with pytest.raises(StoreUnavailable, match="broken") as refused, database.writing() as connection:
        connection.execute(insert(conversations).values(row))
    assert "张三" not in "".join(traceback.format_exception(refused.value))


def test_a_character_that_postgresql_refuses_is_no_reason_to_refuse_a_message(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(insert(counters).values(name="a\0b", count=1))
    with database.reading() as connection:
        (name,) = connection.execute(select(counters.c.name).where(counters.c.name == "a\0b")).scalars()
        assert name.replace("\0", "") == "ab"


def test_a_transaction_that_outlives_the_database_still_ends_and_leaves_no_connection(database_url: str) -> None:
    database = Database(database_url)
    with database.writing() as connection:
        driver = connection.connection.driver_connection
        database.close()
        connection.execute(insert(counters).values(name="a", count=1))
    with pytest.raises((sqlite3.ProgrammingError, psycopg.OperationalError)):
        driver.execute("SELECT 1")  # type: ignore[union-attr]
    again = Database(database_url)
    with again.reading() as connection:
        assert connection.execute(select(counters.c.name)).scalars().all() == ["a"]
    again.close()
