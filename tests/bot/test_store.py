"""The store keeps or refuses, and never half of either: full, locked, raced, cut off. On both databases."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.database import Database
from bot.erasure import Erasure
from bot.records import Answer, IdReused, Incoming, StoreUnavailable
from bot.sealing import Sealer
from bot.sentences import say
from bot.store import Store
from tests.bot.gateway import Client, clean_environ, gateway_in_thread, run_to_the_end, until
from tests.bot.rasa_double import RasaDouble
from tests.databases import Cluster, fill, locked

SEALER = Sealer([Fernet.generate_key().decode()])
ANSWER = Answer(({"kind": "text", "text": "答", "language": "zh", "buttons": []},))


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(database: Database, clock: Clock) -> Store:
    return Store(database, SEALER, clock)


def test_the_same_id_sent_by_many_at_once_is_kept_once(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda _: store.accept("c", Incoming("m1", "你好")), range(40)))
    assert sum(is_new for _message, is_new in kept) == 1
    assert {message.seq for message, _is_new in kept} == {1}


def test_seqs_have_no_gap_and_no_double_whoever_writes(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: store.accept("c", Incoming(f"m{number}", "你好")), range(40)))
    feed = store.feed("c")
    assert feed is not None
    assert [message.seq for message in feed.messages] == list(range(1, 41))


def test_a_message_is_answered_once_however_often_the_answer_comes(store: Store) -> None:
    message, _ = store.accept("c", Incoming("m1", "你好"))
    assert store.answer("c", message, ANSWER) is True
    assert store.answer("c", message, ANSWER) is False
    assert store.notify("c", message, ANSWER) is False
    _waits, said = store.replies("c", message)
    assert [reply.source_id for reply in said] == ["m1/1"]


def test_a_notice_is_given_once_and_the_answer_still_comes(store: Store) -> None:
    message, _ = store.accept("c", Incoming("m1", "你好"))
    assert store.notify("c", message, ANSWER) is True
    assert store.notify("c", message, ANSWER) is False
    assert store.answer("c", message, ANSWER) is True
    waits, said = store.replies("c", message)
    assert not waits
    assert [reply.source_id for reply in said] == ["m1/1", "m1/2"]


def test_turns_come_in_order_and_count_their_attempts(store: Store) -> None:
    for number in range(2):
        store.accept("c", Incoming(f"m{number}", "你好"))
    attempts = [turn.message.attempts for turn in (store.next_turn("c"), store.next_turn("c")) if turn]
    assert attempts == [1, 2]
    turn = store.next_turn("c")
    assert turn is not None and turn.message.source_id == "m0"
    store.answer("c", turn.message, Answer(()))
    following = store.next_turn("c")
    assert following is not None and following.message.source_id == "m1"
    store.answer("c", following.message, Answer(()))
    assert store.next_turn("c") is None


def test_an_answer_to_an_erased_message_does_not_reach_its_successor(store: Store, database: Database) -> None:
    old, _ = store.accept("c", Incoming("old", "你好"))
    Erasure(database).conversation("c")
    store.accept("c", Incoming("new", "再见"))
    assert store.answer("c", old, ANSWER) is False


def test_a_full_disk_refuses_and_loses_nothing(store: Store, database: Database) -> None:
    store.accept("c", Incoming("m1", "你好"))
    fill(database)
    with pytest.raises(StoreUnavailable) as refused:
        store.accept("c", Incoming("m2", "长" * 100_000))
    assert refused.value.reason == "full"
    feed = store.feed("c")
    assert feed is not None and [message.source_id for message in feed.messages] == ["m1"]


def test_a_locked_database_refuses_after_its_time(database_url: str) -> None:
    database = Database(database_url, timeout=0.05)
    store = Store(database, SEALER)
    store.accept("c", Incoming("m1", "你好"))
    with locked(database_url):
        with pytest.raises(StoreUnavailable) as refused:
            store.accept("c", Incoming("m2", "你好"))
        assert refused.value.reason == "locked"
        assert store.feed("c") is not None
    assert store.accept("c", Incoming("m2", "你好"))[1] is True
    database.close()


def test_two_gateways_on_one_database_take_turns(database_url: str) -> None:
    databases = [Database(database_url) for _ in range(2)]
    stores = [Store(database, SEALER) for database in databases]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: stores[number % 2].accept("c", Incoming(f"m{number // 4}", "你好")), range(80)))
    feed = stores[0].feed("c")
    assert feed is not None
    assert [message.seq for message in feed.messages] == list(range(1, 21))
    assert {message.source_id for message in feed.messages} == {f"m{number}" for number in range(20)}
    for database in databases:
        database.close()


def test_after_postgresql_was_away_everything_goes_on_by_itself(postgresql: Cluster) -> None:
    name = postgresql.make()
    database = Database(postgresql.url(name))
    store = Store(database, SEALER)
    store.accept("c", Incoming("m1", "你好"))
    postgresql.stop()
    for _ in range(2):
        with pytest.raises(StoreUnavailable, match=r"broken \(PostgreSQL does not answer") as refused:
            store.accept("c", Incoming("m2", "你好"))
        assert "\n" not in refused.value.reason
    postgresql.start()
    assert store.accept("c", Incoming("m2", "你好"))[1] is True
    feed = store.feed("c")
    assert feed is not None and [message.source_id for message in feed.messages] == ["m1", "m2"]
    database.close()
    postgresql.drop(name)


def test_a_gateway_says_that_its_postgresql_does_not_answer_and_tells_no_password(tmp_path: Path) -> None:
    place = {"JIEFEN_DATABASE_URL": "postgresql://jiefen:not-to-be-told@127.0.0.1:1/cases"}
    run = run_to_the_end(clean_environ() | {"JIEFEN_VAR": str(tmp_path)} | place)
    assert run.returncode == 2
    assert "PostgreSQL does not answer" in run.stderr and "127.0.0.1" in run.stderr
    assert "not-to-be-told" not in run.stderr


def test_a_file_that_is_no_database_is_named_broken(tmp_path: Path) -> None:
    (tmp_path / "jiefen.db").write_bytes(b"not a database" * 1000)
    with pytest.raises(StoreUnavailable, match="broken"):
        Database(tmp_path / "jiefen.db")


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "jiefen.db")) as newer:
        newer.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreUnavailable, match="newer"):
        Database(tmp_path / "jiefen.db")


def test_a_refused_message_leaves_no_conversation(store: Store) -> None:
    store.accept("c", Incoming("m1", "你好"))
    with pytest.raises(IdReused):
        store.accept("c", Incoming("m1", "再见"))
    feed = store.feed("c")
    assert feed is not None and feed.last_seq == 1


def test_idle_conversations_are_deleted_and_their_names_at_rasa_kept(
    store: Store, database: Database, clock: Clock
) -> None:
    erasure = Erasure(database, clock)
    store.accept("old", Incoming("m1", "你好"))
    clock.now += 100
    store.accept("new", Incoming("m1", "你好"))
    assert erasure.idle(50) == 1
    assert store.feed("old") is None and store.feed("new") is not None
    ((sender, age),) = erasure.forgotten()
    assert age == 0
    erasure.forgotten_drop(sender)
    assert erasure.forgotten() == []


def test_the_secret_of_a_conversation_is_not_in_the_store(tmp_path: Path, rasa: RasaDouble) -> None:
    with gateway_in_thread(tmp_path, rasa) as url:
        citizen = Client(url)
        citizen.say("你好")
        kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        assert citizen.conversation.encode() not in kept
        assert citizen.conversation.replace("-", "").encode() not in kept
        citizen.close()


@pytest.mark.parametrize(("words", "language"), [("房东不退押金", "zh"), ("My landlord keeps my deposit", "en")])
def test_the_citizen_is_told_honestly_when_nothing_can_be_kept(
    tmp_path: Path, database_url: str, rasa: RasaDouble, words: str, language: str
) -> None:
    with gateway_in_thread(tmp_path, rasa, database_url=database_url, store_timeout=0.05) as url:
        citizen = Client(url)
        citizen.say("先来一句")
        with locked(database_url):
            response = citizen.post(words, "m2")
        assert response.status_code == 503
        assert response.json() == {
            "error": "store_unavailable",
            "detail": say("store_unavailable", "en" if language == "en" else "zh"),
        }
        assert "12348" in response.json()["detail"] and "110" in response.json()["detail"]
        assert response.headers["retry-after"] == "5"
        # The page sends it again under the same id.
        assert citizen.say(words, message_id="m2")[0]["text"] == f"答：{words}"
        citizen.close()


def test_an_answer_that_cannot_be_kept_yet_is_kept_later_and_not_asked_for_again(
    tmp_path: Path, database_url: str, rasa: RasaDouble
) -> None:
    held = rasa.hold("第一句")
    with gateway_in_thread(tmp_path, rasa, database_url=database_url, store_timeout=0.05, reply_wait=0.05) as url:
        citizen = Client(url)
        assert citizen.post("第一句").status_code == 202
        rasa.wait_for(1)
        with citizen.events() as events:
            with locked(database_url):
                held.set()
                assert citizen.post("第二句").status_code == 503  # by now the first write of the answer failed or waits
            until(events, "答：第一句")
        assert rasa.messages() == ["第一句"]
        citizen.close()
