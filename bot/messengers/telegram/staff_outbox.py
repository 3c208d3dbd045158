"""Brings to mediators' chats and to the groups of organisations what concerns them: cases, words, notices."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

from fastapi.concurrency import run_in_threadpool

from bot.cases.cases import Cases
from bot.cases.records import Case, CaseFilter, CaseRefusal, Changed
from bot.cases.sentences import moment
from bot.logs import log
from bot.messengers.telegram.case_texts import CaseTexts
from bot.messengers.telegram.courier import Courier, Place, Undeliverable, Unreachable
from bot.messengers.telegram.keyboard import Rows, rows
from bot.messengers.telegram.lines import Lines
from bot.messengers.telegram.pieces import TextPart
from bot.messengers.telegram.relay import Relay
from bot.messengers.telegram.rich import Text, bold, rich
from bot.messengers.telegram.roster import Mate, Roster
from bot.messengers.telegram.staff_keys import claim_key, decline_key, seen_key
from bot.messengers.telegram.staff_words import say
from bot.messengers.telegram.threads import NOT_SHOWN, Thread, Threads, Told
from bot.messengers.telegram.topics import Topics
from bot.pushes import Pushes
from bot.records import StoreUnavailable

LOOK_EVERY = 20.0  # seconds; what a lost wake-up would delay
MOST_HELD = 100


class StaffOutbox:
    """Everything that goes to mediators. A chat is known by its id; those of groups are negative."""

    def __init__(
        self,
        cases: Cases,
        roster: Roster,
        threads: Threads,
        relay: Relay,
        topics: Topics,
        texts: CaseTexts,
        courier: Courier,
    ) -> None:
        self._cases = cases
        self._roster = roster
        self._threads = threads
        self._relay = relay
        self._topics = topics
        self._texts = texts
        self._courier = courier
        self._lines = Lines(courier, self._work)
        self._organisations: dict[int, str] = {}
        self._keys: dict[str, set[int]] = {}
        self._blocked: set[int] = set()
        self._ended: set[tuple[int, str]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    def listen(self, pushes: Pushes) -> None:
        """Be told of changes from now on. Belongs to the running event loop."""
        self._loop = asyncio.get_running_loop()
        self._cases.listen(self._case_changed)
        pushes.tell(self._talk_changed)

    def aside(self, place: Place, text: Text, keys: Rows = ()) -> None:
        """Say something that belongs to no case."""
        self._blocked.discard(place.chat)
        self._lines.aside(place, TextPart(text, keys))

    def wake(self, chat: int) -> None:
        """There may be something new for ``chat``, from which somebody has just written."""
        self._blocked.discard(chat)
        self._lines.wake(chat)

    def ended(self, chat: int, case: str) -> None:
        """Whoever writes in ``chat`` has ended their work on a case, and was told so."""
        self._ended.add((chat, case))
        self.wake(chat)

    async def refresh(self) -> None:
        """Learn who is in Telegram, and look at everything for them."""
        mates, groups = await run_in_threadpool(self._roster.linked), await run_in_threadpool(self._roster.groups)
        self._organisations = {mate.user: mate.member.organisation for mate in mates if mate.user} | groups
        for chat in self._organisations:
            if chat not in self._blocked:
                self._lines.wake(chat)

    async def run(self) -> None:
        """For ever: bring what an earlier process left, and whatever nobody woke us for."""
        while True:
            try:
                await self.refresh()
            except StoreUnavailable as error:
                log("telegram_store_unavailable", level=logging.ERROR, why=error.reason)
            await asyncio.sleep(LOOK_EVERY)

    async def close(self) -> None:
        """Stop; the rest is brought after the next start."""
        await self._lines.close()

    def _case_changed(self, changed: Changed) -> None:
        """Called in the thread that changed the case."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._wake_all, changed.organisations)

    def _wake_all(self, organisations: frozenset[str]) -> None:
        for chat, organisation in self._organisations.items():
            if organisation in organisations and chat not in self._blocked:
                self._lines.wake(chat)

    def _talk_changed(self, key: str) -> None:
        for chat in self._keys.get(key, ()):
            self._lines.wake(chat)

    async def _work(self, chat: int) -> None:
        try:
            if chat < 0:
                organisation = self._organisations.get(chat)
                read = await self._topics.work(chat, organisation) if organisation is not None else []
                if read is None:
                    await self.refresh()
                else:
                    self._looks_at(chat, read)
            elif mate := await run_in_threadpool(self._roster.by_user, chat):
                await self._mate(chat, mate)
        except Unreachable:
            log("telegram_staff_unreachable", level=logging.WARNING)
            self._blocked.add(chat)

    async def _mate(self, chat: int, mate: Mate) -> None:
        has_group = mate.member.organisation in self._organisations_with_group()
        for told in await run_in_threadpool(self._threads.untold, mate.member.id):
            if await self._notice(chat, mate, told, has_group):
                await run_in_threadpool(self._threads.told, told.id)
        if not has_group:
            await self._held(chat, mate)

    async def _held(self, chat: int, mate: Mate) -> None:
        """Bring what is said in the cases that the member holds, and tell of those that they no longer hold."""
        mine = CaseFilter(view="mine")
        page = await run_in_threadpool(self._cases.case_list, mate.member, mine, None, MOST_HELD)
        held = {row.case.id: row.case for row in page.rows}
        known = {thread.case: thread for thread in await run_in_threadpool(self._threads.of_chat, chat)}
        self._looks_at(chat, held.values())
        for case in held.values():
            await self._case_work(chat, mate, case, known.get(case.id))
        for case_id in known.keys() - held.keys():
            await self._gone(chat, mate, known[case_id])

    async def _case_work(self, chat: int, mate: Mate, case: Case, thread: Thread | None) -> None:
        try:
            if thread is None:
                await run_in_threadpool(self._threads.begin, chat, case.id, 0, NOT_SHOWN)
            if thread is None or thread.delivered_seq == NOT_SHOWN:
                await self._relay.begin(Place(chat), mate.member, case.id, mate.language)
            else:
                await self._relay.bring(Place(chat), thread, mate.member, case, mate.language)
        except CaseRefusal:  # it changed hands this very moment; the next look tells
            log("telegram_case_left", why="while it was brought")

    async def _gone(self, chat: int, mate: Mate, thread: Thread) -> None:
        """The member holds the case no longer: bring what the citizen said until then, and say so."""
        case = await self._case(mate, thread.case)
        if case is not None:
            await self._case_work(chat, mate, case, thread)
            if (chat, case.id) not in self._ended:
                await self._courier.text(Place(chat), TextPart(rich(say("gone", mate.language, number=case.number))))
        self._ended.discard((chat, thread.case))
        await run_in_threadpool(self._threads.end, chat, thread.case)

    async def _notice(self, chat: int, mate: Mate, told: Told, has_group: bool) -> bool:
        """Tell the member; False when it is to be told later."""
        case = await self._case(mate, told.case) if told.case else None
        if case is None or (told.kind == "message" and case.holder == mate.member.id and case.is_held):
            return True  # there is no such case for them any more, or the words themselves are brought
        if told.kind == "case_routed":
            if has_group or case.state != "routed":
                return True
            if not mate.on_duty:
                return False
            offered = self._texts.offered(case, mate.language)
            text = rich("🆕 ", bold(say("new_case", mate.language)), "\n", *offered)
            keys = rows([claim_key(case.id, mate.language), decline_key(case.id, mate.language)])
        else:
            due = moment(case.due_at, mate.language) if case.due_at else ""
            text = rich(say(f"notice_{told.kind}", mate.language, number=case.number, due=due))
            ok = [seen_key(told.id, mate.language)]
            keys = rows([claim_key(case.id, mate.language), *ok] if case.state == "routed" else ok)
        try:
            await self._courier.text(Place(chat), TextPart(text, keys))
        except Undeliverable:
            log("telegram_undeliverable", level=logging.ERROR)
        return True

    async def _case(self, mate: Mate, case: str) -> Case | None:
        try:
            return await run_in_threadpool(self._cases.access_check, mate.member, case, "summary")
        except CaseRefusal:
            return None

    def _organisations_with_group(self) -> set[str]:
        return {organisation for chat, organisation in self._organisations.items() if chat < 0}

    def _looks_at(self, chat: int, cases: Iterable[Case]) -> None:
        """Be woken for ``chat`` by what is said in the conversations of these cases."""
        for case in cases:
            if case.conversation is not None:
                self._keys.setdefault(case.conversation, set()).add(chat)
