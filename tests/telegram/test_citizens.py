"""A citizen in Telegram is answered as on the web page, and whatever they send is answered or taken with a word."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.rasa_double import RasaDouble
from tests.telegram.bot_api import BotApi
from tests.telegram.people import Person

PAYLOAD = '/choose_option{"card_id": "' + "wage-arrears" * 20 + '"}'


def offer(ask: dict[str, Any]) -> list[dict[str, Any]]:
    """A question with a button, and an echo for everything else."""
    if ask["message"] == "老板不发工资":
        return [{"text": "是这个吗？", "buttons": [{"title": "拖欠工资", "payload": PAYLOAD}]}]
    return [{"text": f"答：{ask['message'][:40]}"}]


def test_a_message_is_answered(citizen: Person, rasa: RasaDouble) -> None:
    citizen.says("房东不退押金")

    citizen.sees("答：房东不退押金")
    assert citizen.texts() == ["🤖 答：房东不退押金"]
    assert rasa.messages() == ["房东不退押金"]


def test_numbers_that_name_a_person_never_reach_the_assistant(citizen: Person, rasa: RasaDouble) -> None:
    citizen.says("我叫张三，电话 13800138000")

    citizen.sees("答：")
    assert rasa.messages() == ["我叫张三，电话 〔手机号〕"]


def test_a_button_is_pressed_and_marked(citizen: Person, rasa: RasaDouble) -> None:
    rasa.answer = offer
    citizen.says("老板不发工资")
    press = citizen.presses("拖欠工资")

    citizen.sees("答：/choose_option")
    assert citizen.alert(press) == ""
    assert rasa.messages() == ["老板不发工资", PAYLOAD]
    citizen.api.wait(lambda: citizen.buttons() == ["✓ 拖欠工资"])


def test_a_button_of_long_ago_still_works(citizen: Person, rasa: RasaDouble) -> None:
    rasa.answer = offer
    citizen.says("老板不发工资")
    data = citizen.sees("是这个吗")["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    citizen.presses_stale(data)

    citizen.sees("答：/choose_option")


@pytest.mark.parametrize("pressed", ["p:1:0000000000000000", "p:99:0123456789abcdef", "x", "a:1:0", "lang:fr"])
def test_a_button_that_was_never_offered_is_explained(citizen: Person, rasa: RasaDouble, pressed: str) -> None:
    citizen.says("房东不退押金")
    citizen.sees("答：")
    press = citizen.presses_stale(pressed)

    assert citizen.alert(press) == "这个按钮已经失效了。请直接把问题写出来。"
    assert rasa.messages() == ["房东不退押金"]


def test_somebody_elses_button_does_nothing(citizen: Person, rasa: RasaDouble, telegram: BotApi) -> None:
    rasa.answer = offer
    citizen.says("老板不发工资")
    data = citizen.sees("是这个吗")["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    stranger = Person(telegram)
    stranger.says("你好")
    stranger.sees("答：你好")
    press = stranger.presses_stale(data)

    assert stranger.alert(press) == "这个按钮已经失效了。请直接把问题写出来。"
    assert rasa.messages() == ["老板不发工资", "你好"]


def test_start_and_help_say_what_this_is_without_keeping_anything(citizen: Person, rasa: RasaDouble) -> None:
    citizen.says("/start")
    citizen.sees("自动回复，是信息，不是法律意见")
    citizen.says("/help@Jiefen_Test_Bot")
    citizen.sees("/forget 删除我的数据")

    assert rasa.messages() == []


def test_an_english_app_gets_english(telegram: BotApi, gateway: str, rasa: RasaDouble) -> None:
    foreigner = Person(telegram, "en")
    foreigner.says("/start")

    foreigner.sees("information, not legal advice")


def test_the_language_can_be_chosen(citizen: Person, rasa: RasaDouble) -> None:
    citizen.says("/language")
    citizen.presses("English")
    citizen.sees("答：English please")
    citizen.says("/help")
    citizen.sees("erase my data")
    citizen.says("/language 中文")
    citizen.sees("答：请说中文")
    citizen.says("/help")
    citizen.sees("删除我的数据")

    assert [ask["metadata"].get("language") for ask in rasa.asked] == ["en", "zh"]


def test_a_person_is_asked_for_in_words_that_the_assistant_understands(citizen: Person, rasa: RasaDouble) -> None:
    citizen.says("/human")

    citizen.sees("答：转人工")


@pytest.mark.parametrize("typed", ["/restart", "/nonsense now", "/help@another_bot"])
def test_an_unknown_command_reaches_nobody(citizen: Person, rasa: RasaDouble, typed: str) -> None:
    citizen.says(typed)
    citizen.says("你好")
    citizen.sees("答：你好")

    assert all(not message.startswith("/") for message in rasa.messages())


def test_an_edit_is_told_to_have_no_effect(citizen: Person, rasa: RasaDouble) -> None:
    sent = citizen.says("公司欠我三个月工次")
    citizen.sees("答：")
    citizen.edits(sent, "公司欠我三个月工资")

    assert citizen.sees("请再发一条新的")["_reply_to"] == sent["message"]["message_id"]
    assert rasa.messages() == ["公司欠我三个月工次"]


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        ({"sticker": {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1,
                      "is_animated": False, "is_video": False}}, "看不懂"),
        ({"location": {"longitude": 121.4, "latitude": 31.2}}, "看不了位置"),
        ({"contact": {"phone_number": "1", "first_name": "某"}}, "看不懂"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "看不懂"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_answered_politely(citizen: Person, content: dict[str, Any], answer: str) -> None:
    citizen.sends(**content)

    citizen.sees(answer)


def test_a_text_that_is_too_long_is_refused_with_a_word(citizen: Person, rasa: RasaDouble) -> None:
    sent = citizen.says("字" * 2001)

    assert citizen.sees("最多 2000 字")["_reply_to"] == sent["message"]["message_id"]
    assert rasa.messages() == []


def test_two_chats_are_two_conversations(citizen: Person, rasa: RasaDouble, telegram: BotApi) -> None:
    stranger = Person(telegram)
    citizen.says("房东不退押金")
    stranger.says("老板不发工资")
    citizen.sees("答：房东不退押金")
    stranger.sees("答：老板不发工资")

    assert len(citizen.texts()) == len(stranger.texts()) == 1
    assert len({ask["sender"] for ask in rasa.asked}) == 2


def test_typing_is_shown_while_an_answer_is_being_made(citizen: Person, rasa: RasaDouble) -> None:
    slow = rasa.hold("慢")
    citizen.says("慢")
    citizen.api.wait(lambda: any(int(call["chat_id"]) == citizen.chat for call in citizen.api.called("sendChatAction")))
    slow.set()

    citizen.sees("答：慢")
