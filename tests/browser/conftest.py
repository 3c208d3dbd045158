"""A real browser on the page that the real gateway serves."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.citizen import Citizen

# Without a GPU or a sandbox, as in a container; /dev/shm is small there.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
PHONE = {"width": 360, "height": 740}
OpenCitizen = Callable[..., Citizen]


@pytest.fixture(scope="session")
def base_url(request: pytest.FixtureRequest) -> str:
    """The gateway: the one named by JIEFEN_TEST_URL, else the one that the fixture `stack` starts."""
    return (os.environ.get("JIEFEN_TEST_URL") or request.getfixturevalue("stack").url).rstrip("/")


@pytest.fixture(scope="session")
def browser(chromium_path: Path) -> Iterator[Browser]:
    """One browser for the session; each citizen gets a profile of their own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_citizen(browser: Browser, base_url: str) -> Iterator[OpenCitizen]:
    """Opens the page for a new citizen. An error in the page's code, or anything its policy blocks, fails the test."""
    faults: list[str] = []

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: "Security Policy" in message.text and faults.append(message.text))

    def opened(language: str = "zh-CN", **options: Any) -> Citizen:
        context = browser.new_context(base_url=base_url, locale=language, **{"viewport": PHONE, **options})
        context.on("page", watch)
        page = context.new_page()
        page.goto("/")
        return Citizen(page)

    already_open = len(browser.contexts)
    yield opened
    for context in browser.contexts[already_open:]:
        context.close()
    assert not faults, faults


@pytest.fixture
def citizen(open_citizen: OpenCitizen) -> Citizen:
    """A Chinese citizen on a phone who has just opened the page."""
    return open_citizen()
