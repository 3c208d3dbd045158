"""A reminder is kept with the answer that promises it, said once when its time comes, and gone when nobody wants it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from cryptography.fernet import Fernet

from bot.counters import counts
from bot.database import Database
from bot.erasure import Erasure
from bot.pushes import Pushes
from bot.reading import answer_read
from bot.records import Incoming
from bot.reminders import Reminders
from bot.sealing import Sealer
from bot.store import Store
from tests.bot.gateway import Client, GatewayProcess, gateway_in_thread, until
from tests.bot.rasa_double import Ask, RasaDouble, echo

SEALER = Sealer([Fernet.generate_key().decode()])
SHANGHAI = ZoneInfo("Asia/Shanghai")
NINE = datetime(2026, 11, 30, 9, tzinfo=SHANGHAI)
NEXT = datetime(2026, 12, 6, 9, tzinfo=SHANGHAI)
CANCEL = '/cancel_reminder{"reminder": "award"}'
SAID = ["提醒：还有 7 天。\n您让我提醒的事。", "提醒：明天就是最后一天。\n您让我提醒的事。"]


def reminder(**changes: Any) -> dict[str, Any]:
    value = {
        "id": "award",
        "on": "2026-12-07",
        "at": [NINE.isoformat(), NEXT.isoformat()],
        "language": "zh",
        "text": "您让我提醒的事。",
        "buttons": [{"title": "不用提醒了", "payload": CANCEL}],
    }
    return {"custom": {"kind": "effect", "effect": "remind", "value": {**value, **changes}}}


def cancelled(identity: str | None) -> dict[str, Any]:
    return {"custom": {"kind": "effect", "effect": "cancel_reminder", "value": identity}}


def reminding(ask: Ask) -> list[dict[str, Any]]:
    answers = {
        "提醒我": [{"text": "好的"}, reminder()],
        "也提醒我交费": [{"text": "好的"}, reminder(id="fee", text="交费。")],
        "改成一次": [{"text": "好的"}, reminder(at=[NEXT.isoformat()])],
        "都不用了": [{"text": "好，不提醒了"}, cancelled(None)],
        CANCEL: [{"text": "好，不提醒了"}, cancelled("award")],
        "请删除": [{"text": "删了"}, {"custom": {"kind": "effect", "effect": "erase", "value": None}}],
    }
    return answers.get(ask["message"]) or echo(ask)


class Clock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now.timestamp()


@pytest.fixture
def clock() -> Clock:
    return Clock(NINE - timedelta(seconds=1))


@pytest.fixture
def citizen(tmp_path: Path, rasa: RasaDouble, clock: Clock) -> Iterator[Client]:
    rasa.answer = reminding
    with gateway_in_thread(tmp_path, rasa, clock=clock, reminder_every=0.02) as url:
        client = Client(url)
        yield client
        client.close()


def test_it_comes_by_event_at_its_time_and_again_at_the_next(citizen: Client, clock: Clock) -> None:
    citizen.say("提醒我")
    with citizen.events() as events:
        until(events, "好的")
        for moment, said in zip((NINE, NEXT), SAID, strict=True):
            clock.now = moment
            reminded = until(events, said)[-1]
            assert (reminded["from"], reminded["kind"], reminded["language"]) == ("assistant", "text", "zh")
    assert citizen.texts() == ["提醒我", "好的", *SAID]


def test_who_opens_the_page_later_finds_it(citizen: Client, clock: Clock) -> None:
    citizen.say("提醒我")
    with citizen.stranger().events():
        clock.now = NINE
    with citizen.events(last_event_id=2) as events:
        until(events, SAID[0])
    assert [message["seq"] for message in citizen.list()["messages"]] == [1, 2, 3]


def test_its_button_works_and_the_second_one_does_not_come(citizen: Client, clock: Clock) -> None:
    citizen.say("提醒我")
    citizen.say("也提醒我交费")
    clock.now = NINE
    with citizen.events() as events:
        until(events, SAID[0])
        assert citizen.post("不用提醒了", payload=CANCEL).status_code == 200
        clock.now = NEXT
        until(events, "提醒：明天就是最后一天。\n交费。")
    assert SAID[1] not in citizen.texts()


def test_saying_so_takes_all_back(citizen: Client, clock: Clock) -> None:
    other = citizen.stranger()
    for one in (citizen, other):
        one.say("提醒我")
    citizen.say("也提醒我交费")
    citizen.say("都不用了")
    clock.now = NINE
    with other.events() as events:
        until(events, SAID[0])
    assert citizen.texts()[-1] == "好，不提醒了"


def test_set_again_it_takes_the_place_of_the_first(citizen: Client, clock: Clock) -> None:
    citizen.say("提醒我")
    citizen.say("提醒我")
    citizen.say("改成一次")
    clock.now = NEXT
    with citizen.events() as events:
        until(events, SAID[1])
    assert [text for text in citizen.texts() if text in SAID] == [SAID[1]]


def test_it_is_erased_with_the_conversation(citizen: Client, clock: Clock) -> None:
    other, third = citizen.stranger(), citizen.stranger()
    for one in (citizen, other, third):
        one.say("提醒我")
    citizen.say("请删除")
    assert other.http.delete(f"/api/conversations/{other.conversation}").status_code == 204
    clock.now = NEXT
    with third.events() as events:
        until(events, SAID[1])
    assert citizen.texts()[-1] == "删了"
    assert other.texts() == []


def test_killed_before_and_after_it_is_said_once(tmp_path: Path, rasa: RasaDouble) -> None:
    rasa.answer = lambda ask: [{"text": "好的"}, reminder(on="2020-01-08", at=["2020-01-01T09:00:00+08:00"])]
    process = GatewayProcess(tmp_path, rasa, reminder_every=3600)
    process.start()
    citizen = Client(process.url)
    citizen.say("提醒我")
    process.kill()
    for _ in range(2):
        process.start()
        with citizen.events() as events:
            seen = [next(data for name, data in events if name == "message") for _ in range(3)]
        process.kill()
    assert seen[-1]["text"].startswith("提醒：最后一天已经过了")
    process.start()
    assert [message["id"] for message in citizen.list()["messages"][2:]] == [seen[-1]["id"]]
    citizen.close()
    process.stop()


def promised(database: Database, clock: Clock, **changes: Any) -> None:
    store = Store(database, SEALER, clock)
    message, _ = store.accept("c", Incoming("m1", "提醒我"))
    store.answer("c", message, answer_read([{"text": "好的"}, reminder(**changes)], "zh", "c"))


def test_two_that_look_at_once_say_it_once(database: Database, clock: Clock) -> None:
    promised(database, clock)
    clock.now = NINE
    reminders = Reminders(database, Pushes(), clock)
    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(lambda _: reminders.deliver(), range(16)))
    assert sorted(said)[-1] == ["c"] and sum(map(len, said)) == 1
    assert counts(database)["reminded"] == 1


@pytest.mark.parametrize(
    ("late", "language", "words"),
    [
        (timedelta(0), "zh", "提醒：还有 7 天。"),
        (timedelta(days=6), "zh", "提醒：明天就是最后一天。"),
        (timedelta(days=7, hours=14), "zh", "提醒：今天就是最后一天。"),
        (timedelta(days=9), "zh", "提醒：最后一天已经过了 2 天。"),
        (timedelta(days=9), "en", "Reminder: the last day was 2 days ago."),
    ],
)
def test_after_an_outage_it_tells_how_it_stands_now(
    database: Database, clock: Clock, late: timedelta, language: str, words: str
) -> None:
    promised(database, clock, language=language)
    clock.now = NINE + late
    Reminders(database, Pushes(), clock).deliver()
    feed = Store(database, SEALER, clock).feed("c")
    assert feed is not None and feed.messages[2].body["text"].startswith(words)


def test_a_conversation_that_waits_for_a_reminder_is_not_idle(database: Database, clock: Clock) -> None:
    promised(database, clock)
    erasure, reminders = Erasure(database, clock), Reminders(database, Pushes(), clock)
    clock.now += timedelta(days=3)
    assert erasure.idle(86400) == 0
    clock.now = NEXT
    assert reminders.deliver() == ["c", "c"]
    assert erasure.idle(86400) == 0
    clock.now += timedelta(days=2)
    assert erasure.idle(86400) == 1
