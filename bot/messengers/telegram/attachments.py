"""Takes photos, documents and voice messages out of Telegram and into the citizen's case."""

from __future__ import annotations

import asyncio

from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.cases.files import LARGEST
from bot.logs import log
from bot.messengers.telegram.client import reason
from bot.messengers.telegram.incoming import Attachment

TRIES, PAUSE = 3, 1.0


class NotFetched(Exception):
    """Telegram does not give the file out."""


async def fetch(bot: Bot, attachment: Attachment) -> bytes:
    """The content of a file that Telegram keeps. Raises ``NotFetched``."""
    for left in reversed(range(TRIES)):
        try:
            found = await bot.get_file(attachment.file_id)
            if found.file_size and found.file_size > LARGEST:
                raise NotFetched("too large")
            return bytes(await found.download_as_bytearray())
        except TelegramError as error:
            log("telegram_file_failed", why=reason(error), left=left)
            if isinstance(error, BadRequest) or not left:
                raise NotFetched(type(error).__name__) from error
        await asyncio.sleep(PAUSE)
    raise AssertionError("the last try returns or raises")
