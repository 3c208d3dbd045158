"""Run a command of set-up to its end, with its output in a log and its progress on the console."""

from __future__ import annotations

import os
import re
import selectors
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Callable, List, Optional

from launch import guarded

HEARTBEAT = 1.0  # seconds between two looks at a command that says nothing
TIMED_OUT = 124  # the code of timeout(1)
LINE_END = re.compile(rb"[\r\n]+")


def run(
    command: Sequence[str],
    log: Path,
    environ: Mapping[str, str],
    folder: Path,
    on_line: Callable[[Optional[str]], None],
    limit: Optional[float] = None,
) -> int:
    """Run `command` and return its exit code (127: could not be started, 124: took longer than `limit` seconds).

    `on_line` gets each line of output, and None once a second while there is none.
    """
    ends_at = None if limit is None else time.monotonic() + limit
    process = guarded.start(command, log, environ, folder, copy=True)
    try:
        for line in _lines(process):
            if ends_at is not None and time.monotonic() > ends_at:
                return TIMED_OUT
            on_line(line)
        return process.wait()
    finally:
        guarded.ask_to_end(process)
        guarded.wait_until_ended(process)
        assert process.stdout is not None
        process.stdout.close()


def _lines(process: subprocess.Popen[bytes]) -> Iterator[Optional[str]]:
    assert process.stdout is not None
    rest = b""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while True:
            if not selector.select(HEARTBEAT):
                yield None
                continue
            data = os.read(process.stdout.fileno(), 65536)
            if not data:
                break
            *whole, rest = LINE_END.split(rest + data)
            yield from _text(whole)
    yield from _text([rest])


def _text(lines: List[bytes]) -> Iterator[str]:
    for line in lines:
        if line:
            yield line.decode("utf-8", "replace")
