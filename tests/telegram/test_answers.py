"""Answers of every kind arrive as Telegram shows them best, with what they lead to."""

from __future__ import annotations

from typing import Any

from tests.bot.rasa_double import RasaDouble
from tests.telegram.people import Person
from tests.telegram.test_rendering import CARD

TEXT = "工资应当以货币形式按月支付给劳动者本人。"


def answers_with(rasa: RasaDouble, **custom: Any) -> None:
    """Rasa says this to everything."""
    rasa.answer = lambda ask: [{"custom": {"language": "zh", **custom}}]


def test_a_card_comes_with_the_words_of_the_law(citizen: Person, rasa: RasaDouble) -> None:
    answers_with(rasa, **{name: value for name, value in CARD.items() if name not in ("seq", "from")})
    rasa.knowledge["/articles"] = 200, {"law": "劳动法", "article": "第五十条", "has_text": True, "text": TEXT}
    citizen.says("老板不发工资")
    card = citizen.sees("单位拖欠工资")

    assert TEXT in card["text"] and "1. 留好证据" in card["text"]
    assert citizen.buttons() == ["有用", "看条文：《新法》第一条"]
    rasa.knowledge["/articles"] = 200, {"law": "新法", "article": "第一条", "has_text": False, "status": "尚未生效",
                                        "instrument": {"issuer": "国务院", "number": "第1号"}}  # fmt: skip
    citizen.presses("看条文")
    article = citizen.sees("没有这一件的全文")["text"]
    assert "发布机关：国务院" in article and "《新法》第一条" in article


def test_without_the_statutes_a_button_stands_for_each_article(citizen: Person, rasa: RasaDouble) -> None:
    answers_with(rasa, **{name: value for name, value in CARD.items() if name not in ("seq", "from")})
    rasa.knowledge["/articles"] = 503, {"error": "unavailable"}
    citizen.says("老板不发工资")
    citizen.sees("单位拖欠工资")
    assert citizen.buttons()[1] == "看条文：《劳动法》第五十条"
    citizen.presses("看条文：《劳动法》")

    citizen.sees("现在读不出条文")


def test_a_comparison_and_contacts_are_readable(citizen: Person, rasa: RasaDouble) -> None:
    answers_with(rasa, kind="channels", title="可以走的路", channels=CARD["channels"])
    citizen.says("找谁")
    assert "• 法律援助  ☎ 12348" in citizen.sees("可以走的路")["text"]
    answers_with(rasa, kind="contacts", title="现在就打", urgent=True,
                 contacts=[{"name": "报警", "number": "110", "use_for": "有人打您", "hours": "全天"}])  # fmt: skip
    citizen.says("有人打我")

    assert "⚠️ 现在就打\n\n☎ 110  报警\n有人打您\n时间：全天" in citizen.sees("现在就打")["text"]


def test_a_calendar_entry_and_a_picture_are_files(citizen: Person, rasa: RasaDouble) -> None:
    rasa.files = {"/deadlines.ics": ("text/calendar", b"BEGIN:VCALENDAR"), "/route.svg": ("image/svg+xml", b"<svg/>")}
    answers_with(rasa, kind="text", text="最后一天是 2027 年 3 月 1 日。",
                 links=[{"title": "加到日历", "url": "/api/deadlines.ics?rule=x&starts=2026-03-01"}],
                 picture={"url": "/api/route.svg?kind=wages", "alt": "先协商，再仲裁"})  # fmt: skip
    citizen.says("最晚哪天")
    entry, picture = citizen.sees("加到日历"), citizen.sees("图片")

    assert entry["document"]["file_name"] == "deadlines.ics"
    assert citizen.api.files[entry["document"]["file_id"]] == b"BEGIN:VCALENDAR"
    assert citizen.api.files[picture["document"]["file_id"]] == b"<svg/>"
    assert "先协商，再仲裁" in citizen.sees("最后一天")["text"]


def test_a_file_that_cannot_be_made_is_told(citizen: Person, rasa: RasaDouble) -> None:
    answers_with(rasa, kind="text", text="最后一天。",
                 links=[{"title": "加到日历", "url": "/api/deadlines.ics?rule=x&starts=2026-03-01"}])  # fmt: skip
    citizen.says("最晚哪天")

    citizen.sees("deadlines.ics”现在取不出来")


def test_a_long_answer_comes_in_parts_with_the_buttons_at_the_end(citizen: Person, rasa: RasaDouble) -> None:
    text = "第一步，先留好证据。" * 1000
    rasa.answer = lambda ask: [{"text": text, "buttons": [{"title": "好", "payload": "/affirm"}]}]
    citizen.says("怎么办")
    citizen.api.wait(lambda: "".join(citizen.texts()).removeprefix("🤖 ") == text)

    with_buttons = ["reply_markup" in message for message in citizen.api.messages(citizen.chat)]
    assert with_buttons == [False, False, True]


def test_an_answer_of_an_unfit_shape_is_told_and_holds_nothing_up(citizen: Person, rasa: RasaDouble) -> None:
    rasa.answer = lambda ask: [{"custom": {"kind": "nonsense"}}]
    citizen.says("一")
    citizen.sees("有一部分答复没法显示")
    rasa.answer = lambda ask: [{"text": "好"}]
    citizen.says("二")

    citizen.sees("好")
