"""Cases that leave as packets and come as packets, by hand: ``docs/exchange.md`` tells what a packet is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field

from bot.cases.cases import Cases
from bot.cases.exchange.incoming import Incoming
from bot.cases.exchange.outgoing import Outgoing
from bot.cases.records import CaseHidden, Member
from bot.desk.case_sent import SendTo
from bot.desk.case_shapes import CaseViewShown
from bot.desk.case_view import CaseViews
from bot.desk.gate import HANDLERS, Asker, Gate

BODY = {"requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}}


class Imported(BaseModel):
    """The case that a packet became, now or before."""

    number: str
    case: str | None = Field(description="its id; null when it is not this member's to see")


def packet_routes(gate: Gate, cases: Cases, views: CaseViews, outgoing: Outgoing, incoming: Incoming) -> APIRouter:
    """The routes for packets."""
    router = gate.router(*HANDLERS, tag="desk: packets")

    def imported(actor: Member, content: bytes) -> Imported:
        number = incoming.take_file(actor, content)["number"]
        try:
            return Imported(number=number, case=cases.case_find(actor, number).case.id)
        except CaseHidden:
            return Imported(number=number, case=None)

    @router.get(
        "/cases/{case}/packet", response_class=Response, responses={200: {"content": {"application/json": {}}}}
    )
    async def packet_get(
        actor: Asker, case: str, partner: Annotated[str | None, Query(max_length=64)] = None
    ) -> Response:
        """The case as a packet in a file, for who holds it or leads its organisation. Making it is written down.

        With ``partner`` it holds what that partner may see, else what the member sees.
        """
        content = await run_in_threadpool(outgoing.packet_get, actor, case, partner)
        headers = {"content-disposition": f'attachment; filename="{case}.json"'}
        return Response(content, media_type="application/json", headers=headers)

    @router.post("/packets", openapi_extra=BODY)
    async def packet_import(request: Request, actor: Asker) -> Imported:
        """Make a case of a packet that came as a file. The same packet again changes nothing."""
        return await run_in_threadpool(imported, actor, await request.body())

    @router.post("/cases/{case}/send", response_model_exclude_unset=True)
    async def case_send(actor: Asker, case: str, sent: SendTo) -> CaseViewShown:
        """Send the case to a partner as a packet. It stays here until the partner has taken it."""
        await run_in_threadpool(outgoing.send, actor, case, sent.partner, sent.why)
        return await run_in_threadpool(views.get, actor, case)

    return router
