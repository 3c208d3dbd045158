"""Quotations in a draft, and how they stand to the words of the law."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from review.differences import bare, closest_window

SHORTEST = 8  # characters; a shorter quotation is a term, not a rule
NEARLY = 0.55  # from this likeness on, words were meant to be those of the article
_QUOTED = re.compile(r"“([^“”]{2,2000})”|「([^「」]{2,2000})」|\"([^\"]{2,2000})\"")
_SAYS = re.compile(r"(?:规定|明确|指出|载明|原文|内容为|表述为|写明|称|即)[^“”\"「」。；]{0,12}$")
_GAP = re.compile(r"…+|\.{3,}|〔略〕|（略）")


@dataclass(frozen=True)
class Quotation:
    """Words in quotation marks; ``introduced`` tells that 规定 or the like stands before them."""

    text: str
    introduced: bool
    end: int


@dataclass(frozen=True)
class Standing:
    """``same``: the article has these words. ``differs``: nearly, ``words`` are its own. ``other``: it does not."""

    kind: Literal["same", "differs", "other"]
    words: str = ""


def quotations(text: str, start: int, stop: int) -> list[Quotation]:
    """Quotations between two places of a paragraph that are long enough to be words of a law."""
    found = []
    for match in _QUOTED.finditer(text, start, stop):
        words = next(group for group in match.groups() if group)
        if len(bare(words)) >= SHORTEST:
            found.append(Quotation(words, bool(_SAYS.search(text[start : match.start()])), match.end()))
    return found


def against(quotation: str, article_texts: Sequence[str]) -> Standing:
    """How a quotation stands to the articles that it is attributed to; punctuation does not count."""
    parts = [part for part in map(bare, _GAP.split(quotation)) if part]
    if not parts or any(_has_in_order(bare(text), parts) for text in article_texts):
        return Standing("same")
    best = max(article_texts, key=lambda text: _likeness(quotation, text), default="")
    if _likeness(quotation, best) < NEARLY:
        return Standing("other")
    return Standing("differs", closest_window(quotation, best).text)


def _likeness(quotation: str, text: str) -> float:
    return closest_window(bare(quotation), bare(text)).likeness


def _has_in_order(text: str, parts: Sequence[str]) -> bool:
    place = 0
    for part in parts:
        place = text.find(part, place)
        if place < 0:
            return False
        place += len(part)
    return True
