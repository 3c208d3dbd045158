"""Takes photos, documents and voice messages out of Telegram and into the citizen's case."""

from __future__ import annotations

import asyncio
import logging

from fastapi.concurrency import run_in_threadpool
from telegram import Bot, Message
from telegram.error import BadRequest, TelegramError

from bot.cases.attachments import Attachments, FileRefused
from bot.cases.files import LARGEST
from bot.logs import log
from bot.messengers.telegram.addresses import Addresses
from bot.messengers.telegram.client import reason
from bot.messengers.telegram.incoming import Attachment
from bot.messengers.telegram.outbox import Outbox
from bot.messengers.telegram.reception import Reception
from bot.records import IdReused
from bot.sentences import Language

TRIES, PAUSE = 3, 1.0  # seconds


class NotFetched(Exception):
    """Telegram does not give the file out."""


class CitizenFiles:
    """Files in private chats with citizens."""

    def __init__(
        self, bot: Bot, reception: Reception, attachments: Attachments, addresses: Addresses, outbox: Outbox
    ) -> None:
        self._bot = bot
        self._reception = reception
        self._attachments = attachments
        self._addresses = addresses
        self._outbox = outbox

    async def take(self, update_id: int, message: Message, attachment: Attachment, language: Language) -> None:
        """Put the file into the open case, or say why not. Raises ``StoreUnavailable``."""
        if (attachment.size or 0) > LARGEST:
            self._say(message, "file_large", language)
            return
        key = await self._reception.key(message.chat_id)
        source = self._addresses.source_id(message.chat_id, update_id)
        try:
            content = await self._fetch(attachment)
            kept = await run_in_threadpool(self._attachments.add, key, source, attachment.name, content)
        except NotFetched:
            self._say(message, "file_failed", language)
        except FileRefused as error:
            self._say(message, error.reason, language)
        except IdReused:
            return  # the same update with another file: nothing that Telegram does
        else:
            await self._reception.knows(message.chat_id, kept.seq - 1)
            self._say(message, "file_taken", language, number=kept.body["case"])
            self._reception.changed(key)

    async def _fetch(self, attachment: Attachment) -> bytes:
        for left in reversed(range(TRIES)):
            try:
                found = await self._bot.get_file(attachment.file_id)
                return bytes(await found.download_as_bytearray())
            except TelegramError as error:
                log("telegram_file_failed", level=logging.WARNING, why=reason(error), left=left)
                if isinstance(error, BadRequest) or not left:
                    raise NotFetched from error
            await asyncio.sleep(PAUSE)
        raise AssertionError("the last try returns or raises")

    def _say(self, message: Message, name: str, language: Language, **values: object) -> None:
        self._outbox.say(message.chat_id, name, language, reply_to=message.message_id, **values)
