"""Everyone can use it: axe finds nothing serious, a keyboard is enough, small and zoomed screens fit."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.citizen import Citizen
from tests.browser.conftest import OpenCitizen

pytestmark = [pytest.mark.browser, pytest.mark.integration]

WAGES = {"zh-CN": "老板欠我三个月工资不给", "en-GB": "My boss hasn't paid me for three months."}
UNFOLD = "document.querySelectorAll('#log details').forEach((fold) => (fold.open = true))"


def violations(page: Page) -> list[str]:
    """Serious and critical findings of axe, one line each."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['help']}: {node['html'][:160]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", list(WAGES))
def test_axe_finds_nothing_serious(open_citizen: OpenCitizen, language: str, theme: str) -> None:
    citizen = open_citizen(language, color_scheme=theme)
    citizen.open_menu()
    assert violations(citizen.page) == []
    citizen.page.keyboard.press("Escape")
    citizen.ask(WAGES[language])
    citizen.page.evaluate(UNFOLD)
    assert violations(citizen.page) == []
    citizen.cards.first.locator(".citation").first.click()
    expect(citizen.page.locator("#article-dialog .law-text")).to_be_visible()
    assert violations(citizen.page) == []
    citizen.page.keyboard.press("Escape")
    citizen.page.locator("#emergency").click()
    assert violations(citizen.page) == []


def tab_to(page: Page, selector: str, limit: int = 60) -> None:
    """Press Tab until the focus is on the first match of a selector."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab never reaches {selector}")


def test_the_keyboard_alone_is_enough(citizen: Citizen) -> None:
    page = citizen.page
    page.keyboard.type(WAGES["zh-CN"])
    page.keyboard.press("Enter")
    citizen.answer_after(0)
    page.keyboard.press("Shift+Tab")  # from the box back into the answer ...
    page.evaluate("document.activeElement.blur()")
    tab_to(page, ".skip")
    page.keyboard.press("Enter")
    expect(citizen.box).to_be_focused()
    page.evaluate("window.getSelection().removeAllRanges(); document.querySelector('.skip').focus()")
    tab_to(page, "#emergency")
    page.keyboard.press("Enter")
    expect(page.locator("#emergency-dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#emergency")).to_be_focused()
    tab_to(page, "#menu-button")
    page.keyboard.press("Enter")
    tab_to(page, "input[name=size]")
    page.keyboard.press("ArrowRight")
    expect(page.locator("html")).to_have_attribute("data-size", "large")
    page.keyboard.press("Escape")
    expect(page.locator("#menu-button")).to_be_focused()
    tab_to(page, ".channel > summary")
    page.keyboard.press("Enter")
    expect(citizen.cards.first.locator(".channel .facts").first).to_be_visible()
    tab_to(page, ".citation")
    page.keyboard.press("Enter")
    expect(page.locator("#article-dialog")).to_be_visible()
    page.keyboard.press("Escape")
    tab_to(page, ".choice-button")
    seen = citizen.answers.count()
    page.keyboard.press("Enter")
    citizen.answer_after(seen)


def test_what_has_the_focus_shows_it(citizen: Citizen) -> None:
    citizen.page.locator(".skip").focus()
    tab_to(citizen.page, "#menu-button")
    outline = citizen.page.evaluate("getComputedStyle(document.activeElement).outline")
    assert "solid" in outline
    assert "3px" in outline


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [(320, 640, "normal"), (320, 640, "largest"), (360, 740, "large"), (640, 400, "normal"), (1280, 800, "largest")],
)
@pytest.mark.parametrize("language", list(WAGES))
def test_nothing_is_wider_than_the_screen(
    open_citizen: OpenCitizen, language: str, width: int, height: int, size: str
) -> None:
    citizen = open_citizen(language, viewport={"width": width, "height": height})
    citizen.page.evaluate("size => localStorage.setItem('jiefen.size', JSON.stringify(size))", size)
    citizen.page.reload()
    citizen.open_menu()
    assert overflow(citizen.page) <= 0
    citizen.page.keyboard.press("Escape")
    citizen.ask(WAGES[language])
    citizen.page.evaluate(UNFOLD)
    assert overflow(citizen.page) <= 0


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def test_everything_to_press_is_large_enough(citizen: Citizen) -> None:
    citizen.open_menu()
    small = too_small(citizen.page)
    citizen.page.keyboard.press("Escape")
    citizen.ask(WAGES["zh-CN"])
    citizen.page.evaluate(UNFOLD)
    assert small + too_small(citizen.page) == []


def too_small(page: Page) -> list[str]:
    """Visible controls under 44 px in either direction; links inside a sentence are as tall as their line."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("button, summary, textarea, label:has(input), .dial, .tool")]
            .filter((node) => node.getClientRects().length)
            .map((node) => [node, node.getBoundingClientRect()])
            .filter(([, box]) => box.width < 44 || box.height < 44)
            .map(([node, box]) => `${node.className || node.id} ${box.width}x${box.height}`)"""
    )
    return found


def test_the_conversation_is_a_polite_live_log(citizen: Citizen) -> None:
    log = citizen.page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    citizen.ask(WAGES["zh-CN"])
    expect(log).to_have_attribute("aria-live", "polite")


def test_writing_does_not_move_what_is_being_read(citizen: Citizen) -> None:
    citizen.ask(WAGES["zh-CN"])
    place = "document.querySelector('.short-answer').getBoundingClientRect().top"
    before = citizen.page.evaluate(place)
    citizen.box.fill("第一行\n第二行\n第三行\n第四行")
    assert citizen.page.evaluate(place) == before


def test_who_wants_less_motion_gets_none(open_citizen: OpenCitizen) -> None:
    citizen = open_citizen(reduced_motion="reduce")
    dot = citizen.page.locator(".dots i").first
    assert dot.evaluate("node => getComputedStyle(node).animationName") == "none"
