"""The web chat's API: takes messages in by POST, gives replies in its answer, by list and by server-sent events."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, FastAPI, Header, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from pydantic import UUID4
from sse_starlette import EventSourceResponse

from bot.conversation import Conversations
from bot.errors import Problem, TooMany
from bot.limits import Buckets, Places, address_of
from bot.messengers.web_events import event_stream
from bot.messengers.web_shapes import Answered, MessageIn, MessageList
from bot.privacy import mask
from bot.records import Feed, Incoming, conversation_key
from bot.settings import Settings
from understanding.language import language_of

PAGE = FilePath(__file__).resolve().parent / "web_page"
Conversation = Annotated[UUID4, Path(description="the client's secret")]
After = Annotated[int, Query(ge=0, description="seq of the last message already known")]
REFUSALS: dict[int | str, dict[str, Any]] = {
    422: {"model": Problem, "description": "malformed"},
    429: {"model": Problem, "description": "too many; Retry-After tells how many seconds to wait"},
    503: {"model": Problem, "description": "messages cannot be kept or read now; nothing was done"},
}


def web_routes(conversations: Conversations, settings: Settings) -> APIRouter:
    """The routes under ``/api`` that belong to conversations."""
    router = APIRouter(prefix="/api", tags=["conversation"])
    by_conversation = Buckets(settings.conversation_burst, settings.conversation_per_minute)
    by_address = Buckets(settings.address_burst, settings.address_per_minute)
    streams = Places(settings.streams_per_conversation), Places(settings.streams_per_address)

    def sender(request: Request) -> str:
        peer = request.client.host if request.client else ""
        return address_of(peer, request.headers, settings.proxies)

    def hold_back(request: Request) -> None:
        seconds = by_address.take(sender(request))
        if seconds:
            raise TooMany(seconds)

    @router.post(
        "/messages",
        response_model=Answered,
        responses={
            **REFUSALS,
            202: {"model": Answered, "description": "kept; the answer will come by event and in the list"},
            403: {"model": Problem, "description": "sent by another site's page"},
            409: {"model": Problem, "description": "the id belongs to a different text"},
            413: {"model": Problem, "description": "too large"},
        },
    )
    async def send_message(request: Request, message: MessageIn) -> Response:
        """Send a message and wait a few seconds for the answer. The same id again gives the same answer."""
        request.state.language = message.language or language_of(message.text)
        hold_back(request)
        seconds = by_conversation.take(str(message.conversation))
        if seconds:
            raise TooMany(seconds)
        secret = str(message.conversation)
        key = await _key(conversations, message.conversation)
        incoming = Incoming(message.id, mask(message.text), message.payload, message.language, message.text)
        kept = await conversations.receive(key, incoming)
        is_answered, said = await conversations.replies(key, kept, settings.reply_wait)
        feed = await _feed(conversations, key, kept.seq)
        body = {
            "conversation": secret,
            "id": message.id,
            "seq": kept.seq,
            "language": feed.language,
            "replies": [reply.shown() for reply in said],
        }
        return JSONResponse(body, 200 if is_answered else 202)

    @router.get("/conversations/{conversation}/messages", response_model=MessageList, responses=REFUSALS)
    async def list_messages(request: Request, conversation: Conversation, after: After = 0) -> Response:
        """Everything said after a seq, oldest first. A conversation that nobody began is empty."""
        hold_back(request)
        feed = await _feed(conversations, await _key(conversations, conversation), after)
        body = {
            "messages": [message.shown() for message in feed.messages],
            "typing": feed.pending > 0 and not conversations.outage.is_on,
            "language": feed.language,
            "erased_to": feed.erased_to,
        }
        return JSONResponse(body)

    @router.get(
        "/conversations/{conversation}/events",
        response_class=EventSourceResponse,
        responses={**REFUSALS, 200: {"content": {"text/event-stream": {}}, "description": EVENTS}},
    )
    async def events(
        request: Request,
        conversation: Conversation,
        after: After = 0,
        last_event_id: Annotated[str | None, Header(description="seq of the last message received")] = None,
    ) -> Response:
        """Server-sent events of a conversation, from the given seq on, in order."""
        hold_back(request)
        known = int(last_event_id) if last_event_id and last_event_id.isdecimal() else after
        key, address = await _key(conversations, conversation), sender(request)
        if not streams[0].take(key):
            raise TooMany(30)
        if not streams[1].take(address):
            streams[0].give_back(key)
            raise TooMany(30)

        def give_back() -> None:
            streams[0].give_back(key)
            streams[1].give_back(address)

        stream = event_stream(conversations, key, known, give_back)
        return EventSourceResponse(stream, ping=settings.heartbeat, headers={"cache-control": "no-store"})

    @router.delete("/conversations/{conversation}", status_code=204, responses=REFUSALS)
    async def erase_conversation(request: Request, conversation: Conversation) -> None:
        """Erase everything that was said, here and in the assistant's memory. Repeating it is harmless."""
        hold_back(request)
        await conversations.erase(await _key(conversations, conversation))

    return router


EVENTS = (
    "`message`: one message as in the list, `id:` is its seq. `typing`: `{typing: true|false}`. "
    "`erased`: `{erased_to}`, what was said so far is deleted; drop it and read the list again."
)


async def _key(conversations: Conversations, secret: UUID) -> str:
    return await conversations.door(conversation_key(str(secret)))


async def _feed(conversations: Conversations, key: str, after: int) -> Feed:
    found = await run_in_threadpool(conversations.store.feed, key, after)
    return found or Feed((), 0, 0, 0, None)


def page_mount(app: FastAPI) -> None:
    """Serve the chat page at ``/`` and its parts under ``/static/``."""
    app.mount("/static", StaticFiles(directory=PAGE, check_dir=False), name="static")

    @app.get("/", include_in_schema=False)
    async def page() -> FileResponse:
        return FileResponse(PAGE / "index.html", headers={"cache-control": "no-cache"})
