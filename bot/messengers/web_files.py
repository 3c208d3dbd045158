"""A citizen's files over the web: into a case and out of it."""

from __future__ import annotations

import asyncio
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from bot.cases.attachments import Attachments
from bot.cases.files import LARGEST
from bot.cases.media import SHOWN_INLINE
from bot.errors import Problem, TooMany
from bot.limits import Places
from bot.messengers.web import REFUSALS, Conversation
from bot.messengers.web_clients import WebClients
from bot.messengers.web_ranges import range_of
from bot.pushes import Pushes

SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"
"""What somebody sent runs nothing and reaches nothing, whatever a browser takes it for."""
UPLOADS_PER_ADDRESS, UPLOADS_AT_WORK, UPLOAD_SECONDS = 4, 3, 5
Id = Annotated[str, Query(pattern=r"^[A-Za-z0-9_.:-]{1,64}$", description="makes it harmless to repeat the request")]


def attachment_routes(pushes: Pushes, attachments: Attachments, clients: WebClients) -> APIRouter:
    """The routes under ``/api`` for what a citizen adds to a case."""
    router = APIRouter(prefix="/api", tags=["cases"])
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
        pushes.wake(key)
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

    return router
