"""Numbers as people say them: 两万五, 3w6, 十几万, 25,000, 1.2 million, two thousand.

Chinese numerals are worked out by ``cn2an``, English number words by ``text2num``; what is done here is to find where a
number stands, and to take away what neither knows (多, 几, 来, w for 万).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import cn2an
from text_to_num import alpha2digit

from understanding.normalise import normalise

_HAN = "零〇一二两俩三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟萬"
_DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
_SAID = re.compile(
    rf"(?<![几数第a-z\d.])(?:{_DIGITS}|[{_HAN}])(?:[{_HAN}]|[wk](?![a-z])|(?<=[{_HAN}wk]){_DIGITS})*"
    rf"(?:(?P<rough>[几多来余把])(?P<after>[百千万亿]*))?",
    re.IGNORECASE,
)
_TIMES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mio": 1e6, "million": 1e6, "billion": 1e9}
_MULTIPLIED = re.compile(rf"(?<![\w.,])({_DIGITS})\s*(k|thousand|mio|million|m|billion)\b", re.IGNORECASE)
_TWO_GUESSES = re.compile(r"([一二两三四五六七八九])[二两三四五六七八九](?=[十百千万])")
_UNIT = re.compile(r"[百千万亿wk佰仟萬]", re.IGNORECASE)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Number:
    """A number at [start, end) of the text. ``is_large``: so said that it hardly counts people or days."""

    value: float
    start: int
    end: int
    is_large: bool


def spelled(text: str) -> str:
    """``text`` normalised, in lower case, with English number words as digits: the text that places refer to."""
    words = _MULTIPLIED.sub(_multiplied, normalise(text).lower())
    return words if _CHINESE.search(words) else alpha2digit(words, "en")


def numbers_in(words: str) -> Iterator[Number]:
    """The numbers in a ``spelled`` text, from left to right."""
    for match in _SAID.finditer(words):
        value = _value(match[0], match["rough"])
        if value is not None:
            grouped = "," in match[0]
            yield Number(value, match.start(), match.end(), grouped or bool(_UNIT.search(match[0])))


def _multiplied(match: re.Match[str]) -> str:
    return f"{float(match[1].replace(',', '')) * _TIMES[match[2]]:,.0f}"


def _value(said: str, rough: str | None) -> float | None:
    """None for what only looks like a number, such as 万 in 万一."""
    plain = said.lower().replace(",", "").replace("w", "万").replace("k", "千").replace("俩", "两").replace("萬", "万")
    plain = plain.replace(rough, "") if rough else plain
    if plain in ("百", "千", "万", "亿", "万一") and not rough:
        return None
    plain = _TWO_GUESSES.sub(r"\1", plain)
    if plain[0] in "百千万亿":
        plain = f"一{plain}"
    try:
        return float(cn2an.cn2an(plain, "smart"))
    except ValueError:
        return None
