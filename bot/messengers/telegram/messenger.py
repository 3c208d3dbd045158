"""Telegram as one of the messengers: put together, started, stopped."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from telegram import Update
from telegram.error import InvalidToken, TelegramError

from bot.articles import Articles
from bot.cases.attachments import Attachments
from bot.cases.cases import Cases
from bot.conversation import Conversations
from bot.database import Database
from bot.files import Files
from bot.logs import log, logger
from bot.messengers.telegram.client import bot_create, reason
from bot.messengers.telegram.lookups import Lookups
from bot.messengers.telegram.parts import Parts
from bot.messengers.telegram.polling import ALLOWED
from bot.messengers.telegram.words import COMMANDS
from bot.outage import pauses
from bot.records import StoreUnavailable
from bot.sealing import Sealer
from bot.settings import Settings

WEBHOOK_PATH = "/telegram/webhook"
WEBHOOK_CONNECTIONS = 8
"""At the same time. What comes out of order in one chat stays in the order of coming."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0


class Telegram:
    """Off without a token. Wrong tokens and a Telegram that is gone are logged, and never stop the gateway."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        sealer: Sealer,
        conversations: Conversations,
        articles: Articles,
        files: Files,
        cases: Cases,
        attachments: Attachments,
        clock: Callable[[], float],
    ) -> None:
        self._tasks: list[asyncio.Task[None]] = []
        self._parts: Parts | None = None
        secret = settings.telegram_webhook_secret
        self.webhook_secret = secret.get_secret_value() if secret and settings.public_url else None
        self._webhook_url = f"{settings.public_url}{WEBHOOK_PATH}"
        token = settings.telegram_token.get_secret_value() if settings.telegram_token else ""
        if not token:
            log("telegram_off", why="JIEFEN_TELEGRAM_TOKEN is not set")
            return
        try:
            bot, connections = bot_create(token, settings.telegram_api, settings.telegram_timeout)
        except InvalidToken:
            log("telegram_off", level=logging.ERROR, why="JIEFEN_TELEGRAM_TOKEN is no token")
            return
        self._parts = Parts(
            bot,
            connections,
            settings,
            database,
            sealer,
            conversations,
            Lookups(articles, files),
            cases,
            attachments,
            clock,
        )

    async def start(self) -> None:
        """Begin to take and to bring messages; returns at once."""
        if self._parts is None:
            return
        self._parts.listen()
        self._run(self._parts.outbox.run)
        self._run(self._parts.staff_outbox.run)
        self._run(partial(self._introduce, self._parts))
        if self.webhook_secret is None:
            self._run(self._parts.polling.run)

    async def close(self) -> None:
        """Stop. What is not stored yet comes again, what is not brought yet is brought after the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._parts is not None:
            await self._parts.close()

    async def take(self, raw: dict[str, Any]) -> None:
        """Store an update that Telegram has posted. Raises ``StoreUnavailable``: then Telegram brings it again."""
        if self._parts is None:
            return
        work = asyncio.create_task(self._read_and_take(self._parts, raw))
        await asyncio.wait([work])
        error = work.exception()
        if isinstance(error, StoreUnavailable):
            raise error
        if error is not None:  # the edge: what no code can take must not come again for ever
            logger.error("telegram_update_failed", exc_info=error)

    async def _read_and_take(self, parts: Parts, raw: dict[str, Any]) -> None:
        await parts.intake.take(Update.de_json(raw, parts.bot))

    async def _introduce(self, parts: Parts) -> None:
        """Tell Telegram where we are and which commands there are, again until it listens."""
        for pause in pauses(FIRST_PAUSE, LONGEST_PAUSE):
            try:
                me = await parts.bot.get_me()
                parts.named(me.username or "")
                if self.webhook_secret is not None:
                    await parts.bot.set_webhook(
                        self._webhook_url,
                        max_connections=WEBHOOK_CONNECTIONS,
                        allowed_updates=ALLOWED,
                        secret_token=self.webhook_secret,
                    )
                for language, commands in COMMANDS.items():
                    await parts.bot.set_my_commands(commands, language_code=language)
                await parts.bot.set_my_commands(COMMANDS["zh"])
            except TelegramError as error:
                log("telegram_not_introduced", level=logging.WARNING, why=reason(error))
                await asyncio.sleep(pause)
            else:
                log("telegram_on", takes="webhook" if self.webhook_secret else "polling")
                return

    def _run(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._tasks.append(asyncio.create_task(_kept_alive(work)))


async def _kept_alive(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Do what goes on for ever, or until it is done; the edge: a fault is logged, and it begins again."""
    for pause in pauses(FIRST_PAUSE, LONGEST_PAUSE):
        task = asyncio.create_task(work())
        try:
            await asyncio.wait([task])
        finally:
            task.cancel()  # no harm when it is done
            await asyncio.gather(task, return_exceptions=True)
        error = task.exception()
        if error is None:
            return
        logger.error("telegram_failed", exc_info=error)
        await asyncio.sleep(pause)
