"""What partners' systems call: packets come in signed, and the standard can be read by anybody."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from bot.cases.exchange.incoming import Incoming
from bot.cases.exchange.signature import ClockOff, SignatureWrong, signature_check
from bot.cases.exchange.standard import PacketRefused, Standard
from bot.logs import log

BODY = {"requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}}
STATUS = {"malformed": 422, "unknown_version": 422, "too_large": 413, "packet_reused": 409}


def exchange_routes(
    incoming: Incoming, standard: Standard, secrets: Mapping[str, Sequence[str]], clock: Callable[[], float]
) -> APIRouter:
    """``POST /api/partners/{partner}/packets`` and the published schema. ``secrets`` by partner id."""
    router = APIRouter(tags=["partners"])

    @router.post("/api/partners/{partner}/packets", openapi_extra=BODY, responses=_answers())
    async def packet_take(partner: str, request: Request) -> JSONResponse:
        """Take a case from a partner's system. The request is signed as docs/exchange.md tells."""
        content = await request.body()
        try:
            # An unknown partner is refused like a wrong signature: who is one is nobody's business.
            signature_check(secrets.get(partner, ()), request.headers, content, clock())
            return JSONResponse(await run_in_threadpool(incoming.take, partner, content))
        except SignatureWrong:
            log("packet_unsigned", level=logging.WARNING, partner=partner[:64])
            return _refused(401, "bad_signature", "the request is not signed with the secret of this partner")
        except ClockOff:
            log("packet_clock_off", level=logging.WARNING, partner=partner)
            return _refused(401, "clock_off", f"the request was signed at another time; here it is {int(clock())}")
        except PacketRefused as error:
            log("packet_refused", level=logging.WARNING, partner=partner, error=error.error)
            return _refused(STATUS[error.error], error.error, error.detail)

    @router.get("/api/schemas/case-packet.json")
    async def schema_get() -> JSONResponse:
        """The standard for packets, as a JSON Schema."""
        return JSONResponse(dict(standard.schema), media_type="application/schema+json")

    return router


def _refused(status: int, error: str, detail: str) -> JSONResponse:
    return JSONResponse({"error": error, "detail": detail}, status)


def _answers() -> dict[int | str, dict[str, Any]]:
    told = {
        401: "bad_signature or clock_off", 409: "packet_reused: the name with other content", 413: "too_large",
        422: "malformed or unknown_version",
    }  # fmt: skip
    return {status: {"description": words} for status, words in told.items()}
