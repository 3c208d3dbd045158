"""The desk's live events, by server-sent events: one stream for each tab, each notice once."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Header, Response
from fastapi.concurrency import run_in_threadpool
from sse_starlette import EventSourceResponse, ServerSentEvent

from bot.cases.cases import Cases
from bot.cases.records import Member, Notice
from bot.desk.board import Board, Line, Talk
from bot.desk.gate import EVERYBODY, Gate, SignedIn
from bot.desk.own_routes import notice_shown
from bot.desk.problems import Refused
from bot.desk.sessions import Session, Sessions, SignedOut
from bot.limits import Places
from bot.pushes import wait_until_set
from bot.records import StoreUnavailable

MOST_TABS = 12
EVENTS = (
    "`cases`: `{ids}` changed; without ids only how much waits. `notice`: as in `/notices`, `id:` is its id. "
    "`messages`: `{case, last_seq}`. `typing`: `{case, typing}`, the citizen's. `read`: `{case, seq}`, by the citizen. "
    "A stream that begins without `Last-Event-ID` tells what happens from now on."
)


def event_routes(gate: Gate, sessions: Sessions, cases: Cases, board: Board, heartbeat: float) -> APIRouter:
    """The route ``/events``; ``heartbeat`` in seconds."""
    router = gate.router(*EVERYBODY, tag="desk: events")
    tabs = Places(MOST_TABS)

    @router.get(
        "/events",
        response_class=EventSourceResponse,
        responses={200: {"content": {"text/event-stream": {}}, "description": EVENTS}},
    )
    async def events(
        session: SignedIn,
        last_event_id: Annotated[str | None, Header(description="id of the last notice received")] = None,
    ) -> Response:
        """What happens in the cases that one sees. Ends with the session."""
        member = session.member.id
        if not tabs.take(member):
            raise Refused(429, "too_many_streams", seconds=30)
        try:
            known = await run_in_threadpool(first_known, cases, session, last_event_id)
        except StoreUnavailable:
            tabs.give_back(member)
            raise
        stream = Stream(sessions, cases, board, heartbeat).events(session, known, lambda: tabs.give_back(member))
        return EventSourceResponse(stream, ping=round(heartbeat), headers={"cache-control": "no-store"})

    return router


def first_known(cases: Cases, session: Session, last_event_id: str | None) -> int:
    """The notice from which a stream goes on: the last one received, or else those that the page reads as a list."""
    if last_event_id and last_event_id.isdecimal():
        return int(last_event_id)
    return max((notice.id for notice in cases.notice_list(Member.of(session.member), only_unseen=True)), default=0)


class Stream:
    """One stream of events."""

    def __init__(self, sessions: Sessions, cases: Cases, board: Board, heartbeat: float) -> None:
        self._sessions = sessions
        self._cases = cases
        self._board = board
        self._heartbeat = heartbeat

    async def events(
        self, session: Session, known: int, on_close: Callable[[], None]
    ) -> AsyncIterator[ServerSentEvent]:
        """Tell what is new since the notice ``known`` until the session ends or the store cannot be read."""
        told: dict[str, Talk] = {}
        try:
            with self._board.line(Member.of(session.member)) as line:
                while True:
                    line.event.clear()
                    session = await run_in_threadpool(self._sessions.still, session)
                    line.member = Member.of(session.member)
                    for notice in await run_in_threadpool(self._unseen, line.member, known):
                        known = notice.id
                        yield _event("notice", notice_shown(notice).model_dump(mode="json"), notice.id)
                    for event in _news(line, told):
                        yield event
                    await wait_until_set(line.event, self._heartbeat)
        except (SignedOut, StoreUnavailable):
            return
        finally:
            on_close()

    def _unseen(self, member: Member, after: int) -> list[Notice]:
        return self._cases.notice_list(member, after, only_unseen=True)


def _news(line: Line, told: dict[str, Talk]) -> list[ServerSentEvent]:
    """What the line has not been told yet; ``told`` is how each conversation stood when it last was."""
    events = []
    if line.cases or line.counts:
        events.append(_event("cases", {"ids": sorted(line.cases)}))
    for case, talk in line.talks.items():
        before = told.get(case, Talk(0, 0, False))
        if talk.last_seq != before.last_seq:
            events.append(_event("messages", {"case": case, "last_seq": talk.last_seq}))
        if talk.read_seq != before.read_seq:
            events.append(_event("read", {"case": case, "seq": talk.read_seq}))
        if talk.typing != before.typing:
            events.append(_event("typing", {"case": case, "typing": talk.typing}))
        told[case] = talk
    line.cases.clear()
    line.talks.clear()
    line.counts = False
    return events


def _event(name: str, data: dict[str, Any], id_: int | None = None) -> ServerSentEvent:
    return ServerSentEvent(json.dumps(data, ensure_ascii=False), event=name, id=None if id_ is None else str(id_))
