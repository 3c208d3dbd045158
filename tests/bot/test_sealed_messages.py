"""What is sealed beside a message is shown to whom it belongs, stands nowhere in clear, and goes with its message."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import insert, select

from bot.cases.tables import cases
from bot.database import Database
from bot.doors import door_add
from bot.erasure import Erasure
from bot.records import Answer, Incoming, Message
from bot.sealing import Sealer
from bot.sentences import say
from bot.store import Store, message_mark, said_add
from bot.tables import messages

SEALER = Sealer([Fernet.generate_key().decode()])
MASKED, WORDS = "我的电话是〔手机号〕", "我的电话是13800138000"
CASE = {
    "id": "1", "number": "JF2026-000001", "conversation": "c", "source": "citizen", "state": "closed", "kind": "other",
    "language": "zh", "organisation": "centre", "routed_why": {}, "queued_at": 1.0, "opened_at": 1.0, "state_at": 1.0,
    "party_hashes": [],
}  # fmt: skip


@pytest.fixture
def store(database: Database) -> Store:
    return Store(database, SEALER, lambda: 1_000_000.0)


def relayed(database: Database, store: Store) -> Message:
    """A message that only a mediator answers."""
    message, _ = store.accept("c", Incoming("m1", MASKED, words=WORDS))
    with database.writing() as connection:
        message_mark(connection, "c", message, state="relayed", sealed=SEALER.seal_json({"text": WORDS}))
    return message


def texts(store: Store) -> list[str]:
    feed = store.feed("c")
    assert feed is not None
    return [message.shown()["text"] for message in feed.messages]


def everything_kept(database: Database) -> str:
    with database.reading() as connection:
        return str([tuple(row) for row in connection.execute(select(messages))])


def test_what_a_mediator_is_told_is_shown_as_written_and_kept_sealed(database: Database, store: Store) -> None:
    relayed(database, store)
    with database.writing() as connection:
        sealed = SEALER.seal_json({"text": "请打021-62345678找我"})
        body = {"kind": "text", "text": "请打〔电话号码〕找我"}
        said_add(connection, "c", "d1", body, 1_000_001.0, author="mediator", sealed=sealed)
    assert texts(store) == [WORDS, "请打021-62345678找我"]
    assert "13800138000" not in everything_kept(database) and "62345678" not in everything_kept(database)


def test_a_relayed_message_waits_for_nobody_but_the_mediator(database: Database, store: Store) -> None:
    message = relayed(database, store)
    assert store.next_turn("c") is None and store.pending() == {}
    assert store.notify("c", message, Answer(())) is False and store.answer("c", message, Answer(())) is False
    known, is_new = store.accept("c", Incoming("m1", MASKED, words=WORDS))
    assert not is_new and known.state == "relayed"


def test_what_cannot_be_unsealed_is_shown_masked(database: Database) -> None:
    relayed(database, Store(database, SEALER))
    assert texts(Store(database, Sealer([Fernet.generate_key().decode()]))) == [MASKED]


def test_the_wish_to_be_forgotten_takes_what_is_sealed_along(database: Database, store: Store) -> None:
    relayed(database, store)
    wish, _ = store.accept("c", Incoming("m2", MASKED, words=WORDS))
    with database.writing() as connection:
        message_mark(connection, "c", wish, sealed=SEALER.seal_json({"keeps": "contact", "text": WORDS}))
    answer = Answer(({"kind": "text", "language": "zh", "text": "都删了", "buttons": []},), erases=True)
    assert Erasure(database).answer("c", wish, answer, "zh") is True
    assert texts(store) == [say("erased", "zh"), "都删了"]
    with database.reading() as connection:
        assert connection.execute(select(messages.c.sealed).where(messages.c.sealed.is_not(None))).all() == []


def test_another_device_comes_in_by_its_own_door_until_the_conversation_is_gone(
    database: Database, store: Store
) -> None:
    relayed(database, store)
    with database.writing() as connection:
        door_add(connection, "phone", "c")
    assert (store.door("phone"), store.door("c"), store.door("elsewhere")) == ("c", "c", "elsewhere")
    Erasure(database).conversation("c")
    assert store.door("phone") == "phone"


def test_a_conversation_with_a_case_is_not_idle_until_the_case_is_erased(database: Database, store: Store) -> None:
    relayed(database, store)
    erasure = Erasure(database, lambda: 2_000_000.0)
    with database.writing() as connection:
        connection.execute(insert(cases).values(CASE))
    assert erasure.idle(100) == 0
    with database.writing() as connection:
        connection.execute(cases.update().values(conversation=None))
    assert erasure.idle(100) == 1
