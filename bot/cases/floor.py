"""Who speaks to the citizen: the one place that changes it, and that tells the citizen so, in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from bot.case_shapes import CaseEvent
from bot.cases.calendar import SHANGHAI
from bot.cases.records import Case, Floor, NoChat, Said, WrongState
from bot.cases.rows import name_of
from bot.cases.sentences import joined, say
from bot.cases.work import Work
from bot.records import Message
from bot.sentences import Language
from bot.store import said_add
from bot.tables import conversations, messages


def floor_get(connection: Connection, key: str) -> Floor:
    """Who speaks in the conversation ``key``; in one that does not exist, the assistant."""
    row = connection.execute(select(conversations).where(conversations.c.key == key)).first()
    return Floor("assistant", None) if row is None else Floor(row.speaker, row.floor_case)


def takeover(work: Work, case: Case) -> Case:
    """The holder of the case speaks from now on, also where another case's mediator did. Repeating it changes nothing.

    Raises ``NoChat``, and ``WrongState`` when nobody holds the case.
    """
    if case.conversation is None:
        raise NoChat
    if not case.is_held:
        raise WrongState(case.state)
    before = floor_get(work.connection, case.conversation)
    if before == Floor("mediator", case.id):
        return case
    _speaker_set(work.connection, case.conversation, "mediator", case.id)
    # What still waits for the assistant is the mediator's to answer now.
    waits = (messages.c.conversation == case.conversation, messages.c.state == "pending")
    work.connection.execute(update(messages).where(*waits).values(state="relayed"))
    case = work.change(case, "floor_taken", details={"from": before.case} if before.case else None)
    name = name_of(work.connection, case.holder)
    tell(work, case, "taken_over", "taken_over", buttons=[("button_assistant", "/case_assistant")], name=name)
    return case


def hand_back(work: Work, case: Case, *, told: bool = True) -> Case:
    """The assistant speaks again, if this case's mediator did. ``told`` False: another message tells the citizen."""
    if case.conversation is None or floor_get(work.connection, case.conversation) != Floor("mediator", case.id):
        return case
    _speaker_set(work.connection, case.conversation, "assistant", None)
    case = work.change(case, "floor_returned")
    if told:
        name = name_of(work.connection, case.holder)
        tell(work, case, "handed_back", "handed_back", buttons=[("button_mediator", "/case_mediator")], name=name)
    return case


def tell(
    work: Work,
    case: Case,
    event: CaseEvent,
    *sentences: str,
    buttons: Sequence[tuple[str, str]] = (),
    until: float | None = None,
    place: int | None = None,
    name: str | None = None,
    **values: object,
) -> Message | None:
    """Add a message about the case to its conversation; None when it has none.

    ``values`` fill the sentences; ``until`` is by when the present state should have ended.
    """
    if case.conversation is None:
        return None
    language = language_of(work.connection, case)
    said_in = [say(sentence, language, number=case.number, name=name, **values) for sentence in sentences]
    text = joined(said_in, language)
    said = said_of(case, event, language, text, buttons=buttons, due=until, place=place, name=name)
    source = f"case/{case.id}/{case.version}/{event}"
    sealed = None if said.sealed is None else work.office.sealer.seal_json(dict(said.sealed))
    return said_add(work.connection, case.conversation, source, said.body, work.at, sealed=sealed)


def said_of(
    case: Case,
    event: CaseEvent,
    language: Language,
    text: str,
    *,
    buttons: Sequence[tuple[str, str]] = (),
    due: float | None = None,
    place: int | None = None,
    name: str | None = None,
    code: str | None = None,
) -> Said:
    """A message of kind ``case``. ``buttons`` are names of sentences, or words, with their payloads; ``due`` a time."""
    shown = [{"title": _title(title, language), "payload": payload} for title, payload in buttons]
    body: dict[str, Any] = {"kind": "case", "language": language, "event": event, "number": case.number}
    body |= {"state": case.state, "text": text, "buttons": shown}
    when = None if due is None else datetime.fromtimestamp(due, SHANGHAI).isoformat(timespec="seconds")
    body |= {key: value for key, value in {"place": place, "due": when, "name": name}.items() if value is not None}
    return Said(body, None if code is None else {"code": code})


def language_of(connection: Connection, case: Case) -> Language:
    """In which language the citizen is spoken to: the one they fixed, else the one the case was opened in."""
    fixed = select(conversations.c.language).where(conversations.c.key == case.conversation)
    language: Language | None = connection.execute(fixed).scalar_one_or_none()
    return language or case.language


def _title(title: str, language: Language) -> str:
    return say(title, language) if title.startswith("button_") else title


def _speaker_set(connection: Connection, key: str, speaker: str, case: str | None) -> None:
    changed = update(conversations).where(conversations.c.key == key)
    connection.execute(changed.values(speaker=speaker, floor_case=case))
