"""A citizen's cases over the web: files, the file of a case, a way back by its code, a page to print."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from pydantic import UUID4, BaseModel, ConfigDict, Field

from bot.cases.attachments import Attachments
from bot.cases.files import LARGEST
from bot.cases.media import SHOWN_INLINE
from bot.cases.own_file import OwnFile
from bot.cases.summary import POLICY, summary_page
from bot.conversation import Conversations
from bot.errors import NotFound, Problem, TooMany
from bot.limits import Buckets, Places
from bot.messengers.web import REFUSALS, Conversation
from bot.messengers.web_clients import WebClients
from bot.messengers.web_ranges import range_of
from bot.messengers.web_tickets import Tickets
from bot.sentences import Language

SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"
"""What somebody sent runs nothing and reaches nothing, whatever a browser takes it for."""
WRONG_CODES, A_MINUTE = 5, 5.0
TALK_BURST, TALK_PER_MINUTE = 20, 60.0
UPLOADS_PER_ADDRESS, UPLOADS_AT_WORK, UPLOAD_SECONDS = 4, 3, 5
Id = Annotated[str, Query(pattern=r"^[A-Za-z0-9_.:-]{1,64}$", description="makes it harmless to repeat the request")]
Spoken = Annotated[Language, Query(description="of the answer")]


class ReturnIn(BaseModel):
    """The code of a case, and a new secret of this device that is to open its conversation."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(max_length=100)
    conversation: UUID4


class Read(BaseModel):
    """How far the citizen has read."""

    model_config = ConfigDict(extra="forbid")

    seq: int = Field(ge=0)


def case_routes(
    conversations: Conversations,
    attachments: Attachments,
    own_file: OwnFile,
    clients: WebClients,
    public_url: str | None,
) -> APIRouter:
    """The routes under ``/api`` that belong to a citizen's cases."""
    router = APIRouter(prefix="/api", tags=["cases"])
    wrong = Buckets(WRONG_CODES, A_MINUTE)
    signs = Buckets(TALK_BURST, TALK_PER_MINUTE)
    tickets = Tickets()
    # Each file is in memory several times while it is sealed.
    uploads, working = Places(UPLOADS_PER_ADDRESS), asyncio.Semaphore(UPLOADS_AT_WORK)

    @router.post(
        "/conversations/{conversation}/files",
        openapi_extra={"requestBody": {"content": {"*/*": {}}, "required": True}},
        responses={
            **REFUSALS,
            409: {"model": Problem, "description": "no_case: there is no open case; id_reused; file_many"},
            413: {"model": Problem, "description": f"larger than {LARGEST} bytes"},
            415: {"model": Problem, "description": "of a type that is not taken"},
            507: {"model": Problem, "description": "no room; nothing was kept"},
        },
    )
    async def file_add(
        request: Request, conversation: Conversation, id: Id, name: Annotated[str, Query(max_length=300)] = ""
    ) -> Response:
        """Add a picture, a recording or a PDF, as the raw body, to the open case. Its type is told by its content."""
        clients.hold_back(request, conversation)
        key, address = await clients.key(conversation), clients.address(request)
        if not uploads.take(address):
            raise TooMany(UPLOAD_SECONDS)
        try:
            content = await request.body()
            async with working:
                message = await run_in_threadpool(attachments.add, key, id, name, content)
        finally:
            uploads.give_back(address)
        conversations.pushes.wake(key)
        return JSONResponse(message.shown())

    @router.get(
        "/conversations/{conversation}/files/{file}",
        response_class=Response,
        responses={**REFUSALS, 200: {"content": {"*/*": {}}}, 404: {"model": Problem}},
    )
    async def file_get(request: Request, conversation: Conversation, file: str) -> Response:
        """A file of one of the conversation's own cases."""
        clients.hold_back(request)
        found, content = await run_in_threadpool(attachments.own, await clients.key(conversation), file)
        how = "inline" if found.type in SHOWN_INLINE else "attachment"
        headers = {
            "content-disposition": f"{how}; filename*=UTF-8''{quote(found.name)}",
            "content-security-policy": SANDBOX,
            "accept-ranges": "bytes",
        }
        wanted = range_of(request.headers.get("range"), len(content))
        if wanted is None:
            return Response(content, media_type=found.type, headers=headers)
        headers["content-range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{len(content)}"
        return Response(content[wanted.start : wanted.stop], 206, media_type=found.type, headers=headers)

    @router.post("/conversations/{conversation}/read", status_code=204, responses=REFUSALS)
    async def read_mark(request: Request, conversation: Conversation, mark: Read) -> None:
        """Tell the mediator how far the citizen has read."""
        _signs_hold_back(signs, conversation)
        key = await clients.key(conversation)
        if await run_in_threadpool(conversations.store.read_mark, key, mark.seq):
            conversations.pushes.wake(key)

    @router.post("/conversations/{conversation}/typing", status_code=204, responses=REFUSALS)
    async def typing(request: Request, conversation: Conversation) -> None:
        """Tell the mediator, for some seconds, that the citizen is writing."""
        _signs_hold_back(signs, conversation)
        conversations.presence.typing(await clients.key(conversation), "citizen")

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


def _signs_hold_back(signs: Buckets, conversation: UUID4) -> None:
    seconds = signs.take(str(conversation))
    if seconds:
        raise TooMany(seconds)
