"""A browser for the browser tests: the machine's own, or Debian's, never a download of a build."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Callable, Optional

from launch import debian
from launch.console import Console
from launch.errors import LaunchError
from launch.settings import Settings

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OF_MACOS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
PACKAGES = ("chromium", "fonts-noto-cjk")


def find(environ: Mapping[str, str]) -> Optional[Path]:
    """Chromium or Chrome on PATH or where macOS keeps it, or None."""
    path = environ.get("PATH")
    places = [*(shutil.which(name, path=path) for name in NAMES), *OF_MACOS]
    return next((Path(place) for place in places if place and os.access(place, os.X_OK)), None)


def require(settings: Settings, console: Console, user: Callable[[], int] = os.geteuid) -> Path:
    """The browser, installed with apt-get where that is possible and none is there. Raises LaunchError."""
    found = find(settings.environ)
    if found is None and debian.can_install(settings, user):
        console.step("Installing Chromium and Chinese fonts for the browser tests")
        debian.install(PACKAGES, settings, console, "the browser tests")
        found = find(settings.environ)
    if found is None:
        raise LaunchError(
            "The browser tests need Chromium and a Chinese font. Install them and run the same command again:\n"
            "  Debian          sudo apt-get install chromium fonts-noto-cjk\n"
            "  Ubuntu          a Chromium or Google Chrome on PATH, and sudo apt-get install fonts-noto-cjk\n"
            "  macOS           brew install --cask google-chrome"
        )
    return found
