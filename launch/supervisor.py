"""Keep several processes alive: start them, start again what died, end them all."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Callable, List, Optional

from launch import guarded
from launch.services import Service

FIRST_PAUSE = 1.0  # seconds before a process that died is started again; doubled each time …
LONGEST_PAUSE = 30.0  # … up to this
STEADY_AFTER = 60.0  # a process that lived this long begins at the first pause again
LOOK_EVERY = 0.25  # seconds


class Backoff:
    """How long to wait before each restart."""

    def __init__(self) -> None:
        self._next = FIRST_PAUSE

    def after(self, lived: float) -> float:
        """The pause, in seconds, after a process that lived `lived` seconds."""
        if lived >= STEADY_AFTER:
            self._next = FIRST_PAUSE
        pause = self._next
        self._next = min(LONGEST_PAUSE, pause * 2)
        return pause


class Kept:
    """One service and the process that runs it now, if one does."""

    def __init__(self, service: Service, folder: Path) -> None:
        self.service = self._wanted = service
        self.process: Optional[subprocess.Popen[bytes]] = None
        self.deaths = 0
        self._folder = folder
        self._backoff = Backoff()
        self._started = self._start_at = float("-inf")

    def change(self, service: Service) -> None:
        """Let the process end and start `service` in its place, at the next tick."""
        self._wanted = service

    def tick(self, now: float) -> Optional[str]:
        """Start what is due and notice a death; returns a sentence when there is something to tell."""
        if self.service is not self._wanted:
            self._end()
            self.service = self._wanted
            self._start(now)
            return f"{self.service.name} is started anew"
        if self.process is None:
            if now >= self._start_at:
                self._start(now)
                return f"{self.service.name} is started again" if self.deaths else None
            return None
        code = self.process.poll()
        if code is None:
            return None
        guarded.ask_to_end(self.process)
        guarded.kill_rest(self.process)
        self.process = None
        self.deaths += 1
        pause = self._backoff.after(now - self._started)
        self._start_at = now + pause
        return f"{self.service.name} stopped (code {code}); starting it again in {pause:.0f} s, log: {self.service.log}"

    def _end(self) -> None:
        if self.process is not None:
            guarded.ask_to_end(self.process)
            guarded.wait_until_ended(self.process)
            self.process = None

    def _start(self, now: float) -> None:
        service = self.service
        self.process = guarded.start(service.command, service.log, service.environ, self._folder)
        self._started = now


class Supervisor:
    """Several services side by side. `clock` gives seconds; `report` hears of deaths and restarts."""

    def __init__(
        self,
        services: Iterable[Service],
        folder: Path,
        report: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.kept: List[Kept] = [Kept(service, folder) for service in services]
        self._report, self._clock = report, clock

    def tick(self) -> None:
        """Look after every service once."""
        for kept in self.kept:
            told = kept.tick(self._clock())
            if told:
                self._report(told)

    def run(self, stopping: threading.Event) -> None:
        """Look after them until `stopping` is set, then end them."""
        try:
            while not stopping.is_set():
                self.tick()
                stopping.wait(LOOK_EVERY)
        finally:
            self.stop()

    def stop(self) -> None:
        """End every process, all at the same time, and return when nothing is left of them."""
        running = [kept.process for kept in self.kept if kept.process is not None]
        for process in running:
            guarded.ask_to_end(process)
        for process in running:
            guarded.wait_until_ended(process)
        for kept in self.kept:
            kept.process = None
