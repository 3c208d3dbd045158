"""Have the search package build its embedder and index when something that it may read has changed."""

from __future__ import annotations

from typing import Optional

from launch import command, disk
from launch.console import Console
from launch.errors import LaunchError
from launch.fingerprint import files_matching, fingerprint
from launch.settings import Settings

LIMIT = 3600  # seconds; a full build takes minutes
# More than it reads. What has really changed it finds out itself, but even to look takes it seconds.
INPUTS = ("data/**/*", "actions/**/*.py", "understanding/**/*.py", "requirements/app.*", "requirements/torch.txt")
OUTPUTS = ("embedder/*.safetensors", "index/*.npz")
STAMP = "search-stamp"


def ensure(settings: Settings, console: Console) -> None:
    """Build `models/embedder` and the guidance index where they are missing or out of date. Raises LaunchError."""
    stamp = settings.models / STAMP
    inputs = _fingerprint(settings)
    if stamp.exists() and stamp.read_text(encoding="utf-8") == inputs and _is_built(settings):
        return
    _build(settings, console)
    stamp.write_text(inputs, encoding="utf-8")


def _build(settings: Settings, console: Console) -> None:
    disk.require(settings.root, 1.0, "the search index")
    console.step("Preparing the search (embedder and guidance index; the first time takes some minutes)")
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


def _fingerprint(settings: Settings) -> str:
    embedder = settings.environ.get("JIEFEN_EMBEDDER", "")
    return fingerprint(settings.root, files_matching(settings.root, INPUTS), embedder)


def _is_built(settings: Settings) -> bool:
    return all(any(settings.models.glob(pattern)) for pattern in OUTPUTS)
