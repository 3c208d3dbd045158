"""Who asks over the web, and how often they may."""

from __future__ import annotations

from uuid import UUID

from fastapi import Request

from bot.conversation import Conversations
from bot.errors import TooMany
from bot.limits import Buckets, address_of
from bot.records import conversation_key
from bot.settings import Settings


class WebClients:
    """The limits that all routes of the web chat share."""

    def __init__(self, conversations: Conversations, settings: Settings) -> None:
        self._conversations = conversations
        self._settings = settings
        self._by_conversation = Buckets(settings.conversation_burst, settings.conversation_per_minute)
        self._by_address = Buckets(settings.address_burst, settings.address_per_minute)

    def address(self, request: Request) -> str:
        """The address of the sender, as far as it is to be believed."""
        peer = request.client.host if request.client else ""
        return address_of(peer, request.headers, self._settings.proxies)

    def hold_back(self, request: Request, conversation: UUID | None = None) -> None:
        """Raise ``TooMany`` when the address, or the conversation if one is named, asks too often."""
        seconds = self._by_address.take(self.address(request))
        if not seconds and conversation is not None:
            seconds = self._by_conversation.take(str(conversation))
        if seconds:
            raise TooMany(seconds)

    async def key(self, secret: UUID) -> str:
        """The key of the conversation that a client's secret opens."""
        return await self._conversations.door(conversation_key(str(secret)))
