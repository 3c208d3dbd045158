"""How a case begins: its number, its code, where it goes and why, and what the citizen is told, in one transaction."""

from __future__ import annotations

import json
import logging
import uuid
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from bot.cases.calendar import SHANGHAI
from bot.cases.claims import conflict_of, put_back
from bot.cases.codes import code_new, code_read
from bot.cases.floor import language_of, said_of
from bot.cases.notices import able, leads, notices_add
from bot.cases.queue import waiting
from bot.cases.records import OPEN, Case, Facts, Forbidden, Opened, Opening, Partner, Said, System
from bot.cases.routing import Routed
from bot.cases.rows import case_of, event_add, facts_values
from bot.cases.sentences import joined, moment, say, waiting_say
from bot.cases.tables import case_events, cases
from bot.cases.work import Work
from bot.counters import count
from bot.database import insert_into
from bot.logs import log
from bot.sealing import Sealer
from bot.tables import counters

SHORT = ("person", "danger", "screening")
"""Reasons for which a case is opened before the citizen has been asked anything."""
CODE = "case_code"
OTHER = "other"
"""The kind of whatever fits no other, in ``data/intake.yml``."""


def case_open(work: Work, opening: Opening, conversation: str | None) -> Opened:
    """Open a case for the conversation with this key; a packet has none.

    A short case that is open already takes up what comes: one conversation does not fill the queue by asking for a
    person again and again, and what the form asked goes into the case that the wish for a person opened. Raises
    ``Forbidden`` for an organisation that does not exist.
    """
    opening = _fitted(work, opening)
    known = _open_case(work, opening, conversation)
    if known is not None:
        return _taken_up(work, known, opening)
    routed = _routed(work, opening)
    code = code_new()
    case = _inserted(work, opening, conversation, routed, code)
    event_add(work.connection, case, work.at, work.actor, "case_opened", details={"reason": opening.reason})
    event_add(
        work.connection, case, work.at, System(), "case_routed", details=dict(routed.why) | {"to": routed.organisation},
        states=("registered", "routed"),
    )  # fmt: skip
    count(work.connection, ("case_opened",))
    notices_add(work.connection, case, "case_routed", work.at, able(work.connection, case))
    _danger(work, case, opening)
    return Opened(case, code, (_said(work, case, opening, code),), is_new=True)


def code_hash(sealer: Sealer, text: str) -> str | None:
    """The hash under which a code is kept, from what somebody typed; None when it cannot be a code."""
    plain = code_read(text)
    return None if plain is None else sealer.hash(CODE, plain)


def code_renew(work: Work, case: Case) -> tuple[Case, str]:
    """A new code for a case; the old one ends."""
    code = code_new()
    case = work.change(case, "code_renewed", code_hash=code_hash(work.office.sealer, code))
    return case, code


def _fitted(work: Work, opening: Opening) -> Opening:
    """The opening as it can be kept: no case is lost over a kind or district that is gone from the data."""
    catalogue = work.office.catalogue
    if opening.organisation is not None and opening.organisation not in work.office.routing.organisations:
        raise Forbidden
    if opening.kind not in catalogue.kinds:
        log("case_kind_unknown", level=logging.WARNING, kind=opening.kind)
        opening = replace(opening, kind=OTHER)
    if opening.district not in catalogue.districts:
        opening = replace(opening, district=None)
    if opening.reason == "danger":
        opening = replace(opening, priority=2)
    if opening.consent_version is None and not isinstance(work.actor, Partner):
        opening = replace(opening, facts=replace(opening.facts, contact="", address="", parties=()))
    return opening


def _open_case(work: Work, opening: Opening, conversation: str | None) -> Case | None:
    """The open case that takes up what ``opening`` brings; None when a new one is to begin."""
    if conversation is None:
        return None
    mine = (cases.c.conversation == conversation, cases.c.state.in_(OPEN), cases.c.erased_at.is_(None))
    rows = work.connection.execute(select(cases).where(*mine).order_by(cases.c.opened_at.desc())).all()
    found = [case_of(row, work.office.sealer) for row in rows]
    if opening.reason not in SHORT:
        asked = _asked(work.connection, [case.id for case in found])
        found = [case for case in found if case.id not in asked]
    return found[0] if found else None


def _asked(connection: Connection, identities: list[str]) -> set[str]:
    """Those of the cases for which the citizen was asked everything: they were opened or filled in by the form."""
    told = select(case_events.c.case, case_events.c.details).where(case_events.c.case.in_(identities))
    rows = connection.execute(told.where(case_events.c.event.in_(("case_opened", "case_filled"))))
    return {row.case for row in rows if row.details.get("reason") == "asked"}


def _taken_up(work: Work, case: Case, opening: Opening) -> Opened:
    before = case
    facts = _merged(case.facts, opening.facts)
    values: dict[str, Any] = facts_values(work.office.sealer, facts) if facts != case.facts else {}
    for name in ("district", "subdistrict", "amount", "happened_on"):
        values |= {} if getattr(opening, name) is None else {name: getattr(opening, name)}
    if opening.reason == "asked":
        values |= {"kind": opening.kind}
    if opening.consent_version is not None:
        values |= {"consent_at": work.at, "consent_version": opening.consent_version}
    if opening.priority > case.priority:
        values |= {"priority": opening.priority}
    if values:
        case = work.change(case, "case_filled", details={"reason": opening.reason, "of": sorted(values)}, **values)
    if case.is_held and case.holder is not None and conflict_of(work, case, case.holder):
        # Only now is it known who the other side is.
        system = replace(work, actor=System())
        case = put_back(system, case, "lease_end", "case_released", "conflict of interest")
    _danger(work, case, opening)
    sentence = "there_already" if facts == before.facts else "filled"
    return Opened(case, None, (_said_again(work, case, opening, sentence),), is_new=False)


def _merged(known: Facts, new: Facts) -> Facts:
    """What is known with what is new; of the same thing the new."""
    given = {name: value for name, value in asdict(new).items() if value}
    names = {name: getattr(new, name) for name in given}
    if new.attachments:
        names["attachments"] = dict(known.attachments) | dict(new.attachments)
    return replace(known, **names)


def _routed(work: Work, opening: Opening) -> Routed:
    if opening.organisation is not None:
        chosen = {"rule": "chosen", "zh": "送来时指定由这里办理。", "en": "It was sent to this organisation."}
        return Routed(opening.organisation, chosen)
    about = (opening.kind, opening.district, opening.language, opening.priority)
    return work.office.routing.route(*about, loads(work.connection), work.at)


def loads(connection: Connection) -> dict[str, int]:
    """How many open cases each organisation has."""
    counted = select(cases.c.organisation, func.count()).where(cases.c.state.in_(OPEN)).group_by(cases.c.organisation)
    return {row[0]: row[1] for row in connection.execute(counted)}


def _inserted(work: Work, opening: Opening, conversation: str | None, routed: Routed, code: str) -> Case:
    at = work.at
    row: dict[str, Any] = {"id": uuid.uuid4().hex, "number": _number(work.connection, at), "conversation": conversation}
    row |= {"source": "partner" if isinstance(work.actor, Partner) else "citizen", "state": "routed"}
    row |= {name: getattr(opening, name) for name in ("kind", "district", "subdistrict", "language", "priority")}
    row |= {name: getattr(opening, name) for name in ("amount", "happened_on", "consent_version")}
    row |= {"organisation": routed.organisation, "routed_why": dict(routed.why), "queued_at": at, "opened_at": at}
    row |= {"consent_at": None if opening.consent_version is None else at, "version": 1}
    row |= {"code_hash": code_hash(work.office.sealer, code), **facts_values(work.office.sealer, opening.facts)}
    row |= work.office.timers(routed.organisation, "routed", at)
    made: Row[Any] = work.connection.execute(insert(cases).values(row).returning(cases)).one()
    return case_of(made, work.office.sealer)


def _number(connection: Connection, at: float) -> str:
    """The next number of the year, JF2026-000123."""
    year = datetime.fromtimestamp(at, SHANGHAI).year
    more = {"count": counters.c["count"] + 1}
    row = insert_into(connection, counters).values(name=f"case_number_{year}", count=1)
    taken = row.on_conflict_do_update(index_elements=["name"], set_=more).returning(counters.c["count"])
    return f"JF{year}-{connection.execute(taken).scalar_one():06d}"


def _danger(work: Work, case: Case, opening: Opening) -> None:
    if opening.reason == "danger" or opening.priority == 2:
        told = [case.holder] if case.is_held else able(work.connection, case)
        notices_add(work.connection, case, "danger", work.at, [*told, *leads(work.connection, case.organisation)])


def _said(work: Work, case: Case, opening: Opening, code: str) -> Said:
    language = language_of(work.connection, case)
    queue = waiting(work.connection, work.office, case, work.at)
    values = {"number": case.number, "organisation": work.office.organisation(case.organisation).name[language]}
    values |= {"due": moment(case.due_at or work.at, language), "waiting": waiting_say(queue, language)}
    sentences = ["opened_danger"] if opening.priority == 2 else []
    text = joined([say(one, language, **values) for one in (*sentences, "opened", "opened_code")], language)
    buttons = _buttons(case, queue.on_duty)
    return said_of(case, "opened", language, text, buttons=buttons, due=case.due_at, place=queue.place, code=code)


def _said_again(work: Work, case: Case, opening: Opening, sentence: str) -> Said:
    language = language_of(work.connection, case)
    sentences = ["opened_danger"] if opening.priority == 2 else []
    if case.is_held:
        text = joined([say(one, language, number=case.number, waiting="") for one in (*sentences, sentence)], language)
        return said_of(case, "status", language, text)
    queue = waiting(work.connection, work.office, case, work.at)
    values = {"number": case.number, "waiting": waiting_say(queue, language)}
    text = joined([say(one, language, **values) for one in (*sentences, sentence)], language)
    buttons = _buttons(case, queue.on_duty)
    return said_of(case, "status", language, text, buttons=buttons, due=case.due_at, place=queue.place)


def _buttons(case: Case, on_duty: int) -> list[tuple[str, str]]:
    """While nobody is there, a way to be called back can be left."""
    if on_duty or case.facts.contact:
        return []
    return [("button_callback", "/case_callback" + json.dumps({"case": case.number}))]


def code_take(connection: Connection, sealer: Sealer, text: str) -> str | None:
    """The id of the case with the code that somebody typed; None when there is none."""
    hashed = code_hash(sealer, text)
    if hashed is None:
        return None
    return connection.execute(select(cases.c.id).where(cases.c.code_hash == hashed)).scalar_one_or_none()
