"""Starts the gateway: ``python -m bot``."""

from __future__ import annotations

import logging
import sqlite3
import sys
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from bot.app import app_create
from bot.emergency import HotlinesError
from bot.logs import log
from bot.records import StoreUnavailable
from bot.settings import Settings, SettingsError, settings_load

CANNOT_START = 2  # exit status


def main() -> int:
    """Run until a signal ends it. Returns 2 with one clear line when it cannot start."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        settings = settings_load()
        alone = _alone_ensure(settings.var)
        app = app_create(settings)
    except (SettingsError, HotlinesError, StoreUnavailable, AlreadyRunning) as error:
        print(f"The gateway cannot start: {error}", file=sys.stderr)
        return CANNOT_START
    server = uvicorn.Server(_server_config(app, settings))
    # Before the application starts: a taken port stops the start before anything is answered, and whoever comes
    # early waits instead of being refused.
    socket = server.config.bind_socket()
    socket.listen(server.config.backlog)
    log("listening", host=settings.gateway_host, port=socket.getsockname()[1])
    server.run(sockets=[socket])
    alone.close()
    return 0


class AlreadyRunning(Exception):
    """Another gateway works on the same store; two would both answer."""


def _server_config(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=settings.gateway_host,
        port=settings.gateway_port,
        access_log=False,  # its lines would hold the conversations' secrets
        proxy_headers=False,  # bot.limits believes only the proxies that the settings name
        server_header=False,
        timeout_graceful_shutdown=5,
        log_config=None,
    )


def _alone_ensure(var: Path) -> sqlite3.Connection:
    """Hold a lock that the system takes back however the process ends. Raises ``AlreadyRunning``."""
    try:
        var.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(var / "gateway.lock", timeout=0, isolation_level=None, check_same_thread=False)
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        raise AlreadyRunning(f"another gateway uses {var}, or it cannot be written ({error})") from error
    except OSError as error:
        raise StoreUnavailable(f"broken ({error.strerror})") from error
    return connection


if __name__ == "__main__":
    sys.exit(main())
