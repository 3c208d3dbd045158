"""The gateway beside a server that speaks Rasa's protocol."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.gateway import Client, gateway_in_thread
from tests.bot.rasa_double import RasaDouble


@pytest.fixture
def rasa(tmp_path: Path) -> Iterator[RasaDouble]:
    double = RasaDouble(tmp_path / "tracker.db")
    yield double
    for event in double.held.values():
        event.set()
    double.stop()


@pytest.fixture
def gateway(tmp_path: Path, rasa: RasaDouble) -> Iterator[str]:
    with gateway_in_thread(tmp_path, rasa.url) as url:
        yield url


@pytest.fixture
def citizen(gateway: str) -> Iterator[Client]:
    client = Client(gateway)
    yield client
    client.close()
