"""One number in two languages is one value."""

from fractions import Fraction

import pytest

from review.quantities import chinese_quantities, english_quantities


def values(found):
    return [(one.value, one.unit) for one in found]


@pytest.mark.parametrize(
    ("chinese", "english", "value", "unit"),
    [
        ("一年内", "within one year", 12, "month"),
        ("半年", "half a year", 6, "month"),
        ("六十个工作日", "sixty working days", 60, "workday"),
        ("45 日", "a 45-day term", 45, "day"),
        ("两周", "two weeks", 14, "day"),
        ("二十五年", "twenty-five years", 300, "month"),
        ("24小时", "24 hours", 24, "hour"),
        ("一万二千元", "12,000 yuan", 12_000, "yuan"),
        ("150万元", "RMB 1.5 million", 1_500_000, "yuan"),
        ("百分之五十", "50 per cent", 50, "percent"),
        ("三成", "30%", 30, "percent"),
        ("三分之二", "two thirds", Fraction(200, 3), "percent"),
        ("双倍", "double", 2, "times"),
        ("三倍", "three times", 3, "times"),
        ("一点五倍", "1.5 times", Fraction(3, 2), "times"),
    ],
)
def test_both_languages_give_the_same_value(chinese, english, value, unit):
    assert values(chinese_quantities(chinese)) == [(value, unit)]
    assert values(english_quantities(english)) == [(value, unit)]


def test_both_ends_of_a_range_count():
    assert values(chinese_quantities("三到五日")) == [(3, "day"), (5, "day")]
    assert values(english_quantities("3 to 5 days")) == [(3, "day"), (5, "day")]


@pytest.mark.parametrize(
    "text", ["2026年3月1日", "十二月三十一日", "第三年", "第十五日", "成年人", "一成不变", "哪一天", "每日"]
)
def test_days_of_the_calendar_and_sayings_are_no_quantities(text):
    assert chinese_quantities(text) == []
