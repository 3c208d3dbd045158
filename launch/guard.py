"""Keep one command: its output goes to a rotated log, and it dies with whoever started it.

Run as `python guard.py --log PATH -- COMMAND …`, as the leader of a process group of its own and with a pipe as
standard input. When that pipe ends, on purpose or because the other side was killed, the whole group is asked to
end, and killed if it does not. A pipe does this on Linux and macOS alike and reaches grandchildren too, which
Linux's parent-death signal does not.
"""

from __future__ import annotations

import argparse
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Callable, Optional

NOT_STARTED = 127  # the shell's code for a command that cannot be started
LAST_TURNS = 1000


class RotatedLog:
    """Appends to a file; when it grows past `limit` bytes it becomes PATH.1, and PATH.1 becomes PATH.2 …"""

    def __init__(self, path: Path, limit: int, keep: int) -> None:
        self._path, self._limit, self._keep = path, limit, keep
        self._complained = False
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("ab", buffering=0)

    def write(self, data: bytes) -> None:
        """Write at once. A full disk loses the lines, not the process that wrote them."""
        try:
            if self._file.tell() + len(data) > self._limit:
                self._rotate()
            self._file.write(data)
        except OSError as error:
            if not self._complained:
                print(f"guard: cannot write {self._path}: {error}", file=sys.stderr)
            self._complained = True

    def close(self) -> None:
        """Write no more."""
        self._file.close()

    def _rotate(self) -> None:
        self._file.close()
        for number in range(self._keep - 1, 0, -1):
            older = self._numbered(number)
            if older.exists():
                older.replace(self._numbered(number + 1))
        self._path.replace(self._numbered(1))
        self._file = self._path.open("ab", buffering=0)

    def _numbered(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}")


class Guard:
    """One guarded command, from start to end."""

    def __init__(self, command: Sequence[str], log: RotatedLog, copy: Optional[BinaryIO], grace: float) -> None:
        self._log, self._copy, self._grace = log, copy, grace
        self._kill_at: Optional[float] = None
        self._selector = selectors.DefaultSelector()
        self._watch(_signals_as_pipe(), lambda fd: os.read(fd, 4096))
        self._watch(0, self._on_life)
        self._child = subprocess.Popen(
            list(command), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        assert self._child.stdout is not None
        self._watch(self._child.stdout.fileno(), self._on_output)

    def run(self) -> int:
        """Wait for the command to end and return its exit code, a signal as 128 + its number."""
        while (code := self._child.poll()) is None:
            self._turn(self._seconds_left())
            if self._kill_at is not None and time.monotonic() >= self._kill_at:
                os.killpg(0, signal.SIGKILL)  # ourselves included
        for _ in range(LAST_TURNS):  # what it wrote last; no more than that, for its children may write on
            if not self._turn(0):
                break
        return code if code >= 0 else 128 - code

    def _turn(self, seconds: Optional[float]) -> bool:
        """Handle what happened; False when nothing did."""
        happened = self._selector.select(seconds)
        for key, _ in happened:
            key.data(key.fd)
        return bool(happened)

    def _watch(self, fd: int, react: Callable[[int], object]) -> None:
        self._selector.register(fd, selectors.EVENT_READ, react)

    def _on_life(self, fd: int) -> None:
        if not os.read(fd, 1):
            self._selector.unregister(fd)
            self._kill_at = time.monotonic() + self._grace
            os.killpg(0, signal.SIGTERM)

    def _on_output(self, fd: int) -> None:
        data = os.read(fd, 65536)
        if not data:
            self._selector.unregister(fd)
            return
        self._log.write(data)
        if self._copy:
            try:
                self._copy.write(data)
                self._copy.flush()
            except BrokenPipeError:
                self._copy = None

    def _seconds_left(self) -> Optional[float]:
        return None if self._kill_at is None else max(0.0, self._kill_at - time.monotonic())


def _signals_as_pipe() -> int:
    """Catch the signals that would end us before our child, and make SIGCHLD wake the selector."""
    readable, writable = os.pipe()
    os.set_blocking(writable, False)
    os.set_blocking(readable, False)
    signal.set_wakeup_fd(writable, warn_on_full_buffer=False)
    # Handlers, not SIG_IGN: a child would inherit that, and never hear that it should end.
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, lambda *_: None)
    return readable


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Read the command line, guard the command, return its exit code."""
    parser = argparse.ArgumentParser(prog="guard", description=__doc__.splitlines()[0])
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=10_000_000, help="bytes of one log file")
    parser.add_argument("--keep", type=int, default=5, help="older log files to keep")
    parser.add_argument("--grace", type=float, default=10.0, help="seconds between asking and killing")
    parser.add_argument("--copy", action="store_true", help="write the output to standard output too")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args(arguments)
    if os.getpgrp() != os.getpid():
        parser.error("must lead a process group of its own, for it ends the whole group")
    try:
        log = RotatedLog(options.log, options.limit, options.keep)
    except OSError as error:
        parser.error(f"cannot write {options.log}: {error.strerror}")
    try:
        guard = Guard(options.command, log, sys.stdout.buffer if options.copy else None, options.grace)
    except OSError as error:
        log.write(f"cannot start {options.command[0]}: {error}\n".encode())
        return NOT_STARTED
    return guard.run()


if __name__ == "__main__":
    sys.exit(main())
