"""Whether the ports we are about to use are free."""

from __future__ import annotations

import errno
import socket

from launch.errors import LaunchError
from launch.settings import Settings


def require_free(settings: Settings) -> None:
    """Raise LaunchError that names the first port in use and the setting that changes it."""
    for setting, host, port in (
        ("JIEFEN_GATEWAY_PORT", settings.gateway_host, settings.gateway_port),
        ("JIEFEN_RASA_PORT", "127.0.0.1", settings.rasa_port),
        ("JIEFEN_ACTIONS_PORT", "127.0.0.1", settings.actions_port),
    ):
        if _is_in_use(host, port):
            raise LaunchError(
                f"Port {port} is in use by another program. Stop that program, or choose another port: "
                f"{setting}={port + 1} make run"
            )


def _is_in_use(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as ours:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            ours.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return True
            raise LaunchError(f"Cannot listen on {host}:{port}: {error.strerror}.") from error
    # macOS lets us bind beside a program that listens on every address, so also see whether someone answers.
    with socket.socket(family) as caller:
        caller.settimeout(1)
        return caller.connect_ex((host, port)) == 0
