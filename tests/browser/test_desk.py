"""The mediators' desk in a real browser, on the real gateway: from the invitation to the figures."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from bot.cases.records import Event, NoticeKind
from bot.database import database_open
from bot.desk.admin import Newcomer
from bot.desk.passwords import Passwords
from bot.desk.staff import Role, Staff, invitation_url
from bot.settings import Settings
from tests.bot.gateway import Client, gateway_in_thread
from tests.bot.rasa_double import Ask, RasaDouble
from tests.browser.desk import SOON_MS, Mediator
from tests.desk.office import data_make

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
WAGES = {
    "kind": "wages", "what_happened": "饭店欠我三个月工资，老板说没钱。", "other_side": "某某餐饮店",
    "wishes": "结清工资", "amount": 24000, "happened_on": "2026-08-01", "evidence": ["劳动合同", "工资条"],
    "consent_version": "1", "contact": "微信 laozhang", "district": "pudong",
}  # fmt: skip
OpenMediator = Callable[..., Mediator]


def opens_cases(ask: Ask) -> list[dict[str, Any]]:
    """As the assistant's form ends: 登记 opens a case with what it asked, anything else is answered."""
    if ask["message"].startswith("登记"):
        facts = {**WAGES, "what_happened": ask["message"].removeprefix("登记") or WAGES["what_happened"]}
        return [{"custom": {"kind": "effect", "effect": "open_case", "value": facts}}]
    if "押金" in ask["message"]:
        card = {
            "kind": "card",
            "language": "zh",
            "card_id": "rent-deposit",
            "title": "押金不退",
            "answer": "先看合同。",
        }
        return [{"custom": {**card, "as_of": "2026-11-24"}}]
    return [{"text": f"答：{ask['message']}"}]


@pytest.fixture(scope="module")
def desk_var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("desk")


@pytest.fixture(scope="module")
def desk_url(desk_var: Path) -> Iterator[str]:
    """The gateway, with a double in Rasa's place: the assistant is not what is tried here."""
    rasa = RasaDouble(desk_var / "tracker.db", opens_cases)
    data = data_make(desk_var / "data")
    approval = yaml.safe_load((data / "approval.yml").read_text(encoding="utf-8")) | {"cards": {"rent-deposit": 1}}
    (data / "approval.yml").write_text(yaml.safe_dump(approval), encoding="utf-8")
    with gateway_in_thread(desk_var, rasa, data=data) as url:
        yield url
    rasa.reset()
    rasa.stop()


@pytest.fixture
def invite(desk_var: Path, desk_url: str) -> Callable[..., str]:
    """Adds a member as `make admin` does, and gives the link of the invitation."""
    staff = Staff(database_open(Settings(var=desk_var)), Passwords(), time.time)

    def invited(login: str, role: Role = "mediator", name: str = "王调解", organisation: str = "centre") -> str:
        _member, token = staff.add(Newcomer(login, name, role, organisation))
        return invitation_url(desk_url, token)

    return invited


@pytest.fixture
def open_mediator(browser: Browser, invite: Callable[..., str]) -> Iterator[OpenMediator]:
    """Signs in a new member. An error in the page's code, or anything its policy blocks, fails the test."""
    faults: list[str] = []

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: "Security Policy" in message.text and faults.append(message.text))

    def opened(
        login: str, role: Role = "mediator", name: str = "王调解", organisation: str = "centre", **options: Any
    ) -> Mediator:
        context = browser.new_context(locale="zh-CN", **{"viewport": DESKTOP, **options})
        context.on("page", watch)
        mediator = Mediator(context.new_page(), login)
        mediator.accept(invite(login, role, name, organisation))
        return mediator

    already_open = len(browser.contexts)
    yield opened
    for context in browser.contexts[already_open:]:
        context.close()
    assert not faults, faults


@pytest.fixture
def citizen(desk_url: str) -> Iterator[Client]:
    client = Client(desk_url)
    yield client
    client.close()


def spoken(citizen: Client) -> list[str]:
    """What a mediator has said to the citizen."""
    return [message["text"] for message in citizen.list()["messages"] if message["from"] == "mediator"]


def test_a_case_from_the_invitation_to_its_end(open_mediator: OpenMediator, citizen: Client) -> None:
    mediator = open_mediator("wang")
    mediator.page.get_by_role("switch").click()
    expect(mediator.page.get_by_role("switch")).to_have_attribute("aria-checked", "true")
    citizen.post("登记有人欠我一笔货款")
    expect(mediator.row("有人欠我一笔货款")).to_be_visible(timeout=SOON_MS)  # by itself, with nothing pressed
    mediator.open("有人欠我一笔货款")
    mediator.claim()
    mediator.write("您好，我来办。货是哪天送的？")
    mediator.hears("货是哪天送的")
    expect(mediator.page.locator(".floor")).to_contain_text("现在由您对话")
    assert spoken(citizen) == ["您好，我来办。货是哪天送的？"]
    citizen.post("八月一号送的")
    mediator.hears("八月一号送的")
    last = citizen.list()["messages"][-1]["seq"]
    citizen.http.post(f"/api/conversations/{citizen.conversation}/read", json={"seq": last})
    expect(mediator.page.get_by_text("当事人已看到")).to_be_visible(timeout=SOON_MS)
    mediator.page.locator("#note").fill("先打对方电话")
    mediator.press("记下备注")
    expect(mediator.page.locator(".notes")).to_contain_text("先打对方电话")
    mediator.press("结案")
    mediator.page.get_by_role("radio", name="达成协议", exact=True).check()
    mediator.page.get_by_label("协议内容").fill("对方十日内付清 24000 元。")
    mediator.page.locator("dialog[open]").get_by_role("button", name="结案").click()
    expect(mediator.page.locator(".case-head .state")).to_have_text("已结案")
    mediator.view("closed")
    expect(mediator.row("有人欠我一笔货款")).to_be_visible()
    assert "先打对方电话" not in str(citizen.list())


def test_a_reply_without_a_claim_offers_to_claim(open_mediator: OpenMediator, citizen: Client) -> None:
    citizen.post("登记想先说话再认领")
    mediator = open_mediator("xu")
    mediator.open("想先说话再认领")
    mediator.write("您好")
    expect(mediator.page.locator("dialog[open]")).to_contain_text("先认领再回复")
    assert spoken(citizen) == []
    mediator.press("认领并发送")
    mediator.hears("您好")
    assert spoken(citizen) == ["您好"]


def test_of_two_one_claims_and_the_other_learns_who(open_mediator: OpenMediator, citizen: Client) -> None:
    citizen.post("登记两个人都想办")
    one, other = open_mediator("zhao", name="赵调解"), open_mediator("qian", name="钱调解")
    for mediator in (one, other):
        mediator.open("两个人都想办")
    one.claim()
    expect(other.page.locator(".row.open")).to_have_count(0, timeout=SOON_MS)  # it left the queue
    expect(other.page.get_by_role("button", name="认领", exact=True)).to_have_count(0, timeout=SOON_MS)
    other.write("我来办")
    expect(other.page.locator(".toast").filter(has_text="赵调解")).to_be_visible()
    expect(other.reply_box).to_have_value("我来办")  # nothing typed is lost
    assert spoken(citizen) == []


def test_who_claims_too_late_is_told_who_was_first(open_mediator: OpenMediator, citizen: Client) -> None:
    citizen.post("登记手快有手慢无")
    one, other = open_mediator("feng", name="冯调解"), open_mediator("chu", name="褚调解")
    other.open("手快有手慢无")
    expect(other.page.get_by_role("button", name="认领", exact=True)).to_be_visible()
    held_back: list[Route] = []
    other.page.route(re.compile(r".*/claim$"), lambda route: held_back.append(route))  # noqa: PLW0108 (it reads the signature)
    other.press("认领")
    one.open("手快有手慢无")
    one.claim()
    held_back[0].continue_()  # sent at the same moment, arrived second
    expect(other.page.locator(".toast").filter(has_text="冯调解")).to_be_visible()


def test_what_could_not_be_sent_is_kept_and_sent_once(open_mediator: OpenMediator, citizen: Client) -> None:
    citizen.post("登记网络不好")
    mediator = open_mediator("sun")
    mediator.open("网络不好")
    mediator.claim()
    lost = re.compile(r".*/cases/[^/]+/messages$")
    mediator.page.route(lost, lambda route: (route.fetch(), route.abort())[1])  # it arrives, the answer does not
    mediator.write("这一句只能到一次")
    expect(mediator.page.locator(".unsent")).to_contain_text("没有发出去")
    mediator.page.unroute(lost)
    mediator.reply_box.fill("还没写完")
    mediator.page.reload()
    expect(mediator.reply_box).to_have_value("还没写完")
    mediator.hears("这一句只能到一次")
    expect(mediator.page.locator(".unsent")).to_have_count(0)
    assert spoken(citizen) == ["这一句只能到一次"]


def sounded(context: BrowserContext) -> list[int]:
    """Ids of the notices that some tab made known."""
    found: list[int] = context.pages[0].evaluate("JSON.parse(localStorage.getItem('jiefen.desk.sounded') || '[]')")
    return found


def test_two_tabs_share_one_line_and_tell_once(open_mediator: OpenMediator, citizen: Client, desk_url: str) -> None:
    first = open_mediator("li")
    first.page.get_by_role("switch").click()
    expect(first.page.get_by_role("switch")).to_have_attribute("aria-checked", "true")
    second = Mediator(first.page.context.new_page(), "li")
    lines: list[str] = []
    second.page.on("request", lambda request: request.url.endswith("/events") and lines.append(request.url))
    second.page.goto(f"{desk_url}/desk")
    expect(second.page.locator(".ways")).to_be_visible()
    citizen.post("登记两个标签页")
    for tab in (first, second):
        expect(tab.row("两个标签页")).to_be_visible(timeout=SOON_MS)
        expect(tab.page).to_have_title(re.compile(r"^\(1\) "), timeout=SOON_MS)
    assert lines == []  # the first tab holds the line for both
    first.open("两个标签页")
    first.claim()
    expect(second.row("两个标签页")).to_have_count(0, timeout=SOON_MS)
    expect(second.page).to_have_title(re.compile("^解纷"), timeout=SOON_MS)  # seen in one tab is seen in both
    assert len(sounded(first.page.context)) == 1
    first.page.close()
    citizen.stranger().post("登记换一个标签页接着听")
    expect(second.row("换一个标签页接着听")).to_be_visible(timeout=SOON_MS)


def test_a_lost_line_says_so_and_comes_back(open_mediator: OpenMediator, citizen: Client) -> None:
    mediator = open_mediator("zhou")
    events = re.compile(".*/desk/api/events$")
    mediator.page.route(events, lambda route: route.abort())
    mediator.page.reload()
    banner = mediator.page.locator(".banner.shown")
    expect(banner).to_contain_text("断开", timeout=SOON_MS)
    mediator.page.unroute(events)
    banner.get_by_role("button").click()
    expect(banner).to_have_count(0, timeout=SOON_MS)
    citizen.post("登记重新连上以后")
    expect(mediator.row("重新连上以后")).to_be_visible(timeout=SOON_MS)


def test_the_keyboard_alone_is_enough(open_mediator: OpenMediator, citizen: Client) -> None:
    citizen.post("登记只用键盘办的案件")
    mediator = open_mediator("wu")
    page = mediator.page
    page.keyboard.press("/")
    page.keyboard.type("只用键盘")
    expect(mediator.rows).to_have_count(1)
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator(".case-head h2")).to_be_visible()
    page.keyboard.press("c")
    expect(page.locator(".case-head .state")).to_have_text("办理中")
    page.keyboard.press("r")
    expect(mediator.reply_box).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.type("收到")
    page.keyboard.press("Enter")
    expect(mediator.reply_box).to_have_value(re.compile("收到"))
    page.keyboard.press("Control+Enter")
    mediator.hears("收到")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.locator("#note")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("dialog[open] .key-table")).to_be_visible()


def test_a_lead_sees_the_figures(open_mediator: OpenMediator, citizen: Client) -> None:
    citizen.post("登记要算进数据")
    lead = open_mediator("lead", "lead", "林负责")
    lead.go("figures")
    open_cases = lead.page.locator(".tile").first.locator("dd").first
    expect(open_cases).to_have_text(re.compile(r"^[1-9]\d*$"))
    expect(lead.page.locator(".figures-table").filter(has_text="工资")).to_be_visible()
    with lead.page.expect_download() as saved:
        lead.page.get_by_role("link", name="CSV").click()
    assert "," in saved.value.path().read_text(encoding="utf-8-sig")


def test_an_administrator_invites_and_deactivates(open_mediator: OpenMediator, browser: Browser) -> None:
    admin = open_mediator("admin", "administrator", "管理员")
    assert admin.page.locator(".ways a").count() == 2  # staff and settings: no case
    admin.press("添加人员")
    admin.page.get_by_label("用户名").fill("chen")
    admin.page.get_by_label("姓名").fill("陈新人")
    admin.page.locator("dialog[open]").get_by_role("button", name="添加人员").click()
    link = admin.page.locator("#invitation-link").input_value()
    newcomer = Mediator(browser.new_context(locale="zh-CN").new_page(), "chen")
    newcomer.accept(link)
    expect(newcomer.page.locator(".tools")).to_contain_text("陈新人")
    admin.page.keyboard.press("Escape")
    admin.press("停用: 陈新人")
    admin.page.locator("dialog[open]").get_by_role("button", name="停用").click()
    expect(admin.page.locator("tr.inactive")).to_contain_text("陈新人")
    newcomer.page.reload()
    expect(newcomer.page.locator("input[name=login]")).to_be_visible()


def test_another_organisation_takes_part_and_then_takes_over(open_mediator: OpenMediator, citizen: Client) -> None:
    citizen.post("登记要请别的机构一起办")
    mediator = open_mediator("jiang")
    guest = open_mediator("wei", organisation="lawyers")
    mediator.open("要请别的机构一起办")
    mediator.claim()
    page = mediator.page
    page.locator(".fold-participants summary").click()
    mediator.press("邀请机构参与")
    page.get_by_label("机构", exact=True).select_option(label="机构lawyers")
    page.get_by_label("以什么身份参与").select_option(label="旁听")
    page.locator("dialog[open]").get_by_role("button", name="添加").click()
    expect(page.locator(".fold-participants")).to_contain_text("旁听")
    guest.view("all")
    guest.open(page.locator(".case-head h2").inner_text().split()[0])  # by its number: the facts are not theirs
    expect(guest.page.locator(".fold-facts")).to_have_count(0)  # an observer sees summary and transcript alone
    guest.write("我也说一句")
    expect(guest.page.locator(".toast").first).to_be_visible()
    mediator.press("转到其他机构")
    page.get_by_label("转到哪个机构").select_option(label="机构elsewhere")
    page.get_by_label("原因").fill("在那边办更近")
    page.locator("dialog[open]").get_by_role("button", name="转到其他机构").click()
    expect(page.locator(".toast").filter(has_text="转出")).to_be_visible()
    expect(mediator.row("要请别的机构一起办")).to_have_count(0, timeout=SOON_MS)
    assert spoken(citizen) == []


def test_an_answer_waits_for_a_nod(open_mediator: OpenMediator, citizen: Client) -> None:
    lead = open_mediator("nod", "lead", "林负责")
    lead.page.get_by_role("switch").click()
    expect(lead.page.get_by_role("switch")).to_have_attribute("aria-checked", "true")
    citizen.post("房东不退押金")
    lead.go("approvals")
    expect(lead.page.locator(".approval")).to_contain_text("房东不退押金")
    assert "card" not in [message["kind"] for message in citizen.list()["messages"]]
    lead.press("可以发: 押金不退")
    expect(lead.page.locator(".toast").filter(has_text="已发给市民")).to_be_visible()
    assert citizen.list()["messages"][-1]["kind"] == "card"


def violations(page: Page) -> list[str]:
    """Everything that axe finds, one line each."""
    return [
        f"{one['id']}: {one['help']}: {node['html'][:160]}"
        for one in Axe().run(page).response["violations"]
        for node in one["nodes"]
    ]


def overflow(page: Page) -> int:
    """By how many pixels the page, or a part of it that scrolls, is wider than there is room."""
    return int(
        page.evaluate(
            """() => Math.max(...[...document.querySelectorAll("html, main, .queue-box, .said-box, .file")]
                .map((node) => node.scrollWidth - node.clientWidth))"""
        )
    )


def too_small(page: Page) -> list[str]:
    """On a phone: visible controls under 44 px in either direction; links inside a sentence are not."""
    if page.viewport_size == DESKTOP:
        return []
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("button, summary, textarea, select, label:has(input), .ways a, .row a")]
            .filter((node) => node.checkVisibility() && !node.closest(".visually-hidden"))
            .map((node) => [node, node.getBoundingClientRect()])
            .filter(([, box]) => box.width < 44 || box.height < 44)
            .map(([node, box]) => `${node.className || node.textContent} ${box.width}x${box.height}`)"""
    )
    return found


def faults(page: Page) -> list[str]:
    """What keeps somebody from using the page as it now is."""
    wide = overflow(page)
    return violations(page) + too_small(page) + ([f"{wide} px too wide"] if wide > 0 else [])


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize(("language", "theme"), [("zh", "light"), ("en", "dark")])
def test_axe_finds_nothing_and_everything_fits_a_finger(
    open_mediator: OpenMediator, citizen: Client, language: str, theme: str, viewport: dict[str, int]
) -> None:
    citizen.post("老板欠薪怎么办")
    citizen.post("登记每个页面都要看")
    login = f"axe.{language}.{viewport['width']}"
    lead = open_mediator(login, "lead", "林负责", viewport=viewport, color_scheme=theme)
    page = lead.page
    page.evaluate("language => localStorage.setItem('jiefen.desk.language', JSON.stringify(language))", language)
    page.reload()
    expect(lead.row("每个页面都要看").first).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("?")
    assert faults(page) == []
    page.keyboard.press("Escape")
    lead.row("每个页面都要看").first.locator("a").click()
    for part in page.locator(".parts button:visible").all() or [page.locator(".case-head h2")]:
        part.click()
        page.locator(".talk, .file").locator("visible=true").first.wait_for()
        assert faults(page) == []
    for name in ("figures", "staff", "approvals", "me"):
        page.evaluate("page => { window.location.hash = `#/${page}` }", name)
        expect(page.locator("h1")).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert (name, faults(page)) == (name, [])


def test_both_languages_say_everything(browser: Browser, desk_url: str) -> None:
    page = browser.new_page()
    page.goto(f"{desk_url}/desk")
    keys = """async () => {
        const { textsIn } = await import("/desk/static/texts.js");
        const walk = (value, path) => typeof value === "object" && value !== null
            ? Object.entries(value).flatMap(([key, part]) => walk(part, `${path}.${key}`))
            : [`${path}: ${typeof value}`];
        return ["zh", "en"].map((language) => walk(textsIn(language), ""));
    }"""
    chinese, english = page.evaluate(keys)
    page.context.close()
    assert chinese == english
    said = {text.partition(":")[0] for text in chinese}
    wanted = {f".events.{event}" for event in get_args(Event)} | {f".notices.{kind}" for kind in get_args(NoticeKind)}
    assert wanted - said == set()
