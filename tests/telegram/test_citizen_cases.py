"""A citizen's case in Telegram: opened, followed, added to, continued from another chat, erased."""

from __future__ import annotations

import time

import pytest

from tests.bot.gateway import Client
from tests.bot.pictures import JPEG, OGG, PDF
from tests.bot.rasa_double import RasaDouble
from tests.desk.office import Office
from tests.telegram.bot_api import BotApi
from tests.telegram.cases import with_case
from tests.telegram.people import Person


def test_a_case_is_opened_and_followed(citizen: Person, rasa: RasaDouble) -> None:
    number, _code = with_case(citizen, rasa)
    citizen.says("/case")

    citizen.sees(f"案件 {number} 在")
    assert f"撤回案件 {number}" in citizen.buttons()
    assert rasa.messages() == ["开案"]


def test_without_a_case_the_command_says_so_and_offers_a_person(citizen: Person) -> None:
    citizen.says("/case")

    citizen.sees("还没有案件")
    assert citizen.buttons() == ["请调解员帮忙"]


def test_a_button_about_the_case_is_answered_by_the_gateway(citizen: Person, rasa: RasaDouble) -> None:
    number, _code = with_case(citizen, rasa)
    citizen.says("/case")
    citizen.presses(f"撤回案件 {number}")
    citizen.presses("是的，撤回")

    citizen.sees(f"案件 {number} 已撤回")
    assert rasa.messages() == ["开案"]


@pytest.mark.parametrize(
    ("kind", "content"), [("photo", JPEG), ("document", PDF), ("voice", OGG)], ids=["photo", "document", "voice"]
)
def test_a_file_goes_into_the_case(
    citizen: Person, rasa: RasaDouble, office: Office, kind: str, content: bytes
) -> None:
    number, _code = with_case(citizen, rasa)
    citizen.sends_file(kind, content, "合同.pdf", caption="这是合同")

    citizen.sees(f"收下了，放进案件 {number}")
    citizen.sees("答：这是合同")


def test_a_file_without_a_case_is_not_taken_and_says_what_to_do(citizen: Person) -> None:
    sent = citizen.sends_file("document", PDF, "合同.pdf")

    assert citizen.sees("还没有案件可以放这个文件")["_reply_to"] == sent["message"]["message_id"]


@pytest.mark.parametrize(
    ("content", "answer"),
    [(b"MZ" + b"\0" * 100, "这种文件收不了"), (b"x" * (10 * 1024 * 1024 + 1), "最大 10 MB")],
    ids=["program", "large"],
)
def test_a_file_that_cannot_be_taken_is_refused_with_a_word(
    citizen: Person, rasa: RasaDouble, content: bytes, answer: str
) -> None:
    with_case(citizen, rasa)
    citizen.sends_file("document", content, "x.exe")

    citizen.sees(answer)


def test_a_file_survives_a_telegram_that_fails(citizen: Person, rasa: RasaDouble, telegram: BotApi) -> None:
    number, _code = with_case(citizen, rasa)
    telegram.fail("getFile", status=502)
    citizen.sends_file("document", PDF, "合同.pdf")

    citizen.sees(f"收下了，放进案件 {number}")


def test_another_chat_joins_with_the_code_and_both_get_everything(
    citizen: Person, rasa: RasaDouble, telegram: BotApi
) -> None:
    number, code = with_case(citizen, rasa)
    other = Person(telegram)
    other.says("你好")
    other.sees("答：你好")
    other.says(f"/case {code.lower().replace('-', ' ')}")
    other.sees(f"接上了案件 {number}")
    other.says("有消息吗")

    other.sees("答：有消息吗")
    citizen.sees("答：有消息吗")
    assert "💬 您在另一个聊天里说：\n有消息吗" in citizen.texts()
    assert not any("您在另一个聊天里说" in text for text in other.texts())


def test_what_is_written_on_the_page_is_shown_as_a_quote(citizen: Person, rasa: RasaDouble, gateway: str) -> None:
    _number, code = with_case(citizen, rasa)
    page = Client(gateway)
    joined = page.http.post("/api/cases/return", json={"code": code, "conversation": page.conversation})
    assert joined.status_code == 200, joined.text
    page.say("从网页上说")
    page.close()

    citizen.sees("答：从网页上说")
    assert "💬 您在网页上说：\n从网页上说" in citizen.texts()


def test_a_wrong_code_opens_nothing_and_cannot_be_tried_for_ever(citizen: Person) -> None:
    for _try in range(5):
        citizen.says("/case 0000-0000-0000")
    citizen.sees("没有找到这个案件码", times=5)
    citizen.says("/case 0000-0000-0000")

    citizen.sees("试得太多了")


def test_a_chat_with_a_case_of_its_own_keeps_it(citizen: Person, rasa: RasaDouble, telegram: BotApi) -> None:
    _number, code = with_case(citizen, rasa)
    other = Person(telegram)
    with_case(other, rasa)
    other.says(f"/case {code}")

    other.sees("已经有自己的案件")


def test_everything_is_erased_after_one_question(citizen: Person, rasa: RasaDouble, office: Office) -> None:
    number, code = with_case(citizen, rasa)
    citizen.says("/forget")
    citizen.sees("删除我的数据？")
    citizen.presses("不删除")
    citizen.sees("没有删除")
    citizen.says("/forget")
    citizen.presses("删除")
    done = citizen.sees("已经删除")["text"]

    assert number in done and "请在 Telegram 里删除这个聊天" in done
    assert office.cases.case_by_code(code) is None
    citizen.says("/forget")
    citizen.sees("我们这边没有您的数据")
    citizen.says("你好")
    citizen.sees("答：你好")


def test_erasing_by_asking_the_assistant_says_what_telegram_keeps(citizen: Person, rasa: RasaDouble) -> None:
    rasa.answer = lambda ask: [
        {"text": "已经删除了。"}, {"custom": {"kind": "effect", "effect": "erase"}}
    ] if ask["message"] == "删掉" else [{"text": f"答：{ask['message']}"}]  # fmt: skip
    citizen.says("你好")
    citizen.sees("答：你好")
    citizen.says("删掉")

    citizen.sees("已经删除了")
    citizen.sees("请在 Telegram 里删除这个聊天", times=1)
    citizen.says("再见")
    citizen.sees("答：再见")
    time.sleep(0.2)
    assert sum("请在 Telegram 里删除这个聊天" in text for text in citizen.texts()) == 1


def test_a_person_can_be_had_while_the_assistant_is_gone(citizen: Person, rasa: RasaDouble) -> None:
    rasa.stop()
    citizen.says("/human")
    citizen.sees("要请调解员吗")
    citizen.presses(citizen.buttons()[0])

    citizen.sees("案件已登记")
