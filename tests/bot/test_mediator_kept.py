"""While nothing can be kept, citizen and mediator are told so, what they wrote is not lost and is shown once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psycopg
import pytest

from bot import engines
from bot.database import Database
from bot.sentences import say
from bot.settings import Settings
from tests.bot.gateway import Client, gateway_in_thread, until
from tests.bot.rasa_double import RasaDouble
from tests.bot.wishes import opening
from tests.databases import fill, locked
from tests.desk.office import Desk, Office

ROOM = 15  # pages of 4 KB until SQLite's file may grow no further
LONG = "请您带上合同和转账记录。" * 100


@contextmanager
def at_work(var: Path, database_url: str, rasa: RasaDouble) -> Iterator[Office]:
    """A gateway that waits only a moment for its database, with its office."""
    with gateway_in_thread(var, rasa, database_url=database_url, store_timeout=0.05) as url:
        office = Office(url, Settings(var=var, database_url=database_url))
        yield office
        office.close()


def talking(office: Office, rasa: RasaDouble) -> tuple[Client, Desk, str]:
    """A citizen and a mediator who has the floor, and the path of their case."""
    rasa.answer = lambda _ask: opening()
    citizen, mediator = office.citizen(), office.member()
    citizen.say("我要登记")
    (row,) = mediator.get("/cases", view="queue")["cases"]
    case = f"/cases/{row['id']}"
    mediator.post(f"{case}/claim")
    mediator.post(f"{case}/take_over")
    return citizen, mediator, case


def of(messages: list[dict[str, str]], author: str) -> list[str]:
    return [message["text"] for message in messages if message["from"] == author and message["kind"] == "text"]


def send(mediator: Desk, case: str, number: int) -> httpx.Response:
    return mediator.ask("POST", f"{case}/messages", {"id": f"d{number}", "text": LONG})


def pages(database_url: str) -> int:
    """How long SQLite's file is."""
    database = Database(database_url)
    with database.reading() as connection:
        found = connection.exec_driver_sql("PRAGMA page_count").scalar_one() if "sqlite" in database_url else 0
    database.close()
    return int(found)


def empty(database_url: str) -> None:
    """Make room again on PostgreSQL's disk. On SQLite there is room as soon as nobody limits it."""
    if "sqlite" not in database_url:
        with psycopg.connect(database_url) as postgres:
            postgres.execute("DROP TRIGGER full_disk ON messages")


def test_while_the_database_is_locked_both_are_told_and_both_may_send_again(
    tmp_path: Path, database_url: str, rasa: RasaDouble
) -> None:
    with at_work(tmp_path / "var", database_url, rasa) as office:
        citizen, mediator, case = talking(office, rasa)
        reply = {"id": "d1", "text": "您好，我是调解员。"}
        with locked(database_url):
            refused = mediator.ask("POST", f"{case}/messages", reply)
            assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
            assert refused.json()["error"] == "store_unavailable" and "12348" not in refused.json()["detail"]
            held_back = citizen.post("我在", "c1")
            assert (held_back.status_code, held_back.json()["detail"]) == (503, say("store_unavailable", "zh"))
            # What is there can be read all the same.
            assert of(citizen.list()["messages"], "citizen") == ["我要登记"]
        with citizen.events() as events:
            for _ in range(2):
                assert mediator.ask("POST", f"{case}/messages", reply).status_code == 200
                assert citizen.post("我在", "c1").status_code == 200
            until(events, "我在")
        said = citizen.list()["messages"]
        assert of(said, "mediator") == ["您好，我是调解员。"] and of(said, "citizen") == ["我要登记", "我在"]
        assert of(mediator.get(f"{case}/messages")["messages"], "mediator") == ["您好，我是调解员。"]


def test_on_a_full_disk_nothing_acknowledged_is_lost_and_the_rest_is_kept_when_there_is_room(
    tmp_path: Path, database_url: str, rasa: RasaDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(engines, "PRAGMAS", (*engines.PRAGMAS, f"max_page_count = {pages(database_url) + ROOM}"))
        with at_work(tmp_path / "var", database_url, rasa) as office:
            citizen, mediator, case = talking(office, rasa)
            if not database_url.startswith("sqlite"):
                fill(office.database)
            number = 0
            while (answer := send(mediator, case, number)).status_code == 200:
                number += 1
            assert answer.status_code == 503 and answer.json()["detail"]
            held_back = citizen.post(LONG, "c1")
            assert (held_back.status_code, held_back.json()["detail"]) == (503, say("store_full", "zh"))
            assert of(citizen.list()["messages"], "mediator") == [LONG] * number
    empty(database_url)
    with at_work(tmp_path / "var", database_url, rasa) as office:
        mediator, citizen = Desk(office.url, mediator.login), Client(office.url, citizen.conversation)
        assert mediator.sign_in().status_code == 200
        assert send(mediator, case, number).status_code == 200
        assert citizen.post(LONG, "c1").status_code == 200
        said = citizen.list()["messages"]
        assert [message["id"] for message in said if message["from"] == "mediator"] == [
            f"d{n}" for n in range(number + 1)
        ]
        assert of(said, "citizen") == ["我要登记", LONG]
        assert [message["seq"] for message in said] == list(range(1, len(said) + 1))
        citizen.close()
        mediator.http.close()
