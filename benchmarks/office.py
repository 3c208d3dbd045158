"""A mediation office inside this process: the gateway's own parts, mediators at open desks, citizens they talk to."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from fastapi.concurrency import run_in_threadpool
from sqlalchemy import insert

from bot.cases.records import Facts, Member, Opening, Party, System
from bot.cases.tables import staff
from bot.desk.board import Board, Line
from bot.parts import Parts, listen, parts_make
from bot.pushes import wait_until_set
from bot.records import Incoming, Message
from bot.settings import ROOT, Settings
from bot.store import conversation_begin

ORGANISATION = "centre"
NOBODY = "http://127.0.0.1:9"  # no Rasa: while a mediator speaks it is not asked
PATIENCE = 30.0  # seconds after which a message counts as lost
SAID, REPLIED = "楼上还是在漏水，今天又滴了一整天。", "收到，我今天下午联系楼上住户，有结果马上告诉您。"
FACTS = Facts(
    what_happened="楼上卫生间渗水，客厅天花板和墙面受损，多次协商没有结果。",
    other_side="李某", wishes="修好漏水的地方\n赔偿粉刷费用", tried="找过居委会", evidence=("照片", "检查单"),
    contact="13800000000", parties=(Party("王某", "applicant"), Party("李某", "other_side")),
)  # fmt: skip


class Lost(Exception):
    """A message did not arrive in time."""


def settings_of(folder: Path) -> Settings:
    """The gateway's settings with everything in ``folder`` and nobody else to talk to.

    Whatever the environment says: a measurement must never touch the database or the citizens of what really runs.
    """
    return Settings(
        var=folder, data=ROOT / "data", rasa_url=NOBODY, actions_url=NOBODY, database_url=None, key=None,
        telegram_token=None, tracker_url=None, public_url=None,
    )  # fmt: skip


@dataclass
class Desk:
    """A mediator's open page, which reads a conversation when it is told that something was said there."""

    member: Member
    line: Line
    news: dict[str, asyncio.Event] = field(default_factory=dict)

    def told_of(self, case: str) -> asyncio.Event:
        """Set whenever there is news of the case."""
        return self.news.setdefault(case, asyncio.Event())

    async def attend(self) -> None:
        """For ever: pass the desk's news on to whoever waits for them."""
        while True:
            await self.line.event.wait()
            self.line.event.clear()
            for case in self.line.talks:
                self.told_of(case).set()
            self.line.talks.clear()
            self.line.cases.clear()


@dataclass(frozen=True)
class Talk:
    """One conversation between a citizen and the mediator who has taken it over."""

    parts: Parts
    desk: Desk
    key: str
    case: str

    async def round_trip(self) -> None:
        """The citizen writes, the mediator reads it and answers, the citizen reads that. Raises ``Lost``."""
        conversations, cases, member = self.parts.conversations, self.parts.cases, self.desk.member
        with conversations.pushes.listening(self.key) as heard:
            said = await conversations.receive(self.key, Incoming(uuid.uuid4().hex, SAID, words=SAID))
            news, before = self.desk.told_of(self.case), said.seq - 1
            await _read_until(news, lambda: cases.message_list(member, self.case, before), said.seq)
            reply = await run_in_threadpool(cases.reply, member, self.case, uuid.uuid4().hex, REPLIED)
            await _read_until(heard, lambda: self._feed(said.seq), reply.seq)

    def _feed(self, after: int) -> Sequence[Message]:
        feed = self.parts.conversations.store.feed(self.key, after)
        return () if feed is None else feed.messages


@asynccontextmanager
async def office_open(folder: Path, talks: int, desks: int) -> AsyncIterator[list[Talk]]:
    """So many talks at so many desks, with the gateway's store in ``folder``."""
    parts = await run_in_threadpool(parts_make, settings_of(folder), time.time)
    listen(parts.cases, parts.conversations, asyncio.get_running_loop())
    board = Board(parts.cases, parts.conversations, parts.approvals)
    with ExitStack() as lines:
        members = [await run_in_threadpool(member_add, parts) for _ in range(desks)]
        opened = [Desk(member, lines.enter_context(board.line(member))) for member in members]
        attending = [asyncio.create_task(desk.attend()) for desk in opened]
        yield [await run_in_threadpool(_talk_begin, parts, opened[number % desks]) for number in range(talks)]
        for task in attending:
            task.cancel()
        await asyncio.gather(*attending, return_exceptions=True)
    await parts.close()


def member_add(parts: Parts) -> Member:
    """A mediator who is on duty."""
    identity, name = uuid.uuid4().hex, "张调解"
    row: dict[str, object] = {"id": identity, "login": identity, "name": name, "role": "mediator"}
    row |= {"organisation": ORGANISATION, "languages": ["zh"], "kinds": [], "on_duty": True, "active": True}
    with parts.database.writing() as connection:
        connection.execute(insert(staff).values(**row, created_at=time.time()))
    return Member(identity, name, "mediator", ORGANISATION)


def _talk_begin(parts: Parts, desk: Desk) -> Talk:
    key = uuid.uuid4().hex
    opening = Opening("neighbours", "zh", facts=FACTS, district="hongkou", consent_version="1")
    with parts.database.writing() as connection:
        conversation_begin(connection, key, time.time())
        case = parts.cases.case_open(System(), opening, key, within=connection).case.id
        parts.cases.case_claim(desk.member, case, within=connection)
        parts.cases.reply(desk.member, case, uuid.uuid4().hex, "您好，我是调解员。", within=connection)
    return Talk(parts, desk, key, case)


async def _read_until(event: asyncio.Event, read: Callable[[], Sequence[Message]], seq: int) -> None:
    """Read whenever ``event`` is set, until the message ``seq`` is there."""
    ends_at = time.perf_counter() + PATIENCE
    while True:
        event.clear()  # before reading, so that nothing is missed
        if any(message.seq == seq for message in await run_in_threadpool(read)):
            return
        if not await wait_until_set(event, ends_at - time.perf_counter()):
            raise Lost
