"""What a citizen does on the page and sees there, so that tests read as stories."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

ANSWER_MS = 30_000  # an answer of Rasa on a busy two-core machine


class Citizen:
    """Someone who uses the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.box = page.locator("#words")
        self.answers = page.locator(".message.assistant")
        self.cards = page.locator(".kind-card")
        self.bubbles = page.locator(".message.citizen")

    def write(self, text: str) -> None:
        """Send a text with Enter, without waiting for anything."""
        self.box.fill(text)
        self.box.press("Enter")

    def ask(self, text: str) -> Locator:
        """Send a text and return the first message of the answer."""
        seen = self.answers.count()
        self.write(text)
        return self.answer_after(seen)

    def answer_after(self, seen: int) -> Locator:
        """The first message of the answer that follows `seen` messages, once it is complete."""
        answer = self.answers.nth(seen)
        expect(answer).to_be_visible(timeout=ANSWER_MS)
        expect(self.page.locator("#typing")).to_be_hidden(timeout=ANSWER_MS)
        return answer

    def said(self, text: str) -> Locator:
        """The citizen's own bubbles with exactly this text."""
        return self.bubbles.filter(has=self.page.get_by_text(text, exact=True))

    def remembered(self, name: str) -> Any:
        """What the page keeps on the device under a name."""
        return self.page.evaluate("name => JSON.parse(localStorage.getItem('jiefen.' + name))", name)

    def stored(self, conversation: str | None = None) -> list[dict[str, Any]]:
        """The messages that the server holds, asked directly."""
        secret = conversation or self.remembered("conversation")
        response = self.page.request.get(f"/api/conversations/{secret}/messages?after=0")
        assert response.ok, response.status
        messages: list[dict[str, Any]] = response.json()["messages"]
        return messages

    def stored_texts(self) -> list[str]:
        """What the citizen said, as the server holds it, in order."""
        return [message["text"] for message in self.stored() if message["from"] == "citizen"]

    def open_menu(self) -> None:
        """Open the menu with type size, theme, printing and erasing."""
        self.page.locator("#menu-button").click()
