"""Every refusal of the desk in the gateway's one shape, in the language that the member's page asks for."""

from __future__ import annotations

import math
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, Field

from bot.cases.approvals import NothingWaits
from bot.cases.exchange.standard import PacketRefused
from bot.cases.files import ContentGone
from bot.cases.listing import CursorBroken
from bot.cases.records import (
    CaseHidden,
    ClaimLost,
    ConflictOfInterest,
    Forbidden,
    NoChat,
    NotHolder,
    WrongState,
)
from bot.desk.lockout import AddressLocked, SignInLocked
from bot.desk.passwords import PasswordUnfit
from bot.desk.sentences import say
from bot.desk.sessions import PasswordWrong, SignedOut, SignInRefused
from bot.desk.staff import InvitationUnknown, LastAdministrator, LoginTaken
from bot.errors import LookupUnavailable, language_wanted
from bot.records import IdReused, StoreUnavailable


class DeskProblem(BaseModel):
    """Why the desk refused, as in the gateway's API, with what the page needs to go on."""

    model_config = ConfigDict(extra="allow")

    error: str = Field(description="a name for programs, such as claim_lost")
    detail: str = Field(description="a sentence for people, in the language of the request")


class Refused(Exception):
    """A refusal with its HTTP status, by the name of its sentence; ``told`` fills the sentence in and goes along."""

    def __init__(self, status: int, error: str, **told: Any) -> None:
        super().__init__(error)
        self.status = status
        self.error = error
        self.told = told


REFUSALS: dict[int | str, dict[str, Any]] = {
    401: {"model": DeskProblem, "description": "not signed in"},
    403: {"model": DeskProblem, "description": "not for this role, or without the token against forged requests"},
    404: {"model": DeskProblem, "description": "no such thing for this member"},
    409: {"model": DeskProblem, "description": "cannot be done now; a claim_lost says by `holder` who has the case"},
    422: {"model": DeskProblem, "description": "malformed"},
    503: {"model": DeskProblem, "description": "cannot be read, kept or looked up now"},
}


def _locked(error: Any) -> Refused:
    return Refused(423, "locked", seconds=error.seconds, minutes=math.ceil(error.seconds / 60))


def _held_back(error: Any) -> Refused:
    return Refused(429, "too_many_tries", seconds=error.seconds, minutes=math.ceil(error.seconds / 60))


def _as(status: int, error: str) -> Callable[[Any], Refused]:
    return lambda _error: Refused(status, error)


def _packet_refused(error: Any) -> Refused:
    status = {"too_large": 413, "packet_reused": 409}.get(error.error, 422)
    return Refused(status, "packet_unfit", problem=error.detail)


def _first_fault(error: RequestValidationError) -> Refused:
    """The place and the rule, never what was sent."""
    part = error.errors()[0]
    place = ".".join(str(name) for name in part["loc"][1:])
    return Refused(422, "malformed", problem=f"{place}: {part['type']}" if place else str(part["type"]))


SAID: dict[type[Exception], Callable[[Any], Refused]] = {
    SignedOut: _as(401, "signed_out"),
    SignInRefused: _as(401, "wrong_login"),
    AddressLocked: _held_back,
    SignInLocked: _locked,
    RequestValidationError: _first_fault,
    PasswordUnfit: lambda error: Refused(422, f"password_{error.rule}"),
    PasswordWrong: _as(422, "password_wrong"),
    InvitationUnknown: _as(404, "invitation_unknown"),
    LoginTaken: _as(409, "login_taken"),
    LastAdministrator: _as(409, "last_administrator"),
    Forbidden: _as(403, "forbidden"),
    CaseHidden: _as(404, "case_hidden"),
    NotHolder: _as(409, "not_holder"),
    ClaimLost: lambda error: Refused(409, "claim_lost", holder=error.holder),
    ConflictOfInterest: _as(409, "conflict_of_interest"),
    WrongState: lambda error: Refused(409, "wrong_state", state=error.state),
    NoChat: _as(409, "no_chat"),
    IdReused: _as(409, "id_reused"),
    PacketRefused: _packet_refused,
    NothingWaits: _as(409, "decided_already"),
    ContentGone: _as(404, "file_gone"),
    CursorBroken: lambda _error: Refused(422, "malformed", problem="cursor"),
    LookupUnavailable: _as(503, "not_available"),
    StoreUnavailable: lambda _error: Refused(503, "store_unavailable", seconds=5),
    Refused: lambda error: error,
}


class DeskRoute(APIRoute):
    """A route whose refusals are the desk's, in words for staff; nothing that it answers is kept by a browser."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """As FastAPI calls a route, with its dependencies."""
        handle = super().get_route_handler()

        async def handle_or_refuse(request: Request) -> Response:
            try:
                response = await handle(request)
            except tuple(SAID) as error:
                said = next(said for kind, said in SAID.items() if isinstance(error, kind))
                response = refusal(said(error), request)
            response.headers["cache-control"] = "no-store"
            return response

        return handle_or_refuse


def refusal(refused: Refused, request: Request) -> JSONResponse:
    """The answer to a request that is refused."""
    detail = say(refused.error, language_wanted(request), **refused.told)
    headers = {"retry-after": str(refused.told["seconds"])} if "seconds" in refused.told else {}
    body = {"error": refused.error, "detail": detail, **refused.told}
    return JSONResponse(body, refused.status, headers)
