"""Nothing is lost and nothing is doubled: reloads, lost connections, impatience, erasing."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from playwright.sync_api import Route, expect

from tests.browser.citizen import ANSWER_MS, Citizen

pytestmark = [pytest.mark.browser, pytest.mark.integration]

WAGES = "老板欠我三个月工资不给"
DEPOSIT = "房东不退押金怎么办"


def test_a_reload_keeps_everything_once(citizen: Citizen) -> None:
    citizen.ask(WAGES)
    citizen.ask(DEPOSIT)
    before = citizen.answers.count()
    citizen.page.reload()
    expect(citizen.answers).to_have_count(before)
    expect(citizen.said(WAGES)).to_have_count(1)
    expect(citizen.said(DEPOSIT)).to_have_count(1)
    expect(citizen.page.locator("#welcome")).to_be_hidden()
    assert citizen.stored_texts() == [WAGES, DEPOSIT]


def test_a_reload_before_the_answer_still_brings_it(citizen: Citizen) -> None:
    citizen.write(WAGES)
    citizen.page.reload()
    expect(citizen.answers.first).to_be_visible(timeout=ANSWER_MS)
    expect(citizen.said(WAGES)).to_have_count(1)
    assert citizen.stored_texts() == [WAGES]


def test_a_message_written_offline_is_delivered_once_later(citizen: Citizen) -> None:
    citizen.ask(WAGES)
    citizen.page.context.set_offline(True)
    expect(citizen.page.locator("#banner")).to_be_visible()
    citizen.write(DEPOSIT)
    expect(citizen.said(DEPOSIT)).to_contain_text("还没发出")
    seen = citizen.answers.count()
    citizen.page.context.set_offline(False)
    citizen.answer_after(seen)
    expect(citizen.page.locator("#banner")).to_be_hidden()
    expect(citizen.said(DEPOSIT)).to_have_count(1)
    assert citizen.stored_texts() == [WAGES, DEPOSIT]


def test_an_unsent_message_survives_a_reload(citizen: Citizen) -> None:
    citizen.page.route("**/api/messages", lambda route: route.abort())
    citizen.write(WAGES)
    expect(citizen.said(WAGES)).to_contain_text("已替您保留")
    citizen.page.unroute("**/api/messages")
    citizen.page.reload()
    citizen.answer_after(0)
    expect(citizen.said(WAGES)).to_have_count(1)
    assert citizen.stored_texts() == [WAGES]


def test_a_lost_response_does_not_double_the_message(citizen: Citizen) -> None:
    tries = Counter[str]()

    def lose_first_response(route: Route) -> None:
        tries["POST"] += 1
        if tries["POST"] > 1:
            route.continue_()
            return
        route.fetch()  # The server has taken the message in ...
        route.abort()  # ... and the page never learns it.

    citizen.page.route("**/api/messages", lose_first_response)
    citizen.write(WAGES)
    citizen.answer_after(0)
    expect(citizen.said(WAGES)).to_have_count(1)
    expect(citizen.said(WAGES)).not_to_contain_text("重发")
    assert citizen.stored_texts() == [WAGES]
    shown, stored = citizen.answers.count(), [m for m in citizen.stored() if m["from"] == "assistant"]
    assert shown == len(stored)


def test_answers_arrive_without_events_too(citizen: Citizen) -> None:
    citizen.page.route("**/events*", lambda route: route.abort())

    def lose_answer(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, status=202, json={**response.json(), "replies": []})

    citizen.page.route("**/api/messages", lose_answer)
    citizen.write(WAGES)
    citizen.answer_after(0)
    expect(citizen.said(WAGES)).to_have_count(1)


def test_a_double_click_on_send_sends_once(citizen: Citizen) -> None:
    citizen.box.fill(WAGES)
    citizen.page.locator("#send").dblclick()
    citizen.answer_after(0)
    expect(citizen.bubbles).to_have_count(1)
    assert citizen.stored_texts() == [WAGES]


def test_too_fast_is_said_plainly_and_sent_again(citizen: Citizen) -> None:
    tries = Counter[str]()

    def hold_back_once(route: Route) -> None:
        tries["POST"] += 1
        if tries["POST"] > 1:
            route.continue_()
        else:
            route.fulfill(status=429, headers={"Retry-After": "2"}, json={"error": "too_many", "detail": ""})

    citizen.page.route("**/api/messages", hold_back_once)
    citizen.write(WAGES)
    expect(citizen.said(WAGES)).to_contain_text("2 秒后自动重发")
    citizen.answer_after(0)
    assert citizen.stored_texts() == [WAGES]


def test_a_refused_message_can_be_edited(citizen: Citizen) -> None:
    citizen.page.route("**/api/messages", lambda route: route.fulfill(status=400, json={"error": "bad_request"}))
    citizen.write(WAGES)
    expect(citizen.said(WAGES)).to_contain_text("没有发出去")
    citizen.page.unroute("**/api/messages")
    citizen.page.get_by_role("button", name="改一改").click()
    expect(citizen.bubbles).to_have_count(0)
    expect(citizen.box).to_have_value(WAGES)
    citizen.box.press("Enter")
    citizen.answer_after(0)
    assert citizen.stored_texts() == [WAGES]


def test_a_second_tab_shows_the_same_conversation(citizen: Citizen) -> None:
    other = Citizen(citizen.page.context.new_page())
    other.page.goto("/")
    citizen.ask(WAGES)
    expect(other.said(WAGES)).to_have_count(1, timeout=ANSWER_MS)
    expect(other.answers).to_have_count(citizen.answers.count(), timeout=ANSWER_MS)
    other.ask(DEPOSIT)
    expect(citizen.said(DEPOSIT)).to_have_count(1, timeout=ANSWER_MS)
    assert citizen.stored_texts() == [WAGES, DEPOSIT]


def test_erasing_leaves_nothing_on_the_server_or_the_device(citizen: Citizen) -> None:
    citizen.ask(WAGES)
    secret = citizen.remembered("conversation")
    citizen.open_menu()
    citizen.page.locator("#erase").click()
    citizen.page.get_by_role("button", name="不删除").click()
    assert citizen.stored(secret)
    citizen.page.locator("#erase").click()
    citizen.page.locator("#erase-confirm").click()
    expect(citizen.bubbles).to_have_count(0)
    expect(citizen.page.locator("#welcome")).to_be_visible()
    expect(citizen.box).to_be_focused()
    assert citizen.stored(secret) == []
    assert citizen.remembered("conversation") is None
    citizen.ask(DEPOSIT)
    assert citizen.remembered("conversation") != secret
    assert citizen.stored_texts() == [DEPOSIT]


def test_erasing_without_a_connection_says_so_and_erases_nothing(citizen: Citizen) -> None:
    citizen.ask(WAGES)
    citizen.open_menu()
    citizen.page.locator("#erase").click()
    citizen.page.context.set_offline(True)
    citizen.page.locator("#erase-confirm").click()
    expect(citizen.page.locator("#erase-failed")).to_have_text(re.compile("没能删除"))
    citizen.page.context.set_offline(False)
    assert citizen.stored_texts() == [WAGES]
    expect(citizen.said(WAGES)).to_have_count(1)


def test_who_reads_further_up_is_told_of_a_new_answer_and_not_pulled_away(citizen: Citizen) -> None:
    citizen.ask(WAGES)
    citizen.ask(DEPOSIT)
    held: list[Route] = []
    citizen.page.route("**/api/messages", lambda route: held.insert(0, route))
    citizen.page.route("**/events*", lambda route: route.abort())
    seen = citizen.answers.count()
    citizen.write("离婚要带什么材料")
    expect(citizen.page.locator("#typing")).to_be_visible()
    citizen.page.evaluate("window.scrollTo(0, 0)")
    held[0].continue_()
    citizen.answer_after(seen)
    newer = citizen.page.locator("#newer")
    expect(newer).to_be_visible()
    assert citizen.page.evaluate("window.scrollY") == 0
    newer.click()
    expect(newer).to_be_hidden()
    expect(citizen.answers.nth(seen)).to_be_in_viewport()


def test_a_tab_that_comes_back_to_the_front_catches_up(citizen: Citizen) -> None:
    other = Citizen(citizen.page.context.new_page())
    other.page.goto("/")
    citizen.ask(WAGES)
    expect(other.said(WAGES)).to_have_count(1, timeout=ANSWER_MS)
    set_visibility(other, "hidden")
    citizen.ask(DEPOSIT)
    expect(other.said(DEPOSIT)).to_have_count(0)
    set_visibility(other, "visible")
    expect(other.said(DEPOSIT)).to_have_count(1, timeout=ANSWER_MS)
    expect(other.answers).to_have_count(citizen.answers.count())


def set_visibility(citizen: Citizen, state: str) -> None:
    """What the browser tells a page when its tab goes to the back or the front; headless tabs are always in front."""
    citizen.page.evaluate(
        """state => {
            Object.defineProperty(document, "visibilityState", { configurable: true, value: state });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        state,
    )


def test_erasing_by_asking_the_assistant_takes_what_was_said_off_the_page(citizen: Citizen) -> None:
    citizen.ask(WAGES)
    citizen.ask("删除我的聊天记录")
    expect(citizen.cards).to_have_count(1)
    citizen.page.locator(".choice-button[data-payload^='/affirm']").click()
    expect(citizen.cards).to_have_count(0, timeout=ANSWER_MS)
    expect(citizen.said(WAGES)).to_have_count(0)
    assert WAGES not in citizen.stored_texts()
    citizen.page.reload()
    expect(citizen.answers.last).to_be_visible(timeout=ANSWER_MS)
    expect(citizen.said(WAGES)).to_have_count(0)
