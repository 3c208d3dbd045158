"""Whatever is said, Telegram takes it: nothing is lost where it is cut, and every tag is closed."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cases.records import NoticeKind
from bot.messengers.telegram.keyboard import ROW, Key, reference, referred, rows, seq_of, width
from bot.messengers.telegram.pieces import CaseFile, MadeFile, TextPart
from bot.messengers.telegram.rendering import render
from bot.messengers.telegram.rich import LONGEST, Run, html, plain, split, units
from bot.messengers.telegram.staff_words import WORDS as STAFF_WORDS
from bot.messengers.telegram.words import WORDS
from tests.telegram.markup import text_of

TAGS = st.sampled_from([(), ("b",), ("blockquote expandable",), ("blockquote expandable", "b"), ("code",)])
TEXTS = st.lists(st.builds(Run, st.text(alphabet="甲乙。！<>&\"' a.\n😀", min_size=1, max_size=60), TAGS), max_size=12)
CARD: dict[str, Any] = {
    "seq": 4, "from": "assistant", "kind": "card", "language": "zh", "card_id": "wage-arrears",
    "title": "单位拖欠工资 <怎么办> & 去哪里", "answer": "先留证据。", "as_of": "2026-11-24",
    "steps": ["留好证据", "打 12333"], "papers": ["身份证"], "cost": "不收费。", "duration": "四十五日。",
    "deadlines": [{"text": "一年内申请劳动仲裁", "rule": "labour-arbitration"}],
    "channels": [{"id": "legal-aid", "name": "法律援助", "fee": "免费", "time": "七天", "number": "12348",
                  "url": "https://sh.12348.gov.cn/?a=1&b=2", "how": "带材料去"}],
    "citations": [
        {"law": "劳动法", "article": "第五十条", "label": "《劳动法》第五十条", "applies_from": None, "has_text": True},
        {"law": "新法", "article": "第一条", "label": "《新法》第一条", "applies_from": "2027-01-01",
         "has_text": False},
    ],
    "more": "**注意**\n- 一\n- 二", "buttons": [{"title": "有用", "payload": "/feedback_helpful"}],
}  # fmt: skip


@given(TEXTS, st.integers(20, 200))
@settings(deadline=None)
def test_a_text_of_any_kind_is_cut_without_losing_a_character(runs: list[Run], longest: int) -> None:
    text = tuple(runs)
    pieces = split(text, longest)

    assert "".join("".join(plain(piece).split()) for piece in pieces) == "".join(plain(text).split())
    for piece in pieces:
        assert plain(piece).strip()
        assert units(plain(piece)) <= longest
        assert text_of(html(piece)) == plain(piece)


def test_a_long_text_is_cut_at_the_end_of_a_sentence() -> None:
    sentence = "先留好证据，再去投诉。"
    pieces = split((Run(sentence * 800),))

    assert len(pieces) == 3
    assert all(plain(piece).endswith("。") and units(plain(piece)) <= LONGEST for piece in pieces)


def test_a_cut_goes_through_a_quote_and_both_halves_are_quotes() -> None:
    pieces = split((Run("甲。" * 30, ("blockquote expandable",)),), 40)

    assert len(pieces) == 2
    assert all(html(piece).startswith("<blockquote expandable>") for piece in pieces)


def test_a_card_has_everything_in_its_place() -> None:
    (part,) = render(CARD, "zh", {("劳动法", "第五十条"): "工资应当以货币形式按月支付。"})
    assert isinstance(part, TextPart)
    shown = html(part.text)

    assert shown.startswith("🤖 <b>单位拖欠工资 &lt;怎么办&gt; &amp; 去哪里</b>\n先留证据。")
    assert "1. 留好证据\n2. 打 12333" in shown
    assert '<a href="https://sh.12348.gov.cn/?a=1&amp;b=2">' in shown
    assert "<blockquote expandable><b>📖 法律依据" in shown
    assert "工资应当以货币形式按月支付。" in shown
    assert "《新法》第一条</b> (自 2027-01-01 起施行)" in shown
    assert "自动回复，不是法律意见 · 内容截至 2026-11-24" in shown
    assert text_of(shown) == plain(part.text)


def test_a_text_shows_the_articles_that_it_cites() -> None:
    said = {"seq": 5, "from": "assistant", "kind": "text", "text": "条文如下", "citations": CARD["citations"]}
    (part,) = render(said, "zh", {("劳动法", "第五十条"): "工资应当以货币形式按月支付。"})
    assert isinstance(part, TextPart)
    assert "工资应当以货币形式按月支付。" in html(part.text)
    (key,) = [key for row in part.rows for key in row]
    assert "《新法》第一条" in key.title


def test_an_article_without_text_has_a_button_and_one_with_text_has_none() -> None:
    (part,) = render(CARD, "zh", {("劳动法", "第五十条"): "工资"})
    assert isinstance(part, TextPart)

    assert [[key.title for key in row] for row in part.rows] == [["有用"], ["看条文：《新法》第一条"]]


def test_the_assistant_the_mediator_and_the_citizen_cannot_be_confused() -> None:
    said = {"seq": 1, "id": "w1", "kind": "text", "text": "<b>好</b>"}
    shown = [
        html(part.text)
        for who in ({"from": "assistant"}, {"from": "mediator", "name": "王调解员"}, {"from": "citizen"})
        for part in render({**said, **who}, "zh", {})
        if isinstance(part, TextPart)
    ]

    assert shown == [
        "🤖 &lt;b&gt;好&lt;/b&gt;",
        "👤 <b>王调解员（调解员）</b>\n&lt;b&gt;好&lt;/b&gt;",
        "💬 您在网页上说：\n<blockquote>&lt;b&gt;好&lt;/b&gt;</blockquote>",
    ]


def test_the_code_of_a_case_can_be_copied_by_tapping() -> None:
    said = {"seq": 1, "from": "assistant", "kind": "case", "event": "opened", "number": "JF2026-000001",
            "text": "案件开好了。", "code": "K7M2-9QXD"}  # fmt: skip
    (part,) = render(said, "zh", {})

    assert isinstance(part, TextPart)
    assert html(part.text) == "🤖 案件开好了。\n<code>K7M2-9QXD</code>"


def test_files_come_after_the_text_that_speaks_of_them() -> None:
    said = {"seq": 1, "from": "assistant", "kind": "text", "text": "最后一天是……",
            "links": [{"title": "加到日历", "url": "/api/deadlines.ics?rule=x&starts=2026-01-01"}],
            "picture": {"url": "/api/route.svg?kind=wages", "alt": "先协商，再仲裁"}}  # fmt: skip
    text, calendar, picture = render(said, "zh", {})

    assert isinstance(text, TextPart) and isinstance(calendar, MadeFile) and isinstance(picture, MadeFile)
    assert "先协商，再仲裁" in html(text.text)
    assert (calendar.name, picture.name) == ("deadlines.ics", "route.svg")


def test_a_mediators_file_is_a_file() -> None:
    said = {"seq": 1, "from": "mediator", "kind": "file", "file": "f1", "name": "协议.pdf", "type": "application/pdf",
            "size": 3}  # fmt: skip
    (part,) = render(said, "zh", {})

    assert isinstance(part, CaseFile)
    assert (part.file, part.name, html(part.title)) == ("f1", "协议.pdf", "👤 文件：协议.pdf")


@given(st.lists(st.text(alphabet="是否好的Yesno ", min_size=1, max_size=30).filter(str.strip), min_size=1, max_size=9))
@settings(max_examples=50, deadline=None)
def test_rows_of_buttons_keep_their_order_and_fit_a_phone(titles: list[str]) -> None:
    laid = rows([Key(title, "x") for title in titles])

    assert [key.title for row in laid for key in row] == titles
    for row in laid:
        assert len(row) == 1 or max(width(key.title) for key in row) * len(row) <= ROW


def test_short_answers_stand_side_by_side_and_long_ones_below_one_another() -> None:
    assert [len(row) for row in rows([Key("是", "1"), Key("不是", "2"), Key("不知道", "3")])] == [3]
    assert [len(row) for row in rows([Key("公司欠我三个月工资不给", "1"), Key("房东不退押金怎么办", "2")])] == [1, 1]


def test_a_title_that_no_button_holds_is_written_out() -> None:
    long = "签了调解协议对方不履行怎么办，还能不能去法院申请强制执行"
    said = {"seq": 7, "from": "assistant", "kind": "text", "text": "有您要的吗？",
            "buttons": [{"title": long, "payload": "/a"}, {"title": "都不是", "payload": "/b"}]}  # fmt: skip
    (part,) = render(said, "zh", {})

    assert isinstance(part, TextPart)
    assert plain(part.text).endswith(f"1. {long}\n2. 都不是")
    assert [row[0].title[:3] for row in part.rows] == ["1. ", "2. "]


@pytest.mark.parametrize("payload", ["/ok", '/choose_option{"card_id": "' + "x" * 1900 + '"}', '/问{"a": "中文"}'])
def test_a_payload_of_any_length_is_found_again_by_its_reference(payload: str) -> None:
    buttons = [{"title": "别的", "payload": "/other"}, {"title": "好", "payload": payload}]
    data = reference(12345, payload)

    assert len(data.encode()) <= 64
    assert seq_of(data) == 12345
    assert referred(data, 12345, buttons) == buttons[1]
    assert referred(data, 12346, buttons) is None


@pytest.mark.parametrize("data", ["", "p", "p:", "p:x:y", "a:1:2", "p:²:x", "claim:abc"])
def test_what_is_no_reference_leads_nowhere(data: str) -> None:
    assert seq_of(data) is None


def test_every_notice_can_be_told() -> None:
    assert {f"notice_{kind}" for kind in get_args(NoticeKind)} - {"notice_case_routed"} <= STAFF_WORDS.keys()


def test_every_sentence_exists_in_both_languages_with_the_same_gaps() -> None:
    for name, both in (WORDS | dict(STAFF_WORDS)).items():
        gaps = [sorted(part.split("}")[0] for part in words.split("{")[1:]) for words in both.values()]
        assert set(both) == {"zh", "en"} and gaps[0] == gaps[1], name
