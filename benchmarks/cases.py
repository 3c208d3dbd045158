"""What mediators and citizens feel of cases: relaying, many talks at once, the queue. Inside this process, no Rasa."""

from __future__ import annotations

import asyncio
import logging
import shutil
from pathlib import Path

from benchmarks import queue_page, relay
from benchmarks.against import Against
from benchmarks.load import Deadline


def measure(folder: Path, until: Deadline) -> list[Against]:
    """Measure with everything in ``folder``, which is emptied first. Raises ``TimeIsUp``."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    logging.getLogger("bot").setLevel(logging.ERROR)  # a line for each message would be measured too
    return [*asyncio.run(relay.measure(folder, until)), *asyncio.run(queue_page.measure(folder, until))]
