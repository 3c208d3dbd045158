"""Takes the pictures of docs/images from the real assistant: ``.venv/bin/python -m tests.browser.pictures``.

Needs a trained model and a Chromium. Everybody in them is invented. A picture that was taken before is replaced.
"""

from __future__ import annotations

import os
import tempfile
import uuid
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.cases.cases import Cases
from bot.cases.records import Facts, Opening, Party, System
from bot.records import conversation_key
from bot.settings import ROOT, Settings
from launch import chromium
from tests.browser.citizen import Citizen
from tests.browser.conftest import ARGUMENTS
from tests.browser.desk import Mediator
from tests.conftest import running
from tests.desk.office import Desk, Office

IMAGES = ROOT / "docs" / "images"
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
# kind, district, how pressing, hours ago, what happened, the other side, what is wanted, yuan
WAITING = (
    ("wages", "baoshan", 1, 30, "工地的活干完两个月了，包工头一直不发工资。", "包工头老周", "结清工资", 18600),
    ("neighbours", "xuhui", 0, 5, "楼上空调外机正对我家卧室，夜里很吵。", "楼上住户", "移走外机", None),
    ("consumer", "minhang", 0, 3, "健身房换了老板，原来的年卡不认了，也不肯退钱。", "某某健身", "退还余额", 2400),
    ("property_service", "putuo", 0, 2, "小区电梯坏了十多天，物业说要先凑钱才修。", "物业公司", "尽快修好电梯", None),
)  # fmt: skip


def main() -> None:
    """Take every picture."""
    found = os.environ.get("TEST_CHROMIUM") or chromium.find(os.environ)
    with (
        tempfile.TemporaryDirectory() as var,
        running(Path(var), JIEFEN_CONVERSATION_BURST="100") as stack,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        office = Office(stack.url, Settings(var=Path(var)))
        citizen = chat(browser, stack.url, PHONE, "zh-CN")
        talk(citizen, office)
        shoot(citizen.page, "mediator-phone")
        wide = chat(browser, stack.url, DESKTOP, "en-GB")
        wide.ask("My landlord keeps my deposit of 5000 yuan")
        wide.page.evaluate("document.activeElement.blur()")
        shoot(wide.page, "conversation-english")
        desk(browser, office)
        office.close()
        browser.close()


def chat(browser: Browser, url: str, viewport: dict[str, int], language: str) -> Citizen:
    """A citizen who has just opened the page."""
    page = window(browser, url, viewport, language)
    page.goto("/")
    return Citizen(page)


def talk(citizen: Citizen, office: Office) -> None:
    """A case that a mediator has taken and talks about; its citizen is at the page."""
    page = citizen.page
    citizen.ask("房东不退我3000元押金，在浦东张江，怎么办")
    citizen.ask("我想找调解员帮忙")
    page.get_by_role("button", name="同意，请调解员来").last.click()
    expect(page.locator(".case-card")).to_be_visible(timeout=20_000)
    wang = member(office, "王敏")
    (case,) = office.cases.citizen_cases(conversation_key(citizen.remembered("conversation")))
    wang.post(f"/cases/{case.id}/claim")
    say(wang, case.id, "您好，我是调解员王敏。房东说过为什么不退吗？")
    expect(page.locator(".message.mediator")).to_be_visible()
    for mine, theirs in (
        ("他说墙上有钉子洞，要全扣掉", "交房时拍过照片吗？"),
        ("拍过，都在手机里", "好。您发到这里，我今天下午联系房东。"),
    ):
        citizen.write(mine)
        expect(citizen.said(mine)).to_be_visible()
        say(wang, case.id, theirs)
        expect(page.get_by_text(theirs)).to_be_visible()
    wang.post(f"/cases/{case.id}/read", {"seq": citizen.stored()[-1]["seq"]})


def member(office: Office, name: str) -> Desk:
    """A mediator who is signed in and on duty."""
    desk = office.member(name=name, languages=["zh", "en"])
    desk.ask("PATCH", "/me", {"on_duty": True})
    return desk


def say(mediator: Desk, case: str, text: str) -> None:
    mediator.post(f"/cases/{case}/messages", {"id": uuid.uuid4().hex, "text": text})


def desk(browser: Browser, office: Office) -> None:
    """The desk with a queue and the case that was just talked about, wide and on a phone."""
    now = office.cases.office.clock()
    for kind, district, priority, hours, what, side, wishes, amount in WAITING:
        facts = Facts(what_happened=what, other_side=side, wishes=wishes, parties=(Party("陈某", "applicant"),))
        earlier = replace(office.cases.office, clock=lambda ago=hours: now - 3600 * ago)
        opening = Opening(kind, "zh", "asked", facts, district, None, amount, None, "1", priority)
        Cases(earlier).case_open(System(), opening, None)
    for viewport, name in ((DESKTOP, "desk"), (PHONE, "desk-phone")):
        mediator = signed_in(browser, office, viewport)
        if viewport == DESKTOP:
            mediator.view("mine")
            expect(mediator.page.locator(".tabs [data-view=mine]")).to_have_attribute("aria-pressed", "true")
            mediator.rows.first.locator("a").click()
            mediator.hears("今天下午联系房东")
            expect(mediator.page.get_by_role("button", name="放进回复框").first).to_be_visible(timeout=20_000)
            mediator.view("queue")
        expect(mediator.row("空调外机")).to_be_visible()
        shoot(mediator.page, name)


def signed_in(browser: Browser, office: Office, viewport: dict[str, int]) -> Mediator:
    """王敏 at the desk in a new window."""
    page = window(browser, office.url, viewport, "zh-CN")
    mediator = Mediator(page, office.credentials()["login"])
    page.goto("/desk")
    mediator.sign_in()
    return mediator


def window(browser: Browser, url: str, viewport: dict[str, int], language: str) -> Page:
    """An empty window, on a phone with its finer screen."""
    scale = 2 if viewport == PHONE else 1
    return browser.new_page(
        base_url=url, viewport=viewport, locale=language, timezone_id="Asia/Shanghai", device_scale_factor=scale
    )


def shoot(page: Page, name: str) -> None:
    """Keep what the window shows as docs/images/NAME.png."""
    page.wait_for_load_state("load")
    page.wait_for_timeout(600)  # what slides or fades in is there
    page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")


if __name__ == "__main__":
    main()
