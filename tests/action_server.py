"""The action server's own routes over HTTP, with the real knowledge and a clock that stands still."""

from __future__ import annotations

import socket
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

import httpx
from sanic import Sanic

from actions.files import attach_files
from actions.services import SHANGHAI, Clock, Services

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=SHANGHAI)
KIT = Services(clock=Clock(lambda: NOW))
"""Reads the knowledge once for all tests."""


@asynccontextmanager
async def action_server() -> AsyncIterator[httpx.AsyncClient]:
    """A client of a server that gives out files as if it were ``NOW``."""
    app = Sanic(f"files-{uuid.uuid4().hex}", configure_logging=False)
    app.config.TOUCHUP = False  # Sanic rewrites its own functions at a start, which works once in a process
    attach_files(app, KIT)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
        assert server is not None
        await server.startup()
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{listening.getsockname()[1]}") as client:
            yield client
        server.close()
        await server.wait_closed()
