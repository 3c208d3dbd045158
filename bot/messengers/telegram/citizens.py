"""What a citizen does in Telegram: writes, commands, edits. Buttons are in ``presses``, files in ``attachments``."""

from __future__ import annotations

from fastapi.concurrency import run_in_threadpool
from telegram import ChatMember, Message, Update
from telegram.constants import ChatType

from bot.limits import Buckets
from bot.messengers.telegram.addresses import Addresses
from bot.messengers.telegram.citizen_files import CitizenFiles
from bot.messengers.telegram.incoming import Command, attachment_of, command_of, language_guess, text_of
from bot.messengers.telegram.keyboard import Key, rows
from bot.messengers.telegram.outbox import Outbox
from bot.messengers.telegram.pieces import TextPart
from bot.messengers.telegram.presses import FORGET, LANGUAGE, Presses
from bot.messengers.telegram.reception import CASE_STATUS, PERSON, OtherCase, Reception
from bot.messengers.telegram.rich import rich
from bot.messengers.telegram.words import OWN_WORDS, say
from bot.sentences import Language
from bot.sentences import say as say_of_gateway
from bot.settings import Settings

CAPTION = ":caption"
WRONG_CODES = 5  # at once, and a minute
LONGEST = 2000  # characters in one message, as on the web page
LANGUAGES: dict[str, Language] = {
    "zh": "zh", "中文": "zh", "chinese": "zh", "汉语": "zh", "en": "en", "english": "en", "英文": "en", "英语": "en",
}  # fmt: skip


class Citizens:
    """Everything that comes from a private chat with somebody who is no member of staff."""

    def __init__(
        self,
        reception: Reception,
        addresses: Addresses,
        outbox: Outbox,
        presses: Presses,
        files: CitizenFiles,
        settings: Settings,
    ) -> None:
        self._reception = reception
        self._addresses = addresses
        self._outbox = outbox
        self._presses = presses
        self._files = files
        self._wrong_codes = Buckets(WRONG_CODES, WRONG_CODES)
        self._buckets = Buckets(settings.conversation_burst, settings.conversation_per_minute)
        self.bot_name = ""

    async def take(self, update: Update) -> bool:
        """Take an update from a private chat. Raises ``StoreUnavailable``."""
        chat = update.effective_chat
        if chat is None or chat.type != ChatType.PRIVATE:
            return False
        if update.my_chat_member:
            is_gone = update.my_chat_member.new_chat_member.status in (ChatMember.BANNED, ChatMember.LEFT)
            await run_in_threadpool(self._addresses.blocked, chat.id, is_gone)
            self._outbox.wake(chat.id)
        elif update.callback_query:
            await self._presses.take(update.update_id, chat.id, update.callback_query)
        elif update.edited_message:
            await self._edited(update.update_id, update.edited_message)
        elif update.message:
            await self._message(update.update_id, update.message)
        return True

    async def _message(self, update_id: int, message: Message) -> None:
        feed = await self._reception.feed(message.chat_id)
        language = (feed and feed.language) or language_guess(text_of(message), message.from_user)
        seconds = self._buckets.take(str(message.chat_id))
        if seconds:
            self._say(message, "too_many", language, seconds=seconds)
            return
        command = command_of(message, self.bot_name)
        if command:
            await self._command(update_id, message, command, language)
        elif message.text:
            await self._words(update_id, message, text_of(message), language)
        elif attachment := attachment_of(message):
            await self._files.take(update_id, message, attachment, language)
            if message.caption:
                await self._words(update_id, message, text_of(message), language, part=CAPTION)
        elif not message.pinned_message:
            self._say(message, "location" if message.location or message.venue else "cannot_read", language)

    async def _command(self, update_id: int, message: Message, command: Command, language: Language) -> None:
        if command.name in ("start", "help"):
            self._outbox.say(message.chat_id, command.name, language)
        elif command.name == "language":
            await self._language(update_id, message, command.rest)
        elif command.name == "human":
            words = OWN_WORDS["human"][language]
            await self._reception.receive(message.chat_id, update_id, words, payload=PERSON)
        elif command.name == "case" and command.rest:
            await self._join(message, command.rest, language)
        elif command.name == "case":
            words = OWN_WORDS["case"][language]
            await self._reception.receive(message.chat_id, update_id, words, payload=CASE_STATUS)
        elif command.name == "forget":
            await self._forget(message, language)
        else:
            self._say(message, "unknown_command", language)

    async def _language(self, update_id: int, message: Message, wanted: str) -> None:
        chosen = LANGUAGES.get(wanted.lower())
        if chosen:
            await self._words(update_id, message, OWN_WORDS["language"][chosen], chosen, fixed=chosen)
            return
        keys = rows([Key(title, f"{LANGUAGE}:{tongue}") for tongue, title in (("zh", "中文"), ("en", "English"))])
        ask = language_guess("", message.from_user)
        self._outbox.aside(message.chat_id, TextPart(rich(say("language_ask", ask)), keys))

    async def _join(self, message: Message, code: str, language: Language) -> None:
        """Let the chat belong to the case with this code. Codes are long, and still nobody may try for ever."""
        seconds = self._wrong_codes.take(str(message.chat_id))
        if seconds:
            self._say(message, "code_too_many", language, seconds=seconds)
            return
        try:
            number = await self._reception.join(message.chat_id, code)
        except OtherCase:
            self._say(message, "code_other_case", language)
            return
        if number is None:
            self._say(message, "code_wrong", language)
        else:
            self._say(message, "code_joined", language, number=number)

    async def _forget(self, message: Message, language: Language) -> None:
        """Say what will go, and ask once."""
        if await self._reception.feed(message.chat_id) is None:
            self._say(message, "forget_nothing", language)
            return
        keys = rows([Key(say(f"forget_{answer}", language), f"{FORGET}:{answer}") for answer in ("yes", "no")])
        self._outbox.aside(message.chat_id, TextPart(rich(say("forget_ask", language)), keys))

    async def _words(
        self,
        update_id: int,
        message: Message,
        text: str,
        language: Language,
        *,
        fixed: Language | None = None,
        part: str = "",
    ) -> None:
        """Keep what the citizen says, and have it answered."""
        if not text.strip():
            self._say(message, "cannot_read", language)
        elif len(text) > LONGEST:
            self._outbox.aside(
                message.chat_id, TextPart(rich(say_of_gateway("too_long", language))), reply_to=message.message_id
            )
        else:
            await self._reception.receive(message.chat_id, update_id, text, language=fixed, part=part)

    async def _edited(self, update_id: int, message: Message) -> None:
        """An edit reaches a mediator as a correction. The assistant has answered already: it says so, no more."""
        feed = await self._reception.feed(message.chat_id)
        if feed is None or not (text := text_of(message)).strip():
            return
        language = feed.language or language_guess(text, message.from_user)
        if feed.speaker.who == "mediator":
            await self._words(update_id, message, say("correction", language, text=text), language)
        elif not message.location:  # a shared live location edits itself every few seconds
            self._say(message, "edited", language)

    def _say(self, message: Message, name: str, language: Language, **values: object) -> None:
        self._outbox.say(message.chat_id, name, language, reply_to=message.message_id, **values)
