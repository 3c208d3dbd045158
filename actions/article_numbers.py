"""Article numbers in the one spelling that laws use, however a person or a file wrote them."""

import re

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_NUMERALS = "零一二三四五六七八九"
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = r"\d{1,4}|[零〇一二两三四五六七八九十百千]{1,9}"
_ARTICLE = re.compile(rf"(?:第)?\s*({_NUMBER})\s*(?:条)?\s*(?:(?:之|-)\s*({_NUMBER}))?")
_OFFICIAL = re.compile(r"第[一二三四五六七八九十百千零]+条(之[一二三四五六七八九十]+)?")


def article_number(text: str) -> tuple[int, int]:
    """``(number, insertion)`` of an article: 第二十七条, 第27条 and 27 are (27, 0), 第一百二十条之一 is (120, 1).

    Raises ``ValueError`` when the text is not an article number.
    """
    match = _ARTICLE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not an article number: {text[:40]!r}")
    return _value(match[1]), _value(match[2]) if match[2] else 0


def article_label(number: int, insertion: int = 0) -> str:
    """The official spelling, for numbers from 1 to 9999: ``article_label(120, 1)`` is 第一百二十条之一."""
    return f"第{_numeral(number)}条" + (f"之{_numeral(insertion)}" if insertion else "")


def official_article(text: str) -> str:
    """Any accepted spelling in the official one. Raises ``ValueError`` as ``article_number`` does."""
    return article_label(*article_number(text))


def is_official(text: str) -> bool:
    """Whether the text already is in the official spelling."""
    return bool(_OFFICIAL.fullmatch(text)) and official_article(text) == text


def _value(numeral: str) -> int:
    if numeral.isdigit() and numeral.isascii():
        value = int(numeral)
    else:
        value, digit = 0, 0
        for character in numeral:
            if character in _DIGITS:
                digit = _DIGITS[character]
            else:
                value += (digit or 1) * _UNITS[character]
                digit = 0
        value += digit
    if not value:
        raise ValueError("articles are counted from one")
    return value


def _numeral(value: int) -> str:
    if not 0 < value < 10_000:
        raise ValueError(f"no article has the number {value}")
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            text += ("零" if gap else "") + _NUMERALS[digit] + name
            gap = False
        elif text:
            gap = True
    return text[1:] if text.startswith("一十") else text
