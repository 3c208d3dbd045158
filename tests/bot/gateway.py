"""Runs the real gateway for a test, in a thread or as a process that can be killed, and talks to it over HTTP."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from bot.app import app_create
from bot.settings import ROOT, Settings
from tests.bot.rasa_double import RasaDouble

FAST: dict[str, Any] = {
    "reply_wait": 5.0, "slow_after": 30.0, "danger_after": 30.0, "retry_first": 0.02, "retry_longest": 0.05,
    "store_timeout": 2.0, "conversation_burst": 1000, "address_burst": 10000, "lookup_timeout": 2.0,
}  # fmt: skip


class Client:
    """A citizen's page at ``url``; a new conversation each."""

    def __init__(self, url: str, conversation: str | None = None) -> None:
        self.url = url
        self.conversation = conversation or str(uuid.uuid4())
        self.http = httpx.Client(base_url=url, timeout=20, trust_env=False)
        self.others: list[Client] = []

    def tab(self) -> Client:
        """The same conversation in another tab."""
        return self._with(Client(self.url, self.conversation))

    def stranger(self) -> Client:
        """Somebody else, with a conversation of their own."""
        return self._with(Client(self.url))

    def _with(self, other: Client) -> Client:
        self.others.append(other)
        return other

    def post(self, text: str, message_id: str | None = None, **fields: object) -> httpx.Response:
        body = {"conversation": self.conversation, "id": message_id or uuid.uuid4().hex, "text": text, **fields}
        return self.http.post("/api/messages", json=body)

    def say(self, text: str, **fields: Any) -> list[dict[str, Any]]:
        """The replies to a message that must be answered at once."""
        response = self.post(text, **fields)
        assert response.status_code == 200, response.text
        return list(response.json()["replies"])

    def list(self, after: int = 0) -> dict[str, Any]:
        response = self.http.get(f"/api/conversations/{self.conversation}/messages", params={"after": after})
        assert response.status_code == 200, response.text
        return dict(response.json())

    def texts(self) -> list[str]:
        """Everything in the conversation, in order."""
        return [message.get("text") or message["title"] for message in self.list()["messages"]]

    def until_well(self) -> None:
        """Wait until the gateway knows that Rasa is back; until then it says itself how it stands."""
        deadline = time.monotonic() + 20
        while self.http.get("/healthz", params={"details": True}).json()["details"]["outage"]:
            assert time.monotonic() < deadline, "the outage did not end"

    @contextmanager
    def events(self, last_event_id: int | None = None) -> Iterator[Iterator[tuple[str, Any]]]:
        """The conversation's events as (name, data), read as they come."""
        headers = {} if last_event_id is None else {"last-event-id": str(last_event_id)}
        path = f"/api/conversations/{self.conversation}/events"
        with self.http.stream("GET", path, headers=headers) as response:
            assert response.status_code == 200
            yield _events(response)

    def close(self) -> None:
        for client in (self, *self.others):
            client.http.close()


def until(events: Iterator[tuple[str, Any]], text: str) -> list[dict[str, Any]]:
    """The messages that come by event, up to the one with this ``text``."""
    seen = []
    for name, data in events:
        if name == "message":
            seen.append(data)
            if data.get("text") == text:
                return seen
    raise AssertionError(f"the stream ended before {text!r}: {seen}")


def _events(response: httpx.Response) -> Iterator[tuple[str, Any]]:
    name = ""
    for line in response.iter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


@contextmanager
def gateway_in_thread(
    var: Path, rasa: RasaDouble, *, clock: Callable[[], float] = time.time, **changes: Any
) -> Iterator[str]:
    """The gateway's URL while it runs in a thread of this process; by ``clock`` reminders are due."""
    settings = Settings(var=var, **{**FAST, **_places(rasa), **changes})
    config = uvicorn.Config(
        app_create(settings, clock),
        host="127.0.0.1",
        port=0,
        http="h11",  # of the parsers that uvicorn knows, the one that is always there
        log_config=None,
        proxy_headers=False,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    listening = config.bind_socket()
    listening.listen()  # so that nobody need wait for the start
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


class GatewayProcess:
    """``python -m bot`` as an operator runs it; ``kill`` is what a power cut does to it."""

    def __init__(self, var: Path, rasa: RasaDouble, **changes: Any) -> None:
        settings = {**FAST, **_places(rasa), **changes, "var": var, "gateway_port": _free_port()}
        self.url = f"http://127.0.0.1:{settings['gateway_port']}"
        self.environ = clean_environ() | {f"JIEFEN_{name.upper()}": str(value) for name, value in settings.items()}
        self.process: subprocess.Popen[str]

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot"], cwd=ROOT, env=self.environ, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if "listening" in line:
                break
        # Read on, so that the pipe never fills.
        self.lines: list[str] = []
        stderr = self.process.stderr
        self.reader = threading.Thread(target=lambda: self.lines.extend(stderr))
        self.reader.start()

    def kill(self) -> None:
        self._end(self.process.kill)

    def stop(self) -> None:
        self._end(self.process.terminate)

    def _end(self, how: Any) -> None:
        how()
        self.process.wait(20)
        self.reader.join()
        assert self.process.stderr is not None
        self.process.stderr.close()


def _places(rasa: RasaDouble) -> dict[str, str]:
    return {"rasa_url": rasa.url, "actions_url": rasa.url, "tracker_url": f"sqlite:///{rasa.memory}"}


def run_to_the_end(environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """``python -m bot`` where it must not start."""
    command = [sys.executable, "-m", "bot"]
    return subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=30, check=False)


def clean_environ() -> dict[str, str]:
    """The environment without this project's settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith("JIEFEN_")}


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
