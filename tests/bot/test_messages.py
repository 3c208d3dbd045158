"""A message is answered once, in order, whoever sends it again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.bot.gateway import Client, until
from tests.bot.rasa_double import RasaDouble


def test_a_message_is_answered(citizen: Client, rasa: RasaDouble) -> None:
    response = citizen.post("房东不退押金", "m1")

    assert response.status_code == 200
    assert response.json()["seq"] == 1
    (reply,) = response.json()["replies"]
    assert {name: reply[name] for name in ("seq", "id", "from", "kind", "text", "buttons", "language")} == {
        "seq": 2, "id": "m1/1", "from": "assistant", "kind": "text", "text": "答：房东不退押金", "buttons": [],
        "language": "zh",
    }  # fmt: skip
    assert rasa.asked[0]["metadata"] == {"id": "m1"}


def test_a_repeated_message_gets_the_same_answer_and_acts_once(citizen: Client, rasa: RasaDouble) -> None:
    first = citizen.post("房东不退押金", "m1")
    again = citizen.post("房东不退押金", "m1")

    assert again.status_code == 200
    assert again.json() == first.json()
    assert rasa.messages() == ["房东不退押金"]


def test_an_id_with_another_text_is_refused_and_changes_nothing(citizen: Client, rasa: RasaDouble) -> None:
    citizen.post("房东不退押金", "m1")
    response = citizen.post("老板不发工资", "m1")

    assert response.status_code == 409
    assert response.json()["error"] == "id_reused"
    assert citizen.texts() == ["房东不退押金", "答：房东不退押金"]


def test_the_id_of_a_reply_cannot_be_taken_by_a_citizen(citizen: Client) -> None:
    citizen.post("一", "m1")

    assert citizen.post("二", "m1/1").status_code == 422


def test_messages_of_one_conversation_are_answered_in_order(citizen: Client, rasa: RasaDouble) -> None:
    first = rasa.hold("第一句")
    with ThreadPoolExecutor() as pool:
        one = pool.submit(citizen.post, "第一句", "m1")
        rasa.wait_for(1)
        two = pool.submit(citizen.tab().post, "第二句", "m2")
        # The second is kept while the first is still worked on, and not yet given to Rasa.
        with citizen.events() as events:
            until(events, "第二句")
        assert rasa.messages() == ["第一句"]
        first.set()
        assert one.result().status_code == two.result().status_code == 200

    assert citizen.texts() == ["第一句", "第二句", "答：第一句", "答：第二句"]


def test_conversations_do_not_wait_for_one_another(citizen: Client, rasa: RasaDouble) -> None:
    slow = rasa.hold("很慢的一句")
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(citizen.post, "很慢的一句")
        rasa.wait_for(1)

        assert citizen.stranger().say("很快的一句")[0]["text"] == "答：很快的一句"

        assert not waiting.done()
        slow.set()
        assert waiting.result().status_code == 200


def test_two_tabs_see_the_same(citizen: Client) -> None:
    other = citizen.tab()
    with citizen.events() as mine, other.events() as theirs:
        citizen.post("房东不退押金")

        assert until(mine, "答：房东不退押金") == until(theirs, "答：房东不退押金") == citizen.list()["messages"]


def test_a_reconnecting_page_gets_what_it_missed_and_nothing_twice(citizen: Client) -> None:
    citizen.say("第一句")
    citizen.say("第二句")
    with citizen.events(last_event_id=2) as events:
        assert [message["seq"] for message in until(events, "答：第二句")] == [3, 4]


def test_the_page_is_told_when_an_answer_is_being_made(citizen: Client, rasa: RasaDouble) -> None:
    slow = rasa.hold("慢")
    with ThreadPoolExecutor() as pool, citizen.events() as events:
        assert next(events) == ("typing", {"typing": False})
        pool.submit(citizen.tab().post, "慢")
        while (event := next(events))[0] != "typing":
            pass
        assert event == ("typing", {"typing": True})
        assert citizen.list()["typing"] is True
        slow.set()
        while (event := next(events))[0] != "typing":
            pass
        assert event == ("typing", {"typing": False})


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"conversation": "secret"}, "bad_conversation"),
        ({"conversation": "11111111-1111-1111-8111-111111111111"}, "bad_conversation"),
        ({"text": "字" * 2001}, "too_long"),
        ({"text": " \n\0 "}, "empty"),
        ({"id": "a b"}, "bad_request"),
        ({"language": "fr"}, "bad_request"),
        ({"unknown": 1}, "bad_request"),
    ],
)
def test_a_malformed_message_is_refused_in_plain_words(citizen: Client, changes: dict[str, Any], error: str) -> None:
    body = {"conversation": citizen.conversation, "id": "m1", "text": "你好", **changes}
    response = citizen.http.post("/api/messages", json=body)

    assert response.status_code == 422
    assert response.json()["error"] == error
    assert response.json()["detail"]
    assert citizen.texts() == []


def test_two_thousand_characters_are_taken(citizen: Client) -> None:
    assert citizen.say("字" * 2000)[0]["text"] == "答：" + "字" * 2000


def test_an_unknown_conversation_is_empty(citizen: Client) -> None:
    speaker = {"who": "assistant", "name": None, "case": None, "read_seq": 0}
    assert citizen.list() == {
        "messages": [], "typing": False, "language": None, "erased_to": 0, "speaker": speaker,
    }  # fmt: skip


@pytest.mark.parametrize("typed", ["/restart", " /restart", "／restart", "//restart", "\u200b/restart", '/ask{"a": 1}'])
def test_typed_text_never_becomes_a_command(citizen: Client, rasa: RasaDouble, typed: str) -> None:
    citizen.say(typed)

    (given,) = rasa.messages()
    assert not given.strip().startswith("/")
    assert citizen.texts()[0] == typed


def test_only_a_button_that_was_offered_can_be_pressed(citizen: Client, rasa: RasaDouble) -> None:
    payload = '/choose_option{"card_id": "wage-arrears"}'
    rasa.answer = lambda ask: [{"text": "选一个", "buttons": [{"title": "欠薪", "payload": payload}]}]
    refused = citizen.post("欠薪", payload=payload)
    assert (refused.status_code, refused.json()["error"]) == (422, "payload_not_offered")

    citizen.say("老板不发工资")
    citizen.say("欠薪", payload=payload)

    assert rasa.messages() == ["老板不发工资", payload]
    assert citizen.list()["messages"][2]["payload"] == payload
    # It was offered in this conversation, and in no other.
    assert citizen.stranger().post("欠薪", payload=payload).status_code == 422
    assert citizen.post("重来", payload="/restart").status_code == 422
