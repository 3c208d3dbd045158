"""When it happened, out of a story that also tells of ages, durations, appointments and hours.

``actions.deadlines.dates`` reads a wording that is a date. Here such wordings are found: each clause is looked at by
itself, what is no day of the past is taken out first, and the most precise of the days that remain is the one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dateutil.relativedelta import relativedelta

from actions.deadlines.dates import DateRange, read_date
from understanding.normalise import normalise

_CLAUSE = re.compile(r"[，。；！？;!?]|,\s(?!\d{4}\b)|\.\s|\bbut\b|\band then\b")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_COUNT = r"(?:\d{1,2}|[一二两俩三四五六七八九十几多半]+)"
_PART_OF_YEAR = "[初中底末春夏秋冬]|之?前|以前"
_OTHERWISE_SAID: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        # Shanghainese and slips of the finger.
        (r"旧年|去念|去粘", "去年"),
        (r"号头", "月"),
        (r"今朝|今早", "今天"),
        (r"昨晚|昨夜|昨日", "昨天"),
        (r"前日子|前日|前晚", "前天"),
        (r"热天", "夏天"),
        (r"礼拜天|礼拜日", "星期天"),
        # Short ways of writing.
        (r"(?<!\d)(20\d\d)([01]\d)([0-3]\d)(?!\d)", r"\1-\2-\3"),
        (r"(?<!\d)(2\d)年(?=\d{1,2}月)", r"20\1年"),
        (r"(?<=年)年底|(?<=年)底", "12月"),
        (r"年底", "12月"),
        (r"(?<=月)份", ""),
        (r"(?<=月)月(?=[初中底末])", ""),
        (r"(?<=个)多(?=月)|(?<=[一二两三四五六七八九十\d])多(?=[天年])", ""),
        # What is no day: hours, ages, what returns, what lasted, what is to come.
        (r"(?:半夜|深夜|夜里|夜到头|夜头|晚上|早上|早浪|上午|下午|中午|凌晨|傍晚)(?:向)?", " "),
        (rf"{_COUNT}点(?:{_COUNT}分|半|多|钟)*", " "),
        (r"今年(?=[^，。]{0,5}岁)|现在|目前|如今|今后|这几年|好几年", " "),
        (rf"每个?(?:月|年|天|日|周|星期|礼拜)[^，。]{{0,3}}(?:{_COUNT}[日号])?", " "),
        (rf"过{_COUNT}天|{_COUNT}(?:天|日)(?:之内|以内|内|后|之后|以后|就|没|了)", " "),
        (r"明天|后天|后日|大后天|明年[^，。]{0,4}月?|(?:这个?月|本月)月?[底末]", " "),
        (r"下个?(?:月|周|星期|礼拜)[一二三四五六日天]?", " "),
        (rf"(?<![\d年]){_COUNT}年(?!\d|[一二三四五六七八九十]|{_PART_OF_YEAR})(?:{_COUNT}个月)?", " "),
        # "Since" and "about" leave the day as it is.
        (r"打从|从|自(?!己|动)|一直", " "),
        (r"(?:今年)?清明节?", "清明节"),
        (r"年年(?=[初中底末])", "年"),
        (r"(?<=[年月日号初底末天])(?:开始|起|以来|之后|以后|过后|前后|左右|那几天|那天)", " "),
        (r"(?<=[节秋明午一])(?:前后|前一天|那几天|过后|以后|之后|前)", " "),
    )
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_NUMBER = r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_ENGLISH = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\b,?(?: \d{{4}}| (?:last|this) year)?"
    rf"|\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b,?(?: \d{{4}}| (?:last|this) year)?"
    rf"|\b{_MONTH},? (?:\d{{4}}|(?:of )?(?:last|this) year)"
    rf"|\b(?:in|since|last|from|early|late|mid|of) {_MONTH}\b(?:,? \d{{4}}| (?:of )?(?:last|this) year)?"
    r"|\b(?:the day before yesterday|yesterday|last night|today|this morning)\b"
    r"|\b(?:last|this|on|since) (?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|\blast (?:week|month|year)\b"
    rf"|\b{_NUMBER}(?: and a half)? (?:day|week|month|year)s? ago\b"
    r"|\b(?:in|since) (?:19|20)\d\d\b|\b\d{1,2}/\d{1,2}/\d{4}\b|\b(?:19|20)\d\d-\d{1,2}-\d{1,2}\b",
    re.IGNORECASE,
)
_SEASON = re.compile(r"\b(last|this) (spring|summer|autumn|fall|winter)\b", re.IGNORECASE)
_SEASON_STARTS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def happened_in(text: str, today: date) -> DateRange | None:
    """The days on which it may have happened, none of them after ``today``, or None when ``text`` tells none.

    Of several, the most precise; of those that are equally precise, the first that is told.
    """
    told = [span for clause in _CLAUSE.split(normalise(text)) for span in _days_in(clause, today)]
    past = [span for span in told if span.first <= today]
    if not past:
        return None
    best = min(past, key=lambda span: span.last - span.first)
    return replace(best, last=min(best.last, today))


def _days_in(clause: str, today: date) -> Iterator[DateRange]:
    for match in _ENGLISH.finditer(clause):
        found = _read_english(match[0].lower(), today)
        if found:
            yield found
    for match in _SEASON.finditer(clause):
        yield _season(match[2].lower(), today)
    if _CHINESE.search(clause) or re.search(r"\d{4}", clause):
        found = _read_chinese(clause, today)
        if found:
            yield found


def _read_chinese(clause: str, today: date) -> DateRange | None:
    for said, meant in _OTHERWISE_SAID:
        clause = said.sub(meant, clause)
    # jionlp reads 上个月15号, and not 上个月.
    for pattern, month in ((r"上个?月", today - relativedelta(months=1)), (r"(?:这个|本|这)月", today)):
        clause = re.sub(rf"{pattern}(?=[^\d一二三四五六七八九十]|$)", f"{month.year}年{month.month}月", clause)
    if not _CHINESE.search(clause) and not re.search(r"\d{4}\D\d", clause):
        return None
    return read_date(clause, today)


def _read_english(said: str, today: date) -> DateRange | None:
    if said == "the day before yesterday":
        day = today - relativedelta(days=2)
        return DateRange(day, day)
    return read_date(re.sub(r"^(?:early|late|mid|of|since|from) ", "in ", said), today)


def _season(name: str, today: date) -> DateRange:
    """The last one that has begun: "last summer", said in November, may be this year's."""
    first = date(today.year, _SEASON_STARTS[name], 1)
    if first > today:
        first -= relativedelta(years=1)
    return DateRange(first, first + relativedelta(months=3, days=-1))
