"""Telegram as one of the messengers: put together, started, stopped."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Coroutine
from typing import Any

from telegram import Bot, Update
from telegram.error import InvalidToken, TelegramError

from bot.articles import Articles
from bot.conversation import Conversations
from bot.database import Database
from bot.files import Files
from bot.logs import log, logger
from bot.messengers.telegram.addresses import Addresses, Offset
from bot.messengers.telegram.citizens import Citizens
from bot.messengers.telegram.client import bot_create, reason
from bot.messengers.telegram.courier import Courier
from bot.messengers.telegram.intake import Intake
from bot.messengers.telegram.lookups import Lookups
from bot.messengers.telegram.outbox import Outbox
from bot.messengers.telegram.pace import Pace
from bot.messengers.telegram.polling import ALLOWED, Polling
from bot.messengers.telegram.presses import Presses
from bot.messengers.telegram.reception import Reception
from bot.messengers.telegram.soon import Soon
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
    ) -> None:
        self._tasks: list[asyncio.Task[None]] = []
        self._parts: _Parts | None = None
        secret = settings.telegram_webhook_secret
        self.webhook_secret = secret.get_secret_value() if secret and settings.public_url else None
        self._webhook_url = f"{settings.public_url}{WEBHOOK_PATH}"
        token = settings.telegram_token.get_secret_value() if settings.telegram_token else ""
        if not token:
            log("telegram_off", why="JIEFEN_TELEGRAM_TOKEN is not set")
            return
        try:
            bot = bot_create(token, settings.telegram_api, settings.telegram_timeout)
        except InvalidToken:
            log("telegram_off", level=logging.ERROR, why="JIEFEN_TELEGRAM_TOKEN is no token")
            return
        self._parts = _Parts(bot, settings, database, sealer, conversations, articles, files)

    async def start(self) -> None:
        """Begin to take and to bring messages; returns at once."""
        if self._parts is None:
            return
        self._run(self._parts.outbox.run())
        self._run(self._introduce(self._parts))
        if self.webhook_secret is None:
            self._run(self._parts.polling.run())

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
        update = Update.de_json(raw, self._parts.bot)
        work = asyncio.create_task(self._parts.intake.take(update))
        await asyncio.wait([work])
        error = work.exception()
        if isinstance(error, StoreUnavailable):
            raise error
        if error is not None:  # the edge: what no code can take must not come again for ever
            logger.error("telegram_update_failed", exc_info=error)

    async def _introduce(self, parts: _Parts) -> None:
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

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        task.add_done_callback(_ended)
        self._tasks.append(task)


class _Parts:
    """What there is only with a token."""

    def __init__(
        self,
        bot: Bot,
        settings: Settings,
        database: Database,
        sealer: Sealer,
        conversations: Conversations,
        articles: Articles,
        files: Files,
    ) -> None:
        self.bot = bot
        self.soon = Soon()
        addresses = Addresses(database, sealer)
        lookups = Lookups(articles, files)
        courier = Courier(bot, Pace(time.monotonic))
        self.outbox = Outbox(addresses, conversations, courier, lookups)
        reception = Reception(conversations, addresses, self.outbox)
        presses = Presses(bot, reception, self.outbox, lookups, self.soon)
        self._citizens = Citizens(reception, addresses, self.outbox, presses, settings)
        self.intake = Intake([self._citizens.take])
        self.polling = Polling(bot, Offset(database), self.intake.insist, settings.telegram_poll)

    def named(self, name: str) -> None:
        """The bot has this user name, as commands to it may say."""
        self._citizens.bot_name = name

    async def close(self) -> None:
        """Stop what works on updates and on chats, then the connections."""
        await self.polling.close()
        await self.outbox.close()
        await self.soon.close()
        for transport in self.bot._request:
            await transport.shutdown()


def _ended(task: asyncio.Task[None]) -> None:
    """The edge: a loop that ends for another reason than the end of the program is a fault, and is logged."""
    if not task.cancelled() and (error := task.exception()) is not None:
        logger.error("telegram_failed", exc_info=error)
