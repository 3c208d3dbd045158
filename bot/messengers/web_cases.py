"""A citizen's cases over the web: their own file, a way back by its code, a page to print, erasing."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import UUID4, BaseModel, ConfigDict, Field

from bot.cases.own_file import OwnFile
from bot.cases.summary import POLICY, summary_page
from bot.conversation import Conversations
from bot.errors import NotFound, Problem, TooMany
from bot.limits import Buckets
from bot.messengers.web import REFUSALS, Conversation
from bot.messengers.web_clients import WebClients
from bot.messengers.web_tickets import Tickets
from bot.sentences import Language

WRONG_CODES, A_MINUTE = 5, 5.0
Spoken = Annotated[Language, Query(description="of the answer")]


class ReturnIn(BaseModel):
    """The code of a case, and a new secret of this device that is to open its conversation."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(max_length=100)
    conversation: UUID4


def case_routes(conversations: Conversations, own_file: OwnFile, clients: WebClients) -> APIRouter:
    """The routes under ``/api`` for a citizen's own cases."""
    router = APIRouter(prefix="/api", tags=["cases"])
    wrong = Buckets(WRONG_CODES, A_MINUTE)

    @router.post(
        "/cases/return",
        responses={
            **REFUSALS,
            200: {"description": "the conversation of the case is open to the new secret"},
            404: {"model": Problem, "description": "there is no case with this code"},
            409: {"model": Problem, "description": "the secret is not new"},
        },
    )
    async def case_return(request: Request, back: ReturnIn) -> dict[str, str]:
        """Come back to a case from another device, by its code."""
        clients.hold_back(request)
        address = clients.address(request)
        seconds = wrong.take(address)
        if seconds:
            raise TooMany(seconds)
        number = await conversations.come_back(back.code, str(back.conversation))
        if number is None:
            raise NotFound
        wrong.give_back(address)
        return {"number": number, "conversation": str(back.conversation)}

    @router.get("/conversations/{conversation}/cases", responses=REFUSALS)
    async def cases_list(request: Request, conversation: Conversation, language: Spoken = "zh") -> dict[str, Any]:
        """The citizen's own cases, in words, the newest first."""
        clients.hold_back(request)
        listed = await run_in_threadpool(own_file.listed, await clients.key(conversation), language)
        return {"cases": listed}

    @router.delete("/conversations/{conversation}/cases/{number}", responses={**REFUSALS, 404: {"model": Problem}})
    async def case_erase(request: Request, conversation: Conversation, number: str) -> dict[str, str]:
        """Erase a case; what must stay of it, and why, is in the answer."""
        clients.hold_back(request)
        key = await clients.key(conversation)
        kept = await conversations.case_erase(key, number)
        if kept is None:
            raise NotFound
        return {"number": number, "kept": kept}

    return router


def summary_routes(own_file: OwnFile, clients: WebClients, public_url: str | None) -> APIRouter:
    """The routes under ``/api`` that lead to the page to print."""
    router = APIRouter(prefix="/api", tags=["cases"])
    tickets = Tickets()

    @router.get(
        "/conversations/{conversation}/cases/{number}/summary",
        status_code=303,
        response_class=RedirectResponse,
        responses={**REFUSALS, 404: {"model": Problem}},
    )
    async def summary_open(
        request: Request, conversation: Conversation, number: str, language: Spoken = "zh"
    ) -> Response:
        """Lead to the page to print, at an address that ends soon: browsers print the address on the paper."""
        clients.hold_back(request)
        key = await clients.key(conversation)
        if await run_in_threadpool(own_file.one, key, number) is None:
            raise NotFound
        return RedirectResponse(f"/api/summaries/{tickets.make((key, number, language))}", 303)

    @router.get("/summaries/{ticket}", response_class=HTMLResponse, responses={**REFUSALS, 404: {"model": Problem}})
    async def summary_get(request: Request, ticket: str) -> Response:
        """One page about a case, to be printed."""
        clients.hold_back(request)
        wanted = tickets.get(ticket)
        if wanted is None:
            raise NotFound
        key, number, language = wanted
        listed = await run_in_threadpool(own_file.listed, key, language)
        told = next((case for case in listed if case["number"] == number), None)
        case = await run_in_threadpool(own_file.one, key, number)
        if told is None or case is None:
            raise NotFound
        page = await run_in_threadpool(summary_page, told, case.id, language, public_url)
        return HTMLResponse(page, headers={"content-security-policy": POLICY})

    return router
