"""What a citizen's page tells the mediator beside words: how far it was read, and that somebody is writing."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from pydantic import UUID4, BaseModel, ConfigDict, Field

from bot.conversation import Conversations
from bot.errors import TooMany
from bot.limits import Buckets
from bot.messengers.web import REFUSALS, Conversation
from bot.messengers.web_clients import WebClients

TALK_BURST, TALK_PER_MINUTE = 20, 60.0


class Read(BaseModel):
    """How far the citizen has read."""

    model_config = ConfigDict(extra="forbid")

    seq: int = Field(ge=0)


def sign_routes(conversations: Conversations, clients: WebClients) -> APIRouter:
    """The routes under ``/api`` for read marks and typing."""
    router = APIRouter(prefix="/api", tags=["conversation"])
    signs = Buckets(TALK_BURST, TALK_PER_MINUTE)

    @router.post("/conversations/{conversation}/read", status_code=204, responses=REFUSALS)
    async def read_mark(conversation: Conversation, mark: Read) -> None:
        """Tell the mediator how far the citizen has read."""
        _signs_hold_back(signs, conversation)
        key = await clients.key(conversation)
        if await run_in_threadpool(conversations.store.read_mark, key, mark.seq):
            conversations.pushes.wake(key)

    @router.post("/conversations/{conversation}/typing", status_code=204, responses=REFUSALS)
    async def typing(conversation: Conversation) -> None:
        """Tell the mediator, for some seconds, that the citizen is writing."""
        _signs_hold_back(signs, conversation)
        conversations.presence.typing(await clients.key(conversation), "citizen")

    return router


def _signs_hold_back(signs: Buckets, conversation: UUID4) -> None:
    seconds = signs.take(str(conversation))
    if seconds:
        raise TooMany(seconds)
