"""The running assistant as one thing that is started, waited for and stopped; used by `make run` and by the tests."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Dict, Optional

from launch import disk, health, ports
from launch.console import Console
from launch.errors import LaunchError
from launch.services import Service, gateway_url, services
from launch.settings import Settings
from launch.supervisor import Kept, Supervisor

START_LIMIT = 240.0  # seconds until all three must be well; they need about 20 on two cores
DEATHS_WHILE_STARTING = 3
LOOK_EVERY = 0.5


class Stack:
    """Rasa, the action server and the gateway under one supervisor. A context manager: leaving it stops all."""

    def __init__(
        self,
        settings: Settings,
        model: Path,
        console: Console,
        processes: Optional[Sequence[Service]] = None,
        start_limit: float = START_LIMIT,
    ) -> None:
        self.settings = settings
        self._console, self._limit = console, start_limit
        chosen = services(settings, model) if processes is None else processes
        self.supervisor = Supervisor(chosen, settings.root, console.say)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self.supervisor.run, args=(self._stopping,), name="supervisor")

    @property
    def url(self) -> str:
        """Where the gateway is, without a slash at the end."""
        return gateway_url(self.settings)

    def start(self) -> None:
        """Start everything and return when all are well.

        Raises LaunchError when a port is in use, a process keeps dying or the time is over.
        """
        ports.require_free(self.settings)
        self.settings.var.mkdir(parents=True, exist_ok=True)
        disk.require(self.settings.var, 0.2, "conversations and logs")
        self._console.step("Starting Rasa, the action server and the gateway")
        self._thread.start()
        try:
            self._wait_until_well()
        except BaseException:  # Ctrl-C above all
            self.stop()
            raise

    @property
    def is_kept(self) -> bool:
        """True while the supervisor does its work."""
        return self._thread.is_alive()

    def change_model(self, model: Path) -> None:
        """Start Rasa anew with `model`; the others run on, and what is said meanwhile is answered afterwards."""
        changed = {service.name: service for service in services(self.settings, model)}
        for kept in self.supervisor.kept:
            if kept.service.command != changed[kept.service.name].command:
                kept.change(changed[kept.service.name])

    def stop(self) -> None:
        """End everything; returns when no process is left."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def __enter__(self) -> Stack:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def troubles(self) -> Dict[str, str]:
        """Each process that is not well, with the reason in a few words."""
        found = {kept.service.name: health.trouble(kept.service.health) for kept in self.supervisor.kept}
        return {name: reason for name, reason in found.items() if reason}

    def _wait_until_well(self) -> None:
        began = time.monotonic()
        while troubles := self.troubles():
            for kept in self.supervisor.kept:
                _require_hope(kept, troubles.get(kept.service.name))
            if time.monotonic() - began > self._limit:
                name, reason = next(iter(troubles.items()))
                raise LaunchError(f"{name} {reason} after {self._limit:.0f} seconds.", self._log(name))
            waiting = ", ".join(troubles)
            self._console.progress(f"waiting for {waiting}")
            self._stopping.wait(LOOK_EVERY)

    def _log(self, name: str) -> Path:
        return self.settings.logs / f"{name}.log"


def _require_hope(kept: Kept, trouble: Optional[str]) -> None:
    service = kept.service
    if trouble and trouble == service.hopeless:
        raise LaunchError(f"{service.name} {trouble}, and waiting will not mend it.", service.log)
    if kept.deaths >= DEATHS_WHILE_STARTING:
        last = _last_line(service.log)
        said = f" It said: {last}" if last else ""
        raise LaunchError(f"{service.name} stopped {kept.deaths} times while starting.{said}", service.log)


def _last_line(log: Path) -> str:
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return next((line.strip()[:300] for line in reversed(lines) if line.strip()), "")
