"""Language, type size and theme: they work, they last, and the language reaches the assistant."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.citizen import Citizen
from tests.browser.conftest import OpenCitizen

pytestmark = [pytest.mark.browser, pytest.mark.integration]


def test_the_language_switch_changes_page_and_answers_and_lasts(citizen: Citizen) -> None:
    root = citizen.page.locator("html")
    expect(root).to_have_attribute("lang", "zh-CN")
    citizen.page.locator("#language").click()
    expect(root).to_have_attribute("lang", "en")
    expect(citizen.page.get_by_role("heading", name="What has happened?")).to_be_visible()
    with citizen.page.expect_request("**/api/messages") as request:
        citizen.write("老板欠我三个月工资不给")
    assert request.value.post_data_json["language"] == "en"
    expect(citizen.answer_after(0)).to_have_attribute("lang", "en")
    citizen.page.reload()
    expect(root).to_have_attribute("lang", "en")
    expect(citizen.page.locator("#language")).to_have_attribute("lang", "zh-CN")


def test_without_the_switch_the_server_tells_the_language_from_the_words(citizen: Citizen) -> None:
    with citizen.page.expect_request("**/api/messages") as request:
        citizen.write("我想咨询")
    assert "language" not in request.value.post_data_json


def test_asking_the_assistant_for_english_switches_the_page(citizen: Citizen) -> None:
    citizen.ask("请用英语回答我")
    expect(citizen.page.locator("html")).to_have_attribute("lang", "en")


def test_type_size_has_three_steps_and_lasts(citizen: Citizen) -> None:
    sizes = []
    citizen.open_menu()
    for name in ("标准", "大", "特大"):
        citizen.page.get_by_role("radio", name=name, exact=True).check()
        sizes.append(float(citizen.box.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")))
    assert sizes[0] >= 16
    assert sizes[1] >= 1.15 * sizes[0]
    assert sizes[2] >= 1.4 * sizes[0]
    citizen.page.reload()
    assert float(citizen.box.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")) == sizes[2]


@pytest.mark.parametrize(("system", "other", "name"), [("light", "dark", "深色"), ("dark", "light", "浅色")])
def test_theme_follows_the_system_until_chosen_and_lasts(
    open_citizen: OpenCitizen, system: str, other: str, name: str
) -> None:
    citizen = open_citizen(color_scheme=system)

    def scheme() -> str:
        return str(citizen.page.evaluate("getComputedStyle(document.documentElement).colorScheme"))

    assert scheme() == system
    citizen.open_menu()
    citizen.page.get_by_role("radio", name=name).check()
    assert scheme() == other
    citizen.page.reload()
    assert scheme() == other
