"""What mediator and citizen say to each other in the citizen's own conversation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, select, update

from bot.cases import floor
from bot.cases.access import is_holder
from bot.cases.floor import floor_get
from bot.cases.moves import raise_to
from bot.cases.notices import able, notices_add
from bot.cases.records import OPEN, Case, Forbidden, Member, NoChat, System
from bot.cases.rows import case_of, facts_values
from bot.cases.tables import cases
from bot.cases.work import Work
from bot.privacy import mask
from bot.records import IdReused, Message
from bot.sealing import SealBroken
from bot.store import said_add
from bot.tables import messages

ALWAYS_OTHERS = ("code",)
"""What is sealed in a message for the citizen's eyes alone."""


def reply(work: Work, identity: str, source_id: str, text: str) -> Message:
    """Say something to the citizen as the holder of the case, who speaks from now on.

    ``source_id`` is the client's and makes a repetition harmless: the stored message comes back. Raises ``NotHolder``,
    ``NoChat``, ``IdReused`` and what ``Work.take`` does.
    """
    case, _state = work.take(identity, "reply")
    member = work.actor
    if not isinstance(member, Member):
        raise Forbidden
    key = case.conversation
    if key is None:
        raise NoChat
    known = _known(work, key, source_id)
    if known is not None:
        if known.author != "mediator" or _words(known) != text:
            raise IdReused(source_id)
        return known
    case = floor.takeover(work, case)
    body: dict[str, Any] = {"kind": "text", "language": floor.language_of(work.connection, case), "text": mask(text)}
    body |= {"buttons": [], "name": member.shown_name, "by": member.id, "case": case.number}
    sealed = work.office.sealer.seal_json({"text": text})
    message = said_add(work.connection, key, source_id, body, work.at, author="mediator", sealed=sealed)
    work.change(case, "case_replied", details={"seq": message.seq}, **_first_reply(work, case))
    return replace(message, words={"text": text})


def citizen_wrote(work: Work, key: str, danger: bool) -> Case | None:
    """A citizen wrote in the conversation ``key``: the mediator who has the floor is told.

    Words of danger raise the case that has the floor, or else the newest open one, and whoever can help is told. None
    when no case is concerned.
    """
    case = _concerned(work, key, danger)
    if case is None:
        return None
    if danger:
        return raise_to(replace(work, actor=System()), case.id, 2, "words of danger")
    notices_add(work.connection, case, "message", work.at, [case.holder])
    return case


def callback_ask(work: Work, identity: str, contact: str) -> Case:
    """Keep how the citizen wants to be reached, and tell whoever can call. Only the citizen's own open case."""
    case, _state = work.take(identity, "fill")
    values = facts_values(work.office.sealer, replace(case.facts, contact=contact))
    case = work.change(case, "callback_asked", **values)
    told = [case.holder] if case.is_held else able(work.connection, case)
    notices_add(work.connection, case, "message", work.at, told)
    return case


def read_mark(work: Work, identity: str, seq: int) -> Case:
    """How far the transcript has been read. Only the holder's reading counts; nobody else's changes anything."""
    case = work.read(identity)
    work.sees(case)
    if is_holder(work.actor, case):
        mine = (cases.c.id == case.id, cases.c.read_seq < seq)
        work.connection.execute(update(cases).where(*mine).values(read_seq=seq))
    return case


def message_list(work: Work, case: Case, after: int) -> list[Message]:
    """What was said in the case's conversation after ``after``, in the words as they were written, without codes.

    What belongs to another case of the same citizen is left out unless the actor may read that case's transcript too.
    """
    later = (messages.c.conversation == case.conversation, messages.c.seq > after)
    rows = work.connection.execute(select(messages).where(*later).order_by(messages.c.seq)).all()
    mine = {None, case.number} | _readable(work, case)
    return [message_of(work, row) for row in rows if number_of(row.body) in mine]


def number_of(body: Mapping[str, Any]) -> str | None:
    """The number of the case to which a message belongs; None for what citizen and assistant say to each other."""
    number: str | None = body.get("case") or (body.get("number") if body.get("kind") == "case" else None)
    return number


def message_of(work: Work, row: Row[Any]) -> Message:
    """The record of a row of ``messages``. What cannot be unsealed is shown masked."""
    try:
        words = work.office.sealer.unseal_json(row.sealed) if row.sealed else {}
    except SealBroken:
        words = {}
    shown = {name: value for name, value in words.items() if name not in ALWAYS_OTHERS}
    return Message(
        row.seq, row.source_id, row.author, row.at, row.body, row.state, row.attempts, row.in_reply_to, shown or None
    )


def _readable(work: Work, case: Case) -> set[str]:
    """The numbers of the citizen's other cases whose transcript the actor may read."""
    others = select(cases).where(cases.c.conversation == case.conversation, cases.c.id != case.id)
    found = set()
    for row in work.connection.execute(others).all():
        other = case_of(row, work.office.sealer)
        if "transcript" in work.parts(other):
            found.add(other.number)
    return found


def _known(work: Work, key: str, source_id: str) -> Message | None:
    same = (messages.c.conversation == key, messages.c.source_id == source_id)
    row = work.connection.execute(select(messages).where(*same)).first()
    return None if row is None else message_of(work, row)


def _words(message: Message) -> Any:
    return ({**message.body, **(message.words or {})}).get("text")


def _first_reply(work: Work, case: Case) -> dict[str, Any]:
    """The first reply keeps the promise of a first contact: from then on the case's own period counts."""
    if case.first_reply_at is not None:
        return {}
    in_time = case.state == "in_progress"
    timers = work.office.timers(case.organisation, case.state, case.state_at) if in_time else {}
    return timers | {"first_reply_at": work.at}


def _concerned(work: Work, key: str, danger: bool) -> Case | None:
    there = floor_get(work.connection, key)
    if there.case is not None:
        return work.read(there.case)
    if not danger:
        return None
    mine = (cases.c.conversation == key, cases.c.state.in_(OPEN))
    row = work.connection.execute(select(cases).where(*mine).order_by(cases.c.opened_at.desc())).first()
    return None if row is None else case_of(row, work.office.sealer)

