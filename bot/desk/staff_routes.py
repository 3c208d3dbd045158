"""Managing staff: an administrator everybody, a lead the mediators of the own organisation."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel

from bot.cases.records import Forbidden
from bot.desk.board import Board
from bot.desk.gate import Gate, SignedIn
from bot.desk.leaving import Leaving
from bot.desk.member_shapes import (
    Invited,
    MemberAdd,
    MemberChange,
    MemberInvited,
    MemberShown,
    member_shown,
)
from bot.desk.problems import Refused
from bot.desk.staff import Newcomer, Staff, StaffMember, invitation_url
from bot.desk.vocabulary import Vocabulary


class StaffList(BaseModel):
    """Members of staff, by name."""

    staff: list[MemberShown]


def staff_routes(
    gate: Gate, staff: Staff, vocabulary: Vocabulary, leaving: Leaving, board: Board, public_url: str | None
) -> APIRouter:
    """The routes under ``/staff``."""
    router = gate.router("administrator", "lead", tag="desk: staff")

    def invited(request: Request, token: str) -> dict[str, str]:
        base = public_url or str(request.base_url).rstrip("/")
        return {"token": token, "url": invitation_url(base, token)}

    async def theirs(asker: StaffMember, member: str) -> StaffMember:
        found = await run_in_threadpool(staff.get, member)
        if found is None or not _sees(asker, found):
            raise Refused(404, "member_hidden")
        if not _manages(asker, found):
            raise Forbidden
        return found

    @router.get("/staff")
    async def staff_list(session: SignedIn) -> StaffList:
        """Everybody; for a lead, those of the own organisation."""
        asker = session.member
        organisation = None if asker.role == "administrator" else asker.organisation
        listed = await run_in_threadpool(staff.list, organisation)
        loads = await run_in_threadpool(leaving.loads, [member for member, _seen in listed])
        shown = [
            member_shown(member).model_copy(update={"open_cases": loads.get(member.id, 0), "last_seen": _time(seen)})
            for member, seen in listed
        ]
        return StaffList(staff=shown)

    @router.post("/staff", status_code=201)
    async def staff_add(request: Request, session: SignedIn, sent: MemberAdd) -> MemberInvited:
        """Add a member, who sets a password with the invitation: it is shown now and never again."""
        vocabulary.organisation_check(sent.organisation)
        vocabulary.kinds_check(sent.kinds)
        if not _may_be(session.member, sent.role, sent.organisation):
            raise Forbidden
        member, token = await run_in_threadpool(staff.add, Newcomer(**sent.model_dump()))
        return MemberInvited(member=member_shown(member), **invited(request, token))

    @router.patch("/staff/{member}")
    async def staff_change(session: SignedIn, member: str, sent: MemberChange) -> MemberShown:
        """Change a member. One who is made inactive is signed out everywhere, and the cases wait again."""
        found = await theirs(session.member, member)
        fields = sent.model_dump(exclude_none=True)
        vocabulary.kinds_check(sent.kinds or ())
        if sent.organisation is not None:
            vocabulary.organisation_check(sent.organisation)
        role, organisation = sent.role or found.role, sent.organisation or found.organisation
        if not _may_be(session.member, role, organisation):
            raise Forbidden
        moves = (role, organisation) != (found.role, found.organisation)
        if found.id == session.member.id and (moves or sent.active is False):
            raise Refused(409, "not_yourself")
        changed = await run_in_threadpool(staff.change, found.id, fields)
        if moves or sent.active is False:
            board.wake(found.id)
            await run_in_threadpool(leaving.put_back, found)
        return member_shown(changed)

    @router.post("/staff/{member}/invitation")
    async def staff_invite(request: Request, session: SignedIn, member: str) -> Invited:
        """A new invitation: for who did not take up the first, or forgot the password. It ends the one before."""
        found = await theirs(session.member, member)
        if not found.active:
            raise Refused(409, "member_inactive")
        return Invited(**invited(request, await run_in_threadpool(staff.invite, found.id)))

    return router


def _sees(asker: StaffMember, member: StaffMember) -> bool:
    return asker.role == "administrator" or asker.organisation == member.organisation


def _manages(asker: StaffMember, member: StaffMember) -> bool:
    return _may_be(asker, member.role, member.organisation)


def _may_be(asker: StaffMember, role: str, organisation: str) -> bool:
    """Whether ``asker`` may make somebody this there, and change who is."""
    return asker.role == "administrator" or (role == "mediator" and organisation == asker.organisation)


def _time(at: float | None) -> datetime | None:
    return None if at is None else datetime.fromtimestamp(at, UTC)
