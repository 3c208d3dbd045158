"""Writing: input methods, long texts, and text that would like to be code."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.citizen import Citizen

pytestmark = [pytest.mark.browser, pytest.mark.integration]

HOSTILE = '<img src=x onerror="window.hacked = 1"><script>window.hacked = 1</script>'
MODULES = {"card": ("card.js", "cardBody"), "channels": ("channels.js", "channelsBody")}


def test_the_box_has_the_focus_from_the_start(citizen: Citizen) -> None:
    expect(citizen.box).to_be_focused()


def test_enter_that_belongs_to_the_input_method_does_not_send(citizen: Citizen) -> None:
    devtools = citizen.page.context.new_cdp_session(citizen.page)
    citizen.box.focus()
    devtools.send("Input.imeSetComposition", {"text": "gongzi", "selectionStart": 6, "selectionEnd": 6})
    citizen.page.keyboard.press("Enter")
    expect(citizen.bubbles).to_have_count(0)
    devtools.send("Input.insertText", {"text": "工资"})
    expect(citizen.bubbles).to_have_count(0)
    citizen.page.keyboard.press("Enter")
    expect(citizen.bubbles).to_have_count(1)


def test_shift_enter_begins_a_new_line(citizen: Citizen) -> None:
    citizen.box.press_sequentially("一")
    citizen.box.press("Shift+Enter")
    citizen.box.press_sequentially("二")
    expect(citizen.box).to_have_value("一\n二")
    expect(citizen.bubbles).to_have_count(0)


def test_blank_text_is_not_sent(citizen: Citizen) -> None:
    citizen.write("  \n ")
    expect(citizen.bubbles).to_have_count(0)


def test_a_text_over_the_limit_is_refused_in_plain_words(citizen: Citizen) -> None:
    note = citizen.page.locator("#composer-note")
    citizen.box.fill("长" * 1799)
    expect(note).to_be_hidden()
    citizen.box.fill("长" * 1900)
    expect(note).to_have_text("1900 / 2000 字")
    citizen.write("长" * 2001)
    expect(note).to_have_text("一次最多 2000 字，现在有 2001 字。请删短，或分几次发。")
    expect(citizen.bubbles).to_have_count(0)
    citizen.ask("长" * 2000)
    expect(citizen.bubbles).to_have_count(1)
    expect(note).to_be_hidden()


def test_an_unfinished_text_survives_a_reload(citizen: Citizen) -> None:
    citizen.box.fill("写到一半")
    citizen.page.reload()
    expect(citizen.box).to_have_value("写到一半")


def test_markup_in_a_message_stays_text(citizen: Citizen) -> None:
    citizen.ask(HOSTILE)
    expect(citizen.bubbles.first.get_by_text(HOSTILE, exact=True)).to_be_visible()
    citizen.page.reload()
    expect(citizen.bubbles.first).to_contain_text("<img src=x")
    expect(citizen.page.locator("#log img, #log script")).to_have_count(0)
    assert citizen.page.evaluate("window.hacked") is None


def rendered(citizen: Citizen, kind: str, message: dict[str, object]) -> Locator:
    """A message drawn by the page's own code, as if a broken server had sent it."""
    module, function = MODULES[kind]
    citizen.page.evaluate(
        """async ([module, name, message]) => {
            const [shown, texts] = await Promise.all([import(`/static/${module}`), import("/static/texts.js")]);
            const node = shown[name](message, texts.textsIn("zh"), () => {});
            node.id = "drawn";
            document.getElementById("log").append(node);
            node.querySelectorAll("details").forEach((fold) => (fold.open = true));
        }""",
        [module, function, message],
    )
    return citizen.page.locator("#drawn")


def hostile_channel() -> dict[str, object]:
    names = ("id", "name", "fee", "time", "binding", "enforcement", "decided_by", "not_for", "how")
    return {**dict.fromkeys(names, HOSTILE), "number": f"110{HOSTILE}", "url": "javascript:window.hacked=1"}


@pytest.mark.parametrize("kind", ["card", "channels"])
def test_markup_in_every_field_of_an_answer_stays_text(citizen: Citizen, kind: str) -> None:
    citation = {"law": HOSTILE, "article": HOSTILE, "label": HOSTILE, "applies_from": HOSTILE, "has_text": True}
    fields = dict.fromkeys(("title", "answer", "as_of", "cost", "duration", "more"), HOSTILE)
    lists = {"steps": [HOSTILE], "papers": [HOSTILE], "deadlines": [{"text": HOSTILE, "rule": None}]}
    message = {"seq": 1, **fields, **lists, "channels": [hostile_channel()], "citations": [citation]}
    drawn = rendered(citizen, kind, message)
    # innerText leaves hidden parts out, so what counts is that no field made an element.
    assert (drawn.text_content() or "").count(HOSTILE) >= (15 if kind == "card" else 8)
    expect(drawn.locator("img, script, iframe")).to_have_count(0)
    expect(drawn.locator("a[href^='javascript']")).to_have_count(0)
    assert citizen.page.evaluate("window.hacked") is None


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("打 110 或 120，法律咨询 12348。", ["tel:110", "tel:120", "tel:12348"]),
        ("钱刚转出去的，马上打 110 报警；拿不准打 96110 问。", ["tel:110", "tel:96110"]),
        ("第110条规定 120 日内办，金额 12345 元。", []),
        ("On 2026-11-24, 110 yuan; call 021-12348 or 400-820-8820.", ["tel:02112348", "tel:4008208820"]),
        ("见 https://www.court.gov.cn/a?b=1。", ["https://www.court.gov.cn/a?b=1"]),
        ("javascript:alert(1) data:text/html,x", []),
    ],
)
def test_numbers_to_call_and_addresses_become_links_and_nothing_else(
    citizen: Citizen, text: str, links: list[str]
) -> None:
    drawn = rendered(citizen, "card", {"seq": 1, "title": "t", "answer": text})
    expect(drawn.locator(".short-answer")).to_have_text(text)
    found = drawn.locator(".short-answer a").evaluate_all("nodes => nodes.map((node) => node.getAttribute('href'))")
    assert found == links
