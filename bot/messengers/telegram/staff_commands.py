"""The commands and buttons of mediators, the same in their own chats and in the topics of their group."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from fastapi.concurrency import run_in_threadpool
from telegram import Bot, CallbackQuery, Message

from bot.cases.cases import Cases
from bot.cases.records import CaseFilter, CaseRefusal, CaseRow
from bot.messengers.telegram.case_texts import CaseTexts, number_in
from bot.messengers.telegram.incoming import Command
from bot.messengers.telegram.keyboard import rows
from bot.messengers.telegram.rich import rich
from bot.messengers.telegram.roster import Roster
from bot.messengers.telegram.soon import Soon
from bot.messengers.telegram.staff_keys import Press, choose_key, claim_key, duty_keys
from bot.messengers.telegram.staff_outbox import StaffOutbox
from bot.messengers.telegram.staff_words import say
from bot.messengers.telegram.steps import Spot, Steps
from bot.messengers.telegram.threads import Threads

MOST_LISTED = 20
Do = Callable[[Spot, str, str], Awaitable[None]]


class StaffCommands:
    """Each method tells the member what became of it. May raise ``StoreUnavailable``."""

    def __init__(
        self,
        bot: Bot,
        cases: Cases,
        steps: Steps,
        roster: Roster,
        threads: Threads,
        outbox: StaffOutbox,
        texts: CaseTexts,
        soon: Soon,
    ) -> None:
        self._bot = bot
        self._cases = cases
        self._steps = steps
        self._roster = roster
        self._threads = threads
        self._outbox = outbox
        self._texts = texts
        self._soon = soon
        self._with_case: Mapping[str, Do] = {
            "note": steps.note,
            "close": lambda spot, case, _rest: steps.close(spot, case),
            "transfer": lambda spot, case, _rest: steps.transfer(spot, case),
            "release": steps.release,
            "handback": lambda spot, case, _rest: steps.hand_back(spot, case),
        }

    async def command(self, spot: Spot, command: Command, case: str | None) -> None:
        """Carry a command out; ``case`` is the one that it is meant for, if that is clear."""
        await run_in_threadpool(self._threads.answered, spot.question)
        if command.name in self._with_case:
            if case is None:
                await self.choose(spot, "choose_first")
            else:
                await self._with_case[command.name](spot, case, command.rest)
        elif command.name == "cases":
            await self.choose(spot, "choose_case")
        elif command.name == "queue":
            await self._queue(spot)
        elif command.name == "duty":
            self._duty_told(spot, spot.mate.on_duty)
        elif command.name == "cancel":
            self._steps.say(spot, "cancelled")
        elif command.name in ("start", "help"):
            self._steps.say(spot, "help")
        else:
            self._steps.say(spot, "unknown_command")

    async def press(self, spot: Spot, press: Press, query: CallbackQuery) -> None:
        """Do what a button says."""
        self._soon.do(self._bot.answer_callback_query(query.id))
        match press.act:
            case "claim":
                if await self._steps.claim(spot, press.case):
                    self._keys_drop(query)
            case "decline":
                self._keys_drop(query)
                await self._declined(spot, press.case)
            case "seen":
                self._keys_drop(query)
            case "choose":
                await self._chosen(spot, press.case)
            case "outcome":
                self._keys_drop(query)
                await self._steps.outcome(spot, press.case, press.more)
            case "transfer":
                self._keys_drop(query)
                await self._steps.transfer_to(spot, press.case, press.more)
            case "cancel":
                self._keys_drop(query)
                await self._steps.cancel(spot)
            case "duty":
                await self._duty(spot, press.more == "on")
        if press.act in ("claim", "decline"):
            await run_in_threadpool(self._threads.seen, spot.mate.member.id, case=press.case)
        elif press.act == "seen" and press.more.isdecimal():
            await run_in_threadpool(self._threads.seen, spot.mate.member.id, notice=int(press.more))

    async def held(self, spot: Spot) -> list[CaseRow]:
        """The cases that the member holds."""
        mine = CaseFilter(view="mine")
        page = await run_in_threadpool(self._cases.case_list, spot.mate.member, mine, None, MOST_LISTED)
        return list(page.rows)

    async def meant(self, spot: Spot, message: Message) -> str | None:
        """The case for which something in a member's own chat is meant; None when that is not clear."""
        answered = message.reply_to_message
        number = number_in(answered.text or answered.caption) if answered else None
        if number is not None:
            try:
                found = await run_in_threadpool(self._cases.case_find, spot.mate.member, number)
            except CaseRefusal:
                return None
            return found.case.id
        held = {row.case.id for row in await self.held(spot)}
        if len(held) == 1:
            return held.pop()
        threads = await run_in_threadpool(self._threads.of_chat, spot.place.chat)
        return next((thread.case for thread in threads if thread.case in held and thread.chosen_at), None)

    async def choose(self, spot: Spot, name: str) -> None:
        """Let the member choose among the cases that they hold."""
        held = await self.held(spot)
        if not held:
            self._steps.say(spot, "no_cases")
            return
        titles = [f"{row.case.number} {self._texts.kind(row.case, spot.language)}" for row in held]
        keys = [choose_key(row.case.id, title) for row, title in zip(held, titles, strict=True)]
        self._steps.say(spot, name, *keys)

    async def _queue(self, spot: Spot) -> None:
        waiting = CaseFilter(view="queue")
        page = await run_in_threadpool(self._cases.case_list, spot.mate.member, waiting, None, MOST_LISTED)
        if not page.rows:
            self._steps.say(spot, "no_queue")
        for row in page.rows:
            case = await run_in_threadpool(self._cases.access_check, spot.mate.member, row.case.id, "summary")
            keys = rows([claim_key(case.id, spot.language)])
            self._outbox.aside(spot.place, self._texts.offered(case, spot.language), keys)

    async def _chosen(self, spot: Spot, case: str) -> None:
        row = next((row for row in await self.held(spot) if row.case.id == case), None)
        if row is None:
            self._steps.say(spot, "button_old")
            return
        await run_in_threadpool(self._threads.choose, spot.place.chat, case)
        self._steps.say(spot, "chosen", number=row.case.number)

    async def _declined(self, spot: Spot, case: str) -> None:
        try:
            found = await run_in_threadpool(self._cases.access_check, spot.mate.member, case, "summary")
        except CaseRefusal:
            return
        self._steps.say(spot, "declined", number=found.number)

    async def _duty(self, spot: Spot, on_duty: bool) -> None:
        await run_in_threadpool(self._roster.duty, spot.mate.member.id, on_duty)
        self._outbox.aside(spot.place, rich(say("duty_on" if on_duty else "duty_off", spot.language)))
        self._outbox.wake(spot.place.chat)

    def _duty_told(self, spot: Spot, on_duty: bool) -> None:
        self._steps.say(spot, "duty_on" if on_duty else "duty_off", *duty_keys(spot.language))

    def _keys_drop(self, query: CallbackQuery) -> None:
        """Take the buttons off a message that is done with."""
        if isinstance(query.message, Message):
            chat, message = query.message.chat.id, query.message.message_id
            self._soon.do(self._bot.edit_message_reply_markup(chat, message))
