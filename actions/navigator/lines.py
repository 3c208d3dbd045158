"""Breaks text into lines by how wide it will look, in Chinese and English, without knowing the font."""

from __future__ import annotations

import re
import unicodedata

# In ems, a little more than most system fonts need: a line that ends early does less harm than one that is cut off.
FULL, CAPITAL, NARROW, SPACE, OTHER = 1.0, 0.72, 0.36, 0.32, 0.61
NARROW_SIGNS = frozenset("iljtfrI.,:;'!|()[]-/\"")
WIDE_SIGNS = frozenset("mwMW@%")
NEVER_FIRST = frozenset("，。、；：？！”’）》】〉…,.;:?!)]}%")
"""Signs that may not begin a line."""
NEVER_LAST = frozenset("“‘（《【〈([")
"""Signs that may not end a line."""
SPARE = re.compile(rf"\s+(?=[{re.escape(''.join(sorted(NEVER_FIRST)))}])|(?<=[{re.escape(''.join(NEVER_LAST))}])\s+")
"""White space where no line may break, and where no typesetter would leave any."""
WORD = re.compile(r"[^\s\u2e80-\u9fff\uf900-\ufaff\ufe30-\uffef\u2018-\u201d\u2026]+|\s+|.", re.DOTALL)
"""A word of letters and digits, which stays whole; white space; or one Chinese character."""


def width(text: str) -> float:
    """How wide ``text`` looks, in ems."""
    return sum(_sign_width(sign) for sign in text)


def broken(text: str, most: float) -> list[str]:
    """``text`` in lines of at most ``most`` ems. Only a single word that is wider than a line is itself broken."""
    lines, line = [], ""
    for piece in _pieces(text, most):
        if line and width((line + piece).rstrip()) > most:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str, most: float) -> list[str]:
    """What must stay together: words, and signs with the character that they may not be parted from."""
    pieces: list[str] = []
    for found in WORD.findall(SPARE.sub("", " ".join(text.split()))):
        joins = pieces and (found[0] in NEVER_FIRST or pieces[-1][-1] in NEVER_LAST)
        if joins and not pieces[-1].isspace() and width(pieces[-1] + found) <= most:
            pieces[-1] += found
        elif width(found) <= most:
            pieces.append(found)
        else:
            pieces += list(found)
    return pieces


def _sign_width(sign: str) -> float:
    if unicodedata.east_asian_width(sign) in "WFA":
        return FULL
    if sign == " ":
        return SPACE
    if sign in NARROW_SIGNS:
        return NARROW
    if sign in WIDE_SIGNS:
        return FULL
    return CAPITAL if sign.isupper() else OTHER
