"""What members keep for themselves: conflicts of interest, the link to Telegram, notices."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field

from bot.cases.cases import Cases
from bot.cases.records import Notice
from bot.desk.case_sent import ConflictAdd, Seen
from bot.desk.case_shapes import moment
from bot.desk.gate import EVERYBODY, HANDLERS, Asker, Gate, SignedIn
from bot.desk.staff import Staff
from bot.staff_secrets import LINK_SECONDS


class Conflict(BaseModel):
    """Somebody with whom the member has a conflict of interest: cases with them are not given to the member."""

    id: str
    name: str


class ConflictList(BaseModel):
    """The member's own."""

    conflicts: list[Conflict]


class Link(BaseModel):
    """A code to send to the bot in Telegram: once, within ``seconds``."""

    code: str
    seconds: int


class NoticeShown(BaseModel):
    """Something that the member is to be told, once; ``id`` grows."""

    id: int
    kind: str
    case: str | None
    number: str | None = Field(description="of the case")
    at: datetime


class NoticeList(BaseModel):
    """What is not yet seen, the oldest first."""

    notices: list[NoticeShown]


def own_routes(gate: Gate, cases: Cases, staff: Staff) -> APIRouter:
    """The routes ``/conflicts`` and ``/telegram/link``."""
    router = gate.router(*HANDLERS, tag="desk: own")

    @router.get("/conflicts")
    async def conflict_list(actor: Asker) -> ConflictList:
        """With whom one has declared a conflict of interest. Nobody else sees the names."""
        listed = await run_in_threadpool(cases.conflict_list, actor)
        return ConflictList(conflicts=[Conflict(id=one.id, name=one.name) for one in listed])

    @router.post("/conflicts", status_code=201)
    async def conflict_add(actor: Asker, sent: ConflictAdd) -> Conflict:
        """Declare one."""
        made = await run_in_threadpool(cases.conflict_add, actor, sent.name)
        return Conflict(id=made.id, name=made.name)

    @router.delete("/conflicts/{conflict}", status_code=204)
    async def conflict_remove(actor: Asker, conflict: str) -> None:
        """Take one back."""
        await run_in_threadpool(cases.conflict_remove, actor, conflict)

    @router.post("/telegram/link", status_code=201)
    async def telegram_link(session: SignedIn) -> Link:
        """A one-time code that links one's Telegram account; it ends an earlier one."""
        code = await run_in_threadpool(staff.telegram_link, session.member.id)
        return Link(code=code, seconds=LINK_SECONDS)

    @router.delete("/telegram/link", status_code=204)
    async def telegram_unlink(session: SignedIn) -> None:
        """Telegram gets nothing for this member any more."""
        await run_in_threadpool(staff.telegram_unlink, session.member.id)

    return router


def notice_routes(gate: Gate, cases: Cases) -> APIRouter:
    """The routes under ``/notices``; who works on no cases has none."""
    router = gate.router(*EVERYBODY, tag="desk: own")

    @router.get("/notices")
    async def notice_list(actor: Asker) -> NoticeList:
        """What is not yet seen, for a page that comes back."""
        listed = await run_in_threadpool(cases.notice_list, actor, only_unseen=True)
        return NoticeList(notices=[notice_shown(notice) for notice in listed])

    @router.post("/notices/seen", status_code=204)
    async def notices_seen(actor: Asker, sent: Seen) -> None:
        """Everything up to this notice was shown."""
        await run_in_threadpool(cases.notices_seen, actor, sent.up_to)

    return router


def notice_shown(notice: Notice) -> NoticeShown:
    """A notice as it is shown in lists and events."""
    return NoticeShown(
        id=notice.id, kind=notice.kind, case=notice.case, number=notice.number, at=moment(notice.at)
    )
