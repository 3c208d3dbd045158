"""Whatever Telegram does to us, a citizen gets every answer, in order, and only once where that is possible."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.bot.rasa_double import RasaDouble
from tests.telegram.bot_api import TOKEN, BotApi
from tests.telegram.people import Person

GATEWAY_ERRORS = [
    {"status": 502, "description": "Bad Gateway"},
    {"status": 500, "description": "Internal Server Error"},
    {"status": None, "accepts": False},
]


def answers(person: Person) -> list[str]:
    return [text.removeprefix("🤖 答：") for text in person.texts() if "答：" in text]


def test_retry_after_is_respected_and_the_order_kept(citizen: Person, telegram: BotApi) -> None:
    telegram.fail("sendMessage", chat=citizen.chat, status=429, description="Too Many Requests: retry after 1",
                  retry_after=1)  # fmt: skip
    began = time.monotonic()
    citizen.says("一")
    citizen.says("二")

    citizen.sees("答：二")
    assert answers(citizen) == ["一", "二"]
    assert time.monotonic() - began >= 1
    tries = [call for call in telegram.called("sendMessage") if int(call["chat_id"]) == citizen.chat]
    assert [call["text"][-1] for call in tries] == ["一", "一", "二"]


def test_a_flood_in_one_chat_does_not_hold_up_another(citizen: Person, telegram: BotApi) -> None:
    telegram.fail("sendMessage", chat=citizen.chat, status=429, description="Too Many Requests", retry_after=3)
    citizen.says("一")
    telegram.wait(lambda: any(int(call["chat_id"]) == citizen.chat for call in telegram.called("sendMessage")))
    neighbour = Person(telegram)
    neighbour.says("二")
    neighbour.sees("答：二")

    assert answers(citizen) == []
    citizen.sees("答：一")


@pytest.mark.parametrize("fault", GATEWAY_ERRORS)
def test_an_answer_outlives_a_telegram_that_fails(citizen: Person, telegram: BotApi, fault: dict[str, Any]) -> None:
    telegram.fail("sendMessage", chat=citizen.chat, times=2, **fault)
    citizen.says("一")
    citizen.says("二")

    citizen.sees("答：二")
    assert answers(citizen) == ["一", "二"]


@pytest.mark.parametrize("fault", GATEWAY_ERRORS)
def test_updates_come_through_a_telegram_that_fails(citizen: Person, telegram: BotApi, fault: dict[str, Any]) -> None:
    telegram.fail("getUpdates", times=2, **fault)
    citizen.says("一")

    citizen.sees("答：一")
    assert answers(citizen) == ["一"]


def test_a_message_that_was_taken_without_an_answer_comes_at_most_twice(citizen: Person, telegram: BotApi) -> None:
    telegram.fail("sendMessage", chat=citizen.chat, status=None, accepts=True)
    citizen.says("一")
    citizen.says("二")

    citizen.sees("答：二")
    assert answers(citizen) in (["一", "一", "二"], ["一", "二"])


def test_a_duplicate_update_changes_nothing(citizen: Person, rasa: RasaDouble, telegram: BotApi) -> None:
    update = citizen.says("一")
    citizen.sees("答：一")
    telegram.arrive({"message": update["message"]}, update["update_id"])
    citizen.says("二")

    citizen.sees("答：二")
    assert answers(citizen) == ["一", "二"]
    assert rasa.messages() == ["一", "二"]


def test_updates_out_of_order_are_taken_in_theirs(citizen: Person, rasa: RasaDouble, telegram: BotApi) -> None:
    held = telegram.fail("getUpdates", times=1, status=502)
    telegram.wait(lambda: held.times == 0 or telegram.called("getUpdates"))
    first, second = next(telegram.ids), next(telegram.ids)
    with telegram.changed:
        citizen.says("后", update_id=second)
        citizen.says("先", update_id=first)

    citizen.sees("答：后")
    assert rasa.messages() == ["先", "后"]


def test_update_ids_may_begin_again_from_below(citizen: Person, telegram: BotApi) -> None:
    citizen.says("一")
    citizen.sees("答：一")
    with telegram.changed:
        citizen.says("二", update_id=7)

    citizen.sees("答：二")
    telegram.wait(lambda: telegram.confirmed == 8)
    citizen.says("三")
    citizen.sees("答：三")


def test_a_citizen_who_blocks_is_left_alone_until_they_come_back(
    citizen: Person, rasa: RasaDouble, telegram: BotApi
) -> None:
    slow = rasa.hold("一")
    citizen.says("一")
    rasa.wait_for(1)
    telegram.blocked.add(citizen.chat)  # before the answer, and before Telegram tells us
    slow.set()
    telegram.wait(lambda: any(int(call["chat_id"]) == citizen.chat for call in telegram.called("sendMessage")))
    neighbour = Person(telegram)
    neighbour.says("好")
    neighbour.sees("答：好")
    tries = [call for call in telegram.called("sendMessage") if int(call["chat_id"]) == citizen.chat]
    assert len(tries) == 1

    citizen.unblocks()
    citizen.sees("答：一")
    citizen.says("二")
    citizen.sees("答：二")
    assert answers(citizen) == ["一", "二"]


def test_a_blocked_citizen_who_writes_again_gets_what_is_missing(citizen: Person, telegram: BotApi) -> None:
    citizen.says("一")
    citizen.sees("答：一")
    citizen.blocks()
    telegram.wait(lambda: not telegram.updates)
    telegram.blocked.discard(citizen.chat)
    citizen.says("二")

    citizen.sees("答：二")


@pytest.mark.parametrize("refused", ["can't parse entities: unsupported start tag", "BUTTON_DATA_INVALID"])
def test_a_message_whose_form_is_refused_comes_without_it(citizen: Person, telegram: BotApi, refused: str) -> None:
    is_formatted = {"can't parse entities: unsupported start tag": "parse_mode", "BUTTON_DATA_INVALID": "reply_markup"}
    telegram.fail("sendMessage", chat=citizen.chat, times=9, status=400, description=f"Bad Request: {refused}",
                  holds=lambda call: is_formatted[refused] in call)  # fmt: skip
    citizen.says("一")
    citizen.sees("答：一")
    citizen.says("二")

    citizen.sees("答：二")


def test_a_message_that_telegram_finds_too_long_is_cut_again(
    citizen: Person, rasa: RasaDouble, telegram: BotApi
) -> None:
    text = "先留好证据，再去投诉。" * 300
    rasa.answer = lambda ask: [{"text": text}]
    telegram.fail("sendMessage", chat=citizen.chat, times=99, status=400,
                  description="Bad Request: message is too long",
                  holds=lambda call: len(call["text"]) > 2000)  # fmt: skip
    citizen.says("一")

    citizen.api.wait(lambda: "".join(citizen.texts()).replace("🤖 ", "").replace("\n", "") == text)


def test_one_bad_message_does_not_hold_up_those_after_it(citizen: Person, telegram: BotApi) -> None:
    telegram.fail("sendMessage", chat=citizen.chat, times=99, status=400, description="Bad Request: strange",
                  holds=lambda call: "答：一" in call["text"])  # fmt: skip
    citizen.says("一")
    citizen.says("二")

    citizen.sees("显示不了，是我们这边的故障")
    citizen.sees("答：二")
    assert answers(citizen) == ["二"]


def test_the_token_is_in_no_log(citizen: Person, telegram: BotApi, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    for fault in GATEWAY_ERRORS:
        telegram.fail("sendMessage", chat=citizen.chat, **fault)
        telegram.fail("getUpdates", **fault)
    telegram.fail("getUpdates", status=401, description=f"Unauthorized: {TOKEN}")
    citizen.says("一")
    citizen.sees("答：一")

    logged = "\n".join(record.getMessage() for record in caplog.records)
    assert "telegram_unavailable" in logged and "telegram_not_asked" in logged
    assert TOKEN not in logged and TOKEN.partition(":")[2] not in logged
    assert "答：一" not in logged
    assert str(citizen.chat) not in logged
