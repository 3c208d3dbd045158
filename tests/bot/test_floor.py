"""While a mediator speaks the assistant is silent, and what either says reaches the other, whatever fails meanwhile."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from bot.records import conversation_key
from tests.bot.both_stores import gateway, kept, office, store_url
from tests.bot.gateway import Client, until
from tests.bot.rasa_double import RasaDouble
from tests.bot.wishes import answering, opening
from tests.databases import locked
from tests.desk.office import Desk, Office

__all__ = ["gateway", "office", "store_url"]
PHONE = "13812345678"


@pytest.fixture
def mediator(office: Office) -> Desk:
    return office.member(name="王敏")


@pytest.fixture
def case(citizen: Client, rasa: RasaDouble, office: Office, mediator: Desk) -> str:
    """The id of the citizen's case, which the mediator has claimed."""
    rasa.answer = answering(登记=opening())
    citizen.say("登记")
    (case,) = office.cases.citizen_cases(conversation_key(citizen.conversation))
    mediator.post(f"/cases/{case.id}/claim")
    return case.id


def reply(mediator: Desk, case: str, text: str) -> dict[str, Any]:
    return dict(mediator.post(f"/cases/{case}/messages", {"id": uuid.uuid4().hex, "text": text}))


def test_after_the_claim_the_assistant_goes_on_until_the_mediator_speaks(
    citizen: Client, rasa: RasaDouble, mediator: Desk, case: str
) -> None:
    assert citizen.list()["messages"][-1]["event"] == "claimed"
    assert citizen.say("还要等吗")[0]["text"] == "答：还要等吗"
    with citizen.events(last_event_id=citizen.list()["messages"][-1]["seq"]) as events:
        reply(mediator, case, "您好，我是调解员王敏。")
        taken, said = until(events, "您好，我是调解员王敏。")
        name, speaker = next(events)
    assert (taken["event"], taken["name"]) == ("taken_over", "王敏")
    assert (said["from"], said["name"], said["kind"]) == ("mediator", "王敏", "text")
    assert (name, speaker["who"], speaker["name"]) == ("speaker", "mediator", "王敏")
    assert citizen.list()["speaker"]["case"] == said["case"]


def test_what_the_citizen_then_writes_is_the_mediators_alone(
    citizen: Client, rasa: RasaDouble, mediator: Desk, case: str, store_url: str
) -> None:
    reply(mediator, case, "您好")
    asked = len(rasa.asked)
    response = citizen.post(f"我的电话是 {PHONE}", "m1")
    assert (response.status_code, response.json()["replies"]) == (200, [])
    assert citizen.post(f"我的电话是 {PHONE}", "m1").json() == response.json()
    assert len(rasa.asked) == asked

    mine = citizen.list()["messages"][-1]
    assert (mine["text"], mine["relayed"]) == (f"我的电话是 {PHONE}", True)
    theirs = mediator.get(f"/cases/{case}/messages")["messages"]
    assert [message["text"] for message in theirs if message["from"] == "citizen"][-1] == f"我的电话是 {PHONE}"
    assert PHONE not in kept(store_url)


def test_the_relay_goes_on_while_rasa_is_gone(citizen: Client, rasa: RasaDouble, mediator: Desk, case: str) -> None:
    reply(mediator, case, "您好")
    rasa.stop()
    for text in ("一", "二"):
        assert citizen.post(text).status_code == 200
        reply(mediator, case, f"收到{text}")
    assert citizen.texts()[-4:] == ["一", "收到一", "二", "收到二"]
    rasa.start()


def test_what_waited_for_rasa_is_the_mediators_when_they_take_over(
    citizen: Client, rasa: RasaDouble, mediator: Desk, case: str
) -> None:
    rasa.stop()
    assert citizen.post("在吗").status_code == 202
    reply(mediator, case, "我在")
    rasa.start()
    rasa.answer = answering()
    citizen.until_well()
    citizen.post("好的")
    citizen.say("回到自动助手", payload="/case_assistant")
    with citizen.events() as events:
        citizen.post("谢谢")
        until(events, "答：谢谢")
    assert rasa.messages()[-1] == "谢谢" and "在吗" not in rasa.messages()
    assert "答：在吗" not in citizen.texts()


def test_the_citizen_goes_back_to_the_assistant_and_to_the_mediator(
    citizen: Client, rasa: RasaDouble, mediator: Desk, case: str
) -> None:
    reply(mediator, case, "您好")
    with citizen.events() as events:
        citizen.say("回到自动助手", payload="/case_assistant")
        while next(events)[1].get("event") != "handed_back":
            pass
    assert citizen.list()["speaker"]["who"] == "assistant"
    assert citizen.say("我问助手")[0]["text"] == "答：我问助手"
    assert "自动助手" in citizen.say("回到自动助手", payload="/case_assistant")[0]["text"]
    citizen.say("接着跟调解员说", payload="/case_mediator")
    assert citizen.list()["speaker"]["who"] == "mediator"
    assert citizen.say("我问调解员") == []


def test_in_danger_the_numbers_come_at_once_and_the_holder_is_alarmed(
    citizen: Client, rasa: RasaDouble, office: Office, mediator: Desk, case: str
) -> None:
    reply(mediator, case, "您好")
    asked = len(rasa.asked)
    contacts, told = citizen.say("他现在拿刀要杀我")
    assert contacts["kind"] == "contacts" and contacts["urgent"]
    assert "110" in {contact["number"] for contact in contacts["contacts"]}
    assert "调解员" in told["text"] and len(rasa.asked) == asked
    assert office.now(case).priority == 2
    assert "danger" in {notice["kind"] for notice in mediator.get("/notices")["notices"]}
    assert citizen.list()["messages"][-3]["relayed"] is True


def test_danger_raises_a_case_that_waits_and_the_assistant_still_answers(
    citizen: Client, rasa: RasaDouble, office: Office
) -> None:
    rasa.answer = answering(登记=opening())
    citizen.say("登记")
    assert citizen.say("他现在拿刀要杀我")[0]["text"] == "答：他现在拿刀要杀我"
    (case,) = office.cases.citizen_cases(conversation_key(citizen.conversation))
    assert case.priority == 2


def test_typing_and_reading_are_told_both_ways(citizen: Client, mediator: Desk, case: str) -> None:
    seq = reply(mediator, case, "您好")["seq"]
    path = f"/api/conversations/{citizen.conversation}"
    with citizen.events(last_event_id=seq) as events:
        mediator.post(f"/cases/{case}/typing")
        while (event := next(events)) != ("typing", {"typing": True, "name": "王敏"}):
            assert event[0] in ("typing", "speaker")
        reply(mediator, case, "请说")
        while next(events) != ("typing", {"typing": False}):
            pass
    assert citizen.http.post(f"{path}/read", json={"seq": seq}).status_code == 204
    assert citizen.http.post(f"{path}/typing").status_code == 204
    there = mediator.get(f"/cases/{case}/messages")
    assert (there["read_seq"], there["typing"]) == (seq, True)
    written = citizen.post("我写了")
    assert mediator.get(f"/cases/{case}/messages")["typing"] is False
    with citizen.events() as events:
        mediator.post(f"/cases/{case}/read", {"seq": written.json()["seq"]})
        while (event := next(events))[0] != "speaker" or event[1]["read_seq"] != written.json()["seq"]:
            pass
    # Nothing is read that was never said.
    citizen.http.post(f"{path}/read", json={"seq": 10_000})
    assert mediator.get(f"/cases/{case}/messages")["read_seq"] == seq


def test_a_locked_store_refuses_the_message_and_the_next_try_is_kept_once(
    citizen: Client, mediator: Desk, case: str, store_url: str
) -> None:
    reply(mediator, case, "您好")
    with locked(store_url):
        refused = citizen.post("听得到吗", "m9")
    assert (refused.status_code, refused.json()["error"]) == (503, "store_unavailable")
    assert citizen.post("听得到吗", "m9").status_code == 200
    theirs = mediator.get(f"/cases/{case}/messages")["messages"]
    assert [message.get("text") for message in theirs].count("听得到吗") == 1
