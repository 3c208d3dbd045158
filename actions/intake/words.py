"""Which of many words a text holds; English ones whole, Chinese ones anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache


@lru_cache(maxsize=1024)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(_one(word.lower()) for word in longest_first) or r"(?!)")


def _one(word: str) -> str:
    return rf"(?<![a-z]){re.escape(word)}(?:s|es|'s)?(?![a-z])" if word.isascii() else re.escape(word)


def found(words: Iterable[str], text: str) -> list[re.Match[str]]:
    """Every place where one of ``words`` stands in ``text``, which must be in lower case."""
    return list(_pattern(tuple(words)).finditer(text))
