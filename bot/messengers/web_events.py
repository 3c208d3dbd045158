"""The events of one conversation, none missing: each wake-up reads the store from the last seq that was sent."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable

from fastapi.concurrency import run_in_threadpool
from sse_starlette import ServerSentEvent

from bot.conversation import Conversations
from bot.records import Feed, Speaker, StoreUnavailable

EMPTY = Feed((), 0, 0, 0, None)


async def event_stream(
    conversations: Conversations, door: str, key: str, known: int, on_close: Callable[[], None]
) -> AsyncIterator[ServerSentEvent]:
    """Yield what the client does not have yet, then each change. ``known`` is the last seq that it has.

    ``door`` is the client's own key and ``key`` that of the conversation behind it. Ends when the store cannot be read
    or the door leads elsewhere: the browser then connects again by itself, with the last seq it got.
    """
    typing: tuple[bool, str | None] | None = None
    speaker: Speaker | None = None
    erased_to: int | None = None
    try:
        with conversations.pushes.listening(key) as changed:
            while await conversations.door(door) == key:
                changed.clear()
                feed = await run_in_threadpool(conversations.store.feed, key, known) or EMPTY
                if _was_erased(feed, known, erased_to):
                    yield _event("erased", {"erased_to": max(feed.erased_to, known)})
                    known = 0 if known > feed.last_seq else known
                erased_to = feed.erased_to
                for message in feed.messages:
                    yield _event("message", message.shown(), message.seq)
                    known = message.seq
                now_typing = _typing(conversations, key, feed)
                if now_typing != typing:
                    typing = now_typing
                    yield _event("typing", {"typing": typing[0]} | ({"name": typing[1]} if typing[1] else {}))
                if feed.speaker != speaker:
                    speaker = feed.speaker
                    yield _event("speaker", speaker_shown(speaker))
                await changed.wait()
    except StoreUnavailable:
        return
    finally:
        on_close()


def speaker_shown(speaker: Speaker) -> dict[str, object]:
    """Who speaks, as a citizen's page is told."""
    return {"who": speaker.who, "name": speaker.name, "case": speaker.case, "read_seq": speaker.read_seq}


def _typing(conversations: Conversations, key: str, feed: Feed) -> tuple[bool, str | None]:
    """Whether something is being written to the citizen, and the name of the mediator who writes it."""
    name = conversations.presence.name_of(key, "mediator") if feed.speaker.who == "mediator" else None
    return name is not None or (feed.pending > 0 and not conversations.outage.is_on), name


def _was_erased(feed: Feed, known: int, erased_to: int | None) -> bool:
    """Whether the client may hold something that is deleted: by wish, or with the whole conversation."""
    if known > feed.last_seq:
        return True
    return feed.erased_to > erased_to if erased_to is not None else 0 < known <= feed.erased_to


def _event(name: str, data: object, seq: int | None = None) -> ServerSentEvent:
    return ServerSentEvent(json.dumps(data, ensure_ascii=False), event=name, id=None if seq is None else str(seq))
