"""Brings packets to partners, again and again until each is acknowledged; whatever is killed when, none is lost."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence

import httpx
from fastapi.concurrency import run_in_threadpool

from bot.cases.exchange.outgoing import Outgoing, Parcel
from bot.cases.exchange.signature import headers_signed
from bot.cases.exchange.standard import ACKNOWLEDGEMENT, digest_of_written
from bot.cases.routing import PartnerSystem
from bot.logs import log
from bot.records import StoreUnavailable

FINAL = frozenset({400, 409, 413, 422})
"""Answers that would be the same however often the same packet is sent."""
JSON = {"content-type": "application/json"}


class Courier:
    """``partners`` and ``secrets`` by id; ``timeout`` in seconds for one answer; ``clock`` gives Unix seconds."""

    def __init__(
        self,
        outgoing: Outgoing,
        partners: Mapping[str, PartnerSystem],
        secrets: Mapping[str, Sequence[str]],
        clock: Callable[[], float],
        timeout: float = 30.0,
    ) -> None:
        self._outgoing = outgoing
        self._partners = partners
        self._secrets = secrets
        self._clock = clock
        # No proxy of the environment may see what is sent, and no partner may send us on elsewhere.
        self._http = httpx.AsyncClient(timeout=timeout, trust_env=False, follow_redirects=False)

    async def run(self, every: float) -> None:
        """For ever: send what is due, and look again after ``every`` seconds."""
        while True:
            try:
                await self.deliver()
            except StoreUnavailable as error:
                log("packets_postponed", level=logging.WARNING, why=error.reason)
            await asyncio.sleep(every)

    async def deliver(self) -> int:
        """Send everything that is due, once; returns how many were acknowledged. May raise ``StoreUnavailable``."""
        acknowledged = 0
        while (parcel := await run_in_threadpool(self._outgoing.take_due)) is not None:
            acknowledged += await self._bring(parcel)
        return acknowledged

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _bring(self, parcel: Parcel) -> bool:
        url = self._partners[parcel.partner].url
        if url is None or parcel.partner not in self._secrets:
            return False  # taken out of the settings while the packet was under way: it waits for them to come back
        headers = headers_signed(self._secrets[parcel.partner], parcel.content, self._clock())
        try:
            answer = await self._http.post(url, content=parcel.content, headers=headers | JSON)
        except httpx.HTTPError as error:
            log("packet_postponed", level=logging.WARNING, partner=parcel.partner, why=type(error).__name__)
            return False
        number = _acknowledged(answer, parcel)
        if number is not None:
            await run_in_threadpool(self._outgoing.acknowledge, parcel.id, number)
            log("packet_acknowledged", partner=parcel.partner, packet=parcel.id)
            return True
        log("packet_refused", level=logging.ERROR, partner=parcel.partner, packet=parcel.id, status=answer.status_code)
        if answer.status_code in FINAL:
            await run_in_threadpool(self._outgoing.give_up, parcel.id, f"status {answer.status_code}")
        return False


def _acknowledged(answer: httpx.Response, parcel: Parcel) -> str | None:
    """The partner's number of the case, if this is the acknowledgement of this very packet."""
    if answer.status_code not in (200, 201):
        return None
    try:
        given = answer.json()
    except ValueError:
        return None
    if not isinstance(given, dict) or given.get("schema") != ACKNOWLEDGEMENT:
        return None
    is_same = given.get("packet") == parcel.id and given.get("digest") == digest_of_written(parcel.content)
    return str(given.get("number", ""))[:64] if is_same else None
