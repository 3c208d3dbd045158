"""What differs between two texts, as pieces that both the terminal and the page can show."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_EDGES = "。；：，、？！\n"
_NEAR_EDGE = 12  # characters; a window is widened to the next punctuation mark as far away as this
_IDLE = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Piece:
    """A run of characters that both texts have, or only the one before, or only the one after."""

    kind: Literal["same", "before", "after"]
    text: str


@dataclass(frozen=True)
class Window:
    """The part of a longer text that comes closest to a quotation; ``likeness`` from 0 to 1."""

    text: str
    likeness: float


def pieces(before: str, after: str) -> list[Piece]:
    """Both texts in one row; removed pieces stand before what replaced them."""
    found = []
    for tag, start, end, start_after, end_after in _matcher(before, after).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", before[start:end]))
            continue
        if end > start:
            found.append(Piece("before", before[start:end]))
        if end_after > start_after:
            found.append(Piece("after", after[start_after:end_after]))
    return found


def bare(text: str) -> str:
    """The text without punctuation, spaces and differences of width: what makes two quotations the same words."""
    return _IDLE.sub("", unicodedata.normalize("NFKC", text))


def letter_pairs(text: str) -> frozenset[str]:
    """All pairs of neighbouring characters."""
    return frozenset(text[start : start + 2] for start in range(len(text) - 1))


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Twice the common pairs over all pairs: 1 for the same, 0 for nothing in common."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def closest_window(quotation: str, text: str) -> Window:
    """The part of ``text`` between the first and the last thing it has in common with ``quotation``."""
    blocks = [block for block in _matcher(quotation, text).get_matching_blocks() if block.size >= 2]
    if not blocks:
        return Window("", 0.0)
    # A stray pair of characters far away must not stretch the window: grow it from the longest block.
    anchor = max(blocks, key=lambda block: block.size)
    start = max(0, anchor.b - anchor.a - 8)
    end = anchor.b + len(quotation) - anchor.a + 8
    near = [block for block in blocks if block.b >= start and block.b + block.size <= end]
    first, last = near[0].b, near[-1].b + near[-1].size
    shared = sum(block.size for block in near)
    return Window(_whole_clauses(text, first, last), 2 * shared / (len(quotation) + last - first))


def _whole_clauses(text: str, first: int, last: int) -> str:
    """The part from ``first`` to ``last``, widened to whole clauses, so that a wrong first or last word is seen."""
    starts = [place + 1 for place in range(max(0, first - _NEAR_EDGE), first) if text[place] in _EDGES]
    ends = [place for place in range(last, min(len(text), last + _NEAR_EDGE)) if text[place] in _EDGES]
    first = starts[-1] if starts else (0 if first <= _NEAR_EDGE else first)
    last = ends[0] if ends else (len(text) if len(text) - last <= _NEAR_EDGE else last)
    return text[first:last].strip()


def _matcher(before: str, after: str) -> "SequenceMatcher[str]":
    return SequenceMatcher(None, before, after, autojunk=False)
