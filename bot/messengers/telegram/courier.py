"""Brings one piece of a message to a chat, however often Telegram must be asked, and never gets stuck on a bad one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.logs import log
from bot.messengers.telegram.client import Flood, reason
from bot.messengers.telegram.keyboard import Rows
from bot.messengers.telegram.pace import Pace
from bot.messengers.telegram.pieces import TextPart
from bot.messengers.telegram.rich import Text, html, plain, split
from bot.outage import pauses

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
LONGEST_CAPTION = 1024
SAFE_LENGTH = 1500  # when Telegram finds a message too long that we do not
GONE = ("chat not found", "peer_id_invalid", "user not found", "group chat was deactivated")
THREAD_GONE = ("message thread not found", "topic_deleted", "topic_id_invalid")

Result = TypeVar("Result")


class Unreachable(Exception):
    """The chat is blocked or gone: nothing can be brought there until somebody writes from it."""


class ThreadGone(Exception):
    """The topic of a group is gone."""


class Undeliverable(Exception):
    """Telegram does not take this one message in any form."""


class Moved(Exception):
    """The group has another id now: ``chat``."""

    def __init__(self, chat: int) -> None:
        super().__init__()
        self.chat = chat


@dataclass(frozen=True)
class Place:
    """Where to: a chat, perhaps a topic of it, perhaps as the answer to a message there."""

    chat: int
    thread: int | None = None
    reply_to: int | None = None


class Courier:
    """Every method returns when Telegram has taken the piece.

    Raises ``Unreachable``, ``ThreadGone``, ``Moved`` and ``Undeliverable``. While Telegram cannot be reached it tries
    on; a piece that was taken without an answer may so arrive twice.
    """

    def __init__(self, bot: Bot, pace: Pace) -> None:
        self._bot = bot
        self._pace = pace

    async def text(self, place: Place, part: TextPart) -> int:
        """Send a text in as many messages as it needs; returns the id of the last, which has the buttons."""
        pieces = split(part.text)
        for piece in pieces[:-1]:
            await self._piece(place, piece, ())
        return await self._piece(place, pieces[-1], part.rows)

    async def file(self, place: Place, content: bytes, kind: str, name: str, title: Text) -> int:
        """Send a file of the media type ``kind``; returns the id of its message."""
        caption = split(title, LONGEST_CAPTION)[0]

        async def as_(method: Callable[..., Awaitable[Message]], **field: InputFile) -> Message:
            return await method(
                chat_id=place.chat,
                message_thread_id=place.thread,
                caption=html(caption),
                parse_mode=ParseMode.HTML,
                **field,
            )

        def fresh() -> InputFile:
            return InputFile(content, filename=name)

        ways: list[Callable[[], Awaitable[Message]]] = [
            lambda: as_(self._bot.send_document, document=fresh()),
            lambda: self._bot.send_document(place.chat, fresh(), message_thread_id=place.thread),
        ]
        if kind in ("image/jpeg", "image/png", "image/webp"):
            ways.insert(0, lambda: as_(self._bot.send_photo, photo=fresh()))
        elif kind == "audio/ogg":
            ways.insert(0, lambda: as_(self._bot.send_voice, voice=fresh()))
        return (await self._first_that_works(place, ways)).message_id

    async def typing(self, place: Place) -> None:
        """Show for a few seconds that an answer is being made. Not worth a second try."""
        if self._pace.wait(place.chat) > 0:
            return
        try:
            await self._bot.send_chat_action(place.chat, ChatAction.TYPING, message_thread_id=place.thread)
        except Flood as flood:
            self._pace.flooded(place.chat, flood.seconds)
        except TelegramError as error:
            log("telegram_typing_failed", level=logging.DEBUG, why=reason(error))

    async def insist(self, chat: int, call: Callable[[], Awaitable[Result]], *, is_message: bool = False) -> Result:
        """Call Telegram until it answers for or against. Raises what the class names, and ``BadRequest``."""
        for pause in pauses(FIRST_PAUSE, LONGEST_PAUSE):
            await self._pace.turn(chat, is_message=is_message)
            try:
                return await call()
            except Flood as flood:
                log("telegram_flood", level=logging.WARNING, seconds=flood.seconds)
                self._pace.flooded(chat, flood.seconds)
                continue
            except (BadRequest, Forbidden, ChatMigrated) as error:
                raise _refusal(error) from error
            except TelegramError as error:
                log("telegram_unavailable", level=logging.WARNING, why=reason(error))
            await asyncio.sleep(pause)
        raise AssertionError("pauses never end")

    async def _piece(self, place: Place, text: Text, rows: Rows) -> int:
        """One message, at worst without its formatting and its buttons."""
        buttons = markup(rows)

        def as_(words: str, mode: str | None, keys: InlineKeyboardMarkup | None) -> Callable[[], Awaitable[Message]]:
            return lambda: self._bot.send_message(
                place.chat,
                words,
                parse_mode=mode,
                reply_markup=keys,
                message_thread_id=place.thread,
                reply_parameters=_reply(place),
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )

        ways = [as_(html(text), ParseMode.HTML, buttons), as_(plain(text), None, buttons)]
        if rows:
            ways.append(as_(plain(text), None, None))
        try:
            return (await self._first_that_works(place, ways)).message_id
        except Undeliverable:
            pieces = split(text, SAFE_LENGTH)
            if len(pieces) == 1:
                raise
        for piece in pieces[:-1]:
            await self._piece(place, piece, ())
        return await self._piece(place, pieces[-1], rows)

    async def _first_that_works(self, place: Place, ways: list[Callable[[], Awaitable[Message]]]) -> Message:
        for number, way in enumerate(ways, 1):
            try:
                return await self.insist(place.chat, way, is_message=True)
            except BadRequest as error:
                log("telegram_refused", level=logging.ERROR, way=number, of=len(ways), why=reason(error))
        raise Undeliverable


def markup(rows: Rows) -> InlineKeyboardMarkup | None:
    """Buttons as the library wants them."""
    keyboard = [[InlineKeyboardButton(key.title, callback_data=key.data, url=key.url) for key in row] for row in rows]
    return InlineKeyboardMarkup(keyboard) if keyboard else None


def _reply(place: Place) -> ReplyParameters | None:
    """The message that is answered may be deleted by now; the answer goes out all the same."""
    if place.reply_to is None:
        return None
    return ReplyParameters(place.reply_to, allow_sending_without_reply=True)


def _refusal(error: TelegramError) -> Exception:
    if isinstance(error, ChatMigrated):
        return Moved(error.new_chat_id)
    words = error.message.lower()
    if isinstance(error, Forbidden) or any(gone in words for gone in GONE):
        return Unreachable()
    if any(gone in words for gone in THREAD_GONE):
        return ThreadGone()
    return error
