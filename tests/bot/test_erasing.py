"""What is erased is gone: from the store, from Rasa's tracker, and from every open page."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

from bot.sentences import say
from tests.bot.gateway import Client, until
from tests.bot.rasa_double import Ask, RasaDouble, echo

WISH = "请删除我的信息"


def erasing(ask: Ask) -> list[dict[str, Any]]:
    if ask["message"] != WISH:
        return echo(ask)
    return [{"custom": {"kind": "effect", "effect": "erase", "value": None}}, {"text": "都删了"}]


def stored(folder: Path) -> bytes:
    """Every byte that is kept in the folder."""
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def tracker_senders(folder: Path) -> set[str]:
    with closing(sqlite3.connect(folder / "tracker.db")) as connection:
        return {sender for (sender,) in connection.execute("SELECT sender_id FROM events")}


def test_the_wish_to_be_forgotten_is_fulfilled_in_the_chat(citizen: Client, rasa: RasaDouble, var: Path) -> None:
    rasa.answer = erasing
    citizen.say("我在acmexyz公司上班")
    assert b"acmexyz" in stored(var)

    with citizen.events() as events:
        until(events, "答：我在acmexyz公司上班")
        first_sender = rasa.asked[0]["sender"]
        assert [reply["text"] for reply in citizen.say(WISH)] == ["都删了"]
        until(events, "都删了")

    assert citizen.texts() == [say("erased", "zh"), "都删了"]
    assert b"acmexyz" not in stored(var)
    citizen.say("你好")
    assert rasa.asked[-1]["sender"] != first_sender
    assert rasa.asked[-1]["sender"] in tracker_senders(var)
    assert first_sender not in tracker_senders(var)


def test_every_open_page_is_told_to_drop_what_it_shows(citizen: Client, rasa: RasaDouble) -> None:
    rasa.answer = erasing
    citizen.say("第一句")
    with citizen.events(last_event_id=2) as events:
        citizen.say(WISH)
        names = [next(events) for _ in range(2)]
        while names[-1][0] != "erased":
            names.append(next(events))
        assert names[-1] == ("erased", {"erased_to": 3})
    # And a page that was asleep meanwhile, by its next connection.
    with citizen.events(last_event_id=2) as events:
        assert next(events) == ("erased", {"erased_to": 3})
    assert citizen.list(after=3)["erased_to"] == 3


def test_the_wish_repeated_is_not_acted_on_twice(citizen: Client, rasa: RasaDouble) -> None:
    rasa.answer = erasing
    first = citizen.post(WISH, "m1")
    assert citizen.post(WISH, "m1").json() == first.json()
    assert rasa.messages() == [WISH]


def test_a_deleted_conversation_leaves_nothing(citizen: Client, rasa: RasaDouble, var: Path) -> None:
    citizen.say("我在bcmexyz公司上班")
    assert b"bcmexyz" in stored(var)
    for _ in range(2):
        response = citizen.http.delete(f"/api/conversations/{citizen.conversation}")
        assert response.status_code == 204

    assert citizen.texts() == []
    assert rasa.asked[0]["sender"] not in tracker_senders(var)
    assert b"bcmexyz" not in stored(var)


def test_a_deleted_conversation_can_be_begun_again_and_pages_follow(citizen: Client, rasa: RasaDouble) -> None:
    for text in ("一", "二", "三"):
        citizen.say(text)
    with citizen.events(last_event_id=6) as events:
        assert [next(events)[0] for _ in range(2)] == ["typing", "speaker"]
        citizen.http.delete(f"/api/conversations/{citizen.conversation}")
        assert next(events) == ("erased", {"erased_to": 6})
        citizen.say("新的")
        assert [message["seq"] for message in until(events, "答：新的")] == [1, 2]


def test_what_is_being_answered_while_it_is_deleted_does_not_come_back(citizen: Client, rasa: RasaDouble) -> None:
    slow = rasa.hold("第一句")
    with ThreadPoolExecutor() as pool:
        pool.submit(citizen.tab().post, "第一句")
        rasa.wait_for(1)
        citizen.http.delete(f"/api/conversations/{citizen.conversation}")
        slow.set()
    assert citizen.say("新的")[0]["text"] == "答：新的"
    assert citizen.texts() == ["新的", "答：新的"]
