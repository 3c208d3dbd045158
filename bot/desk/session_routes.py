"""Signing in and out, taking up an invitation, and what members change of their own."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from bot.desk.board import Board
from bot.desk.gate import API, EVERYBODY, Gate, SignedIn
from bot.desk.member_shapes import Accept, MeChange, MemberShown, SessionShown, SignIn, member_shown
from bot.desk.problems import REFUSALS, DeskProblem, DeskRoute
from bot.desk.sessions import Session, Sessions
from bot.desk.staff import Staff
from bot.desk.vocabulary import Vocabulary

LOCKED: dict[int | str, dict[str, Any]] = {
    423: {"model": DeskProblem, "description": "this login is locked for `seconds`"},
    429: {"model": DeskProblem, "description": "this address is held back for `seconds`"},
}


def sign_in_routes(gate: Gate, sessions: Sessions, staff: Staff) -> APIRouter:
    """The two routes for whoever is not signed in yet."""
    router = APIRouter(prefix=API, tags=["desk: session"], responses={**REFUSALS, **LOCKED}, route_class=DeskRoute)

    @router.post("/session")
    async def sign_in(request: Request, response: Response, sent: SignIn) -> SessionShown:
        """Sign in. Five failures for a login lock it for a quarter of an hour, whether or not it exists."""
        token, session = await run_in_threadpool(sessions.sign_in, sent.login, sent.password, gate.address(request))
        gate.cookie_set(request, response, token)
        return _shown(session)

    @router.post("/invitations/accept")
    async def invitation_accept(request: Request, response: Response, sent: Accept) -> SessionShown:
        """Set the password with an invitation, and sign in. Earlier sessions of the member end."""
        member = await run_in_threadpool(staff.accept, sent.token, sent.password)
        token, session = await run_in_threadpool(sessions.begin, member)
        gate.cookie_set(request, response, token)
        return _shown(session)

    return router


def session_routes(
    gate: Gate, sessions: Sessions, staff: Staff, vocabulary: Vocabulary, board: Board
) -> APIRouter:
    """The routes about whoever is signed in."""
    router = gate.router(*EVERYBODY, tag="desk: session")

    @router.get("/session")
    async def session_get(session: SignedIn) -> SessionShown:
        """Who is signed in."""
        return _shown(session)

    @router.delete("/session", status_code=204)
    async def sign_out(request: Request, response: Response, session: SignedIn) -> None:
        """Sign out in this browser."""
        await run_in_threadpool(sessions.sign_out, session)
        board.wake(session.member.id)
        gate.cookie_drop(request, response)

    @router.patch("/me")
    async def me_change(request: Request, session: SignedIn, sent: MeChange) -> MemberShown:
        """Change one's own name, languages, kinds, duty or password; a new password ends all other sessions."""
        vocabulary.kinds_check(sent.kinds or ())
        if sent.password is not None:
            await run_in_threadpool(sessions.password_check, session, sent.password.old, gate.address(request))
            await run_in_threadpool(staff.password_set, session.member, sent.password.new, session.hash)
            board.wake(session.member.id)
        fields = sent.model_dump(exclude_none=True, exclude={"password"})
        return member_shown(await run_in_threadpool(staff.change, session.member.id, fields))

    return router


def _shown(session: Session) -> SessionShown:
    return SessionShown(member=member_shown(session.member), csrf=session.csrf)
