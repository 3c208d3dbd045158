"""Spreads news over the open desks: which cases changed, where something was said, who writes, how far it was read.

It carries marks, no words: what a member may see is decided when their page asks.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi.concurrency import run_in_threadpool

from bot.cases.approvals import APPROVERS, Approvals
from bot.cases.cases import Cases
from bot.cases.records import OPEN, CaseRefusal, Changed, Member
from bot.conversation import Conversations
from bot.desk.gate import HANDLERS
from bot.logs import logger
from bot.marks import marks_of

TOGETHER = 0.05  # seconds in which news of conversations is gathered, so that a burst is one look


@dataclass(frozen=True)
class Talk:
    """How the conversation of a case stands."""

    last_seq: int
    read_seq: int
    typing: bool


@dataclass(eq=False)
class Line:
    """One open desk. ``cases``, ``talks`` and ``counts`` are what it has not been told yet; then ``event`` is set."""

    member: Member
    event: asyncio.Event = field(default_factory=asyncio.Event)
    cases: set[str] = field(default_factory=set)
    talks: dict[str, Talk] = field(default_factory=dict)
    counts: bool = False

    def case_changed(self, case: str) -> None:
        """The page must read this case, and its list, again."""
        self.cases.add(case)
        self.event.set()

    def counts_changed(self) -> None:
        """How much waits has changed, although no case has."""
        self.counts = True
        self.event.set()

    def talk_changed(self, case: str, talk: Talk) -> None:
        """Something was said, read or is being written in this case."""
        self.talks[case] = talk
        self.event.set()


class Board:
    """Knows the open desks, and who looks at which conversation."""

    def __init__(self, cases: Cases, conversations: Conversations, approvals: Approvals) -> None:
        self._cases = cases
        self._conversations = conversations
        self._approvals = approvals
        self._database = cases.office.database
        self._waiting = 0
        self._lines: set[Line] = set()
        self._watched: dict[tuple[str, str], set[str]] = {}
        self._fresh: set[str] = set()
        self._spreading: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        cases.listen(self._told)
        conversations.pushes.tell(self._woken)

    @contextmanager
    def line(self, member: Member) -> Iterator[Line]:
        """A desk that is open as long as the block lasts."""
        self._loop = asyncio.get_running_loop()
        line = Line(member)
        self._lines.add(line)
        try:
            yield line
        finally:
            self._lines.discard(line)
            self._watched = {pair: cases for pair, cases in self._watched.items() if self._is_here(pair[0])}

    def watch(self, member: Member, key: str, case: str) -> None:
        """The member was just shown the conversation ``key`` as that of ``case``, and wants to hear of it."""
        if self._is_here(member.id):
            self._watched.setdefault((member.id, key), set()).add(case)

    def wake(self, member: str) -> None:
        """Have every desk of the member with this id look whether its session still holds."""
        for line in self._lines:
            if line.member.id == member:
                line.event.set()

    def _is_here(self, member: str) -> bool:
        return any(line.member.id == member for line in self._lines)

    def _told(self, changed: Changed) -> None:
        """A case has changed. Called from whatever thread changed it."""
        self._soon(self._case_changed, changed)

    def _woken(self, key: str) -> None:
        """Something happened in a conversation. Called from whatever thread it happened in."""
        self._soon(self._talk_changed, key)

    def _soon(self, function: Callable[[Any], None], about: object) -> None:
        if self._lines and self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(function, about)

    def _case_changed(self, changed: Changed) -> None:
        for line in self._lines:
            concerned = line.member.organisation in changed.organisations or line.member.id in changed.staff
            if concerned and line.member.role in HANDLERS:
                line.case_changed(changed.case)
        if changed.conversation is not None:
            self._talk_changed(changed.conversation)

    def _talk_changed(self, key: str) -> None:
        self._fresh.add(key)
        if self._spreading is None:
            self._spreading = asyncio.get_running_loop().create_task(self._spread())
            self._spreading.add_done_callback(self._spread_over)

    async def _spread(self) -> None:
        while self._fresh and self._lines:
            await asyncio.sleep(TOGETHER)
            keys, self._fresh = self._fresh, set()
            await self._approvals_look()
            marks = await run_in_threadpool(marks_of, self._database, keys)
            for key in keys & marks.keys():
                typing = self._conversations.presence.name_of(key, "citizen") is not None
                talk = Talk(marks[key].last_seq, marks[key].read_seq, typing)
                for line, case in await run_in_threadpool(self._concerned, key):
                    line.talk_changed(case, talk)

    async def _approvals_look(self) -> None:
        """Tell those who nod when more or fewer answers wait for it."""
        nodding = [line for line in self._lines if line.member.role in APPROVERS]
        if not nodding:
            return
        waiting = await run_in_threadpool(self._answers_waiting)
        if waiting != self._waiting:
            self._waiting = waiting
            for line in nodding:
                line.counts_changed()

    def _answers_waiting(self) -> int:
        with self._database.reading() as connection:
            return self._approvals.waiting(connection)

    def _spread_over(self, task: asyncio.Task[None]) -> None:
        """A store that cannot be read now loses the news: the pages look again by themselves."""
        self._spreading = None
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("desk_news_lost", exc_info=error)

    def _concerned(self, key: str) -> list[tuple[Line, str]]:
        """The desks that hear of a conversation, and as that of which case. Blocks.

        Those of the organisation in charge hear of its open cases; whoever was shown the conversation as that of
        another case, as long as they still may see it.
        """
        open_cases = [case for case in self._cases.citizen_cases(key) if case.state in OPEN]
        found = []
        for line in list(self._lines):
            handles = line.member.role in HANDLERS
            mine = {case.id for case in open_cases if handles and case.organisation == line.member.organisation}
            watched = self._watched.get((line.member.id, key), set()) - mine
            found += [(line, case) for case in mine | {case for case in watched if self._may_hear(line.member, case)}]
        return found

    def _may_hear(self, member: Member, case: str) -> bool:
        try:
            self._cases.access_check(member, case, "transcript")
        except CaseRefusal:
            return False
        return True
