"""How long a message takes from the citizen to the mediator and the answer back: alone, and with 200 talks open.

Beside it the least that any relay needs that loses nothing: each message one row of a SQLite file, on the disk before
it is handed on by an event, and read again by whoever it is for.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from pathlib import Path

from fastapi.concurrency import run_in_threadpool

from benchmarks.against import Against
from benchmarks.figures import Sample
from benchmarks.load import Deadline
from benchmarks.office import REPLIED, SAID, Lost, office_open

TALKS, DESKS = 200, 20
TARGET = 0.25  # seconds there and back
ALONE, REST = 60, 0.1  # round trips, and seconds between two, so that the desk gathers the news of each by itself
WRITES_EVERY, LASTS = 10.0, 20.0  # seconds: each citizen writes this often, for so long
BASELINE = "two rows in SQLite, synced and read again"
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL")

RoundTrip = Callable[[], Awaitable[None]]


async def measure(folder: Path, until: Deadline) -> list[Against]:
    """Both loads, ours and the baseline one after the other. Raises ``TimeIsUp``."""
    async with office_open(folder / "office", TALKS, DESKS) as talks:
        ours = [talk.round_trip for talk in talks]
        with closing(Rows(folder / "rows.db")) as rows:
            theirs: Sequence[RoundTrip] = [rows.round_trip] * TALKS
            until.check()
            alone = [await one_after_another(one, ALONE, REST) for one in (ours[0], theirs[0])]
            until.check()
            crowd = [await all_open(trips, WRITES_EVERY, LASTS) for trips in (ours, theirs)]
    return [
        Against("a message there and back, alone", alone[0], BASELINE, alone[1], TARGET),
        Against(f"the same with {TALKS} talks open", crowd[0], BASELINE, crowd[1], TARGET),
    ]


async def one_after_another(trip: RoundTrip, times: int, rest: float) -> list[Sample]:
    """``times`` round trips with ``rest`` seconds after each; a tenth more to warm up is not counted."""
    samples = []
    for _ in range(times + times // 10):
        samples.append(await timed(trip))
        await asyncio.sleep(rest)
    return samples[times // 10 :]


async def all_open(trips: Sequence[RoundTrip], every: float, seconds: float) -> list[Sample]:
    """Each citizen writes once in ``every`` seconds, evenly spread, whether the answer before has come or not."""
    began = asyncio.get_running_loop().time()

    async def write(number: int) -> Sample:
        await asyncio.sleep(began + number * every / len(trips) - asyncio.get_running_loop().time())
        return await timed(trips[number % len(trips)])

    return list(await asyncio.gather(*(write(number) for number in range(round(len(trips) * seconds / every)))))


async def timed(trip: RoundTrip) -> Sample:
    """One round trip."""
    began = time.perf_counter()
    try:
        await trip()
    except Lost:
        return Sample("", time.perf_counter() - began, "failed")
    return Sample("", time.perf_counter() - began, "answered")


class Rows:
    """The baseline: a table of texts and nothing else."""

    def __init__(self, path: Path) -> None:
        self._file = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for pragma in PRAGMAS:
            self._file.execute(f"PRAGMA {pragma}")
        self._file.execute("CREATE TABLE said (seq INTEGER PRIMARY KEY, text TEXT NOT NULL)")
        self._one_at_a_time = threading.Lock()

    def close(self) -> None:
        """Give the file back."""
        self._file.close()

    async def round_trip(self) -> None:
        """There and back."""
        for text in (SAID, REPLIED):
            heard = asyncio.Event()
            seq = await run_in_threadpool(self._put, text)
            heard.set()
            await heard.wait()
            await run_in_threadpool(self._get, seq)

    def _put(self, text: str) -> int:
        with self._one_at_a_time:
            return int(self._file.execute("INSERT INTO said (text) VALUES (?)", (text,)).lastrowid or 0)

    def _get(self, seq: int) -> str:
        with self._one_at_a_time:
            return str(self._file.execute("SELECT text FROM said WHERE seq = ?", (seq,)).fetchone()[0])
