"""Buttons under a message, in rows that a phone shows whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import east_asian_width

from bot.messengers.telegram.rich import cut_short

ROW = 34  # half-width characters in a row, a Chinese character counts two; what a small phone shows
MOST_IN_A_ROW = 5
CHOICE = "p"
ARTICLE = "a"


@dataclass(frozen=True)
class Key:
    """One button: ``data`` comes back when it is pressed (at most 64 bytes), or ``url`` is opened."""

    title: str
    data: str | None = None
    url: str | None = None


Rows = tuple[tuple[Key, ...], ...]


def choice(seq: int, button: Mapping[str, Any]) -> Key:
    """The button of a reply. Its payload may be longer than Telegram takes, so it goes as a reference."""
    return Key(button["title"], reference(seq, button["payload"]))


def reference(seq: int, payload: str) -> str:
    """A short name for the ``payload`` that message ``seq`` offered."""
    return f"{CHOICE}:{seq}:{hashlib.blake2b(payload.encode(), digest_size=8).hexdigest()}"


def seq_of(data: str) -> int | None:
    """The message that a reference leads to; None when ``data`` is none."""
    kind, _, rest = data.partition(":")
    seq = rest.partition(":")[0]
    return int(seq) if kind == CHOICE and seq.isascii() and seq.isdecimal() else None


def referred(data: str, seq: int, buttons: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The button among those of message ``seq`` that ``data`` stands for."""
    return next((button for button in buttons if reference(seq, button["payload"]) == data), None)


def article(seq: int, index: int, title: str) -> Key:
    """Opens the citation ``index`` of the card that is message ``seq``."""
    return Key(title, f"{ARTICLE}:{seq}:{index}")


def article_of(data: str) -> tuple[int, int] | None:
    """The message and the place of the citation that ``data`` stands for; None when it is something else."""
    parts = data.split(":")
    if len(parts) != 3 or parts[0] != ARTICLE or not all(part.isascii() and part.isdecimal() for part in parts[1:]):
        return None
    return int(parts[1]), int(parts[2])


def width(title: str) -> int:
    """In half-width characters."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in title)


def is_long(title: str) -> bool:
    """Whether no row shows ``title`` whole, so that the message itself must."""
    return width(title) > ROW


def rows(keys: Sequence[Key]) -> Rows:
    """``keys`` in their order, as many in a row as can be read there."""
    laid: list[tuple[Key, ...]] = []
    for key in keys:
        row = (*(laid[-1] if laid else ()), key)
        widest = max(width(one.title) + 3 for one in row)
        if laid and len(row) <= MOST_IN_A_ROW and widest * len(row) <= ROW + 3:
            laid[-1] = row
        else:
            laid.append((key,))
    return tuple(tuple(Key(cut_short(key.title, 60), key.data, key.url) for key in row) for row in laid)
