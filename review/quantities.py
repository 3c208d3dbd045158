"""Numbers with their units, as Chinese and English say them, in one form that can be compared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Unit = Literal["day", "workday", "month", "hour", "minute", "yuan", "percent", "times", "age"]

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_NUMERALS = "零〇一二两三四五六七八九十百千"
_ZH_NUMBER = (
    r"[零一二三四五六七八九十]点[零一二三四五六七八九]+|\d[\d,]*(?:\.\d+)?[万亿]?|"
    rf"[{_NUMERALS}][{_NUMERALS}万亿]*|半"
)
_ZH_UNITS: dict[str, tuple[Unit, Fraction]] = {
    "个工作日": ("workday", Fraction(1)), "工作日": ("workday", Fraction(1)), "个星期": ("day", Fraction(7)),
    "星期": ("day", Fraction(7)), "周": ("day", Fraction(7)), "个月": ("month", Fraction(1)),
    "周年": ("month", Fraction(12)), "年": ("month", Fraction(12)), "日": ("day", Fraction(1)),
    "天": ("day", Fraction(1)), "个小时": ("hour", Fraction(1)), "小时": ("hour", Fraction(1)),
    "分钟": ("minute", Fraction(1)), "元": ("yuan", Fraction(1)), "块钱": ("yuan", Fraction(1)),
    "%": ("percent", Fraction(1)), "％": ("percent", Fraction(1)), "成": ("percent", Fraction(10)),
    "倍": ("times", Fraction(1)), "周岁": ("age", Fraction(1)), "岁": ("age", Fraction(1)),
}  # fmt: skip
_ZH_UNIT = "|".join(sorted(map(re.escape, _ZH_UNITS), key=len, reverse=True))
# A calendar day is no length of time, 第三年 and 十年级 are places in a row, 一成不变 and 半天 are sayings.
_ZH_NOT = re.compile(
    r"\d{4}\s*年(?:度|\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?|\d{1,2}\s*月\s*\d{1,2}\s*日|"
    r"[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日|第[一二三四五六七八九十百\d]+(?:[年日天周]|个月|个工作日)|"
    r"半天|一年级|成年|一成不变|有一天|[这那哪后]一天|每[一]?[日天年月周]|当[日天年]|同[日天]|次日|节假日|休息日"
)
_ZH = re.compile(
    rf"(?:(?P<low>{_ZH_NUMBER})\s*(?:至|到|－|—|–|-|~|～)\s*)?"
    rf"(?P<number>{_ZH_NUMBER})\s*(?P<unit>{_ZH_UNIT})(?P<and_half>半)?"
)
_PART = re.compile(rf"(?P<whole>百|千|万|{_ZH_NUMBER})分之(?P<part>{_ZH_NUMBER})")
_BIG = {"万": 10_000, "亿": 100_000_000}

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_EN_WORDS = {word: Fraction(value) for value, word in enumerate(_ONES.split())}
_EN_WORDS |= {word: Fraction(10 * value) for value, word in enumerate(_TENS.split(), 2)}
_EN_BIG = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_EN_WORD = "|".join(sorted(_EN_WORDS, key=len, reverse=True))
_EN_NUMBER = (
    rf"(?:\d[\d,]*(?:\.\d+)?|(?:{_EN_WORD})(?:-(?:{_EN_WORD}))?|half an?|an?)"
    rf"(?:[ -](?:{'|'.join(_EN_BIG)}))*"
)
_EN_UNITS: dict[str, tuple[Unit, Fraction]] = {
    "working day": ("workday", Fraction(1)), "business day": ("workday", Fraction(1)), "day": ("day", Fraction(1)),
    "week": ("day", Fraction(7)), "fortnight": ("day", Fraction(14)), "month": ("month", Fraction(1)),
    "year": ("month", Fraction(12)), "hour": ("hour", Fraction(1)), "minute": ("minute", Fraction(1)),
    "yuan": ("yuan", Fraction(1)), "rmb": ("yuan", Fraction(1)), "cny": ("yuan", Fraction(1)),
    "percent": ("percent", Fraction(1)), "per cent": ("percent", Fraction(1)), "%": ("percent", Fraction(1)),
    "times": ("times", Fraction(1)), "fold": ("times", Fraction(1)),
}  # fmt: skip
_EN_UNIT = "|".join(sorted(map(re.escape, _EN_UNITS), key=len, reverse=True))
_EN = re.compile(
    rf"(?:(?:rmb|cny|¥|￥)\s*(?P<money>\d[\d,]*(?:\.\d+)?(?: (?:thousand|million|billion))?)|"
    rf"(?:(?P<low>{_EN_NUMBER})(?:\s*(?:to|or|and|–)\s*|(?<=\d)-(?=\d)))?\b(?P<number>{_EN_NUMBER})"
    rf"[\s-]*(?:full |calendar |whole |more )*(?P<unit>{_EN_UNIT})(?:s\b|\b|(?<=%)))",
    re.IGNORECASE,
)
_EN_BARE = re.compile(rf"\b(?:{_EN_NUMBER})(?![\w])", re.IGNORECASE)
_EN_FACTORS: dict[str, int | Fraction] = {
    "double": 2, "doubled": 2, "twice": 2, "triple": 3, "tripled": 3, "treble": 3, "thrice": 3, "half": Fraction(1, 2),
    "halved": Fraction(1, 2), "halves": Fraction(1, 2), "tenfold": 10, "threefold": 3, "twofold": 2, "fivefold": 5,
    "fourfold": 4, "doubling": 2, "halving": Fraction(1, 2),
}  # fmt: skip
_EN_FACTOR = re.compile(r"\b(" + "|".join(_EN_FACTORS) + r")\b(?! an?\b)", re.IGNORECASE)
_EN_PART = re.compile(r"\b(a|one|two|three|four)[ -](third|quarter|fifth|tenth)s?\b(?! part| person)", re.IGNORECASE)
_EN_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_ZH_FACTORS = {"双倍": Fraction(2), "加倍": Fraction(2), "翻倍": Fraction(2), "减半": Fraction(1, 2),
               "一半": Fraction(1, 2), "对半": Fraction(1, 2)}  # fmt: skip


@dataclass(frozen=True)
class Quantity:
    """A value in its unit; weeks are days, years are months. ``start`` and ``end`` are its place in the text."""

    value: Fraction
    unit: Unit
    text: str
    start: int
    end: int

    @property
    def key(self) -> tuple[Fraction, Unit]:
        """What two equal quantities have in common."""
        return self.value, self.unit


def chinese_quantities(text: str) -> list[Quantity]:
    """All numbers with a unit in Chinese text, in order; calendar dates and sayings are none."""
    hidden = _ZH_NOT.sub(lambda match: "\0" * len(match[0]), text)
    found = [*_chinese_parts(hidden)]
    hidden = _PART.sub(lambda match: "\0" * len(match[0]), hidden)
    for match in _ZH.finditer(hidden):
        unit, size = _ZH_UNITS[match["unit"]]
        values = [match["low"], match["number"]] if match["low"] else [match["number"]]
        half = Fraction(1, 2) if match["and_half"] else 0
        found += [_quantity(match, (_chinese_value(written) + half) * size, unit) for written in values]
    factors = re.finditer("|".join(_ZH_FACTORS), hidden)
    found += [_quantity(match, _ZH_FACTORS[match[0]], "times") for match in factors]
    return sorted(found, key=lambda one: one.start)


def _chinese_parts(text: str) -> Iterator[Quantity]:
    for match in _PART.finditer(text):
        whole = {"百": Fraction(100), "千": Fraction(1000), "万": Fraction(10_000)}.get(match["whole"])
        share = _chinese_value(match["part"]) / (whole or _chinese_value(match["whole"]) or 1)
        yield _quantity(match, share * 100, "percent")


def english_quantities(text: str) -> list[Quantity]:
    """All numbers with a unit in English text, in order."""
    found = []
    for match in _EN.finditer(text):
        if match["money"]:
            found.append(_quantity(match, _english_value(match["money"]), "yuan"))
            continue
        unit, size = _EN_UNITS[match["unit"].lower()]
        values = filter(None, (match["low"], match["number"]))
        found += [_quantity(match, _english_value(written) * size, unit) for written in values]
    factors = _EN_FACTOR.finditer(text)
    found += [_quantity(match, Fraction(_EN_FACTORS[match[1].lower()]), "times") for match in factors]
    for match in _EN_PART.finditer(text):
        share = _english_value(match[1]) / _EN_PARTS[match[2].lower()] * 100
        found.append(_quantity(match, share, "percent"))
    return found


def _quantity(match: re.Match[str], value: Fraction, unit: Unit) -> Quantity:
    return Quantity(value, unit, match[0], match.start(), match.end())


def english_numbers(text: str) -> set[Fraction]:
    """All numbers in English text, with or without a unit."""
    return {_english_value(match[0]) for match in _EN_BARE.finditer(text)}


def chinese_numbers(text: str) -> set[Fraction]:
    """All numbers in Chinese text, with or without a unit."""
    return {_chinese_value(match[0]) for match in re.finditer(_ZH_NUMBER, text)}


def _chinese_value(written: str) -> Fraction:
    if written == "半":
        return Fraction(1, 2)
    if "点" in written:
        whole, _, rest = written.partition("点")
        return _chinese_value(whole) + Fraction("0." + "".join(str(_DIGITS[character]) for character in rest))
    if written[0].isdigit():
        return Fraction(written.rstrip("万亿").replace(",", "")) * _BIG.get(written[-1], 1)
    if not any(character in _STEPS or character in _BIG for character in written):
        return Fraction("".join(str(_DIGITS[character]) for character in written))
    total, group, digit = 0, 0, 0
    for character in written:
        if character in _BIG:
            total, group, digit = total + (group + digit or 1) * _BIG[character], 0, 0
        elif character in _STEPS:
            group, digit = group + (digit or 1) * _STEPS[character], 0
        else:
            digit = _DIGITS[character]
    return Fraction(total + group + digit)


def _english_value(written: str) -> Fraction:
    value = Fraction(0)
    for word in re.split(r"[ -]", written.lower()):
        if word in _EN_BIG:
            value = (value or Fraction(1)) * _EN_BIG[word]
        elif word == "half":
            value = Fraction(1, 2)
        elif word in ("a", "an"):
            value = value or Fraction(1)
        elif word in _EN_WORDS:
            value += _EN_WORDS[word]
        else:
            value += Fraction(word.replace(",", ""))
    return value
