"""Takes a citizen's message from Telegram into its conversation, whoever of the citizens' part brings it."""

from __future__ import annotations

from fastapi.concurrency import run_in_threadpool

from bot.cases.records import Citizen
from bot.conversation import Conversations
from bot.database import Database
from bot.doors import door_add
from bot.messengers.telegram.addresses import Addresses
from bot.messengers.telegram.outbox import Outbox
from bot.privacy import mask
from bot.records import Feed, IdReused, Incoming
from bot.sentences import Language

CASE_STATUS, PERSON = "/case_status", "/case_mediator"
"""What commands ask for, as the buttons do: so it works while the assistant is gone, or a mediator speaks."""


class OtherCase(Exception):
    """The chat has a case of its own, which it would lose."""


class Reception:
    """Every method may raise ``StoreUnavailable``."""

    def __init__(self, conversations: Conversations, addresses: Addresses, outbox: Outbox, database: Database) -> None:
        self._conversations = conversations
        self._addresses = addresses
        self._outbox = outbox
        self._database = database

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
        part: str = "",
    ) -> None:
        """Keep what the citizen said and have it answered; the same update again changes nothing.

        ``language`` only when the citizen chose it; ``part`` when the update brings something else too. Raises
        ``PayloadNotOffered``.
        """
        key = await self.key(chat)
        incoming = Incoming(self._addresses.source_id(chat, update_id) + part, mask(text), payload, language, text)
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

    def changed(self, key: str) -> None:
        """Something was added to the conversation ``key`` by another way than a message."""
        self._conversations.pushes.wake(key)

    async def join(self, chat: int, code: str) -> str | None:
        """Let ``chat`` belong to the conversation of the case with this code; returns the number of the case.

        None when the code is none, or what was said is erased. Raises ``OtherCase``.
        """
        number = await run_in_threadpool(self._join, self._addresses.hash(chat), code)
        if number is not None:
            key = await self.key(chat)
            feed = await run_in_threadpool(self._conversations.store.feed, key)
            await self.knows(chat, feed.last_seq if feed else 0)
        return number

    async def forget(self, chat: int) -> list[dict[str, str]]:
        """Erase everything of this chat's; of each case its ``number``, and in ``kept`` what must stay and why."""
        own, joined = self._addresses.hash(chat), await self.key(chat)
        kept = await self._conversations.erase(joined)
        if joined != own:  # what was said here before the chat came to another conversation
            kept += await self._conversations.erase(own)
        return kept

    def _join(self, door: str, code: str) -> str | None:
        cases = self._conversations.citizens.cases
        with self._database.writing() as connection:
            case = cases.case_by_code(code, within=connection)
            if case is None or case.conversation is None:
                return None
            own = cases.citizen_cases(door, within=connection) if door != case.conversation else []
            if any(one.erased_at is None for one in own):
                raise OtherCase
            door_add(connection, door, case.conversation)
            cases.event_add(Citizen(case.conversation), case.id, "code_used", {}, within=connection)
            return case.number
