"""Mediators in their own chats: cases come, are claimed, talked about and ended, and nobody else's words get in."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.bot.pictures import JPEG
from tests.bot.rasa_double import RasaDouble
from tests.desk.office import Desk, Office
from tests.telegram.bot_api import BotApi
from tests.telegram.cases import link_code, mediator, with_case
from tests.telegram.people import Person

Mediator = tuple[Person, Desk]


@pytest.fixture
def wang(office: Office, telegram: BotApi) -> Any:
    """A mediator on duty; off duty again when the test is over, so that no other test's case comes to them."""
    person, desk = mediator(office, telegram, "王调解")
    yield person, desk
    person.says("/unlink")
    person.sees("断开了")


@pytest.fixture
def li(office: Office, telegram: BotApi) -> Any:
    person, desk = mediator(office, telegram, "李调解")
    yield person, desk
    person.says("/unlink")
    person.sees("断开了")


def claim(person: Person, number: str) -> None:
    """Wait for the case and press its button."""
    person.sees(f"新案件\n{number}")
    person.presses("✋ 认领")
    person.sees(f"案件 {number} 归您了")


def test_an_account_is_linked_by_a_code_that_is_good_once(office: Office, telegram: BotApi, rasa: RasaDouble) -> None:
    desk = office.member(name="赵调解")
    code = link_code(desk)
    first, second = Person(telegram), Person(telegram)
    first.says(f"/link {code}")
    first.sees("赵调解，您的工作账号连上了")
    second.says(f"/link {code}")
    second.sees("连接码不对，或者已经过期")
    second.says("/link")
    second.sees("连接码不对，或者已经过期", times=2)

    assert desk.get("/session")["member"]["telegram"] is True
    first.says("/unlink")
    first.sees("断开了")
    assert desk.get("/session")["member"]["telegram"] is False


def test_a_case_arrives_without_names_and_is_worked_on(wang: Mediator, citizen: Person, rasa: RasaDouble) -> None:
    person, _desk = wang
    number, _code = with_case(citizen, rasa)
    offered = person.sees(f"新案件\n{number}")["text"]
    assert "租房" in offered and "李四" not in offered and "zhangsan" not in offered

    claim(person, number)
    citizen.sees(f"调解员王调解接了您的案件 {number}")
    told = person.sees("联系方式：微信 zhangsan")["text"]
    assert "房东李四不退两千元押金" in told and number in told

    person.says("您好，我是王调解，电话 13800138000")
    assert "👤 王调解（调解员）\n您好，我是王调解，电话 13800138000" in citizen.sees("您好，我是王调解")["text"]
    citizen.says("好的，我的号码是 13900139000")
    person.sees("好的，我的号码是 13900139000")
    time.sleep(0.3)
    assert rasa.messages() == ["开案"]
    assert not any("您好，我是王调解" in text for text in person.texts())


def test_nothing_arrives_off_duty_and_what_waits_arrives_with_duty(
    wang: Mediator, citizen: Person, rasa: RasaDouble
) -> None:
    person, _desk = wang
    person.says("/duty")
    person.presses("下班")
    person.sees("您下班了")
    number, _code = with_case(citizen, rasa)
    time.sleep(0.3)
    assert not any(number in text for text in person.texts())

    person.presses("上班")
    person.sees(f"新案件\n{number}")


def test_of_two_who_claim_one_is_told_who_was_first(
    wang: Mediator, li: Mediator, citizen: Person, rasa: RasaDouble
) -> None:
    number, _code = with_case(citizen, rasa)
    li[0].sees(f"新案件\n{number}")
    claim(wang[0], number)
    li[0].presses("✋ 认领")

    li[0].sees(f"案件 {number} 已经由王调解认领了")


def test_a_case_is_left_to_others(wang: Mediator, li: Mediator, citizen: Person, rasa: RasaDouble) -> None:
    number, _code = with_case(citizen, rasa)
    wang[0].sees(f"新案件\n{number}")
    wang[0].presses("不接")
    wang[0].sees(f"{number} 留给别人")

    claim(li[0], number)
    wang[0].api.wait(lambda: wang[0].buttons() == [])


def test_with_several_cases_words_go_where_they_are_meant(
    wang: Mediator, citizen: Person, rasa: RasaDouble, telegram: BotApi
) -> None:
    person, _desk = wang
    other = Person(telegram)
    first, _code = with_case(citizen, rasa)
    claim(person, first)
    second, _code = with_case(other, rasa)
    claim(person, second)

    person.says("说给谁？")
    person.sees("这句话没有发出去")
    person.presses(second)
    person.sees(f"接下来写的话发给案件 {second}")
    person.says("给第二个")
    other.sees("给第二个")
    person.sees(f"→ {second}")
    citizen.says("给调解员")
    heard = person.sees("给调解员")
    person.says(
        "给第一个", reply_to_message={name: heard[name] for name in ("message_id", "date", "chat", "from", "text")}
    )
    citizen.sees("给第一个")

    assert not any("给第一个" in text for text in other.texts())
    assert not any("给第二个" in text or "说给谁" in text for text in citizen.texts())


def test_a_note_stays_inside(wang: Mediator, citizen: Person, rasa: RasaDouble) -> None:
    person, desk = wang
    number, _code = with_case(citizen, rasa)
    claim(person, number)
    person.says("/note 对方电话打不通")
    person.sees(f"备注记在 {number} 里了")
    person.says("/note")
    person.sees(f"请写 {number} 的备注")
    person.says("明天再打")
    person.sees(f"备注记在 {number} 里了", times=2)

    case = desk.get("/cases", view="mine")["cases"][0]["id"]
    assert [note["text"] for note in desk.get(f"/cases/{case}/notes")["notes"]] == ["对方电话打不通", "明天再打"]
    assert not any("打不通" in text or "明天再打" in text for text in citizen.texts())


def test_a_case_is_closed_with_an_outcome_and_a_reason(wang: Mediator, citizen: Person, rasa: RasaDouble) -> None:
    person, desk = wang
    number, _code = with_case(citizen, rasa)
    claim(person, number)
    person.says("/close")
    person.presses("达成协议")
    person.sees(f"{number} 结案：达成协议")
    person.says("房东同意月底前退押金")
    person.sees(f"案件 {number} 结案了：达成协议")

    citizen.sees(f"案件 {number} 结案：双方达成了协议")
    assert citizen.buttons() == ["1", "2", "3", "4", "5"]
    assert not any("月底前" in text for text in citizen.texts())
    case = next(case for case in desk.get("/cases", view="closed")["cases"] if case["number"] == number)
    events = desk.get(f"/cases/{case['id']}/events")["events"]
    assert next(event for event in events if event["event"] == "case_closed")["why"] == "房东同意月底前退押金"
    citizen.presses("5")
    citizen.sees("记下了：5 分")


def test_a_case_is_passed_on_and_put_back(wang: Mediator, citizen: Person, rasa: RasaDouble) -> None:
    person, desk = wang
    number, _code = with_case(citizen, rasa)
    claim(person, number)
    person.says("/release")
    person.sees("写一句原因")
    person.presses("不做了")
    person.sees("好，不做了")
    person.says("还在吗")
    citizen.sees("还在吗")
    person.says("/release 今天请假")
    person.sees(f"案件 {number} 退回了队列")
    citizen.sees(f"案件 {number} 退回排队")

    person.says("/queue")
    person.api.wait(lambda: any(text.startswith(number) and "情况：" in text for text in person.texts()))
    case = next(case for case in desk.get("/cases", view="queue")["cases"] if case["number"] == number)
    desk.post(f"/cases/{case['id']}/claim")
    person.sees("联系方式：微信 zhangsan", times=2)
    person.says("/transfer")
    person.presses("机构lawyers")
    person.sees(f"{number} 转给机构lawyers")
    person.says("涉及诉讼")
    person.sees(f"案件 {number} 转给了机构lawyers")
    citizen.sees("转给了机构lawyers")


def test_the_assistant_can_go_on(wang: Mediator, citizen: Person, rasa: RasaDouble) -> None:
    person, _desk = wang
    number, _code = with_case(citizen, rasa)
    claim(person, number)
    person.says("您好")
    citizen.sees("您好")
    person.says("/handback")
    person.sees("现在由自动助手回答市民")
    citizen.says("你是谁")

    citizen.sees("答：你是谁")
    person.sees("你是谁")


def test_desk_and_telegram_show_the_same_conversation(wang: Mediator, citizen: Person, rasa: RasaDouble) -> None:
    person, desk = wang
    number, _code = with_case(citizen, rasa)
    claim(person, number)
    case = desk.get("/cases", view="mine")["cases"][0]["id"]
    desk.post(f"/cases/{case}/messages", {"id": "d1", "text": "从工作台说"})
    citizen.sees("从工作台说")
    assert "您在工作台说" in person.sees("从工作台说")["text"]
    person.says("从手机说")
    citizen.sees("从手机说")

    said = [message.get("text") for message in desk.get(f"/cases/{case}/messages")["messages"]]
    assert said[-1] == "从手机说" and "从工作台说" in said


def test_a_photo_reaches_the_mediator_as_one(wang: Mediator, citizen: Person, rasa: RasaDouble) -> None:
    person, _desk = wang
    number, _code = with_case(citizen, rasa)
    claim(person, number)
    citizen.sends_file("photo", JPEG)

    assert "photo" in person.sees(f"{number} 市民发来")


def test_a_correction_reaches_the_mediator(wang: Mediator, citizen: Person, rasa: RasaDouble) -> None:
    person, _desk = wang
    number, _code = with_case(citizen, rasa)
    claim(person, number)
    person.says("押金是多少？")
    citizen.sees("押金是多少")
    sent = citizen.says("两百元")
    person.sees("两百元")
    citizen.edits(sent, "两千元")

    person.sees("（更正）两千元")
    assert rasa.messages() == ["开案"]


def test_danger_is_told_at_once_and_answered_with_numbers(wang: Mediator, citizen: Person, rasa: RasaDouble) -> None:
    person, _desk = wang
    number, _code = with_case(citizen, rasa)
    claim(person, number)
    person.says("您好")
    citizen.sees("您好")
    citizen.says("他现在拿刀要杀我")

    citizen.sees("110")
    person.sees(f"⚠️ 案件 {number}")
    person.sees("他现在拿刀要杀我")


def test_a_conflict_of_interest_stops_the_claim(wang: Mediator, citizen: Person, rasa: RasaDouble) -> None:
    person, desk = wang
    desk.post("/conflicts", {"name": "李四"})
    number, _code = with_case(citizen, rasa)
    person.says("/queue")
    person.api.wait(lambda: any(number in text for text in person.texts()))
    for message in person.api.messages(person.chat):
        for row in message.get("reply_markup", {}).get("inline_keyboard", ()):
            if number in message["text"] and "认领" in row[0]["text"]:
                person.presses_stale(row[0]["callback_data"])

    person.sees(f"不能办案件 {number}")


def test_a_mediator_sees_no_case_of_another_organisation(
    office: Office, telegram: BotApi, wang: Mediator, citizen: Person, rasa: RasaDouble
) -> None:
    stranger, _desk = mediator(office, telegram, "钱律师", organisation="lawyers")
    number, _code = with_case(citizen, rasa)
    offered = wang[0].sees(f"新案件\n{number}")
    data = offered["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    stranger.presses_stale(data)
    stranger.sees("没有这个案件，或者您看不到它")
    stranger.says(
        "你好", reply_to_message={name: offered[name] for name in ("message_id", "date", "chat", "from", "text")}
    )
    stranger.sees("您手上没有案件")

    assert not any(number in text for text in stranger.texts())
    assert not any("你好" in text for text in citizen.texts())
    stranger.says("/unlink")
    stranger.sees("断开了")


def test_words_of_a_member_without_a_case_go_nowhere(wang: Mediator, rasa: RasaDouble) -> None:
    person, _desk = wang
    person.says("有人吗")
    person.sees("您手上没有案件")
    person.sends(location={"longitude": 121.4, "latitude": 31.2})
    person.sees("这里只能给市民发文字")
    person.says("/nonsense")
    person.sees("没有这个命令")
    press = person.presses_stale("p:1:0123456789abcdef")

    assert person.alert(press) == "这个按钮已经失效了。"
    assert rasa.messages() == []


def test_a_case_that_is_handed_on_changes_chats(
    wang: Mediator, li: Mediator, office: Office, citizen: Person, rasa: RasaDouble
) -> None:
    number, _code = with_case(citizen, rasa)
    claim(wang[0], number)
    case = wang[1].get("/cases", view="mine")["cases"][0]["id"]
    wang[1].post(f"/cases/{case}/hand_on", {"to": li[1].id, "why": "请假"})

    li[0].sees(f"案件 {number} 转到您手上了")
    li[0].sees("联系方式：微信 zhangsan")
    wang[0].sees(f"案件 {number} 不在您手上了")
    li[0].says("我接着办")
    citizen.sees("我接着办")
    wang[0].says("我还能说吗")
    wang[0].sees("您手上没有案件")
    assert not any("我还能说吗" in text for text in citizen.texts())


def test_the_citizen_sees_that_the_mediator_is_writing(wang: Mediator, citizen: Person, rasa: RasaDouble) -> None:
    number, _code = with_case(citizen, rasa)
    claim(wang[0], number)
    wang[0].says("您好")
    citizen.sees("您好")
    case = wang[1].get("/cases", view="mine")["cases"][0]["id"]
    before = len(citizen.api.called("sendChatAction"))
    wang[1].post(f"/cases/{case}/typing")

    citizen.api.wait(
        lambda: any(int(call["chat_id"]) == citizen.chat for call in citizen.api.called("sendChatAction")[before:])
    )
