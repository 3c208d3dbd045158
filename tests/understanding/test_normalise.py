"""One spelling for one meaning."""

import pytest
import yaml

from understanding.normalise import TYPOS, normalise, normalise_with_spans


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("老闆拖欠工資三個月了", "老板拖欠工资三个月了"),
        ("ＡＢＣ１２３　ｘ", "ABC123 x"),
        ("怎么办？？？！！！", "怎么办?!"),
        ("救救救救救命啊啊啊啊", "救救命啊啊"),
        ("劳动\u200b仲才\ufeff", "劳动仲裁"),
        ("老 板 不 给 钱", "老板不给钱"),
        ("  hello   world ", "hello world"),
        ("微信转帐给他", "微信转账给他"),
        ("see www.example.org", "see www.example.org"),
        ("I need a laywer", "I need a lawyer"),
        ("players", "players"),
        ("欠帐不还 买了顶帐篷 装蚊帐", "欠账不还买了顶帐篷装蚊帐"),
        ("发律师函后一起拆违建，这种裁判不公", "发律师函后一起拆违建,这种裁判不公"),
        ("欠我1000000元", "欠我1000000元"),
        ("", ""),
        ("\u200b", ""),
    ],
)
def test_spelling(typed, meant):
    assert normalise(typed) == meant


NOISY = [
    "老闆拖欠工資，怎麼辦？？？",
    "公司不給我仲 才 ！！",
    "ﬁle a “claim”…",
    "e\u0301e\u0301e\u0301",
    "乾隆著作權瞭解裡面",
    "👨‍👩‍👧 哭哭哭哭",
    "在　在次 见",
    "。。。",
    "ＴＥＨ ｌａｙｗｅｒ",
    "转 帐",
    "仲 \u200b 才才才",
    "dont  cant",
    "㈱①②…",
]


@pytest.mark.parametrize("text", NOISY)
def test_idempotent(text):
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize("text", NOISY)
def test_spans_point_into_the_original(text):
    spelled = normalise_with_spans(text)
    assert len(spelled.spans) == len(spelled.text)
    starts = [start for start, _ in spelled.spans]
    assert starts == sorted(starts)
    assert all(0 <= start < end <= len(text) for start, end in spelled.spans)


def test_span_of_a_corrected_word_covers_what_was_typed():
    spelled = normalise_with_spans("去\u200b仲 才吧")
    place = spelled.text.index("仲裁")
    assert (spelled.spans[place][0], spelled.spans[place + 1][1]) == (2, 5)


def test_no_correction_is_itself_an_error():
    table = yaml.safe_load(TYPOS.read_text(encoding="utf-8"))
    for corrections in table.values():
        for right in corrections.values():
            assert normalise(right) == right
