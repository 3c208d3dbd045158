"""Reads which answer of a list a citizen means, from their own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from actions.questionnaire import Option
from understanding.normalise import normalise

Closeness = Callable[[str, Sequence[str]], Sequence[float]]
"""How close a text is in meaning to each label, as cosines."""

NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8}
_ORDINAL = re.compile(r"第?\s*(\d{1,2}|[一二两三四五六七八])\s*(?:个|项|条)?")

LEAST_CLOSENESS = 0.86
LEAST_LEAD = 0.01
"""The embedder's cosines are all high; only an option clearly ahead of the next is taken for the meaning."""

NOTHING_SAID = (
    "算一下期限", "帮我算算", "还来得及吗", "帮我看看该走哪条路", "该怎么解决", "不知道", "不清楚", "怎么办",
    "我想问一下", "help me", "which way should I take", "I do not know",
)  # fmt: skip
"""Words that name no option: closest to one of these means that nothing was chosen."""


def spoken(options: Iterable[Option]) -> list[str]:
    """All that words are compared with when one of ``options`` may be meant."""
    return [*NOTHING_SAID, *(way for option in options for way in _ways(option))]


def named(said: str, options: Sequence[Option]) -> Option | None:
    """The option that ``said`` gives by its id, as a button does, by its number or its very words, or None."""
    pressed = next((option for option in options if option.id == said), None)
    if pressed:
        return pressed
    words = _plain(said)
    return (_by_number(words, options) or _by_words(words, options)) if words else None


def choose(said: str, options: Sequence[Option], closeness: Closeness) -> Option | None:
    """The option that ``said`` means, or None when it could be several or none.

    Read in this order: its id, as a button sends it; its number in the list, its words, its meaning.
    """
    words = _plain(said)
    return (named(said, options) or _by_meaning(words, options, closeness)) if words else None


def _plain(said: str) -> str:
    return normalise(said).strip().strip("。.!！?？").lower()


def _ways(option: Option) -> tuple[str, ...]:
    return option.label.zh, option.label.en, *option.examples


def number_said(said: str) -> int | None:
    """The place in a list, from 1, that ``said`` names and nothing else: 3, 第三个; None when it names none."""
    match = _ORDINAL.fullmatch(_plain(said))
    if not match:
        return None
    return int(match[1]) if match[1].isdigit() else NUMERALS[match[1]]


def _by_number(words: str, options: Sequence[Option]) -> Option | None:
    number = number_said(words)
    return options[number - 1] if number and number <= len(options) else None


def _by_words(words: str, options: Sequence[Option]) -> Option | None:
    labels = [(option, label.lower()) for option in options for label in (option.label.zh, option.label.en)]
    exact = {option.id: option for option, label in labels if label == words}
    inside = {option.id: option for option, label in labels if len(words) > 1 and (words in label or label in words)}
    for found in (exact, inside):
        if len(found) == 1:
            return next(iter(found.values()))
    return None


def _by_meaning(words: str, options: Sequence[Option], closeness: Closeness) -> Option | None:
    said = [(option, way) for option in options for way in _ways(option)]
    scores = closeness(words, [*(way for _, way in said), *NOTHING_SAID])
    best: dict[str, float] = {}
    for (option, _), score in zip(said, scores, strict=False):
        best[option.id] = max(score, best.get(option.id, 0.0))
    first, second, *_ = sorted(best, key=best.__getitem__, reverse=True)
    nothing = max(scores[len(said) :])
    clear = best[first] >= LEAST_CLOSENESS and best[first] - max(best[second], nothing) >= LEAST_LEAD
    return next(option for option in options if option.id == first) if clear else None
