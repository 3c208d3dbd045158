"""A citizen who talks to the gateway over its API, so that tests read as conversations."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import requests

Message = dict[str, Any]
ANSWER_SECONDS = 60.0


class Citizen:
    """One conversation. What was answered last is in ``heard``."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.conversation = str(uuid.uuid4())
        self.heard: list[Message] = []

    def say(self, text: str, payload: str | None = None) -> list[Message]:
        """Sends words (or a button) and returns the whole answer, also when it comes later."""
        seen = max((message["seq"] for message in self.messages()), default=0)
        body = {"conversation": self.conversation, "id": str(uuid.uuid4()), "text": text}
        if payload:
            body["payload"] = payload
        response = requests.post(f"{self._url}/api/messages", json=body, timeout=ANSWER_SECONDS)
        while response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            # As a client does: no citizen fills in a form in two seconds.
            time.sleep(float(response.headers["Retry-After"]))
            response = requests.post(f"{self._url}/api/messages", json=body, timeout=ANSWER_SECONDS)
        response.raise_for_status()
        if response.status_code == 200:
            self.heard = response.json()["replies"]
        else:
            self.heard = self.wait_for(lambda messages: messages, seen)
        return self.heard

    def press(self, title: str) -> list[Message]:
        """Presses a button of the last answer by a part of its title."""
        offered = [button for message in self.heard for button in message.get("buttons", [])]
        chosen = next((button for button in offered if title in button["title"]), None)
        assert chosen, f"no button {title!r} among {[button['title'] for button in offered]}"
        return self.say(chosen["title"], chosen["payload"])

    def messages(self) -> list[Message]:
        """Everything in the conversation as the gateway keeps it."""
        response = requests.get(f"{self._url}/api/conversations/{self.conversation}/messages", timeout=10)
        return response.json()["messages"] if response.ok else []

    def wait_for(self, enough: Callable[[list[Message]], Any], after: int) -> list[Message]:
        """The assistant's messages after ``after`` once there are enough of them."""
        end = time.monotonic() + ANSWER_SECONDS
        while time.monotonic() < end:
            answers = [one for one in self.messages() if one["seq"] > after and one["from"] == "assistant"]
            if enough(answers):
                return answers
        raise AssertionError(f"no answer within {ANSWER_SECONDS} s")

    def article(self, citation: Message) -> Message:
        """Opens a citation."""
        query = {"law": citation["law"], "article": citation["article"]}
        response = requests.get(f"{self._url}/api/articles", params=query, timeout=10)
        response.raise_for_status()
        return response.json()

    def cases(self) -> list[Message]:
        """The citizen's own files."""
        response = requests.get(f"{self._url}/api/conversations/{self.conversation}/cases", timeout=10)
        response.raise_for_status()
        return response.json()["cases"]

    @property
    def case(self) -> Message:
        """What was last told of a case."""
        return next(message for message in reversed(self.heard) if message["kind"] == "case")

    @property
    def words(self) -> str:
        """All words of the last answer."""
        return "\n".join(message.get("text") or message.get("title") or "" for message in self.heard)

    @property
    def card(self) -> Message:
        """The guidance card in the last answer."""
        return next(message for message in self.heard if message["kind"] == "card")

    @property
    def numbers(self) -> list[str]:
        """The numbers to call in the last answer."""
        return [one["number"] for message in self.heard if message["kind"] == "contacts" for one in message["contacts"]]
