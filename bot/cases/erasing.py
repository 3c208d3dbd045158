"""What goes when a case is erased, and what must stay and why.

Whoever asks for erasure gets it, but for what a law says must be kept. A people's mediation committee must keep a file
with the registration, the record and the agreement (People's Mediation Law, article 27; it sets no period, so the
setting ``case_retention_days`` does). So of a case that such an organisation (``mediation: peoples`` in
``data/routing.yml``) is in charge of and a mediator has claimed, the chat, the contact, the files and the notes go, and
what the papers are made of stays sealed until the retention ends: who the parties are, what the dispute is about, what
was agreed. For other organisations no such law was found: everything that names anybody goes.

The row itself, without words, and the audit trail stay for good: they name no citizen, and without them nobody could
check how cases are handled.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, select, update

from bot.cases import floor
from bot.cases.floor import language_of, tell
from bot.cases.records import Case, Citizen, Event, Facts, System
from bot.cases.rows import facts_values
from bot.cases.sentences import day, joined, say
from bot.cases.tables import case_files, case_notes, case_participants, cases, notices, packets_out
from bot.cases.talk import message_of, number_of
from bot.cases.work import Work
from bot.privacy import mask
from bot.sentences import Language
from bot.tables import conversations, messages


@dataclass(frozen=True)
class Erased:
    """A case after its erasure. ``kept`` says in ``language`` what stays and why; ``until`` is when the file goes too.

    ``files`` are the ids of the attachments whose contents are to be deleted after the transaction is kept.
    """

    case: Case
    kept: str
    language: Language
    until: float | None
    files: tuple[str, ...]


def erase(work: Work, identity: str) -> Erased:
    """Erase a case, as the citizen, an administrator or the passing of time wants. For the citizen it is gone then.

    Of an open case the work ends: it counts as withdrawn. The citizen is told what stays.
    """
    case, _state = work.take(identity, "erase")
    if case.is_open:
        case = floor.hand_back(work, case, told=False)
        timers = work.office.timers(case.organisation, "withdrawn", work.at)
        ended: dict[str, Any] = {"outcome": "withdrawn", "closed_at": work.at, "lease_until": None}
        case = work.change(case, "case_withdrawn", to="withdrawn", why="erased", **ended, **timers)
    must_stay = _must_stay(work, case)
    language = language_of(work.connection, case)
    until = _until(work, case) if must_stay else None
    kept = _kept(language, until)
    files = _leave_rows(work, case)
    _chat_erase(work, case)
    told = case
    case = _facts_erase(work, case, must_stay)
    tell(work, replace(told, version=case.version), "erased", "erased_partly" if must_stay else "erased", kept=kept)
    return Erased(case, kept, language, until, files)


def conversation_erase(work: Work, key: str) -> list[Erased]:
    """Erase every case of a conversation that is itself about to be erased."""
    mine = select(cases.c.id).where(cases.c.conversation == key).order_by(cases.c.opened_at)
    citizen = replace(work, actor=Citizen(key))
    return [erase(citizen, identity) for identity in work.connection.execute(mine).scalars().all()]


def _must_stay(work: Work, case: Case) -> bool:
    """Whether the law wants a file of the case kept; when its time is over, no more."""
    is_peoples = work.office.organisation(case.organisation).mediation == "peoples"
    return is_peoples and case.claimed_at is not None and not isinstance(work.actor, System)


def foretold(work: Work, case: Case) -> str:
    """What would stay of the case if its citizen erased it now, and why."""
    return _kept(language_of(work.connection, case), _until(work, case) if _must_stay(work, case) else None)


def _until(work: Work, case: Case) -> float:
    return (case.closed_at or work.at) + work.office.retention


def _kept(language: Language, until: float | None) -> str:
    audit = say("kept_audit", language)
    if until is None:
        return audit
    return joined([say("kept_file", language, until=day(until, language)), audit], language)


def _leave_rows(work: Work, case: Case) -> tuple[str, ...]:
    """Drop what hangs on the case; the ids of its files, whose contents the caller deletes."""
    files = tuple(work.connection.execute(select(case_files.c.id).where(case_files.c.case == case.id)).scalars())
    for table in (case_files, case_notes, case_participants, notices, packets_out):
        work.connection.execute(delete(table).where(table.c.case == case.id))
    return files


def _chat_erase(work: Work, case: Case) -> None:
    """Drop what mediator and citizen said about the case, its files and its messages; pages drop what they show."""
    if case.conversation is None:
        return
    mine = messages.c.conversation == case.conversation
    rows = work.connection.execute(select(messages).where(mine).order_by(messages.c.seq)).all()
    of_case = [row.seq for row in rows if number_of(row.body) == case.number]
    work.connection.execute(delete(messages).where(mine, messages.c.seq.in_(of_case)))
    # What the citizen wrote when asked how to be reached; the masked text stays with the rest of the talk.
    asked = [row.seq for row in rows if row.sealed and "keeps" in (message_of(work, row).words or {})]
    work.connection.execute(update(messages).where(mine, messages.c.seq.in_(asked)).values(sealed=None))
    this = update(conversations).where(conversations.c.key == case.conversation)
    work.connection.execute(this.values(erased_to=conversations.c.last_seq))


def _facts_erase(work: Work, case: Case, must_stay: bool) -> Case:
    """The facts that stay, and no way from the case to the citizen any more."""
    facts = case.facts
    nameless = tuple(replace(party, contact=None) for party in facts.parties)
    file = Facts(
        what_happened=mask(facts.what_happened), other_side=mask(facts.other_side), wishes=mask(facts.wishes),
        parties=nameless,
        agreement=facts.agreement, visit=facts.visit, origin=facts.origin,
    )  # fmt: skip
    sealer = work.office.sealer
    values: dict[str, Any] = facts_values(sealer, file) if must_stay else {"sealed": None, "party_hashes": []}
    values |= {"conversation": None, "code_hash": None, "subdistrict": None, "happened_on": None}
    if not must_stay:
        values["amount"] = None
    event: Event = "case_kept" if must_stay else "case_erased"
    return work.change(case, event, erased_at=case.erased_at or work.at, **values)

