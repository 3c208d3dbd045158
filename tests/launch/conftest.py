"""A project folder to try things in, and a witness of processes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from launch.console import Console
from launch.settings import Settings, free_ports, settings_load
from tests.launch.witness import Witness


@pytest.fixture
def witness(tmp_path: Path) -> Iterator[Witness]:
    """Hears of the processes that a test starts."""
    witness = Witness(tmp_path)
    yield witness
    witness.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An empty project on free ports."""
    names = ("JIEFEN_GATEWAY_PORT", "JIEFEN_RASA_PORT", "JIEFEN_ACTIONS_PORT")
    ports = dict(zip(names, map(str, free_ports(3)), strict=True))
    return settings_load({"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), **ports}, tmp_path)


@pytest.fixture
def screen() -> io.StringIO:
    """What a person would see."""
    return io.StringIO()


@pytest.fixture
def console(screen: io.StringIO) -> Console:
    """Writes to `screen`."""
    return Console(screen)
