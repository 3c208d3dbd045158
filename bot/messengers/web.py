"""The web chat's API: takes messages in by POST, gives replies in its answer, by list and by server-sent events."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Header, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from pydantic import UUID4
from sse_starlette import EventSourceResponse

from bot.conversation import Conversations
from bot.errors import Problem, TooMany
from bot.limits import Places
from bot.messengers.web_clients import WebClients
from bot.messengers.web_events import event_stream, speaker_shown
from bot.messengers.web_shapes import Answered, ErasedConversation, MessageIn, MessageList
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


def web_routes(conversations: Conversations, clients: WebClients, settings: Settings) -> APIRouter:
    """The routes under ``/api`` that belong to conversations."""
    router = APIRouter(prefix="/api", tags=["conversation"])
    streams = Places(settings.streams_per_conversation), Places(settings.streams_per_address)

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
        clients.hold_back(request, message.conversation)
        key = await clients.key(message.conversation)
        incoming = Incoming(message.id, mask(message.text), message.payload, message.language, message.text)
        kept = await conversations.receive(key, incoming)
        is_answered, said = await conversations.replies(key, kept, settings.reply_wait)
        feed = await _feed(conversations, key, kept.seq)
        body = {
            "conversation": str(message.conversation),
            "id": message.id,
            "seq": kept.seq,
            "language": feed.language,
            "replies": [reply.shown() for reply in said],
        }
        return JSONResponse(body, 200 if is_answered else 202)

    @router.get("/conversations/{conversation}/messages", response_model=MessageList, responses=REFUSALS)
    async def list_messages(request: Request, conversation: Conversation, after: After = 0) -> Response:
        """Everything said after a seq, oldest first. A conversation that nobody began is empty."""
        clients.hold_back(request)
        feed = await _feed(conversations, await clients.key(conversation), after)
        body = {
            "messages": [message.shown() for message in feed.messages],
            "typing": feed.pending > 0 and not conversations.outage.is_on,
            "language": feed.language,
            "erased_to": feed.erased_to,
            "speaker": speaker_shown(feed.speaker),
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
        clients.hold_back(request)
        known = int(last_event_id) if last_event_id and last_event_id.isdecimal() else after
        key, address = await clients.key(conversation), clients.address(request)
        if not streams[0].take(key):
            raise TooMany(30)
        if not streams[1].take(address):
            streams[0].give_back(key)
            raise TooMany(30)

        def give_back() -> None:
            streams[0].give_back(key)
            streams[1].give_back(address)

        door = conversation_key(str(conversation))
        stream = event_stream(conversations, door, key, known, give_back)
        return EventSourceResponse(stream, ping=settings.heartbeat, headers={"cache-control": "no-store"})

    @router.delete(
        "/conversations/{conversation}",
        status_code=204,
        responses={**REFUSALS, 200: {"model": ErasedConversation, "description": "erased; cases leave something"}},
    )
    async def erase_conversation(request: Request, conversation: Conversation) -> Response:
        """Erase everything that was said, here and in the assistant's memory, and the cases with it.

        Repeating it is harmless.
        """
        clients.hold_back(request)
        kept = await conversations.erase(await clients.key(conversation))
        return JSONResponse({"kept": kept}) if kept else Response(status_code=204)

    return router


EVENTS = (
    "`message`: one message as in the list, `id:` is its seq. `typing`: `{typing: true|false, name?}`, with a name "
    "when a mediator writes. `speaker`: who speaks, as in the list. "
    "`erased`: `{erased_to}`, what was said so far is deleted; drop it and read the list again."
)


async def _feed(conversations: Conversations, key: str, after: int) -> Feed:
    found = await run_in_threadpool(conversations.store.feed, key, after)
    return found or Feed((), 0, 0, 0, None)


def page_mount(app: FastAPI) -> None:
    """Serve the chat page at ``/`` and its parts under ``/static/``."""
    app.mount("/static", StaticFiles(directory=PAGE, check_dir=False), name="static")

    @app.get("/", include_in_schema=False)
    async def page() -> FileResponse:
        return FileResponse(PAGE / "index.html", headers={"cache-control": "no-cache"})
