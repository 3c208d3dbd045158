"""Real processes that tell by a socket when they begin, and by its closing that they are gone; so no test sleeps."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import NamedTuple

from launch.services import Service

LIMIT = 20.0  # seconds; only a failing test waits this long

SCRIPT = """
import os, signal, socket, subprocess, sys
name, *habits = sys.argv[1:]
if "stubborn" in habits:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if "parent" in habits:
    subprocess.Popen([sys.executable, __file__, name + "-child"])
line = socket.create_connection(("127.0.0.1", {port}))
line.sendall(f"{{name}} {{os.getpid()}}\\n".encode())
while True:
    signal.pause()
"""


class Line(NamedTuple):
    """A process that has begun: its name, its id, and the socket that lives as long as it does."""

    name: str
    pid: int
    socket: socket.socket

    def wait_until_gone(self) -> None:
        """Return when the process has ended; TimeoutError when it goes on living."""
        assert self.socket.recv(1) == b""


class Witness:
    """Hears of the processes that were started with `command`."""

    def __init__(self, folder: Path) -> None:
        self._script = folder / "reporter.py"
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.settimeout(LIMIT)
        self._lines: list[Line] = []
        port = self._server.getsockname()[1]
        self._script.write_text(SCRIPT.format(port=port), encoding="utf-8")

    def command(self, name: str, *habits: str) -> tuple[str, ...]:
        """A command that reports under `name`; habits: "stubborn" ignores SIGTERM, "parent" has a child too."""
        return (sys.executable, str(self._script), name, *habits)

    def service(self, name: str, log: Path, *habits: str) -> Service:
        """The same as a service; it has no health page."""
        return Service(name, self.command(name, *habits), {}, "http://127.0.0.1:9/", log)

    def arrival(self) -> Line:
        """The next process that begins."""
        connection, _ = self._server.accept()
        connection.settimeout(LIMIT)
        name, pid = connection.makefile().readline().split()
        line = Line(name, int(pid), connection)
        self._lines.append(line)
        return line

    def arrivals(self, count: int) -> dict[str, Line]:
        """The next `count` processes by name, in whatever order they begin."""
        return {line.name: line for line in (self.arrival() for _ in range(count))}

    def close(self) -> None:
        """Free the sockets."""
        for line in self._lines:
            line.socket.close()
        self._server.close()
