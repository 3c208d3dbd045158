"""Starts the gateway: ``python -m bot``."""

from __future__ import annotations

import logging
import sys

import uvicorn
from starlette.types import ASGIApp

from bot.alone import AlreadyRunning, alone_ensure
from bot.app import app_create
from bot.logs import log
from bot.parts import CANNOT_START
from bot.settings import Settings, settings_load

NOT_STARTED = 2  # exit status


def main() -> int:
    """Run until a signal ends it. Returns 2 with one clear line when it cannot start."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        settings = settings_load()
        alone = alone_ensure(settings)
        app = app_create(settings)
    except (*CANNOT_START, AlreadyRunning) as error:
        print(f"The gateway cannot start: {error}", file=sys.stderr)
        return NOT_STARTED
    server = uvicorn.Server(_server_config(app, settings))
    # Before the application starts: a taken port stops the start before anything is answered, and whoever comes
    # early waits instead of being refused.
    socket = server.config.bind_socket()
    socket.listen(server.config.backlog)
    log("listening", host=settings.gateway_host, port=socket.getsockname()[1])
    server.run(sockets=[socket])
    alone.close()
    return 0


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


if __name__ == "__main__":
    sys.exit(main())
