"""Debian packages for the tests, installed where we may: as root on a machine that has apt-get."""

from __future__ import annotations

import os
import shutil
from typing import Callable, Optional, Sequence

from launch import command
from launch.console import Console
from launch.errors import LaunchError
from launch.settings import Settings

LIMIT = 900  # seconds for each step


def can_install(settings: Settings, user: Callable[[], int] = os.geteuid) -> bool:
    """Whether packages can be installed without asking anybody."""
    return user() == 0 and shutil.which("apt-get", path=settings.environ.get("PATH")) is not None


def install(packages: Sequence[str], settings: Settings, console: Console, who_needs: str) -> None:
    """Install `packages`; `who_needs` begins the sentence of a failure. Raises LaunchError."""
    environ = {**settings.environ, "DEBIAN_FRONTEND": "noninteractive"}
    log = settings.logs / "apt.log"

    def on_line(line: Optional[str]) -> None:
        console.progress((line or "installing")[:80])

    for step in (["apt-get", "update"], ["apt-get", "install", "-y", *packages]):
        code = command.run(step, log, environ, settings.root, on_line, LIMIT)
        if code != 0:
            raise LaunchError(f"{' '.join(step)} failed (code {code}), and {who_needs} need it.", log)
