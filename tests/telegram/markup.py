"""Reads Telegram's HTML as Telegram does: few tags, each closed in order, everything else escaped."""

from __future__ import annotations

import re
from html import unescape

TAG = re.compile(r"<(/?)([a-z-]+)([^<>]*)>")
ATTRIBUTES = {
    "a": re.compile(r' href="[^"<>]*"'),
    "blockquote": re.compile(r"(?: expandable)?"),
    **{name: re.compile("") for name in ("b", "i", "u", "s", "code", "pre", "tg-spoiler")},
}


class NotParsed(ValueError):
    """Telegram would refuse this."""


def text_of(html: str) -> str:
    """The words of ``html``. Raises ``NotParsed``."""
    words, opened, place = [], [], 0
    for tag in TAG.finditer(html):
        words.append(_words(html[place : tag.start()]))
        closing, name, rest = tag.groups()
        if closing:
            if not opened or opened.pop() != name:
                raise NotParsed(f'unexpected end tag at byte offset {tag.start()}: "{name}"')
        elif name not in ATTRIBUTES or not ATTRIBUTES[name].fullmatch(rest):
            raise NotParsed(f'unsupported start tag "{name}" at byte offset {tag.start()}')
        else:
            opened.append(name)
        place = tag.end()
    words.append(_words(html[place:]))
    if opened:
        raise NotParsed(f'can\'t find end tag corresponding to start tag "{opened[-1]}"')
    return "".join(words)


def _words(piece: str) -> str:
    if "<" in piece or ">" in piece:
        raise NotParsed("a bare angle bracket")
    return unescape(piece)
