"""A day for the calendar, a reminder, and a picture of the route: seen, opened and kept."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.citizen import ANSWER_MS, Citizen
from tests.browser.conftest import OpenCitizen

pytestmark = [pytest.mark.browser, pytest.mark.integration]

WORDS = {
    "zh-CN": {
        "deadline": ["帮我算一下期限", "收到劳动仲裁裁决书想起诉", "今天"],
        "calendar": "存到日历", "remind": "提醒我", "promise": "上午 9 点左右提醒您",
        "route": "帮我看看该走哪条路", "fraud": "正在被骗", "save": "保存图片", "name": "路线图.png", "alt": "路线图。",
    },
    "en-GB": {
        "deadline": ["Work out my deadline", "I got the labour award and want to sue", "today"],
        "calendar": "Add to calendar", "remind": "Remind me", "promise": "at about 9 in the morning",
        "route": "Which way should I take?", "fraud": "A fraud", "save": "Save the picture", "name": "my-route.png",
        "alt": "Picture of your route.",
    },
}  # fmt: skip


def press(citizen: Citizen, title: str) -> None:
    """Press a button of the last answer and wait for what it brings."""
    seen = citizen.answers.count()
    citizen.page.locator(".choice-button:not(.chosen)", has_text=title).last.click()
    citizen.answer_after(seen)


@pytest.mark.parametrize("language", WORDS)
def test_a_last_day_is_saved_and_a_reminder_promised(open_citizen: OpenCitizen, language: str) -> None:
    citizen, words = open_citizen(language), WORDS[language]
    for said in words["deadline"]:
        citizen.ask(said)
    with citizen.page.expect_download() as download:
        citizen.page.get_by_role("link", name=str(words["calendar"])).click()
    assert download.value.path().read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert download.value.suggested_filename.endswith(".ics")
    press(citizen, str(words["remind"]))
    expect(citizen.answers.last).to_contain_text(str(words["promise"]))


@pytest.mark.parametrize("language", WORDS)
def test_the_route_is_shown_opened_and_kept(open_citizen: OpenCitizen, language: str) -> None:
    citizen, words = open_citizen(language), WORDS[language]
    citizen.ask(str(words["route"]))
    press(citizen, str(words["fraud"]))
    figure = citizen.page.locator(".picture")
    image = figure.locator("img")
    image.evaluate("image => image.decode()")
    assert (image.get_attribute("alt") or "").startswith(str(words["alt"]))
    box = figure.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 360
    with citizen.page.expect_download() as download:
        figure.get_by_role("button", name=str(words["save"])).click()
    assert download.value.suggested_filename == words["name"]
    assert download.value.path().read_bytes().startswith(b"\x89PNG")
    with citizen.page.context.expect_page() as opened:
        figure.get_by_role("link").click()
    expect(opened.value.locator("svg > title")).to_have_count(1, timeout=ANSWER_MS)


def test_no_answer_leads_away_or_shows_a_picture_from_elsewhere(citizen: Citizen) -> None:
    """The page looks for itself and does not rely on the gateway alone."""
    shown = citizen.page.evaluate(
        """async () => {
            const { fileLinks, pictureFigure } = await import("/static/files.js");
            const away = ["https://example.org/api/x", "//example.org/api/x", "javascript:alert(1)", "/static/chat.js",
                          "/api/../static/chat.js", "http://["];
            const links = fileLinks(away.map((url) => ({ title: "x", url })));
            const pictures = away.map((url) => pictureFigure({ url, alt: "x" }, {}));
            return [links, ...pictures].filter(Boolean).length;
        }"""
    )
    assert shown == 0
