"""A citizen's case on the page: opened, talked about with a mediator, rated, printed, found again, erased.

The real gateway with a double in Rasa's place; the mediator works at the desk's own API.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import update

from bot.cases.rows import facts_values
from bot.cases.tables import cases
from bot.records import conversation_key
from bot.settings import Settings
from tests.bot.gateway import gateway_in_thread
from tests.bot.pictures import JPEG, OGG, PDF
from tests.bot.rasa_double import Ask, RasaDouble, echo
from tests.bot.wishes import opening
from tests.browser.citizen import Citizen
from tests.browser.conftest import OpenCitizen
from tests.browser.test_access import overflow, too_small, violations
from tests.desk.office import Desk, Office

pytestmark = pytest.mark.browser

WORDS: dict[str, dict[str, str]] = {
    "zh-CN": {
        "assistant": "自动助手在回答", "mediator": "调解员王敏在和您说话", "best": "非常满意",
        "typing": "调解员王敏正在输入", "read": "调解员已读", "relayed": "已送到调解员那里",
        "refused": "这种文件收不了", "summary": "案件摘要",
    },
    "en-GB": {
        "assistant": "Automatic assistant", "mediator": "Mediator 王敏", "best": "Very good",
        "typing": "The mediator 王敏 is writing", "read": "Read by the mediator",
        "relayed": "Delivered to the mediator", "refused": "This kind of file cannot be taken",
        "summary": "Case summary",
    },
}  # fmt: skip


def answer(ask: Ask) -> list[dict[str, Any]]:
    """As Rasa: the wish for a mediator opens a case, everything else is answered."""
    wants = any(word in ask["message"] for word in ("找调解员", "a mediator"))
    return opening("好。", reason="person", what_happened="房东不退押金") if wants else echo(ask)


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="module")
def base_url(var: Path) -> Iterator[str]:
    rasa = RasaDouble(var / "tracker.db", answer)
    with gateway_in_thread(var, rasa) as url:
        yield url
    rasa.stop()


@pytest.fixture
def office(base_url: str, var: Path) -> Iterator[Office]:
    office = Office(base_url, Settings(var=var))
    yield office
    office.close()


class Party(Citizen):
    """A citizen who has a case."""

    def __init__(self, page: Page, language: str) -> None:
        super().__init__(page)
        self.words = WORDS[language]
        self.case = page.locator(".case-card")
        self.speaking = page.locator("#speaking")

    def open_case(self) -> str:
        """Ask for a mediator; the code of the case."""
        self.page.locator("#to-person").click()
        expect(self.case.first).to_be_visible()
        return self.page.locator(".code").first.inner_text()

    def key(self) -> str:
        return conversation_key(self.remembered("conversation"))


def party(open_citizen: OpenCitizen, language: str = "zh-CN", **options: Any) -> Party:
    return Party(open_citizen(language, **options).page, language)


def claimed(office: Office, who: Party) -> tuple[Desk, str]:
    """A mediator who has claimed the case, and its id."""
    mediator = office.member(name="王敏")
    (case,) = office.cases.citizen_cases(who.key())
    mediator.post(f"/cases/{case.id}/claim")
    return mediator, case.id


def say(mediator: Desk, case: str, text: str) -> int:
    return int(mediator.post(f"/cases/{case}/messages", {"id": uuid.uuid4().hex, "text": text})["seq"])


def give(who: Party, *files: tuple[str, str, bytes]) -> None:
    given: list[Any] = [{"name": name, "mimeType": kind, "buffer": content} for name, kind, content in files]
    who.page.locator("#attach-files").set_input_files(given)


@pytest.mark.parametrize("language", WORDS)
def test_a_person_takes_over_and_looks_like_one(open_citizen: OpenCitizen, office: Office, language: str) -> None:
    who = party(open_citizen, language)
    words = who.words
    expect(who.speaking).to_have_text(words["assistant"])
    who.open_case()
    mediator, case = claimed(office, who)
    expect(who.page.locator(".case-claimed")).to_be_visible()
    say(mediator, case, "您好，我是王敏。")
    said = who.page.locator(".message.mediator")
    expect(said).to_contain_text("您好，我是王敏。")
    expect(said).to_contain_text("王敏")
    expect(who.speaking).to_have_text(words["mediator"])
    mediator.post(f"/cases/{case}/typing")
    expect(who.page.locator("#typing")).to_contain_text(words["typing"])
    seen = who.answers.count()
    who.write("您好")
    mine = who.page.locator(".message.citizen").last
    expect(mine).to_contain_text(words["relayed"])
    mediator.post(f"/cases/{case}/read", {"seq": who.stored()[-1]["seq"]})
    expect(mine).to_contain_text(words["read"])
    assert who.answers.count() == seen
    expect_read(mediator, case)
    who.page.locator("#to-assistant").click()
    expect(who.speaking).to_have_text(words["assistant"])
    who.ask("谢谢")


def expect_read(mediator: Desk, case: str) -> None:
    """The citizen's page tells by itself that the mediator's message was seen."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        there = mediator.get(f"/cases/{case}/messages")
        said = [message["seq"] for message in there["messages"] if message["from"] == "mediator"]
        if there["read_seq"] == said[-1]:
            return
    pytest.fail("the message was not marked as read")


@pytest.mark.parametrize("language", WORDS)
def test_axe_finds_nothing_serious_and_all_fits(open_citizen: OpenCitizen, office: Office, language: str) -> None:
    who = party(open_citizen, language, color_scheme="dark" if language == "en-GB" else "light")
    page = who.page
    page.locator("#attach").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    who.open_case()
    mediator, case = claimed(office, who)
    say(mediator, case, "您好，请把合同发给我。")
    give(who, ("合同.jpg", "image/jpeg", JPEG), ("录音.ogg", "audio/ogg", OGG), ("租约.pdf", "application/pdf", PDF))
    expect(page.locator(".bubble.file audio")).to_be_visible()
    expect(page.locator(".bubble.file a.button")).to_have_count(2)
    mediator.post(f"/cases/{case}/close", {"outcome": "agreement", "why": "谈成了"})
    expect(page.locator(".ratings .choice-button")).to_have_count(5)
    assert violations(page) + too_small(page) == []
    assert overflow(page) <= 0
    page.locator("#my-cases").click()
    expect(page.locator(".own-case")).to_be_visible()
    page.evaluate("document.querySelectorAll('#cases-list details').forEach((fold) => (fold.open = true))")
    assert violations(page) + too_small(page) == []
    assert overflow(page) <= 0
    page.keyboard.press("Escape")
    who.open_menu()
    page.locator(".menu .return-entry").click()
    assert violations(page) + too_small(page) == []


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [(320, 640, "normal"), (320, 640, "largest"), (640, 400, "large"), (1280, 800, "largest")],
)
@pytest.mark.parametrize("language", WORDS)
def test_nothing_is_wider_than_the_screen(
    open_citizen: OpenCitizen, office: Office, language: str, width: int, height: int, size: str
) -> None:
    who = party(open_citizen, language, viewport={"width": width, "height": height})
    who.page.evaluate("size => localStorage.setItem('jiefen.size', JSON.stringify(size))", size)
    who.page.reload()
    who.open_case()
    mediator, case = claimed(office, who)
    say(mediator, case, "您好，" + "请把合同发给我。" * 8)
    expect(who.page.locator(".message.mediator")).to_be_visible()
    mediator.post(f"/cases/{case}/close", {"outcome": "agreement", "why": "谈成了"})
    expect(who.page.locator(".ratings")).to_be_visible()
    assert overflow(who.page) <= 0
    who.page.locator("#my-cases").click()
    expect(who.page.locator(".own-case")).to_be_visible()
    assert overflow(who.page) <= 0
    dialog = "node => node.scrollWidth - node.clientWidth"
    assert who.page.locator("#cases-dialog").evaluate(dialog) <= 0


def test_a_picture_is_added_looked_at_and_what_is_none_is_refused(open_citizen: OpenCitizen, office: Office) -> None:
    who = party(open_citizen)
    page = who.page
    who.ask("你好")
    page.locator("#attach").click()
    expect(page.locator("#person-dialog")).to_be_visible()  # without a case it explains what is missing
    page.keyboard.press("Escape")
    who.open_case()
    with page.expect_file_chooser() as chooser:
        page.locator("#attach").click()
    assert chooser.value.is_multiple()
    give(who, ("合同.jpg", "image/jpeg", JPEG), ("坏.jpg", "image/jpeg", b"MZ" + bytes(99)))
    image = page.locator(".file-picture img")
    image.evaluate("image => image.decode()")
    failed = page.locator(".message.citizen .state.failed")
    expect(failed).to_contain_text(who.words["refused"])
    failed.get_by_role("button").last.click()
    expect(failed).to_have_count(0)
    page.locator(".file-picture").click()
    expect(page.locator("#picture-dialog img")).to_be_visible()
    page.keyboard.press("Escape")
    page.reload()
    expect(page.locator(".file-picture")).to_have_count(1)
    assert len([message for message in who.stored() if message["kind"] == "file"]) == 1


def test_a_file_that_did_not_get_through_is_sent_again_and_kept_once(open_citizen: OpenCitizen) -> None:
    who = party(open_citizen)
    who.open_case()
    who.page.route("**/files?*", lambda route: route.abort(), times=1)
    give(who, ("合同.jpg", "image/jpeg", JPEG))
    failed = who.page.locator(".state.failed")
    expect(failed).to_be_visible()
    failed.get_by_role("button", name="再发一次").click()
    expect(who.page.locator(".file-picture")).to_be_visible()
    expect(failed).to_have_count(0)
    assert len([message for message in who.stored() if message["kind"] == "file"]) == 1


@pytest.mark.parametrize("language", WORDS)
def test_satisfaction_is_told_in_words(open_citizen: OpenCitizen, office: Office, language: str) -> None:
    who = party(open_citizen, language)
    who.open_case()
    mediator, case = claimed(office, who)
    mediator.post(f"/cases/{case}/close", {"outcome": "no_agreement", "why": "没谈成"})
    who.page.get_by_role("button", name=who.words["best"], exact=True).click()
    expect(who.page.locator(".case-rated")).to_be_visible()
    assert office.now(case).satisfaction == 5


def test_what_a_mediator_writes_while_nobody_looks_is_in_the_title(open_citizen: OpenCitizen, office: Office) -> None:
    who = party(open_citizen)
    who.open_case()
    mediator, case = claimed(office, who)
    say(mediator, case, "您好")
    expect(who.page.locator(".message.mediator")).to_have_count(1)
    hide(who.page, True)
    say(mediator, case, "还在吗？")
    expect(who.page).to_have_title("（1 条新消息）解纷助手 Jiefen")
    assert mediator.get(f"/cases/{case}/messages")["read_seq"] < who.stored()[-1]["seq"]
    hide(who.page, False)
    expect(who.page).to_have_title("解纷助手 Jiefen")
    expect_read(mediator, case)


def hide(page: Page, is_hidden: bool) -> None:
    """Make the page believe that nobody looks at it, as when another tab is in front."""
    state = "hidden" if is_hidden else "visible"
    page.evaluate(
        """state => {
            Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        state,
    )


def test_with_the_code_another_device_is_back_in_the_case(open_citizen: OpenCitizen) -> None:
    who = party(open_citizen)
    code = who.open_case()
    other = party(open_citizen, "en-GB")
    other.page.locator(".welcome .return-entry").click()
    box = other.page.locator("#return-code")
    note = other.page.locator("#return-failed")
    for wrong, told in (("12", "12 letters"), ("0000 0000 0000", "no case with this code")):
        box.fill(wrong)
        box.press("Enter")
        expect(note).to_contain_text(told)
    box.fill(code.lower().replace("-", " "))
    box.press("Enter")
    expect(other.case.first).to_be_visible()
    expect(other.page.locator("#my-cases")).to_be_visible()
    who.ask("在吗")
    expect(other.said("在吗")).to_be_visible()


def test_the_code_is_copied(open_citizen: OpenCitizen) -> None:
    who = party(open_citizen, permissions=["clipboard-read", "clipboard-write"])
    code = who.open_case()
    who.page.get_by_role("button", name="复制").click()
    expect(who.page.get_by_role("button", name="已复制")).to_be_visible()
    assert who.page.evaluate("navigator.clipboard.readText()") == code


@pytest.mark.parametrize("language", WORDS)
def test_the_summary_prints_on_one_page_without_script(open_citizen: OpenCitizen, language: str) -> None:
    who = party(open_citizen, language)
    code = who.open_case()
    who.page.locator("#my-cases").click()
    with who.page.context.expect_page() as opened:
        who.page.locator(".own-case-actions a").first.click()
    page = opened.value
    expect(page.get_by_role("heading", level=1)).to_have_text(who.words["summary"])
    assert code not in page.content() and who.remembered("conversation") not in page.url + page.content()
    assert page.locator("figure svg").bounding_box()
    printed = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


def test_a_long_story_still_prints_on_one_page(open_citizen: OpenCitizen, office: Office) -> None:
    who = party(open_citizen)
    who.open_case()
    long = "房东说要扣押金，理由前后不一样，我有聊天记录。" * 60
    (case,) = office.cases.citizen_cases(who.key())
    for name in ("what_happened", "wishes", "tried", "other_side"):
        fill(office, case.id, name, long)
    give(who, *((f"合同第{page}页.jpg", "image/jpeg", JPEG) for page in range(14)))
    expect(who.page.locator(".file-picture")).to_have_count(14, timeout=20_000)
    number = office.now(case.id).number
    page = who.page.context.new_page()
    page.goto(f"/api/conversations/{who.remembered('conversation')}/cases/{number}/summary")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True))) == 1


def fill(office: Office, case: str, name: str, text: str) -> None:
    """Write a fact into a case as it would be sealed."""
    values = facts_values(office.cases.office.sealer, replace(office.now(case).facts, **{name: text}))
    with office.database.writing() as connection:
        connection.execute(update(cases).where(cases.c.id == case).values(values))


def test_a_case_is_erased_from_its_file_after_one_question(open_citizen: OpenCitizen) -> None:
    who = party(open_citizen)
    who.open_case()
    who.page.locator("#my-cases").click()
    who.page.get_by_role("button", name="删除案件内容").click()
    question: Locator = who.page.locator(".ask-erase")
    expect(question).to_contain_text("找不回来")
    question.get_by_role("button", name="删除", exact=True).click()
    expect(who.page.locator("#cases-list")).to_contain_text("没有您的名字")
    who.page.keyboard.press("Escape")
    expect(who.page.locator(".case-erased")).to_be_visible()
    expect(who.page.locator("#my-cases")).to_be_hidden()


def test_erasing_everything_tells_what_stays_of_the_case(open_citizen: OpenCitizen) -> None:
    who = party(open_citizen)
    who.open_case()
    who.open_menu()
    who.page.locator("#erase").click()
    expect(who.page.locator("#erase-cases")).to_be_visible()
    who.page.locator("#erase-confirm").click()
    expect(who.page.locator("#kept-dialog")).to_contain_text("没有您的名字")
    assert who.remembered("conversation") is None


def test_the_keyboard_is_enough(open_citizen: OpenCitizen) -> None:
    who = party(open_citizen)
    page = who.page
    page.locator("#attach").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the way to a person, which a file needs
    expect(who.case.first).to_be_visible()
    page.locator("#my-cases").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".own-case")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#my-cases")).to_be_focused()
