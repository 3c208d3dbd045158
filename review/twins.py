"""Numbers that a card gives in one language and not in the other."""

import re
from collections.abc import Iterator
from fractions import Fraction

from actions.knowledge.checks import card_file
from actions.knowledge.models import Card
from review.findings import Comparison, Finding
from review.quantities import (
    Quantity,
    Unit,
    chinese_numbers,
    chinese_quantities,
    english_numbers,
    english_quantities,
)

# Hotlines, house numbers, forms: written in digits on both sides.
_LONG_NUMBER = re.compile(r"(?<![\d,.])\d{5,}(?!\d|[,.]\d)")
# English says "under eighteen" where Chinese has a unit; "the last year" where Chinese counts one.
_SPOKEN = {"age"}
_ONE: dict[tuple[Fraction, Unit], str] = {
    (Fraction(1), "day"): "day", (Fraction(7), "day"): "week", (Fraction(1), "month"): "month",
    (Fraction(12), "month"): "year", (Fraction(1), "hour"): "hour",
}  # fmt: skip


def twin_findings(cards: list[Card]) -> Iterator[Finding]:
    """Every field of every card whose two languages do not give the same numbers."""
    for card in cards:
        for place, chinese, english in _pairs(card):
            missing = _differences(chinese, english)
            if missing:
                yield Finding(
                    "warning", "twins", card_file(card), place, "; ".join(missing),
                    Comparison("Chinese", chinese, "English", english),
                )  # fmt: skip


def _pairs(card: Card) -> Iterator[tuple[str, str, str]]:
    """Field by field; the body as a whole, because its paragraphs need not run parallel."""
    if chinese_quantities(card.title) and english_quantities(card.en.title):
        yield "title", card.title, card.en.title
    yield "answer", card.answer, card.en.answer
    for position, (chinese, english) in enumerate(zip(card.steps, card.en.steps, strict=True), 1):
        yield f"steps {position}", chinese, english
    for position, (chinese, english) in enumerate(zip(card.papers, card.en.papers, strict=True), 1):
        yield f"papers {position}", chinese, english
    for position, (deadline, english) in enumerate(zip(card.deadlines, card.en.deadlines, strict=True), 1):
        yield f"deadlines {position}", deadline.text, english
    for place, text, twin in (("cost", card.cost, card.en.cost), ("duration", card.duration, card.en.duration)):
        if text is not None and twin is not None:
            yield place, text, twin
    yield "body", card.body, card.en.body


def _differences(chinese: str, english: str) -> list[str]:
    in_chinese, in_english = chinese_quantities(chinese), english_quantities(english)
    bare = english_numbers(english)
    only_chinese = _missing(in_chinese, in_english, bare)
    only_english = _missing(in_english, in_chinese, chinese_numbers(chinese))
    said = [f"only in Chinese: {one.text}" for one in only_chinese if not _is_spoken_one(one, english)]
    said += [f"only in English: {one.text}" for one in only_english if one.key not in _ONE]
    digits = set(_LONG_NUMBER.findall(chinese)) ^ set(_LONG_NUMBER.findall(english))
    return said + [f"only on one side: {number}" for number in sorted(digits) if int(number) not in bare]


def _is_spoken_one(one: Quantity, english: str) -> bool:
    word = _ONE.get(one.key)
    return word is not None and re.search(rf"\b{word}\b", english, re.IGNORECASE) is not None


def _missing(own: list[Quantity], others: list[Quantity], bare: set[Fraction]) -> list[Quantity]:
    keys = {other.key for other in others}
    return [
        one for one in own
        if one.unit not in _SPOKEN and one.key not in keys and not _said_otherwise(one, keys, bare)
    ]  # fmt: skip


def _said_otherwise(one: Quantity, keys: set[tuple[Fraction, Unit]], bare: set[Fraction]) -> bool:
    value, unit = one.key
    if value in bare:
        return True
    equal = {
        "month": [(value / 12, "month")],
        "day": [(value * 24, "hour"), (value / 7, "day")],
        "hour": [(value / 24, "day"), (value * 60, "minute")],
        "times": [(value * 100, "percent"), (value + 1, "times"), (value - 1, "times")],
        "percent": [(value / 100, "times"), (value + 100, "percent"), (value - 100, "percent")],
    }.get(unit, [])
    return any(key in keys for key in equal) or (unit == "month" and value / 12 in bare)
