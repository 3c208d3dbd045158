"""The world that tests of cases live in, on SQLite and on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cases.records import Member
from bot.database import Database
from tests.cases.world import World
from tests.databases import database, database_url, postgresql, sqlite_made

__all__ = ["database", "database_url", "postgresql", "sqlite_made"]


@pytest.fixture
def world(database: Database, tmp_path: Path) -> World:
    return World(database, tmp_path / "files")


@pytest.fixture
def fang(world: World) -> Member:
    """A mediator of the centre."""
    return world.member("王芳")


@pytest.fixture
def qiang(world: World) -> Member:
    """Another mediator of the centre."""
    return world.member("李强")


@pytest.fixture
def lead(world: World) -> Member:
    """The centre's lead."""
    return world.member("赵敏", role="lead")


@pytest.fixture
def elsewhere(world: World) -> Member:
    """A mediator of the law firm."""
    return world.member("孙律师", "lawyers")
