"""Masking: numbers that name a person are taken out before a message is kept, logged, counted or understood.

Pure: no clock, no settings. In doubt it masks, for a hidden order number costs less than a leaked identity.
Public hotlines (110, 12348, 021-12348 …), amounts, dates and case numbers stay: the answer depends on them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

import phonenumbers
from stdnum import luhn
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from understanding.language import language_of

Kind = Literal["id", "mobile", "phone", "card", "passport"]

PLACEHOLDERS: dict[Kind, tuple[str, str]] = {
    "id": ("〔身份证号〕", "〔ID number〕"),
    "mobile": ("〔手机号〕", "〔mobile number〕"),
    "phone": ("〔电话号码〕", "〔phone number〕"),
    "card": ("〔银行卡号〕", "〔bank card number〕"),
    "passport": ("〔证件号〕", "〔document number〕"),
}

CHINESE_DIGITS = {
    ord(word): digit
    for words, digit in zip(
        ("〇零○", "一壹幺", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"), "0123456789", strict=True
    )
    for word in words
}

# First two digits of an identity number, GB/T 2260.
PROVINCES = frozenset(
    str(code) for codes in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for code in range(codes[0], codes[1] + 1)
)  # fmt: skip

# What people put between digits: spaces, dashes, dots, brackets; never a comma, which divides thousands.
# The fold below has already turned every kind of space and dash into these.
BETWEEN = r"[ \-._()/·*#]{0,3}"
ID_18 = re.compile(rf"\d(?:{BETWEEN}\d){{16}}{BETWEEN}[\dXx](?!\d)")
ID_15 = re.compile(rf"\d(?:{BETWEEN}\d){{14}}(?!\d)")
CALLED_CARD = re.compile(rf"\d(?:{BETWEEN}\d){{11,18}}(?!\d)")
CARD = re.compile(rf"\d(?:{BETWEEN}\d){{15,18}}(?!\d)")
CHINA = rf"(?:\((?:\+|00)?86\)|(?:\+|00)?86){BETWEEN}"
MOBILE = re.compile(rf"(?:{CHINA})?1[ \-]?[3-9](?:{BETWEEN}\d){{9}}(?!\d)")
AREA = r"[1-9]\d{1,2}"
LANDLINE = re.compile(
    rf"(?:{CHINA}(?:\(0?{AREA}\)|0?{AREA})|\(0{AREA}\)|0{AREA}){BETWEEN}[2-8](?:[ \-]?\d){{6,7}}(?!\d)"
)
SPELLED = re.compile(r"0(?:[ \-]\d){9,11}(?!\d)")  # a landline, digit by digit
ABROAD = re.compile(rf"(?:\+|00)[1-9](?:{BETWEEN}\d){{6,14}}(?!\d)")
LOCAL = re.compile(r"[2-8]\d{3}[ \-]?\d{3,4}(?!\d)")
PASSPORT = re.compile(r"[A-Za-z]{1,2} ?\d{6,10}(?![A-Za-z\d])")

SAYS_PHONE = re.compile(
    r"(?:电话|座机|固话|联系方式|致电|tel(?:ephone)?|phone|call(?: me)?(?: at| on)?)"
    r"\W{0,3}(?:是|号码?|is|number|no\.?)?\W{0,3}$",
    re.IGNORECASE,
)
SAYS_CARD = re.compile(
    r"(?:卡号|账号|帐号|银行卡|储蓄卡|信用卡|(?:card|account)(?: number| no\.?)?)\W{0,3}(?:是|为|is)?\W{0,3}$",
    re.IGNORECASE,
)
SAYS_PASSPORT = re.compile(
    r"(?:护照|通行证|回乡证|台胞证|居留证|证件|passport|permit)[^\d。.;；]{0,12}$", re.IGNORECASE
)
# 15 000 000 000 元 is money although it is eleven digits that begin like a mobile number.
THOUSANDS = re.compile(r"\d{1,3}(?: \d{3})+\Z")
MONEY = re.compile(r"\s*(?:元(?!旦)|块|万|亿|人民币|rmb|yuan|cny|usd|dollars)", re.IGNORECASE)


class Found(NamedTuple):
    """A number that names a person: its kind and its span [start, end) in the text."""

    kind: Kind
    start: int
    end: int


def mask(text: str) -> str:
    """Replace every personal number in ``text`` by a placeholder that keeps what it was.

    The placeholder is in the text's own language. Masking twice changes nothing more.
    """
    english = language_of(text) == "en"
    parts, position = [], 0
    for found in personal_numbers(text):
        parts += [text[position : found.start], PLACEHOLDERS[found.kind][english]]
        position = found.end
    return "".join(parts) + text[position:]


def personal_numbers(text: str) -> list[Found]:
    """The personal numbers in ``text``, from left to right, none overlapping another."""
    folded = "".join(map(_fold, text))
    hits = list(_search(folded))
    # Written out in Chinese (一三八…) or mixed. Apart, because in 方法一13800138000 the 一 is no digit.
    in_words = folded.translate(CHINESE_DIGITS)
    if in_words != folded:
        hits += _search(in_words)
    chosen: list[Found] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, hit.start - hit.end)):
        if not chosen or hit.start >= chosen[-1].end:
            chosen.append(hit)
        elif hit.end > chosen[-1].end:
            chosen[-1] = chosen[-1]._replace(end=hit.end)
    return chosen


def _fold(character: str) -> str:
    """One character for one: full-width and other digits to 0-9, all spaces to ' ', all dashes to '-'."""
    if character.isascii():
        return " " if character in "\t\n\r" else character
    category = unicodedata.category(character)
    if category == "Pd" or character in "−ー﹣":
        return "-"
    if category in ("Zs", "Cf", "Zl", "Zp"):  # Cf: zero-width characters, which hide in pasted numbers
        return " "
    plain = unicodedata.normalize("NFKC", character)
    if unicodedata.digit(character, None) is not None and len(plain) == 1:
        return str(unicodedata.digit(character))
    return plain if len(plain) == 1 and plain.isascii() else character


def _search(text: str) -> Iterator[Found]:
    for pattern, kind, holds in RULES:
        for start in _starts(text):
            match = pattern.match(text, start)
            if match and holds(match):
                yield Found(kind, start, match.end())


def _starts(text: str) -> Iterator[int]:
    """Where a number may begin: not in the middle of one."""
    for match in re.finditer(r"(?<!\d)[\d+(]|(?<![A-Za-z\d])[A-Za-z]", text):
        yield match.start()


def _digits(match: re.Match[str]) -> str:
    return re.sub(r"[^\dXx]", "", match.group()).upper()


def _is_identity(match: re.Match[str]) -> bool:
    """Province and birth date must be real; the check digit need not fit, or a slip of the finger would leak."""
    digits = _digits(match)
    digits = digits if len(digits) == 18 else digits[:6] + "19" + digits[6:] + "0"
    # Permanent residence cards of foreigners have no place of birth, so there the check digit decides.
    if digits[0] == "9":
        return _holds(ric.get_birth_date, digits) and ric.calc_check_digit(digits) == digits[-1]
    province_is_real = digits[:2] in PROVINCES
    return province_is_real and _holds(ric.get_birth_date, digits) and 1900 <= int(digits[6:10]) <= 2100


def _holds(check: Callable[[str], object], number: str) -> bool:
    try:
        check(number)
    except ValidationError:
        return False
    return True


def _is_card(match: re.Match[str]) -> bool:
    digits = _digits(match)
    return digits[0] in "345689" and luhn.is_valid(digits) and not _is_money(match)


def _is_money(match: re.Match[str]) -> bool:
    return bool(THOUSANDS.match(match.group()) and MONEY.match(match.string, match.end()))


def _is_mobile(match: re.Match[str]) -> bool:
    return not _is_money(match) and _is_valid_phone(_digits(match)[-11:], "CN")


def _is_landline(match: re.Match[str]) -> bool:
    return _is_valid_phone(match.group(), "CN")


def _is_abroad(match: re.Match[str]) -> bool:
    return _is_valid_phone(re.sub(r"^00", "+", re.sub(r"[^\d+]", "", match.group())), None)


def _is_valid_phone(number: str, region: str | None) -> bool:
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return False
    public = (phonenumbers.PhoneNumberType.TOLL_FREE, phonenumbers.PhoneNumberType.SHARED_COST)
    return phonenumbers.is_valid_number(parsed) and phonenumbers.number_type(parsed) not in public


def _is_called(words: re.Pattern[str]) -> Callable[[re.Match[str]], bool]:
    """For numbers that may be anything: the words just before must say what it is."""
    return lambda match: bool(words.search(match.string[max(0, match.start() - 24) : match.start()]))


RULES: tuple[tuple[re.Pattern[str], Kind, Callable[[re.Match[str]], bool]], ...] = (
    (ID_18, "id", _is_identity),
    (CARD, "card", _is_card),
    (CALLED_CARD, "card", _is_called(SAYS_CARD)),
    (ID_15, "id", _is_identity),
    (MOBILE, "mobile", _is_mobile),
    (LANDLINE, "phone", _is_landline),
    (SPELLED, "phone", _is_landline),
    (ABROAD, "phone", _is_abroad),
    (LOCAL, "phone", _is_called(SAYS_PHONE)),
    (PASSPORT, "passport", _is_called(SAYS_PASSPORT)),
)
