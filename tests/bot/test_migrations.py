"""A database of an earlier version is taken along, one of a later version left alone, and a failure changes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from cryptography.fernet import Fernet
from sqlalchemy import Connection, inspect, select, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from bot.cases import tables as of_cases
from bot.counters import counts
from bot.database import Database
from bot.erasure import Erasure
from bot.migrations.migrate import VERSIONS, migrate
from bot.records import Incoming, PayloadNotOffered, StoreUnavailable
from bot.sealing import Sealer
from bot.store import Store
from bot.tables import conversations, messages, metadata, reminders
from tests.databases import Cluster

BEFORE_CASES = (Path(__file__).parent / "before_cases.sql").read_text(encoding="utf-8")
BROKEN = '''
from alembic import op
revision, down_revision, branch_labels, depends_on = "9999", "{head}", None, None


def upgrade() -> None:
    op.execute("DELETE FROM conversations")
    op.rename_table("counters", "counted")
    op.execute("ALTER TABLE nowhere RENAME TO somewhere")
'''


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with nothing in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'jiefen.db'}"
        return
    cluster: Cluster = request.getfixturevalue("postgresql")
    name = cluster.make()
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    """A file of the version before cases, with two conversations."""
    path = tmp_path / "jiefen.db"
    with closing(sqlite3.connect(path)) as old:
        old.executescript(BEFORE_CASES)
    return path


def seen(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def test_the_steps_lead_to_the_tables_that_the_program_knows(database: Database) -> None:
    assert of_cases.cases.metadata is metadata
    with database.reading() as connection:
        options = {"target_metadata": metadata, "compare_type": True, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_several_that_start_at_once_on_nothing_make_one_database(empty_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        for opened in list(pool.map(lambda _: Database(empty_url), range(4))):
            opened.check()
            opened.close()


def test_nothing_of_a_file_from_before_cases_is_lost(old_file: Path) -> None:
    database = Database(old_file)
    with database.reading() as connection:
        talks = connection.execute(select(conversations).order_by(conversations.c.key)).all()
        said = connection.execute(select(messages).order_by(messages.c.conversation, messages.c.seq)).all()
        due = connection.execute(select(reminders)).all()
    assert [(talk.key, talk.rasa_sender, talk.language, talk.last_seq, talk.active_at) for talk in talks] == [
        ("first", "rasa-1", "zh", 3, 1000000.25), ("second", "rasa-2", None, 1, 1000001.5)
    ]  # fmt: skip
    assert [(row.conversation, row.seq, row.source_id, row.author, row.state, row.attempts) for row in said] == [
        ("first", 1, "m1", "citizen", "answered", 1), ("first", 2, "m1/1", "assistant", None, 0),
        ("first", 3, "m2", "citizen", "pending", 2), ("second", 1, "m1", "citizen", "pending", 0),
    ]  # fmt: skip
    assert said[0].body == {"kind": "text", "text": "押金不退"} and said[1].in_reply_to == 1
    assert [(talk.speaker, talk.floor_case, talk.read_seq) for talk in talks] == [("assistant", None, 0)] * 2
    assert [(row.conversation, row.id, row.due_at, row.body["text"]) for row in due] == [
        ("first", "labour", 1000100, "期限")
    ]
    assert counts(database) == {"answered": 7}
    assert [sender for sender, _age in Erasure(database).forgotten()] == ["rasa-0"]
    store = Store(database, Sealer([Fernet.generate_key().decode()]))
    assert store.accept("first", Incoming("m3", "提醒我", '/set_reminder{"day": "2026-12-01"}'))[1]
    with pytest.raises(PayloadNotOffered):
        store.accept("first", Incoming("m4", "提醒我", '/set_reminder{"day": "2026-12-02"}'))
    # What belongs together still does.
    Erasure(database).conversation("first")
    with database.reading() as connection:
        assert connection.execute(select(messages.c.conversation)).scalars().all() == ["second"]
        assert connection.execute(select(reminders)).all() == []
    database.close()


def test_a_file_from_before_reminders_is_taken_over_too(old_file: Path) -> None:
    with closing(sqlite3.connect(old_file)) as old:
        old.executescript("DROP TABLE reminders; PRAGMA user_version = 1;")
    database = Database(old_file)
    with database.reading() as connection:
        assert connection.execute(select(messages.c.seq)).scalars().all() == [1, 2, 3, 1]
        assert connection.execute(select(reminders)).all() == []
    database.close()


def test_a_program_from_before_cases_leaves_a_newer_file_alone(old_file: Path) -> None:
    Database(old_file).close()
    with closing(sqlite3.connect(old_file)) as file:
        assert file.execute("PRAGMA user_version").fetchone()[0] > 2  # what those programs compare with


def test_a_database_of_a_newer_version_is_left_alone(database_url: str) -> None:
    database = Database(database_url)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreUnavailable, match=r"newer version \(9999"):
        Database(database_url)
    with database.reading() as connection:
        assert seen(connection) == "9999"
    database.close()


def test_a_step_that_fails_changes_nothing(database_url: str, tmp_path: Path) -> None:
    database = Database(database_url)
    with database.writing() as connection:
        connection.execute(conversations.insert().values(key="c", rasa_sender="r", active_at=1.0))
        head = seen(connection)
    more = tmp_path / "more"
    more.mkdir()
    (more / "v9999_broken.py").write_text(BROKEN.format(head=head))
    with pytest.raises((OperationalError, ProgrammingError)):
        migrate(database.engine, (VERSIONS, more))
    with database.reading() as connection:
        assert seen(connection) == head
        assert "counters" in inspect(connection).get_table_names()
        assert connection.execute(select(conversations.c.key)).scalars().all() == ["c"]
    database.close()


def test_a_step_may_make_a_table_anew_and_what_refers_to_it_stays(old_file: Path, tmp_path: Path) -> None:
    database = Database(old_file)
    with database.reading() as connection:
        head = seen(connection)
    more = tmp_path / "more"
    more.mkdir()
    (more / "v9999_anew.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision, down_revision, branch_labels, depends_on = '9999', '{head}', None, None\n"
        "def upgrade() -> None:\n"
        "    with op.batch_alter_table('conversations') as batch:\n"
        "        batch.alter_column('rasa_sender', type_=sa.String(80))\n"
    )
    migrate(database.engine, (VERSIONS, more))
    with database.writing() as connection:
        assert connection.execute(select(messages.c.seq)).scalars().all() == [1, 2, 3, 1]
        connection.execute(conversations.delete())
        assert connection.execute(select(messages)).all() == []
    database.close()
