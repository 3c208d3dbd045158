"""One server that speaks Rasa's protocol for a module's tests; conftest files name what they use of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.rasa_double import RasaDouble


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the shared gateway's store and of Rasa's tracker."""
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="module")
def running_rasa(var: Path) -> Iterator[RasaDouble]:
    double = RasaDouble(var / "tracker.db")
    yield double
    double.reset()
    double.stop()


@pytest.fixture
def rasa(running_rasa: RasaDouble) -> RasaDouble:
    """Rasa, well and with nothing asked yet."""
    running_rasa.reset()
    return running_rasa
