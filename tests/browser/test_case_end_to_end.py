"""Two citizens, two mediators and an administrator, from the invitation to the papers, with nothing in anybody's place.

Rasa, the action server and the gateway are the real ones; only Telegram's own server is a double. One citizen talks on
the page in Chinese, the other in Telegram in English; one mediator sits at the desk, the other is in Telegram.
"""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from launch.stack import Stack
from tests.bot.pictures import JPEG
from tests.browser.citizen import ANSWER_MS, Citizen
from tests.browser.conftest import OpenCitizen
from tests.browser.desk import SOON_MS, Mediator
from tests.conftest import running
from tests.telegram.bot_api import TOKEN, BotApi
from tests.telegram.people import Person

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1440, "height": 900}
NUMBER = re.compile(r"JF\d{4}-\d+")
STORY = "房东不退我3000元押金，在浦东张江，怎么办"
# What the page's citizen answers to each question, by how it begins.
ANSWERS = {
    "登记以前": "同意，开始登记", "发生了什么": "就用这段", "对方": "房东李四", "您想要什么": "把押金退给我",
    "什么时候": "2026年10月10日", "为这件事": "打过两次电话，他不接", "手上有哪些": "租房合同、转账记录",
    "调解员会在": "打13800138000找王小明", "请看一遍": "没错，提交",
}  # fmt: skip


@pytest.fixture(scope="module")
def telegram() -> Iterator[BotApi]:
    api = BotApi()
    yield api
    api.stop()


@pytest.fixture(scope="module")
def installation(telegram: BotApi, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """As `make run` starts it for whoever has set a Telegram token."""
    with running(
        tmp_path_factory.mktemp("installation"),
        JIEFEN_TELEGRAM_TOKEN=TOKEN,
        JIEFEN_TELEGRAM_API=telegram.url,
        JIEFEN_TELEGRAM_POLL="1",
        JIEFEN_CONVERSATION_BURST="100",  # a test answers faster than people
    ) as started:
        yield started


@pytest.fixture(scope="module")
def base_url(installation: Stack) -> str:
    return installation.url


def test_two_cases_from_the_first_word_to_the_papers(
    browser: Browser, installation: Stack, telegram: BotApi, open_citizen: OpenCitizen
) -> None:
    wang, li = mediators(browser, installation, telegram)
    citizen = open_citizen()
    number = opened_by_talking(citizen)
    tenant = Person(telegram, "en")
    other = opened_in_telegram(tenant)

    # --- one is claimed at the desk, the other by a button in Telegram; both talk both ways ---
    wang.open("房东不退我")
    wang.claim()
    expect(citizen.page.locator(".case-claimed")).to_be_visible(timeout=SOON_MS)
    wang.write("您好，我是王敏。房东为什么不退？")
    expect(citizen.page.locator(".message.mediator")).to_contain_text("房东为什么不退", timeout=SOON_MS)
    expect(citizen.page.locator("#speaking")).to_have_text("调解员王敏在和您说话")
    li.sees(f"新案件\n{other}")
    li.presses("✋ 认领")
    li.sees(f"案件 {other} 归您了")
    li.says("Hello, I am Li Qiang. How much was the deposit?")
    tenant.sees("👤 李强 (mediator)\nHello, I am Li Qiang")
    tenant.says("It was 5000 yuan")
    li.sees("It was 5000 yuan")

    # --- while the mediator speaks the assistant is silent, and danger is answered all the same ---
    answered = citizen.answers.count()
    citizen.write("他说墙上有钉子洞")
    wang.hears("他说墙上有钉子洞")
    citizen.page.locator("#attach-files").set_input_files(
        [{"name": "墙面.jpg", "mimeType": "image/jpeg", "buffer": JPEG}]
    )
    wang.page.locator(".said img, .said a[href*='/files/']").first.wait_for(timeout=SOON_MS)
    assert citizen.answers.count() == answered
    citizen.write("他现在拿刀要杀我")
    expect(citizen.page.locator(".kind-contacts a[href='tel:110']").last).to_be_visible(timeout=SOON_MS)
    wang.hears("他现在拿刀要杀我")

    # --- the desk hands its case on; who gets it tells the two apart, and the assistant answers meanwhile ---
    handed_on(wang, "李强")
    li.sees(f"案件 {number} 转到您手上了")
    expect(citizen.page.locator("#speaking")).to_have_text("自动助手在回答", timeout=SOON_MS)
    citizen.ask("押金纠纷可以起诉吗？")
    li.says("Which of the two?")
    li.sees("这句话没有发出去")
    li.presses(number)
    li.sees(f"接下来写的话发给案件 {number}")
    li.says("您好，我是李强，接着办。您安全吗？")
    expect(citizen.page.locator(".message.mediator").last).to_contain_text("您安全吗", timeout=SOON_MS)
    citizen.write("安全了，他走了")
    li.sees("安全了，他走了")
    assert not any("Which of the two" in text or "您安全吗" in text for text in tenant.texts())

    # --- both are closed; the citizens rate; the assistant is back ---
    closed(li, number, "达成协议", "房东三天内退还押金 3000 元")
    expect(citizen.page.locator("#speaking")).to_have_text("自动助手在回答", timeout=SOON_MS)
    citizen.page.get_by_role("button", name="非常满意", exact=True).click()
    expect(citizen.page.locator(".case-rated")).to_be_visible(timeout=SOON_MS)
    citizen.ask("谢谢，调解协议有什么用？")
    closed(li, other, "没有谈成", "对方不愿意调解")
    tenant.sees(f"Your case {other} is closed without an agreement")
    tenant.presses("4")
    tenant.sees("noted: 4 of 5")

    # --- the desk sees both, with what the citizens said of it, and fills the papers ---
    wang.view("closed")
    expect(wang.rows).to_have_count(2, timeout=SOON_MS)
    wang.open("房东不退我")
    expect(wang.page.locator(".file")).to_contain_text("5 分", timeout=SOON_MS)
    wang.page.locator(".fold-papers summary").click()
    for paper in ("application", "registration", "record"):
        text = paper_text(wang.page, paper)
        assert "房东李四" in text and "押金" in text, text


def mediators(browser: Browser, installation: Stack, telegram: BotApi) -> tuple[Mediator, Person]:
    """One at the desk and one in Telegram, invited by an administrator whom the command made."""
    admin = Mediator(browser.new_context(locale="zh-CN", viewport=DESKTOP).new_page(), "admin")
    admin.accept(administrator_made(installation))
    people = {}
    for login, name in (("wang", "王敏"), ("li", "李强")):
        people[login] = Mediator(browser.new_context(locale="zh-CN", viewport=DESKTOP).new_page(), login)
        people[login].accept(invited(admin, login, name))
        people[login].page.get_by_role("switch").click()
    li = people["li"]
    li.go("me")
    li.press("取一个连接码")
    person = Person(telegram)
    person.says(li.page.locator(".big-code").inner_text())
    person.sees("李强，您的工作账号连上了")
    li.page.context.close()
    admin.page.context.close()
    return people["wang"], person


def administrator_made(installation: Stack) -> str:
    """The invitation that the command prints."""
    settings = installation.settings
    command = ["-m", "bot.desk.admin", "add", "--login", "admin", "--organisation", "centre", "--name", "管理员"]
    made = subprocess.run(
        [str(settings.app_python), *command], cwd=settings.root, env=dict(settings.environ),
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    return re.findall(r"http\S+", made.stdout)[0]


def invited(admin: Mediator, login: str, name: str) -> str:
    """The invitation of a new mediator, from the page of the staff."""
    admin.go("staff")
    admin.press("添加人员")
    dialog = admin.page.locator("dialog[open]")
    dialog.locator("input[name=login]").fill(login)
    dialog.locator("input[name=name]").fill(name)
    dialog.get_by_role("checkbox", name="英文", exact=True).check()
    dialog.get_by_role("button", name="添加人员").click()
    link = admin.page.locator("#invitation-link").input_value()
    admin.page.locator("dialog[open]").get_by_role("button", name="关闭").click()
    return link


def opened_by_talking(citizen: Citizen) -> str:
    """The number of the case at the end of the whole intake, in which every question is answered."""
    citizen.ask(STORY)
    citizen.ask("帮我登记案件")
    asked: list[str] = []
    while question := next_question(citizen, asked):
        asked.append(question)
        citizen.ask(ANSWERS[question])
    assert set(asked) == set(ANSWERS)
    return NUMBER.findall(citizen.page.locator(".case-card").first.inner_text())[0]


def next_question(citizen: Citizen, asked: list[str]) -> str | None:
    """How the next question begins; None once the case is there. An answer comes in several messages."""
    deadline = time.monotonic() + ANSWER_MS / 1000
    while not citizen.page.locator(".case-card").count():
        said = citizen.answers.last.inner_text()
        assert time.monotonic() < deadline, said
        new = [words for words in ANSWERS if f"\n{words}" in f"\n{said}" and words not in asked]
        if new:
            return new[0]
        citizen.page.wait_for_timeout(50)
    return None


def opened_in_telegram(tenant: Person) -> str:
    """The number of the case of somebody who asks for a person."""
    tenant.says("My landlord in Xuhui keeps my deposit of 5000 yuan")
    tenant.sees("automatic reply, not legal advice")
    tenant.says("/human")
    tenant.presses("Yes, ask for a mediator")
    return NUMBER.findall(tenant.sees("Your case is registered")["text"])[0]


def handed_on(mediator: Mediator, name: str) -> None:
    """Hand the case that is open on to a colleague."""
    mediator.press("转给同事")
    dialog = mediator.page.locator("dialog[open]")
    label = dialog.locator("select option").filter(has_text=name).inner_text()
    dialog.locator("select").select_option(label=label)
    dialog.get_by_role("button", name="转给同事").click()
    expect(dialog).to_have_count(0)


def closed(mediator: Person, number: str, outcome: str, why: str) -> None:
    """Close a case in Telegram."""
    mediator.says("/close")
    mediator.api.wait(lambda: outcome in mediator.buttons() or number in mediator.buttons())
    mediator.presses(outcome)
    mediator.sees(f"{number} 结案：{outcome}")
    mediator.says(why)
    mediator.sees(f"案件 {number} 结案了：{outcome}")


def paper_text(page: Page, paper: str) -> str:
    """All words of a paper of the case that is open, as python-docx reads the download."""
    with page.expect_download(timeout=ANSWER_MS) as download:
        page.locator(f"a[href$='/papers/{paper}.docx']").click()
    document = Document(BytesIO(Path(download.value.path()).read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)
