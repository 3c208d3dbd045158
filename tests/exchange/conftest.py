"""Hongkou sends, Pudong receives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import sqlite_made
from tests.exchange.two_systems import SECRET, Clock, System, free_port, partner, serving, system_open

__all__ = ["sqlite_made"]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def hongkou(sqlite_made: Path, tmp_path: Path, port: int, clock: Clock) -> Iterator[System]:
    """Knows Pudong and where it takes packets."""
    pudong = partner("pudong", f"http://127.0.0.1:{port}/api/partners/hongkou/packets")
    by_file = partner("court", None, "police-station")
    system = system_open(sqlite_made, tmp_path / "hongkou", [pudong, by_file], clock, {"pudong": SECRET})
    yield system
    system.database.close()


@pytest.fixture
def pudong(sqlite_made: Path, tmp_path: Path, clock: Clock) -> Iterator[System]:
    """Knows Hongkou; ``serving`` opens its door."""
    system = system_open(sqlite_made, tmp_path / "pudong", [partner("hongkou", None)], clock, {"hongkou": SECRET})
    yield system
    system.database.close()


@pytest.fixture
def served(pudong: System, port: int) -> Iterator[System]:
    """Pudong with its door open."""
    with serving(pudong, port):
        yield pudong
