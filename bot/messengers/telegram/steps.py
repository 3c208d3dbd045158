"""What mediators do with a case in Telegram, all through the one door to cases, as the member who does it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Connection

from bot.cases.cases import Cases
from bot.cases.records import (
    Case,
    CaseHidden,
    CaseRefusal,
    ClaimLost,
    ConflictOfInterest,
    NoChat,
    NotHolder,
    Outcome,
    WrongState,
)
from bot.messengers.telegram.addresses import Addresses
from bot.messengers.telegram.courier import Place
from bot.messengers.telegram.keyboard import Key, rows
from bot.messengers.telegram.rich import rich
from bot.messengers.telegram.roster import Mate
from bot.messengers.telegram.staff_keys import cancel_key, organisation_key, organisation_of, outcome_keys
from bot.messengers.telegram.staff_outbox import StaffOutbox
from bot.messengers.telegram.staff_words import OUTCOMES, STATES, say
from bot.messengers.telegram.threads import Threads
from bot.records import IdReused
from bot.sentences import Language


@dataclass(frozen=True)
class Spot:
    """Who does something by which update, and where: ``question`` is under which they are asked there."""

    update_id: int
    mate: Mate
    place: Place

    @property
    def question(self) -> str:
        """In a topic everybody is asked for themselves."""
        return f"{self.place.chat}:{self.place.thread or 0}:{self.mate.user}"

    @property
    def language(self) -> Language:
        """In which the member is spoken to."""
        return self.mate.language


class Steps:
    """Each method tells the member what became of it. May raise ``StoreUnavailable``."""

    def __init__(self, cases: Cases, threads: Threads, addresses: Addresses, outbox: StaffOutbox) -> None:
        self._cases = cases
        self._threads = threads
        self._addresses = addresses
        self._outbox = outbox

    def say(self, spot: Spot, name: str, *keys: Key, **values: object) -> None:
        """One of the sentences for mediators, with buttons."""
        self._outbox.aside(spot.place, rich(say(name, spot.language, **values)), rows(keys))

    async def claim(self, spot: Spot, case: str) -> bool:
        """Take the case; whether it is the member's now."""
        claimed: Case | None = None
        async with self._refusals(spot, case):
            claimed = await run_in_threadpool(self._cases.case_claim, spot.mate.member, case)
            self.say(spot, "claimed", number=claimed.number)
            self._outbox.wake(spot.place.chat)
        return claimed is not None

    async def reply(self, spot: Spot, case: str, text: str, *, confirm: bool) -> None:
        """Say something to the citizen, as it is written."""
        source = self._addresses.source_id(spot.place.chat, spot.update_id)
        async with self._refusals(spot, case):
            try:
                await run_in_threadpool(self._cases.reply, spot.mate.member, case, source, text)
            except IdReused:
                return  # another text under a known update: nothing that Telegram does
            await self._read(spot, case)
            if confirm:
                self.say(spot, "sent_to", number=await self._number(spot, case))

    async def hand_back(self, spot: Spot, case: str) -> None:
        """Let the assistant answer."""
        async with self._refusals(spot, case):
            done = await self._once(
                spot, lambda within: self._cases.floor_return(spot.mate.member, case, within=within)
            )
            if done is not None:
                self.say(spot, "handed_back", number=done.number)

    async def note(self, spot: Spot, case: str, text: str) -> None:
        """Write a private note, or ask for it when there is no ``text``."""
        async with self._refusals(spot, case):
            number = await self._number(spot, case)
            if not text:
                await self._ask(spot, "ask_note", {"do": "note", "case": case}, number=number)
                return

            def write(within: Connection) -> Case:
                self._cases.note_add(spot.mate.member, case, text, within=within)
                return self._cases.access_check(spot.mate.member, case, "notes", within=within)

            if await self._once(spot, write) is not None:
                self.say(spot, "noted", number=number)

    async def close(self, spot: Spot, case: str) -> None:
        """Ask how the case ends."""
        async with self._refusals(spot, case):
            number = await self._number(spot, case, "close")
            self.say(spot, "ask_outcome", *outcome_keys(case, spot.language), cancel_key(spot.language), number=number)

    async def outcome(self, spot: Spot, case: str, outcome: str) -> None:
        """Ask how it went, now that it is known how it ends."""
        async with self._refusals(spot, case):
            number = await self._number(spot, case, "close")
            question = {"do": "close", "case": case, "more": outcome}
            words = OUTCOMES[outcome][spot.language]
            await self._ask(spot, "ask_why_close", question, number=number, outcome=words)

    async def transfer(self, spot: Spot, case: str) -> None:
        """Ask to which organisation."""
        async with self._refusals(spot, case):
            number = await self._number(spot, case, "transfer")
            own = spot.mate.member.organisation
            known = self._cases.office.routing.organisations
            keys = [organisation_key(case, one, known[one].name[spot.language]) for one in known if one != own]
            if keys:
                self.say(spot, "ask_organisation", *keys, cancel_key(spot.language), number=number)
            else:
                self.say(spot, "no_organisation")

    async def transfer_to(self, spot: Spot, case: str, short: str) -> None:
        """Ask why, now that it is known where it goes."""
        known = self._cases.office.routing.organisations
        organisation = organisation_of(short, known)
        async with self._refusals(spot, case):
            number = await self._number(spot, case, "transfer")
            if organisation is None:
                self.say(spot, "button_old")
                return
            question = {"do": "transfer", "case": case, "more": organisation}
            name = known[organisation].name[spot.language]
            await self._ask(spot, "ask_why_transfer", question, number=number, organisation=name)

    async def release(self, spot: Spot, case: str, why: str) -> None:
        """Put the case back, or ask why."""
        async with self._refusals(spot, case):
            number = await self._number(spot, case, "release")
            if why:
                await self._finish(spot, {"do": "release", "case": case}, why)
            else:
                await self._ask(spot, "ask_why_release", {"do": "release", "case": case}, number=number)

    async def answer(self, spot: Spot, question: Mapping[str, Any], text: str) -> None:
        """Do what was asked about, now that the answer is there."""
        await run_in_threadpool(self._threads.answered, spot.question)
        async with self._refusals(spot, str(question["case"])):
            await self._finish(spot, question, text)

    async def cancel(self, spot: Spot) -> None:
        """Ask nothing any more."""
        await run_in_threadpool(self._threads.answered, spot.question)
        self.say(spot, "cancelled")

    async def _finish(self, spot: Spot, question: Mapping[str, Any], text: str) -> None:
        member, case, more = spot.mate.member, str(question["case"]), str(question.get("more", ""))
        match question["do"]:
            case "note":
                await self.note(spot, case, text)
            case "release":
                done = await self._once(
                    spot, lambda within: self._cases.case_release(member, case, text, within=within)
                )
                await self._done(spot, done, "released")
            case "close":
                outcome = cast(Outcome, more)
                done = await self._once(
                    spot, lambda within: self._cases.case_close(member, case, outcome, text, within=within)
                )
                await self._done(spot, done, "closed", outcome=OUTCOMES[more][spot.language])
            case "transfer":
                done = await self._once(
                    spot, lambda within: self._cases.case_transfer(member, case, more, text, within=within)
                )
                name = self._cases.office.organisation(more).name[spot.language]
                await self._done(spot, done, "transferred", organisation=name)

    async def _done(self, spot: Spot, done: Case | None, name: str, **values: object) -> None:
        """The case is no longer the member's, and they know it."""
        if done is None:
            return
        self.say(spot, name, number=done.number, **values)
        self._outbox.ended(spot.place.chat, done.id)

    async def _ask(self, spot: Spot, name: str, question: Mapping[str, Any], **values: object) -> None:
        await run_in_threadpool(self._threads.ask, spot.question, question)
        self.say(spot, name, cancel_key(spot.language), **values)

    async def _once(self, spot: Spot, work: Callable[[Connection], Case]) -> Case | None:
        """Do it in one transaction with noting the update; None when the same update did it before."""
        changed = await run_in_threadpool(self._threads.once, spot.update_id, work)
        if changed is not None:
            await run_in_threadpool(self._cases.announce, changed)
        return changed

    async def _number(self, spot: Spot, case: str, action: str | None = None) -> str:
        """The number of a case that the member sees, and with which they may do ``action`` now. Raises refusals."""
        view = await run_in_threadpool(self._cases.case_get, spot.mate.member, case)
        if action is not None and action not in view.allowed:
            is_mine = view.case.is_held and view.case.holder == spot.mate.member.id
            raise WrongState(view.case.state) if is_mine or not view.case.is_open else NotHolder
        return view.case.number

    async def _read(self, spot: Spot, case: str) -> None:
        """Who answers has read what they were brought, and acted on what they were told."""
        await run_in_threadpool(self._threads.seen, spot.mate.member.id, case=case)
        thread = await run_in_threadpool(self._threads.get, spot.place.chat, case)
        if thread is not None and thread.delivered_seq > 0:
            await run_in_threadpool(self._cases.read_mark, spot.mate.member, case, thread.delivered_seq)

    @asynccontextmanager
    async def _refusals(self, spot: Spot, case: str) -> AsyncIterator[None]:
        """Say in words why something was refused."""
        try:
            yield
        except CaseRefusal as error:
            try:
                number = (await run_in_threadpool(self._cases.access_check, spot.mate.member, case, "summary")).number
            except CaseRefusal:
                self.say(spot, "hidden")
                return
            name, values = refusal(error, spot.language)
            self.say(spot, name, number=number, **values)


def refusal(error: CaseRefusal, language: Language) -> tuple[str, dict[str, str]]:
    """The sentence for a refusal, and what fills it beside the number."""
    match error:
        case CaseHidden():
            return "hidden", {}
        case NotHolder():
            return "not_holder", {}
        case NoChat():
            return "no_chat", {}
        case ConflictOfInterest():
            return "conflict", {}
        case ClaimLost():
            return "claim_lost", {"holder": error.holder}
        case WrongState():
            return "wrong_state", {"state": STATES[error.state][language]}
    return "forbidden", {}
