"""The one module that reaches Rasa."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx
from fastapi.concurrency import run_in_threadpool

from bot.records import Turn
from bot.settings import Settings
from bot.tracker import Tracker

# /status says 409 while Rasa runs without a model, when it would answer 200 and nothing to every message.
HEALTH_PATH = {"rasa": "/status", "actions": "/health"}


class RasaUnavailable(Exception):
    """No answer can be had now; ask again when ``part`` (``rasa`` or ``actions``) is back."""

    def __init__(self, part: str, why: str) -> None:
        super().__init__(f"{part}: {why}")
        self.part = part


class RasaFailed(Exception):
    """Rasa was reached and gave no usable answer. ``is_final`` when asking again would give none either."""

    def __init__(self, why: str, *, is_final: bool = False) -> None:
        super().__init__(why)
        self.is_final = is_final


class Rasa:
    """Asks Rasa over its REST channel, and clears its memory of whoever was erased."""

    def __init__(self, settings: Settings, tracker: Tracker) -> None:
        self._addresses = {"rasa": settings.rasa, "actions": settings.actions}
        self._tracker = tracker
        self._health_timeout = settings.lookup_timeout
        self._open = asyncio.Semaphore(settings.rasa_parallel)
        # No proxy of the environment may see what citizens write.
        timeout = httpx.Timeout(settings.rasa_timeout, connect=settings.lookup_timeout)
        self._http = httpx.AsyncClient(timeout=timeout, trust_env=False)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def ask(self, turn: Turn, message: str, *, is_repeat: bool) -> list[dict[str, Any]]:
        """Rasa's messages in answer to ``message``, at least one.

        ``is_repeat`` when Rasa may know the message: its memory is read first, and an answer there is not asked
        for again. Raises ``RasaUnavailable``, ``RasaFailed``, and ``TrackerUnavailable`` when the memory cannot
        be read.
        """
        if is_repeat:
            sender, message_id = turn.rasa_sender, turn.message.source_id
            answered = await run_in_threadpool(self._tracker.replies_of, sender, message_id)
            if answered:
                return answered
        metadata = {"id": turn.message.source_id} | ({"language": turn.language} if turn.language else {})
        async with self._open:
            replies = await self._post({"sender": turn.rasa_sender, "message": message, "metadata": metadata})
        if not replies:
            # Rasa says 200 and nothing when an action could not be run.
            if not await self.is_well("actions"):
                raise RasaUnavailable("actions", "nothing was said and the action server is not well")
            raise RasaFailed("nothing was said", is_final=True)
        return replies

    async def forget(self, sender: str) -> None:
        """Delete Rasa's memory of ``sender``. Raises ``TrackerUnavailable``."""
        await run_in_threadpool(self._tracker.forget, sender)

    async def is_well(self, part: str) -> bool:
        """Whether ``rasa`` or ``actions`` answers in time."""
        address = self._addresses[part] + HEALTH_PATH[part]
        try:
            return (await self._http.get(address, timeout=self._health_timeout)).is_success
        except httpx.HTTPError:
            return False

    async def _post(self, body: Mapping[str, Any]) -> list[dict[str, Any]]:
        address = self._addresses["rasa"] + "/webhooks/rest/webhook"
        try:
            response = await self._http.post(address, json=body)
        except (httpx.ReadTimeout, httpx.WriteTimeout) as error:
            raise RasaFailed("too late") from error
        except httpx.HTTPError as error:
            raise RasaUnavailable("rasa", type(error).__name__) from error
        if response.status_code != httpx.codes.OK:
            raise RasaFailed(f"status {response.status_code}")
        try:
            replies = response.json()
        except ValueError as error:
            raise RasaFailed("no JSON") from error
        if not isinstance(replies, list) or not all(isinstance(reply, dict) for reply in replies):
            raise RasaFailed("not a list of messages")
        return replies
