"""Telegram's Bot API through python-telegram-bot, set up so that the token stays where it belongs."""

from __future__ import annotations

import json
import logging
from typing import Any

from telegram import Bot
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

TOO_MANY = 429
LONGEST_UPLOAD = 60.0  # seconds


class Flood(TelegramError):
    """Telegram takes nothing more for ``seconds``.

    In the place of the library's ``RetryAfter``, which cannot be made without a warning in this version.
    """

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Flood control: {seconds:g} s")
        self.seconds = seconds


class Request(HTTPXRequest):
    """The library's own transport; what it says about floods is read here."""

    __slots__ = ()

    async def do_request(self, *arguments: Any, **named: Any) -> tuple[int, bytes]:
        """As in the library. Raises ``Flood``."""
        code, payload = await super().do_request(*arguments, **named)
        if code == TOO_MANY:
            raise Flood(_seconds(payload))
        return code, payload


class Connections:
    """A bot's connections: one for everything, one on which it waits for updates."""

    def __init__(self, timeout: float, *, with_proxy: bool) -> None:
        """``timeout`` in seconds, for one answer."""
        self.calls = _request(timeout, 256, with_proxy)
        self.updates = _request(timeout, 1, with_proxy)

    async def close(self) -> None:
        """Close them."""
        await self.calls.shutdown()
        await self.updates.shutdown()


def bot_create(token: str, api: str, timeout: float) -> tuple[Bot, Connections]:
    """A bot that talks to ``api`` (no slash at the end) and waits ``timeout`` seconds for an answer.

    The connections are for the caller to close. Raises ``telegram.error.InvalidToken`` when ``token`` cannot be one.
    """
    _keep_quiet()
    # Telegram cannot be reached from everywhere but through a proxy, which sees only TLS. A server of one's own on
    # plain HTTP is near by, and no proxy may read along.
    connections = Connections(timeout, with_proxy=api.startswith("https://"))
    bot = Bot(
        token,
        base_url=f"{api}/bot",
        base_file_url=f"{api}/file/bot",
        request=connections.calls,
        get_updates_request=connections.updates,
    )
    return bot, connections


def reason(error: TelegramError) -> str:
    """What went wrong, for the log: Telegram's own words may quote a message or hold the token."""
    said = error.message.partition(":")[0]
    known = said if said.isascii() and len(said) <= 60 and not any(map(str.isdigit, said)) else ""
    return f"{type(error).__name__} {known}".strip()


def _request(timeout: float, connections: int, with_proxy: bool) -> Request:
    return Request(
        connection_pool_size=connections,
        read_timeout=timeout,
        write_timeout=timeout,
        connect_timeout=timeout,
        media_write_timeout=LONGEST_UPLOAD,
        httpx_kwargs={"trust_env": with_proxy},
    )


def _keep_quiet() -> None:
    """Every address of the Bot API holds the token, and these loggers write addresses and messages."""
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # "Can not load invalid JSON data" and the like quote what was sent.
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)


def _seconds(payload: bytes) -> float:
    try:
        return float(json.loads(payload)["parameters"]["retry_after"])
    except (ValueError, KeyError, TypeError):
        return 5.0
