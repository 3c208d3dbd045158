"""Run pip with its many lines in a log, and tell the person only what moves and what went wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Optional

from launch import command
from launch.console import Console
from launch.errors import LaunchError
from launch.settings import Settings

NO_ROOM = re.compile(r"No space left on device|Errno 28|Disk quota exceeded")
NO_NETWORK = re.compile(
    r"Temporary failure in name resolution|Name or service not known|Failed to establish a new connection|"
    r"Connection refused|Connection reset|timed out|Max retries exceeded|Connection broken|IncompleteRead|"
    r"nodename nor servname|Network is unreachable|ProxyError|SSLError|HTTP error 5\d\d"
)
NOT_OFFERED = re.compile(r"No matching distribution found for (\S+)")
BAD_FILE = re.compile(r"DO NOT MATCH THE HASHES|BadZipFile|is not a zip file|invalid wheel")
COLLECTING = re.compile(r"^Collecting (\S+?)(?:[=<>!~(;\[]|$)")
DOWNLOADING = re.compile(r"^\s*Downloading (\S+?)-\d\S* \(([^)]+)\)")
INSTALLING = re.compile(r"^Installing collected packages: (.+)")


class Progress:
    """Reads pip's output: counts packages for the console, remembers the reason of a failure."""

    def __init__(self, console: Console, site: Path) -> None:
        self._console, self._site = console, site
        self._found = self._expected = self._before = 0
        self.reason: Optional[str] = None

    def __call__(self, line: Optional[str]) -> None:
        """Take one line of output, or None for a second of silence."""
        if line:
            self._read(line)
        if self._expected:
            done = min(self._installed() - self._before, self._expected)
            self._console.progress(f"installing: {done} of {self._expected} packages")

    def _read(self, line: str) -> None:
        if found := COLLECTING.match(line):
            self._found += 1
            self._console.progress(f"package {self._found}: {found.group(1)}")
        elif found := DOWNLOADING.match(line):
            self._console.progress(f"package {self._found}: downloading {found.group(1)}, {found.group(2)}")
        elif found := INSTALLING.match(line):
            self._expected = found.group(1).count(",") + 1
            self._before = self._installed()
        elif "ERROR" in line or "error" in line or "Errno" in line:
            self._explain(line)

    def _installed(self) -> int:
        return sum(1 for _ in self._site.glob("lib/python3.*/site-packages/*.dist-info"))

    def _explain(self, line: str) -> None:
        if NO_ROOM.search(line):
            self.reason = "the disk is full; make room"
        elif NO_NETWORK.search(line) and not self.reason:
            self.reason = "a download failed; check the network"
        elif BAD_FILE.search(line) and not self.reason:
            self.reason = "a download arrived damaged"
        elif (found := NOT_OFFERED.search(line)) and not self.reason:
            self.reason = f"the package index does not offer {found.group(1)} for this machine"


def install(python: Path, arguments: Sequence[str], settings: Settings, console: Console) -> None:
    """`pip install` with `arguments`, a requirement file among them, into the environment of `python`.

    Raises LaunchError with pip's reason in a person's words and the log's path.
    """
    log = settings.logs / "pip.log"
    progress = Progress(console, python.parent.parent)
    whole = [str(python), "-m", "pip", "install", "--no-input", "--progress-bar", "off", *arguments]
    environ = {**settings.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONUNBUFFERED": "1"}
    for name in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"):
        environ.pop(name, None)
    code = command.run(whole, log, environ, settings.root, progress)
    if code != 0:
        reason = progress.reason or f"pip ended with code {code}; the log's last lines say why"
        what = arguments[arguments.index("-r") + 1]
        raise LaunchError(f"Installing {what} failed: {reason}. Then run the same command again.", log)
