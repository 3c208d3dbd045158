"""Lists of cases as a member may see them, with cursors that stay right while the lists change, and a search."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Any, get_args

from sqlalchemy import ColumnElement, Row, Text, and_, func, or_, select

from bot.cases.access import shown
from bot.cases.names import name_hash, names_hide
from bot.cases.records import (
    HELD,
    OPEN,
    Case,
    CaseFilter,
    CasePage,
    CaseRow,
    Facts,
    LastMessage,
    Member,
    View,
)
from bot.cases.rows import case_of
from bot.cases.tables import case_participants, cases, staff
from bot.cases.talk import message_of, number_of
from bot.cases.work import Work
from bot.privacy import mask
from bot.tables import conversations, messages

SUMMARY = 60
"""Characters of what happened that tell a case apart in a list."""
SEARCHED = 2000
"""So many of the newest cases that the member sees are opened for a search in words: sealed text cannot be searched
by the database."""
VIEWS: tuple[View, ...] = get_args(View)


class CursorBroken(ValueError):
    """A cursor was not made here."""


def case_list(work: Work, member: Member, which: CaseFilter, cursor: str | None, limit: int) -> CasePage:
    """A part of a list, after ``cursor``; raises ``CursorBroken``.

    The queue and what is held are in the order in which they should be done: most pressing, then longest waiting.
    What has ended is in the order in which it ended, newest first.
    """
    fits = and_(_visible(member), _of_view(member, which.view), *_filters(work, member, which))
    total = work.connection.execute(select(func.count()).select_from(cases).where(fits)).scalar_one()
    newest_first = which.view == "closed"
    after = _after(cursor, newest_first) if cursor else ()
    order = (cases.c.state_at.desc(), cases.c.number) if newest_first else _PRESSING
    found = work.connection.execute(select(cases).where(fits, *after).order_by(*order).limit(limit + 1)).all()
    more = _cursor(found[limit - 1], newest_first) if len(found) > limit else None
    return CasePage(_rows(work, found[:limit]), more, total)


def counts(work: Work, member: Member) -> dict[str, int]:
    """How many cases are in each view, and how many of those open are overdue."""
    listed = [func.count().filter(_of_view(member, view)).label(view) for view in VIEWS]
    late = and_(cases.c.state.in_(OPEN), _is_overdue(work.at))
    counted = select(*listed, func.count().filter(late).label("overdue")).select_from(cases).where(_visible(member))
    return dict(work.connection.execute(counted).one()._mapping)


_PRESSING = (cases.c.priority.desc(), cases.c.queued_at, cases.c.number)


def _visible(member: Member) -> ColumnElement[bool]:
    if member.role not in ("mediator", "lead"):
        return cases.c.id.is_(None)
    part = select(case_participants.c.case).where(case_participants.c.organisation == member.organisation)
    return or_(cases.c.organisation == member.organisation, cases.c.id.in_(part))


def _of_view(member: Member, view: View) -> ColumnElement[bool]:
    if view == "queue":
        return and_(cases.c.organisation == member.organisation, cases.c.state.in_(("registered", "routed")))
    if view == "mine":
        return and_(cases.c.holder == member.id, cases.c.state.in_(HELD))
    return cases.c.state.in_(OPEN) if view == "all" else cases.c.state.not_in(OPEN)


def _is_overdue(now: float) -> ColumnElement[bool]:
    return or_(cases.c.overdue_at.is_not(None), cases.c.due_at < now)


def _filters(work: Work, member: Member, which: CaseFilter) -> list[ColumnElement[bool]]:
    wanted = {"state": which.state, "kind": which.kind, "district": which.district, "language": which.language}
    found: list[ColumnElement[bool]] = [cases.c[name] == value for name, value in wanted.items() if value is not None]
    if which.overdue is not None:
        late = and_(cases.c.due_at.is_not(None), _is_overdue(work.at))
        found.append(late if which.overdue else ~func.coalesce(late, False))
    words = (which.q or "").strip()
    if words:
        found.append(_search(work, member, words))
    return found


def _search(work: Work, member: Member, words: str) -> ColumnElement[bool]:
    """Cases with this number, kind or district, a party of this name, or these words in the facts of a newer case."""
    catalogue = work.office.catalogue
    named = {
        column: [name for name, texts in listed.items() if words.lower() in {name, *map(str.lower, texts.values())}]
        for column, listed in (("kind", catalogue.kinds), ("district", catalogue.districts))
    }
    # Elsewhere the member may not see who the parties are, and so must not find out by asking for a name.
    at_home = cases.c.organisation == member.organisation
    party = and_(at_home, cases.c.party_hashes.cast(Text).contains(name_hash(work.office.sealer, words)))
    number = cases.c.number.contains(words.upper(), autoescape=True)
    told = cases.c.id.in_(_told(work, member, words))
    return or_(number, party, told, *(cases.c[name].in_(ids) for name, ids in named.items()))


def _told(work: Work, member: Member, words: str) -> list[str]:
    """The ids of the cases among the newest in whose facts, as far as the member sees them, the words are."""
    newest = select(cases).where(_visible(member), cases.c.sealed.is_not(None)).order_by(cases.c.opened_at.desc())
    found = []
    for row in work.connection.execute(newest.limit(SEARCHED)).all():
        case = case_of(row, work.office.sealer)
        facts = shown(case, work.parts(case)).facts
        if words.lower() in _text(facts).lower():
            found.append(case.id)
    return found


def _text(facts: Facts) -> str:
    parties = [party.name for party in facts.parties]
    return "\n".join((facts.what_happened, facts.other_side, facts.wishes, facts.tried, *facts.evidence, *parties))


def _rows(work: Work, found: Sequence[Row[Any]]) -> list[CaseRow]:
    listed = [case_of(row, work.office.sealer) for row in found]
    names = _names(work, [case.holder for case in listed])
    last = _last(work, listed)
    unread = _unread(work, listed)
    rows = []
    for case in listed:
        parts = work.parts(case)
        summary = summary_of(case) if "facts" in parts else ""
        said = last.get(case.id)
        reads = "transcript" in parts
        if said is not None and not reads:
            said = LastMessage(said.author, said.at, "")
        waits = unread.get(case.id, 0) if reads else 0
        rows.append(CaseRow(shown(case, ()), names.get(case.holder or ""), summary, said, waits))
    return rows


def summary_of(case: Case) -> str:
    """The beginning of what happened, without numbers and names."""
    text = names_hide(mask(" ".join(case.facts.what_happened.split())), case.facts)
    return text if len(text) <= SUMMARY else text[: SUMMARY - 1] + "…"


def _names(work: Work, members: Sequence[str | None]) -> dict[str, str]:
    wanted = select(staff.c.id, staff.c.name).where(staff.c.id.in_({member for member in members if member}))
    return {row.id: row.name for row in work.connection.execute(wanted)}


def _last(work: Work, listed: Sequence[Case]) -> dict[str, LastMessage]:
    """The last message of each case's conversation, where it belongs to this case or to none."""
    keys = {case.conversation for case in listed if case.conversation is not None}
    ends = and_(conversations.c.key == messages.c.conversation, conversations.c.last_seq == messages.c.seq)
    last = select(messages).join(conversations, ends).where(conversations.c.key.in_(keys))
    by_key = {row.conversation: row for row in work.connection.execute(last)}
    found = {}
    for case in listed:
        row = by_key.get(case.conversation or "")
        if row is not None and number_of(row.body) in (None, case.number):
            said = message_of(work, row)
            words = {**said.body, **(said.words or {})}
            found[case.id] = LastMessage(said.author, said.at, str(words.get("text") or words.get("title") or ""))
    return found


def _unread(work: Work, listed: Sequence[Case]) -> dict[str, int]:
    """How many messages of the citizen the holder has not read yet."""
    held = [case.id for case in listed if case.is_held]
    theirs = and_(messages.c.conversation == cases.c.conversation, messages.c.seq > cases.c.read_seq)
    counted = select(cases.c.id, func.count()).join(messages, theirs).where(cases.c.id.in_(held))
    counted = counted.where(messages.c.author == "citizen").group_by(cases.c.id)
    return {row[0]: row[1] for row in work.connection.execute(counted)}


def _cursor(row: Row[Any], newest_first: bool) -> str:
    place = [row.state_at, row.number] if newest_first else [row.priority, row.queued_at, row.number]
    return urlsafe_b64encode(json.dumps(place).encode()).decode()


def _after(cursor: str, newest_first: bool) -> list[ColumnElement[bool]]:
    try:
        place = json.loads(urlsafe_b64decode(cursor))
        if newest_first:
            at, number = float(place[0]), str(place[1])
            return [or_(cases.c.state_at < at, and_(cases.c.state_at == at, cases.c.number > number))]
        priority, at, number = int(place[0]), float(place[1]), str(place[2])
    except (ValueError, TypeError, LookupError) as error:
        raise CursorBroken from error
    later = or_(cases.c.queued_at > at, and_(cases.c.queued_at == at, cases.c.number > number))
    return [or_(cases.c.priority < priority, and_(cases.c.priority == priority, later))]
