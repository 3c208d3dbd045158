"""An organisation's group in Telegram: one topic a case, named, kept up to date and closed with it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from fastapi.concurrency import run_in_threadpool
from telegram import Bot
from telegram.error import BadRequest

from bot.cases.cases import Cases
from bot.cases.records import Case, CaseFilter, CaseRefusal, Member, System
from bot.logs import log
from bot.messengers.telegram.case_texts import CaseTexts
from bot.messengers.telegram.courier import Courier, Moved, Place, ThreadGone, Undeliverable, Unreachable
from bot.messengers.telegram.keyboard import rows
from bot.messengers.telegram.pieces import TextPart
from bot.messengers.telegram.relay import Relay
from bot.messengers.telegram.rich import rich
from bot.messengers.telegram.roster import Roster
from bot.messengers.telegram.staff_keys import claim_key
from bot.messengers.telegram.staff_words import say
from bot.messengers.telegram.threads import NOT_SHOWN, Thread, Threads
from bot.sentences import Language

MOST_OPEN = 200
LANGUAGE: Language = "zh"
"""Of groups: who reads there is not known one by one."""


class Topics:
    """``work`` does everything that there is to do in a group."""

    def __init__(
        self, bot: Bot, cases: Cases, roster: Roster, threads: Threads, relay: Relay, texts: CaseTexts, courier: Courier
    ) -> None:
        self._bot = bot
        self._cases = cases
        self._roster = roster
        self._threads = threads
        self._relay = relay
        self._texts = texts
        self._courier = courier
        self._told: set[int] = set()

    async def work(self, chat: int, organisation: str) -> list[Case] | None:
        """Bring a group up to date; returns the cases whose conversations are read there.

        None when the group is no longer that of the organisation.
        """
        try:
            return await self._work(chat, organisation)
        except Moved as moved:
            await run_in_threadpool(self._roster.group_moved, chat, moved.chat)
            await run_in_threadpool(self._threads.moved, chat, moved.chat)
        except Unreachable:
            # Thrown out: the cases are at the desk, and go to the mediators' own chats again.
            log("telegram_group_gone", level=logging.WARNING, organisation=organisation)
            await run_in_threadpool(self._roster.group_unlink, chat)
        return None

    async def _work(self, chat: int, organisation: str) -> list[Case]:
        known = {thread.case: thread for thread in await run_in_threadpool(self._threads.of_chat, chat)}
        for case in await self._open(organisation):
            if case.id not in known and not await self._begin(chat, case):
                return []
        read: list[Case] = []
        for thread in await run_in_threadpool(self._threads.of_chat, chat):
            try:
                if (full := await self._case(thread.case)) is not None:
                    await self._topic(thread, full, organisation)
                    read.append(full)
            except CaseRefusal:  # it changed hands this very moment; the next look tells
                log("telegram_case_left", why="while it was brought")
            except ThreadGone:
                await run_in_threadpool(self._threads.end, chat, thread.case)
        return read

    async def _open(self, organisation: str) -> list[Case]:
        """The open cases of an organisation, as its lead would list them; no member looks at them for that."""
        lister = Member("", "", "lead", organisation)
        page = await run_in_threadpool(self._cases.case_list, lister, CaseFilter(view="all"), None, MOST_OPEN)
        return [row.case for row in page.rows if row.case.organisation == organisation]

    async def _begin(self, chat: int, case: Case) -> bool:
        """Make a topic for a case; False when the group does not let us."""
        title = self._texts.title(case, None, LANGUAGE)
        try:
            made = await self._courier.insist(chat, lambda: self._bot.create_forum_topic(chat, title))
        except BadRequest:
            if chat not in self._told:
                self._told.add(chat)
                await self._courier.text(Place(chat), TextPart(rich(say("group_cannot_topic", LANGUAGE))))
            return False
        await run_in_threadpool(self._threads.begin, chat, case.id, made.message_thread_id, NOT_SHOWN)
        await self._offer(Place(chat, made.message_thread_id), case)
        await run_in_threadpool(self._threads.change, chat, case.id, shown=title)
        return True

    async def _offer(self, place: Place, case: Case) -> None:
        full = await self._case(case.id)
        if full is not None and full.state == "routed":
            keys = rows([claim_key(case.id, LANGUAGE)])
            await self._say(place, TextPart(self._texts.offered(full, LANGUAGE), keys))

    async def _topic(self, thread: Thread, case: Case, organisation: str) -> None:
        """Bring one topic up to date: its title, whether it is open, and what was said to its holder."""
        place = Place(thread.chat, thread.thread)
        holder = await run_in_threadpool(self._roster.by_id, case.holder) if case.is_held else None
        is_here = case.is_open and case.organisation == organisation
        if holder is not None and is_here:
            if thread.delivered_seq == NOT_SHOWN:
                await self._relay.begin(place, holder.member, case.id, LANGUAGE)
            else:
                await self._relay.bring(place, thread, holder.member, case, LANGUAGE)
        title = self._texts.title(case, holder.member.shown_name if holder else None, LANGUAGE)
        if not is_here and case.is_open:
            title = "↪️" + title[1:]  # another organisation has it now
        if title != thread.shown:
            await self._retitle(thread, case, title, is_here)

    async def _retitle(self, thread: Thread, case: Case, title: str, is_here: bool) -> None:
        place = Place(thread.chat, thread.thread)
        was_here = not thread.shown.startswith(("✅", "↪️"))
        chat, topic = thread.chat, thread.thread
        await self._try(chat, lambda: self._bot.edit_forum_topic(chat, topic, name=title))
        if is_here and not was_here:
            await self._try(chat, lambda: self._bot.reopen_forum_topic(chat, topic))
        if is_here and case.state == "routed" and thread.shown:
            await self._offer(place, case)
        if was_here and not is_here:
            await self._rest(place, thread, case)
            await self._say(place, TextPart(rich(title)))
            await self._try(chat, lambda: self._bot.close_forum_topic(chat, topic))
        await run_in_threadpool(self._threads.change, thread.chat, case.id, shown=title)

    async def _rest(self, place: Place, thread: Thread, case: Case) -> None:
        """Bring what the citizen still said before the work ended."""
        holder = await run_in_threadpool(self._roster.by_id, case.holder)
        if holder is None or thread.delivered_seq == NOT_SHOWN:
            return
        try:
            await self._relay.bring(place, thread, holder.member, case, LANGUAGE)
        except CaseRefusal:
            log("telegram_case_left", why="its holder does not see it any more")

    async def _try(self, chat: int, call: Callable[[], Awaitable[bool]]) -> None:
        """What may already be so, or not be ours to change: titles and closing are worth no failure."""
        try:
            await self._courier.insist(chat, call)
        except BadRequest:
            log("telegram_topic_unchanged", level=logging.WARNING)

    async def _say(self, place: Place, part: TextPart) -> None:
        try:
            await self._courier.text(place, part)
        except Undeliverable:
            log("telegram_undeliverable", level=logging.ERROR)

    async def _case(self, case: str) -> Case | None:
        try:
            return await run_in_threadpool(self._cases.access_check, System(), case, "summary")
        except CaseRefusal:
            return None
