"""A gateway that asks our Bot API server for updates; each test has its own people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings
from tests.bot.gateway import gateway_in_thread
from tests.bot.rasa_double import RasaDouble
from tests.bot.rasa_fixtures import rasa, running_rasa, var
from tests.desk.office import Office, data_make
from tests.telegram.bot_api import TOKEN, BotApi
from tests.telegram.people import Person

__all__ = ["rasa", "running_rasa", "var"]
QUICK: dict[str, Any] = {"telegram_token": TOKEN, "telegram_timeout": 0.4, "telegram_poll": 1}


@pytest.fixture(scope="module")
def telegram() -> Iterator[BotApi]:
    """Telegram."""
    api = BotApi()
    yield api
    api.stop()


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped data with more organisations than one."""
    return data_make(tmp_path_factory.mktemp("data") / "data")


@pytest.fixture(scope="module")
def gateway(var: Path, data: Path, running_rasa: RasaDouble, telegram: BotApi) -> Iterator[str]:
    with gateway_in_thread(var, running_rasa, data=data, telegram_api=telegram.url, **QUICK) as url:
        yield url


@pytest.fixture(scope="module")
def office(gateway: str, var: Path, data: Path) -> Iterator[Office]:
    """Those who work at the gateway's desk."""
    office = Office(gateway, Settings(var=var, data=data))
    yield office
    office.close()


@pytest.fixture
def citizen(gateway: str, rasa: RasaDouble, telegram: BotApi) -> Person:
    return Person(telegram)
