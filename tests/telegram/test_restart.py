"""Killed at any moment, the gateway loses no message of a citizen's and no answer, and asks nobody twice."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot.settings import Settings
from tests.bot.gateway import GatewayProcess, gateway_in_thread
from tests.bot.rasa_double import RasaDouble
from tests.desk.office import Office
from tests.telegram.bot_api import BotApi
from tests.telegram.cases import mediator, with_case
from tests.telegram.conftest import QUICK
from tests.telegram.people import Person

KILLS = 4
CITIZENS = 4
EACH = 3  # messages of each citizen between two kills


@pytest.fixture
def process(tmp_path: Path, telegram: BotApi) -> Iterator[GatewayProcess]:
    rasa = RasaDouble(tmp_path / "tracker.db")
    process = GatewayProcess(tmp_path, rasa, telegram_api=telegram.url, **QUICK)
    process.rasa = rasa  # type: ignore[attr-defined]
    yield process
    rasa.reset()
    rasa.stop()


def first_times(texts: list[str]) -> list[str]:
    """The different texts in the order in which they first came."""
    return list(dict.fromkeys(texts))


def test_a_gateway_that_is_killed_again_and_again_loses_nothing(process: GatewayProcess, telegram: BotApi) -> None:
    citizens = [Person(telegram) for _ in range(CITIZENS)]
    chance = random.Random(20261125)
    process.start()
    for kill in range(KILLS):
        before = len(telegram.sent)
        for number in range(EACH):
            for citizen in citizens:
                citizen.says(f"第 {kill * EACH + number} 句")
        # Somewhere in the middle of it: some of these are answered, some only stored, some not even fetched.
        enough = before + chance.randint(0, CITIZENS * EACH - 1)
        telegram.wait(lambda enough=enough: len(telegram.sent) > enough)
        process.kill()
        process.start()
    for citizen in citizens:
        citizen.sees(f"答：第 {KILLS * EACH - 1} 句")
    process.stop()

    for citizen in citizens:
        answers = [text.removeprefix("🤖 ") for text in citizen.texts()]
        assert first_times(answers) == [f"答：第 {number} 句" for number in range(KILLS * EACH)]
        # At most the one that Telegram had taken and we had not noted yet, for each kill.
        assert len(answers) <= KILLS * EACH + KILLS


def test_the_offset_survives_a_restart(process: GatewayProcess, telegram: BotApi) -> None:
    citizen = Person(telegram)
    process.start()
    update = citizen.says("一")
    citizen.sees("答：一")
    telegram.wait(lambda: telegram.confirmed == update["update_id"] + 1)
    process.kill()
    telegram.calls.clear()
    process.start()
    asked = telegram.wait(lambda: telegram.called("getUpdates"))
    process.stop()

    assert asked[0]["offset"] == str(update["update_id"] + 1)


def test_a_conversation_with_a_mediator_goes_on_after_a_kill(
    process: GatewayProcess, tmp_path: Path, telegram: BotApi
) -> None:
    citizen = Person(telegram)
    rasa: RasaDouble = process.rasa  # type: ignore[attr-defined]
    process.start()
    office = Office(process.url, Settings(var=tmp_path))
    wang, desk = mediator(office, telegram, "王调解")
    number, _code = with_case(citizen, rasa)
    wang.presses("✋ 认领")
    wang.sees("归您了")
    wang.says("我是王调解")
    citizen.sees("我是王调解")
    wang.says("/close")
    wang.presses("没有谈成")
    wang.sees("写完就结案")
    process.kill()
    citizen.says("断了的时候说的")
    wang.says("对方不同意")
    process.start()

    wang.sees("断了的时候说的")
    wang.sees(f"案件 {number} 结案了")
    citizen.sees(f"案件 {number} 结案：这次没有谈成")
    office.close()
    process.stop()
    assert sum("我是王调解" in text for text in citizen.texts()) == 1
    assert not any("对方不同意" in text for text in citizen.texts())
    assert desk.id


def test_without_a_token_it_is_off_and_says_so_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    rasa = RasaDouble(tmp_path / "tracker.db")
    with gateway_in_thread(tmp_path, rasa) as url:
        assert httpx.get(f"{url}/healthz", trust_env=False).status_code == 200
    rasa.stop()

    told = [record.getMessage() for record in caplog.records if "telegram" in record.getMessage()]
    assert told == ["telegram_off why='JIEFEN_TELEGRAM_TOKEN is not set'"]


@pytest.mark.parametrize("token", ["  ", "no-token", "123:wrong"])
def test_a_wrong_token_stops_nothing_and_is_told(
    tmp_path: Path, telegram: BotApi, caplog: pytest.LogCaptureFixture, token: str
) -> None:
    caplog.set_level("INFO")
    rasa = RasaDouble(tmp_path / "tracker.db")
    with gateway_in_thread(tmp_path, rasa, telegram_api=telegram.url, **{**QUICK, "telegram_token": token}) as url:
        assert httpx.get(f"{url}/healthz", trust_env=False).status_code == 200
        refused = len(telegram.refused)
        telegram.wait(lambda: token == "  " or len(telegram.refused) > refused)
    rasa.stop()

    told = [record.getMessage() for record in caplog.records if "telegram_" in record.getMessage()]
    assert any("telegram_off" in line or "InvalidToken" in line for line in told)
    assert not any("telegram_on " in line or "wrong" in line for line in told)
