"""A small server that speaks Rasa's REST protocol and the action server's, and can be held, stopped and started.

It stands in only where a real Rasa cannot be had in a unit test; tests/integration has the real one.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.answering import AnsweringHandler

Ask = dict[str, Any]
# As Rasa 3.6.21 made it: .schema of its tracker file.
EVENTS = """
    CREATE TABLE IF NOT EXISTS events (
        id INTEGER NOT NULL, sender_id VARCHAR(255) NOT NULL, type_name VARCHAR(255) NOT NULL, timestamp FLOAT,
        intent_name VARCHAR(255), action_name VARCHAR(255), data TEXT, PRIMARY KEY (id))
"""


def echo(ask: Ask) -> list[dict[str, Any]]:
    """One text that shows what Rasa was given."""
    return [{"recipient_id": ask["sender"], "text": f"答：{ask['message']}"}]


class RasaDouble:
    """Rasa at ``url``. ``asked`` holds what it was given; ``answer`` makes the reply."""

    def __init__(self, tracker: Path, answer: Callable[[Ask], list[dict[str, Any]]] = echo) -> None:
        self.memory = tracker
        self.held: dict[str, threading.Event] = {}
        self.arrived = threading.Condition()
        self.port = 0
        self.is_up = False
        self.reset(answer)

    def reset(self, answer: Callable[[Ask], list[dict[str, Any]]] = echo) -> None:
        """Be as at the beginning: well, with nothing held and nothing asked."""
        for event in self.held.values():
            event.set()
        self.held.clear()
        self.answer = answer
        self.asked: list[Ask] = []
        self.remembered = 0
        self.status = 200
        self.actions_are_well = True
        self.knowledge: dict[str, tuple[int, dict[str, Any]]] = {}
        self.files: dict[str, tuple[str, bytes]] = {}
        self.looked_up: list[str] = []
        self.tracker: Path | None = self.memory
        if not self.is_up:
            self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listen, again on the same port after a stop."""
        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), _handler(self))
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()
        self.is_up = True

    def stop(self) -> None:
        """Be gone: connections are refused from now on."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
        self.is_up = False

    def hold(self, message: str) -> threading.Event:
        """Do not answer ``message`` until the event is set."""
        return self.held.setdefault(message, threading.Event())

    def wait_for(self, count: int, seconds: float = 20) -> None:
        """Wait until so many messages have arrived and were remembered."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: self.remembered >= count, seconds), self.asked

    def messages(self) -> list[str]:
        """What was asked, in the order of arrival."""
        return [ask["message"] for ask in self.asked]

    def reply_to(self, ask: Ask) -> list[dict[str, Any]]:
        """Take a message as Rasa does: answer, remember, and only then send."""
        self.asked.append(ask)
        replies = self.answer(ask)
        if self.tracker is not None:
            self._remember(self.tracker, ask, replies)
        with self.arrived:
            self.remembered += 1
            self.arrived.notify_all()
        if ask["message"] in self.held:
            self.held[ask["message"]].wait(30)
        return replies

    def _remember(self, tracker: Path, ask: Ask, replies: list[dict[str, Any]]) -> None:
        events = [("user", {"event": "user", "text": ask["message"], "metadata": ask.get("metadata", {})})]
        for reply in replies:
            data = {"buttons": reply.get("buttons"), "custom": reply.get("custom")}
            events.append(("bot", {"event": "bot", "text": reply.get("text"), "data": data}))
        with closing(sqlite3.connect(tracker)) as connection, connection:
            connection.execute(EVENTS)
            for name, data in events:
                row = (ask["sender"], name, json.dumps(data))
                connection.execute("INSERT INTO events (sender_id, type_name, data) VALUES (?, ?, ?)", row)


def _handler(double: RasaDouble) -> type[AnsweringHandler]:
    class Handler(AnsweringHandler):
        def do_POST(self) -> None:
            ask = json.loads(self.rfile.read(int(self.headers["content-length"])))
            self.send_json(double.status, double.reply_to(ask) if double.status == 200 else {"status": "failure"})

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            double.looked_up.append(self.path)
            if path in double.files:
                self.send_bytes(200, *double.files[path])
            elif path == "/status":
                self.send_json(200, {"model_file": "x"})
            elif path == "/health":
                self.send_json(200 if double.actions_are_well else 503, {"status": "ok"})
            else:
                self.send_json(*double.knowledge.get(path, (404, {"error": "unknown"})))

    return Handler
