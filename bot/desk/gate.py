"""Asks at every request of the desk who is there: session, token against forged requests, role."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from ipaddress import ip_address
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool

from bot.cases.records import Forbidden, Member, Role
from bot.desk.problems import REFUSALS, DeskRoute, Refused
from bot.desk.sessions import LONGEST_SECONDS, Session, Sessions, SignedOut
from bot.limits import address_of
from bot.security import SAFE_METHODS
from bot.settings import Settings

API = "/desk/api"
COOKIE = "jiefen_desk"
EVERYBODY: tuple[Role, ...] = ("mediator", "lead", "administrator", "maintainer")
HANDLERS: tuple[Role, ...] = ("mediator", "lead")
"""Who works on cases."""


def session_of(request: Request) -> Session:
    """The session with which a request came; the gate has put it there."""
    return cast(Session, request.state.session)


def actor_of(request: Request) -> Member:
    """The member as cases know them."""
    return Member.of(session_of(request).member)


SignedIn = Annotated[Session, Depends(session_of)]
Asker = Annotated[Member, Depends(actor_of)]


class Gate:
    """Makes routers that let through only who is signed in and has the role, and keeps the cookie."""

    def __init__(self, sessions: Sessions, settings: Settings) -> None:
        self._sessions = sessions
        self._proxies = settings.proxies
        self._is_public_https = (settings.public_url or "").startswith("https://")

    def router(self, *roles: str, tag: str) -> APIRouter:
        """Routes under ``/desk/api`` for these roles."""
        checked = [Depends(self._check(roles))]
        return APIRouter(prefix=API, tags=[tag], dependencies=checked, responses=REFUSALS, route_class=DeskRoute)

    def cookie_set(self, request: Request, response: Response, token: str) -> None:
        """Give the browser its token, which no script can read and no other site can make it send."""
        response.set_cookie(COOKIE, token, max_age=int(LONGEST_SECONDS), **self._how(request))

    def cookie_drop(self, request: Request, response: Response) -> None:
        """Take the token back."""
        response.delete_cookie(COOKIE, **self._how(request))

    def address(self, request: Request) -> str:
        """From where a request comes, as ``bot.limits`` tells it."""
        return address_of(request.client.host if request.client else "", request.headers, self._proxies)

    def _how(self, request: Request) -> dict[str, Any]:
        return {"path": "/desk", "httponly": True, "samesite": "strict", "secure": self._is_https(request)}

    def _is_https(self, request: Request) -> bool:
        """Whether the browser spoke TLS, to us or to a proxy that we believe."""
        peer = request.client.host if request.client else ""
        forwarded = request.headers.get("x-forwarded-proto", "").split(",")[-1].strip() == "https"
        return request.url.scheme == "https" or self._is_public_https or (forwarded and self._is_believed(peer))

    def _is_believed(self, peer: str) -> bool:
        try:
            return any(ip_address(peer) in network for network in self._proxies)
        except ValueError:
            return False

    def _check(self, roles: tuple[str, ...]) -> Callable[..., Any]:
        async def check(request: Request) -> None:
            token = request.cookies.get(COOKIE)
            if not token:
                raise SignedOut
            session = await run_in_threadpool(self._sessions.get, token)
            sent = request.headers.get("x-csrf", "")
            if request.method not in SAFE_METHODS and not secrets.compare_digest(sent.encode(), session.csrf.encode()):
                raise Refused(403, "csrf")
            if session.member.role not in roles:
                raise Forbidden
            request.state.session = session

        return check
