"""What a mediator does on the desk's page and sees there, so that tests read as stories."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

PASSWORD = "correct horse battery"
SOON_MS = 10_000  # what comes by the live line


class Mediator:
    """Somebody who uses the desk in one tab."""

    def __init__(self, page: Page, login: str) -> None:
        self.page = page
        self.login = login
        self.rows = page.locator(".rows .row")
        self.reply_box = page.locator("#reply")
        self.said = page.locator(".said:not(.unsent)")

    def accept(self, invitation: str) -> None:
        """Take up an invitation with a password of one's own."""
        self.page.goto(invitation)
        for field in ("password", "again"):
            self.page.locator(f"input[name={field}]").fill(PASSWORD)
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".ways")).to_be_visible()

    def sign_in(self) -> None:
        """Sign in with login and password."""
        self.page.locator("input[name=login]").fill(self.login)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".ways")).to_be_visible()

    def go(self, page: str) -> None:
        """Go to another page of the desk."""
        self.page.evaluate("page => { window.location.hash = `#/${page}` }", page)
        expect(self.page.locator(f".ways a[href='#/{page.split('/', maxsplit=1)[0]}']")).to_have_attribute(
            "aria-current", "page"
        )

    def row(self, words: str) -> Locator:
        """The case in the list whose row has these words."""
        return self.rows.filter(has_text=words)

    def open(self, words: str) -> None:
        """Open a case of the list."""
        self.row(words).locator("a").click()
        expect(self.page.locator(".case-head h2")).to_be_visible()

    def press(self, name: str) -> None:
        """Press a button by its whole name."""
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def view(self, name: str) -> None:
        """Choose which cases the list shows: queue, mine, all or closed."""
        self.page.locator(f".tabs [data-view={name}]").click()

    def claim(self) -> None:
        """Claim the case that is open."""
        self.press("认领")
        expect(self.page.locator(".case-head .state")).to_have_text("办理中")

    def write(self, text: str) -> None:
        """Send a reply with Ctrl+Enter."""
        self.reply_box.fill(text)
        self.reply_box.press("Control+Enter")

    def hears(self, words: str) -> None:
        """Wait until these words are in the conversation."""
        expect(self.said.filter(has_text=words).first).to_be_visible(timeout=SOON_MS)
