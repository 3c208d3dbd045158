"""Says whether each part is well, in time and without harm when asked too often."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from fastapi.concurrency import run_in_threadpool

from bot.database import Database
from bot.rasa import Rasa
from bot.records import StoreUnavailable

Part = Literal["ok", "down", "full"]
Status = Literal["ok", "degraded", "down"]
LEAST_FREE = 32 * 1024 * 1024  # bytes of disk below which messages may soon not be kept
KEPT = 2.0  # seconds for which one look serves every question


class Health:
    """Looks at Rasa, the action server and the store."""

    def __init__(
        self, rasa: Rasa, database: Database, folder: Path, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """``folder`` is where the store lies, whose disk must not fill up."""
        self._rasa = rasa
        self._database = database
        self._folder = folder
        self._clock = clock
        self._looking = asyncio.Lock()
        self._seen: tuple[float, dict[str, Part]] | None = None

    async def parts(self) -> dict[str, Part]:
        """The state of each part, at most two seconds old."""
        async with self._looking:
            if self._seen is None or self._clock() - self._seen[0] > KEPT:
                rasa, actions, store = await asyncio.gather(
                    self._rasa.is_well("rasa"), self._rasa.is_well("actions"), run_in_threadpool(self._store)
                )
                named: dict[str, Part] = {"rasa": _part(rasa), "actions": _part(actions), "store": store}
                self._seen = self._clock(), named
            return self._seen[1]

    def _store(self) -> Part:
        try:
            self._database.check()
        except StoreUnavailable as error:
            return "full" if error.reason == "full" else "down"
        return "ok" if shutil.disk_usage(self._folder).free > LEAST_FREE else "full"


def status_of(parts: dict[str, Part]) -> Status:
    """The state of the whole: ``down`` when no message can be kept, ``degraded`` when only answers are late."""
    if parts["store"] != "ok":
        return "down"
    return "ok" if all(part == "ok" for part in parts.values()) else "degraded"


def _part(is_well: bool) -> Part:
    return "ok" if is_well else "down"
