"""From a date in anybody's words to calendar days, with the imprecision kept.

Chinese wording is read by ``jionlp``, English by ``dateparser``. A wording such as "last October" gives a
range; a deadline is then counted from its first day, which is the safe side for the citizen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from dateparser.date import DateDataParser
from dateparser.search import search_dates
from dateutil.relativedelta import relativedelta

from actions.chinese import jionlp

_RELATIVE = re.compile(
    r"(?P<count>\d+|十[一二]|[半一两二三四五六七八九十])\s*个?\s*(?P<half_before>半)?\s*"
    r"(?P<unit>天|日|周|星期|礼拜|月|年)\s*(?P<half_after>半)?\s*(?:之前|以前|前)"
)
_NUMERALS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_NUMERALS |= {"十": 10, "十一": 11, "十二": 12}
_UNITS = {"天": "days", "日": "days", "周": "weeks", "星期": "weeks", "礼拜": "weeks", "月": "months", "年": "years"}
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_NUMERIC = re.compile(r"(?P<y>20\d\d|19\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})")
_NAMES_A_YEAR = re.compile(r"\d{2,4}\s*年|[今明后]年|下个?[周月]|\b20\d\d\b")
_NAMED_PERIOD = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\b", re.IGNORECASE
)
_BARE_MONTH = re.compile(
    r"(?<![年上本下个这该每\d一二三四五六七八九十两几])((?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月)份?"
    r"(?!\s*[\d一二三四五六七八九十]+\s*[日号])"
)
"""A month without its year, which jionlp does not read."""
_ENGLISH_LAST = re.compile(r"\blast\s+(month|year)\b", re.IGNORECASE)


@dataclass(frozen=True)
class DateRange:
    """The days that a wording may mean, both ends included.

    ``rounded`` marks wording such as "three months ago", which names a day but hardly means that very day.
    """

    first: date
    last: date
    rounded: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether the wording means one certain day."""
        return self.first == self.last and not self.rounded


def read_date(text: str, today: date) -> DateRange | None:
    """The days that ``text`` means as said on ``today``, or None when it names none.

    Citizens tell what happened, so a day without a year is the last one that has passed. A wording that
    names the future is read as given: the caller says that it has not come yet.
    """
    numeric = _NUMERIC.search(text)
    if numeric:
        return _exact(int(numeric["y"]), int(numeric["m"]), int(numeric["d"]))
    if not _CHINESE.search(text):
        return _read_english(text, today)
    found = _read_relative(text, today) or _read_chinese(_BARE_MONTH.sub(r"今年\1", text), today)
    if found and found.first > today and not _NAMES_A_YEAR.search(text):
        back = relativedelta(years=1)
        return DateRange(found.first - back, found.last - back, found.rounded)
    return found


def _exact(year: int, month: int, day: int) -> DateRange | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return DateRange(found, found)


def _read_relative(text: str, today: date) -> DateRange | None:
    """``三个月前``: jionlp reads it as "some time before", which is of no use for a deadline."""
    match = _RELATIVE.search(text)
    if not match:
        return None
    unit = _UNITS[match["unit"]]
    half = bool(match["half_before"] or match["half_after"])
    if match["count"] == "半":
        count, half = 0, True
    else:
        count = int(match["count"]) if match["count"].isdigit() else _NUMERALS[match["count"]]
    back = relativedelta(**{unit: count})  # type: ignore[arg-type]
    if half:
        back += {"years": relativedelta(months=6), "months": relativedelta(days=15)}.get(unit, relativedelta(days=4))
    found = today - back
    return DateRange(found, found, rounded=unit != "days" or half)


def _read_chinese(text: str, today: date) -> DateRange | None:
    base = datetime.combine(today, time(12)).timestamp()
    try:
        found = jionlp().ner.extract_time(text, time_base=base, with_parsing=True)
    except ValueError:
        return None
    spans = [span for span in (_span(item) for item in found) if span]
    # Citizens tell what happened: of several days the first that has passed is meant.
    return next((span for span in spans if span.first <= today), spans[0] if spans else None)


def _span(item: dict[str, Any]) -> DateRange | None:
    if item.get("type") not in {"time_point", "time_span"}:
        return None
    first, last = item["detail"]["time"]
    if "inf" in first or "inf" in last:
        return None
    return DateRange(datetime.fromisoformat(first).date(), datetime.fromisoformat(last).date())


def _read_english(text: str, today: date) -> DateRange | None:
    last = _ENGLISH_LAST.search(text)
    if last and not re.search(r"\d", text):
        return _last(last[1].lower(), text, today)
    settings: dict[str, Any] = {
        "RELATIVE_BASE": datetime.combine(today, time(12)),
        "PREFER_DATES_FROM": "past",
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    found = search_dates(text, languages=["en"], settings=settings) or []
    said = next(((words, moment.date()) for words, moment in found if len(words) > 2), None)
    if said is None:
        return None
    words, day = said
    return _as_said(words, day, DateDataParser(languages=["en"], settings=settings).get_date_data(words).period)


def _as_said(words: str, day: date, period: str | None) -> DateRange:
    """"In 2024" and "July" are a whole year and month, "two months ago" is about that day."""
    if period == "week" and "last week" in words.lower():
        first = day - timedelta(days=day.weekday())
        return DateRange(first, first + timedelta(days=6))
    if period not in ("month", "year"):
        return DateRange(day, day)
    if not _NAMED_PERIOD.search(words):
        return DateRange(day, day, rounded=True)
    first = day.replace(day=1) if period == "month" else date(day.year, 1, 1)
    return DateRange(first, first + relativedelta(**{f"{period}s": 1}, days=-1))  # type: ignore[arg-type]


def _last(unit: str, text: str, today: date) -> DateRange | None:
    """``last month``, ``May last year``: the whole month or year, unless a month is named."""
    if unit == "month":
        first = (today - relativedelta(months=1)).replace(day=1)
        return DateRange(first, first + relativedelta(months=1, days=-1))
    year = today.year - 1
    for number in range(1, 13):
        name = date(year, number, 1).strftime("%b")
        if re.search(rf"\b{name}", text, re.IGNORECASE):
            first = date(year, number, 1)
            return DateRange(first, first + relativedelta(months=1, days=-1))
    return DateRange(date(year, 1, 1), date(year, 12, 31))
