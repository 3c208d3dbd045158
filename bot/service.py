"""What operators and programmers ask the gateway: is it well, what did it do, what is its API."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Annotated, Any, Literal

from fastapi import APIRouter, FastAPI, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse
from pydantic import BaseModel, Field

from bot.api_page import api_page
from bot.conversation import Conversations
from bot.counters import counts
from bot.database import Database
from bot.errors import Problem
from bot.health import Health, Part, Status, status_of


class Details(BaseModel):
    """What happened so far and what goes on, in numbers only."""

    counters: dict[str, int]
    pending_messages: int
    listeners: int
    outage: bool


class HealthReport(BaseModel):
    """``down``: no message can be kept. ``degraded``: messages are kept, answers are late."""

    status: Status
    parts: dict[Literal["rasa", "actions", "store"], Part]
    details: Details | None = Field(None, description="only for ?details=1 from this machine itself")


def service_routes(app: FastAPI, health: Health, conversations: Conversations, database: Database) -> APIRouter:
    """The routes ``/healthz`` and ``/docs``."""
    router = APIRouter(tags=["service"])

    @router.get(
        "/healthz",
        response_model=HealthReport,
        response_model_exclude_none=True,
        responses={
            200: {"content": {"text/plain": {}}},
            422: {"model": Problem, "description": "malformed"},
            503: {"model": HealthReport, "description": "down"},
        },
    )
    async def health_get(
        request: Request,
        format: Annotated[Literal["json", "word"], Query(description="word: the status alone, as plain text")] = "json",
        details: bool = False,
    ) -> Response:
        """Whether each part is well."""
        parts = await health.parts()
        status = status_of(parts)
        code = 503 if status == "down" else 200
        if format == "word" or request.headers.get("accept", "").startswith("text/plain"):
            return PlainTextResponse(status, code)
        report: dict[str, Any] = {"status": status, "parts": parts}
        if details and parts["store"] == "ok" and _is_local(request):
            report["details"] = await _details(conversations, database)
        return JSONResponse(report, code)

    @router.get("/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        return HTMLResponse(api_page(app.openapi()))

    return router


async def _details(conversations: Conversations, database: Database) -> dict[str, Any]:
    pending = await run_in_threadpool(conversations.store.pending)
    return Details(
        counters=await run_in_threadpool(counts, database),
        pending_messages=sum(map(len, pending.values())),
        listeners=conversations.pushes.listeners(),
        outage=conversations.outage.is_on,
    ).model_dump()


def _is_local(request: Request) -> bool:
    """From this machine itself, and not through a proxy on it."""
    if request.client is None or "x-forwarded-for" in request.headers or "forwarded" in request.headers:
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
