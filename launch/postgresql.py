"""PostgreSQL's programs for the tests that run on both databases: the machine's own, or Debian's."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Callable, List, Optional, Sequence

from launch import debian
from launch.console import Console
from launch.errors import LaunchError
from launch.settings import Settings

PROGRAMS = ("initdb", "postgres")
# Debian and Ubuntu; Fedora and its kin; Homebrew; Postgres.app. Of several versions the latest is taken.
PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)
PACKAGES = ("--no-install-recommends", "postgresql")


def find(environ: Mapping[str, str], places: Sequence[str] = PLACES) -> Optional[Path]:
    """The folder with initdb and postgres, from PATH or where packages put them, or None."""
    return next((folder for folder in _folders(environ, places) if _has_programs(folder)), None)


def require(
    settings: Settings, console: Console, user: Callable[[], int] = os.geteuid, places: Sequence[str] = PLACES
) -> Path:
    """The folder, installed with apt-get where that is possible and none is there. Raises LaunchError."""
    found = find(settings.environ, places)
    if found is None and debian.can_install(settings, user):
        console.step("Installing PostgreSQL for the tests of the database")
        debian.install(PACKAGES, settings, console, "the tests of the database")
        found = find(settings.environ, places)
    if found is None:
        raise LaunchError(
            "The tests of the database need PostgreSQL, version 13 or later (initdb and postgres). Install it and run "
            "the same command again:\n"
            "  Debian, Ubuntu  sudo apt-get install postgresql\n"
            "  Fedora          sudo dnf install postgresql-server\n"
            "  macOS           brew install postgresql"
        )
    return found


def _folders(environ: Mapping[str, str], places: Sequence[str]) -> Iterator[Path]:
    on_path = shutil.which("postgres", path=environ.get("PATH"))
    if on_path:
        yield Path(on_path).resolve().parent
    for place in places:
        yield from sorted(Path("/").glob(place.lstrip("/")), key=_version, reverse=True)


def _has_programs(folder: Path) -> bool:
    return all(os.access(folder / name, os.X_OK) for name in PROGRAMS)


def _version(folder: Path) -> List[int]:
    return [int(number) for number in re.findall(r"\d+", str(folder))]
