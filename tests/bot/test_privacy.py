"""Numbers that name a person are masked in every spelling; hotlines, amounts, dates and case numbers are not."""

from __future__ import annotations

import itertools
import re
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric

from bot.emergency import hotlines_load
from bot.privacy import mask, personal_numbers
from bot.settings import ROOT

ID = "〔身份证号〕"
MOBILE = "〔手机号〕"
PHONE = "〔电话号码〕"
CARD = "〔银行卡号〕"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("身份证310101199001011231", f"身份证{ID}"),
        ("身份证号是 310101 19900101 123x。", f"身份证号是 {ID}。"),
        ("身份证310101-19900101-1231打错一位也藏", f"身份证{ID}打错一位也藏"),
        ("老证130503670401001", f"老证{ID}"),
        ("三一〇一〇一一九九〇〇一〇一一二三一", ID),
        ("我叫张三，电话13812345678，住浦东", f"我叫张三，电话{MOBILE}，住浦东"),
        ("１３８１２３４５６７８", MOBILE),
        ("138-1234-5678 / 138 1234 5679", f"{MOBILE} / {MOBILE}"),
        ("138\u200b1234\u200b5678", MOBILE),
        ("1 3 8 1 2 3 4 5 6 7 8", MOBILE),
        ("一三八一二三四五六七八", MOBILE),
        ("幺三八12345六七八", MOBILE),
        ("方法一13812345678", f"方法一{MOBILE}"),
        ("+86 138 1234 5678", MOBILE),
        ("0086-13812345678", MOBILE),
        ("8613812345678", MOBILE),
        ("(021) 6234-5678", PHONE),
        ("座机02162345678转801", f"座机{PHONE}转801"),
        ("+86 21 6234 5678", PHONE),
        ("0571-87654321", PHONE),
        ("+1 415 555 2671", PHONE),
        ("家里电话：62345678", f"家里电话：{PHONE}"),
        ("卡号6222 0202 0011 2233 445", f"卡号{CARD}"),  # a wrong check digit, but called a card
        ("我的卡4111 1111 1111 1111", f"我的卡{CARD}"),
        ("卡4111111111111111被盗刷5000元", f"卡{CARD}被盗刷5000元"),
        ("护照 E12345678", "护照 〔证件号〕"),
        (
            "my mobile is 13812345678, call me at 62345678",
            "my mobile is 〔mobile number〕, call me at 〔phone number〕",
        ),
        ("My ID is 310101199001011231", "My ID is 〔ID number〕"),
    ],
)
def test_personal_numbers_are_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "可以打12348、12345、12333、12315、12338、12355、96110、962121",
        "打110 12348 120都行",
        "021-12348",
        "021-12345转人工",
        "客服400-820-8820，95588",
        "800-820-8820",
        "欠我62345678元",
        "合同金额12,345,678,901元",
        "投资15 000 000 000元",
        "欠款¥1,381,234,567.89",
        "2023年11月24日到2024-11-24 10:30",
        "2023.11.24-2024.11.24",
        "20231124",
        "（2023）沪0115民初12345号",
        "沪浦东劳人仲（2024）办字第1234号",
        "订单号20231124123456789012",
        "《民法典》第一千一百七十九条",
        "二〇二三年十一月二十四日",
        "工资5000，干了18个月，每天12小时",
        "第一、第二、第三，一二三四五六七",
        "版本 3.11.2.10.5",
        "ISBN 978-7-111-54742-6",
    ],
)
def test_what_the_answer_depends_on_stays(text: str) -> None:
    assert mask(text) == text


def digits(length: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=length, max_size=length)


MOBILES = st.builds(
    lambda head, tail: head + tail, st.sampled_from(["130", "138", "139", "150", "159", "177", "186", "199"]), digits(8)
)
LANDLINES = st.builds(lambda number: "0216" + number, digits(7))
IDENTITIES = st.builds(
    lambda place, birth, order: _with_check(place + birth.strftime("%Y%m%d") + order),
    st.sampled_from(["310101", "310115", "110101", "440305", "320102"]),
    st.dates(min_value=date(1930, 1, 1), max_value=date(2026, 11, 24)),
    digits(3),
)
CARDS = st.builds(
    lambda head, middle: head + middle + luhn.calc_check_digit(head + middle),
    st.sampled_from(["622", "436", "518"]),
    digits(12) | digits(15),
)
NUMBERS = MOBILES | LANDLINES | IDENTITIES | CARDS
AROUND = st.sampled_from(
    ["", "电话", "我的号码是：", "。", "，谢谢", " ", "\n", "abc ", "（", "）", "的", "金额500元，"]
)
SPELLINGS = st.sampled_from(["plain", "wide", "chinese", "spaced", "dashed", "fours", "zero-width"])


def _with_check(number: str) -> str:
    return number + ric.calc_check_digit(number + "0")


def spell(number: str, spelling: str) -> str:
    """The number as somebody may write it."""
    match spelling:
        case "wide":
            return number.translate({ord("0") + i: ord("０") + i for i in range(10)})
        case "chinese":
            return number.translate({ord("0") + i: "〇一二三四五六七八九"[i] for i in range(10)})
        case "spaced":
            return " ".join(number)
        case "dashed":
            return f"{number[:3]}-{number[3:7]}-{number[7:]}"
        case "fours":
            return re.sub(r"(.{4})(?=.)", r"\1 ", number)
        case "zero-width":
            return "\u200b".join(number)
    return number


@given(AROUND, NUMBERS, SPELLINGS, AROUND)
def test_no_spelling_gets_through(before: str, number: str, spelling: str, after: str) -> None:
    masked = mask(before + spell(number, spelling) + after)
    assert "〔" in masked
    assert masked.startswith(before) and masked.endswith(after)
    assert not re.search(r"\d{5}|[〇一二三四五六七八九]{5}", masked)


@given(st.text(st.sampled_from("0123456789 -()+一二三〇ＡX元电话张三１２３,."), max_size=80))
def test_masking_again_changes_nothing(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@given(st.text(max_size=200))
def test_any_text_can_be_masked_and_text_without_digits_stays(text: str) -> None:
    found = personal_numbers(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= next_one.start for one, next_one in itertools.pairwise(found))
    if not found:
        assert mask(text) == text


@given(st.integers(0, 10**11), st.sampled_from(["元", "块", "万元"]))
def test_amounts_with_thousands_stay(amount: int, unit: str) -> None:
    text = f"一共{amount:,}{unit}"
    assert mask(text) == text


@given(st.dates(), st.sampled_from(["%Y-%m-%d", "%Y年%m月%d日", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"]))
def test_dates_stay(day: object, form: str) -> None:
    text = f"是{day:{form}}那天"
    assert mask(text) == text


def test_every_hotline_of_the_data_stays() -> None:
    for number in hotlines_load(ROOT / "data" / "hotlines.yml"):
        for text in (number, f"打{number}", f"021-{number}", f"电话：{number}。", f"call {number}"):
            assert mask(text) == text


def test_a_long_text_is_masked_in_no_time() -> None:
    worst = ["1" * 2000, "1 " * 1000, "(((1-" * 400, "+86" * 666, "a1" * 1000, "一" * 2000, "13812345678" * 181]
    start = time.perf_counter()
    for text in worst:
        mask(text)
    assert time.perf_counter() - start < 5  # some 0.1 s here; a rule that backtracks takes minutes
