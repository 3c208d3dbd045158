"""What happens when a citizen presses a button, also one of long ago."""

from __future__ import annotations

from telegram import Bot, CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.messengers.telegram.answers import statute
from bot.messengers.telegram.incoming import language_guess
from bot.messengers.telegram.keyboard import article_of, referred, seq_of
from bot.messengers.telegram.lookups import Lookups
from bot.messengers.telegram.outbox import Outbox
from bot.messengers.telegram.pieces import TextPart
from bot.messengers.telegram.reception import Reception
from bot.messengers.telegram.rich import rich
from bot.messengers.telegram.soon import Soon
from bot.messengers.telegram.words import OWN_WORDS, say
from bot.records import Message as Kept
from bot.records import PayloadNotOffered
from bot.sentences import Language

LANGUAGE, FORGET = "lang", "forget"
CHOSEN = "✓ "


class Presses:
    """Buttons in private chats with citizens."""

    def __init__(self, bot: Bot, reception: Reception, outbox: Outbox, lookups: Lookups, soon: Soon) -> None:
        self._bot = bot
        self._reception = reception
        self._outbox = outbox
        self._lookups = lookups
        self._soon = soon

    async def take(self, update_id: int, chat: int, query: CallbackQuery) -> None:
        """Do what the button says. Raises ``StoreUnavailable``."""
        data = query.data or ""
        language = language_guess("", query.from_user)
        if data in (f"{LANGUAGE}:zh", f"{LANGUAGE}:en"):
            chosen: Language = "en" if data.endswith("en") else "zh"
            await self._reception.receive(chat, update_id, OWN_WORDS["language"][chosen], language=chosen)
            is_done = True
        elif data in (f"{FORGET}:yes", f"{FORGET}:no"):
            await self._forget(chat, query, is_meant=data.endswith("yes"))
            is_done = True
        elif place := article_of(data):
            is_done = await self._article(chat, *place)
        else:
            is_done = await self._choose(update_id, chat, data)
        if is_done:
            self._soon.do(self._bot.answer_callback_query(query.id))
            self._tick(query)
        else:
            self._soon.do(self._bot.answer_callback_query(query.id, say("button_gone", language), show_alert=True))

    async def _forget(self, chat: int, query: CallbackQuery, *, is_meant: bool) -> None:
        """Erase everything, and say what must stay and why."""
        feed = await self._reception.feed(chat)
        language = (feed and feed.language) or language_guess("", query.from_user)
        if not is_meant:
            self._outbox.say(chat, "forget_kept", language)
            return
        kept = await self._reception.forget(chat)
        stays = [say("forget_case", language, **case) for case in kept]
        words = [say("forget_done", language), *stays, say("forget_here", language)]
        self._outbox.aside(chat, TextPart(rich("\n\n".join(words))))

    async def _choose(self, update_id: int, chat: int, data: str) -> bool:
        """The answer that a button stands for; False when what offered it is erased."""
        kept = await self._kept(chat, seq_of(data))
        button = referred(data, kept.seq, kept.body.get("buttons", ())) if kept else None
        if button is None:
            return False
        try:
            await self._reception.receive(chat, update_id, button["title"], payload=button["payload"])
        except PayloadNotOffered:
            return False
        return True

    async def _article(self, chat: int, seq: int, index: int) -> bool:
        """Show an article in a message of its own."""
        kept = await self._kept(chat, seq)
        cited = kept.body.get("citations", ()) if kept else ()
        if kept is None or index >= len(cited):
            return False
        language: Language = "en" if kept.body.get("language") == "en" else "zh"
        found = await self._lookups.article(cited[index]["law"], cited[index].get("article"))
        if found is None:
            self._outbox.say(chat, "article_failed", language)
        else:
            self._outbox.aside(chat, TextPart(statute(cited[index], found, language)))
        return True

    async def _kept(self, chat: int, seq: int | None) -> Kept | None:
        """The message ``seq`` of the chat's conversation."""
        if seq is None:
            return None
        feed = await self._reception.feed(chat, seq - 1)
        return next((one for one in feed.messages if one.seq == seq), None) if feed else None

    def _tick(self, query: CallbackQuery) -> None:
        """Mark the pressed button: a press leaves no other trace in the chat."""
        pressed = query.message
        if not isinstance(pressed, Message) or not pressed.reply_markup:
            return
        keyboard = [[_ticked(button, query.data) for button in row] for row in pressed.reply_markup.inline_keyboard]
        call = self._bot.edit_message_reply_markup(
            pressed.chat.id, pressed.message_id, reply_markup=InlineKeyboardMarkup(keyboard)
        )
        self._soon.do(call)


def _ticked(button: InlineKeyboardButton, data: str | None) -> InlineKeyboardButton:
    text = button.text.removeprefix(CHOSEN)
    if button.callback_data == data:
        text = CHOSEN + text
    return InlineKeyboardButton(text, callback_data=button.callback_data, url=button.url)
