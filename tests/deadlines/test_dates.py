"""Dates in anybody's words."""

from __future__ import annotations

from datetime import date

import pytest

from actions.deadlines.dates import DateRange, read_date

TODAY = date(2026, 11, 24)


def day(month: int, number: int, year: int = 2026) -> DateRange:
    return DateRange(date(year, month, number), date(year, month, number))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("上个月15号", day(10, 15)),
        ("去年国庆", day(10, 1, 2025)),
        ("前天", day(11, 22)),
        ("今年3月1日", day(3, 1)),
        ("10月12号收到的判决书", day(10, 12)),
        ("2026-05-03", day(5, 3)),
        ("2026/5/3 收到", day(5, 3)),
        ("2025年12月1日", day(12, 1, 2025)),
        ("上周五", day(11, 20)),
        ("20天之前", day(11, 4)),
        ("今天", day(11, 24)),
        ("中秋节那天", day(9, 25)),
        ("12月1号收到的", day(12, 1, 2025)),
        ("last Friday", day(11, 20)),
        ("3 weeks ago", day(11, 3)),
        ("on 15 October", day(10, 15)),
        ("Oct 3 2025", day(10, 3, 2025)),
        ("yesterday", day(11, 23)),
        ("I got it on the 5th of November", day(11, 5)),
    ],
)
def test_one_day(said: str, meant: DateRange) -> None:
    found = read_date(said, TODAY)
    assert found == meant
    assert found.is_exact


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("2025年10月底", date(2025, 10, 25), date(2025, 10, 31)),
        ("去年十月底", date(2025, 10, 25), date(2025, 10, 31)),
        ("去年12月", date(2025, 12, 1), date(2025, 12, 31)),
        ("I was fired last month", date(2026, 10, 1), date(2026, 10, 31)),
        ("last year in May", date(2025, 5, 1), date(2025, 5, 31)),
    ],
)
def test_a_range_keeps_both_ends(said: str, first: date, last: date) -> None:
    assert read_date(said, TODAY) == DateRange(first, last)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("三个月前被辞退的", date(2026, 8, 24)),
        ("半年前", date(2026, 5, 24)),
        ("一个半月前", date(2026, 10, 9)),
        ("两年半前", date(2024, 5, 24)),
        ("十一个月前", date(2025, 12, 24)),
    ],
)
def test_rounded_wording_is_not_taken_for_an_exact_day(said: str, meant: date) -> None:
    found = read_date(said, TODAY)
    assert found == DateRange(meant, meant, rounded=True)
    assert not found.is_exact


@pytest.mark.parametrize("said", ["不记得了", "not sure", "2026年13月45日", "刚刚", "随便", "12345", ""])
def test_no_date_is_no_date(said: str) -> None:
    assert read_date(said, TODAY) is None


def test_the_future_is_read_as_the_future() -> None:
    found = read_date("明年3月", TODAY)
    assert found == DateRange(date(2027, 3, 1), date(2027, 3, 31))
