"""Reads what python-telegram-bot hands over: which command, which file, in which language."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Message, User

from bot.sentences import Language
from understanding.language import language_of


@dataclass(frozen=True)
class Command:
    """``/name rest``; the name in small letters without the slash, and without the bot's name behind an @."""

    name: str
    rest: str


@dataclass(frozen=True)
class Attachment:
    """A file that Telegram keeps for us. ``size`` is None when Telegram does not tell."""

    file_id: str
    name: str
    size: int | None


def command_of(message: Message, bot_name: str) -> Command | None:
    """The command that a message is; None for any other text, and for a command to another bot."""
    text = message.text or ""
    if not text.startswith("/"):
        return None
    head, _, rest = text[1:].partition(" ") if " " in text else text[1:].partition("\n")
    name, _, addressed = head.partition("@")
    if not name.isascii() or not name.isidentifier() or (addressed and addressed.lower() != bot_name.lower()):
        return None
    return Command(name.lower(), rest.strip())


def text_of(message: Message) -> str:
    """The words of a message without what no store can take."""
    words = message.text or message.caption or ""
    return words.encode("utf-8", "ignore").decode().replace("\0", "")


def attachment_of(message: Message) -> Attachment | None:
    """The file that a message brings, of the kinds that may go into a case; None when it brings none."""
    if message.photo:
        largest = message.photo[-1]
        return Attachment(largest.file_id, f"{_day(message)}.jpg", largest.file_size)
    if message.document:
        return Attachment(message.document.file_id, message.document.file_name or "", message.document.file_size)
    if message.voice:
        return Attachment(message.voice.file_id, f"{_day(message)}.ogg", message.voice.file_size)
    if message.audio:
        return Attachment(message.audio.file_id, message.audio.file_name or "", message.audio.file_size)
    return None


def language_guess(text: str, user: User | None) -> Language:
    """The language for somebody of whom nothing else is known: that of the words, else that of the app."""
    if text.strip() and not text.startswith("/"):
        return "en" if language_of(text) == "en" else "zh"
    code = (user.language_code if user else None) or "zh"
    return "zh" if code.lower().startswith("zh") else "en"


def _day(message: Message) -> str:
    return message.date.strftime("%Y%m%d-%H%M%S")
