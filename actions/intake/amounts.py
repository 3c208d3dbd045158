"""The sum of money that a dispute is about, out of whatever numbers a citizen says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from actions.intake.numbers import Number, numbers_in, spelled
from actions.intake.table import SumWords

_NEAR, _JUST = 8, 4
"""How many characters may stand between a number and the word that tells what it is."""
_BREAK = r"\d,，。;；:：!！?？"
_PART_OF_MORE = re.compile(r"[-/:.]\d")
_ROUND = 10
"""A bare number of four digits or more is a sum when it is a multiple of this; 1502 is a flat and 12348 a hotline."""


class Sums:
    """Finds the sum, by the words that stand around numbers."""

    def __init__(self, words: SumWords) -> None:
        currency = _any(words.currency)
        self._is_currency = re.compile(rf"\s*(?!{_any(words.not_currency)})(?:{currency})")
        self._after_currency = re.compile(rf"(?:{_any(words.currency_before)})\s*$")
        self._is_counted = re.compile(rf"\s*(?:多|来|余)?\s*(?:{_any(words.counted)})")
        self._after_money = re.compile(rf"(?:{_any(words.money)})[^{_BREAK}]{{0,{_JUST}}}\s*$")
        self._marks = [
            (weight, _before(said), _after(said, currency))
            for weight, said in ((3, words.total), (4, words.open), (-3, words.rate), (-3, words.paid))
        ]

    def amount_in(self, text: str, *, asked: bool = False) -> float | None:
        """The sum in yuan that ``text`` is about, or None when it names none.

        Of several sums the total, or what is still open, is taken before a rate or what was paid already. ``asked``:
        the text answers the question for the sum, so that a bare number is one.
        """
        words = spelled(text)
        sums = [(self._weight(words, number), number.value) for number in self._sums(words, asked)]
        return round(max(sums)[1], 2) if sums else None

    def _sums(self, words: str, asked: bool) -> Iterator[Number]:
        for number in numbers_in(words):
            before, after = words[: number.start], words[number.end :]
            if number.value < 1 or _PART_OF_MORE.match(after):
                continue
            is_named = self._is_currency.match(after) or self._after_currency.search(before)
            is_meant = (asked and number.value >= _ROUND) or self._is_money(number, before)
            if is_named or (is_meant and not self._is_counted.match(after)):
                yield number

    def _is_money(self, number: Number, before: str) -> bool:
        is_round = number.value >= 1000 and number.value % _ROUND == 0
        return number.is_large or is_round or (number.value >= 10 and bool(self._after_money.search(before)))

    def _weight(self, words: str, number: Number) -> int:
        """How much the words around a sum say that the dispute is about it."""
        before, after = words[: number.start], words[number.end :]
        return sum(weight for weight, just, then in self._marks if just.search(before) or then.match(after))


def _any(words: Sequence[str]) -> str:
    """Any of the words; Latin ones as whole words, in singular or plural."""
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(
        rf"(?<![a-z]){re.escape(word)}s?(?![a-z])" if re.fullmatch("[a-z ]+", word) else re.escape(word)
        for word in longest_first
    )


def _before(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:{_any(words)})[^{_BREAK}]{{0,{_NEAR}}}$")


def _after(words: Sequence[str], currency: str) -> re.Pattern[str]:
    # Not beyond another number: in 借了二十万还了五万还差十五万 the first is not what is open.
    return re.compile(rf"\s*(?:{currency})?[^{_BREAK}一二两三四五六七八九十百千万亿]{{0,{_JUST}}}(?:{_any(words)})")
