"""What can be learned of cases, as far as whoever asks may: the reading half of the door."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, func, select

from bot.cases import beside, conflicts, erasing, listing, talk
from bot.cases.access import allowed, is_holder, shown
from bot.cases.door import Door
from bot.cases.figures import Figures, figures, figures_csv
from bot.cases.floor import floor_get
from bot.cases.queue import waiting
from bot.cases.records import (
    Actor,
    Case,
    CaseEvent,
    CaseFilter,
    CaseHidden,
    CasePage,
    CaseView,
    Citizen,
    Floor,
    Forbidden,
    Member,
    Note,
    Notice,
    Part,
    System,
    Waiting,
)
from bot.cases.register import code_take
from bot.cases.rows import case_of, name_of
from bot.cases.tables import cases
from bot.cases.work import Work
from bot.records import Message
from bot.sentences import Language
from bot.tables import conversations


class CaseReads(Door):
    """Whoever may not see a case gets ``CaseHidden``, and never learns whether there is one."""

    def case_get(self, actor: Actor, case: str, *, within: Connection | None = None) -> CaseView:
        """A case as the actor may see it. A look by staff is written down, at most once in ten minutes."""
        with self._reading(actor, within) as work:
            view, is_news = _view(work, case), beside.viewed(work, work.read(case), only_look=True)
        if is_news:
            self._viewed(actor, case, within)
        return view

    def case_find(self, actor: Actor, number: str, *, within: Connection | None = None) -> CaseView:
        """The case with this number, as the actor may see it."""
        with self._reading(actor, within) as work:
            found = work.connection.execute(select(cases.c.id).where(cases.c.number == number.strip().upper()))
            identity = found.scalar_one_or_none()
        if identity is None:
            raise CaseHidden
        return self.case_get(actor, identity, within=within)

    def case_by_code(self, text: str, *, within: Connection | None = None) -> Case | None:
        """The case with the code that somebody typed, or None. The caller limits how often one may try."""
        with self._reading(System(), within) as work:
            identity = code_take(work.connection, self.office.sealer, text)
            return None if identity is None else work.read(identity)

    def case_list(self, actor: Member, which: CaseFilter, cursor: str | None = None, limit: int = 50) -> CasePage:
        """A part of a list of what the member may see. Raises ``CursorBroken``."""
        with self._reading(actor) as work:
            return listing.case_list(work, actor, which, cursor, limit)

    def counts(self, actor: Member) -> dict[str, int]:
        """How many cases are in each list of the member's, and how many are overdue."""
        with self._reading(actor) as work:
            return listing.counts(work, actor)

    def open_counts(self, actor: Member) -> dict[str, int]:
        """How many cases each colleague of the member's organisation holds, by id."""
        held = select(cases.c.holder, func.count()).where(cases.c.state.in_(("in_progress", "supervised")))
        held = held.where(cases.c.organisation == actor.organisation, cases.c.holder.is_not(None))
        with self._reading(actor) as work:
            return {row[0]: row[1] for row in work.connection.execute(held.group_by(cases.c.holder))}

    def citizen_cases(self, key: str, *, within: Connection | None = None) -> list[Case]:
        """The cases of a conversation, the newest first, as the citizen may see them."""
        mine = select(cases).where(cases.c.conversation == key).order_by(cases.c.opened_at.desc())
        with self._reading(Citizen(key), within) as work:
            found = [case_of(row, self.office.sealer) for row in work.connection.execute(mine).all()]
            return [shown(case, work.parts(case)) for case in found]

    def erasure_foretold(self, key: str, *, within: Connection | None = None) -> list[tuple[Case, str]]:
        """The cases of a conversation that are not erased, each with what would stay of it and why."""
        with self._reading(Citizen(key), within) as work:
            mine = [case for case in self.citizen_cases(key, within=work.connection) if case.erased_at is None]
            return [(case, erasing.foretold(work, case)) for case in mine]

    def floor_get(self, key: str, *, within: Connection | None = None) -> Floor:
        """Who speaks in a conversation, and for which case."""
        with self._reading(System(), within) as work:
            return floor_get(work.connection, key)

    def waiting(self, case: Case, *, within: Connection | None = None) -> Waiting:
        """The place of a case that waits in the queue, and an honest estimate."""
        with self._reading(System(), within) as work:
            return waiting(work.connection, self.office, case, work.at)

    def access_check(self, actor: Actor, case: str, part: Part, *, within: Connection | None = None) -> Case:
        """The case as the actor may see it, for a module that shows ``part`` of it. Raises ``Forbidden``."""
        with self._reading(actor, within) as work:
            found = work.read(case)
            parts = work.sees(found)
            if part not in parts:
                raise Forbidden
            return shown(found, parts)

    def citizen_read_seq(self, key: str) -> int:
        """How far the citizen of a conversation has read."""
        with self._reading(System()) as work:
            read = select(conversations.c.read_seq).where(conversations.c.key == key)
            return work.connection.execute(read).scalar_one_or_none() or 0

    def spoken_in(self, actor: Member, case: str) -> str | None:
        """The conversation in which the actor may speak as the case's holder; None when they may not."""
        with self._reading(actor) as work:
            found = work.read(case)
            work.sees(found)
            return found.conversation if is_holder(actor, found) else None

    def message_list(
        self, actor: Actor, case: str, after: int = 0, *, within: Connection | None = None
    ) -> list[Message]:
        """The transcript after seq ``after``, in the words as they were written, without the case's code.

        Reading it is a look at the case.
        """
        with self._reading(actor, within) as work:
            found = work.read(case)
            if "transcript" not in work.sees(found):
                raise Forbidden
            said, is_news = talk.message_list(work, found, after), beside.viewed(work, found, only_look=True)
        if is_news:
            self._viewed(actor, case, within)
        return said

    def note_list(self, actor: Member, case: str) -> list[Note]:
        """The private notes, the oldest first. Reading them is a look at the case."""
        with self._reading(actor) as work:
            found = work.read(case)
            notes, is_news = beside.note_list(work, found), beside.viewed(work, found, only_look=True)
        if is_news:
            self._viewed(actor, case, None)
        return notes

    def event_list(self, actor: Actor, case: str) -> list[CaseEvent]:
        """The audit trail, the oldest first."""
        with self._reading(actor) as work:
            found = work.read(case)
            work.sees(found)
            return beside.event_list(work, found)

    def figures(self, actor: Member, start: date, end: date) -> Figures:
        """A lead's numbers for the days from ``start`` to ``end``, both included."""
        with self._reading(actor) as work:
            return figures(work, actor, start, end)

    def figures_csv(self, actor: Member, start: date, end: date, language: Language) -> str:
        """The same numbers as a table for a spreadsheet."""
        return figures_csv(self.office, self.figures(actor, start, end), language)

    def conflict_list(self, actor: Member) -> list[conflicts.Conflict]:
        """With whom the member declared a conflict of interest."""
        with self._reading(actor) as work:
            return conflicts.conflict_list(work)

    def notice_list(self, actor: Member, after: int = 0, *, only_unseen: bool = False) -> list[Notice]:
        """What the member was told after the notice with the id ``after``, the oldest first."""
        with self._reading(actor) as work:
            return beside.notice_list(work, actor, after, only_unseen)

    def _viewed(self, actor: Actor, case: str, within: Connection | None) -> None:
        """Write a look down; once more it is asked whether there is something to write, for others look too."""
        self._write(actor, within, lambda work: (None, beside.viewed(work, work.read(case))))


def _view(work: Work, identity: str) -> CaseView:
    case = work.read(identity)
    parts, participants = work.sees(case), work.participants(case)
    there = Floor("assistant", None) if case.conversation is None else floor_get(work.connection, case.conversation)
    return CaseView(
        case=replace(shown(case, parts), conversation=case.conversation if "transcript" in parts else None),
        holder_name=name_of(work.connection, case.holder),
        sees=parts,
        allowed=allowed(work.actor, case, participants, parts),
        participants=participants,
        speaker="mediator" if there.case == case.id else "assistant",
    )
