"""Have the search package build its embedder and index; it knows by itself what has changed."""

from __future__ import annotations

from typing import Optional

from launch import command, disk
from launch.console import Console
from launch.errors import LaunchError
from launch.settings import Settings

LIMIT = 1800  # seconds; a full build takes minutes


def ensure(settings: Settings, console: Console) -> None:
    """Build `models/embedder` and the guidance index where they are missing or out of date. Raises LaunchError."""
    disk.require(settings.root, 1.0, "the search index")
    console.step("Preparing the search (embedder and guidance index)")
    log = settings.logs / "search.log"
    last = "working"

    def on_line(line: Optional[str]) -> None:
        nonlocal last
        last = line.strip() if line and line.strip() else last
        console.progress(last[:80])

    build = [str(settings.app_python), "-m", "actions.search", "build"]
    code = command.run(build, log, settings.environ, settings.root, on_line, LIMIT)
    if code != 0:
        raise LaunchError(f"Preparing the search failed (code {code}). It said: {last[:300]}", log)
    console.done("search is ready")
