"""What is said and kept in a case: the conversation, private notes, attachments, the audit trail."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field

from bot.cases.cases import Cases
from bot.cases.records import NotHolder
from bot.conversation import Conversations
from bot.desk.board import Board
from bot.desk.case_sent import NoteAdd, Read, Reply
from bot.desk.gate import HANDLERS, Asker, Gate
from bot.desk.staff import Staff
from bot.desk.trail_shapes import EventList, NoteList, NoteShown, event_shown, note_shown
from bot.marks import marks_of


class Talk(BaseModel):
    """The conversation after some seq. Messages have the shape in which the citizen gets them, without codes."""

    messages: list[dict[str, Any]]
    typing: bool = Field(description="whether the citizen is writing now")
    read_seq: int = Field(description="how far the citizen has read")


def talk_routes(
    gate: Gate, cases: Cases, conversations: Conversations, board: Board, staff: Staff
) -> APIRouter:
    """The routes under ``/cases/{case}`` for what is said and written."""
    router = gate.router(*HANDLERS, tag="desk: conversation")

    @router.get("/cases/{case}/messages")
    async def message_list(actor: Asker, case: str, after: Annotated[int, Query(ge=0)] = 0) -> Talk:
        """What was said after a seq, the oldest first."""
        seen = await run_in_threadpool(cases.access_check, actor, case, "transcript")
        said = await run_in_threadpool(cases.message_list, actor, case, after)
        key = seen.conversation
        if key is None:
            return Talk(messages=[message.shown() for message in said], typing=False, read_seq=0)
        board.watch(actor, key, case)
        marks = (await run_in_threadpool(marks_of, cases.office.database, [key])).get(key)
        typing = conversations.presence.name_of(key, "citizen") is not None
        read_seq = 0 if marks is None else marks.read_seq
        return Talk(messages=[message.shown() for message in said], typing=typing, read_seq=read_seq)

    @router.post("/cases/{case}/messages")
    async def message_send(actor: Asker, case: str, sent: Reply) -> dict[str, Any]:
        """Say something to the citizen. Only the holder may; from the first reply on the assistant is silent."""
        message = await run_in_threadpool(cases.reply, actor, case, sent.id, sent.text)
        return message.shown()

    @router.post("/cases/{case}/typing", status_code=204)
    async def typing_tell(actor: Asker, case: str) -> None:
        """The mediator is writing; the citizen sees it for a few seconds."""
        seen = await run_in_threadpool(cases.access_check, actor, case, "transcript")
        if not (seen.is_held and seen.holder == actor.id):
            raise NotHolder
        if seen.conversation is not None:
            conversations.presence.typing(seen.conversation, "mediator", actor.shown_name)

    @router.post("/cases/{case}/read", status_code=204)
    async def read_tell(actor: Asker, case: str, sent: Read) -> None:
        """The mediator has read up to here."""
        await run_in_threadpool(cases.read_mark, actor, case, sent.seq)

    @router.get("/cases/{case}/notes")
    async def note_list(actor: Asker, case: str) -> NoteList:
        """Private notes, which the citizen never sees."""
        notes = await run_in_threadpool(cases.note_list, actor, case)
        names = await run_in_threadpool(staff.names)
        return NoteList(notes=[note_shown(note, names) for note in notes])

    @router.post("/cases/{case}/notes", status_code=201)
    async def note_add(actor: Asker, case: str, sent: NoteAdd) -> NoteShown:
        """Add a private note."""
        note = await run_in_threadpool(cases.note_add, actor, case, sent.text)
        return note_shown(note, {actor.id: actor.shown_name})

    @router.get("/cases/{case}/events")
    async def event_list(actor: Asker, case: str) -> EventList:
        """Everything that was done with the case, by whom and why."""
        events = await run_in_threadpool(cases.event_list, actor, case)
        names = await run_in_threadpool(staff.names)
        return EventList(events=[event_shown(event, names) for event in events])

    return router
