"""The legality review of a draft, in a process of its own: ``docs/review.md`` tells why."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

from bot.desk.problems import Refused
from bot.settings import ROOT

log = logging.getLogger(__name__)

LARGEST = 5 * 1024 * 1024
"""Bytes of a draft."""
SECONDS = 60.0
"""A draft of a hundred pages takes about ten; the first review after an installation builds an index besides."""
PATIENCE = 20.0
"""Seconds that one waits for another's review to end."""
SUFFIXES = (".docx", ".md", ".txt")


class DraftReview:
    """Reviews one draft at a time, so that this process always has a processor left for citizens."""

    def __init__(self, var: Path, seconds: float = SECONDS, command: tuple[str, ...] = ("-m", "review")) -> None:
        """``var`` is where the statutes' index and imported texts are."""
        self._seconds = seconds
        self._command = command
        # The settings hold secrets, which a program that reads strangers' files has no use for.
        self._environ = {"PATH": os.defpath, "PYTHONUTF8": "1", "OMP_NUM_THREADS": "1", "JIEFEN_VAR": str(var)}
        self._turn = asyncio.Semaphore(1)

    async def review(self, name: str, content: bytes) -> dict[str, Any]:
        """What ``python -m review --json`` finds in a draft called ``name``. Raises ``Refused``."""
        if not name.lower().endswith(SUFFIXES):
            raise Refused(422, "draft_kind")
        if len(content) > LARGEST:
            raise Refused(413, "too_large")
        try:
            await asyncio.wait_for(self._turn.acquire(), PATIENCE)
        except TimeoutError as error:
            raise Refused(503, "review_busy", seconds=30) from error
        try:
            found = await asyncio.wait_for(self._run(name, content), self._seconds)
        except TimeoutError as error:
            raise Refused(503, "review_slow") from error
        finally:
            self._turn.release()
        if "refused" in found:
            raise Refused(422, "draft_unreadable")
        return found

    async def _run(self, name: str, content: bytes) -> dict[str, Any]:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *self._command, "--json", name,
            cwd=ROOT, env=self._environ,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            said, _ = await process.communicate(content)
            found = json.loads(said)
        except ValueError as error:
            log.error("the review of a draft ended with %s and no report", process.returncode)
            raise Refused(503, "review_failed") from error
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        return dict(found)
