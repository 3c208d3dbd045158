"""Brings to a citizen's chat what is said in its conversation: in order, all of it, whatever happens on the way."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from fastapi.concurrency import run_in_threadpool

from bot.conversation import Conversations
from bot.logs import log
from bot.messengers.telegram.addresses import Address, Addresses
from bot.messengers.telegram.courier import Courier, Place, Undeliverable, Unreachable
from bot.messengers.telegram.lines import Lines
from bot.messengers.telegram.lookups import Lookups
from bot.messengers.telegram.pieces import MadeFile, Part, TextPart
from bot.messengers.telegram.rendering import render
from bot.messengers.telegram.rich import rich
from bot.messengers.telegram.words import say
from bot.records import Feed, Message, StoreUnavailable
from bot.sentences import Language

TYPING_EVERY = 4.5  # seconds; Telegram shows it for five
LOOK_EVERY = 20.0  # seconds; what a lost wake-up would delay


class Outbox:
    """Everything that goes to citizens' chats."""

    def __init__(self, addresses: Addresses, conversations: Conversations, courier: Courier, lookups: Lookups) -> None:
        self._addresses = addresses
        self._conversations = conversations
        self._courier = courier
        self._lookups = lookups
        self._lines = Lines(courier, self._work)
        self._chats: dict[str, set[int]] = {}
        self._languages: dict[int, Language] = {}
        conversations.pushes.tell(self._changed)

    def knows(self, key: str, chat: int) -> None:
        """``chat`` belongs to the conversation ``key``: each change there is looked at for it."""
        self._chats.setdefault(key, set()).add(chat)
        self._lines.wake(chat)

    def wake(self, chat: int) -> None:
        """There may be something new for ``chat``."""
        self._lines.wake(chat)

    def say(self, chat: int, name: str, language: Language, *, reply_to: int | None = None, **values: object) -> None:
        """One of the bot's own sentences, which belongs to no conversation."""
        self.aside(chat, TextPart(rich(say(name, language, **values))), reply_to=reply_to)

    def aside(self, chat: int, part: TextPart, *, reply_to: int | None = None) -> None:
        """Something else that belongs to no conversation."""
        self._lines.aside(Place(chat, reply_to=reply_to), part)

    async def run(self) -> None:
        """For ever: bring what an earlier process left, and whatever nobody woke us for."""
        is_begun = False
        while True:
            try:
                if not is_begun:
                    for address in await run_in_threadpool(self._addresses.known):
                        self._chats.setdefault(address.conversation, set()).add(address.chat)
                    is_begun = True
                for address in await run_in_threadpool(self._addresses.behind):
                    self.knows(address.conversation, address.chat)
            except StoreUnavailable as error:
                log("telegram_store_unavailable", level=logging.ERROR, why=error.reason)
            await asyncio.sleep(LOOK_EVERY)

    async def close(self) -> None:
        """Stop; the rest is brought after the next start."""
        await self._lines.close()

    def _changed(self, key: str) -> None:
        for chat in self._chats.get(key, ()):
            self._lines.wake(chat)

    async def _work(self, chat: int) -> float | None:
        """Bring everything that is there; returns when to show again that somebody is writing an answer."""
        address = await run_in_threadpool(self._addresses.get, chat)
        if address is None or address.is_blocked:
            return None
        feed = await run_in_threadpool(self._conversations.store.feed, address.conversation, address.delivered_seq)
        if feed is None:
            return None
        try:
            await self._bring(address, feed)
        except Unreachable:
            log("telegram_blocked", key=address.conversation)
            await run_in_threadpool(self._addresses.blocked, chat, True)
            return None
        is_assistant = feed.pending > 0 and not self._conversations.outage.is_on
        if not is_assistant and self._conversations.presence.name_of(address.conversation, "mediator") is None:
            return None
        await self._courier.typing(Place(chat))
        return TYPING_EVERY

    async def _bring(self, address: Address, feed: Feed) -> None:
        known = address.delivered_seq
        if feed.erased_to > 0 and known <= feed.erased_to and feed.messages:
            self.say(address.chat, "forget_here", self._language(address.chat, feed))
        for message in feed.messages:
            came_from_here = message.source_id.startswith(self._addresses.sources(address.chat))
            if message.author != "citizen" or not came_from_here:
                await self._message(address, feed, message)
                await run_in_threadpool(self._addresses.delivered, address.chat, address.conversation, message.seq)
                known = message.seq
        if feed.messages and feed.messages[-1].seq > known:
            last = feed.messages[-1].seq
            await run_in_threadpool(self._addresses.delivered, address.chat, address.conversation, last)

    async def _message(self, address: Address, feed: Feed, message: Message) -> None:
        shown = message.shown()
        self._languages[address.chat] = shown.get("language") or self._language(address.chat, feed)
        language = self._language(address.chat, feed)
        try:
            for part in await self._parts(shown, language):
                await self._part(address.chat, part, language)
        except Undeliverable:
            log("telegram_undeliverable", level=logging.ERROR, key=address.conversation, seq=message.seq)
            self.say(address.chat, "undeliverable", language)

    async def _parts(self, shown: dict[str, Any], language: Language) -> Sequence[Part]:
        try:
            return render(shown, language, await self._lookups.texts(shown))
        except (LookupError, TypeError, ValueError) as error:
            # A message of a shape that this program does not know must not hold up those after it.
            raise Undeliverable from error

    async def _part(self, chat: int, part: Part, language: Language) -> None:
        if isinstance(part, TextPart):
            await self._courier.text(Place(chat), part)
        elif isinstance(part, MadeFile):
            found = await self._lookups.file(part)
            if found is None:
                await self._courier.text(Place(chat), TextPart(rich(say("file_unavailable", language, name=part.name))))
            else:
                await self._courier.file(Place(chat), *found, part.name, part.title)

    def _language(self, chat: int, feed: Feed) -> Language:
        return feed.language or self._languages.get(chat, "zh")
