"""What can be done to cases, each as somebody and in one transaction: the writing half of the door."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from bot.cases import beside, claims, conflicts, erasing, floor, moves, register, talk
from bot.cases.door import Door
from bot.cases.erasing import Erased
from bot.cases.records import Actor, Case, Citizen, Event, Member, Note, Opened, Opening, Outcome
from bot.cases.work import Work
from bot.records import Message


class CaseSteps(Door):
    """``within`` a transaction of the caller's, who then calls ``announce``; without one, each opens its own."""

    def case_open(
        self, actor: Actor, opening: Opening, conversation: str | None, *, within: Connection | None = None
    ) -> Opened:
        """Open a case, or add to the one that is open; the caller adds ``said`` to the conversation."""

        def do(work: Work) -> tuple[Case, Opened]:
            opened = register.case_open(work, opening, conversation)
            return opened.case, opened

        return self._write(actor, within, do)

    def case_claim(self, actor: Actor, case: str, *, within: Connection | None = None) -> Case:
        """Take a case out of the queue. Of two at the same instant one gets it and the other ``ClaimLost``."""
        return self._step(actor, within, lambda work: claims.claim(work, case))

    def case_release(self, actor: Actor, case: str, why: str, *, within: Connection | None = None) -> Case:
        """Put a case back into the queue, its place kept."""
        return self._step(actor, within, lambda work: claims.release(work, case, why))

    def case_hand_on(self, actor: Actor, case: str, to: str, why: str, *, within: Connection | None = None) -> Case:
        """Let the colleague with the id ``to`` hold the case; a lead may assign one from the queue so."""
        return self._step(actor, within, lambda work: claims.hand_on(work, case, to, why))

    def case_transfer(
        self, actor: Actor, case: str, organisation: str, why: str, *, within: Connection | None = None
    ) -> Case:
        """Put another organisation in charge; the case waits there, its place kept."""
        return self._step(actor, within, lambda work: moves.transfer(work, case, organisation, why))

    def case_refuse(self, actor: Actor, case: str, why: str, *, within: Connection | None = None) -> Case:
        """Do not take the case. The citizen is told ``why`` in these words."""
        return self._step(actor, within, lambda work: moves.refuse(work, case, why))

    def case_supervise(self, actor: Actor, case: str, why: str, *, within: Connection | None = None) -> Case:
        """See to a case that does not move; its holder keeps it."""
        return self._step(actor, within, lambda work: moves.supervise(work, case, why))

    def case_resume(self, actor: Actor, case: str, *, within: Connection | None = None) -> Case:
        """The case moves again."""
        return self._step(actor, within, lambda work: moves.resume(work, case))

    def case_close(
        self,
        actor: Actor,
        case: str,
        outcome: Outcome,
        why: str,
        agreement: Mapping[str, Any] | None = None,
        *,
        within: Connection | None = None,
    ) -> Case:
        """End the work with an outcome; ``agreement`` has the fields that ``docs/cases.md`` tells."""
        return self._step(actor, within, lambda work: moves.close(work, case, outcome, why, agreement or {}))

    def case_review(
        self, actor: Actor, case: str, visit: Mapping[str, Any] | None = None, *, within: Connection | None = None
    ) -> Case:
        """The return visit to a closed case has been made; ``visit`` has the fields that ``docs/cases.md`` tells."""
        return self._step(actor, within, lambda work: moves.review(work, case, visit or {}))

    def case_reopen(self, actor: Actor, case: str, why: str, *, within: Connection | None = None) -> Case:
        """Let an ended case wait again, at the end of the queue."""
        return self._step(actor, within, lambda work: moves.reopen(work, case, why))

    def case_raise(self, actor: Actor, case: str, priority: int, why: str, *, within: Connection | None = None) -> Case:
        """Give a case a priority: 0 usual, 1 raised, 2 danger."""
        return self._step(actor, within, lambda work: moves.raise_to(work, case, priority, why))

    def case_withdraw(self, actor: Actor, case: str, why: str, *, within: Connection | None = None) -> Case:
        """The citizen does not want the case any more."""
        return self._step(actor, within, lambda work: moves.withdraw(work, case, why))

    def case_send(self, actor: Actor, case: str, partner: str, why: str, *, within: Connection | None = None) -> Case:
        """The case leaves for a partner, with a packet that the caller makes."""
        return self._step(actor, within, lambda work: moves.send(work, case, partner, why))

    def case_rate(self, actor: Actor, case: str, value: int, *, within: Connection | None = None) -> Case:
        """Keep how satisfied the citizen is, 1 to 5."""
        return self._step(actor, within, lambda work: moves.rate(work, case, value))

    def case_erase(self, actor: Actor, case: str, *, within: Connection | None = None) -> Erased:
        """Erase a case. The caller deletes the contents of ``files`` and tells what was ``kept``."""

        def do(work: Work) -> tuple[Case, Erased]:
            erased = erasing.erase(work, case)
            return erased.case, erased

        return self._write(actor, within, do)

    def conversation_erase(self, key: str, *, within: Connection) -> list[Erased]:
        """Erase every case of a conversation, before the caller erases the conversation itself."""
        return erasing.conversation_erase(self._work(within, Citizen(key)), key)

    def code_renew(self, actor: Citizen, case: str, *, within: Connection | None = None) -> str:
        """A new code for a case of the citizen's own, known only now; the old one ends."""

        def do(work: Work) -> tuple[Case, str]:
            return register.code_renew(work, work.take(case, "code")[0])

        return self._write(actor, within, do)

    def callback_ask(self, actor: Citizen, case: str, contact: str, *, within: Connection | None = None) -> Case:
        """Keep how the citizen wants to be called back."""
        return self._step(actor, within, lambda work: talk.callback_ask(work, case, contact))

    def reply(
        self, actor: Member, case: str, source_id: str, text: str, *, within: Connection | None = None
    ) -> Message:
        """Say something to the citizen as the holder, who then has the floor. A repeated ``source_id`` is harmless."""

        def do(work: Work) -> tuple[Case, Message]:
            message = talk.reply(work, case, source_id, text)
            return work.read(case), message

        return self._write(actor, within, do)

    def floor_take(self, actor: Actor, case: str, *, within: Connection | None = None) -> Case:
        """The holder speaks from now on; the holder or the citizen may want this."""
        return self._step(actor, within, lambda work: floor.takeover(work, work.take(case, "take_over")[0]))

    def floor_return(self, actor: Actor, case: str, *, within: Connection | None = None) -> Case:
        """The assistant speaks from now on; the holder, a lead or the citizen may want this."""
        return self._step(actor, within, lambda work: floor.hand_back(work, work.take(case, "hand_back")[0]))

    def citizen_wrote(self, key: str, danger: bool = False, *, within: Connection | None = None) -> Case | None:
        """A citizen wrote: whoever has to know is told. The case concerned, None when only the assistant is."""

        def do(work: Work) -> tuple[Case | None, Case | None]:
            case = talk.citizen_wrote(work, key, danger)
            return case, case

        return self._write(Citizen(key), within, do)

    def read_mark(self, actor: Member, case: str, seq: int, *, within: Connection | None = None) -> Case:
        """The holder has read the transcript up to ``seq``; anybody else's reading changes nothing."""
        return self._step(actor, within, lambda work: talk.read_mark(work, case, seq))

    def note_add(self, actor: Member, case: str, text: str, *, within: Connection | None = None) -> Note:
        """Add a private note, which citizens never see."""

        def do(work: Work) -> tuple[Case, Note]:
            note = beside.note_add(work, case, text)
            return work.read(case), note

        return self._write(actor, within, do)

    def event_add(
        self, actor: Actor, case: str, event: Event, details: Mapping[str, Any], *, within: Connection | None = None
    ) -> Case:
        """Write down what another module did with a case that the actor sees; ``details`` must name nobody."""
        return self._step(actor, within, lambda work: beside.event_add(work, case, event, details))

    def participant_add(
        self, actor: Actor, case: str, organisation: str, role: str, *, within: Connection | None = None
    ) -> Case:
        """Let another organisation take part, in a role that says what it sees."""
        return self._step(actor, within, lambda work: beside.participant_add(work, case, organisation, role))

    def participant_remove(
        self, actor: Actor, case: str, organisation: str, *, within: Connection | None = None
    ) -> Case:
        """The organisation sees nothing of the case any more."""
        return self._step(actor, within, lambda work: beside.participant_remove(work, case, organisation))

    def conflict_add(self, actor: Member, name: str) -> conflicts.Conflict:
        """Declare a conflict of interest; cases of that party which the member holds go back into the queue.

        Raises ``Forbidden`` for a name of less than two characters.
        """
        with self.office.database.writing() as connection:
            made, given = conflicts.conflict_add(self._work(connection, actor), name)
        for case in given:
            self.announce(case)
        return made

    def conflict_remove(self, actor: Member, conflict: str) -> None:
        """Take a declaration back."""
        with self.office.database.writing() as connection:
            conflicts.conflict_remove(self._work(connection, actor), conflict)

    def notices_seen(self, actor: Member, up_to: int) -> None:
        """The member has seen their notices up to the one with this id."""
        with self.office.database.writing() as connection:
            beside.notices_seen(self._work(connection, actor), actor, up_to)

    def _step(self, actor: Actor, within: Connection | None, do: Callable[[Work], Case]) -> Case:
        def both(work: Work) -> tuple[Case, Case]:
            case = do(work)
            return case, case

        return self._write(actor, within, both)

