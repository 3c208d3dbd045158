"""Asking and reading: a question becomes a card that can be used."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.citizen import ANSWER_MS, Citizen
from tests.browser.conftest import OpenCitizen

pytestmark = [pytest.mark.browser, pytest.mark.integration]

WAGES = "老板欠我三个月工资不给"


@pytest.mark.parametrize(
    ("browser_language", "question", "page_language", "steps", "law"),
    [
        ("zh-CN", WAGES, "zh-CN", "怎么做", "法律依据"),
        ("en-GB", "My boss hasn't paid me for three months.", "en", "What to do", "The law behind this"),
    ],
)
def test_a_question_in_either_language_gets_a_card_in_it(
    open_citizen: OpenCitizen, browser_language: str, question: str, page_language: str, steps: str, law: str
) -> None:
    citizen = open_citizen(browser_language)
    expect(citizen.page.locator("html")).to_have_attribute("lang", page_language)
    citizen.ask(question)
    card = citizen.cards.first
    expect(card).to_have_attribute("lang", page_language)
    expect(card.locator(".short-answer")).not_to_be_empty()
    expect(card.get_by_role("heading", name=steps)).to_be_visible()
    expect(card.get_by_role("heading", name=law)).to_be_visible()
    assert card.locator(".steps li").count() >= 2
    assert card.locator(".citation").count() >= 1


def test_a_citation_opens_the_article(citizen: Citizen) -> None:
    citizen.ask(WAGES)
    citation = citizen.cards.first.locator(".citation").first
    citation.click()
    dialog = citizen.page.get_by_role("dialog")
    expect(dialog.locator(".law-text")).not_to_be_empty(timeout=ANSWER_MS)
    expect(dialog).to_contain_text("中华人民共和国")
    expect(dialog).to_contain_text("施行日期")
    citizen.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(citation).to_be_focused()


def test_an_article_without_text_says_so(citizen: Citizen) -> None:
    citizen.ask(WAGES)
    card = citizen.cards.first
    card.locator(".rest > summary").click()
    # The rules on court fees are a regulation, and regulations are not in the statutes database.
    card.locator(".citation", has_text="诉讼费办法").first.click()
    dialog = citizen.page.get_by_role("dialog")
    expect(dialog).to_contain_text("没有这一件的全文", timeout=ANSWER_MS)
    expect(dialog).to_contain_text("国务院")


def test_an_article_that_cannot_be_loaded_can_be_tried_again(citizen: Citizen) -> None:
    citizen.ask(WAGES)
    citizen.page.route("**/api/articles*", lambda route: route.abort())
    citizen.cards.first.locator(".citation").first.click()
    dialog = citizen.page.get_by_role("dialog")
    expect(dialog.get_by_role("alert")).to_be_visible()
    citizen.page.unroute("**/api/articles*")
    dialog.get_by_role("button", name="再发一次").click()
    expect(dialog.locator(".law-text")).not_to_be_empty(timeout=ANSWER_MS)


def test_a_way_unfolds_with_its_facts_and_a_number_to_dial(citizen: Citizen) -> None:
    citizen.ask(WAGES)
    way = citizen.cards.first.locator(".channel", has_text="劳动保障监察").first
    expect(way.locator(".facts")).to_be_hidden()
    way.locator("summary").click()
    for fact in ("费用", "时间", "结果的效力", "对方不履行时", "由谁处理", "不适合"):
        expect(way.locator("dt").filter(has_text=fact).first).to_be_visible()
    assert (way.locator(".dial").get_attribute("href") or "").startswith("tel:")


def test_the_start_of_a_long_answer_is_in_view(citizen: Citizen) -> None:
    citizen.ask(WAGES)
    header = citizen.page.locator(".top").bounding_box()
    start = citizen.answers.first.bounding_box()
    assert header and start
    assert header["y"] + header["height"] <= start["y"] <= 370


def test_ticked_papers_stay_ticked(citizen: Citizen) -> None:
    citizen.ask(WAGES)
    citizen.cards.first.get_by_role("checkbox").nth(1).check()
    citizen.page.reload()
    expect(citizen.cards.first.get_by_role("checkbox").nth(1)).to_be_checked()
    expect(citizen.cards.first.get_by_role("checkbox").nth(0)).not_to_be_checked()


def test_an_example_asks_for_you_and_a_choice_shows_what_was_chosen(citizen: Citizen) -> None:
    example = citizen.page.locator(".example", has_text="公司欠我三个月工资")
    example.click()
    first = citizen.answer_after(0)
    expect(example).to_be_hidden()
    choice = citizen.page.locator(".choices").last.get_by_role("button").first
    title = choice.inner_text()
    seen = citizen.answers.count()
    choice.dblclick()
    citizen.answer_after(seen)
    expect(citizen.page.locator(".choice-button.chosen")).to_have_count(1)
    expect(citizen.said(title)).to_have_count(1)
    assert citizen.stored_texts() == ["公司欠我三个月工资", title]
    expect(first).to_be_visible()


def test_danger_shows_numbers_to_dial_at_once(citizen: Citizen) -> None:
    citizen.ask("我老公现在正在打我，救命")
    urgent = citizen.page.locator(".contacts.urgent")
    expect(urgent).to_be_visible()
    expect(urgent.locator("a[href='tel:110']")).to_be_in_viewport()
    expect(citizen.answers.first).to_be_in_viewport(ratio=1)


def test_emergency_help_is_always_one_press_away(citizen: Citizen) -> None:
    citizen.ask(WAGES)
    citizen.page.mouse.wheel(0, 1500)
    citizen.page.locator("#emergency").click()
    dialog = citizen.page.get_by_role("dialog")
    for number in ("110", "120", "119"):
        expect(dialog.locator(f"a[href='tel:{number}']")).to_be_visible()


def test_printing_a_card_unfolds_it_and_leaves_the_rest_out(citizen: Citizen) -> None:
    citizen.ask(WAGES)
    # The print dialog blocks a headless page, so only what comes before it is looked at.
    citizen.page.evaluate("window.print = () => window.dispatchEvent(new Event('beforeprint'))")
    citizen.page.emulate_media(media="print")
    card = citizen.cards.first
    card.locator(".card-foot button").dispatch_event("click")
    expect(card.locator(".channel .facts").first).to_be_visible()
    expect(citizen.page.locator("#composer")).to_be_hidden()
    expect(citizen.bubbles.first).to_be_hidden()
    citizen.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    citizen.page.emulate_media(media="screen")
    expect(card.locator(".channel .facts").first).to_be_hidden()
    expect(citizen.bubbles.first).to_be_visible()
