"""Where everything is and which ports it uses, read once from the environment and the file .env."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, List

from launch.errors import LaunchError

ROOT = Path(__file__).resolve().parent.parent
PORTS = {"JIEFEN_GATEWAY_PORT": 8000, "JIEFEN_RASA_PORT": 5005, "JIEFEN_ACTIONS_PORT": 5055}

OF_WHAT_REALLY_RUNS = (
    "JIEFEN_ACTIONS_URL", "JIEFEN_DATABASE_URL", "JIEFEN_KEY", "JIEFEN_PARTNER_SECRETS", "JIEFEN_PUBLIC_URL",
    "JIEFEN_TELEGRAM_TOKEN", "JIEFEN_TRACKER_URL", "JIEFEN_VECTOR_DATABASE",
)  # fmt: skip


@dataclass(frozen=True)
class Settings:
    """Paths are absolute; `environ` is what every process that we start inherits, before its own additions."""

    root: Path
    var: Path
    gateway_host: str
    gateway_port: int
    rasa_port: int
    actions_port: int
    environ: Mapping[str, str] = field(repr=False)

    @property
    def logs(self) -> Path:
        """The folder of the logs."""
        return self.var / "log"

    @property
    def models(self) -> Path:
        """The folder of everything that set-up builds or trains."""
        return self.root / "models"

    @property
    def app_python(self) -> Path:
        """The Python 3.11 of everything but Rasa."""
        return self.root / ".venv" / "bin" / "python"

    @property
    def rasa_python(self) -> Path:
        """The Python 3.10 of Rasa."""
        return self.root / ".venv-rasa" / "bin" / "python"


def settings_load(environ: Mapping[str, str] = os.environ, root: Path = ROOT) -> Settings:
    """Read the settings; a variable of the environment wins over the same one in .env.

    Raises LaunchError that names a setting which is no port or a line of .env which is no setting.
    """
    merged = {**_dotenv(root / ".env"), **environ}
    ports = {name: _port(merged, name, default) for name, default in PORTS.items()}
    var = (root / merged.get("JIEFEN_VAR", "var")).resolve()
    host = merged.get("JIEFEN_GATEWAY_HOST") or "127.0.0.1"
    merged.update({name: str(port) for name, port in ports.items()})
    merged.update(JIEFEN_VAR=str(var), JIEFEN_GATEWAY_HOST=host)
    gateway, rasa, actions = ports.values()
    return Settings(root, var, host, gateway, rasa, actions, merged)


def settings_for_trial(settings: Settings, var: Path) -> Settings:
    """The same project on free ports and with its own state, so that a trial disturbs nothing that runs."""
    names = dict(zip(PORTS, map(str, free_ports(len(PORTS)))))
    # Empty is unset, also where .env sets it: the addresses of what really runs are not for a trial, nor its citizens.
    real = dict.fromkeys(OF_WHAT_REALLY_RUNS, "")
    environ = {**settings.environ, **names, **real, "JIEFEN_GATEWAY_HOST": "127.0.0.1", "JIEFEN_VAR": str(var)}
    return settings_load(environ, settings.root)


def free_ports(count: int) -> List[int]:
    """Ports of 127.0.0.1 that nobody listens on now, all different."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def _port(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name) or str(default)
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise LaunchError(f"{name} is {text!r}, which is no port: set a number from 1 to 65535.")
    return int(text)


def _dotenv(path: Path) -> Dict[str, str]:
    if not path.is_file():
        return {}
    found = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        name, equals, value = line.partition("=")
        if not equals or not name.strip().isidentifier():
            raise LaunchError(f"Line {number} of .env is no setting: write NAME=value.")
        found[name.strip()] = value.strip().strip("\"'")
    return found
