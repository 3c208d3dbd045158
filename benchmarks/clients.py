"""A citizen's side of the conversation: with the gateway, and with a Rasa bot over its REST channel."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from typing import Any, Protocol

import requests

from benchmarks.figures import Outcome, Sample
from benchmarks.messages import Utterance

LIMIT = 40.0  # seconds; longer than the gateway is told to wait, so that it is the one that gives up


class Conversation(Protocol):
    """Someone who can be spoken to."""

    def say(self, utterance: Utterance) -> Sample:
        """Send one message and wait for its reply."""


Partner = Callable[[requests.Session], Conversation]
"""Begins a new conversation over the session's connection."""


def session_open() -> requests.Session:
    """Keeps one connection open, and takes no proxy of the environment: all traffic is on loopback."""
    session = requests.Session()
    session.trust_env = False
    return session


def gateway(url: str) -> Partner:
    """Conversations with the gateway at ``url``."""
    return lambda session: _WithGateway(session, f"{url}/api/messages")


def rasa(url: str) -> Partner:
    """Conversations with a Rasa server at ``url`` itself."""
    return lambda session: _WithRasa(session, f"{url}/webhooks/rest/webhook")


def unanswered(url: str) -> int | None:
    """How often the gateway at ``url`` had to say that there is no answer; None when it does not tell."""
    with session_open() as session:
        try:
            told = session.get(f"{url}/healthz", params={"details": "1"}, timeout=LIMIT).json()
        except requests.RequestException:
            return None
    details = told.get("details")
    return None if details is None else int(details["counters"].get("no_answer", 0))


class _WithGateway:
    def __init__(self, session: requests.Session, address: str) -> None:
        self._session, self._address = session, address
        self._conversation = str(uuid.uuid4())
        self._buttons: list[dict[str, str]] = []

    def say(self, utterance: Utterance) -> Sample:
        button = self._button(utterance.presses)
        body = {"conversation": self._conversation, "id": uuid.uuid4().hex, "text": utterance.text}
        if button:
            body |= {"text": button["title"], "payload": button["payload"]}
        seconds, status, told = _post(self._session, self._address, body)
        replies = told.get("replies", []) if isinstance(told, dict) else []
        self._buttons = [button for reply in replies for button in reply.get("buttons", [])]
        outcome: Outcome = "failed"
        if replies and status in (200, 202):
            outcome = "answered" if status == 200 else "notice"
        return Sample(utterance.kind, seconds, outcome, any(reply.get("kind") == "card" for reply in replies))

    def _button(self, presses: str | None) -> dict[str, str] | None:
        if presses is None:
            return None
        return next((button for button in self._buttons if button["payload"].startswith(presses)), None)


class _WithRasa:
    def __init__(self, session: requests.Session, address: str) -> None:
        self._session, self._address = session, address
        self._sender = uuid.uuid4().hex

    def say(self, utterance: Utterance) -> Sample:
        body = {"sender": self._sender, "message": utterance.text, "metadata": {"id": uuid.uuid4().hex}}
        seconds, status, told = _post(self._session, self._address, body)
        return Sample(utterance.kind, seconds, "answered" if status == 200 and told else "failed")


def _post(session: requests.Session, address: str, body: dict[str, Any]) -> tuple[float, int, Any]:
    """Seconds until the answer was read, its status (0: there was none) and its JSON."""
    began = time.perf_counter()
    try:
        answer = session.post(address, json=body, timeout=LIMIT)
    except requests.RequestException:
        return time.perf_counter() - began, 0, None
    seconds = time.perf_counter() - began
    try:
        return seconds, answer.status_code, answer.json()
    except requests.JSONDecodeError:
        return seconds, answer.status_code, None
