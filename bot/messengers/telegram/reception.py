"""Takes a citizen's message from Telegram into its conversation, whoever of the citizens' part brings it."""

from __future__ import annotations

from fastapi.concurrency import run_in_threadpool

from bot.conversation import Conversations
from bot.messengers.telegram.addresses import Addresses
from bot.messengers.telegram.outbox import Outbox
from bot.privacy import mask
from bot.records import Feed, IdReused, Incoming
from bot.sentences import Language


class Reception:
    """Every method may raise ``StoreUnavailable``."""

    def __init__(self, conversations: Conversations, addresses: Addresses, outbox: Outbox) -> None:
        self._conversations = conversations
        self._addresses = addresses
        self._outbox = outbox

    async def key(self, chat: int) -> str:
        """The conversation to which ``chat`` belongs, whether there is one yet or not."""
        return await self._conversations.door(self._addresses.hash(chat))

    async def feed(self, chat: int, after: int | None = None) -> Feed | None:
        """The conversation after seq ``after``, else after what the chat has; None when there is none yet."""
        address = await run_in_threadpool(self._addresses.get, chat)
        if address is None:
            return None
        known = address.delivered_seq if after is None else after
        return await run_in_threadpool(self._conversations.store.feed, address.conversation, known)

    async def receive(
        self,
        chat: int,
        update_id: int,
        text: str,
        *,
        payload: str | None = None,
        language: Language | None = None,
    ) -> None:
        """Keep what the citizen said and have it answered; the same update again changes nothing.

        ``language`` only when the citizen chose it. Raises ``PayloadNotOffered``.
        """
        key = await self.key(chat)
        incoming = Incoming(self._addresses.source_id(chat, update_id), mask(text), payload, language, text)
        try:
            kept = await self._conversations.receive(key, incoming)
        except IdReused:
            return  # another text under a known update: nothing that Telegram does
        await self.knows(chat, kept.seq - 1)

    async def knows(self, chat: int, delivered_seq: int) -> str:
        """Bring to ``chat`` from now on what is said in its conversation after a seq; returns the key."""
        key = await run_in_threadpool(self._addresses.keep, chat, delivered_seq)
        self._outbox.knows(key, chat)
        return key
